/** `--format github`: workflow commands that GitHub shows at the lines of a change (docs.github.com, "Workflow commands"). */
import { type Finding, isLive, SEVERITIES, type Severity } from '../finding';
import { verdictLine } from '../report/present';
import { type FormatInput, gateFindings } from './input';

const COMMANDS: Readonly<Record<Severity, 'error' | 'warning' | 'notice'>> = {
  blocker: 'error',
  high: 'warning',
  medium: 'warning',
  low: 'notice',
  info: 'notice',
};

/** Most severe first, because GitHub shows ten of each kind in a step; the verdict closes the log. */
export function formatGithub(input: FormatInput): string {
  const live = input.report.findings.filter(isLive);
  live.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
  const failing = gateFindings(input).length;
  const gate = failing > 0 ? ` · the gate fails on ${failing}` : '';
  return `${[...live.map(commandOf), `Preflight: ${verdictLine(input.whole)}${gate}`].join('\n')}\n`;
}

function commandOf(finding: Finding): string {
  const { path, line, column, endLine, endColumn } = finding;
  // Columns are shown on one line only.
  const columns = line === endLine && column !== null && endColumn !== null && endColumn > column;
  const place = [
    path === null ? '' : `file=${property(path)}`,
    line === null ? '' : `line=${line}`,
    endLine === null ? '' : `endLine=${endLine}`,
    columns ? `col=${column},endColumn=${endColumn - 1}` : '',
    `title=${property(finding.check)}`,
  ];
  return `::${COMMANDS[finding.severity]} ${place.filter(Boolean).join(',')}::${data(finding.message)}`;
}

/** Escapes of the runner's own toolkit (actions/toolkit, `command.ts`). */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

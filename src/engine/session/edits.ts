/** The edits that a session makes on request: fixes, comments or exemptions that silence a finding, and a baseline that accepts all of them. */
import type { EngineEdit } from '../fix';
import { isLive } from '../finding';
import { FIXES } from '../fixes';
import type { Host } from '../host';
import type { Report } from '../report/report';
import { plural } from '../report/present';
import { baselineOf, baselineText, type Baseline } from '../suppress/baseline';
import { ignoreEdit, type IgnoreDetails } from '../suppress/ignore';
import type { Workspace } from '../workspace';
import type { Gathering } from './gathering';

/** What the findings stand in. */
export interface EditContext {
  report: Report;
  workspace: Workspace | undefined;
  gathering: Gathering;
  host: Host;
}

const GONE = { refused: 'The finding is no longer there.' };

/** The edit a fix makes for a finding, or a sentence why there is none. */
export async function fixEdit(
  fixId: string,
  fingerprint: string,
  { report, workspace, gathering, host }: EditContext,
): Promise<EngineEdit | { refused: string }> {
  const finding = report.findings.find((candidate) => candidate.fingerprint === fingerprint);
  const fix = FIXES.find((candidate) => candidate.id === fixId);
  if (!finding || !workspace) return GONE;
  if (!fix || !finding.fixes.includes(fixId)) return { refused: `No fix "${fixId}" applies here.` };
  return fix.build(finding, {
    workspace,
    findings: report.findings.filter(isLive),
    readText: (path) => gathering.readText(path),
    exists: async (path) => gathering.buffers.has(path) || (await host.exists(path)),
  });
}

/** The edit that silences a finding, or a sentence why there is none. */
export async function silencingEdit(
  fingerprint: string,
  reason: string,
  details: IgnoreDetails,
  { report, gathering }: EditContext,
): Promise<EngineEdit | { refused: string }> {
  const finding = report.findings.find((candidate) => candidate.fingerprint === fingerprint);
  if (!finding) return GONE;
  const context = {
    readText: (path: string) => gathering.readText(path),
    factsOf: (path: string) => gathering.collected.get(path),
    collectText: (path: string, text: string) => gathering.collectText(path, text),
  };
  return ignoreEdit(finding, reason, context, details);
}

/**
 * The edit that accepts everything that is found now as old debt, or a sentence why there is none.
 * @param path of the baseline; null = none is wanted
 * @param former what stands in it
 */
export async function acceptingEdit(
  path: string | null,
  former: Baseline | undefined,
  { report, gathering }: EditContext,
): Promise<EngineEdit | { refused: string }> {
  if (path === null) return { refused: 'No baseline is wanted here.' };
  const text = await gathering.readText(path);
  if (text !== undefined && !former) return { refused: `${path} could not be read. Put it right first.` };
  const accepted = baselineOf(report.findings, former?.salt);
  const newText = baselineText(accepted);
  if (newText === text || (text === undefined && accepted.findings.length === 0))
    return { refused: 'There is nothing to accept: no finding is new.' };
  const title = `Accept ${plural(accepted.findings.length, 'finding')} as old debt`;
  const label = 'Only new findings count from then on';
  return {
    title,
    files: [{ path, create: text === undefined, edits: [{ start: 0, end: text?.length ?? 0, newText }], label }],
    needsConfirmation: true,
    nextSteps: [`Commit ${path}, so that only new findings count for everybody. The score stays as it is.`],
  };
}

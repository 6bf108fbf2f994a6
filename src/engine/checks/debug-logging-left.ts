import type { DebugCalls } from '../collect/debug-calls';
import { defineCheck, type Conclusion } from '../check';
import type { FileView } from '../facts';
import type { FindingDraft } from '../finding';
import { count, evidence, fail, findingAt, notApplicable, pass } from '../readiness/answers';
import { isScript, isShipped } from '../readiness/scope';

/** A few calls are an oversight; more are the way a project logs. */
const TOLERATED = 5;
/** Files whose purpose is output: loggers, seeds, demonstrations, build settings. */
const OUTPUT =
  /(?:^|[/._-])(?:log|logs|logger|logging|console|seed|seeds|seeder|seeding|demo|cli|main_cli|__main__|manage|setup|conftest|debug|bench|benchmark)(?:[/._-]|$)|\.config\.[cm]?[jt]s$/i;

export default defineCheck({
  id: 'debug-logging-left',
  title: 'No debugging output is left in shipped code',
  question: 'Is the shipped code free of print, console.log and breakpoints left from debugging?',
  category: 'structure',
  severity: 'low',
  effort: 'low',
  since: '0.1.0',
  asks: ['002'],
  reads: 'code',
  rules: {
    output: 'Output that goes to the console instead of the log.',
    breakpoint: 'A breakpoint stops the program.',
  },
  conclude(workspace): Conclusion {
    const isCode = (file: FileView): boolean =>
      ['python', 'javascript', 'typescript'].includes(file.language) && isShipped(file);
    if (![...workspace.views].some(isCode)) return notApplicable('There is no Python or JavaScript here.');
    const found = workspace
      .each('debugCalls')
      .filter(({ file }) => isCode(file) && !isScript(file.path) && !OUTPUT.test(file.path));
    const output = found.filter(({ facts }) => facts.output > 0 && !facts.isProgram);
    const stops = found.filter(({ facts }) => facts.breakpoints > 0);
    const total = output.reduce((sum, { facts }) => sum + facts.output, 0);
    const proof = output.map(({ file, facts }) => evidence(file.path, facts.first, count(facts.output, 'call')));
    const summary = `${count(total, 'output call')} in ${count(output.length, 'file')} of shipped code; up to ${TOLERATED} are let pass.`;
    if (total <= TOLERATED && stops.length === 0) return pass(total === 0 ? 'E4' : 'E3', summary, proof);
    return fail(
      'E0',
      stops.length > 0 ? `${count(stops.length, 'file')} with a breakpoint. ${summary}` : summary,
      [...stops.map(breakpointFinding), ...(total > TOLERATED ? output.map(outputFinding) : [])],
      [...stops.map(({ file, facts }) => evidence(file.path, facts.firstBreakpoint, 'a breakpoint')), ...proof],
    );
  },
});

interface Found {
  file: FileView;
  facts: DebugCalls;
}

function outputFinding({ file, facts }: Found): FindingDraft {
  const call = file.language === 'python' ? 'print' : 'console.log';
  const many =
    facts.output === 1 ? `This ${call} writes` : `${count(facts.output, 'call')} of ${call} in this file write`;
  return findingAt(
    file.path,
    facts.first,
    `${many} past the log: without level, time or request, and perhaps with personal data. Use the logger.`,
    'output',
    {
      rule: 'output',
    },
  );
}

function breakpointFinding({ file, facts }: Found): FindingDraft {
  return findingAt(
    file.path,
    facts.firstBreakpoint,
    'This breakpoint stops the program, in production as well. Remove it.',
    'breakpoint',
    {
      rule: 'breakpoint',
      severity: 'medium',
    },
  );
}

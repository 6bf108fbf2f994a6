/** The shape that all "CI does X and can fail" checks share. */
import type { Conclusion, Evidence } from '../verdict';
import type { FindingDraft } from '../finding';
import type { Workspace } from '../workspace';
import { count, evidence, fail, findingAt, lineSpan, missing, pass, unknown } from './answers';
import type { Purpose } from './ci-commands';
import { gates, gatesFor, pipelines, type Gate, type Pipeline } from './ci-gates';

export interface GateQuestion {
  purpose: Purpose;
  /** "runs the tests": completes "CI …". */
  does: string;
  /** "the tests": what a broken gate lets through unseen. */
  thing: string;
  /** What to do when no step does it. */
  advice: string;
  /** Scheduled pipelines count as well. */
  scheduledToo?: boolean;
  /** Language of a gate, where each has tools of its own: then every language that is asked for needs a gate that can fail. */
  language?(gate: Gate): string;
  /** Evidence below CI: a configuration file, a declared tool. */
  declared?: Evidence[];
}

/** Absent, only declared, neutralised, never reached, or enforced. */
export function concludeGate(workspace: Workspace, question: GateQuestion): Conclusion {
  const all = workspace.derive(pipelines);
  const found = gatesFor(workspace, question.purpose, question.scheduledToo);
  const working = found.filter((gate) => !gate.swallowed && !gate.blocked);
  const covered = new Set(working.map((gate) => question.language?.(gate)));
  const open = question.language
    ? found.filter((gate) => !working.includes(gate) && !covered.has(question.language?.(gate)))
    : [];
  if (working.length > 0 && open.length > 0) return neutralised(question, open);
  if (working.length > 0) {
    return pass(
      'E4',
      `CI ${question.does}, and a failure stops it.`,
      working.map((gate) => evidence(gate.path, gate.line, `runs \`${short(gate.text)}\``)),
    );
  }
  if (found.length > 0) return neutralised(question, found);
  const declared = question.declared ?? [];
  const level = declared.length > 0 ? 'E1' : 'E0';
  const pipeline = mainPipeline(workspace);
  const remote = all.flatMap(({ path, facts }) =>
    facts.onChange ? facts.remote.map((name) => ({ path, name, line: facts.triggerLine })) : [],
  );
  if (remote.length > 0) {
    return unknown(
      `CI calls ${count(remote.length, 'workflow')} of another repository, which may do it.`,
      remote.map(({ path, line, name }) => evidence(path, line, `calls ${name}`)),
    );
  }
  if (!pipeline) {
    return fail(
      level,
      `There is no CI, so nothing ${question.does}.`,
      [missing(null, `No CI pipeline ${question.does}, because there is none. ${question.advice}`)],
      declared,
    );
  }
  return fail(
    level,
    `No step of CI ${question.does}.`,
    [
      findingAt(
        pipeline.path,
        lineSpan(pipeline.facts.triggerLine),
        `No step of any pipeline ${question.does}, so a change can be merged without it. ${question.advice}`,
        'missing',
      ),
    ],
    declared,
  );
}

/** Where a step would be added: the pipeline on changes with the most gates. */
function mainPipeline(workspace: Workspace): Pipeline | undefined {
  const all = workspace.derive(pipelines);
  const own = workspace.derive(gates);
  const weight = ({ path, facts }: Pipeline): number =>
    (facts.onChange ? 1000 : 0) +
    own.filter((gate) => gate.path === path && gate.purposes.includes('test')).length * 10 +
    own.filter((gate) => gate.path === path).length;
  return [...all].sort((a, b) => weight(b) - weight(a))[0];
}

function neutralised(question: GateQuestion, found: readonly Gate[]): Conclusion {
  const findings = found.slice(0, 20).map((gate) => brokenGate(gate, question.thing));
  const swallowed = found.filter((gate) => gate.swallowed).length;
  const summary =
    swallowed === found.length
      ? `CI ${question.does}, and a failure is ignored.`
      : `CI would run ${question.thing}, and an earlier step cannot succeed.`;
  return fail(
    'E3',
    summary,
    unique(findings),
    found.map((gate) => evidence(gate.path, gate.line, `\`${short(gate.text)}\``)),
  );
}

/** One finding for a gate that cannot stop anything. */
export function brokenGate(gate: Gate, thing: string): FindingDraft {
  if (gate.swallowed) {
    return findingAt(
      gate.path,
      gate.span,
      `${upper(gate.swallowed.how)} keeps \`${short(gate.text)}\` from failing the pipeline, so ${thing} cannot stop a bad change. ${gate.swallowed.how.includes('`set -e`') ? 'Begin it with `set -e`' : 'Remove it'}, and fix or baseline what it reports.`,
      `${gate.purposes.join()} ${gate.text}`,
      { rule: 'swallowed' },
    );
  }
  const blocked = gate.blocked;
  const path = blocked?.path ?? gate.path;
  const line = blocked?.line ?? gate.line;
  return findingAt(
    path,
    lineSpan(line),
    `This install cannot succeed: ${blocked?.why ?? 'it fails'}. Everything after it, ${thing} included, never runs. Use the package manager that the project is made for, and commit its lock file.`,
    `blocked ${blocked?.why ?? ''}`,
    { rule: 'cannot-install' },
  );
}

function unique(findings: FindingDraft[]): FindingDraft[] {
  const seen = new Set<string>();
  return findings.filter(({ place, identity }) => {
    const key = `${place?.path ?? ''} ${place?.span?.line ?? 0} ${identity}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** At most 60 characters of a command. */
export function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

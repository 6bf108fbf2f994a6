/** The quality gates of all pipelines: every step that could stop a bad change, and what keeps it from doing so. */
import type { CiFacts, CiJob, CiStep } from '../collect/ci';
import type { Span } from '../span';
import { comparePaths } from '../span';
import type { Workspace } from '../workspace';
import { actionUse, commandUse, type CommandUse, type Purpose } from './ci-commands';
import { installProblem } from './ci-install';
import type { TestRun } from './test-runs';

export interface Gate {
  purposes: Purpose[];
  path: string;
  line: number;
  span: Span;
  /** The command or action, for people. */
  text: string;
  /** How its failure is neutralised, and on which line. */
  swallowed: { how: string; line: number } | null;
  /** An earlier step that cannot succeed, so that this one never runs. */
  blocked: { path: string; line: number; why: string } | null;
  /** Runs on a push or change request. */
  onChange: boolean;
  onSchedule: boolean;
  /** Which tests it runs. */
  tests: TestRun[];
}

export interface Pipeline {
  path: string;
  facts: CiFacts;
}

/** Workflows of the workspace, vendored ones left out, in path order. Call through `workspace.derive(pipelines)`. */
export function pipelines(workspace: Workspace): Pipeline[] {
  const found: Pipeline[] = [];
  for (const { file, facts } of workspace.each('ci')) {
    if (facts.kind === 'workflow' && file.fileClass !== 'vendored') found.push({ path: file.path, facts });
  }
  return found.sort((a, b) => comparePaths(a.path, b.path));
}

/** Every gate of every workflow. Call through `workspace.derive(gates)`. */
export function gates(workspace: Workspace): Gate[] {
  const all = workspace.derive(pipelines);
  const called = calledOnChange(all);
  return all.flatMap(({ path, facts }) => {
    const when = {
      onChange: facts.onChange || called.has(path),
      onSchedule: facts.onSchedule,
    };
    const blockedJobs = new Map<string, Gate['blocked']>();
    return inOrder(facts.jobs).flatMap((job) => gatesOfJob(workspace, path, job, blockedJobs, when));
  });
}

/** Reusable workflows that a workflow on a change calls. */
function calledOnChange(all: readonly Pipeline[]): Set<string> {
  const called = new Set<string>();
  for (let round = 0; round < 4; round++) {
    for (const { path, facts } of all) {
      if (!facts.onChange && !called.has(path)) continue;
      for (const job of facts.jobs) if (job.uses?.startsWith('./')) called.add(job.uses.slice(2));
    }
  }
  return called;
}

/** Jobs behind those that they need. */
function inOrder(jobs: readonly CiJob[]): CiJob[] {
  const out: CiJob[] = [];
  const visit = (job: CiJob, trail: Set<string>): void => {
    if (out.includes(job) || trail.has(job.id)) return;
    trail.add(job.id);
    for (const need of job.needs) {
      const other = jobs.find((candidate) => candidate.id === need);
      if (other) visit(other, trail);
    }
    out.push(job);
  };
  for (const job of jobs) visit(job, new Set());
  return out;
}

function gatesOfJob(
  workspace: Workspace,
  path: string,
  job: CiJob,
  blockedJobs: Map<string, Gate['blocked']>,
  when: { onChange: boolean; onSchedule: boolean },
): Gate[] {
  const always = /always\(\)|!\s*cancelled\(\)/.test(job.condition ?? '');
  const behind = always ? undefined : job.needs.map((need) => blockedJobs.get(need)).find((blocked) => blocked);
  let blocked: Gate['blocked'] = behind ?? null;
  const out: Gate[] = [];
  for (const step of stepsOf(workspace, job.steps)) {
    const allowed = isJudgedLater(step, job) ? job.allowsFailure : (step.allowsFailure ?? job.allowsFailure);
    const add = (text: string, line: number, use: CommandUse, how: string | null, span: Span): void => {
      const { purposes, tests } = use;
      const swallowed =
        how !== null ? { how, line } : allowed !== null ? { how: '`continue-on-error`', line: allowed } : null;
      if (purposes.length > 0) out.push({ purposes, path, line, span, text, swallowed, blocked, tests, ...when });
    };
    if (step.uses) {
      const use = actionUse(step.uses, step.inputs);
      add(step.uses, step.line, use, use.swallowed, step.span);
    }
    for (const command of step.commands) {
      const problem = command.swallowed || allowed !== null ? null : installProblem(workspace, command);
      if (problem) blocked ??= { path, line: command.line, why: problem };
      const use = commandUse(workspace, command.text, command.folder);
      const span = { line: command.line, column: step.span.column, endLine: command.line, endColumn: 1000 };
      add(
        command.text,
        command.line,
        use,
        command.swallowed ?? use.swallowed,
        command.line === step.line ? step.span : span,
      );
    }
  }
  blockedJobs.set(job.id, blocked);
  return out;
}

/** A later step looks at the outcome and fails for it (`if: steps.lint.outcome == 'failure'`, `exit 1`). */
function isJudgedLater(step: CiStep, job: CiJob): boolean {
  const { id } = step;
  if (id === null) return false;
  return job.steps.some(
    ({ condition, commands }) =>
      (condition ?? '').includes(`steps.${id}.outcome`) &&
      commands.some(({ text }) => /^exit\s+[1-9]|^false$/.test(text)),
  );
}

/** Composite actions may use each other in a circle. */
const MAX_DEPTH = 4;

/** Steps of a job, composite actions of the repository put in their place. */
function stepsOf(workspace: Workspace, steps: readonly CiStep[], depth = 0): CiStep[] {
  return steps.flatMap((step) => {
    if (!step.uses?.startsWith('./') || depth > MAX_DEPTH) return [step];
    const folder = step.uses.slice(2).replace(/\/$/, '');
    const action = workspace.part(`${folder}/action.yml`, 'ci') ?? workspace.part(`${folder}/action.yaml`, 'ci');
    const inner = action?.jobs.flatMap((job) => stepsOf(workspace, job.steps, depth + 1)) ?? [];
    // Their places are in another file; the step that uses them stands for them here.
    return [
      step,
      ...inner.map((own) => ({
        ...own,
        line: step.line,
        span: step.span,
        allowsFailure: own.allowsFailure === null ? step.allowsFailure : step.line,
        commands: own.commands.map((command) => ({ ...command, line: step.line })),
      })),
    ];
  });
}

/** `eslint --fix || true` before the real run repairs, it does not judge. */
export function isRepair(gate: Gate): boolean {
  return gate.swallowed !== null && /\s--fix\b/.test(gate.text);
}

/** Gates of a purpose on changes, best first: those that can fail, those that never run, those that are swallowed. */
export function gatesFor(workspace: Workspace, purpose: Purpose, scheduledToo = false): Gate[] {
  return workspace
    .derive(gates)
    .filter(
      (gate) =>
        !isRepair(gate) && gate.purposes.includes(purpose) && (gate.onChange || (scheduledToo && gate.onSchedule)),
    )
    .sort((a, b) => rank(a) - rank(b));
}

function rank(gate: Gate): number {
  return gate.swallowed ? 2 : gate.blocked ? 1 : 0;
}

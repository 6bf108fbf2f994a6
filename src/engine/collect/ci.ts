/** Facts of CI configurations: what runs, when, and whether a failure stops it. */
import type { SourceFile } from './source-file';
import { defineExtractor } from './extractor';
import { otherPipeline } from './ci-other';
import { shellCommands, type ScriptLine, type ShellCommand } from './shell';
import { YamlReader } from './yaml-nodes';
import type { Span } from '../span';

export type CiProvider =
  'github-actions' | 'gitlab' | 'circleci' | 'azure' | 'bitbucket' | 'jenkins' | 'travis' | 'drone' | 'buildkite';

export interface CiStep {
  name: string | null;
  id: string | null;
  /** `if`, as text. */
  condition: string | null;
  line: number;
  /** An action, orb or task it uses, with its inputs as text (short ones only). */
  uses: string | null;
  inputs: Record<string, string>;
  commands: ShellCommand[];
  /** Line that says "go on when this fails", or null. */
  allowsFailure: number | null;
  span: Span;
}

export interface CiJob {
  id: string;
  line: number;
  needs: string[];
  allowsFailure: number | null;
  /** Reusable workflow that it calls. */
  uses: string | null;
  /** The job's or a step's condition, as text. */
  condition: string | null;
  steps: CiStep[];
}

export interface CiInput {
  name: string;
  line: number;
}

declare module '../facts' {
  interface FactParts {
    /** CI workflows and pipelines: jobs, steps, commands. */
    ci: CiFacts;
  }
}

export interface CiFacts {
  provider: CiProvider;
  /** `workflow`, or a composite action of the repository. */
  kind: 'workflow' | 'action';
  /** Starts on a push or a change request. */
  onChange: boolean;
  onSchedule: boolean;
  /** Can be called by another workflow. */
  callable: boolean;
  /** Line where its triggers stand. */
  triggerLine: number;
  /** What a person (or a calling workflow) fills in, where a job uses it. */
  inputs?: CiInput[];
  /** Parts that live in another repository (remote includes, orbs): what they run is unknown. */
  remote: string[];
  jobs: CiJob[];
}

const WORKFLOW = /(^|\/)\.(?:github|gitea|forgejo)\/workflows\/[^/]+\.ya?ml$/;
const ACTION = /(^|\/)action\.ya?ml$/;
const OTHERS: readonly [RegExp, CiProvider][] = [
  [/^\.gitlab-ci\.ya?ml$/, 'gitlab'],
  [/^\.circleci\/config\.ya?ml$/, 'circleci'],
  [/^(?:\.azure-pipelines\/.+|\.?azure-pipelines[^/]*)\.ya?ml$/, 'azure'],
  [/^bitbucket-pipelines\.ya?ml$/, 'bitbucket'],
  [/^\.travis\.ya?ml$/, 'travis'],
  [/^\.(?:drone|woodpecker)(?:\/[^/]+)?\.ya?ml$/, 'drone'],
  [/^\.buildkite\/[^/]+\.ya?ml$/, 'buildkite'],
  [/(^|\/)Jenkinsfile(?:[._-][\w-]+)?$/, 'jenkins'],
];

/** CI provider of a path, or undefined. GitHub reads only the workflows of the repository's root. */
export function ciProvider(path: string): CiProvider | undefined {
  if (WORKFLOW.test(path)) return path.startsWith('.') ? 'github-actions' : undefined;
  return OTHERS.find(([pattern]) => pattern.test(path))?.[1];
}

export const ci = defineExtractor({
  part: 'ci',
  version: 8,
  accepts: (path) => ciProvider(path) !== undefined || ACTION.test(path),
  extract(file): CiFacts | undefined {
    const provider = ciProvider(file.path);
    if (provider === undefined) return compositeAction(file);
    return provider === 'github-actions' ? workflow(file) : otherPipeline(file, provider);
  },
});

/** A workflow of GitHub Actions ("Workflow syntax for GitHub Actions", docs.github.com). */
function workflow(file: SourceFile): CiFacts | undefined {
  const document = file.yaml?.[0];
  if (!document) return undefined;
  const yaml = new YamlReader(document);
  const on = yaml.entry(yaml.root, 'on') ?? yaml.entry(yaml.root, 'true');
  if (!on) return undefined;
  const triggers = [...yaml.texts(on.value), ...yaml.entries(on.value).map((entry) => entry.key)];
  const folder = yaml.text(yaml.get(yaml.root, 'defaults', 'run', 'working-directory')) ?? '';
  const shell = yaml.text(yaml.get(yaml.root, 'defaults', 'run', 'shell')) ?? null;
  const jobs = yaml.entries(yaml.get(yaml.root, 'jobs')).map((entry) => {
    const job = entry.value;
    const steps = stepsOf(yaml, yaml.get(job, 'steps'));
    const context = {
      folder: yaml.text(yaml.get(job, 'defaults', 'run', 'working-directory')) ?? folder,
      shell: yaml.text(yaml.get(job, 'defaults', 'run', 'shell')) ?? shell,
    };
    return {
      id: entry.key,
      line: lineAt(file, entry.at),
      needs: yaml.texts(yaml.get(job, 'needs')),
      allowsFailure: failureLine(file, yaml, job),
      uses: yaml.text(yaml.get(job, 'uses')) ?? null,
      condition: yaml.text(yaml.get(job, 'if')) ?? null,
      steps: steps.map((step) =>
        readStep(file, yaml, step, context, (name) => variable(yaml, [step, job, yaml.root], name)),
      ),
    };
  });
  const inputs = ['workflow_dispatch', 'workflow_call'].flatMap((trigger) =>
    yaml
      .entries(yaml.get(on.value, trigger, 'inputs'))
      .filter(({ key }) => file.text.includes(`inputs.${key}`))
      .map(({ key, at }) => ({ name: key, line: lineAt(file, at) })),
  );
  return {
    provider: 'github-actions',
    kind: 'workflow',
    ...(inputs.length > 0 && { inputs }),
    onChange: triggers.some((name) => ['push', 'pull_request', 'pull_request_target', 'merge_group'].includes(name)),
    onSchedule: triggers.includes('schedule'),
    callable: triggers.includes('workflow_call'),
    triggerLine: lineAt(file, on.at),
    remote: jobs.flatMap((job) => (job.uses && !job.uses.startsWith('./') ? [job.uses] : [])),
    jobs,
  };
}

/** Steps in order; those that run side by side stand in a list of their own, `parallel`. */
function stepsOf(yaml: YamlReader, node: unknown): unknown[] {
  return yaml.items(node).flatMap((step) => {
    const inner = yaml.items(yaml.get(step, 'parallel'));
    return inner.length > 0 ? inner : [step];
  });
}

/** Value of a variable of a step, its job or its workflow; of a matrix the first one, where every value is of the same kind. */
function variable(yaml: YamlReader, owners: readonly unknown[], name: string): string | null {
  const owner = owners.find((one) => yaml.entry(yaml.get(one, 'env'), name) !== undefined);
  const value = owner === undefined ? undefined : yaml.text(yaml.get(owner, 'env', name));
  if (value === undefined || value.length > 80) return null;
  const path = /^\$\{\{\s*matrix\.([\w-]+)(?:\.([\w-]+))?\s*\}\}$/.exec(value);
  if (!path) return value.includes('$') ? null : value;
  const matrix = yaml.get(owners[1], 'strategy', 'matrix');
  const [first] = yaml.items(yaml.get(matrix, path[1] ?? ''));
  const [added] = yaml.items(yaml.get(matrix, 'include'));
  const found = first === undefined ? yaml.get(added, path[1] ?? '') : first;
  return yaml.text(path[2] === undefined ? found : yaml.get(found, path[2])) ?? null;
}

function compositeAction(file: SourceFile): CiFacts | undefined {
  if (!/using:\s*['"]?composite/.test(file.text)) return undefined;
  const document = file.yaml?.[0];
  if (!document) return undefined;
  const yaml = new YamlReader(document);
  const runs = yaml.entry(yaml.root, 'runs');
  if (!runs) return undefined;
  const steps = yaml.items(yaml.get(runs.value, 'steps'));
  const context = { folder: '', shell: null };
  return {
    provider: 'github-actions',
    kind: 'action',
    onChange: false,
    onSchedule: false,
    callable: true,
    triggerLine: lineAt(file, runs.at),
    remote: [],
    jobs: [
      {
        id: 'runs',
        line: lineAt(file, runs.at),
        needs: [],
        allowsFailure: null,
        uses: null,
        condition: null,
        steps: steps.map((step) => readStep(file, yaml, step, context)),
      },
    ],
  };
}

/** A variable that says what a command does: the command itself, or what a program is told first (`bin/rails $COMMAND`). */
const COMMAND_VARIABLE = /^([\w./-]+ (?:run )?|)"?\$\{?([A-Za-z_]\w*)\}?"?(?=\s|$)/;

function readStep(
  file: SourceFile,
  yaml: YamlReader,
  step: unknown,
  context: { folder: string; shell: string | null },
  variable: (name: string) => string | null = () => null,
): CiStep {
  const run = yaml.entry(step, 'run');
  const uses = yaml.entry(step, 'uses');
  const shell = yaml.text(yaml.get(step, 'shell')) ?? context.shell;
  const base = yaml.text(yaml.get(step, 'working-directory')) ?? context.folder;
  // Without `shell` the command is `bash -e {0}`: a pipe reports its last command only. `shell: bash` adds `-o pipefail`
  // (docs.github.com, "jobs.<job_id>.steps[*].shell").
  const options = {
    errexit: shell === null || !shell.includes('{0}') || shell.includes('-e'),
    pipefail: shell === 'bash',
  };
  const commands = run ? shellCommands(scriptLines(file, yaml, run.value), options) : [];
  const at = run?.at ?? uses?.at ?? yaml.start(step);
  return {
    name: yaml.text(yaml.get(step, 'name')) ?? null,
    id: yaml.text(yaml.get(step, 'id')) ?? null,
    condition: yaml.text(yaml.get(step, 'if')) ?? null,
    line: lineAt(file, at),
    uses: uses ? (yaml.text(uses.value) ?? null) : null,
    inputs: shortInputs(yaml, yaml.get(step, 'with')),
    commands: commands.map((command) => ({
      ...command,
      text: command.text.replace(COMMAND_VARIABLE, (whole, program: string, name: string) => {
        const value = variable(name);
        return value === null ? whole : `${program}${value}`;
      }),
      folder: under(base, command.folder),
    })),
    allowsFailure: failureLine(file, yaml, step),
    span: file.lines.lineSpan(lineAt(file, at)),
  };
}

/** Lines of a script in a scalar; block scalars keep their own lines, others are one line. */
export function scriptLines(file: SourceFile, yaml: YamlReader, node: unknown): ScriptLine[] {
  const start = yaml.start(node);
  const text = yaml.text(node) ?? '';
  const sign = file.text.charAt(start);
  const first = lineAt(file, start);
  if (sign === '|') return text.split('\n').map((line, index) => ({ line: first + 1 + index, text: line }));
  return [{ line: sign === '>' ? first + 1 : first, text: text.replace(/\n/g, ' ') }];
}

export function lineAt(file: SourceFile, offset: number): number {
  return file.lines.position(offset).line;
}

/** `continue-on-error: true`; an expression counts when it is the literal `true`. */
function failureLine(file: SourceFile, yaml: YamlReader, node: unknown): number | null {
  const entry = yaml.entry(node, 'continue-on-error');
  return entry && /^(?:\$\{\{\s*)?true(?:\s*\}\})?$/i.test(yaml.text(entry.value) ?? '')
    ? lineAt(file, entry.at)
    : null;
}

/** Inputs that decide what an action does; free text and anything that may hold a credential stays out. */
function shortInputs(yaml: YamlReader, node: unknown): Record<string, string> {
  const out: Record<string, string> = {};
  for (const { key, value } of yaml.entries(node)) {
    const text = yaml.text(value);
    if (text !== undefined && text.length <= 80 && !/token|secret|password|key|auth/i.test(key)) out[key] = text;
  }
  return out;
}

/** A folder below a base; null when it cannot be told. */
export function under(base: string, folder: string | null): string | null {
  if (folder === null || base.includes('$')) return null;
  const segments: string[] = [];
  for (const segment of `${base}/${folder}`.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments.join('/');
}

/** Pipelines other than GitHub Actions: jobs, their scripts, and what may fail without stopping them. */
import type { CiFacts, CiJob, CiProvider, CiStep } from './ci';
import { lineAt, scriptLines } from './ci';
import { shellCommands, type ScriptLine } from './shell';
import type { SourceFile } from './source-file';
import { YamlReader } from './yaml-nodes';

const SCRIPT_KEYS = new Set([
  'script',
  'before_script',
  'run',
  'command',
  'commands',
  'bash',
  'install',
  'before_install',
]);
const FAILURE_KEYS = new Set(['allow_failure', 'continueOnError', 'soft_fail']);
/** Keys of GitLab's and Travis's root that are no jobs. */
const NOT_JOBS = new Set([
  'stages',
  'variables',
  'include',
  'default',
  'workflow',
  'image',
  'services',
  'cache',
  'env',
]);

/** What Travis runs where no script is written. */
const TRAVIS: Readonly<Record<string, string>> = {
  java: 'mvn test -B',
  groovy: 'gradle check',
  scala: 'sbt test',
  node_js: 'npm test',
  ruby: 'rake',
  go: 'go test -v ./...',
  php: 'phpunit',
  rust: 'cargo test',
};

/** Facts of a pipeline by the shape that all of them share: mappings that hold a script. */
export function otherPipeline(file: SourceFile, provider: CiProvider): CiFacts | undefined {
  if (provider === 'jenkins') return jenkinsfile(file);
  const document = file.yaml?.[0];
  if (!document) return undefined;
  const yaml = new YamlReader(document);
  const jobs = new Map<string, CiJob>();
  walk(yaml.root, provider === 'travis' ? ['travis'] : [], null);
  if (provider === 'travis') travisDefault();
  return {
    provider,
    kind: 'workflow',
    onChange: !/^\s*(?:trigger|pr):\s*none\s*$/m.test(file.text),
    onSchedule: /^\s*schedules?:/m.test(file.text),
    callable: false,
    triggerLine: 1,
    remote: [
      ...yaml.texts(yaml.get(yaml.root, 'include')),
      ...yaml.entries(yaml.get(yaml.root, 'orbs')).map((orb) => orb.key),
    ],
    jobs: [...jobs.values()],
  };

  function walk(node: unknown, keys: string[], allowed: number | null): void {
    for (const item of yaml.items(node)) walk(item, keys, allowed);
    const entries = yaml.entries(node);
    const failure = entries.find((entry) => FAILURE_KEYS.has(entry.key) && yaml.text(entry.value) === 'true');
    const allowsFailure = failure ? lineAt(file, failure.at) : allowed;
    for (const { key, at, value } of entries) {
      if (keys.length === 0 && NOT_JOBS.has(key)) continue;
      if (SCRIPT_KEYS.has(key)) addSteps(jobOf(keys, at), scripts(value), allowsFailure, at);
      if (key === 'needs' || key === 'requires') jobOf(keys, at).needs.push(...yaml.texts(value));
      if (yaml.isMap(value) || yaml.isList(value)) walk(value, [...keys, key], allowsFailure);
    }
  }

  /** Without a script Travis runs the tests as the language does (docs.travis-ci.com, "Job Lifecycle" and the languages' pages). */
  function travisDefault(): void {
    const language = yaml.entry(yaml.root, 'language');
    const text = TRAVIS[yaml.text(language?.value) ?? ''];
    if (!language || text === undefined || /^\s*(?:-\s*)?script\s*:/m.test(file.text)) return;
    addSteps(jobOf(['travis'], language.at), [{ line: lineAt(file, language.at), text }], null, language.at);
  }

  function jobOf(keys: string[], at: number): CiJob {
    const id =
      keys.filter((key) => !['jobs', 'steps', 'stages', 'pipelines', 'step', 'run', 'parallel'].includes(key))[0] ??
      'pipeline';
    let job = jobs.get(id);
    if (!job) {
      job = { id, line: lineAt(file, at), needs: [], allowsFailure: null, uses: null, condition: null, steps: [] };
      jobs.set(id, job);
    }
    return job;
  }

  /** A list of scripts runs one after the other in one shell; each entry may be a mapping with the script inside. */
  function scripts(value: unknown): ScriptLine[] {
    if (yaml.isMap(value)) return [];
    if (!yaml.isList(value)) return scriptLines(file, yaml, value);
    return yaml.items(value).flatMap((item) => (yaml.isMap(item) ? [] : scriptLines(file, yaml, item)));
  }

  function addSteps(job: CiJob, lines: ScriptLine[], allowsFailure: number | null, at: number): void {
    if (lines.length === 0) return;
    const line = lines[0]?.line ?? lineAt(file, at);
    job.steps.push(step(file, line, lines, allowsFailure));
  }
}

function step(file: SourceFile, line: number, lines: ScriptLine[], allowsFailure: number | null): CiStep {
  const commands = shellCommands(lines, { errexit: true, pipefail: false });
  return {
    name: null,
    id: null,
    condition: null,
    line,
    uses: null,
    inputs: {},
    commands,
    allowsFailure,
    span: file.lines.lineSpan(line),
  };
}

/** Names of pipelines that people or a clock start. */
const NOT_ON_CHANGE = /(?:nightly|weekly|daily|schedul|cron|param|manual|ad-?hoc|release)\w*$/i;

/** A Jenkinsfile by its `sh` steps; `catchError` and `returnStatus` keep a failure from stopping the build. */
function jenkinsfile(file: SourceFile): CiFacts {
  const steps: CiStep[] = [];
  for (const match of file.text.matchAll(/\b(?:sh|bat)\s*\(?\s*(?:script:\s*)?("""|'''|"|')([\s\S]*?)\1([^\n]*)/g)) {
    const first = lineAt(file, match.index + match[0].indexOf(match[1] ?? '') + (match[1]?.length ?? 0));
    const lines = (match[2] ?? '').split('\n').map((text, index) => ({ line: first + index, text }));
    const before = file.text.slice(Math.max(0, match.index - 120), match.index);
    const caught =
      /catchError[^}]*\{\s*$|catchError[^}]*\{[^}]*$/.test(before) || /returnStatus:\s*true/.test(match[3] ?? '');
    steps.push(step(file, first, lines, caught ? first : null));
  }
  return {
    provider: 'jenkins',
    kind: 'workflow',
    onChange: !NOT_ON_CHANGE.test(file.path.replace(/^.*Jenkinsfile/, '')),
    onSchedule: /\bcron\s*\(/.test(file.text),
    callable: false,
    triggerLine: 1,
    remote: [...file.text.matchAll(/@Library\(['"]([^'"]+)/g)].map((match) => match[1] ?? ''),
    jobs: [{ id: 'pipeline', line: 1, needs: [], allowsFailure: null, uses: null, condition: null, steps }],
  };
}

/** A default secret to a required variable: the program fails with a clear message when it is not set. */
import { handOn } from '../env/compose-services';
import { envEdits, envFileFor, mergeFileEdits, type EnvEntry } from '../env/env-edits';
import { dotenvValues } from '../env/dotenv-edit';
import { defineFix, type EngineEdit, type FileEdit, type FixContext, type TextEdit } from '../fix';
import type { Finding } from '../finding';
import { dialectOf } from '../secrets/edits/access';
import { frameworkOf } from '../secrets/edits/client-code';
import { importEdit } from '../secrets/edits/imports';
import { erbAround, replaceInErb } from '../secrets/edits/erb';
import { dropFallback } from '../secrets/edits/fallback';
import { chooseVariable, dataOf, movePlan, trackedStep } from '../secrets/edits/plan';
import { composeEdit } from '../secrets/edits/replace';
import { requiredVariable } from '../secrets/edits/settings-field';
import { dropSubstitution } from '../secrets/edits/substitution';
import { isTerraform, replaceInTerraform } from '../secrets/edits/terraform';
import { upperSnake } from '../secrets/detect/local-names';
import { familyOf } from '../secrets/detect/syntax';
import { LineTable } from '../span';

export default defineFix({
  id: 'require-secret',
  title: (finding) =>
    `Require ${dataOf(finding).position === 'compose' ? composeVariable(finding) : variableOf(finding)} instead of falling back`,
  safe: false,
  unsafeBecause: 'The program no longer starts where nobody sets the variable.',
  async build(asked, context) {
    const finding = valueAt(asked, context);
    if (finding.path === null) return { refused: 'There is no place to change.' };
    const text = await context.readText(finding.path);
    if (text === undefined) return { refused: 'The file is gone.' };
    const lines = new LineTable(text);
    const start = lines.offset(finding.line ?? 1, finding.column ?? 1);
    const end = lines.offset(finding.endLine ?? 1, finding.endColumn ?? 1);
    const facts = context.workspace.file(finding.path);
    const family = familyOf(facts?.language ?? 'other', finding.path);
    const substituted =
      family === 'yaml' && facts?.parts.secrets?.manifest ? undefined : dropSubstitution(text, start, end);
    if (substituted) return requireInCode(finding, context, text, [substituted]);
    if (erbAround(finding.path, text, start)) {
      const edit = replaceInErb(finding.path, text, start, end, { variable: variableOf(finding), secret: false });
      return edit ? requireInCode(finding, context, text, [edit]) : byHand();
    }
    if (isTerraform(finding.path)) return requireInTerraform(finding, context, text, start, end);
    if (family === 'yaml') return requireInCompose(finding, context, text, start, end);
    const dialect = dialectOf(finding.path, text, frameworkOf(finding.path, context));
    if (!dialect || (family !== 'code' && family !== 'python')) return byHand();
    const options = { variable: variableOf(finding), dialect, secret: false };
    const own = dropFallback(text, start, end, family, options);
    if (!own) return byHand();
    const group = own.newText.startsWith('os.environ[') ? testSettings(text, start) : undefined;
    if (group !== undefined)
      return {
        refused: `${group} is read wherever this module is, so that production could not start without ${options.variable} either: give it a value for tests where they run, or leave it.`,
      };
    const others = placesInFile([finding, ...sameInCode(finding, context)], text, text.slice(start, end))
      .filter(([from]) => from !== start)
      .flatMap(([from, to]) => dropFallback(text, from, to, family, options) ?? []);
    const reads = requiredVariable(text, own);
    return reads === null ? byHand() : requireInCode(finding, context, text, [own, ...others], reads);
  },
});

/** Class of settings for tests in whose body an offset stands: its lines run when the module is imported, whoever uses the class. */
function testSettings(text: string, at: number): string | undefined {
  const lines = text.slice(0, at).split('\n');
  const indent = /^[ \t]*/.exec(lines.pop() ?? '')?.[0].length ?? 0;
  const above = lines.findLast((line) => /\S/.test(line) && (/^[ \t]*/.exec(line)?.[0].length ?? 0) < indent);
  return /^\s*class\s+(Test\w*)/.exec(above ?? '')?.[1];
}

/** A variable without its default is asked for. */
async function requireInTerraform(
  finding: Finding,
  context: FixContext,
  text: string,
  start: number,
  end: number,
): Promise<EngineEdit | { refused: string }> {
  const path = finding.path ?? '';
  const variable = variableOf(finding);
  const { name, position } = dataOf(finding);
  const place = {
    path,
    language: 'other',
    text,
    start,
    end,
    position,
    name,
    variable,
    manifest: null,
    context,
  } as const;
  const made = await replaceInTerraform(place);
  if ('refused' in made) return made;
  const { edits, label = '', files = [], entry, nextSteps = [] } = made;
  const env = entry ? await envEdits(context, await envFileFor(context, path), [entry]) : [];
  const edit = done(entry?.name ?? variable, mergeFileEdits([{ path, create: false, edits, label }, ...files, ...env]));
  return { ...edit, nextSteps: [...edit.nextSteps, ...nextSteps] };
}

/** The finding of the value itself, which knows its other places; several checks offer this fix at one place. */
function valueAt(finding: Finding, { findings }: FixContext): Finding {
  const { path, line, column } = finding;
  return (
    findings.find(
      (other) =>
        other.check === 'default-secret-value' && other.path === path && other.line === line && other.column === column,
    ) ?? finding
  );
}

function byHand(): { refused: string } {
  return { refused: 'This default is not in a form that can be taken away safely: remove it by hand.' };
}

/** Name that messages use and manifests set. */
function variableOf(finding: Finding): string {
  const { env, name, scheme } = dataOf(finding);
  if (env !== null) return env;
  if (name !== null && name !== '' && name !== 'requirepass') return upperSnake(name);
  return name === 'requirepass' || (scheme ?? '').startsWith('redis') ? 'REDIS_PASSWORD' : 'SECRET';
}

async function requireInCode(
  finding: Finding,
  context: FixContext,
  text: string,
  places: readonly TextEdit[],
  variable = variableOf(finding),
): Promise<EngineEdit> {
  const path = finding.path ?? '';
  const dialect = dialectOf(path, text, frameworkOf(path, context));
  const imports =
    dialect && places.some(({ newText }) => newText.includes('os.environ'))
      ? importEdit(text, dialect, Math.min(...places.map(({ start }) => start)))
      : undefined;
  const edits = [...(imports ? [imports] : []), ...places].sort((a, b) => a.start - b.start);
  const files: FileEdit[] = [{ path, create: false, edits, label: `Fail when ${variable} is not set` }];
  files.push(...(await templateOnly(context, path, variable)));
  files.push(...(await handOn(context, path, variable, await envFileFor(context, path))));
  return done(variable, files);
}

/** The template names the variable that is now required; nobody's `.env` is touched. */
async function templateOnly(context: FixContext, path: string, variable: string): Promise<FileEdit[]> {
  const envPath = await envFileFor(context, path);
  const edits = await envEdits(context, envPath, [{ name: variable, value: null, isRequired: true }]);
  return edits.filter((edit) => edit.path !== envPath && !edit.path.endsWith('.gitignore'));
}

/** All places of the value in the compose file, so that a database and its clients stay in step; the old value goes to `.env` for development. */
async function requireInCompose(
  finding: Finding,
  context: FixContext,
  text: string,
  start: number,
  end: number,
): Promise<EngineEdit | { refused: string }> {
  const path = finding.path ?? '';
  if (context.workspace.part(path, 'secrets')?.manifest !== 'compose') {
    return movePlan(finding, context);
  }
  const inStep = inStepWith(
    finding,
    context.findings.filter((other) => other.path === path),
  );
  // The datastore's own variable names them all.
  const all = [...inStep, finding];
  const servers = all.filter((other) => isServer(composeVariable(other)));
  const wanted = composeVariable(
    servers.find((other) => !composeVariable(other).includes('ROOT')) ??
      servers[0] ??
      inStep.find((other) => !isUrl(other)) ??
      finding,
  );
  const value = text.slice(start, end);
  const envPath = await envFileFor(context, path);
  // What falls back reads the variable already; another value under its name would sign in nowhere.
  const isRead = new RegExp(`\\$\\{${wanted}:?-$`).test(text.slice(Math.max(0, start - 130), start));
  const known = dotenvValues((await context.readText(envPath)) ?? '');
  const variable = isRead ? wanted : chooseVariable(wanted, value, [known]);
  const spans = placesInFile([finding, ...inStep], text, value);
  const edits = spans.map(([from, to]) => composeEdit({ text, start: from, end: to, variable }));
  const entry: EnvEntry = { name: variable, value, isRequired: true };
  const files: FileEdit[] = [{ path, create: false, edits, label: `Require ${variable}` }];
  files.push(...(await envEdits(context, envPath, [entry])));
  const edit = done(variable, mergeFileEdits(files));
  return { ...edit, nextSteps: [...trackedStep(context, envPath, 1), ...edit.nextSteps] };
}

/** A URL's password has no variable of its own: the datastore's usual one. */
function composeVariable(finding: Finding): string {
  const { rule, scheme } = dataOf(finding);
  if (rule !== 'url-password') return variableOf(finding);
  const base = (scheme ?? 'db').replace(/\+.*$/, '').toUpperCase();
  return `${base === 'POSTGRESQL' ? 'POSTGRES' : base}_PASSWORD`;
}

function isUrl(finding: Finding): boolean {
  return dataOf(finding).rule === 'url-password';
}

/** Datastores by the scheme of their URLs, and how the variables of their images begin. */
const IMAGES: readonly [RegExp, RegExp][] = [
  [/^postgres/, /^(?:POSTGRES|PG)/],
  [/^(?:mysql|mariadb)/, /^(?:MYSQL|MARIADB)/],
  [/^mongodb/, /^MONGO/],
  [/^rediss?\b/, /^REDIS/],
  [/^amqps?\b/, /^RABBITMQ/],
];

/** Everything that is the same credential, however many steps away. */
function inStepWith(finding: Finding, among: readonly Finding[]): Finding[] {
  const step = [finding];
  // Grows while it is walked.
  for (const known of step) step.push(...among.filter((other) => !step.includes(other) && isInStep(known, other)));
  return step.slice(1);
}

function isServer(variable: string): boolean {
  return /^(?:POSTGRES|MYSQL|MARIADB)(?:_ROOT)?_PASSWORD$/.test(variable);
}

/**
 * `SENTRY_DB_PASSWORD` beside `POSTGRES_PASSWORD`, and `--password=v` of a health check, whose name says no more than what it is: what a
 * client signs in with has the password of the datastore.
 */
function isClientOf(one: string, other: string): boolean {
  const isClient = (name: string): boolean =>
    /^(?:(?:.*_)?(?:DB|DATABASE|SQL|POSTGRES(?:QL)?|PG|MYSQL|MARIADB)_?)?(?:PASS|PASSWD|PASSWORD|PW)$/.test(name);
  return (isServer(one) && isClient(other)) || (isServer(other) && isClient(one));
}

/** Whether two places of one value are the same credential: one variable, or a datastore and the URL of its client. */
function isInStep(finding: Finding, other: Finding): boolean {
  if (other.group === null || other.group !== finding.group || other.fingerprint === finding.fingerprint) return false;
  if (dataOf(other).position !== 'compose') return false;
  if (composeVariable(other) === composeVariable(finding)) return true;
  if (isClientOf(composeVariable(finding), composeVariable(other))) return true;
  if (isUrl(other) === isUrl(finding)) return false;
  const [url, own] = isUrl(other) ? [other, finding] : [finding, other];
  const image = IMAGES.find(([scheme]) => scheme.test(dataOf(url).scheme ?? ''));
  return image?.[1].test(composeVariable(own)) ?? false;
}

/** Other places in code that fall back for the same variable to the same value. */
function sameInCode(finding: Finding, { findings }: FixContext): Finding[] {
  return findings.filter(
    (other) =>
      other.path === finding.path &&
      other.group !== null &&
      other.group === finding.group &&
      dataOf(other).env === dataOf(finding).env,
  );
}

function placesInFile(findings: readonly Finding[], text: string, value: string): [number, number][] {
  const lines = new LineTable(text);
  const spans = new Map<number, [number, number]>();
  for (const { line, column, endLine, endColumn } of findings) {
    const from = lines.offset(line ?? 1, column ?? 1);
    const to = lines.offset(endLine ?? 1, endColumn ?? 1);
    if (text.slice(from, to) === value) spans.set(from, [from, to]);
  }
  return [...spans.values()].sort((a, b) => a[0] - b[0]);
}

function done(variable: string, files: FileEdit[]): EngineEdit {
  return {
    title: `Require ${variable} instead of falling back`,
    files,
    needsConfirmation: files.length > 1,
    nextSteps: [`Set ${variable} wherever this runs, to a value that nobody can guess.`],
  };
}

/** One secret at all its places: which variable holds it, and the edits of every file. */
import { handOn } from '../../env/compose-services';
import type { EnvEntry } from '../../env/env-edits';
import { isEnvTemplate } from '../../env/environment';
import { dotenvValues } from '../../env/dotenv-edit';
import { envEdits, envFileFor, isUnset, mergeFileEdits } from '../../env/env-edits';
import type { Finding } from '../../finding';
import type { EngineEdit, FileEdit, FixContext } from '../../fix';
import { LineTable } from '../../span';
import type { Position } from '../facts';
import { rotatePage } from '../findings';
import { familyOf } from '../detect/syntax';
import { manifestOf } from '../manifest';
import { isSecretName } from '../names';
import { passwordVariable } from '../variable';
import { isJoined, literalAround } from './literal';
import type { PlaceInText } from './place';
import { replacePlace } from './replace';

interface Place {
  finding: Finding;
  path: string;
  text: string;
  start: number;
  end: number;
  /** The password stands in a URL that is a literal of its own: the URL moves as a whole. */
  isUrl: boolean;
}

/** What a finding's data says, typed. */
export function dataOf(finding: Finding): {
  name: string | null;
  env: string | null;
  position: Position;
  rule: string;
  scheme: string | null;
  host: string | null;
  /** Files in which the value stands. */
  files: number;
} {
  const text = (key: string): string | null => (typeof finding.data[key] === 'string' ? finding.data[key] : null);
  return {
    name: text('name'),
    env: text('env'),
    position: (text('position') ?? 'prose') as Position,
    rule: text('rule') ?? '',
    scheme: text('scheme'),
    host: text('host'),
    files: typeof finding.data.files === 'number' ? finding.data.files : 1,
  };
}

/** The variable that the check chose for all places of the value. */
export function suggestedVariable(finding: Finding): string {
  return typeof finding.data.variable === 'string' ? finding.data.variable : 'APP_SECRET';
}

/** All live places of a finding's value, the finding's own first; places whose text has moved are left out. */
async function placesOf(finding: Finding, context: FixContext): Promise<Place[]> {
  const same = context.findings.filter(
    (other) =>
      other.check === finding.check && other.group === finding.group && other.path !== null && other.group !== null,
  );
  const ordered = [finding, ...same.filter((other) => other.fingerprint !== finding.fingerprint)];
  const places: Place[] = [];
  let value: string | undefined;
  for (const own of ordered) {
    const text = own.path === null ? undefined : await context.readText(own.path);
    if (own.path === null || text === undefined || isDotenv(own.path)) continue;
    const lines = new LineTable(text);
    const start = lines.offset(own.line ?? 1, own.column ?? 1);
    const end = lines.offset(own.endLine ?? 1, own.endColumn ?? 1);
    value ??= text.slice(start, end);
    if (value === '' || text.slice(start, end) !== value) continue;
    places.push({ finding: own, path: own.path, text, start, end, isUrl: isUrlPlace(own, text, start, end, context) });
  }
  return places;
}

/** A real dotenv file is where values belong; that one is committed is another finding. */
function isDotenv(path: string): boolean {
  return /(?:^|\/)\.env(?:\.\w+)?$/.test(path) && !isEnvTemplate(path);
}

/** True where code holds the whole URL, or the whole `Server=…;Password=…`, as one literal. */
function isUrlPlace(finding: Finding, text: string, start: number, end: number, { workspace }: FixContext): boolean {
  const { rule, position } = dataOf(finding);
  const language = workspace.file(finding.path ?? '')?.language ?? 'other';
  const family = familyOf(language, finding.path ?? '');
  if (rule !== 'url-password' || position === 'prose' || (family !== 'code' && family !== 'python')) return false;
  const literal = literalAround(text, start, end, family);
  if (!literal || isJoined(text, literal)) return false;
  const content = text.slice(literal.contentStart, literal.contentEnd);
  return (
    /^[a-z][\w+.-]*:\/\/[^\s"'`{}]*$/i.test(content) || /^[^;={}$]+=[^;{}$]*(?:;[^;={}$]+=[^;{}$]*)+;?$/.test(content)
  );
}

/**
 * A variable for the value: the one that already holds it, the one that the check chose, or that with a number where another value has it
 * in one of the files. A short value may be that of a user or a database as well: only a name that speaks of a secret is shared then.
 */
export function chooseVariable(wanted: string, value: string, files: readonly ReadonlyMap<string, string>[]): string {
  const fits = (name: string): boolean => files.every((file) => isUnset(file.get(name)) || file.get(name) === value);
  for (const [name, own] of files[0] ?? [])
    if (own === value && fits(name) && (value.length >= LONG || (isSecretName(name) && isSameStore(name, wanted))))
      return name;
  if (fits(wanted)) return wanted;
  let number = 2;
  while (!fits(`${wanted}_${number}`)) number++;
  return `${wanted}_${number}`;
}

/** False for variables of two datastores: that both have the same password is nothing to hold on to. */
function isSameStore(one: string, other: string): boolean {
  const [own, theirs] = [one, other].map(
    (name) => /(?:^|_)(POSTGRES|MYSQL|MARIADB|MONGO|REDIS|RABBITMQ)/.exec(name)?.[1],
  );
  return own === theirs || own === undefined || theirs === undefined;
}

/** What runs inside of the containers that are built from it. */
const RUNS = /^(?:code|python|dockerfile)$/;

/** Characters from which on the same value is no accident. */
const LONG = 16;

/** Dotenv files with what they hold, the entries that each is to get, and the file of each place. */
class EnvFiles {
  private readonly known = new Map<string, Map<string, string>>();
  private readonly entries = new Map<string, Map<string, EnvEntry>>();

  constructor(private readonly context: FixContext) {}

  /** What the file holds that programs in this place read. */
  async at(path: string): Promise<{ path: string; known: Map<string, string> }> {
    const file = await envFileFor(this.context, path);
    const known = this.known.get(file) ?? dotenvValues((await this.context.readText(file)) ?? '');
    this.known.set(file, known);
    return { path: file, known };
  }

  async add(path: string, entry: EnvEntry): Promise<void> {
    const file = await this.at(path);
    file.known.set(entry.name, entry.value ?? '');
    this.entries.set(file.path, (this.entries.get(file.path) ?? new Map<string, EnvEntry>()).set(entry.name, entry));
  }

  /** Compose files whose services run what stands there hand the variable on, and have it in their own dotenv file. */
  async handOn(path: string, entry: EnvEntry): Promise<FileEdit[]> {
    const { path: own } = await this.at(path);
    const files: FileEdit[] = [];
    for (const file of await handOn(this.context, path, entry.name, own)) {
      const there = (await this.at(file.path)).known.get(entry.name);
      if (!isUnset(there) && there !== entry.value) continue;
      await this.add(file.path, entry);
      files.push(file);
    }
    return files;
  }

  get names(): string[] {
    return [...new Set([...this.entries.values()].flatMap((entries) => [...entries.keys()]))];
  }

  /** Edits of all of them, and what is to be done first where one is committed. */
  async edits(): Promise<{ files: FileEdit[]; steps: string[] }> {
    const files: FileEdit[] = [];
    const steps: string[] = [];
    for (const [path, entries] of this.entries) {
      files.push(...(await envEdits(this.context, path, [...entries.values()])));
      steps.push(...trackedStep(this.context, path, entries.size));
    }
    return { files, steps };
  }
}

/** The whole edit, or the reason why the finding's own place cannot be rewritten. */
export async function movePlan(finding: Finding, context: FixContext): Promise<EngineEdit | { refused: string }> {
  const places = await placesOf(finding, context);
  const own = places[0];
  if (!own || own.finding !== finding) return { refused: 'The text has changed since the finding was made.' };
  const env = new EnvFiles(context);
  const files: FileEdit[] = [];
  const steps: string[] = [];
  for (const [value, group] of byValue(places, context)) {
    const [first] = group;
    if (!first) continue;
    const known = await Promise.all(group.map(async ({ path }) => (await env.at(path)).known));
    const variable = chooseVariable(wantedVariable(first), value, known);
    for (const place of group) {
      const made = await replacePlace(inText(place, variable, context));
      if ('refused' in made) {
        if (place === own) return made;
        steps.push(made.refused);
        continue;
      }
      const name = made.reads ?? variable;
      const label = made.label ?? `Read ${name} from the environment`;
      files.push({ path: place.path, create: false, edits: made.edits, label }, ...(made.files ?? []));
      steps.push(...(made.nextSteps ?? []));
      const entry = made.entry ?? (made.masked ? undefined : { name, value });
      if (!entry) continue;
      await env.add(place.path, { ...entry, ...(made.isSetting && { isSetting: true }) });
      if (RUNS.test(familyOf(context.workspace.file(place.path)?.language ?? 'other', place.path)))
        files.push(...(await env.handOn(place.path, entry)));
    }
  }
  const written = await env.edits();
  files.push(...written.files);
  steps.push(...written.steps);
  return toEdit(finding, mergeFileEdits(deduplicateEdits(files)), env.names, [...new Set(steps)]);
}

/** Places by what their variable holds: the value itself, or each whole URL, because one password may open several databases. */
function byValue(places: readonly Place[], context: FixContext): Map<string, Place[]> {
  const groups = new Map<string, Place[]>();
  for (const isUrl of [false, true])
    for (const place of places.filter((one) => one.isUrl === isUrl)) {
      const value = valueOf(place, context);
      groups.set(value, [...(groups.get(value) ?? []), place]);
    }
  return groups;
}

/** The password of a URL that is put together from parts has a variable of its own. */
function wantedVariable({ finding, isUrl }: Place): string {
  const { rule, scheme } = dataOf(finding);
  return rule === 'url-password' && !isUrl ? passwordVariable(scheme) : suggestedVariable(finding);
}

/** A dotenv file that is committed keeps nothing to itself. */
export function trackedStep({ workspace }: FixContext, envPath: string, entries: number): string[] {
  if (entries === 0 || !workspace.files.get(envPath)?.tracked) return [];
  return [
    `Run "git rm --cached ${envPath}" and commit before anything else: the file is in the index, with the value.`,
  ];
}

/** What the variable holds: the value as the program sees it, or the whole URL. */
function valueOf({ finding, path, text, start, end, isUrl }: Place, { workspace }: FixContext): string {
  const language = workspace.file(finding.path ?? '')?.language ?? 'other';
  const literal = isUrl ? literalAround(text, start, end, familyOf(language, path)) : undefined;
  const raw = literal ? text.slice(literal.contentStart, literal.contentEnd) : text.slice(start, end);
  return raw.replace(/\\n/g, '\n').replace(/\\(["'\\$`])/g, '$1');
}

function inText(place: Place, variable: string, context: FixContext): PlaceInText {
  const facts = context.workspace.file(place.path);
  const { position } = dataOf(place.finding);
  const language = facts?.language ?? 'other';
  const literal = place.isUrl
    ? literalAround(place.text, place.start, place.end, familyOf(language, place.path))
    : undefined;
  return {
    path: place.path,
    language,
    text: place.text,
    start: literal?.contentStart ?? place.start,
    end: literal?.contentEnd ?? place.end,
    position,
    name: dataOf(place.finding).name,
    variable,
    // Where the value was only found by being the same, the facts say nothing of the file.
    manifest: facts?.parts.secrets?.manifest ?? (language === 'yaml' ? manifestOf(place.path, place.text) : null),
    context,
  };
}

/** Two places in one file bring an import once, two modules a declaration. */
function deduplicateEdits(files: readonly FileEdit[]): FileEdit[] {
  const seen = new Set<string>();
  return files.map((file) => ({
    ...file,
    edits: file.edits.filter(({ start, end, newText }) => {
      const key = `${file.path}:${start}:${end}:${newText}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    }),
  }));
}

function toEdit(
  finding: Finding,
  files: FileEdit[],
  variables: readonly string[],
  steps: readonly string[],
): EngineEdit {
  const page = rotatePage(dataOf(finding).rule);
  const title = variables.length > 0 ? `Move to ${variables.join(' and ')} in .env` : 'Take the value out';
  return {
    title,
    files,
    needsConfirmation: files.length > 1,
    nextSteps: [
      `Rotate the credential${page === null ? '' : ` at ${page}`}: it stays in the history of the repository.`,
      ...steps,
      ...(variables.length > 0 ? [`Set ${variables.join(' and ')} wherever this runs.`] : []),
    ],
  };
}

/** The team's own checklists, read as items and bound to checks. */
import { STATEMENTS } from '../attestations/statements';
import type { Verdict } from '../verdict';
import type { ChecklistFacts, ChecklistItemFacts } from '../collect/checklist';
import { isNegative } from './item';
import { productWords } from './product';
import { refuter, type Refutes, type Ticked } from './refute';
import { matchesGlob, type Config } from '../config/config';
import type { ChecklistEntry } from '../report/report';
import type { Span } from '../span';
import type { Workspace } from '../workspace';

/** An item with its place, for findings. */
export interface ChecklistRow extends ChecklistEntry {
  span: Span;
  /** Checks that speak against the claim. */
  against: string[];
}

/** Documents of the past: what they say of it is history. */
const PAST =
  /(?:^|\/)\.?(?:(?:[\w-]+[-_])?archived?(?:[-_][\w-]+)?|archives|history|historical|deprecated|old|legacy(?:[-_][\w-]+)?)\/|(?:^|[/_.-])(?:history|release[-_]?notes)\.mdx?$/i;

/** Documents beside the code of one module, and not in a folder of documents: what they say of "all" is all of that. */
const OF_MODULE = /(?:^|\/)src\/(?!(?:docs?|documentation)\/)(?:[^/]+\/)+[^/]+$/;

/** Every item with its claim, checks and verdict. Needs the conclusions of all other checks. Call through `workspace.derive(checklist)`. */
export function checklist(workspace: Workspace): ChecklistEntry[] {
  return workspace.derive(checklistRows).map(entryOf);
}

const entries = new WeakMap<ChecklistRow, ChecklistEntry>();

function entryOf(row: ChecklistRow): ChecklistEntry {
  let entry = entries.get(row);
  if (!entry) {
    const { span: _span, against: _against, ...rest } = row;
    entries.set(row, (entry = rest));
  }
  return entry;
}

/** The same with places. Call through `workspace.derive(checklistRows)`. */
export function checklistRows(workspace: Workspace): ChecklistRow[] {
  const { config } = workspace;
  const verdicts = verdictsOf(workspace);
  const answers = answersIn(workspace);
  const { refutes, reads, names } = refuter(workspace);
  const product = workspace.derive(productWords);
  const key = JSON.stringify([...verdicts, ...answers, ...failuresIn(workspace), reads, ...product]);
  return workspace.each('checklist').flatMap(({ file, facts }) => {
    const choice = chosen(file.path, config);
    if (choice === 'out') return [];
    const isPast = choice === null && PAST.test(file.path);
    return rowsOf(facts, { path: file.path, isPast, verdicts, answers, refutes, key, names, product });
  });
}

/** Verdicts of all checks and statements; where the files do not decide, people do. */
function verdictsOf({ conclusions, attestations: { stated } }: Workspace): Map<string, Verdict> {
  const verdicts = new Map<string, Verdict>(STATEMENTS.map(({ id }) => [id, 'unknown']));
  for (const [id, { verdict }] of conclusions) verdicts.set(id, verdict);
  for (const [id, { state }] of stated) if (verdicts.get(id) === 'unknown') verdicts.set(id, state);
  return verdicts;
}

/** What a check that holds has to say. */
interface Answer {
  /** Without exception; others may hold for a part of the routes or images alone. */
  isWhole: boolean;
  /** Its summary in lower case, without figures: they change with every edit, and no item hangs on them. */
  words: string;
}

/** The answers of all checks that hold. */
function answersIn({ conclusions }: Workspace): Map<string, Answer> {
  const held = [...conclusions].filter(([, { verdict }]) => verdict === 'pass');
  return new Map(
    held.map(([id, one]) => [
      id,
      {
        isWhole: 'level' in one && one.level === 'E4',
        words: one.summary.toLowerCase().replace(/\d+/g, ''),
      },
    ]),
  );
}

/** How far what does not hold is there. */
function failuresIn({ conclusions }: Workspace): string[] {
  return [...conclusions].flatMap(([id, one]) => (one.verdict === 'fail' ? [`${id} ${one.level}`] : []));
}

/** What the rows of a document follow from besides the document. `key` stands for the verdicts. */
interface Given {
  path: string;
  isPast: boolean;
  verdicts: ReadonlyMap<string, Verdict>;
  answers: ReadonlyMap<string, Answer>;
  refutes: Refutes;
  key: string;
  /** Paths of files, one object as long as they are the same. */
  names: ReadonlySet<string>;
  /** Words of what the workspace calls itself. */
  product: ReadonlySet<string>;
}

/** Rows of documents for verdicts that hardly ever change while somebody types. */
const known = new WeakMap<ChecklistFacts, Given & { rows: ChecklistRow[] }>();

function rowsOf(facts: ChecklistFacts, given: Given): ChecklistRow[] {
  const former = known.get(facts);
  const stands = former?.key === given.key && former.names === given.names;
  if (stands && former.path === given.path && former.isPast === given.isPast) return former.rows;
  const isPart = isOfPart(facts, given.product);
  const rows = facts.items.map((item) => rowOf(item, facts.sections[item.section] ?? [], isPart, given));
  known.set(facts, { ...given, rows });
  return rows;
}

function rowOf(
  item: ChecklistItemFacts,
  section: string[],
  isPart: boolean,
  { path, isPast, verdicts, answers, refutes }: Given,
): ChecklistRow {
  const checks = (item.checks ?? []).filter((id) => verdicts.has(id));
  const bound = checks.length === 0 ? 'none' : (item.strength ?? 'none');
  const strength = bound === 'strong' && isPart ? 'weak' : bound;
  const claim = isPast ? 'unstated' : item.claim;
  const isSure = strength === 'bound' || (strength === 'strong' && !OF_MODULE.test(path));
  // "No tests exist" is wrong as soon as there are some; a task is done when nothing of it is left.
  const isDone = (id: string): boolean =>
    (isNegative(item.text) || answers.get(id)?.isWhole) === true && answers.has(id);
  const isAnswered = (item.asksMore ?? []).every((word) => checks.some((id) => answers.get(id)?.words.includes(word)));
  const ticked: Ticked = { claimsLess: item.claimsLess ?? [], words: [item.text, ...section] };
  const isRefuted = (id: string): boolean => refutes(id, ticked);
  const against = isSure && (claim === 'done' || isAnswered) ? contradicting(checks, claim, { isDone, isRefuted }) : [];
  return {
    doc: path,
    line: item.span.line,
    text: item.text,
    section,
    claim,
    checks,
    strength,
    verdict: checks.length === 0 ? null : worst(checks, verdicts),
    contradiction: against.length > 0,
    owner: item.owner ?? null,
    due: item.due ?? null,
    span: item.span,
    against,
  };
}

/** True for a document about something that was built, where the workspace calls itself otherwise: it speaks of a part. */
function isOfPart({ part = [] }: ChecklistFacts, product: ReadonlySet<string>): boolean {
  return part.some((word) => !product.has(word));
}

/** What the nearest configuration says of a document; null = nothing. Its globs are relative to its folder. */
function chosen(path: string, config: Config): 'in' | 'out' | null {
  const layer = config.layersFor(path).find(({ file }) => file.checklists !== undefined);
  const matches = (globs: readonly string[]): boolean => globs.some((glob) => matchesGlob(path, glob, layer?.folder));
  const { include, exclude = [] } = layer?.file.checklists ?? {};
  if (matches(exclude)) return 'out';
  if (include === undefined) return null;
  return matches(include) ? 'in' : 'out';
}

/** Order in which one part decides for the whole item. */
const ORDER: readonly Verdict[] = ['fail', 'expired', 'unknown', 'pass', 'attested', 'not-applicable'];

function worst(checks: readonly string[], verdicts: Given['verdicts']): Verdict {
  const own = new Set(checks.map((id) => verdicts.get(id)));
  return ORDER.find((verdict) => own.has(verdict)) ?? 'unknown';
}

/** "Done" is contradicted by one part that does not hold; "not done" only when every part is done. */
function contradicting(
  checks: readonly string[],
  claim: ChecklistEntry['claim'],
  { isDone, isRefuted }: Record<'isDone' | 'isRefuted', (id: string) => boolean>,
): string[] {
  if (claim === 'done') return checks.filter(isRefuted);
  if (claim === 'not-done' && checks.every(isDone)) return [...checks];
  return [];
}

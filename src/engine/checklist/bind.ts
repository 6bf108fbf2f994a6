/** From an item's words to the checks it speaks of. */
import { STATEMENTS } from '../attestations/statements';
import { Automaton } from '../text/automaton';
import { askedIn, isOfPart, wordsBeyond } from './extent';
import { isAboutTests, isElsewhere, isStepOfRelease, isToBeTried, type Context } from './context';
import { isNegative, type RawItem } from './item';
import { FOREIGN_SUBJECT, LEXICON, type Entry } from './lexicon';
import { ASKS_FOR_ABSENCE } from './traits';

export interface Binding {
  checks: string[];
  strength: 'bound' | 'strong' | 'weak' | 'none';
  /** What an open item asks beyond the subject of its checks, in its words; absent where that is nothing. */
  asksMore?: string[];
  /** Checks that ask for more than a ticked item claims; absent where there are none. */
  claimsLess?: string[];
}

interface Candidate {
  id: string;
  entry: Entry;
  /** Its place in the table. */
  at: number;
}

/** Words of checks, then of what people answer for. */
const WORDS: Readonly<Record<string, Entry>> = {
  ...LEXICON,
  ...Object.fromEntries(STATEMENTS.map(({ id, words }) => [id, words])),
};

const KEYS = Object.entries(WORDS).flatMap(([id, entry], at) => {
  const candidate: Candidate = { id, entry, at };
  return entry.keys.map((key) => ({ key, candidate }));
});
let keys: Automaton | undefined;

const NONE: Binding = { checks: [], strength: 'none' };

/* Patterns for titles in lower case. */

/** Verbs that make an item a task to run once, not a state of the system. */
const RUN =
  /^(?!runs? as\b)(?:run|execute|perform|conduct|test|verify|check|review|validate|monitor|schedule|rehearse|deploy|announce|train|ask|decide|discuss|plan|evaluate|investigate|consider|research|watch|observe)\b|^(?!runs? as\b)(?:runs|ran|executes|executed)\b|^commit\b(?! (?:an? |the )?(?:\.|lock))/;

/** Verbs that a task puts before the state it wants to reach. */
const REACH =
  /^(?:implement|add|create|write|set ?up|configure|enable|initiali[sz]e|introduce|enforce|integrate|install|make|ensure|use|apply|commit|build|define|provide|enhance|improve)\s+(?:a |an |the |proper |comprehensive |basic )?/;

/** Numbers of steps: "8.5 Verify the thresholds". */
const STEP = /^\d+(?:\.\d+)+[.:)]? /;

/** What is ticked when a file was written: that it does all of its subject, nobody says. */
const WRITES_FILE =
  /^(?:[\d.]+ )?(?:create|add|update|write|modify|edit|extend)(?:d|ed)? (?:the )?`[^`]+\.(?:[cm]?[jt]sx?|py|go|java|kt|cs|php|rb|json|ya?ml|toml|conf|sh)`/i;

/** "Tests of X" speak of the tests. */
const ABOUT_TESTS = /^(?:\S+ ){0,3}(?:tests?|testing|tested)\b|\btests? (?:for|of)\b/;

/**
 * Titles that name a thing and speak of another: that something is ready for it, or done on the way to it, that a version of its package
 * was taken, that a plan holds tasks for it, that something else is added to it, or that nobody can forge it.
 */
const BESIDE =
  /\bready (?:for|to)\b|(?<!\b(?:production|enterprise|deployment))[- ]ready$|\b(?:to|in) prepar(?:e|ation) for\b|\b(?:updated?|upgraded?|bumped|downgraded)\b.*\bto (?:latest\b|the latest\b|v?\d+\.)|\btasks?(?: (?:included|created|defined|listed))?$|^add(?:ed)? (?:(?:it|this|them) )?to |^(?:cannot|can'?t)\b/;
/** Checks of tests being there. */
const TESTS = /^(?:tests|e2e-tests)-present$/;
/** Verbs of a task that finds its thing there. */
const BETTERS = /^(?:enhance|improve|extend|expand|strengthen|refine|optimi[sz]e|harden)\b/;
/** Migrations as such, without a word on what to do with them. */
const MIGRATIONS = /^(?:database|db|schema) migrations?$/;
/** A look at a thing, by people. Reviews of the system are statements of their own. */
const LOOKED_AT = /\b(?:audit|review|assessment)$/;
/** Checks of versions themselves. */
const OF_VERSIONS = /^(?:dependency-|lockfile-)/;

/** Where the system will run, which nobody reads from code … */
const ITS_PLACE = /\b(?:production|prod|live|your|our) (?:domains?|urls?|hosts?)\b/;
/** … and settings that are to get the values of that place. */
const ITS_VALUES = /^(?:configure|set|update|change|specify) [\w ]{0,30}\b(?:origins|domains?|hosts?|urls?)$/;

const COMMENT = /<!--\s*preflight:\s*([^>]*?)\s*-->/;

/** What a comment says of an item. */
export interface BindingComment {
  checks: string[];
  ignore: boolean;
}

/** True when a document may hold such comments. */
export function holdsBindingComment(text: string): boolean {
  return text.includes('<!--') && /<!--\s*preflight:/.test(text);
}

/** The binding that an HTML comment states: check ids, or `ignore`. Undefined when the line has none. */
export function bindingComment(line: string): BindingComment | undefined {
  const match = COMMENT.exec(line);
  if (!match) return undefined;
  const words = (match[1] ?? '').replace(/\b(?:reason|expires|by)=("[^"]*"|\S+)/g, '').split(/[\s,]+/);
  const checks = words.filter((word) => /^[a-z][a-z0-9-]+$/.test(word) && word !== 'ignore');
  return { checks, ignore: words.includes('ignore') };
}

/** Longest detail, in characters, that is one sentence about its title. */
const MAX_SENTENCE = 140;

/** "**CORS**: CORS policy properly configured": the detail is the sentence, and the title only its first words. */
function repeatsTitle({ title, detail }: RawItem): boolean {
  const sentence = detail.toLowerCase();
  if (sentence.length > MAX_SENTENCE) return false;
  const words = title.toLowerCase().match(/[a-z]+/g) ?? [];
  return words.length > 0 && words.length < 4 && words.every((word) => sentence.includes(word));
}

/** Binds an item by its words. Strong only when the title itself names the subject and nothing around it gives it another one. */
export function bind(item: RawItem, context?: Context): Binding {
  const all = `${item.title} ${item.detail}`.toLowerCase();
  const entries = candidates(all);
  if (entries.length === 0 || FOREIGN_SUBJECT.test(all)) return NONE;
  const title = subject(item.title).toLowerCase();
  const isRun = RUN.test(title.replace(STEP, ''));
  const reached = title.replace(REACH, '');
  let strong = isRun ? [] : matches(entries, title, all, 'strong');
  if (strong.length === 0 && !isRun && reached !== title) strong = matches(entries, reached, all, 'strong');
  if (strong.length > 0) {
    if (!item.detail.includes(','))
      strong = specified(strong, matches(entries, item.detail.toLowerCase(), all, 'strong'));
    const isBeside = BESIDE.test(title) && !strong.some((id) => OF_VERSIONS.test(id));
    const onlyLooks = (ABOUT_TESTS.test(reached) || LOOKED_AT.test(title)) && !strong.some(isAboutTests);
    const elsewhere = context !== undefined && strong.some((id) => isElsewhere(id, WORDS[id], context));
    // That people did a thing, no file shows, and none refutes.
    const isDeed =
      item.mark === 'done' &&
      (WRITES_FILE.test(item.title) || strong.some((id) => WORDS[id]?.thingNeeds?.test(all) === false));
    if (isBeside || onlyLooks || elsewhere || isDeed) return { checks: strong, strength: 'weak' };
    return { checks: strong, strength: 'strong', ...extentOf(item, entries, strong, title, context) };
  }
  if (item.detail !== '' && !isRun && repeatsTitle(item))
    return bind({ ...item, title: item.detail, detail: '' }, context);
  const words = all.replaceAll('`', '');
  const anywhere = !isRun && words.trimEnd() === title ? [] : matches(entries, words, '', 'strong');
  const weak = [...new Set([...anywhere, ...matches(entries, words, '', 'weak')])];
  return weak.length === 0 ? NONE : { checks: weak, strength: 'weak' };
}

/** A detail may say which kind of what its title names: "**Health check**: pings the database". A list in it gives examples. */
function specified(checks: readonly string[], inDetail: readonly string[]): string[] {
  const beats = (id: string, other: string): boolean => WORDS[id]?.beats?.includes(other) === true;
  const special = inDetail.filter((id) => checks.some((other) => beats(id, other)));
  return [...checks.filter((other) => !special.some((id) => beats(id, other))), ...special];
}

/** How far an item of some checks reaches. */
function extentOf(
  item: RawItem,
  entries: readonly Candidate[],
  checks: readonly string[],
  title: string,
  context: Context | undefined,
): Pick<Binding, 'asksMore' | 'claimsLess'> {
  if (item.mark === 'partial') return {};
  if (item.mark === 'done') {
    const detail = item.detail.toLowerCase();
    const all = `${title} ${detail}`;
    const less = isOfPart(all, detail) ? [...checks] : checks.filter((id) => WORDS[id]?.doneNeeds?.test(all) === false);
    return less.length > 0 ? { claimsLess: less } : {};
  }
  const isTrial = context !== undefined && isToBeTried(context) && !checks.some(isAboutTests);
  const isRelease = context !== undefined && MIGRATIONS.test(title) && isStepOfRelease(context);
  const more = [
    ...askedBeyond(item, entries, checks, title),
    ...(isTrial ? ['trying it out'] : []),
    ...(isRelease ? ['running them'] : []),
    ...(BETTERS.test(title) ? ['making it better'] : []),
  ];
  return more.length > 0 ? { asksMore: more } : {};
}

/** What an open item asks beyond the subjects in its title. */
function askedBeyond(item: RawItem, entries: readonly Candidate[], checks: readonly string[], title: string): string[] {
  // The verb that asks for the thing is no part of it.
  const reached = title.replace(REACH, '');
  const subjects = entries.flatMap(({ entry }) => entry.strong);
  const beyond = [title, reached].map((words) => wordsBeyond(words, subjects));
  const more = [...beyond.reduce((least, words) => (words.length < least.length ? words : least))];
  if (isNegative(item.title)) return more;
  const needs = checks.flatMap((id) => [WORDS[id]?.thingNeeds ?? [], WORDS[id]?.openNeeds ?? []].flat());
  const place = ITS_PLACE.exec(title)?.[0] ?? (ITS_VALUES.test(title) ? 'its values' : undefined);
  if (place !== undefined) more.push(place);
  const isDeed = needs.some((words) => !words.test(`${title} ${item.detail.toLowerCase()}`));
  const detail = item.detail.toLowerCase();
  // Without a mark of its own, a line of a list of gaps says in its detail what exactly is missing.
  // So does a detail that adds things up: "(rate limiting + lockout)".
  // Behind tests it says what they are to test: "Unit tests (price rules)".
  const isSum = /\s[+&]\s/.test(detail) && !detail.includes(',');
  const isOfTests = checks.some((id) => TESTS.test(id));
  const said = item.mark === null || isSum || isOfTests ? wordsBeyond(detail, subjects) : askedIn(item.detail.trim());
  return [...more, ...said, ...(isDeed ? ['doing it'] : [])];
}

/** Title without Markdown; what stands in backticks is the name of a thing, unless it is a file or a header. */
function subject(title: string): string {
  return title
    .replace(/`([^`]*)`/g, (_, code: string) =>
      /^\.?[\w-]+\.(?:md|example|sample|template)$|^\.\w+ignore$|^[A-Z][\w]*(?:-[A-Z]\w*)+$/.test(code) ? code : ' ',
    )
    .replace(/[*_]{2}|~~/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Entries of which words in lower case hold a key, in the order of the table: for most lines there are none. */
function candidates(words: string): readonly Candidate[] {
  const held: Candidate[] = [];
  keys ??= new Automaton(
    KEYS.map(({ key }) => key),
    { foldCase: false },
  );
  keys.search(words, (key) => {
    const candidate = KEYS[key]?.candidate;
    if (candidate && !held.includes(candidate)) held.push(candidate);
  });
  return held.sort((a, b) => a.at - b.at);
}

function matches(entries: readonly Candidate[], text: string, vetoText: string, kind: 'strong' | 'weak'): string[] {
  const found: string[] = [];
  for (const { id, entry } of entries) {
    if (entry[kind]?.test(text) && !entry.veto?.test(`${text} ${vetoText}`)) found.push(id);
  }
  if (found.length < 2) return found;
  const beaten = new Set(found.flatMap((id) => WORDS[id]?.beats ?? []));
  return found.filter((id) => !beaten.has(id));
}

/** True when the good state of every one of the checks is an absence. */
export function speaksOfAbsence(checks: readonly string[]): boolean {
  return checks.length > 0 && checks.every((id) => ASKS_FOR_ABSENCE.has(id));
}

/**
 * False where the words say the opposite of what the mark can mean: "No rate limiting ✅" of a check whose good state is a presence.
 */
export function isReadable(item: RawItem, absence: boolean): boolean {
  return !(item.mark === 'done' && isNegative(item.title) && !absence);
}

/**
 * The words of a report. Terminal, tree, status bar, Problems and reports for reading take them from here, so that no face can say
 * something else than another one. Knows no check and no fix, so that the extension does not bundle them: see `next-step.ts`.
 */
import { LEVEL_WORDS, type Verdict } from '../verdict';
import type { Severity } from '../finding';
import type {
  AttestationEntry,
  ChecklistEntry,
  CheckResult,
  Claim,
  Level,
  Report,
  RouteEntry,
  RouteVerdict,
  RouteAuthorisation,
  RouteCors,
  RouteCsrf,
} from './report';

/** The level of a workspace, as a title. */
export const LEVEL_TITLES: Readonly<Record<Level, string>> = {
  blocked: 'Blocked',
  early: 'Early',
  alpha: 'Alpha',
  beta: 'Beta',
  production: 'Ready for production',
  undecided: 'Not decided',
};

/** The check that guards suppression comments; its page is the one about the configuration. */
export const SUPPRESSION_CHECK_ID = 'suppression-valid';

/** The check that guards attestations; its page is the one about them. */
export const ATTESTATION_CHECK_ID = 'attestation-valid';

/** Severities as people read them. */
export const SEVERITY_TITLES: Readonly<Record<Severity, string>> = {
  blocker: 'Blocker',
  high: 'High',
  medium: 'Medium',
  low: 'Low',
  info: 'Note',
};

/** Verdicts of a check in words; "holds" is the good answer. */
export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  pass: 'holds',
  fail: 'does not hold yet',
  unknown: 'not decided',
  'not-applicable': 'does not apply',
  attested: 'holds, a person attested it',
  expired: 'attestation expired',
};

/** Route verdicts in words. */
export const ROUTE_WORDS: Readonly<Record<RouteVerdict, string>> = {
  unprotected: 'open to anyone',
  hollow: 'guard checks nothing',
  weak: 'guard can be passed',
  conditional: 'guarded on some paths only',
  unknown: 'not decided',
  'public-by-design': 'public by design',
  protected: 'protected',
  dead: 'never mounted',
};

/** Route verdicts in the order in which they are shown: what needs a person first. */
export const ROUTE_ORDER = Object.keys(ROUTE_WORDS) as readonly RouteVerdict[];

/**
 * What is asked of those who have signed in, in a few words: `role by require_admin, deps.py:12`; empty where it does not arise.
 * `withPlace`: with the file and line.
 */
export function authorisationText(authorisation: RouteAuthorisation | null, withPlace = true): string {
  if (!authorisation) return '';
  const { kind, by, path, line, level } = authorisation;
  if (kind === 'none' || kind === 'unknown') return kind;
  const doubt = level === 'E1' ? ', by its name only' : level === 'E3' ? ', in part' : '';
  const place = withPlace ? shortPlace(path, line) : '';
  return `${kind} by ${by ?? ''}${place}${doubt}`;
}

/** Who may read answers in a browser, in words. */
export const CORS_WORDS: Readonly<Record<RouteCors['kind'], string>> = {
  none: 'same origin only',
  listed: 'listed origins',
  any: 'every origin',
  'any-with-credentials': 'every origin, with cookies',
  unknown: 'unknown',
};

/** What keeps other sites from sending a write, in words. */
export const CSRF_WORDS: Readonly<Record<RouteCsrf['kind'], string>> = {
  'not-needed': 'not needed',
  protected: 'protected',
  exempted: 'exempted',
  missing: 'missing',
  unknown: 'unknown',
};

/** Origins that are named in a line of text. */
const SHOWN_ORIGINS = 3;

/** Who may read answers, in a few words: `https://shop.example by cors(), app.ts:12`; empty where it does not arise. */
export function corsText(cors: RouteCors | null, withPlace = true): string {
  if (!cors) return '';
  const { kind, by, path, line, level, origins } = cors;
  if (kind === 'unknown' || by === null) return CORS_WORDS[kind];
  const more = origins.length - SHOWN_ORIGINS;
  const names = `${origins.slice(0, SHOWN_ORIGINS).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  const who = kind === 'listed' && origins.length > 0 ? names : CORS_WORDS[kind];
  return `${who} by ${by}${withPlace ? shortPlace(path, line) : ''}${level === 'E3' ? ', a setting can change it' : ''}`;
}

/** What keeps other sites out, in a few words: `protected: CSRFProtect is installed here, app.py:5`; empty where it does not arise. */
export function csrfText(csrf: RouteCsrf | null, withPlace = true): string {
  if (!csrf) return '';
  const { kind, by, path, line } = csrf;
  return `${CSRF_WORDS[kind]}: ${by}${withPlace && hasPlace(csrf) ? shortPlace(path, line) : ''}`;
}

/** Whether something stands where the fact points to, other than the route itself. */
export function hasPlace({ kind }: RouteCsrf): boolean {
  return kind !== 'not-needed' && kind !== 'unknown';
}

function shortPlace(path: string, line: number): string {
  return `, ${path.slice(path.lastIndexOf('/') + 1)}:${line}`;
}

/** Claims of a checklist in words. */
export const CLAIM_WORDS: Readonly<Record<Claim, string>> = {
  done: 'claimed done',
  'not-done': 'claimed open',
  partial: 'claimed in part',
  planned: 'planned',
  unstated: 'not claimed',
};

/** Checks of a report by outcome; `lower` are failing checks below "high". */
export interface Counts {
  blockers: number;
  high: number;
  lower: number;
  hold: number;
  unknown: number;
  notApplicable: number;
}

export function countsOf({ checks }: Pick<Report, 'checks'>): Counts {
  const count = (accept: (check: CheckResult) => boolean): number => checks.filter(accept).length;
  const failing = (check: CheckResult): boolean => check.verdict === 'fail';
  return {
    blockers: count((check) => failing(check) && check.severity === 'blocker'),
    high: count((check) => failing(check) && check.severity === 'high'),
    lower: count((check) => failing(check) && check.severity !== 'blocker' && check.severity !== 'high'),
    hold: count((check) => check.verdict === 'pass' || check.verdict === 'attested'),
    // What a person stated once is not known any more.
    unknown: count((check) => check.verdict === 'unknown' || check.verdict === 'expired'),
    notApplicable: count((check) => check.verdict === 'not-applicable'),
  };
}

/** `1 blocker`, `2 blockers`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `3 blockers · 9 high · 14 lower · 31 hold · 2 unknown`; what is zero is left out, except what holds. */
export function verdictCounts(report: Pick<Report, 'checks'>): string {
  const counts = countsOf(report);
  const parts = [
    counts.blockers > 0 ? plural(counts.blockers, 'blocker') : '',
    counts.high > 0 ? `${counts.high} high` : '',
    counts.lower > 0 ? `${counts.lower} lower` : '',
    `${counts.hold} hold`,
    counts.unknown > 0 ? `${counts.unknown} unknown` : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

/** `44 of 100 · 3 blockers · …`. */
export function verdictFigures(report: Pick<Report, 'checks' | 'score'>): string {
  return `${report.score.displayed} of 100 · ${verdictCounts(report)}`;
}

/** What stands in place of figures where no check applies: there is no score of nothing. */
export const NOTHING_APPLIES = 'nothing here that a check applies to';

/** True where no check applies. */
export function isUnasked({ checks }: Pick<Report, 'checks'>): boolean {
  return checks.every(({ verdict }) => verdict === 'not-applicable');
}

/** `Blocked · 44 of 100 · 3 blockers · …`: the whole verdict in one line. */
export function verdictLine(report: Pick<Report, 'checks' | 'score'>): string {
  if (isUnasked(report)) return `${LEVEL_TITLES[report.score.level]} · ${NOTHING_APPLIES}`;
  return `${LEVEL_TITLES[report.score.level]} · ${verdictFigures(report)}`;
}

/** `Preflight 44 · 3 blockers`: the verdict in the few characters that a status bar has. */
export function statusText(report: Pick<Report, 'checks' | 'score'>): string {
  if (isUnasked(report)) return 'Preflight';
  const { blockers } = countsOf(report);
  return `Preflight ${report.score.displayed}${blockers > 0 ? ` · ${plural(blockers, 'blocker')}` : ''}`;
}

/**
 * Outcome of a check in a few words: `holds`, `exists, never reached`, `does not hold yet`. What is asked of every place is not said to be
 * never reached where other places hold: it `holds in part`.
 */
export function checkOutcome({
  verdict,
  level,
  everyPlace,
}: Pick<CheckResult, 'verdict' | 'level' | 'everyPlace'>): string {
  if (verdict !== 'fail' || level === null || level === 'E0' || level === 'E4') return VERDICT_WORDS[verdict];
  if (everyPlace) return level === 'E1' ? VERDICT_WORDS.fail : 'holds in part';
  return LEVEL_WORDS[level];
}

/** How a checklist item stands against the evidence. */
export type ChecklistStanding = 'overstated' | 'understated' | 'proven' | 'open' | 'people';

/**
 * An open item of which a part is there stays open: what speaks against it without exception contradicts it. Words that only touch on a
 * check decide nothing.
 */
export function checklistStanding({
  claim,
  verdict,
  contradiction,
  strength,
}: Pick<ChecklistEntry, 'claim' | 'verdict' | 'contradiction' | 'strength'>): ChecklistStanding {
  if (contradiction) return claim === 'done' || claim === 'partial' ? 'overstated' : 'understated';
  if (verdict === null || verdict === 'unknown' || strength === 'weak') return 'people';
  const isMet = verdict === 'attested' || (verdict === 'pass' && claim !== 'not-done');
  return isMet ? 'proven' : 'open';
}

/** Outcome of a checklist item against the evidence. */
export function checklistOutcome(
  entry: Pick<ChecklistEntry, 'claim' | 'verdict' | 'contradiction' | 'checks' | 'strength'>,
): string {
  const standing = checklistStanding(entry);
  if (standing === 'overstated') return 'claimed, not so';
  if (standing === 'understated') return 'more is there than claimed';
  if (entry.strength === 'weak') return touched(entry);
  switch (entry.verdict) {
    case 'pass':
      return standing === 'proven' ? 'proven' : 'partly there';
    case 'attested':
      return 'attested';
    case 'expired':
      return VERDICT_WORDS.expired;
    case 'fail':
      return 'open';
    case 'not-applicable':
      return VERDICT_WORDS['not-applicable'];
    case 'unknown':
      return entry.checks.every(isStatementId) ? unsaid(entry) : VERDICT_WORDS.unknown;
    case null:
      return unsaid(entry);
  }
}

/** True for the id of a statement, which only people can make. */
export function isStatementId(id: string): boolean {
  return id.startsWith('att-');
}

/** What is known of an item whose words only touch on a check. */
function touched(entry: Pick<ChecklistEntry, 'claim' | 'verdict'>): string {
  if (entry.verdict === 'pass') return 'a related check holds';
  return entry.verdict === 'fail' ? 'a related check does not hold' : unsaid(entry);
}

function unsaid({ claim }: Pick<ChecklistEntry, 'claim'>): string {
  return claim === 'done' ? 'only people can say' : CLAIM_WORDS[claim];
}

/** Items of a checklist by outcome. */
export interface ChecklistCounts {
  items: number;
  contradictions: number;
  proven: number;
  open: number;
  people: number;
}

export function checklistCounts(entries: readonly ChecklistEntry[]): ChecklistCounts {
  const count = (standing: ChecklistStanding): number =>
    entries.filter((entry) => checklistStanding(entry) === standing).length;
  return {
    items: entries.length,
    contradictions: count('overstated') + count('understated'),
    proven: count('proven'),
    people: count('people'),
    open: count('open'),
  };
}

/** `DELETE /api/tenants/{id}`. */
export function routeTitle({ method, path }: Pick<RouteEntry, 'method' | 'path'>): string {
  return `${method} ${path}`;
}

/** Who gets in, in a few words: "protected by current_user · deps.py:22", "public: a health page", "open to anyone". */
export function routeStanding({ verdict, by }: Pick<RouteEntry, 'verdict' | 'by'>): string {
  const last = by?.at(-1);
  if (verdict === 'public-by-design' && last) {
    const reason = /^open on purpose: (.+)$/.exec(last.note)?.[1];
    return reason === undefined ? ROUTE_WORDS[verdict] : `public: ${reason}`;
  }
  if (verdict !== 'protected' || !last) return ROUTE_WORDS[verdict];
  const guard = /^(\S+) (?:answers|refuses|stands)\b/.exec(last.note)?.[1];
  const place = `${last.path.slice(last.path.lastIndexOf('/') + 1)}:${last.line}`;
  return guard === undefined ? `${ROUTE_WORDS[verdict]} · ${place}` : `${ROUTE_WORDS[verdict]} by ${guard} · ${place}`;
}

/** `+2.9 points`; empty when the check carries no weight. */
export function gainText(gain: number): string {
  return gain > 0 ? `+${gain} ${gain === 1 ? 'point' : 'points'}` : '';
}

/** A finding's place for people: `api/tenants.py:57`, or "the workspace" when there is no file to point at. */
export function placeText({ path, line }: { path: string | null; line: number | null }): string {
  return path === null ? 'the workspace' : line === null ? path : `${path}:${line}`;
}

/** `Ana, 2030-01-31 · holds until 2030-04-30`, `Ana, 2030-01-31 · held until 2030-04-30`, `not stated`: what stands behind a statement. */
export function attestationText({ state, by, date, expires, required }: AttestationEntry): string {
  if (state === 'not-stated') return required ? 'not stated, asked for before production' : 'not stated';
  return `${by ?? ''}, ${date ?? ''} · ${state === 'attested' ? 'holds' : 'held'} until ${expires ?? ''}`;
}

/** What keeps the level below "Ready for production": what the configuration asks for and what has ended. */
export function lackingForProduction(entries: readonly AttestationEntry[]): AttestationEntry[] {
  return entries.filter(({ state, required }) => state === 'expired' || (required && state !== 'attested'));
}

/** Whether a check that does not hold contradicts an item that is ticked. */
import type { Conclusion } from '../check';
import { routeTable } from '../http/route-table';
import type { RouteEntry } from '../report/report';
import type { Workspace } from '../workspace';
import {
  ASKS_FOR_ABSENCE,
  ASKS_OF_SERVED_CODE,
  MAY_STAND_OUTSIDE,
  NOTHING_AT_E1,
  OWN_FILE,
  OWN_PATH,
  PLATFORM_DOES,
  THERE_BY_DEFAULT,
} from './traits';

/** What the words of a ticked item claim, and where they say that it is. */
export interface Ticked {
  /** Checks that ask for more than the item claims. */
  claimsLess: readonly string[];
  /** Its words, then those of what it stands below. */
  words: readonly string[];
}

const FILE = /[\w@./-]*\w\.(?:[cm]?[jt]sx?|py|go|java|kt|cs|php|rb|ya?ml|toml|conf|sh)\b/g;

/** Words that claim a thing of every place. */
const OF_ALL = /\b(?:all|every|each|everywhere|comprehensive|complete(?:ly)?|full(?:y)?|100 ?%)/i;

/** Platforms that end encryption in front of what they run and send everything else there. */
const PLATFORM = /\b(?:render|vercel|netlify|heroku|railway|fly\.io|cloud run|app engine|cloudflare)\b/i;

/** Ends of the paths of routes that only say whether a process is alive, or may be given work. */
const PROBED = /\/(?:ready|readyz|readiness|live|livez|liveness)$/;

/** True where a check that does not hold contradicts what a ticked item claims. */
export type Refutes = (id: string, item: Ticked) => boolean;

/** Answers from one moment. Where `routes` and `names` are the same, so are its answers to the same conclusions. */
export interface Refuter {
  refutes: Refutes;
  /** What of the routes counts. */
  routes: string;
  /** Paths of files: the same object as long as none comes, goes or is called otherwise. */
  names: ReadonlySet<string>;
}

/** Answers from the conclusions of this moment. */
export function refuter(workspace: Workspace): Refuter {
  const routes = workspace.derive(routeTable);
  const names = workspace.derive(namesOfFiles);
  // Routes that nobody reaches, and those of tests, say nothing of what is served.
  const isRead = routes.some(({ verdict, context }) => verdict !== 'dead' && context === null);
  const mostlyLimited = isMostlyLimited(routes);
  const mostlyValidated = !isMostlyTakenAsIs(routes);
  const isProbed = routes.some(({ path }) => PROBED.test(path));
  const refutes: Refutes = (id, { claimsLess, words }) => {
    const conclusion = workspace.conclusions.get(id);
    if (conclusion?.verdict !== 'fail') return false;
    if (!isRead && ASKS_OF_SERVED_CODE.has(id)) return false;
    // One small application without a limiter takes nothing from what is said of all the others.
    if (id === 'rate-limit-enforced' && mostlyLimited) return false;
    if (id === 'request-schema-validated' && mostlyValidated && !words.slice(0, 1).some((text) => OF_ALL.test(text)))
      return false;
    if (id.startsWith('dockerfile-') && isMostly(conclusion) && !words.slice(0, 1).some((text) => OF_ALL.test(text)))
      return false;
    const isE0 = conclusion.level === 'E0' || (conclusion.level === 'E1' && NOTHING_AT_E1.has(id));
    const isNothing = isE0 && !ASKS_FOR_ABSENCE.has(id);
    if (!isNothing) return !claimsLess.includes(id);
    // Routes that probes can ask are called probes as well.
    if (id === 'probes-configured' && isProbed) return false;
    if (PLATFORM_DOES.has(id) && words.some((text) => PLATFORM.test(text))) return false;
    if (THERE_BY_DEFAULT.has(id) || MAY_STAND_OUTSIDE.has(id)) return false;
    return !hasOwnFile(id, names) && !words.some((text) => namesFile(text, names));
  };
  return { refutes, routes: `${isRead} ${mostlyLimited} ${mostlyValidated} ${isProbed}`, names };
}

function namesOfFiles(workspace: Workspace): ReadonlySet<string> {
  return new Set([...workspace.views].map(({ path }) => path));
}

function isMostlyLimited(routes: readonly RouteEntry[]): boolean {
  const count = (limited: RouteEntry['rateLimited']): number =>
    routes.filter(({ rateLimited }) => rateLimited === limited).length;
  return count('yes') > count('no');
}

/** True where more places have what the check asks for than lack it. */
function isMostly({ evidence = [], findings }: Conclusion & { verdict: 'fail' }): boolean {
  return evidence.length > findings.length;
}

const READS = /^(?:GET|HEAD|OPTIONS|QUERY|SUBSCRIPTION)$/;

/** True where most of what may come with a body takes it without looking. */
function isMostlyTakenAsIs(routes: readonly RouteEntry[]): boolean {
  const writing = routes.filter(
    ({ method, verdict, context }) => !READS.test(method) && verdict !== 'dead' && !context,
  );
  return writing.filter(({ validated }) => validated === 'no').length * 2 > writing.length;
}

const CODE_FILE = /([^/]+)\.(?:[cm]?[jt]sx?|py|go|java|kt|cs|php|rb)$/;
const OF_TESTS = /(?:^|\/)(?:tests?|__tests__|spec|fixtures|mocks?)\/|[._-](?:test|spec)$|^test[._-]/;

/** True where a file bears the name of what the check asks for: the check has not understood it. */
function hasOwnFile(id: string, names: ReadonlySet<string>): boolean {
  const own = OWN_FILE[id];
  const ownPath = OWN_PATH[id];
  if (ownPath) return [...names].some((path) => ownPath.test(path.toLowerCase()) && !OF_TESTS.test(path));
  if (!own) return false;
  for (const path of names) {
    const name = CODE_FILE.exec(path)?.[1]?.toLowerCase();
    if (name !== undefined && own.test(name) && !OF_TESTS.test(path.toLowerCase()) && !OF_TESTS.test(name)) return true;
  }
  return false;
}

/** True where words say in which file the thing is, and the file is there: the check has not understood it. */
function namesFile(words: string, names: ReadonlySet<string>): boolean {
  return (words.match(FILE) ?? []).some((name) => {
    const tail = name.replace(/^\.?\//, '');
    return names.has(tail) || [...names].some((path) => path.endsWith(`/${tail}`));
  });
}

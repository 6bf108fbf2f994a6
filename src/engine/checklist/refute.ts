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

/** Files in which words say that something is gone, and images that they name. */
const IN_FILE =
  /\b(?:from|in|of|inside) (?:the )?([\w@./-]*\w\.(?:[cm]?[jt]sx?|py|go|java|kt|cs|php|rb|ya?ml|json|toml|conf|sh|md))\b/g;
const IMAGE_FILE = /(?<![\w./-])([\w./-]*\/Dockerfile(?:\.\w+)?)\b/g;

/** Kinds of files in which words say that something is gone: "in HTML". */
const IN_KIND =
  /\bin (?:the |all |any )?(html|css|python|javascript|typescript)(?: (?:files?|code|pages?|templates?))?$/i;
const KINDS: Readonly<Record<string, string>> = {
  html: 'html',
  css: 'css',
  python: 'py',
  javascript: 'js',
  typescript: 'ts',
};

/** Words that claim a thing of every place. */
const OF_ALL = /\b(?:all|every|each|everywhere|comprehensive|complete(?:ly)?|full(?:y)?|100 ?%)/i;

/** Platforms that end encryption in front of what they run and send everything else there. */
const PLATFORM = /\b(?:render|vercel|netlify|heroku|railway|fly\.io|cloud run|app engine|cloudflare)\b/i;

/** Clouds that hand the secrets of their own store to what they run. */
const CLOUD = /\b(?:gcp|google|aws|amazon|azure)\b/i;

/** Ends of the paths of routes that only say whether a process is alive, or may be given work. */
const PROBED = /\/(?:ready|readyz|readiness|live|livez|liveness)$/;

/** True where a check that does not hold contradicts what a ticked item claims. */
export type Refutes = (id: string, item: Ticked) => boolean;

/** Answers from one moment. Where `reads` and `names` are the same, so are its answers to the same conclusions. */
export interface Refuter {
  refutes: Refutes;
  /** What of the routes and of the places of findings counts. */
  reads: string;
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
  const places = placesPerFile(workspace);
  const refutes: Refutes = (id, { claimsLess, words }) => {
    const conclusion = workspace.conclusions.get(id);
    if (conclusion?.verdict !== 'fail') return false;
    if (!isRead && ASKS_OF_SERVED_CODE.has(id)) return false;
    // What is claimed is a threshold, and there is one.
    if (id === 'coverage-gate-effective' && conclusion.findings.every(({ rule }) => rule === 'low')) return false;
    // The platform of such a store fills the environment from it, and no code has to ask.
    if (id === 'secrets-manager-used' && words.some((text) => CLOUD.test(text))) return false;
    if (isOfOtherFiles(words[0] ?? '', id, places.get(id))) return false;
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
  const found = [...places].map(([id, paths]) => `${id} ${[...paths].join(' ')}`);
  return { refutes, reads: [isRead, mostlyLimited, mostlyValidated, isProbed, ...found].join('\n'), names };
}

/** Where checks whose findings each stand in the file that they are about have found something. */
function placesPerFile({ conclusions }: Workspace): ReadonlyMap<string, ReadonlySet<string>> {
  const places = new Map<string, ReadonlySet<string>>();
  for (const [id, conclusion] of conclusions) {
    if (conclusion.verdict !== 'fail' || !(ASKS_FOR_ABSENCE.has(id) || id.startsWith('dockerfile-'))) continue;
    places.set(id, new Set(conclusion.findings.flatMap(({ place }) => place?.path ?? [])));
  }
  return places;
}

/** True for words about files in which nothing was found, whatever stands in others: "Removed hard-coded keys from `mail.ts`". */
function isOfOtherFiles(words: string, id: string, found: ReadonlySet<string> | undefined): boolean {
  if (!found) return false;
  const kind = KINDS[IN_KIND.exec(words)?.[1]?.toLowerCase() ?? ''];
  if (kind && ![...found].some((path) => new RegExp(`\\.[cm]?${kind}x?$`).test(path))) return true;
  const named = [...words.matchAll(id.startsWith('dockerfile-') ? IMAGE_FILE : IN_FILE)].map(([, name = '']) =>
    name.replace(/^\.?\//, ''),
  );
  const isFound = (name: string): boolean => [...found].some((path) => path === name || path.endsWith(`/${name}`));
  return named.length > 0 && !named.some(isFound);
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

/**
 * How far an item reaches. A ticked one may claim less than its checks ask, an open one may ask for more. "Tracing" is closed by the first trace; "Tracing for the billing service" and
 * "Tracing dashboards reviewed" are not, because nothing has looked at billing or at who reviewed.
 */

/** Words that leave the subject as it is: of doing it, of having it, of the whole system, and small ones. */
const NEUTRAL = new Set(
  `the and for from with our all any every your its new this that has have are was were been being not non yet now into onto off out via use used uses using
  add added adds adding implement implemented implements implementation implementing create created creates write written writes set setup configure configured configuration config
  enable enabled enables install installed integrate integrated integration introduce introduced initialize initialise initialized initialised enforce enforced make ensure provide provided
  apply applied build built define defined include included put get need needs needed must should exist exists existing present available place missing lack lacks lacking without zero none never absence
  document documented documentation prepare support supported track tracked tracking handle handled handling mechanism functionality feature features solution strategy policy policies
  proper properly correct correctly basic simple secure secured securely safe good real structured standard dedicated central centralized centralised global strict full fully strong
  app apps application applications api apis backend server servers service services system systems project code codebase repo repository source site endpoint endpoints route routes
  remove removed generate generated git
  production prod production-ready request requests requirement requirements etc`.split(/\s+/),
);

/** Words of running and judging a thing, and of a part of it: they count wherever they stand. */
const NEVER_NEUTRAL =
  /^(?:complete[ds]?|completion|comprehensive|updated?|integration|verified|tested|reviewed|confirmed|audited)$/;

/** Details that bind an open item to a number, a condition, a setting or a run. */
const CONDITION =
  /\b(?:if|when|unless|until|via|per|each|every|only|minimum|at least|blocked|after|complete[ds]?|completion|comprehensive|updated?|working|works|functional|current|up[- ]to[- ]date|passing|passes|pass|verified|validated|tested|reviewed|upgraded?|monitored|in production|staging|nginx|load balancer|ingress|cdn|cloudflare|waf)\b|\b\d|\w=\w|`[^`]* [^`]*`/;

/**
 * Words of a title, in lower case, that neither name the subject nor leave it as it is.
 *
 * @param subjects patterns of the checks that the title names
 */
export function wordsBeyond(title: string, subjects: readonly RegExp[]): string[] {
  let rest = title;
  for (const subject of subjects) {
    const found = subject.exec(title);
    if (found)
      rest = `${rest.slice(0, found.index)}${' '.repeat(found[0].length)}${rest.slice(found.index + found[0].length)}`;
  }
  const words = rest.match(/[a-z0-9][\w.+-]*/g) ?? [];
  const beyond = words.filter((word) => word.length > 2 && !NEUTRAL.has(word));
  const inside = (title.match(/[a-z]+/g) ?? []).filter((word) => NEVER_NEUTRAL.test(word) && !beyond.includes(word));
  return [...beyond, ...inside];
}

/** What a detail asks for that existing code does not show: a condition, or the tool that it names. Empty where it only explains. */
export function askedIn(detail: string): string[] {
  const condition = CONDITION.exec(detail.toLowerCase())?.[0];
  const tool = /^[A-Z][a-z]+[A-Z\d]?[a-z]*\)?$/.test(detail) ? detail.replace(')', '').toLowerCase() : undefined;
  return [condition, tool].flatMap((words) => words ?? []);
}

/** Words of a part that was counted: "6 endpoints fixed". */
const COUNTED =
  /\b\d+\+? (?:\w+ )?(?:endpoints?|routes?|files?|services?|pages?|components?|forms?|modules?|functions?|places?)\b/;

/** Names of one part, alone: "(backend)". */
const ONE_PART =
  /^\(?(?:back-?end|front-?end|server|client|web|mobile|admin|worker)(?: (?:only|app|application|side|code|package|project))?\)?$/;

/**
 * True for words, in lower case, that claim something of a number of places or of one part and not of all.
 *
 * @param detail those behind the title
 */
export function isOfPart(words: string, detail: string): boolean {
  return COUNTED.test(words) || ONE_PART.test(detail.trim());
}

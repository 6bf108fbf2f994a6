/** What stands around an item can give it another subject than its words alone: somebody else's program, a run of tests, a lesson. */
import { statementOf } from '../attestations/statements';
import type { Entry } from './lexicon';

/** What stands above an item. */
export interface Context {
  /** Headings, labels and list items that it stands below, from the outermost inwards. */
  above: readonly string[];
  /** The first of them is the document's title, which says less about a single item. */
  hasTitle: boolean;
  /** Whose requests the whole document says to be limited. */
  document: LimitedCalls;
}

/** Programs that are not the system itself: what they do says nothing of what the system does. */
const ANOTHER_PROGRAM =
  /\b(?:sdks?|client (?:library|libraries|architecture)|api clients?|crawlers?|scrap(?:er|ers|ing)|third[- ]party|upstream|outgoing|external (?:apis?|services?)|competitors?|competitive|alternatives?|comparison)\b/;

/** Titles below which the items are what tests looked at. */
const TESTED =
  /\btest(?:s|ing)? (?:results?|coverage|cases?|scenarios?|summary|suites?|completion|report|checklist)\b|\bcoverage (?:analysis|report|summary)\b|\btests?\b.*\bpass(?:ed|ing)\b|\(\d+ tests?\)|\b(?:scenarios|modules|features|endpoints) (?:covered|tested)\b|^(?:validates|verifies|covers|covered|tested|(?:[\w-]+ ){0,2}tests)$/;

/** The same as the title of a whole document. */
const REPORTS_TESTS = /\btest(?:s|ing)? (?:results?|report)\b/;

/** Titles below which the items are what people are taught. */
const TAUGHT = /\b(?:training|onboarding|curriculum|workshop)\b/;

/** Titles below which an open item asks to try the thing out. */
const TO_BE_TRIED =
  /\bverif(?:y|ication)\b|^(?:\d+\.? )?(?:(?:pre|post)-deployment |manual )?test(?:ing)?(?: checklist| steps| these\b.*)?$|^(?:(?:phase|week|day|step|part) \w+: )?(?:[\w-]+ ){1,2}testing$|\b(?:smoke|manual) test(?:s|ing)?\b/;

/** The same as the title of a whole document: its open boxes are tests that nobody has run. */
const TRIES = /\btest(?:s|ing)? (?:checklist|plan|instructions|procedures?)\b/;

/** Titles below which the items are set up in front of the system, or are what sets off an alarm. */
const IN_FRONT = /^(?:[\d.]+ )?load balanc(?:er|ers|ing)$|\b(?:alerts?|alarms?) (?:for|on|when|if)$/;

/** Titles of documents about one connection to somebody else's system. */
const CONNECTION =
  /(?<!\b(?:phase|week|part|step) \d+ |\bcontinuous |\bsystem |\bci )\bintegration\b(?! (?:points?|tests?|testing))/;

/** Words in the title of a document about something that was built … */
const BUILT =
  /\b(?:implementation|deliver(?:y|ables)|feature|requirements|enhancements?)\b|\b(?:room|layer|dashboard|panel|page|module|component|widget)\b/;
/** … that it is the whole system, or a property of all of it … */
const WHOLE =
  /\b(?:system|application|platform|project|product|backend|frontend|server|api|mvp|saas|production|readiness|security|hardening|deployment|release|launch|go-live|audit|performance|scal\w+|monitoring|observability|quality|infrastructure hardening)\b/;
/** … and those that say nothing of what it is. */
const SAYS_NO_SUBJECT =
  /^(?:implementation|implementing|delivery|deliverables|features?|requirements|enhancements?|documentation|index|details|package|systems?|final|complete[d]?|completion|report|summary|guide|plan|roadmap|status|recommendations?|detailed|comprehensive|updates?|progress|overview|checklist|notes?|next|steps|week|phase|day|sprint|stage|part|step|task|tasks|the|of|for|and|an?|to|in|with|v?[\d.]+)$/;

/** Numbers of one ticket in the title of a document ("APP-3-012", "SHOP-481: …"): it reports one piece of work. Sprints and phases hold many. */
const TICKET = /\b[a-z]{2,}-\d{1,3}-\d{1,3}\b(?!-)|^[^a-z\d]*(?!(?:phase|week|sprint|day|part|step)-)[a-z]{2,10}-\d+:/;

/** Titles below which bringing a release out is gone through. */
const BRINGS_OUT = /\b(?:deploy(?:ment|ing)?|release|roll-?out|go[- ]live|launch|cut-?over)\b/;

/** Titles of one task of a plan: documents that it asks for are about that task. */
const TASK = /^sub-?tasks$|^acceptance criteria$|\btask [\d.]+\b|\buser stor(?:y|ies)\b/;
/** Titles below which documents are judged. */
const QUALITY_OF_DOCUMENTS = /\bdocumentation (?:quality|standards|guidelines|review)\b/;
/** Titles of tasks that are about documents. */
const OF_DOCUMENTS = /\b(?:docs?|document\w*|api|interface)\b/;

/** Words of languages that share an alphabet with English, letters that English has not, and other scripts. */
const NOT_ENGLISH =
  /(?<![\p{L}-])(?:del|el|los|las|para|con|por|una|und|der|das|mit|für|les|des|pour|avec|em|não|uma|della|per il|het|voor|auf|zur|zum|nicht|için|uchun)(?![\p{L}-])|(?<![\p{L}'])[dl]['’][aeiouhâéèêîô]|[ñçãõäöüßêàìùłżșğ]|(?=\p{L})[^\p{Script=Latin}\p{Script=Greek}]/u;

/** Titles that make a word such as "rate limiting" speak of the calls that the system makes. */
const CALLS_OUT = /\bintegrations?\b(?! (?:points?|tests?|testing))/;

/** Whose requests are limited, in the words of the document: those that the system sends … */
const OWN_CALLS =
  /(?:rate[- ]?limit|throttl)[^\n]{0,100}(?:\bseconds?\b|\d ?s\b|\bdelays?\b|\bapi calls\b|\bbetween\b|\bsleep|\bbackoff|\bexternal\b|\boutgoing\b|\brespect)|(?:\bdelays?\b|\bsleep\b|\bbetween requests\b)[^\n]{0,60}rate[- ]?limit/i;
/** … or those that it answers. */
const ANSWERED =
  /(?:rate[- ]?limit|throttl)[^\n]{0,100}(?:middleware|endpoint|route|brute|login|\bper[- ](?:ip|user)\b|attempts|decorator|ddos|abuse)|(?:middleware|endpoint|route|decorator)[^\n]{0,60}rate[- ]?limit/i;

/** Whose requests a document says to be limited: read once, and only where an item speaks of limits. */
export class LimitedCalls {
  private own: boolean | undefined;

  /** @param text that of the whole document */
  constructor(private readonly text: string) {}

  /** Those that the system sends, and not those that it answers. */
  get areOwn(): boolean {
    return (this.own ??= OWN_CALLS.test(this.text) && !ANSWERED.test(this.text));
  }
}

/** True where what stands around an item makes it speak of something else than the check that its words name. */
export function isElsewhere(id: string, entry: Entry | undefined, { above, hasTitle, document }: Context): boolean {
  const titles = above.map((title) => title.toLowerCase());
  if (titles.some((title) => ANOTHER_PROGRAM.test(title))) return true;
  const inner = hasTitle ? titles.slice(1) : titles;
  if (TAUGHT.test(inner.at(-1) ?? '')) return true;
  const [title = ''] = hasTitle ? titles : [];
  if (!isAboutTests(id) && id !== 'alert-rules' && IN_FRONT.test(inner.at(-1) ?? '')) return true;
  // "No secrets in examples" is asked of the documentation there.
  if (!/-doc$|^api-docs$/.test(id) && inner.some((one) => QUALITY_OF_DOCUMENTS.test(one))) return true;
  if (CONNECTION.test(title) || TICKET.test(title) || titles.some((one) => NOT_ENGLISH.test(one))) return true;
  if (
    /-doc$|^api-docs$/.test(id) &&
    inner.some((one) => TASK.test(one)) &&
    !inner.some((one) => OF_DOCUMENTS.test(one))
  )
    return true;
  if (!isAboutTests(id) && (inner.some((one) => TESTED.test(one)) || REPORTS_TESTS.test(title))) return true;
  return entry?.ownCalls === true && (titles.some((title) => CALLS_OUT.test(title)) || document.areOwn);
}

/** Words before "system" that leave it the whole one. */
const WHOLE_SYSTEM = /^(?:the|an?|our|this|whole|complete|full|new|core|management)$/;

/**
 * What a document about something that was built names in its title, in lower case: what holds for that does not hold for everything, and the
 * other way round. Empty where that is the whole, or nothing is named. "Lead System Implementation" is about leads.
 */
export function partBuilt(title: string): string[] {
  const words = title.toLowerCase();
  if (!BUILT.test(words)) return [];
  // Two words before it are mostly the name of a whole one: "Parcel Tracking System".
  const name = /^\W*([\w-]+) systems?\b/.exec(words)?.[1];
  const isNamed = name !== undefined && !WHOLE_SYSTEM.test(name);
  if (WHOLE.test(isNamed ? words.replace(/\bsystems?\b/g, ' ') : words)) return [];
  return (words.match(/[\p{L}\d][\p{L}\d.-]*/gu) ?? []).filter((word) => !SAYS_NO_SUBJECT.test(word));
}

/** True where "Database migrations" are a step of bringing a release out: to be run, not to be written. */
export function isStepOfRelease({ above, hasTitle }: Context): boolean {
  return above.slice(hasTitle ? 1 : 0).some((title) => BRINGS_OUT.test(title.toLowerCase()));
}

/** True where an open item asks to try out what it names, which no code that exists does. */
export function isToBeTried({ above, hasTitle }: Context): boolean {
  if (hasTitle && TRIES.test((above[0] ?? '').toLowerCase())) return true;
  return above.slice(hasTitle ? 1 : 0).some((title) => TO_BE_TRIED.test(title.toLowerCase()));
}

/** Checks of tests, of pipelines and of what people have tried. */
export function isAboutTests(id: string): boolean {
  return /test|^(?:ci|coverage)-/.test(id) || statementOf(id) !== undefined;
}

/** What stands around an item can give it another subject than its words alone: somebody else's program, a run of tests, a lesson. */
import { statementOf } from '../attestations/statements';
import type { Entry } from './lexicon';

/** What stands above an item. */
export interface Context {
  /** Headings, labels and list items that it stands below, from the outermost inwards. */
  above: readonly string[];
  /** The first of them is the document's title, which says less about a single item. */
  hasTitle: boolean;
  /** Text of the whole document. */
  document: string;
}

/** Programs that are not the system itself: what they do says nothing of what the system does. */
const ANOTHER_PROGRAM =
  /\b(?:sdks?|client (?:library|libraries|architecture)|api clients?|crawlers?|scrap(?:er|ers|ing)|third[- ]party|upstream|outgoing|external (?:apis?|services?)|competitors?|competitive|alternatives?|comparison)\b/;

/** Titles below which the items are what tests looked at. */
const TESTED =
  /\btest(?:s|ing)? (?:results?|coverage|cases?|scenarios?|summary|suites?|completion|report)\b|\bcoverage (?:analysis|report|summary)\b|\btests?\b.*\bpass(?:ed|ing)\b|\(\d+ tests?\)|\b(?:scenarios|modules|features|endpoints) (?:covered|tested)\b|^(?:validates|verifies|covers|covered|tested|(?:[\w-]+ ){0,2}tests)$/;

/** The same as the title of a whole document. */
const REPORTS_TESTS = /\btest(?:s|ing)? (?:results?|report)\b/;

/** Titles below which the items are what people are taught. */
const TAUGHT = /\b(?:training|onboarding|curriculum|workshop)\b/;

/** Titles below which an open item asks to try the thing out. */
const TO_BE_TRIED =
  /\bverif(?:y|ication)\b|^(?:\d+\.? )?(?:(?:pre|post)-deployment |manual )?test(?:ing)?(?: checklist| steps| these\b.*)?$|\b(?:smoke|manual) test(?:s|ing)?\b/;

/** Titles of documents about one connection to somebody else's system. */
const CONNECTION =
  /(?<!\b(?:phase|week|part|step) \d+ |\bcontinuous |\bsystem |\bci )\bintegration\b(?! (?:points?|tests?|testing))/;

/** Titles that make a word such as "rate limiting" speak of the calls that the system makes. */
const CALLS_OUT = /\bintegration\b(?! (?:points?|tests?|testing))/;

/** Whose requests are limited, in the words of the document: those that the system sends … */
const OWN_CALLS =
  /(?:rate[- ]?limit|throttl)[^\n]{0,100}(?:\bseconds?\b|\d ?s\b|\bdelays?\b|\bapi calls\b|\bbetween\b|\bsleep|\bbackoff|\bexternal\b|\boutgoing\b|\brespect)|(?:\bdelays?\b|\bsleep\b|\bbetween requests\b)[^\n]{0,60}rate[- ]?limit/i;
/** … or those that it answers. */
const ANSWERED =
  /(?:rate[- ]?limit|throttl)[^\n]{0,100}(?:middleware|endpoint|route|brute|login|\bper[- ](?:ip|user)\b|attempts|decorator|ddos|abuse)|(?:middleware|endpoint|route|decorator)[^\n]{0,60}rate[- ]?limit/i;

/** True where what stands around an item makes it speak of something else than the check that its words name. */
export function isElsewhere(id: string, entry: Entry | undefined, { above, hasTitle, document }: Context): boolean {
  const titles = above.map((title) => title.toLowerCase());
  if (titles.some((title) => ANOTHER_PROGRAM.test(title))) return true;
  const inner = hasTitle ? titles.slice(1) : titles;
  if (TAUGHT.test(inner.at(-1) ?? '')) return true;
  const [title = ''] = hasTitle ? titles : [];
  if (CONNECTION.test(title)) return true;
  if (!isAboutTests(id) && (inner.some((one) => TESTED.test(one)) || REPORTS_TESTS.test(title))) return true;
  return (
    entry?.ownCalls === true &&
    (titles.some((title) => CALLS_OUT.test(title)) || (OWN_CALLS.test(document) && !ANSWERED.test(document)))
  );
}

/** True where an open item asks to try out what it names, which no code that exists does. */
export function isToBeTried({ above, hasTitle }: Context): boolean {
  return above.slice(hasTitle ? 1 : 0).some((title) => TO_BE_TRIED.test(title.toLowerCase()));
}

/** Checks of tests, of pipelines and of what people have tried. */
export function isAboutTests(id: string): boolean {
  return /test|^(?:ci|coverage)-/.test(id) || statementOf(id) !== undefined;
}

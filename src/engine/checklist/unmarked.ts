/**
 * What a document states without a mark on the line itself: the mark stands on the heading or on the status above, or a column of
 * safeguards says what is in place. Prose is left alone otherwise, because nobody can tell there what is, what is wanted and what is told.
 */
import { split, type RawItem } from './item';

const DONE_MARK = /[✅☑✔✓]/u;
/** Lights in a title say how urgent it is. */
const OTHER_MARK = /[❌✗✘☐□⚠⏳🚧🔄🟡🔴🟢]/u;
/** Titles of what is gone through, wanted or tried, however they are decorated. */
const NOT_A_STATE =
  /\b(?:checklist|check|steps?|before|pre-\w+|to-?do|must|should|requirements?|criteria|how|commands?|usage|verif\w+|validat\w+|tests?|testing|tested|features|scenarios?|options?|goals?|examples?|files?|docs?|documentation|why|when|what you)\b/i;

/** True for a title whose own mark says that what stands in plain bullets below it is done. */
export function saysDone(title: string): boolean {
  return DONE_MARK.test(title) && !OTHER_MARK.test(title) && !NOT_A_STATE.test(title);
}

/** Words of a note right below a status: it says in what the status consists. */
const NOTE =
  /^\s*\*\*(?:notes?|details?|summary|evidence)\*\*\s*:\s*(.+)$|^\s*\*\*(?:notes?|details?|summary|evidence):\*\*\s*(.+)$/i;

/** A note below a status, with the mark of the status. Undefined for any other line. */
export function noteBelow(status: RawItem, text: string): RawItem | undefined {
  if (status.notation !== 'status' || status.mark !== 'done') return undefined;
  const note = NOTE.exec(text);
  const words = note?.[1] ?? note?.[2];
  return words === undefined ? undefined : { ...split(words), mark: status.mark, notation: 'status' };
}

/** Words that say that something is there, at the end of a cell. */
const IN_PLACE =
  /^(?!.*\b(?:to be|will|should|must|needs?|not|un\w+|partly|partially|planned|once|if)\b)(.*\S)\s+(?:(?:is|are)\s+)?(?:already\s+)?(?:implemented|in place|enabled|configured|active|deployed|enforced)\W*$/i;

/** What the cell of a safeguard says to be in place ("Automated backups implemented"); undefined where it says something else. */
export function safeguardIn(cell: string): RawItem | undefined {
  const words = IN_PLACE.exec(cell)?.[1];
  return words === undefined ? undefined : { title: words, detail: '', mark: 'done', notation: 'row' };
}

/** Words that say how far something reaches and not what: "Applied to all routes". */
const EXTENT =
  /^(?:(?:import|wired?|roll(?:ed)?[- ]?out|appl(?:y|ied|ication)|add(?:ed)?|enabled?|active|enforced?|integrated?|used|attached)\s+){1,3}(?:to|on|in|for|across)\s+(?:all|every|each)\s+(?:(?:api|public|\w+ing)\s+)?(?:routes?|endpoints?|handlers?|apis?)$/i;

/** True for a ticked item that says nothing but how far it reaches: what it is about stands above it. */
export function isExtent({ title, detail, mark }: RawItem): boolean {
  return mark === 'done' && detail === '' && EXTENT.test(title.replace(/[*_`.]/g, '').trim());
}

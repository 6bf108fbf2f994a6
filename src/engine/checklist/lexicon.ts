/** The words by which checklist items name a check (`lexicon/`, by topic), and words that give an item another subject. */
import { ACCESS } from './lexicon/access';
import { CODE } from './lexicon/code';
import type { Entry } from './lexicon/entry';
import { HTTP } from './lexicon/http';
import { OPERATIONS } from './lexicon/operations';

export type { Entry };

/** Subjects that no check of the whole system speaks of. */
export const FOREIGN_SUBJECT =
  /\b(?:third[- ]party|upstream|outgoing|client[- ]side only|download|torrent|github api|openai|google api|scrap\w+|crawler|e?mail provider|per api key|documentation for|tutorial|course|blog)\b/;

/** By check, in the order in which items are compared. */
export const LEXICON: Readonly<Record<string, Entry>> = { ...ACCESS, ...HTTP, ...CODE, ...OPERATIONS };

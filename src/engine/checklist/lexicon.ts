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

/**
 * Words of running or proving a thing ("migrations working", "endpoint responds"): an open item with them is a task for people, and code
 * that exists does not close it.
 */
export const RUNTIME =
  /\b(?:working|works|functional|current|up to date|passing|passes|pass|respond(?:s|ing)?|complete[ds]?|verified|validated|tested|reviewed|upgraded?|monitored|healthy|stable|understood|prepared|comprehensive|active|render(?:s|ed)?|in production|staging)\b/;

/** By check, in the order in which items are compared. */
export const LEXICON: Readonly<Record<string, Entry>> = { ...ACCESS, ...HTTP, ...CODE, ...OPERATIONS };

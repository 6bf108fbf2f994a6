/** Every extractor, in the order in which they run. A new kind of facts adds one line here and one to `FactParts`. */
import type { FactParts } from '../facts';
import type { Extractor } from './extractor';

export const EXTRACTORS: readonly Extractor<keyof FactParts>[] = [];

/** Changes whenever any extractor does: part of the cache's key. */
export const EXTRACTORS_VERSION = EXTRACTORS.map((extractor) => `${extractor.part}:${extractor.version}`).join(',');

/** Credentials of any text file. */
import { secretFacts } from '../secrets/extract';
import { defineExtractor } from './extractor';

export const secrets = defineExtractor({ part: 'secrets', version: 16, extract: secretFacts });

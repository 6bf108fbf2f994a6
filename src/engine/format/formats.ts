/** Every output format of `preflight check`. A new format is one file in this folder and one line here. */
import type { FormatInput } from './input';
import { formatJson } from './json';
import { formatSarif } from './sarif';
import { formatText } from './text/report';

export const FORMATS = {
  text: formatText,
  json: formatJson,
  sarif: formatSarif,
} as const satisfies Record<string, (input: FormatInput) => string>;

export type FormatName = keyof typeof FORMATS;

/** Every output format of `preflight check`. A new format is one file in this folder and one line here. */
import type { FormatInput } from './input';
import { formatGithub } from './github';
import { formatHtml } from './html/report';
import { formatJson } from './json';
import { formatJunit } from './junit';
import { formatMarkdown } from './markdown';
import { formatSarif } from './sarif';
import { formatText } from './text/report';

export const FORMATS = {
  text: formatText,
  json: formatJson,
  sarif: formatSarif,
  markdown: formatMarkdown,
  html: formatHtml,
  github: formatGithub,
  junit: formatJunit,
} as const satisfies Record<string, (input: FormatInput) => string>;

export type FormatName = keyof typeof FORMATS;

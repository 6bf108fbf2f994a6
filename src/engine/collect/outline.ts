/** The outline of Markdown documents: headings, and whether the text under each shows a command. */
import { isSpace, isWord } from '../text/units';
import { defineExtractor } from './extractor';

export interface Heading {
  level: number;
  text: string;
  line: number;
  /** A code fence stands under it, before the next heading of its level or above. */
  code: boolean;
}

/** Topics that checks ask for; other headings, but the first of the document, are not kept. */
const TOPICS =
  /install|set\s?-?up|getting started|quick\s?start|prerequisite|environment|configur|deploy|release|roll\s?-?back|revert|runbook|playbook|operation|incident|on-?call|troubleshoot|faq|common (?:issues|problems|errors)|known issues|debugging|security|vulnerab|change\s?log|running|usage|development|requirements|docker/i;

export interface OutlineFacts {
  headings: Heading[];
  /** Words outside of code fences: an empty shell of a document has next to none. */
  words: number;
}

export const outline = defineExtractor({
  part: 'outline',
  version: 1,
  notOf: ['vendored'],
  languages: ['markdown'],
  extract(file): OutlineFacts {
    const headings: Heading[] = [];
    let words = 0;
    let fence: string | null = null;
    let previous = '';
    let line = 0;
    for (const text of file.text.split(/\r\n|\n|\r/)) {
      line++;
      const first = firstOf(text);
      const mark = first === '`' || first === '~' ? /^\s{0,3}(`{3,}|~{3,})/.exec(text)?.[1] : undefined;
      if (fence !== null) {
        if (mark?.startsWith(fence)) fence = null;
      } else if (mark) {
        fence = mark;
        markCode(headings);
      } else {
        const atx = first !== '#' ? null : /^\s{0,3}(#{1,6})\s+(.+?)\s*#*\s*$/.exec(text);
        const setext = first !== '=' && first !== '-' ? null : /^\s{0,3}(=+|-{3,})\s*$/.exec(text);
        if (atx) headings.push({ level: atx[1]?.length ?? 1, text: atx[2] ?? '', line, code: false });
        else if (setext && previous.trim() !== '' && !/^[\s>|*-]/.test(previous))
          headings.push({
            level: setext[1]?.startsWith('=') ? 1 : 2,
            text: previous.trim(),
            line: line - 1,
            code: false,
          });
        else words += countWords(text);
        if (/^(?: {4}|\t)\s*[$\w./-]/.test(text) && previous.trim() === '') markCode(headings);
      }
      previous = text;
    }
    return { headings: headings.filter((heading, index) => index === 0 || TOPICS.test(heading.text)), words };
  },
});

/** The character behind the white space that a mark may stand behind: it decides which patterns are tried. */
function firstOf(line: string): string {
  let at = 0;
  while (at < 3 && isSpace(line.charCodeAt(at))) at++;
  return line.charAt(at);
}

/** Stretches that start with a word character and end before white space. */
function countWords(line: string): number {
  let count = 0;
  let isInside = false;
  for (let i = 0; i < line.length; i++) {
    const unit = line.charCodeAt(i);
    if (isInside) isInside = !isSpace(unit);
    else if (isWord(unit)) {
      isInside = true;
      count++;
    }
  }
  return count;
}

/** A fence belongs to the last heading and to every heading above it. */
function markCode(headings: Heading[]): void {
  let level = 7;
  for (let i = headings.length - 1; i >= 0; i--) {
    const heading = headings[i];
    if (heading && heading.level < level) {
      heading.code = true;
      level = heading.level;
    }
  }
}

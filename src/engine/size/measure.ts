/** Size facts of longer source files: code lines and the largest parts, so that a message can say where a file can be divided. */
import { defineExtractor } from '../collect/extractor';
import type { SourceFile } from '../collect/source-file';
import { familyOf } from '../parse/scan';
import { countCodeLines } from './code-lines';

/** A top-level definition. */
export interface FilePart {
  name: string;
  line: number;
  lines: number;
}

declare module '../facts' {
  interface FactParts {
    /** Code lines and largest parts of longer source files. */
    size: SizeFacts;
  }
}

export interface SizeFacts {
  /** Lines that hold a token that is no comment; null when the language is not known. */
  code: number | null;
  /** The three longest top-level definitions, longest first. */
  parts: FilePart[];
}

/** Shorter files are never over half of a budget, whatever it counts. */
const MIN_LINES = 500;
const MIN_LENGTH = 48 * 1024;

export const size = defineExtractor({
  part: 'size',
  version: 5,
  prefilter: (text) => text.length >= MIN_LENGTH || hasLines(text, MIN_LINES),
  extract(file): SizeFacts | undefined {
    if (!familyOf(file.path, file.language)) return undefined;
    if (file.fileClass !== 'hand-written' && file.fileClass !== 'test') return undefined;
    return { code: countCodeLines(file.path, file.language, file.text), parts: partsOf(file) };
  },
});

function hasLines(text: string, wanted: number): boolean {
  let at = -1;
  for (let count = 0; count < wanted; count++) {
    at = text.indexOf('\n', at + 1);
    if (at < 0) return false;
  }
  return true;
}

const PYTHON_PART = /^(?:async\s+)?(?:def|class)\s+(\w+)/gm;
const SCRIPT_PART =
  /^(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?(?:async\s+)?(?:function\*?|class|interface|enum|namespace|const|let|var|type)\s+([\w$]+)/gm;

/** Definitions that start in the first column, each up to the next one. */
function partsOf(file: SourceFile): FilePart[] {
  const pattern = file.language === 'python' ? PYTHON_PART : SCRIPT_PART;
  if (!['python', 'javascript', 'typescript'].includes(file.language)) return [];
  const parts = [...file.text.matchAll(pattern)].map((match): FilePart => ({
    name: match[1] ?? '',
    line: file.lines.position(match.index).line,
    lines: 0,
  }));
  parts.forEach((part, index) => {
    part.lines = (parts[index + 1]?.line ?? file.lines.count + 1) - part.line;
  });
  return parts.sort((a, b) => b.lines - a.lines || a.line - b.line).slice(0, 3);
}

/**
 * Structured loggers of Go, as facts: where one is made, in which function, and which functions with such names a file calls. Sources:
 * pkg.go.dev log/slog "NewJSONHandler"; go.uber.org/zap "NewProduction", zapcore "NewJSONEncoder"; github.com/rs/zerolog (JSON unless a
 * ConsoleWriter is put in); github.com/sirupsen/logrus "JSONFormatter".
 */
import { defineWords, holdsAny } from '../text/words';
import type { Span } from '../span';
import { defineExtractor } from './extractor';
import { maskedOf } from './mask';

export interface GoLogs {
  made: {
    library: string;
    /** The function around it; null = a variable of the package. */ within: string | null;
    span: Span;
  }[];
  /** Functions that are called, as written without arguments (`logging.New`, `setup`); only those that may make a logger. */
  calls: string[];
}

declare module '../facts' {
  interface FactParts {
    /** Structured loggers that a Go file makes. */
    goLogs: GoLogs;
  }
}

const WORDS = defineWords(['slog', 'zap', 'zerolog', 'logrus', 'og', 'New', 'etup', 'nit']);
const MADE: readonly [RegExp, string][] = [
  [/\bslog\.NewJSONHandler\s*\(/g, 'slog'],
  [
    /\bzap\.(?:NewProduction|Must\s*\(\s*zap\.NewProduction)\w*\s*\(|\bzap\.NewProductionConfig\s*\(|\bzapcore\.NewJSONEncoder\s*\(|\bEncoding:\s*"json"/g,
    'zap',
  ],
  [/\bzerolog\.New\s*\((?!\s*zerolog\.(?:NewConsoleWriter|ConsoleWriter))/g, 'zerolog'],
  [/&(?:\w+\.)?JSONFormatter\s*\{/g, 'logrus'],
];
/** zerolog's own logger writes JSON without any set-up. */
const GLOBAL = /"github\.com\/rs\/zerolog\/log"/;
const HEAD = /^func\s+(?:\([^)]*\)\s*)?(\w+)/;

export const goLogs = defineExtractor({
  part: 'goLogs',
  version: 1,
  notOf: ['vendored', 'generated', 'test'],
  accepts: (path) => path.endsWith('.go') && !path.endsWith('_test.go'),
  prefilter: (text) => holdsAny(text, WORDS),
  extract(file): GoLogs | undefined {
    const { text, code } = maskedOf(file);
    const made = MADE.flatMap(([pattern, library]) =>
      [...text.matchAll(pattern)]
        .filter(({ index }) => code[index] === text[index])
        .map((match) => ({
          library,
          within: functionAt(code, match.index),
          span: file.span(match.index, match.index + match[0].trimEnd().length),
        })),
    );
    const global = GLOBAL.exec(text);
    if (global && /\blog\.(?:Info|Error|Warn|Debug|Logger|Fatal)\b/.test(code) && !/ConsoleWriter/.test(code))
      made.push({ library: 'zerolog', within: null, span: file.span(global.index, global.index + global[0].length) });
    const calls = new Set<string>();
    for (const [, name = ''] of code.matchAll(
      /(?<!\bfunc )\b((?:\w+\.)?\w*(?:[lL]og\w*|New\w*|[sS]etup\w*|[iI]nit\w*))\s*\(/g,
    ))
      calls.add(name);
    return made.length + calls.size === 0 ? undefined : { made, calls: [...calls] };
  },
});

/** The function that a place lies in: functions of Go begin at the first column and end with a brace there. */
function functionAt(code: string, at: number): string | null {
  const before = code.slice(0, at);
  const start = before.lastIndexOf('\nfunc ');
  if (start < 0 || before.lastIndexOf('\n}') > start) return null;
  return HEAD.exec(code.slice(start + 1))?.[1] ?? null;
}

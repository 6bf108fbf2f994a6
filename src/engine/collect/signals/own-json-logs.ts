/** Signals of loggers that a team writes itself: a formatter or a function around the console that puts JSON out. */
import { argumentText, type MaskedText } from '../mask';
import { enclosingJavascript } from '../enclosing';
import { pythonBlock } from '../python-blocks';
import type { SignalRule } from './signals';

export const PYTHON_OWN_JSON_LOGS: readonly SignalRule[] = [
  // docs.python.org "Formatter objects": `format` gives the text of a record.
  {
    kind: 'json-formatter',
    needles: ['Formatter'],
    also: ['dumps'],
    pattern: /^class\s+(\w+)\s*\(\s*(?:\w+\.)*\w*Formatter\b[^)]*\)\s*:/gm,
    read: (match, masked) => {
      const body = pythonBlock(masked.code, match.index) ?? '';
      return /\bdef\s+format\s*\(/.test(body) && /\bdumps\s*\(/.test(body) ? { detail: match[1] ?? '' } : null;
    },
  },
  {
    kind: 'formatter-made',
    needles: ['ormatter', 'JSON', 'Json'],
    also: ['Handler', 'LOGGING', 'logging'],
    // The name is made whole behind the word: looked for from its beginning, every word of the file would be tried.
    pattern: /(?:Formatter|JSON|Json)(\w*)\s*\(/g,
    read: (match, { code }) => {
      const before = code.slice(Math.max(0, match.index - 80), match.index);
      const start = /\w*$/.exec(before)?.[0] ?? '';
      if (/\bclass\s+\w*$/.test(before)) return null;
      return { detail: start + match[0].replace(/\s*\($/, '') };
    },
  },
  // `"()": "shop.logs.JsonFormatter"` and `"()": JsonFormatter` of a `dictConfig`.
  {
    kind: 'formatter-made',
    needles: ['ormatter', 'JSON', 'Json'],
    also: ['"()"', "'()'", '"class"', "'class'"],
    literal: true,
    pattern: /["'](?:\(\)|class)["']\s*:\s*["']?(?:\w+\.)*(\w*(?:Formatter|JSON|Json)\w*)\b/g,
  },
];

/** A record of a log has a level. */
const LEVEL = /\b(?:level|severity|lvl|logLevel)\b/i;

export const JAVASCRIPT_OWN_JSON_LOGS: readonly SignalRule[] = [
  {
    kind: 'json-logs',
    needles: ['JSON.stringify'],
    also: ['console.', 'process.std'],
    pattern:
      /\b(?:console\.(?:log|info|warn|error|debug)|process\.std(?:out|err)\.write|console\[[\w.]+\])\s*\(\s*(?=\S)/g,
    read: (match, masked) => (isJsonRecord(match, masked) ? { detail: 'a logger of its own' } : null),
  },
];

/** What is printed is a record as JSON, in place or from a variable of the same function. */
function isJsonRecord(match: RegExpExecArray, masked: MaskedText): boolean {
  const open = match.index + match[0].indexOf('(');
  const printed = argumentText(match, masked);
  const around = enclosingJavascript(masked, match.index)?.text ?? masked.text.slice(Math.max(0, open - 200), open);
  if (/^\s*JSON\.stringify\s*\(/.test(printed)) return LEVEL.test(printed) || LEVEL.test(around);
  const name = /^\s*(\w+)\s*$/.exec(printed.replace(/\s*\+\s*["'`]\s*["'`]\s*$/, ''))?.[1];
  return (
    name !== undefined &&
    LEVEL.test(around) &&
    new RegExp(`\\b${name}\\s*(?::\\s*string\\s*)?=\\s*JSON\\.stringify\\s*\\(`).test(around)
  );
}

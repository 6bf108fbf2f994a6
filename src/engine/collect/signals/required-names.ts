/** Code that goes through the names of required settings by hand and ends the program when one is missing. On masked text. */
import type { MaskedText } from '../mask';
import { javascriptSurroundings } from '../scope';
import type { RuleAnswer, SignalRule } from './signals';

/** What such signals say of themselves: they count where something that is served calls them. */
export const NAMES_GONE_THROUGH = 'a list of required names';

/** Characters before and behind the question in which the list and the end of the program stand. */
const BEFORE = 200;
const BEHIND = 600;

function goneThrough(
  { 1: first, 2: second = '', index }: RegExpExecArray,
  { code }: MaskedText,
  loop: string,
  ends: RegExp,
): RuleAnswer | null {
  const around = code.slice(Math.max(0, index - BEFORE), index + BEHIND);
  const isLoop = new RegExp(loop.replaceAll('NAME', first ?? second)).test(around);
  // A handler that answers 500 lets the program run on.
  return isLoop && ends.test(code.slice(index, index + BEHIND)) ? { detail: NAMES_GONE_THROUGH } : null;
}

/** True for code of a module, and of a function that the file itself calls: an export alone runs nothing. */
function mayRun({ index }: RegExpExecArray, { code }: MaskedText): boolean {
  const { within } = javascriptSurroundings(code, index);
  return within === null || new RegExp(String.raw`(?<!\bfunction\s+)\b${within}\s*\(`).test(code);
}

export const JAVASCRIPT_REQUIRED: readonly SignalRule[] = [
  {
    kind: 'settings',
    needles: ['process.env['],
    pattern: /!\s*process\.env\[\s*([a-zA-Z_]\w*)(?:\s+as\s+\w+)?\s*\]/g,
    read: (match, masked) =>
      mayRun(match, masked)
        ? goneThrough(
            match,
            masked,
            String.raw`\.(?:filter|find|some|forEach)\(\s*\(?\s*NAME\b[^()]{0,40}\)?\s*=>|\bfor\s*\(\s*\w+\s+NAME\s+of\b`,
            /\bthrow\b|\bprocess\.exit\s*\(/,
          )
        : null,
  },
];

export const PYTHON_REQUIRED: readonly SignalRule[] = [
  {
    kind: 'settings',
    needles: ['os.getenv', 'os.environ'],
    pattern:
      /\bif\s+(?:not\s+os\.(?:getenv|environ\.get)\(\s*([a-zA-Z_]\w*)|([a-zA-Z_]\w*)\s+not\s+in\s+os\.environ\b)/g,
    read: (match, masked) => goneThrough(match, masked, String.raw`\bfor\s+NAME\s+in\b`, /\braise\b|\bsys\.exit\s*\(/),
  },
];

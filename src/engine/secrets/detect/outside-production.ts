/** Values that code uses only where it does not run in production: told from the condition that chooses them. */
import type { Family } from './syntax';

/** `NODE_ENV`, `settings.environment`, `os.getenv("APP_ENV", "dev")`, with what may stand before a comparison. */
const MODE = `(?:\\w*ENV(?:IRONMENT)?|environment|env|stage|mode)(?:["'],\\s?["']\\w{0,20})?["')\\].]{0,4}(?:(?:lower|toLowerCase)\\(\\))?`;
const PRODUCTION_FLAG = `(?:[\\w.]{1,40}\\.)?is_?prod(?:uction)?\\b(?:\\(\\))?`;
/** Rails and ASP.NET ask the environment itself. */
const ASKED = 'Rails\\.env\\.production\\?|\\.IsProduction\\(\\)';
/** Holds in production only. */
const PRODUCTION = `(?:(?<![!\\w.])(?<!\\bnot )${PRODUCTION_FLAG}|${MODE}\\s{0,4}===?\\s{0,4}["']prod(?:uction)?["']|${ASKED})`;
/** Holds outside of production only. */
const ELSEWHERE = `(?:(?:!|\\bnot )${PRODUCTION_FLAG}|${MODE}\\s{0,4}(?:!==?\\s{0,4}["']prod(?:uction)?["']|===?\\s{0,4}["'](?:dev(?:elopment)?|local|test(?:ing)?)["'])|(?<![!\\w.])(?<!\\bnot )(?:[\\w.]{1,40}\\.)?(?:is_?dev(?:elopment)?(?:_?mode)?|is_?local|DEBUG)\\b(?:\\(\\))?|!(?:[\\w.]{1,40})?(?:${ASKED})|Rails\\.env\\.(?:development|test|local)\\?|\\.IsEnvironment\\("(?:Dev\\w*|Test\\w*|Local)"\\))`;

/** `${left} ||` between the colon of a choice and its literal. */
const FALLBACK = `(?:\\(?[\\w.$[\\]"'()!]{1,80}\\s{0,4}(?:\\|\\||\\?\\?)\\s{0,4})?`;
const QUOTE = '[rbufRBUF]{0,2}["\'`]{1,3}$';
/** What stands before a value that is chosen, by the sign of the choice. */
const CHOSEN = new RegExp(
  // envalid never uses a `devDefault` where NODE_ENV is production (envalid documentation, "devDefault").
  `\\bdevDefault\\s{0,10}:\\s{0,10}${QUOTE}|` +
    `${ELSEWHERE}\\)?\\s{0,40}\\?\\s{0,40}${FALLBACK}${QUOTE}|` +
    `${PRODUCTION}\\)?\\s{0,40}\\?(?![.?])[^;?]{1,120}?:\\s{0,40}${FALLBACK}${QUOTE}|` +
    `\\bif\\s${PRODUCTION}\\selse\\s{1,40}${QUOTE}`,
  'i',
);
const CHOSEN_BEHIND = new RegExp(`^["'\`]{1,3}\\)?\\s{1,4}if\\s{1,4}${ELSEWHERE}\\s{1,4}else\\b`, 'i');
/** What stands before the password of a URL in its literal. */
const INSIDE_ADDRESS = /(?<=["'`])[a-z][\w+.-]{1,24}:\/\/[^"'`\s]{0,100}$/i;
/** Whatever is asked about production holds one of these. */
const ASKS = /prod|dev|local|debug|test(?:ing)?["'?)]/i;
const IF = /^\s*(?:\}\s*)?(?:el(?:se\s*)?if|elsif|if|unless)\b/;
const HOLDS_ELSEWHERE = new RegExp(ELSEWHERE, 'i');
const HOLDS_IN_PRODUCTION = new RegExp(PRODUCTION, 'i');
/** How far around a value is read. */
const REACH = 240;
const BLOCK_REACH = 2000;

/** True when the value between two offsets is used outside of production only, as the code around it says. */
export function isOutsideProduction(text: string, family: Family, start: number, end: number): boolean {
  if (family !== 'code' && family !== 'python') return false;
  // Hardly any value has such words around it.
  if (!ASKS.test(text.slice(Math.max(0, start - BLOCK_REACH), end + REACH))) return false;
  const before = text.slice(Math.max(0, start - REACH), start).replace(INSIDE_ADDRESS, '');
  if (CHOSEN.test(before)) return true;
  return CHOSEN_BEHIND.test(text.slice(end, end + REACH)) || isInBlock(text, start);
}

/** Below an `if` that holds outside of production, or the `else` of one that holds there: told by indentation. */
function isInBlock(text: string, at: number): boolean {
  const lines = text.slice(Math.max(0, at - BLOCK_REACH), at).split('\n');
  let depth = indentOf(lines.pop() ?? '');
  let isElse = false;
  for (const line of lines.reverse()) {
    if (depth === 0 && !isElse) return false;
    const indent = indentOf(line);
    if (/^\s*\{?\s*$/.test(line) || (isElse ? indent !== depth : indent >= depth)) continue;
    if (isElse && /^\s*\}?\s*el/.test(line) && IF.test(line)) return false;
    if (isElse && !IF.test(line)) continue;
    if (IF.test(line) && !/\|\||\bor\b/.test(line)) {
      const negated = /^\s*unless\b/.test(line) !== isElse;
      if ((negated ? HOLDS_IN_PRODUCTION : HOLDS_ELSEWHERE).test(line)) return true;
    }
    isElse = /^\s*(?:\}\s*)?else\b(?!\s*if)/.test(line);
    depth = indent;
  }
  return false;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

/** Values that code uses only where it does not run in production: told from the condition that chooses them. */
import type { Family } from './syntax';

/** `NODE_ENV`, `settings.environment`, `os.getenv("APP_ENV", "dev")`, with what may stand before a comparison. */
const MODE = `(?:\\w*ENV(?:IRONMENT)?|environment|env|stage|mode)(?:["'],\\s?["']\\w{0,20})?["')\\].]{0,4}(?:(?:lower|toLowerCase)\\(\\))?`;
const PRODUCTION_FLAG = `(?:[\\w.]{1,40}\\.)?is_?prod(?:uction)?\\b(?:\\(\\))?`;
/** Rails, ASP.NET and Laravel ask the environment itself (Laravel documentation, "Determining the Current Environment"). */
const ASKED =
  'Rails\\.env\\.production\\?|\\.IsProduction\\(\\)|(?:app\\(\\)->|App::)environment\\(\\[?["\']production["\']\\]?\\)';
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
  // Hardly any value has such words around it, or its file at its start.
  const isAsked = ASKS.test(text.slice(Math.max(0, start - BLOCK_REACH), end + REACH));
  if ((isAsked || /prod(?:uction)?\b/i.test(text.slice(0, HEAD_REACH))) && isBehindExit(text, start)) return true;
  if (!isAsked) return false;
  const before = text.slice(Math.max(0, start - REACH), start).replace(INSIDE_ADDRESS, '');
  if (CHOSEN.test(before)) return true;
  return CHOSEN_BEHIND.test(text.slice(end, end + REACH)) || isInBlock(text, start);
}

/** Ends what runs it: a script, a task, a function. */
const LEAVES = /^\s*(?:return\b|raise\b|throw\b|abort\b|die\b|exit\b|(?:sys|process|os)\.exit\(|System\.exit\(|next\b)/;
const NEVER = /(?!)/;
/** How far from its start a script turns production away. */
const HEAD_REACH = 4000;

/** Behind `return if Rails.env.production?` and its like, in the same block or one around it: production never gets there. */
function isBehindExit(text: string, at: number): boolean {
  const near = text.slice(Math.max(0, at - BLOCK_REACH), at).split('\n');
  let outer = indentOf(near[near.length - 1] ?? '');
  for (let line = near.length - 2; line >= 0; line--) {
    const own = near[line] ?? '';
    const indent = indentOf(own);
    // Deeper lines stand in blocks that end before the value.
    if (own.trim() === '' || indent > outer) continue;
    if (leaves(near, line, indent)) return true;
    outer = indent;
  }
  const head = text.slice(0, Math.min(at, HEAD_REACH)).split('\n');
  return head.some((own, line) => /^\S/.test(own) && leaves(head, line, 0));
}

function leaves(lines: readonly string[], line: number, indent: number): boolean {
  const own = lines[line] ?? '';
  if (/\|\||&&|\bor\b|\band\b/.test(own)) return false;
  if (LEAVES.test(own))
    return (/\bunless\b/.test(own) ? HOLDS_ELSEWHERE : /\bif\b/.test(own) ? HOLDS_IN_PRODUCTION : NEVER).test(own);
  if (!/^\s*if\b/.test(own) || !HOLDS_IN_PRODUCTION.test(own)) return false;
  if (LEAVES.test(own.replace(/^.{1,200}[):]\s{1,4}(?=[a-zA-Z.]{3,14}\b[^"'`]{0,40})/, ''))) return true;
  // What stands deeper leaves on one condition more.
  let inner: number | undefined;
  for (const below of lines.slice(line + 1, line + 8)) {
    if (below.trim() === '') continue;
    const at = indentOf(below);
    if (at <= indent) return false;
    inner ??= at;
    if (at === inner && LEAVES.test(below)) return true;
  }
  return false;
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

/** From a value back to what it is bound to: the name on its left, and the position that makes something run with it. */
import { envReadIn } from './expression-patterns';
import type { Position } from '../facts';
import type { Family } from './syntax';

export interface Binding {
  position: Position;
  name: string | null;
  env: string | null;
}

/** How far back is read. */
const REACH = 240;
const QUOTE = `[rbufRBUF]{0,2}["'\`]{1,3}`;

const ENV_DEFAULT = new RegExp(
  `(?:getenv|environ\\.get|environ\\.setdefault|\\benv\\w{0,12}|env\\.\\w{1,12}|config|config\\.get|fetch|Getenv|get_env|getEnv|getOrDefault)\\(\\s*["']([\\w.-]{1,80})["']\\s*,\\s*(?:\\w{1,20}\\s*=\\s*)?${QUOTE}$`,
);
const OR_LEFT = new RegExp(`([\\w$.\\[\\]"'()?!]{0,100})\\s*(?:\\|\\||\\?\\?|\\bor)\\s*${QUOTE}$`);
const COMPARED = new RegExp(`(?:===?|!==?)\\s*${QUOTE}$`);
const DEFAULT_OF = new RegExp(`(?:\\b(?:devD|d)efault\\s*[=:(]|\\.default\\(|\\bField\\()\\s*${QUOTE}$`);
const SUBSTITUTED = /\$\{([A-Za-z_]\w{0,80}):?-["']?$/;
const ASSIGNED = new RegExp(
  `([A-Za-z_$][\\w$.-]{0,80})["'\`]?\\]?\\s*(?:[?!]?:\\s*[A-Za-z_$&][\\w.$<>\\[\\]|, ]{0,60}\\s*)?(?::=|=>|=|:)\\s*(?:${QUOTE})?$`,
);
const CALLED = new RegExp(`([A-Za-z_$][\\w$.]{0,80})\\(\\s*${QUOTE}$`);
const FIELD_NAME =
  /(?:^|\n)[ \t]*([A-Za-z_]\w*)\s*:\s*[^=\n]{1,80}=\s*(?:\w+\.)?Field\((?:(?!\n[ \t]*[A-Za-z_]\w*\s*:)[\s\S])*$/;
const PROPERTY_NAME = /([A-Za-z_$][\w$]*)["']?\s*:\s*(?:z|zod|yup|joi|Joi|v|t|s|str)\b[^\n]*$/;

/** What the value that starts at an offset is bound to. */
export function bindingBefore(text: string, start: number, family: Family): Binding {
  const before = text.slice(Math.max(0, start - REACH), start);
  const substituted = SUBSTITUTED.exec(before);
  if (substituted) return { position: 'fallback', name: substituted[1] ?? null, env: substituted[1] ?? null };
  if (family === 'code' || family === 'python') return codeBinding(before);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const name = ASSIGNS.has(operatorEnd(line)) ? (ASSIGNED.exec(line)?.[1] ?? null) : null;
  const position: Position =
    family === 'yaml' || family === 'json' || family === 'config' || family === 'markup' ? 'config' : family;
  return { position, name, env: null };
}

/** Last characters of what assigns. */
const ASSIGNS = new Set(['=', ':', '>']);

/** The last character before a value, its opening quotes and the blanks before them. */
function operatorEnd(before: string): string {
  let end = before.length;
  while (end > before.length - 3 && /["'`]/.test(before[end - 1] ?? '')) end--;
  const quote = end;
  while (quote < before.length && end > quote - 2 && /[rbuf]/i.test(before[end - 1] ?? '')) end--;
  return before.slice(0, end).trimEnd().at(-1) ?? '';
}

function codeBinding(before: string): Binding {
  // The patterns are costly, and each of them ends with one of a few characters and a quote.
  const end = operatorEnd(before);
  const env = end === ',' || end === '=' ? ENV_DEFAULT.exec(before) : null;
  if (env) return { position: 'fallback', name: env[1] ?? null, env: env[1] ?? null };
  const or = end === '|' || end === '?' || /\bor\s*[rbuf]{0,2}["'`]{1,3}$/i.test(before) ? OR_LEFT.exec(before) : null;
  if (or) {
    const left = or[1] ?? '';
    const read = envReadIn(left);
    return { position: 'fallback', name: read ?? lastName(left), env: read };
  }
  if (end === '=' && COMPARED.test(before)) return { position: 'comparison', name: null, env: null };
  if (DEFAULT_OF.test(before)) {
    const name = FIELD_NAME.exec(before)?.[1] ?? PROPERTY_NAME.exec(before)?.[1] ?? null;
    return { position: 'setting', name, env: null };
  }
  const assigned = ASSIGNS.has(end) ? ASSIGNED.exec(before) : null;
  if (assigned) return { position: 'literal', name: assigned[1] ?? null, env: null };
  if (end === '(' && CALLED.test(before)) return { position: 'argument', name: null, env: null };
  return { position: 'literal', name: null, env: null };
}

function lastName(expression: string): string | null {
  return /([A-Za-z_$][\w$]*)["'\])?!]*$/.exec(expression)?.[1] ?? null;
}

/** Takes the default away and lets the program fail with a clear message instead. */
import type { TextEdit } from '../../fix';
import type { Family } from '../detect/syntax';
import { readExpression, SCRIPTS, type Dialect } from './access';
import { otherFallback } from './fallback-languages';
import { literalAround, type LiteralSpan } from './literal';
import { newlineOf } from './place';

export interface FallbackOptions {
  /** Name for the message and, where a variable is read, the variable. */
  variable: string;
  dialect: Dialect;
  /** The value moves to the environment: the variable is what is read from now on. */
  secret: boolean;
}

const REACH = 300;

/**
 * The edit that removes a fallback literal; undefined when the literal is no fallback of a known form. The value may be a part of the
 * literal (the password of a URL): the whole literal goes.
 */
export function dropFallback(
  text: string,
  start: number,
  end: number,
  family: Family,
  options: FallbackOptions,
): TextEdit | undefined {
  const literal = literalAround(text, start, end, family);
  if (!literal || literal.quote.length > 1) return undefined;
  const from = Math.max(0, literal.start - REACH);
  const before = text.slice(from, literal.start);
  const after = text.slice(literal.end, literal.end + 80);
  if (family === 'python') return python(before, after, from, literal, options, text);
  return SCRIPTS.has(options.dialect)
    ? script(before, after, from, literal, options, text)
    : otherFallback(before, after, literal, options);
}

function python(
  before: string,
  after: string,
  from: number,
  literal: LiteralSpan,
  { variable, dialect, secret }: FallbackOptions,
  text: string,
): TextEdit | undefined {
  const { start, end } = literal;
  const call = environmentRead(
    /(?<![\w.])(?:(\w+)\.)?(?:getenv|environ\.get|environ\.setdefault)\(\s*(["'])([\w.-]+)\2\s*,\s*(?:default\s*=\s*)?$/.exec(
      before,
    ),
    text,
  );
  const close = /^\s*,?\s*\)/.exec(after);
  const name = (read: string): string => (secret ? variable : read);
  if (call && close) {
    return {
      start: from + call.index,
      end: end + close[0].length,
      newText: readExpression(name(call.name), dialect, call.quote),
    };
  }
  const configured = /,\s*default\s*=\s*$/.exec(before);
  const field = /\bField\(\s*(default\s*=\s*)?$/.exec(before);
  if (field) return { start: start - (field[1]?.length ?? 0), end, newText: '...' };
  if (configured) return { start: from + configured.index, end, newText: '' };
  const positional = /\b(?:config|env(?:\.str)?)\(\s*["'][\w.-]+["']\s*(,\s*)$/.exec(before);
  if (positional?.[1] !== undefined) return { start: start - positional[1].length, end, newText: '' };
  const read = environmentRead(
    /(?<![\w.])(?:(\w+)\.)?(?:getenv|environ\.get)\(\s*(["'])([\w.-]+)\2\s*\)\s*or\s*$/.exec(before),
    text,
  );
  if (read) return { start: from + read.index, end, newText: readExpression(name(read.name), dialect, read.quote) };
  if (/\breturn\s+$/.test(before) && !secret) {
    const quote = literal.quote;
    return {
      start: start - (/return\s+$/.exec(before)?.[0].length ?? 0),
      end,
      newText: `raise ValueError(${quote}Set ${variable}.${quote})`,
    };
  }
  return annotated(before, after, literal) ?? statement(before, after, literal, variable, newlineOf(text));
}

/** A read of the environment by the module or a function of it; other objects have an `environ` of their own, requests among them. */
function environmentRead(
  match: RegExpExecArray | null,
  text: string,
): { index: number; quote: string; name: string } | undefined {
  if (!match) return undefined;
  const { index, 1: module, 2: quote = '"', 3: name = '' } = match;
  const isOwn = module === undefined || module === 'os' || new RegExp(`\\bos as ${module}\\b`).test(text);
  return isOwn ? { index, quote, name } : undefined;
}

/**
 * `NAME: str = "v"` of a settings class: the field without its default is required. Nothing fills in names that begin with an underscore
 * (pydantic documentation, "Models", Private model attributes).
 */
function annotated(before: string, after: string, { start, end }: LiteralSpan): TextEdit | undefined {
  const match = /\n([ \t]+)[A-Za-z]\w*[ \t]*:[^=\n]{1,80}?([ \t]*=[ \t]*)$/.exec(before);
  if (!match?.[2] || !/^[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/.test(after)) return undefined;
  return { start: start - match[2].length, end, newText: '' };
}

/** `name = expression or "v"` on one line: the same without the fallback, and a check below it. */
function statement(
  before: string,
  after: string,
  { start, end, quote }: LiteralSpan,
  variable: string,
  newline: string,
): TextEdit | undefined {
  const match = /(?:^|\n)([ \t]*)([A-Za-z_][\w.]*)[ \t]*(?::[^=\n]{1,60})?=[ \t]*[^\n=][^\n]*?([ \t]+or[ \t]+)$/.exec(
    before,
  );
  const rest = /^[ \t]*(?=\r?\n|$)/.exec(after);
  if (!match?.[3] || !rest) return undefined;
  const [, indent = '', name = ''] = match;
  const newText = `${newline}${indent}if not ${name}:${newline}${indent}    raise RuntimeError(${quote}Set ${variable}.${quote})`;
  return { start: start - match[3].length, end: end + rest[0].length, newText };
}

function script(
  before: string,
  after: string,
  from: number,
  literal: LiteralSpan,
  { variable, dialect, secret }: FallbackOptions,
  text: string,
): TextEdit | undefined {
  const { start, end, quote } = literal;
  const schema = /(?:\.optional\(\s*\)\s*)?\.default\(\s*$/.exec(before);
  const close = /^\s*,?\s*\)/.exec(after);
  if (schema && close)
    return {
      start: from + schema.index,
      end: end + close[0].length,
      newText: requiredBy(before.slice(0, schema.index)),
    };
  const property = /(?:,\s*)?\b(?:default|devDefault)\s*:\s*$/.exec(before);
  if (property && /\((?:\{)?[^()]*$/.test(before)) {
    const comma = property[0].startsWith(',') ? 0 : (/^\s*,\s*/.exec(after)?.[0].length ?? 0);
    const only = /\{[ \t]*$/.exec(before.slice(0, property.index));
    const rest = /^[ \t]*(?=\})/.exec(after);
    // The one key of its object leaves no blanks behind.
    if (only && rest) return { start: from + only.index + 1, end: end + rest[0].length, newText: '' };
    return { start: from + property.index, end: end + comma, newText: '' };
  }
  const thrown = `throw new Error(${quote}${variable} is not set${quote})`;
  if (!secret && /\?\s*process\.env[\w.[\]"']+\s*:\s*$/.test(before))
    return { start, end, newText: `(() => { ${thrown}; })()` };
  const or = /\s*(?:\|\||\?\?)\s*$/.exec(before);
  if (!or) return undefined;
  const left = before.slice(0, or.index);
  const read = secret ? /(?:process\.env(?:\.\w+|\[["']\w+["']\])|Deno\.env\.get\(["']\w+["']\))$/.exec(left) : null;
  const head = read ? readExpression(variable, dialect, quote === '`' ? "'" : quote).replace(/!$/, '') : '';
  const headStart = read ? from + read.index : undefined;
  const constant = /(?:^|\n)([ \t]*)(?:export\s+)?const\s+([A-Za-z_$][\w$]*)\s*=\s*[^\n;]*$/.exec(left);
  const rest = /^[ \t]*;?(?=\s*(?:\r?\n|$))/.exec(after);
  if (dialect === 'javascript' && constant && rest && isTopStatement(text, literal)) {
    const semicolon = rest[0].includes(';') ? ';' : '';
    const newText = `${head}${semicolon}${newlineOf(text)}${constant[1] ?? ''}if (!${constant[2] ?? ''}) ${thrown}${semicolon}`;
    return { start: headStart ?? from + or.index, end: end + rest[0].length, newText };
  }
  const failing = `(() => { ${thrown}; })()`;
  return headStart === undefined
    ? { start, end, newText: failing }
    : { start: headStart, end, newText: `${head}${or[0]}${failing}` };
}

/** Keys are optional unless they are said to be required (Joi, "any.required()"; Yup, "Schema.required()"), elsewhere required by themselves. */
function requiredBy(before: string): string {
  const start = [...before.matchAll(/\b(?:joi|yup)\s*\.\s*\w+\(/gi)].at(-1)?.index;
  return start === undefined || /[;{}]|\.required\(/.test(before.slice(start)) ? '' : '.required()';
}

/** The literal ends its statement: nothing of the expression follows on the next line. */
function isTopStatement(text: string, { end }: LiteralSpan): boolean {
  return !/^[ \t]*;?\s*[.?:|&+,)\]]/.test(text.slice(end, end + 120));
}

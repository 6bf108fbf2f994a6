/**
 * Signals of secrets that are handed to a log: a value with the name of a secret is an argument of the call, or stands in its text as an
 * interpolation. Messages that only speak of one, lengths, comparisons, parts and masks of it are calls or operations, and no such value.
 * Records and keyword arguments are left alone: loggers take secrets out of those by their names (getpino.io "Redaction", structlog.org
 * "Processors").
 */
import { isSecretName, lastSegment } from '../../secrets/names';
import { enclosingJavascript, enclosingPython } from '../enclosing';
import { argumentsOf, type MaskedText } from '../mask';
import type { RuleAnswer, SignalRule } from './signals';

/** A name with members, and no call or operation. */
const VALUE = /^(?:await\s+)?[\w$]+(?:(?:\?|!)?\.[\w$]+|\[\s*["'][\w-]+["']\s*\])*!?$/;
/** A setting that is read in place. */
const SETTING = /^(?:os\.(?:getenv|environ\.get)\(|process\.env\[)\s*["'](\w+)["']/;
/** The value as it is, under another type. */
const AS_TEXT = /^(?:str|repr|String)\(\s*(.*?)\s*\)$/s;
/** What a token is that lets somebody in; others are parts of texts, pages and prompts. */
const LETS_IN =
  /auth|access|verif|reset|(?:log|sign)[\s_-]?in|bearer|jwt|session|refresh|invit|activat|password|secret|api[\s_-]?key|\bbot\b/i;
const NO_SECRET =
  /polic|violation|^(?:next|page|continuation|cursor|sync|prev|previous|device|push|stop|pad|eos|bos)_?tokens?$/i;

/** The name of a secret whose value an expression is; null = it is none. */
function secretIn(expression: string, around: string): string | null {
  const text = expression.trim();
  const plain = AS_TEXT.exec(text)?.[1] ?? text;
  const setting = SETTING.exec(plain)?.[1];
  const name = setting ?? (VALUE.test(plain) ? lastSegment(plain.replace(/[!?]/g, '')) : undefined);
  if (name === undefined || NO_SECRET.test(name) || !isSecretName(name)) return null;
  return /^tok(?:en)?$/i.test(name) && !LETS_IN.test(around) ? null : name;
}

/** Expressions that stand as they are in an argument: itself, its interpolations, the parts of a sum, what a format is filled with. */
function valuesIn(text: string, code: string, python: boolean): string[] {
  const out = [text];
  const quoted = /^\s*(?:[rRbBuU]?[fF][rR]?)?["'`]/.test(text);
  if (python && /(?:^|[\s(+])[rR]?[fF][rR]?["']/.test(text))
    for (const match of text
      .replace(/\{\{|\}\}/g, '  ')
      .matchAll(/\{([^{}:]*?)(?:=|![rsa])?\s*(?::(?![^{}]*\.)[^{}]*)?\}/g))
      out.push(match[1] ?? '');
  if (!python && quoted && text.includes('${'))
    for (const match of text.matchAll(/\$\{([^{}]*)\}/g)) out.push(match[1] ?? '');
  // Blanked strings hold no operators of their own.
  const parts = /\+|%/.test(code) ? splitAt(text, code) : [];
  out.push(...parts.flatMap((part) => (/^\s*\(/.test(part) ? part.replace(/^\s*\(|\)\s*$/g, '').split(',') : [part])));
  const format = /["']\s*\.format\s*\(/.exec(code);
  if (python && format)
    for (const [start, end] of argumentsOf(code, format.index + format[0].length - 1))
      out.push(text.slice(start, end).replace(/^\s*\w+\s*=(?!=)/, ''));
  return out;
}

/** Parts of a sum, or of a text and what fills it. */
function splitAt(text: string, code: string): string[] {
  const out: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < code.length; i++) {
    const char = code.charAt(i);
    if ('([{'.includes(char)) depth++;
    else if (')]}'.includes(char)) depth--;
    else if (depth === 0 && (char === '+' || char === '%')) {
      out.push(text.slice(from, i));
      from = i + 1;
    }
  }
  out.push(text.slice(from));
  return out;
}

const SPEAKS_OF_ONE = /passw|passphrase|secret|token|api_?key|private_?key|access_?key|jwt|credential/i;

function logAnswer(match: RegExpExecArray, masked: MaskedText, python: boolean): RuleAnswer | null {
  const open = match.index + match[0].length - 1;
  const pieces = argumentsOf(masked.code, open);
  const [first, last] = [pieces[0], pieces.at(-1)];
  if (!first || !last || !SPEAKS_OF_ONE.test(masked.text.slice(first[0], last[1]))) return null;
  const around = (): string => {
    const fn = (python ? enclosingPython : enclosingJavascript)(masked, match.index);
    return `${fn?.name ?? ''} ${masked.text.slice(first[0], last[1])}`.replace(/\btoken\b/gi, '');
  };
  for (const [start, end] of pieces) {
    const text = masked.text.slice(start, end);
    const code = masked.code.slice(start, end);
    if (!SPEAKS_OF_ONE.test(text) || /^\s*\{/.test(code) || /^\s*\w+\s*=(?!=)/.test(code)) continue;
    for (const value of valuesIn(text, code, python)) {
      if (!SPEAKS_OF_ONE.test(value)) continue;
      const name = secretIn(value, around());
      if (name !== null) return { detail: name, good: false };
    }
  }
  return null;
}

const PYTHON_LOGGER = /(?:^|[^\w.])(?:(?:self|cls|app|current_app)\.)?_?(?:log|logger|logging|LOG|LOGGER|loguru)$/;
const SCRIPT_LOGGER =
  /(?:^|[^\w.$])(?:(?:this|app|server|fastify|ctx|req|request)\.)?_?(?:console|log|logger|Logger|winston|pino)$/;

/** What stands right before a call of a method. */
function receiver(match: RegExpExecArray, { code }: MaskedText): string {
  return code.slice(Math.max(0, match.index - 40), match.index);
}

const NEEDLES = [
  'assw',
  'asswd',
  'assphrase',
  'PASSW',
  'ecret',
  'SECRET',
  'oken',
  'TOKEN',
  'pi_key',
  'piKey',
  'API_KEY',
  'rivate_key',
  'rivateKey',
  'PRIVATE_KEY',
  'ccess_key',
  'ccessKey',
  'ACCESS_KEY',
  'jwt',
  'JWT',
];

export const PYTHON_LOGS: readonly SignalRule[] = [
  {
    kind: 'secret-logged',
    needles: NEEDLES,
    also: ['log', 'LOG'],
    pattern: /\.(?:debug|info|warning|warn|error|critical|exception|log)\(/g,
    read: (match, masked) => (PYTHON_LOGGER.test(receiver(match, masked)) ? logAnswer(match, masked, true) : null),
  },
  {
    kind: 'secret-logged',
    needles: NEEDLES,
    also: ['print('],
    pattern: /print\(/g,
    read: (match, masked) => (/[\w.]$/.test(receiver(match, masked)) ? null : logAnswer(match, masked, true)),
  },
];

export const JAVASCRIPT_LOGS: readonly SignalRule[] = [
  {
    kind: 'secret-logged',
    needles: NEEDLES,
    also: ['console.', 'ogger.', 'log.'],
    pattern: /\.(?:log|info|warn|error|debug|trace|fatal)\(/g,
    read: (match, masked) => (SCRIPT_LOGGER.test(receiver(match, masked)) ? logAnswer(match, masked, false) : null),
  },
];

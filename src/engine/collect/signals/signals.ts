/**
 * Signals: which well-known calls and declarations occur where, found by rules on masked text, without a tree. A signal is what the text
 * says; whether it reaches anything is for the checks to conclude. To add one: a kind here, a rule in the file of its topic beside this one.
 */
import type { Span } from '../../span';
import { defineWords, holdsAny, type Words } from '../../text/words';
import type { Language } from '../../facts';
import { defineExtractor } from '../extractor';
import { maskedOf, type MaskedText } from '../mask';
import { javascriptSurroundings, pythonSurroundings, type Surroundings } from '../scope';
import { JAVASCRIPT_LOGS, PYTHON_LOGS } from './logs';
import { JAVASCRIPT_OWN_JSON_LOGS, PYTHON_OWN_JSON_LOGS } from './own-json-logs';
import { JAVASCRIPT_OPERATIONS, PYTHON_OPERATIONS } from './operations';
import { JAVASCRIPT_RULES } from './javascript';
import { JAVASCRIPT_REACT } from './react';
import { PYTHON_RULES } from './python';
import { PYTHON_OBSERVABILITY } from './python-observability';
import { JAVASCRIPT_REQUIRED, PYTHON_REQUIRED } from './required-names';
import { JAVASCRIPT_SECRET_STORES, PYTHON_SECRET_STORES } from './secret-stores';
import { JAVASCRIPT_STATE, PYTHON_STATE } from './state';
import { JAVASCRIPT_TIMEOUTS, PYTHON_TIMEOUTS } from './timeouts';
import { JAVASCRIPT_TOKENS } from './tokens-javascript';
import { PYTHON_TOKENS } from './tokens-python';
import type { SourceFile } from '../source-file';

/** What a rule recognises. */
export type SignalKind =
  /** An application object or a server: where serving starts. */
  | 'app'
  /** A program of its own: `if __name__ == "__main__"`. */
  | 'main'
  | 'error-tracking'
  | 'json-logs'
  /** A formatter of the workspace that puts JSON out; the detail is its class. */
  | 'json-formatter'
  /** An object of some formatter; the detail is its class. */
  | 'formatter-made'
  | 'text-logs'
  | 'metrics-endpoint'
  | 'metrics-auto'
  | 'metric-created'
  | 'metric-updated'
  /** A metric with a name that is written out; the detail is the name. */
  | 'metric-name'
  /** Exposition text written by hand (`# TYPE …`). */
  | 'metrics-by-hand'
  | 'request-id'
  | 'request-id-returned'
  | 'shutdown'
  | 'engine'
  | 'create-all'
  | 'outbound'
  | 'settings'
  | 'env-read'
  | 'debug'
  /** An application is run by its own object: `app.run()`. */
  | 'own-run'
  | 'error-leak'
  | 'swallowed'
  | 'password-hash'
  | 'raw-query'
  | 'dependency-probe'
  | 'unavailable'
  /** A package that serves a health route is switched on; the detail is its path. */
  | 'health-served'
  | 'html-sink'
  | 'api-docs'
  | 'timeout-setting'
  | 'load-test'
  | 'tracing'
  /** What makes browsers and clients use TLS. */
  | 'https'
  /** A directive of a content policy; `nonce` where one is made. */
  | 'csp'
  /** Logs are written to a file; good = it is rotated. */
  | 'log-file'
  | 'query-timeout'
  /** OpenTelemetry is told to trace a framework or library. */
  | 'instrumented'
  /** React is given a place to render. */
  | 'react-root'
  /** Something catches errors while React renders; good = it is put to use. */
  | 'error-boundary'
  /** Where a rate limiter keeps its counters; good = not in the process. */
  | 'limiter-store'
  /** A rate limiter that counts in the framework's cache. */
  | 'cache-limiter'
  /** The framework's cache; good = shared by processes. */
  | 'cache-backend'
  /** More than one process serves. */
  | 'workers'
  /** JSON Web Tokens are made, verified or read; the detail is `rule:library` (`tokens.ts`). */
  | 'jwt'
  /** The value of a secret is handed to a log; the detail is its name. */
  | 'secret-logged'
  /** A request that takes too long is ended; good = also while it is answered, not only while it arrives. */
  | 'request-timeout'
  /** A setting of gunicorn's, as `key=value`. */
  | 'gunicorn-setting'
  /** Secrets are fetched from a secrets manager; the detail is its name. */
  | 'secret-store';

declare module '../../facts' {
  interface FactParts {
    /** Well-known calls and declarations. */
    signals: Signal[];
  }
}

export interface Signal extends Surroundings {
  kind: SignalKind;
  /** What exactly: a library, an algorithm, the names of arguments. Never a literal of the text that could be a secret. */
  detail: string;
  /** The rule's own yes or no: the call has a timeout, the body closes something. */
  good: boolean;
  span: Span;
}

/** What a rule says of a match; null = not a signal after all. */
export interface RuleAnswer {
  detail: string;
  good?: boolean;
  /** Stretch to point at; default: the match. */
  at?: [number, number];
}

export interface SignalRule {
  kind: SignalKind;
  /** A file that holds none of these texts cannot match: found in the one pass over a text that answers all such questions. */
  needles: readonly string[];
  /** Nor can one that holds none of these. */
  also?: readonly string[];
  /** Global; matched on text without comments. A match that starts inside a string is dropped unless `literal`. */
  pattern: RegExp;
  literal?: true;
  read?(match: RegExpExecArray, masked: MaskedText): RuleAnswer | null;
}

const PYTHON = /\.pyi?$/;
const JAVASCRIPT = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/;
const MAX_LENGTH = 512 * 1024;
const CODE: ReadonlySet<Language> = new Set<Language>(['python', 'javascript', 'typescript', 'vue', 'svelte', 'astro']);

export const signals = defineExtractor({
  part: 'signals',
  version: 17,
  notOf: ['vendored'],
  accepts: (path) => PYTHON.test(path) || JAVASCRIPT.test(path),
  extract(file): Signal[] | undefined {
    if (!CODE.has(file.language) || file.text.length > MAX_LENGTH || /\.d\.[cm]?ts$/.test(file.path)) return undefined;
    if (['generated', 'minified', 'vendored', 'artefact'].includes(file.fileClass)) return undefined;
    const found = signalsOf(file);
    return found.length === 0 ? undefined : found;
  },
});

/** A rule with the words that it needs. */
interface Wanted {
  rule: SignalRule;
  needles: Words;
  also: Words | undefined;
}

function ruleSet(rules: readonly SignalRule[]): Wanted[] {
  return rules.map((rule) => ({
    rule,
    needles: defineWords(rule.needles),
    also: rule.also && defineWords(rule.also),
  }));
}

const PYTHON_SET = ruleSet([
  ...PYTHON_RULES,
  ...PYTHON_OBSERVABILITY,
  ...PYTHON_OWN_JSON_LOGS,
  ...PYTHON_OPERATIONS,
  ...PYTHON_STATE,
  ...PYTHON_TOKENS,
  ...PYTHON_LOGS,
  ...PYTHON_TIMEOUTS,
  ...PYTHON_SECRET_STORES,
  ...PYTHON_REQUIRED,
]);
const JAVASCRIPT_SET = ruleSet([
  ...JAVASCRIPT_RULES,
  ...JAVASCRIPT_OWN_JSON_LOGS,
  ...JAVASCRIPT_OPERATIONS,
  ...JAVASCRIPT_STATE,
  ...JAVASCRIPT_TOKENS,
  ...JAVASCRIPT_REACT,
  ...JAVASCRIPT_LOGS,
  ...JAVASCRIPT_TIMEOUTS,
  ...JAVASCRIPT_SECRET_STORES,
  ...JAVASCRIPT_REQUIRED,
]);

/** Rules of which all needed words occur in the text. */
function candidates(rules: readonly Wanted[], text: string): Wanted[] {
  return rules.filter(({ needles, also }) => holdsAny(text, needles) && (!also || holdsAny(text, also)));
}

function signalsOf(file: SourceFile): Signal[] {
  const python = file.language === 'python';
  const rules = candidates(python ? PYTHON_SET : JAVASCRIPT_SET, file.text);
  if (rules.length === 0) return [];
  const masked = maskedOf(file);
  let lines: string[] | undefined;
  const out: Signal[] = [];
  for (const { rule } of rules) {
    rule.pattern.lastIndex = 0;
    for (let match = rule.pattern.exec(masked.text); match; match = rule.pattern.exec(masked.text)) {
      if (match[0] === '') {
        rule.pattern.lastIndex++;
        continue;
      }
      const start = match.index + (match[0].length - match[0].trimStart().length);
      if (!rule.literal && masked.code[start] !== masked.text[start]) continue;
      const answer = rule.read ? rule.read(match, masked) : { detail: match[1] ?? match[0].trim().slice(0, 40) };
      if (!answer) continue;
      const [from, to] = answer.at ?? [start, match.index + match[0].trimEnd().length];
      const span = file.span(from, to);
      const around = python
        ? pythonSurroundings((lines ??= masked.code.split(/\r?\n/)), span.line - 1)
        : javascriptSurroundings(masked.code, from);
      out.push({ kind: rule.kind, detail: answer.detail, good: answer.good ?? true, span, ...around });
    }
  }
  return out.sort((a, b) => a.span.line - b.span.line || a.span.column - b.span.column);
}

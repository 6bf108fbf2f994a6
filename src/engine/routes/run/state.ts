/** What is known on one path through a body, and how paths, results and outcomes are made and compared. */
import {
  abstractTruth,
  isTainted,
  settingOf,
  type Abstract,
  type Assumption,
  type Refusal,
  type Scenario,
} from './abstract';
import type { Argument, Expression } from '../../code/model';
import type { Answers } from './unserved';
import { optionsOf, type EvaluatedArgument, type FunctionValue, type Scope } from '../program/values';

/** Paths that are kept per statement; beyond it the rest is dropped, most alike first. */
export const MAX_PATHS = 24;
export const MAX_ALTERNATIVES = 8;
export const MAX_DEPTH = 10;
/** Statements per judged guard; a body that needs more stays undecided. */
export const MAX_STEPS = 6000;
/** The same for a handler: there are many of them, and what they refuse they refuse first. */
export const MAX_HANDLER_STEPS = 1500;

/** How one path through a body ends. */
export interface Outcome {
  end: 'pass' | 'refuse';
  /** What it returns, for a pass. */
  value: Abstract;
  refusal: Refusal | null;
  assumptions: Assumption[];
  /** The path turned on the caller's credential. */
  credential: boolean;
  /** A credential was handed to something out of reach and its answer was never looked at. */
  unread: string | null;
  /** It turned on the form of what the caller sent (`isinstance`, `startswith`). */
  byForm?: true;
  /** The body was too large to be followed to its end: what comes after may refuse. */
  cut?: true;
  /** Of a helper: what it answered on the way, and whether it handed the request on. */
  sent?: Refusal | null;
  proceeds?: true;
  /** It left the decision to something out of reach, which was given the request. */
  asked?: string;
  /** It put a refusal beside the request and handed on: somebody behind it may look there. */
  kept?: true;
  /** It answered, and the request was handed on all the same. */
  answered?: Refusal;
  /** Of a helper: fields of the object at hand (`@user`) as it leaves them. */
  fields?: ReadonlyMap<string, Abstract>;
}

export type Mode = 'dependency' | 'middleware' | 'hook' | 'permission' | 'gate' | 'step' | 'handler' | 'helper';

export interface State {
  vars: Map<string, Abstract>;
  assumptions: Assumption[];
  credential: boolean;
  unread: string | null;
  /** As in `Outcome`. */
  byForm?: true;
  sent: Refusal | null;
  /** The request was handed on, or the websocket accepted and used. */
  proceeded: boolean;
  /** Something out of reach was given the request, and may have decided about the caller. */
  asked?: string;
  /** Something in a `try` may have raised because of the credential. */
  mayRaise: boolean;
}

export interface Path {
  state: State;
  end: 'normal' | 'return' | 'throw' | 'jump' | 'proceed';
  value: Abstract | null;
  refusal: Refusal | null;
}

/** An expression's value on one path, or the exception that it raises. */
export interface Result {
  state: State;
  value: Abstract;
  raised: Refusal | null;
}

/** One way a test can turn out. */
export interface Tested {
  state: State;
  truth: boolean;
  raised: Refusal | null;
}

export interface Context {
  scope: Scope;
  scenario: Scenario;
  mode: Mode;
  depth: number;
  /** Of a handler: how it ends when nothing holds it up. */
  answers?: Answers;
}

export const UNKNOWN: Abstract = { v: 'unknown', why: null, name: null };
export const FAILED: Abstract = { v: 'failed' };
export const FORMAL: Abstract = { v: 'formal' };

/** Methods of a text that give a text. */
export const TEXT_METHODS =
  /^(replace|strip|split|rsplit|lower|upper|encode|decode|removeprefix|removesuffix|partition|rpartition|lstrip|rstrip|slice|substring|substr|trim|toString|toLowerCase|get_secret_value|get|pop|match|at|padEnd|credentials)$/;
/** Tests of form, which a made-up value may pass. */
export const FORM_TESTS =
  /^(startswith|endswith|startsWith|endsWith|isdigit|isalnum|includes|count|find|index|indexOf|test|fullmatch)$/;
export const PASS_THROUGH = new Set([
  'get_authorization_scheme_param',
  'str',
  'bytes',
  'String',
  'list',
  'tuple',
  'SecretStr',
  'b64decode',
  'UUID',
]);
export const FORM_FUNCTIONS = new Set(['typeof', 'len', 'isinstance', 'type', 'hasattr', 'callable']);

/** Values worth following into a function. */
export function matters(value: Abstract): boolean {
  return (
    isTainted(value) ||
    value.v === 'next' ||
    value.v === 'request' ||
    (value.v === 'made' && [...value.entries.values()].some(matters)) ||
    (value.v === 'unknown' &&
      value.name !== null &&
      /(?:^_?|^<\d+>\.)(request|req|websocket|ws|scope|conn|headers)$/.test(value.name))
  );
}

function namesSetting(expression: Expression): boolean {
  return expression.e === 'member' && expression.of.e === 'name' && /^(settings|config)$/i.test(expression.of.name);
}

export function autoErrorOf(args: readonly EvaluatedArgument[]): Argument[] {
  return args.flatMap(({ name, value }) =>
    value.v === 'constant' ? [{ name, value: { e: 'constant' as const, value: value.value } }] : [],
  );
}

export function pass(value: Abstract): Outcome {
  return { end: 'pass', value, refusal: null, assumptions: [], credential: false, unread: null };
}

export function found(state: State, value: Abstract): Result {
  return { state, value, raised: null };
}

/** `token or ""` is still a missing token; what stands in its place can be asked on (`header?.split(' ') ?? []`). */
export function stillMissing(left: Result, right: Result): Result {
  // `req.body || {}`: nothing is in either.
  const isBare = right.value.v === 'made' || right.value.v === 'record' ? right.value.entries.size === 0 : false;
  if (left.value.v === 'request' && left.value.expression.name === null && isBare)
    return { ...right, value: left.value };
  const isMissing = left.value.v === 'absent' || left.value.v === 'failed';
  const isEmpty = abstractTruth(right.value) === false && !isTainted(right.value);
  if (!isMissing || !isEmpty) return right;
  const isNothing = right.value.v === 'constant' || left.value.v === 'failed';
  return { ...right, value: isNothing ? left.value : { v: 'absent', held: true } };
}

export function mayRaise(state: State, value: Abstract): Result {
  return { state: { ...state, mayRaise: true, credential: true }, value, raised: null };
}

export function raise(state: State, context: Context, status: number | null = null): Result {
  const refusal: Refusal = { status, redirect: false, path: context.scope.path, line: 0, http: status !== null };
  return { state: { ...state, credential: true }, value: UNKNOWN, raised: refusal };
}

export function normal(state: State): Path {
  return { state, end: 'normal', value: null, refusal: null };
}

export function thrown(result: Result): Path {
  return { state: result.state, end: 'throw', value: null, refusal: result.raised };
}

export function withVar(state: State, name: string, value: Abstract): State {
  const vars = new Map(state.vars);
  vars.set(name, value);
  return { ...state, vars };
}

/** What is called when it says whether callers are asked for a credential at all, wherever it is kept. */
const SWITCH =
  /(?:^|[._])(?:require|enforce)_?(?:api_?)?(?:key|auth\w*|login|token)$|(?:auth|authentication|login|api_?key)_?(?:is_?)?(?:enabled|required|disabled)$/i;

/** The ways a value can be tested, with what is then assumed. */
export function truths(value: Abstract, state: State, shown: string): { state: State; truth: boolean }[] {
  const certain = abstractTruth(value);
  if (certain !== undefined)
    return [{ state: isTainted(value) ? { ...state, credential: true } : state, truth: certain }];
  if (value.v === 'choice' && value.options.every((option) => abstractTruth(option) !== undefined)) {
    const both = new Set(optionsOf(value).map((option) => abstractTruth(option) ?? false));
    return [...both].map((truth) => ({ state, truth }));
  }
  const setting =
    settingOf(value) ?? ((value.v === 'unknown' || value.v === 'external') && SWITCH.test(shown) ? shown : null);
  const assumed = setting === null ? undefined : state.assumptions.find((one) => one.setting === setting)?.value;
  if (assumed !== undefined) return [{ state, truth: assumed }];
  if (setting !== null && isLastKind(setting || shown, state)) return [{ state, truth: true }];
  return [true, false].map((truth) => ({
    state:
      setting === null
        ? value.v === 'formal'
          ? { ...state, credential: true, byForm: true }
          : state
        : { ...state, assumptions: [...state.assumptions, { setting: setting || shown, value: truth }] },
    truth,
  }));
}

/**
 * `STRATEGY === 'jwt'` was asked and is not so, now another kind is asked for: a setting that chooses among named kinds is one of them. What
 * only says where the program runs, or yes and no, may well be something else.
 */
function isLastKind(shown: string, { assumptions }: State): boolean {
  const kind = KIND.exec(shown);
  if (!kind || WHERE.test(kind[2] ?? '')) return false;
  return assumptions.some(({ setting, value }) => {
    const other = value ? null : KIND.exec(setting);
    return other?.[1] === kind[1] && other?.[2] !== kind[2] && !WHERE.test(other?.[2] ?? '');
  });
}

const KIND = /^(.+) == "([^"]+)"$/;
const WHERE = /^(?:prod\w*|dev\w*|test\w*|stag\w*|local\w*|ci|true|false|on|off|yes|no|\d+)$/i;

export function join(a: Assumption[], b: Assumption[]): Assumption[] {
  const fresh = b.filter((one) => !a.some((other) => other.setting === one.setting && other.value === one.value));
  return fresh.length === 0 ? a : [...a, ...fresh];
}

/** As many as may be kept, some of every kind: a way that lets the caller in is not lost among many that do not. */
export function someOfEach<T>(all: readonly T[], most: number, kindOf: (one: T) => string): T[] {
  if (all.length <= most) return [...all];
  const kinds = new Map<string, T[]>();
  for (const one of all) {
    const kind = kindOf(one);
    const alike = kinds.get(kind);
    if (alike) alike.push(one);
    else kinds.set(kind, [one]);
  }
  const kept = new Set<T>();
  for (let turn = 0; kept.size < most; turn++)
    for (const alike of kinds.values()) {
      const one = alike[turn];
      if (one !== undefined && kept.size < most) kept.add(one);
    }
  return all.filter((one) => kept.has(one));
}

export function limit(results: Result[]): Result[] {
  if (results.length <= MAX_ALTERNATIVES) return results;
  return someOfEach(results, MAX_ALTERNATIVES, ({ state, value, raised }) =>
    raised ? 'raised' : `${value.v}|${state.credential}|${state.sent !== null}`,
  );
}

/** States that differ in nothing that matters are one. */
export function distinct(states: State[]): State[] {
  if (states.length < 2) return states;
  const seen = new Map<string, State>();
  for (const state of states) {
    const key = signature(state);
    if (!seen.has(key)) seen.set(key, state);
  }
  return someOfEach([...seen.values()], MAX_PATHS, ({ credential, sent, proceeded, assumptions }) =>
    [credential, sent !== null, proceeded, ...assumptions.map(({ setting, value }) => `${setting}:${value}`)].join('|'),
  );
}

export function signature(state: State): string {
  const parts: string[] = [];
  for (const [name, value] of state.vars) {
    const kind = kindOf(value);
    if (kind !== '') parts.push(`${name}=${kind}`);
  }
  parts.sort();
  parts.push(
    String(state.credential),
    state.sent?.chain ?? String(state.sent !== null),
    String(state.proceeded),
    String(state.mayRaise),
    String(state.unread),
    state.asked ?? '',
  );
  for (const { setting, value } of state.assumptions) parts.push(`${setting}:${value}`);
  return parts.join('|');
}

export function kindOf(value: Abstract): string {
  if (value.v === 'unknown') return '';
  if (value.v === 'constant') return `c${value.value}`;
  if (value.v === 'text') return `t${value.text}`;
  if (value.v === 'made') return `{${[...value.entries].map(([name, one]) => `${name}:${kindOf(one)}`).join()}}`;
  if (value.v === 'junk') return value.claimed ? 'junk!' : 'junk';
  return value.v;
}

export function distinctOutcomes(outcomes: readonly Outcome[]): Outcome[] {
  const seen = new Map<string, Outcome>();
  for (const outcome of outcomes) {
    const assumed = outcome.assumptions.map(({ setting, value }) => `${setting}:${value}`).join();
    const key = `${outcome.end}|${kindOf(outcome.value)}|${outcome.credential}|${assumed}|${outcome.refusal?.status ?? ''}|${outcome.sent?.status ?? ''}${outcome.sent?.chain ?? ''}|${outcome.proceeds}|${outcome.asked ?? ''}|${shownFields(outcome)}`;
    if (!seen.has(key)) seen.set(key, outcome);
  }
  return someOfEach([...seen.values()], MAX_ALTERNATIVES, ({ end, credential, assumptions, sent, proceeds }) =>
    [end, credential, proceeds, sent !== undefined, assumptions.length > 0].join('|'),
  );
}

function shownFields({ fields }: Outcome): string {
  return fields ? [...fields].map(([name, value]) => `${name}=${kindOf(value)}`).join() : '';
}

/** What a function's behaviour hangs on besides its text: the object it is a method of, or the variables it closes over. */
export function anchorOf(fn: FunctionValue): object {
  return fn.scope.parent ? fn.scope : (fn.self ?? fn.scope);
}

/** What makes a body worth walking: the request, an answer, a setting. */
export function touchesRequest(expression: Expression): boolean {
  return (
    ['request', 'refusal', 'setting', 'proceed', 'metadata', 'named'].includes(expression.e) || namesSetting(expression)
  );
}

/** Values whose methods are known. */
export const PLAIN: ReadonlySet<string> = new Set(['list', 'record', 'text', 'regex']);

/** Values that a literal cannot hold. */
export const SPECIAL: ReadonlySet<string> = new Set(['absent', 'junk', 'failed', 'formal', 'refusal', 'made', 'next']);

/** Values that differ only in data (`title ?? 'Untitled'`), with nothing else known of their paths, are one: walking each tells nothing. */
export function collapsed(results: Result[]): Result[] {
  const [first, ...others] = results;
  if (!first || others.length === 0) return results;
  const isData = results.every(
    ({ state, value, raised }) => raised === null && state === first.state && !SPECIAL.has(value.v),
  );
  if (!isData) return results;
  return [others.every(({ value }) => value === first.value) ? first : found(first.state, UNKNOWN)];
}

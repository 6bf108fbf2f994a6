/**
 * Values as an anonymous caller's request sees them. A guard's body is run twice: once without any credential, once with a made-up one.
 * What the request carries is then `absent` or `junk`, and whatever is worked out from it is `failed`: a signature does not match, a
 * look-up finds nothing.
 */
import type { RequestPart } from '../../code/model';
import { textOf, truth, type Metadata, type Refusal, type Value } from '../program/values';

export type { Refusal };

/** Which caller a body is run for. */
export interface Scenario {
  credential: 'absent' | 'junk';
  /** The made-up credential is a token in `Authorization: Bearer …`, and nothing else is sent. */
  bearer?: true;
  /** What is run stands before a handler: a token in the body is no data, it tells who is calling. */
  before?: true;
  /** Path and method of the request, when they are known. */
  url: string | null;
  method: string | null;
  /** Name under which the framework knows the route (`orders.place`); absent or null = not known. */
  endpoint?: string | null;
  /** What decorators attached to the route and its class, when the route is known. */
  metadata?: Metadata | null;
}

export type Abstract =
  | Value
  /** A credential that the caller did not send: falsy. `held`: an empty object or text in its place, which can be asked on. */
  | { v: 'absent'; held?: true }
  /**
   * A credential that the caller made up: truthy, matches nothing. `claimed`: an identity that the caller merely states (`x-user-id`), so
   * that look-ups with it succeed.
   */
  | { v: 'junk'; claimed: boolean }
  /** The user object of a request that nobody signed in for: it is there, and whatever is asked of it says no. */
  | { v: 'anonymous' }
  /** What became of a missing or made-up credential: falsy, or an exception. */
  | { v: 'failed' }
  /** A test of form that a made-up credential may pass. */
  | { v: 'formal' }
  /**
   * An object that was made on the way, with what its members are; `rest`: what every other one is. What a session library hands out for
   * a caller who is nobody is an object whose members are all missing.
   */
  | { v: 'made'; entries: ReadonlyMap<string, Abstract>; rest: Abstract }
  /** A function that hands the request on. */
  | { v: 'next' };

/** What is assumed on a path through a body. */
export interface Assumption {
  setting: string;
  value: boolean;
}

const CREDENTIAL =
  /(^|[-_.])(authorization|auth|token|jwt|bearer|secret|signature|sig|api[-_]?key|apikey|access[-_]?key|session([-_]?id)?|sid|credentials?|password|passwd|hmac|payload[-_]digest|id[-_]?token|x[-_]hub|(?<!(?:idempotency|cache|partition|sort|primary|public)[-_])key)($|[-_.]|[-_]?256$)/i;
/** The same in the message of a websocket and in a body, where a session is one of a conversation and a key one of a keyboard. */
const MESSAGE = /^(?:(?:access|auth|id|api|bearer|jwt)[-_]?)?token$|^(?:authorization|jwt|bearer|api[-_]?key|ticket)$/i;
/** Identities that a client merely states. */
const CLAIMED =
  /^(x[-_])?(user|account|org|organization|organisation|tenant|customer|client|member|role|roles|email|actor|employee|forwarded|real|internal)([-_](id|ids|name|email|role|roles|slug|org|user|groups|for|service|request))?$/i;
/** The same with a word before it that is also one for credentials: who has been authenticated, as the client says. */
const CLAIMED_AUTH =
  /^(?:x[-_])?auth(?:enticated)?[-_](?:request[-_])?(?:id|user(?:[-_]?(?:id|name|email))?|email|roles?|groups?)$/i;
/** Where a request came from says nothing of who sent it. */
const ADDRESS = /^(?:x[-_])?forwarded([-_]for)?$/i;
const CSRF = /csrf|xsrf/i;

/** Fields of the object at hand that are named after who is calling: an earlier step has filled them, for callers that it knows. */
export const CALLER_FIELD =
  /^@+(?:current_(?!page|locale|time|tab|path)\w+|logged_in\w*|signed_in\w*|authenticated\w*|auth_user|session_user|api_user)$/;

/** Whether a part of the request carries a credential, a stated identity, or neither. */
export function roleOf(part: RequestPart, name: string | null): 'credential' | 'claimed' | 'verified' | 'other' {
  if (part === 'session' || part === 'user') return 'verified';
  if (name === null) return 'other';
  if (part === 'state')
    return /user|auth|token|identity|claims|principal|account|session|subject|jwt|api_?key|payload|scopes|role|^is_?(?:internal|admin|trusted|logged|signed)/i.test(
      name,
    )
      ? 'verified'
      : 'other';
  if (part === 'message') return MESSAGE.test(name) && !CSRF.test(name) ? 'credential' : 'other';
  if (part !== 'header' && part !== 'cookie' && part !== 'query') return 'other';
  if (CSRF.test(name)) return 'other';
  if (part === 'header' && CLAIMED_AUTH.test(name)) return 'claimed';
  // `accessToken`: cookies and parameters keep their capitals, headers have none.
  const isNamed =
    CREDENTIAL.test(part === 'cookie' ? snakeCase(name) : name) || (part === 'query' && MESSAGE.test(name));
  if (isNamed || (part === 'query' && name === 'key')) return 'credential';
  if (part === 'header' && name === 'cookie') return 'credential';
  // `Plaid-Verification`: a signature by another name.
  if (part === 'header' && /^[a-z]+-verification$/i.test(name)) return 'credential';
  return part === 'header' && CLAIMED.test(name) && !ADDRESS.test(name) ? 'claimed' : 'other';
}

/**
 * The name of a part of the request that is worked out, where what it is called says that it is a credential (`SESSION_COOKIE`,
 * `apiKeyHeader`); null = it does not. What is called no more than a key may be the name of anything (`for (const key of Object.keys(…))`).
 */
export function credentialCalled(part: RequestPart, called: string): string | null {
  if (called === 'key') return null;
  const name = snakeCase(called);
  return roleOf(part, name) === 'credential' ? name : null;
}

function snakeCase(name: string): string {
  return name.replace(/([a-z\d])([A-Z])/g, '$1_$2');
}

/** A cookie by a name that is worked out (`session_${id}`): what sites keep under such names tells who is calling, but for preferences. */
export function isComputedCookie(part: RequestPart, called: string): boolean {
  return part === 'cookie' && !CSRF.test(called) && !PREFERENCES.test(called);
}

const PREFERENCES = /theme|lang|locale|prefer|consent|sidebar|layout|state|nonce|redirect|return/i;

/** A parameter or variable whose name says that it holds a credential that the caller sends. */
export function isCredentialName(name: string): boolean {
  return (
    CREDENTIAL.test(name) && !CSRF.test(name) && !/hash|expire|type|url|ttl|count|refresh_token_expires/i.test(name)
  );
}

/** A request part as the caller of a scenario fills it. */
export function requestValue(part: RequestPart, name: string | null, scenario: Scenario, always?: boolean): Abstract {
  if (always) return { v: 'anonymous' };
  if (part === 'path') return scenario.url === null ? nothing() : { v: 'text', text: scenario.url };
  if (part === 'endpoint') return scenario.endpoint ? { v: 'text', text: scenario.endpoint } : nothing();
  if (part === 'protocol')
    return scenario.method === null
      ? nothing()
      : { v: 'text', text: scenario.method === 'WEBSOCKET' ? 'websocket' : 'http' };
  if (part === 'method' && scenario.method === 'ALL') return nothing();
  if (part === 'method') return scenario.method === null ? nothing() : { v: 'text', text: scenario.method };
  switch (roleOf(part === 'body' && scenario.before ? 'message' : part, name)) {
    case 'verified':
      return { v: 'absent' };
    case 'credential':
      if (scenario.bearer && (part !== 'header' || !/^authorization$/i.test(name ?? ''))) return { v: 'absent' };
      return scenario.credential === 'absent' ? { v: 'absent' } : { v: 'junk', claimed: false };
    case 'claimed':
      return scenario.credential === 'absent' ? { v: 'absent' } : { v: 'junk', claimed: true };
    default:
      return { v: 'request', expression: { e: 'request', part, name } };
  }
}

function nothing(): Abstract {
  return { v: 'unknown', why: null, name: null };
}

/** True when the value comes from the credential, so that a decision on it is one about the caller. */
export function isTainted(value: Abstract): boolean {
  return (
    value.v === 'anonymous' ||
    value.v === 'absent' ||
    value.v === 'junk' ||
    value.v === 'failed' ||
    value.v === 'formal'
  );
}

/** Truth of a value where it is certain. */
export function abstractTruth(value: Abstract): boolean | undefined {
  switch (value.v) {
    case 'absent':
    case 'failed':
      return false;
    case 'junk':
    case 'anonymous':
    case 'refusal':
    case 'made':
    case 'next':
      return true;
    case 'formal':
      return undefined;
    case 'external':
      return OFF_WHERE_SERVED.test(value.symbol) ? false : truth(value);
    default:
      return truth(value);
  }
}

/** What is false where an application is served: svelte.dev/docs/kit, "$app/environment". */
const OFF_WHERE_SERVED = /^(?:\$app\/environment|esm-env):(?:building|browser|dev|BROWSER|DEV)$/;

/** What a name of a package holds where nobody configures it; undefined = not known. `base`: svelte.dev/docs/kit, "$app/paths". */
export function heldBy(symbol: string): Abstract | undefined {
  return symbol === '$app/paths:base' ? { v: 'text', text: '' } : undefined;
}

/** The caller as session libraries see one who is nobody: an object whose members are all missing. */
export const NOBODY: Abstract = { v: 'made', entries: new Map(), rest: { v: 'absent' } };

/** Name of the setting behind a value, or null. */
export function settingOf(value: Abstract): string | null {
  if (value.v === 'setting') return value.name ?? 'a setting';
  if (value.v !== 'unknown' && value.v !== 'external') return null;
  const name = value.v === 'unknown' ? value.name : value.symbol;
  if (name === null) return null;
  // SvelteKit's environment: `$env/static/private`, `$env/dynamic/private`.
  if (name.startsWith('$env/')) return name.split(/[:.]/).pop() ?? name;
  return (/(^|[._])(settings?|config|conf|cfg|env|environ|options|flags)(\(\))?[._]|get_?(settings|config)\(\)/i.test(
    name,
  ) ||
    /^[A-Z][A-Z0-9]*(_[A-Z0-9]+)+$/.test(name)) &&
    !/request/i.test(name)
    ? (name.split('.').pop() ?? name)
    : null;
}

const NULL: Abstract = { v: 'constant', value: null };

/** Result of a comparison: true, false, or undefined when it may be either. */
export function compare(op: string, left: Abstract, right: Abstract): boolean | undefined {
  if (op === '!=' || op === 'not in') {
    const opposite = compare(op === '!=' ? '==' : 'in', left, right);
    return opposite === undefined ? undefined : !opposite;
  }
  if (op === 'in') return contains(left, right);
  if (op === 'instanceof') return isInstance(left);
  if (op !== '==') return ordered(op, numberIn(left), numberIn(right));
  if (isTainted(left) && isTainted(right)) return bothTainted(left, right);
  if (isTainted(left)) return taintedEquals(left, right);
  if (isTainted(right)) return taintedEquals(right, left);
  return plainEquals(left, right);
}

/** A number, or how many were found of what nobody has (`count() < 1`): none. */
function numberIn(value: Abstract): number | undefined {
  if (value.v === 'failed') return 0;
  return value.v === 'constant' && typeof value.value === 'number' ? value.value : undefined;
}

function ordered(op: string, left: number | undefined, right: number | undefined): boolean | undefined {
  if (left === undefined || right === undefined) return undefined;
  const answers = { '<': left < right, '<=': left <= right, '>': left > right, '>=': left >= right };
  return Object.hasOwn(answers, op) ? answers[op as keyof typeof answers] : undefined;
}

/** An answer is a `Response`, an error an `Error`; what the caller sends is neither. */
function isInstance(left: Abstract): boolean | undefined {
  if (left.v === 'refusal') return true;
  const isPlain = left.v === 'made' || left.v === 'record' || left.v === 'list' || left.v === 'constant';
  return isPlain || isTainted(left) ? false : undefined;
}

function bothTainted(left: Abstract, right: Abstract): boolean | undefined {
  // Two values of the caller's own choice can be made equal.
  return left.v === 'junk' && right.v === 'junk' ? undefined : false;
}

/** Schemes that stand in front of a credential (iana.org, "HTTP Authentication Scheme Registry"; and those that applications make up). */
const SCHEME = /^(?:bearer|basic|digest|token|jwt|api[-_ ]?key|key|hmac|signature|negotiate)[ :]?$/i;

function taintedEquals(tainted: Abstract, other: Abstract): boolean | undefined {
  const isNull = other.v === 'constant' && other.value === null;
  if (tainted.v === 'absent' || tainted.v === 'failed')
    return isNull || (other.v === 'constant' && other.value === false);
  if (isNull || tainted.v === 'anonymous') return false;
  if (tainted.v === 'formal') return undefined;
  // `scheme != "Bearer"`: anybody can write that in front of what is made up.
  if (tainted.v === 'junk' && other.v === 'text' && SCHEME.test(other.text)) return undefined;
  return tainted.v === 'junk' && tainted.claimed ? undefined : false;
}

function plainEquals(left: Abstract, right: Abstract): boolean | undefined {
  if (left.v === 'constant' && right.v === 'constant') return left.value === right.value;
  const [a, b] = [left, right].map((value) =>
    'v' in value && (value.v === 'text' || value.v === 'constant') ? textOf(value) : null,
  );
  if (a !== null && b !== null && a !== undefined && b !== undefined) return a === b;
  if (left.v === 'text' && same(right, NULL)) return false;
  // What is there is not nothing.
  if ((same(right, NULL) && THERE.has(left.v)) || (same(left, NULL) && THERE.has(right.v))) return false;
  return undefined;
}

const THERE: ReadonlySet<Abstract['v']> = new Set([
  'refusal',
  'made',
  'instance',
  'function',
  'class',
  'router',
  'next',
]);

function same(a: Abstract, b: Abstract): boolean {
  return a.v === 'constant' && b.v === 'constant' && a.value === b.value;
}

function contains(item: Abstract, list: Abstract): boolean | undefined {
  if (item.v === 'absent' || item.v === 'failed' || item.v === 'anonymous') return false;
  if (item.v === 'junk') return item.claimed ? undefined : false;
  if (item.v === 'formal') return undefined;
  if (list.v === 'anonymous') return false;
  if (item.v !== 'text') return undefined;
  if (list.v === 'text') return list.text.includes(item.text);
  if (list.v === 'record') return list.entries.has(item.text);
  if (list.v === 'made' && list.rest.v === 'constant') return list.entries.has(item.text);
  if (list.v !== 'list') return undefined;
  if (list.items.some((entry) => entry.v === 'text' && entry.text === item.text)) return true;
  return list.items.every((entry) => entry.v === 'text') ? false : undefined;
}

/** Whether a scheme is that of the token that is sent (`scheme == "bearer"`); undefined for anything else. */
export function isSchemeSent(op: string, left: Abstract, right: Abstract, { bearer }: Scenario): boolean | undefined {
  if (!bearer || (op !== '==' && op !== '!=') || left.v !== 'junk' || right.v !== 'text') return undefined;
  return SCHEME.test(right.text) ? /^bearer ?$/i.test(right.text) === (op === '==') : undefined;
}

/** `"X-Api-Key" in request.headers`: whether the caller sends a credential of that name; undefined for anything else. */
export function isSent(op: string, left: Abstract, right: Abstract, scenario: Scenario): boolean | undefined {
  if ((op !== 'in' && op !== 'not in') || left.v !== 'text' || right.v !== 'request') return undefined;
  if (right.expression.name !== null) return undefined;
  const value = requestValue(right.expression.part, left.text, scenario);
  if (value.v !== 'absent' && value.v !== 'junk') return undefined;
  return (value.v === 'junk') === (op === 'in');
}

/**
 * False where a list of whole paths of which some are literal does not name the path at hand: the one that a setting names among them is
 * hardly this route's. Undefined for anything else.
 */
export function isAmongPaths(op: string, left: Abstract, right: Abstract, { url }: Scenario): false | undefined {
  if ((op !== 'in' && op !== 'not in') || url === null || left.v !== 'text' || left.text !== url) return undefined;
  if (right.v !== 'list' || right.items.length < 2) return undefined;
  const literal = right.items.flatMap((item) => (item.v === 'text' ? [item.text] : []));
  return literal.some((text) => text.startsWith('/')) && !literal.includes(url) ? false : undefined;
}

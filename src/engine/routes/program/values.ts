/** What an expression of the code facts stands for, once names are followed across files. Lives while a workspace is concluded. */
import type { Load } from './loading/load';
import type { Former } from './former';
import type { Span } from '../../span';
import type {
  Argument,
  ClassFact,
  Expression,
  FunctionFact,
  GuardUse,
  MountStatement,
  RouterExpression,
  RouteStatement,
  UseStatement,
} from '../../code/model';

/** An answer that keeps the caller out. */
export interface Refusal {
  /** Null = an exception or a status that is not literal. */
  status: number | null;
  redirect: boolean;
  path: string;
  line: number;
  /** False for an exception that is no HTTP answer by itself (`raise ValueError`). */
  http: boolean;
  /** Of an exception of the workspace, the names of its class and of the classes behind that. */
  kinds?: readonly string[];
  /** What becomes of the rest of the chain (`refusal` in the facts). */
  chain?: 'goes-on' | 'ends';
}

/** Names of one scope; `path` is the file. */
export interface Scope {
  path: string;
  vars: Map<string, Value>;
  parent: Scope | null;
}

export type FunctionValue = {
  v: 'function';
  path: string;
  fact: FunctionFact;
  scope: Scope;
  self: Value | null;
  wrapped?: Wrapped;
  /** A plugin that works on the very router that takes it. */
  shared?: true;
  /** It was made around what comes next, which its body knows under this name. */
  next?: string;
  /** What has run on the same object before. */
  after?: Steps;
};
/** Methods that run on one object, the last one first. */
export interface Steps {
  fn: FunctionValue;
  before: Steps | null;
}
/** What decorators have made of a function: the function itself, and what stands before it, outermost first. */
export interface Wrapped {
  inner: Value;
  guards: Guard[];
}
export type ClassValue = {
  v: 'class';
  path: string;
  fact: ClassFact;
  scope: Scope;
  attributes: Map<string, Value>;
  /** Set when the class stands for a router. */
  node?: RouterNode;
};
export type InstanceValue = {
  v: 'instance';
  of: ClassValue;
  fields: Map<string, Value>;
  args: readonly EvaluatedArgument[];
  /** Set when the class extends a framework's router class. */
  node: RouterNode | null;
  /** Made by a literal: what it does not name is nothing. */
  literal?: true;
};
/** `separator`: what stands before the next member in the symbol: `:` right after a JavaScript package, else `.`. */
export type ExternalValue = {
  v: 'external';
  symbol: string;
  separator: ':' | '.';
  args: readonly Argument[];
  values: readonly EvaluatedArgument[];
  /** Of a call: what was called. */
  by?: ExternalValue;
};
export type GuardValue = {
  v: 'guard';
  value: Value | null;
  name: string;
  path: string;
  at: Span;
  scopes: boolean;
  as?: GuardUse['as'];
  ineffective?: string;
  needs?: GuardUse['needs'];
  byDefault?: true;
};

/** `built`: the name of a source file where code may ask for that of what it is built to (`.js` for `.ts`). `some`: or it is not known. */
export type TextValue = { v: 'text'; text: string; built?: true; some?: true };

export type Value =
  /**
   * `why`: the link that could not be followed; null = nothing special. `name`: what the code calls it. `begins`: a path that is known so
   * far · `loads`: modules that are named at run time.
   */
  | { v: 'unknown'; why: string | null; name: string | null; begins?: string; loads?: Load }
  | TextValue
  | { v: 'constant'; value: number | boolean | null; some?: true }
  /** `python`: its methods are those of Python. */
  | { v: 'regex'; source: string; flags: string; python?: true }
  /** `names`: what its items are called as members. `some`: any of them may be missing. */
  | { v: 'list'; items: Value[]; names?: readonly string[]; some?: true }
  | { v: 'record'; entries: Map<string, Value> }
  | FunctionValue
  | ClassValue
  | InstanceValue
  /** `verb`: a method of it that registers (`router.get`), as a value. */
  | { v: 'router'; node: RouterNode; verb?: string }
  | { v: 'module'; path: string }
  | ExternalValue
  | GuardValue
  | { v: 'annotated'; type: Value; guards: Value[] }
  | { v: 'setting'; name: string | null; fallback: Value | null }
  /** An answer that refuses, made to be given back later (`ErrMissing = echo.NewHTTPError(401)`). */
  | { v: 'refusal'; refusal: Refusal }
  | { v: 'request'; expression: Extract<Expression, { e: 'request' }> }
  | { v: 'registration'; does: RouteStatement | MountStatement; scope: Scope; condition: string | null }
  /** A class of the workspace or of a package that serves requests, and what it was given for that. */
  | { v: 'view'; of: Value; args: readonly EvaluatedArgument[]; member?: string }
  /** Guards in one: any of them lets in (`|`), all have to (`&`), the opposite of one (`~`). */
  | { v: 'combined'; op: '|' | '&' | '~'; of: Value[] }
  /** What the application gives to routes that leave something open (`RouterExpression.defaults`). */
  | { v: 'default'; name: string; view?: InstanceValue }
  /** Something attached to a route or class by a decorator. */
  | { v: 'attachment'; key: Value; value: Value }
  /** An object of a type, given by somebody else; looked for when it is used. `otherwise`: what it is where the type leads nowhere. */
  | { v: 'typed'; type: Expression; scope: Scope; otherwise?: Value }
  /** A guard registered somewhere under a name. */
  | { v: 'named'; name: string | null; optional: boolean; otherwise?: Value; args?: Value[] }
  /** One of several, depending on a condition. */
  | { v: 'choice'; options: Value[] }
  /** An imported name, followed when it is used. */
  | { v: 'imported'; from: string; module: string; name: string | null };

export interface EvaluatedArgument {
  name: string | null;
  value: Value;
}

/** A guard with its value. */
export interface Guard {
  use: GuardUse;
  value: Value;
  path: string;
  /** It runs where all of these hold. */
  when?: Condition[];
  /** Set where it would stand and is taken away on purpose: how, as a sentence part. */
  skipped?: string;
}

/** A function that is asked whether a guard runs; `holds`: the answer with which it does. */
export interface Condition {
  value: Value;
  name: string;
  holds: boolean;
}

export type RouterEvent =
  | {
      kind: 'route';
      path: string;
      fact: RouteStatement;
      urls: (string | null)[];
      methods: readonly string[];
      guards: Guard[];
      handler: Value;
      /** Middleware of the application that leaves it out, by symbol. */
      leftOutBy: readonly RegExp[];
      /** The class that serves it, where one does. */
      owner: ClassValue | null;
      /** What could not be followed; null = nothing. */
      gap: string | null;
      condition: string | null;
      /** What decorators attached to it and to its class; absent = nothing can be. */
      metadata?: Metadata;
      /** Versions it is served under (`null` inside: without one); absent = those of its router. */
      versions?: (string | null)[];
    }
  | {
      kind: 'mount';
      path: string;
      fact: MountStatement | UseStatement;
      target: Value;
      /** Null = not literal. */
      prefix: string | null;
      guards: Guard[];
      condition: string | null;
      /** What the mount gives to routes that leave something open. */
      defaults?: RouterNode['defaults'];
      /** How many registrations of the target are served; absent = all, later ones too. */
      taken?: number;
      /** Whether the others are is open: why. */
      later?: string;
    }
  | {
      kind: 'use';
      path: string;
      fact: UseStatement;
      /** Declared major version of the framework; null = not known. */
      major: number | null;
      guard: Guard;
      paths: (string | null)[] | null;
      of?: RouterNode[]; // Whose own routes it covers besides.
      /** Whether it decides is not known: why. */
      maybe?: string;
      /** Paths of the list that it is a rule of; absent = all. */
      within?: (string | null)[];
      /** Paths that it leaves out; null inside = not literal. */
      except?: (string | null)[];
      condition: string | null;
    };

/** What is attached to a route. Keys are texts, or the very value that attaches. */
export interface Metadata {
  entries: ReadonlyMap<string | Value, Value>;
  /** Equal for routes with equal metadata. */
  signature: string;
}

/** An application or router object of the running program. */
export interface RouterNode {
  path: string;
  fact: RouterExpression;
  prefix: string | null;
  guards: Guard[];
  middleware: Guard[];
  events: RouterEvent[];
  /** What it gives to routes that leave something open, by name. */
  defaults: Map<string, Guard[]>;
  /** Attributes set on it. */
  fields: Map<string, Value>;
  overrides: { guard: Value; by: Value; path: string; at: Span }[];
  served: { host: Value | null; path: string; at: Span }[];
  /** Paths that stay without the prefix, and how versions show in paths (`ConfigureStatement`). */
  except?: string[];
  versions?: { prefix: string; fallback: (string | null)[] };
  /** Versions that its routes are served under. */
  version?: (string | null)[];
  /** Settings that are lists of paths, by name. */
  settings: Map<string, Value>;
  /** What is switched on in it, for guards that need it. */
  enables: Set<string>;
  /** Classes of the project that it serves without a list of them. */
  gathers?: RouterExpression['gathers'];
  /** What could stand before its routes and could not be followed, each as a sentence part. */
  gaps: string[];
  /** Why it is open whether anybody mounts it; null = it is mounted, or is not. */
  maybe: string | null;
  /** Says that everything in it is for everybody. */
  opens?: Guard[];
  /** Where it is made, for what it only serves (`RouterExpression.wraps`). */
  scope?: Scope;
  /** What the declared version of its framework does differently from the newest. */
  former?: Former;
  /** Name it was bound to first. */
  name: string | null;
}

export const NOTHING: Value = { v: 'unknown', why: null, name: null };

export function unknown(why: string | null, name: string | null = null): Value {
  return { v: 'unknown', why, name };
}

export function text(value: string): Value {
  return { v: 'text', text: value };
}

/** The router behind a value, if there is one. */
export function nodeOf(value: Value): RouterNode | null {
  if (value.v === 'router') return value.node;
  if (value.v === 'class') return value.node ?? null;
  return value.v === 'instance' ? value.node : null;
}

/** One value for two possible ones: what is known wins over what is not. */
export function either(a: Value, b: Value): Value {
  const [known, other] = isVoid(a) ? [b, a] : [a, b];
  // A condition that turns on `''` or `false` may as well meet what is not known.
  const isOff = other.v === 'unknown' && (known.v === 'text' || known.v === 'constant') && truth(known) === false;
  if (isVoid(other) && !isVoid(known)) return isOff ? { ...known, some: true } : known;
  if (a === b || isVoid(b) || (a.v === 'setting' && b.v === 'setting' && a.name === b.name && textOf(a) === textOf(b)))
    return a;
  const options = [...(a.v === 'choice' ? a.options : [a]), ...(b.v === 'choice' ? b.options : [b])];
  return options.length > 16 ? a : { v: 'choice', options };
}

function isVoid(value: Value): boolean {
  return (value.v === 'unknown' && value.why === null) || (value.v === 'constant' && value.value === null);
}

/** Every value that it may be. */
export function optionsOf(value: Value): Value[] {
  return value.v === 'choice' ? value.options : [value];
}

/** What a list holds; where it may be one of several lists, everything that one of them has, in order. Undefined for anything else. */
export function itemsOf(value: Value): readonly Value[] | undefined {
  if (value.v === 'list') return value.items;
  if (value.v !== 'choice' || !value.options.some((option) => option.v === 'list')) return undefined;
  const items: Value[] = [];
  for (const option of value.options)
    for (const item of option.v === 'list' ? option.items : [option])
      if (!items.some((known) => isSame(known, item))) items.push(item);
  return items;
}

/** Whether a value that may be one of several lists holds an item whichever it is. */
export function alwaysHolds(value: Value, item: Value): boolean {
  return optionsOf(value).every((option) => option.v === 'list' && option.items.some((one) => isSame(one, item)));
}

function isSame(a: Value, b: Value): boolean {
  if (a === b) return true;
  if (a.v === 'text') return b.v === 'text' && a.text === b.text;
  if (a.v === 'guard') return b.v === 'guard' && a.value !== null && b.value !== null && isSame(a.value, b.value);
  return a.v === 'function' && b.v === 'function' && a.fact === b.fact && a.self === b.self && a.scope === b.scope;
}

/** True or false when that is certain, else undefined. */
export function truth(value: Value): boolean | undefined {
  switch (value.v) {
    case 'constant':
      return value.some ? undefined : Boolean(value.value);
    case 'text':
      return value.some ? undefined : value.text !== '';
    case 'list':
      return value.some && value.items.length > 0 ? undefined : value.items.length > 0;
    case 'function':
      // `@LocalProxy`: what a package's decorator leaves may be anything.
      return value.wrapped?.guards.some(({ value: by }) => by.v === 'external') ? undefined : true;
    case 'class':
    case 'router':
    case 'module':
    case 'instance':
    case 'view':
      return true;
    default:
      return undefined;
  }
}

/** Source-like name of an expression, for people. */
export function nameOf(expression: Expression): string {
  switch (expression.e) {
    case 'name':
      return expression.name;
    case 'member':
      return `${nameOf(expression.of)}.${expression.name}`;
    case 'call':
      return `${nameOf(expression.callee)}()`;
    case 'index':
      return `${nameOf(expression.of)}[…]`;
    case 'guard':
      return expression.name ?? (expression.value ? nameOf(expression.value) : '');
    case 'annotated':
      return expression.guards.map(nameOf).join(', ');
    case 'text':
      return `"${expression.value}"`;
    case 'setting':
      return expression.name ?? 'setting';
    case 'not':
      return `not ${nameOf(expression.of)}`;
    case 'compare':
      return `${nameOf(expression.left)} ${expression.op} ${nameOf(expression.right)}`;
    case 'constant':
      return String(expression.value);
    case 'named':
      return expression.key.e === 'text' ? expression.key.value : '…';
    case 'function':
      return expression.id.startsWith('<') ? 'a function written here' : expression.id;
    default:
      return '…';
  }
}

/** Text of a text value, or null. */
export function textOf(value: Value): string | null {
  if (value.v === 'text') return value.text;
  // What a setting is when nobody sets it is the best that the files can tell.
  if (value.v === 'setting' && value.fallback) return textOf(value.fallback);
  return value.v === 'constant' && typeof value.value === 'number' ? String(value.value) : null;
}

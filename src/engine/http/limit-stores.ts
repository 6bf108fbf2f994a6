/**
 * Where rate limiters count: in the memory of one process, or in a store that all processes share. A limiter of a package is judged by the
 * option that its documentation names and by the default without it; a home-made one by the container that its counting function fills.
 */
import type { Argument, Expression, Statement } from '../code/model';
import { someExpressionIn, someStatement } from '../code/visit';
import { isReached, served, signalsOf } from '../readiness/served';
import { isShipped } from '../readiness/scope';
import { linkProgram } from '../routes/link/link';
import type { LinkedUse } from '../routes/link/linked';
import type { Interpreter } from '../routes/program/interpret';
import { nameOf, type Value } from '../routes/program/values';
import { bodiesOf, ownRefusals } from '../routes/run/reach';
import { lineSpan } from '../readiness/answers';
import type { Place } from '../span';
import type { Workspace } from '../workspace';
import { servedApps } from './apps';
import { packageLimiters, routeLimits } from './limits';

export interface LimiterStore extends Place {
  /** What it is, for people: `Limiter()`, `rateLimit()`. */
  made: string;
  /** `memory`: of one process · `shared`: by all · `unknown`: settings decide. */
  store: 'memory' | 'shared' | 'unknown';
  /** Its option says so, rather than its default. */
  stated: boolean;
}

type Store = Pick<LimiterStore, 'store' | 'stated'>;

const MEMORY: Store = { store: 'memory', stated: false };
const SHARED: Store = { store: 'shared', stated: true };
const UNKNOWN: Store = { store: 'unknown', stated: false };

/** A package's limiter: the option that gives it a store; `always` where there is none to give. */
interface Package {
  symbol: RegExp;
  option?: string;
  /** `uri`: an address (`redis://…`) · `object`: an option of the first argument, a record · `position`: the first argument itself. */
  as?: 'uri' | 'object' | 'position';
  always?: Store['store'];
}

/**
 * slowapi and limits ("Storage backends": `memory://` without `storage_uri`), Flask-Limiter, express-rate-limit and express-slow-down
 * ("store": MemoryStore by default), rate-limiter-flexible (one class per store), koa-ratelimit (`driver`), @fastify/rate-limit (`redis`,
 * `store`), hono-rate-limiter, Upstash and Arcjet (count in a service), fastapi-limiter (Redis only), ASP.NET Core and resilience4j (in
 * the process), pkg.go.dev of tollbooth, httprate and echo (in the process).
 */
const PACKAGES: readonly Package[] = [
  { symbol: /^(?:slowapi(?:\.extension)?|flask_limiter)\.Limiter\(\)$/, option: 'storage_uri', as: 'uri' },
  { symbol: /^express-rate-limit(?::(?:rateLimit|default))?\(\)$/, option: 'store', as: 'object' },
  { symbol: /^express-slow-down(?::slowDown)?\(\)$/, option: 'store', as: 'object' },
  { symbol: /^hono-rate-limiter:rateLimiter\(\)$/, option: 'store', as: 'object' },
  { symbol: /^koa-ratelimit\(\)$/, option: 'driver', as: 'object' },
  { symbol: /^@fastify\/rate-limit/, option: 'redis|store', as: 'object' },
  { symbol: /^express-brute/, as: 'position' },
  { symbol: /^rate-limiter-flexible:RateLimiterMemory/, always: 'memory' },
  { symbol: /^rate-limiter-flexible:RateLimiter/, always: 'shared' },
  { symbol: /^(?:@arcjet\/|@upstash\/ratelimit|fastapi_limiter\.)/, always: 'shared' },
  { symbol: /^(?:io\.github\.resilience4j\.ratelimiter|Microsoft\.AspNetCore\.RateLimiting)/, always: 'memory' },
  { symbol: /^github\.com\/(?:didip\/tollbooth|labstack\/echo)/, always: 'memory' },
];

/** Every limiter that requests run into; where none does, those that are made. Call through `workspace.derive(limitStores)`. */
export function limitStores(workspace: Workspace): LimiterStore[] {
  const found = [...created(workspace), ...used(workspace), ...told(workspace)];
  const seen = new Set<string>();
  return found.filter(({ path, span }) => {
    const key = `${path}:${span.line}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

/** Limiters of packages that are made and kept in a variable, in files that the application loads. */
function created(workspace: Workspace): LimiterStore[] {
  const { interpreter } = workspace.derive(linkProgram);
  const reach = workspace.derive(served);
  return workspace.derive(packageLimiters).flatMap((creation) => {
    const view = workspace.view(creation.path);
    if (creation.symbol === null || !view || !isShipped(view)) return [];
    if (reach.entries.length > 0 && !reach.files.has(creation.path)) return [];
    const scope = interpreter.modules.get(creation.path)?.scope;
    const evaluate = (value: Expression): Value | null => (scope ? interpreter.evaluateKnown(value, scope) : null);
    const store = storeOf(creation.symbol, creation.call.args, evaluate);
    return store ? [{ path: creation.path, span: creation.span, made: creation.made, ...store }] : [];
  });
}

/** Limiters that routes run into: those of packages written in place, and home-made ones. */
function used(workspace: Workspace): LimiterStore[] {
  const { interpreter } = workspace.derive(linkProgram);
  const limitOf = workspace.derive(routeLimits);
  const kept = new Set(workspace.derive(packageLimiters).map(({ call }) => call.args));
  const judged = new Map<Value, LimiterStore | null>();
  const containers = containersByPath(interpreter);
  const found = new Map<string, LimiterStore>();
  for (const app of workspace.derive(servedApps)) {
    for (const route of app.routes) {
      const limit = limitOf(route);
      const value = limit?.use?.value ?? route.handlerValue;
      if (!limit || !value) continue;
      if (!judged.has(value))
        judged.set(
          value,
          interpreter.apart(() => storeInUse(limit.use, value, interpreter, kept, containers)),
        );
      const store = judged.get(value);
      if (store) found.set(`${store.path}:${store.span.line}`, store);
    }
  }
  return [...found.values()];
}

function storeInUse(
  use: LinkedUse | null,
  value: Value,
  interpreter: Interpreter,
  kept: ReadonlySet<readonly Argument[]>,
  containers: ContainersOf,
): LimiterStore | null {
  const symbol = use?.origin?.symbol ?? (value.v === 'external' ? value.symbol : null);
  if (use && symbol !== null) {
    const args = use.origin?.args ?? use.args;
    if (kept.has(args)) return null;
    const scope = interpreter.modules.get(use.path)?.scope;
    const store = storeOf(symbol, args.length > 0 ? args : use.args, (expression) =>
      scope ? interpreter.evaluateKnown(expression, scope) : null,
    );
    return store && { path: use.path, span: use.at, made: use.name, ...store };
  }
  return homeMade(value, interpreter, containers);
}

function storeOf(symbol: string, args: readonly Argument[], evaluate: (of: Expression) => Value | null): Store | null {
  const known = PACKAGES.find((one) => one.symbol.test(symbol));
  if (!known) return null;
  if (known.always) return { store: known.always, stated: true };
  if (args.some(({ value }) => value.e === 'spread')) return UNKNOWN;
  if (known.as === 'uri') {
    const given = args.find(({ name }) => name === known.option)?.value;
    return given ? ofAddress(given, evaluate(given)) : MEMORY;
  }
  const first = args[0]?.value;
  if (!first) return MEMORY;
  if (known.as === 'position') return ofObject(first);
  const record = first.e === 'record' ? first : null;
  if (!record) {
    const value = evaluate(first);
    if (value?.v !== 'record') return UNKNOWN;
    return [...value.entries.keys()].some((key) => isOption(key, known)) ? SHARED : MEMORY;
  }
  const entry = record.entries.find(({ key }) => key.e === 'text' && isOption(key.value, known));
  if (entry) return ofObject(entry.value);
  return record.entries.some(({ key, value }) => key.e === 'spread' || value.e === 'spread') ? UNKNOWN : MEMORY;
}

function isOption(key: string, { option = '' }: Package): boolean {
  return option.split('|').includes(key);
}

/** `new MemoryStore()`, `'memory'` and nothing count in the process; anything else that is given is a store of its own. */
function ofObject(given: Expression): Store {
  if (given.e === 'constant' && given.value === null) return MEMORY;
  if (given.e === 'name' && given.name === 'undefined') return MEMORY;
  const name = given.e === 'text' ? given.value : given.e === 'call' ? nameOf(given.callee) : nameOf(given);
  return /memory/i.test(name) ? { store: 'memory', stated: true } : SHARED;
}

const SHARED_NAME = /redis|valkey|memcache|mongo|etcd|upstash/i;

/** An address; where a setting decides, its name and default. */
function ofAddress(given: Expression, value: Value | null): Store {
  if (given.e === 'text') return ofText(given.value, given);
  if (value?.v === 'text') return ofText(value.text, given);
  if (namesIn(given).some((name) => SHARED_NAME.test(name))) return SHARED;
  if (value?.v === 'setting') {
    if (value.fallback?.v === 'text') return ofText(value.fallback.text, given);
    return value.name !== null && SHARED_NAME.test(value.name) ? SHARED : UNKNOWN;
  }
  if (given.e === 'constant' && given.value === null) return MEMORY;
  return UNKNOWN;
}

function ofText(text: string, given: Expression): Store {
  if (!/^$|^(?:async\+)?memory:/.test(text)) return SHARED;
  // A default that a setting replaces says nothing about production.
  return given.e === 'text' || given.e === 'name' ? { store: 'memory', stated: true } : UNKNOWN;
}

function namesIn(expression: Expression): string[] {
  const names: string[] = [];
  const statement: Statement = { s: 'do', value: expression, line: 0 };
  someExpressionIn([statement], (part) => {
    if (part.e === 'name' || part.e === 'member') names.push(part.name);
    if (part.e === 'setting' && part.name !== null) names.push(part.name);
    return false;
  });
  return names;
}

const COUNTS = /limit|throttl|bucket|quota|attempt|hits|flood/i;
/** What keeps things for all processes, by the names under which code speaks to it. */
const KEEPS =
  /redis|valkey|memcache|upstash|cache|prisma|session|\bdb\b|database|supabase|mongo|repository|\bkv\b|durable|query|execute|incr|zadd/i;

/** A limiter of this workspace: memory where its counting function fills a container of its own and speaks to no store. */
function homeMade(value: Value, interpreter: Interpreter, containers: ContainersOf): LimiterStore | null {
  let shared: LimiterStore | null = null;
  for (const { key, fact, body } of bodiesOf(value, interpreter)) {
    const path = key.slice(0, key.lastIndexOf('#'));
    if (!COUNTS.test(key) && !ownRefusals(fact).has(429)) continue;
    const names = namesOf(body);
    if (names.some((name) => KEEPS.test(name))) {
      shared ??= { path, span: fact.at, made: fact.name, ...SHARED };
      continue;
    }
    const container = containers(path).find(({ name }) => names.includes(name));
    if (container && (COUNTS.test(key) || COUNTS.test(container.name)))
      return { path, span: lineSpan(container.line), made: fact.name, store: 'memory', stated: true };
  }
  return shared;
}

function namesOf(body: readonly Statement[]): string[] {
  const names: string[] = [];
  someExpressionIn(body, (part) => {
    if (part.e === 'name' || part.e === 'member') names.push(part.name);
    return false;
  });
  return names;
}

interface Container {
  name: string;
  line: number;
}

const CONTAINER =
  /^(?:Map|WeakMap|Set|dict|list|set|defaultdict|deque|OrderedDict|Counter|TTLCache|LRUCache|LRU|NodeCache|collections\.\w+|cachetools\.\w+)$/;

/** Those of one module, by its path. */
type ContainersOf = (path: string) => Container[];

/** Many functions of one module count: its containers are looked for once. */
function containersByPath(interpreter: Interpreter): ContainersOf {
  const known = new Map<string, Container[]>();
  return (path) => {
    let containers = known.get(path);
    if (!containers) known.set(path, (containers = containersOf(interpreter, path)));
    return containers;
  };
}

/** Variables of a module and fields of its objects that begin as an empty container. */
function containersOf(interpreter: Interpreter, path: string): Container[] {
  const facts = interpreter.facts(path);
  if (!facts) return [];
  const found: Container[] = [];
  const look = (statements: readonly Statement[], fieldsOnly: boolean): void => {
    someStatement(statements, (statement) => {
      if (statement.s !== 'let' || !isEmptyContainer(statement.value)) return false;
      const { to } = statement;
      const isField = to.e === 'member' && to.of.e === 'name' && /^(?:self|this)$/.test(to.of.name);
      if (isField || (to.e === 'name' && !fieldsOnly)) found.push({ name: to.name, line: statement.line });
      return false;
    });
  };
  look(facts.body, false);
  for (const type of Object.values(facts.classes)) look(type.body, false);
  for (const fact of Object.values(facts.functions)) look(fact.body, !/limit/i.test(fact.name));
  return found;
}

function isEmptyContainer(value: Expression): boolean {
  if (value.e === 'record') return value.entries.length === 0;
  if (value.e === 'list') return value.items.length === 0;
  return value.e === 'call' && CONTAINER.test(nameOf(value.callee));
}

/** What signals of settings say. */
function told(workspace: Workspace): LimiterStore[] {
  const found: LimiterStore[] = [];
  for (const placed of signalsOf(workspace, 'limiter-store')) {
    const { path, signal } = placed;
    if (signal.detail === 'ThrottlerModule' && !isReached(workspace, placed)) continue;
    const store = signal.good ? SHARED : { ...MEMORY, stated: signal.detail !== 'ThrottlerModule' };
    found.push({ path, span: signal.span, made: signal.detail, ...store });
  }
  const caches = signalsOf(workspace, 'cache-backend').filter(({ path }) => !/test|local|dev/i.test(path));
  const [limiter] = signalsOf(workspace, 'cache-limiter');
  if (limiter) {
    const shared = caches.some(({ signal }) => signal.good);
    const own = caches.find(({ signal }) => !signal.good) ?? limiter;
    found.push({
      path: own.path,
      span: own.signal.span,
      made: limiter.signal.detail,
      ...(shared ? SHARED : { ...MEMORY, stated: own !== limiter }),
    });
  }
  return found;
}

/**
 * Rate limiters: which are made, which reach a route, and which let everybody pass when a setting is empty. A package is known by its
 * import, a home-made limiter by the 429 that it answers (RFC 6585, section 4), followed through what it calls.
 */
import { ownKeys } from '../derived';
import type { Recorded } from '../derived';
import { linkProgram } from '../routes/link/link';
import type { LinkedRoute, LinkedUse } from '../routes/link/linked';
import type { Interpreter } from '../routes/program/interpret';
import type { Module } from '../routes/program/state';
import type { CodeFacts } from '../code/facts';
import type { Expression, FunctionFact, Statement } from '../code/model';
import { nameOf, type ClassValue, type RouterNode, type Scope, type Value } from '../routes/program/values';
import { blocksOf, someExpressionIn, someStatement } from '../code/visit';
import type { Place, Span } from '../span';
import type { Workspace } from '../workspace';
import { isAside } from './apps';
import { answers, reachedBy, visitRun } from '../routes/run/reach';

const TOO_MANY = [429];
/** Middleware of packages that limit by themselves. */
const PACKAGES =
  /^(?:express-rate-limit|express-slow-down|express-brute|express-limiter|rate-limiter-flexible|@fastify\/rate-limit|koa-ratelimit|hono-rate-limiter|@arcjet\/|slowapi\.Limiter\(\)\.(?:limit|shared_limit)|fastapi_limiter\.depends\.|asgi_ratelimit\.|ratelimit\.|flask_limiter\.|Illuminate\\Routing\\Middleware\\ThrottleRequests|io\.github\.resilience4j\.ratelimiter\.annotation\.RateLimiter|com\.giffing\.bucket4j\.|Microsoft\.AspNetCore\.RateLimiting\.limits)/;
/** The same for Go: pkg.go.dev has their pages. */
const GO_PACKAGES =
  /^github\.com\/(?:(?:didip\/tollbooth(?:_\w+)?|ulule\/limiter|go-chi\/httprate|JGLTechnologies\/gin-rate-limit|throttled\/throttled)(?:[/.]|$)|labstack\/echo(?:\/v\d+)?\/middleware\.RateLimiter\w*\(\)|go-chi\/chi(?:\/v\d+)?\/middleware\.Throttle\w*\(\)|gofiber\/fiber(?:\/v\d+)?\/middleware\/limiter\.New\(\))/;
/** slowapi's middleware applies `default_limits` and nothing else (slowapi documentation, "Global (application) wide limit"). */
const SLOWAPI_MIDDLEWARE = /^slowapi\.middleware\.SlowAPI(?:ASGI)?Middleware/;
/** Constructors of limiters, by their symbol with the call. */
const CREATIONS =
  /^(?:express-rate-limit(?::(?:rateLimit|default))?\(\)|express-slow-down(?::slowDown)?\(\)|rate-limiter-flexible:RateLimiter\w+\(\)|slowapi(?:\.extension)?\.Limiter\(\)|flask_limiter\.Limiter\(\))$/;

export interface Limit {
  use: LinkedUse | null;
  /** Place of the limiter, for people. */
  place: Place;
  note: string;
  /** It hands on without counting when a setting is empty. */
  failsOpen: boolean;
}

/** What a value does to a flood; `failsOpen` of what does not limit says nothing. */
interface Limiting {
  limits: boolean;
  failsOpen: boolean;
}

/** The limiter that a route of an application runs into, or null. */
export type LimitOf = (route: LinkedRoute) => Limit | null;

/** Limits of every route, judged once per middleware. Call through `workspace.derive(routeLimits)`. */
export function routeLimits(workspace: Workspace): LimitOf {
  const { interpreter, nodes, routes } = workspace.derive(linkProgram);
  const known = new Map<Value | FunctionFact, Recorded<Limiting>>();
  const defaults = new Map<RouterNode, boolean>();
  const judge = (value: Value): Limiting => {
    // A function of a module is one and the same, however often it is named.
    const key = value.v === 'function' && !value.self && !value.scope.parent ? value.fact : value;
    let judged = known.get(key);
    if (!judged) {
      judged = interpreter.workspace.record(() => {
        const limits = answers(value, TOO_MANY, interpreter) || handsToLimiter(value, interpreter);
        return { limits, failsOpen: limits && failsOpen(value, interpreter) };
      });
      known.set(key, judged);
    }
    return interpreter.workspace.take(judged);
  };
  const find: LimitOf = (route) => {
    for (const use of route.uses) {
      if (use.ineffective !== null) continue;
      const found = limitOfUse(use, judge, () => {
        const node = route.app && nodes.get(route.app);
        if (!node) return false;
        if (!defaults.has(node)) defaults.set(node, hasDefaultLimits(node));
        return defaults.get(node) ?? false;
      });
      if (found) return found;
    }
    return ownLimit(route, judge, interpreter);
  };
  // All of them at once: what is judged together is as old as this moment.
  const found = new Map<LinkedRoute, Limit | null>();
  for (const route of routes)
    if (route.app)
      found.set(
        route,
        workspace.deriveAs(keyOf(route), () => interpreter.apart(() => find(route))),
      );
  return (route) => found.get(route) ?? null;
}

const keyOf = ownKeys();

/** A middleware of one's own that picks a package's limiter and calls it: `return strict(req, res, next)`. */
function handsToLimiter(value: Value, interpreter: Interpreter): boolean {
  if (value.v !== 'function' || interpreter.workspace.derive(packageLimiters).length === 0) return false;
  let found = false;
  visitRun(value, interpreter, {
    expression(expression, scope) {
      if (found || expression.e !== 'call' || expression.callee.e !== 'name' || expression.args.length < 2) return;
      const callee = interpreter.evaluateKnown(expression.callee, scope);
      // What a constructor has returned; the constructor itself limits nothing.
      found = callee.v === 'external' && callee.symbol.endsWith('()') && PACKAGES.test(callee.symbol);
    },
  });
  return found;
}

function limitOfUse(use: LinkedUse, judge: (value: Value) => Limiting, hasDefaults: () => boolean): Limit | null {
  const place = { path: use.path, span: use.at };
  const symbol = use.origin?.symbol ?? (use.value.v === 'external' ? use.value.symbol : null);
  if (symbol !== null) {
    if (SLOWAPI_MIDDLEWARE.test(symbol))
      return hasDefaults() ? { use, place, note: 'SlowAPIMiddleware is added here', failsOpen: false } : null;
    return PACKAGES.test(symbol) || GO_PACKAGES.test(symbol)
      ? { use, place, note: `${use.name} limits here`, failsOpen: false }
      : null;
  }
  const judged = judge(use.value);
  if (judged.limits)
    return {
      use,
      place,
      note: `${use.name} answers 429 when there are too many requests`,
      failsOpen: judged.failsOpen,
    };
  // A decorator whose limiter could not be followed: its name is all there is.
  const isNamed =
    use.value.v === 'unknown' && /(?:^|\.)(?:limiter\.(?:limit|shared_limit)|rate_?limit\w*)/i.test(use.name);
  return isNamed ? { use, place, note: `${use.name} stands here`, failsOpen: false } : null;
}

/** A limiter called in the handler's own body. */
function ownLimit(route: LinkedRoute, judge: (value: Value) => Limiting, interpreter: Interpreter): Limit | null {
  if (!route.handler) return null;
  const scope = interpreter.modules.get(route.handler.path)?.scope;
  if (!scope) return null;
  const value: Value = { v: 'function', path: route.handler.path, fact: route.handler.fact, scope, self: null };
  const judged = judge(value);
  if (!judged.limits) return null;
  return {
    use: null,
    place: { path: route.handler.path, span: route.handler.fact.at },
    note: 'the handler answers 429 itself',
    failsOpen: false,
  };
}

/** slowapi's limiter on `app.state` carries limits of its own. Unknown limiters are given the benefit of the doubt. */
function hasDefaultLimits(node: RouterNode): boolean {
  const state = node.fields.get('state');
  const limiter = state?.v === 'record' ? state.entries.get('limiter') : undefined;
  if (limiter?.v !== 'external') return limiter !== undefined;
  return limiter.values.some(
    ({ name, value }) =>
      (name === 'default_limits' || name === 'application_limits') && !(value.v === 'list' && value.items.length === 0),
  );
}

/** `if (!redis) return next()`: what is counted depends on a setting. */
function failsOpen(value: Value, interpreter: Interpreter): boolean {
  return reachedBy(value, interpreter).some((fact) => opensOnSetting(fact.body));
}

const opening = new WeakMap<readonly Statement[], boolean>();

function opensOnSetting(body: readonly Statement[]): boolean {
  let opens = opening.get(body);
  if (opens === undefined) {
    opens = someStatement(
      body,
      (statement) =>
        statement.s === 'if' && statement.test.e === 'not' && isSettled(statement.test.of) && passes(statement.then),
    );
    opening.set(body, opens);
  }
  return opens;
}

function isSettled(expression: Expression): boolean {
  return (
    expression.e === 'name' ||
    expression.e === 'setting' ||
    (expression.e === 'member' && expression.of.e !== 'request')
  );
}

function passes(statements: readonly Statement[]): boolean {
  return statements.some((statement) => {
    const value = statement.s === 'return' || statement.s === 'do' ? statement.value : null;
    return value?.e === 'proceed';
  });
}

/** A place where a limiter is made. */
export interface LimiterCreation extends Place {
  /** The variable it is kept in; null = none. */
  name: string | null;
  /** What makes it, as written: `rateLimit()`, `Limiter()`. */
  made: string;
  /** Symbol of a package's constructor; null for a limiter of this workspace. */
  symbol: string | null;
  /** The statement's expression, for fixes. */
  call: Extract<Expression, { e: 'call' }>;
  /** The class of this workspace that it is an object of, if any. */
  className: string | null;
  /** Id of the function it is made in; null = at module level. */
  inFunction: string | null;
}

/** Every limiter that is made and kept in a variable, in tests and examples too unless `isAside`. Call through `workspace.derive`. */
export function limiterCreations(workspace: Workspace): LimiterCreation[] {
  return creationsWhere(workspace, () => true);
}

function creationsWhere(workspace: Workspace, mayMake: (facts: CodeFacts) => boolean): LimiterCreation[] {
  const { interpreter } = workspace.derive(linkProgram);
  return workspace.each('code').flatMap(({ file, facts }) => {
    const module = interpreter.modules.get(file.path);
    if (!module || !mayMake(facts) || isAside(workspace, file.path)) return [];
    return workspace.deriveAs(module, () => interpreter.apart(() => creationsOf(module, interpreter)));
  });
}

/** Packages whose limiters are known by their constructors. */
const MAKERS = /^(?:express-rate-limit|express-slow-down|rate-limiter-flexible|slowapi|flask_limiter)(?:$|[./])/;

/** Of those the ones that are made in modules which import a limiter: most modules need not be looked at. Call through `workspace.derive`. */
export function packageLimiters(workspace: Workspace): LimiterCreation[] {
  return creationsWhere(workspace, ({ body }) => someStatement(body, importsMaker)).filter(
    ({ symbol }) => symbol !== null,
  );
}

/** `import … from 'express-rate-limit'`, `const limit = require('express-rate-limit')`. */
function importsMaker(statement: Statement): boolean {
  if (statement.s === 'import') return MAKERS.test(statement.from);
  return (
    statement.s === 'let' && someExpressionIn([statement], (part) => part.e === 'import' && MAKERS.test(part.from))
  );
}

/** What one module makes. It is found again when the module has changed, or the body of what it calls. */
function creationsOf({ path, scope }: Module, interpreter: Interpreter): LimiterCreation[] {
  const found: LimiterCreation[] = [];
  const facts = interpreter.facts(path);
  if (facts) {
    // Most calls of a file have a callee that another one has, and most callees are no limiter.
    const callees = new Map<string, Value>();
    const evaluate = (callee: Expression): Value => {
      if (!isDotted(callee)) return interpreter.evaluate(callee, scope);
      const name = nameOf(callee);
      let value = callees.get(name);
      if (!value) callees.set(name, (value = interpreter.evaluate(callee, scope)));
      return value;
    };
    const where = { path, evaluate };
    creationsIn(facts.body, { ...where, inFunction: null }, interpreter, found);
    for (const fact of Object.values(facts.functions))
      creationsIn(fact.body, { ...where, inFunction: fact.id }, interpreter, found);
  }
  return found;
}

/** A name, or a member of one at any depth: the same text means the same value. */
function isDotted(expression: Expression): boolean {
  return expression.e === 'name' || (expression.e === 'member' && isDotted(expression.of));
}

interface Where {
  path: string;
  evaluate: (callee: Expression) => Value;
  inFunction: string | null;
}

function creationsIn(
  statements: readonly Statement[],
  where: Where,
  interpreter: Interpreter,
  into: LimiterCreation[],
): void {
  for (const statement of statements) {
    for (const block of blocksOf(statement)) creationsIn(block, where, interpreter, into);
    if (statement.s !== 'let' || statement.value.e !== 'call') continue;
    const creation = creationOf(statement.value, where, interpreter);
    if (creation) into.push({ ...creation, name: nameOf(statement.to) });
  }
}

/** Classes that answer 429, by moment of the workspace: each is made in many places. */
const limiting = new WeakMap<Workspace, Map<ClassValue, Recorded<boolean>>>();

function limits(type: ClassValue, interpreter: Interpreter): boolean {
  const { workspace } = interpreter;
  let known = limiting.get(workspace);
  if (!known) limiting.set(workspace, (known = new Map()));
  let answer = known.get(type);
  if (!answer) known.set(type, (answer = workspace.record(() => answers(type, TOO_MANY, interpreter))));
  return workspace.take(answer);
}

function creationOf(
  call: Extract<Expression, { e: 'call' }>,
  where: Where,
  interpreter: Interpreter,
): LimiterCreation | null {
  if (call.callee.e !== 'name' && call.callee.e !== 'member') return null;
  const made = `${nameOf(call.callee)}()`;
  const base = { path: where.path, span: call.at as Span, name: null, made, call, inFunction: where.inFunction };
  const callee = where.evaluate(call.callee);
  if (callee.v === 'external') {
    const symbol = `${callee.symbol}()`;
    return CREATIONS.test(symbol) ? { ...base, symbol, className: null } : null;
  }
  if (callee.v === 'class') {
    return limits(callee, interpreter) ? { ...base, symbol: null, className: callee.fact.name } : null;
  }
  if (callee.v !== 'function' || !/limit|throttl/i.test(callee.fact.name)) return null;
  interpreter.workspace.part(callee.path, 'code');
  const returned = returnedLimiter(callee.fact.body, callee.scope, interpreter);
  return returned === undefined ? null : { ...base, symbol: null, className: returned };
}

/** What a factory returns when that is a limiter: the class's name, or null for a function. */
function returnedLimiter(
  body: readonly Statement[],
  scope: Scope,
  interpreter: Interpreter,
): string | null | undefined {
  for (const statement of body) {
    for (const block of blocksOf(statement)) {
      const inner = returnedLimiter(block, scope, interpreter);
      if (inner !== undefined) return inner;
    }
    if (statement.s !== 'return' || !statement.value) continue;
    const target = statement.value.e === 'call' ? statement.value.callee : statement.value;
    if (target.e !== 'name' && target.e !== 'member' && target.e !== 'function') continue;
    const value = interpreter.evaluate(target, scope);
    if (!answers(value, TOO_MANY, interpreter)) continue;
    return value.v === 'class' ? value.fact.name : null;
  }
  return undefined;
}

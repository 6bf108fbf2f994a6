/**
 * AdonisJS 5 and 6: routes of `start/routes.ts`, which a chain refines after they are declared (`.prefix()`, `.use()`), groups, resources,
 * named middleware. One router serves the whole application. docs.adonisjs.com ("Routing", "Middleware", "Controllers").
 */
import type ts from 'typescript';
import { text } from '../../../code/javascript/expressions';
import type { Lowering } from '../../../code/javascript/lowering';
import { lowerStatements } from '../../../code/javascript/statements';
import { unwrapped } from '../../../code/javascript/scope';
import type { JavaScriptFramework } from '../../../code/javascript/framework';
import type { Framework } from '../../framework';
import type { Expression, GuardUse, RouterExpression } from '../../../code/model';
import { isFunctionLike, literalOf, madeRouter, pathsOf, routeFrom, useFrom, VERBS } from '../shared/method-calls';
import { chainOf, valuesOf, type Chain, type Step } from './chain';
import { handlerOf, memberOfController } from './handlers';
import { adonisHttp, EFFECTS } from './http';
import { guardsOf, lazyDefault } from './middleware';
import { resourceRoutes } from './resources';

export const NAME = 'adonisjs';
const MENTIONS = /@adonisjs\/core\/services\/(?:router|server)|@ioc:Adonis\/Core\/(?:Route|Server)/;

const javascript: JavaScriptFramework = {
  name: NAME,
  words: ['@adonisjs/core/services', '@ioc:Adonis/Core'],
  applies: (source) => MENTIONS.test(source),
  prefilter: (source) => MENTIONS.test(source),
  call(node, lower) {
    const { ts } = lower;
    if (!ts.isCallExpression(node)) return undefined;
    const chain = chainOf(node, lower);
    return chain && registered(chain, lower);
  },
};

/** AdonisJS. */
export const adonisjs: Framework = {
  name: NAME,
  javascript: [javascript, adonisHttp],
  effects: EFFECTS,
  guard: { as: 'middleware' },
};

/** The router of the application, and those of the groups around the place that is being lowered. */
const groups = new WeakMap<Lowering, Expression[]>();

function routerNow(lower: Lowering, node: ts.Node): Expression {
  const inner = groups.get(lower)?.at(-1);
  if (inner) return inner;
  const router: RouterExpression = { ...madeRouter(NAME, 'app', node, lower), global: NAME };
  return router;
}

/** What a chain on the router or the server declares; undefined when it is none of theirs. */
function registered(chain: Chain, lower: Lowering): Expression | undefined {
  const [first] = chain.steps;
  if (!first) return undefined;
  if (first.name === 'named' || first.name === 'registerNamed') return named(first, lower);
  if (first.name === 'use' || (chain.root === 'server' && first.name === 'register'))
    return global(first, chain, lower);
  if (first.name === 'group') return group(chain, first, lower);
  if (first.name === 'resource' || first.name === 'shallowResource') return resource(chain, first, lower);
  return single(chain, first, lower);
}

/** `router.get('/users', [UsersController, 'index']).use(middleware.auth())` */
function single(chain: Chain, first: Step, lower: Lowering): Expression | undefined {
  const { name, args } = first;
  const [path, second, third] = args;
  const verb = name === 'any' ? 'ALL' : VERBS[name];
  const handler = name === 'route' ? third : second;
  if ((verb === undefined && name !== 'route') || !path || !handler) return undefined;
  const methods = verb === undefined ? valuesOf(second, lower).map((one) => one.toUpperCase()) : [verb];
  const on = routerNow(lower, chain.node);
  const call = { node: first.node, owner: first.owner, name, named: first.named, args };
  const parts = {
    framework: NAME,
    on,
    methods: methods.length > 0 ? methods : ['ALL'],
    paths: prefixed(pathsOf(path, lower).map(slashed), chain),
    guards: guardsOf(chain, lower),
    handler: handlerOf(handler, lower),
  };
  lower.emit(routeFrom(call, path, parts, lower));
  return on;
}

/** `router.group(() => { … }).prefix('/api').use(middleware.auth())`: what is declared inside is on a router of its own. */
function group(chain: Chain, first: Step, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  const [callback] = first.args;
  const written = callback && unwrapped(callback, ts);
  if (!written || !(ts.isArrowFunction(written) || ts.isFunctionExpression(written))) return undefined;
  const outer = routerNow(lower, chain.node);
  const inner = lower.temporary(madeRouter(NAME, 'router', chain.node, lower), chain.node);
  const stack = groups.get(lower) ?? [];
  groups.set(lower, [...stack, inner]);
  if (ts.isBlock(written.body)) lowerStatements(lower, written.body.statements);
  else lower.expression(written.body);
  groups.set(lower, stack);
  lower.emit({
    s: 'mount',
    into: outer,
    what: inner,
    prefix: text(prefixOf(chain)),
    guards: guardsOf(chain, lower),
    inherits: 'all',
    takes: 'live',
    args: [],
    at: lower.span(first.named),
  });
  return outer;
}

/** `router.resource('posts', PostsController).apiOnly().use('*', middleware.auth())` */
function resource(chain: Chain, first: Step, lower: Lowering): Expression | undefined {
  const [path, controller] = first.args;
  const name = literalOf(path, lower);
  if (name === undefined || !path || !controller) return undefined;
  const on = routerNow(lower, chain.node);
  const call = { node: first.node, owner: first.owner, name: first.name, named: first.named, args: first.args };
  for (const { action, methods, path: own } of resourceRoutes(name, chain, lower)) {
    const guards: GuardUse[] = guardsOf(chain, lower, action);
    const handler = memberOfController(controller, action, lower);
    const paths = prefixed([text(own)], chain);
    lower.emit(routeFrom(call, path, { framework: NAME, on, methods, paths, guards, handler, maybe: true }, lower));
  }
  return on;
}

/** `router.named({ auth: () => import('…') })` is what it is given; version 5 registers the names. */
function named({ args, name, node }: Step, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  const [first] = args;
  const record = first && unwrapped(first, ts);
  if (!record || !ts.isObjectLiteralExpression(record)) return undefined;
  if (name === 'named') return lower.expression(record);
  for (const property of record.properties) {
    if (!ts.isPropertyAssignment(property)) continue;
    const key = property.name.getText(lower.source).replaceAll(/['"]/g, '');
    lower.emit({
      s: 'name-guard',
      name: text(key),
      guard: lazyDefault(property.initializer, lower),
      at: lower.span(node),
    });
  }
  return { e: 'constant', value: null };
}

/** Middleware before everything: `router.use([() => import('…')])`, `server.use([…])`. */
function global({ args, node }: Step, chain: Chain, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  const [first] = args;
  const list = first && unwrapped(first, ts);
  if (!list || !ts.isArrayLiteralExpression(list)) return undefined;
  const on = routerNow(lower, chain.node);
  for (const one of list.elements.filter((element) => isFunctionLike(element, lower))) {
    const guard: GuardUse = { as: 'middleware', value: lazyDefault(one, lower), at: lower.span(one) };
    lower.emit(useFrom(guard, { framework: NAME, on, reach: 'all', at: lower.span(node) }));
  }
  return on;
}

function prefixOf(chain: Chain): string {
  return chain.steps
    .filter(({ name }) => name === 'prefix')
    .map(({ prefix }) => slashedText(prefix ?? ''))
    .reverse()
    .join('');
}

function prefixed(paths: Expression[], chain: Chain): Expression[] {
  const prefix = prefixOf(chain);
  return paths.map((path) => (path.e === 'text' && prefix !== '' ? text(prefix + path.value) : path));
}

function slashed(path: Expression): Expression {
  return path.e === 'text' ? text(slashedText(path.value)) : path;
}

function slashedText(path: string): string {
  return path === '' || path.startsWith('/') ? path.replace(/\/$/, '') : `/${path}`;
}

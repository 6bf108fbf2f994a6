/**
 * Elysia: chained routes, hooks by scope and order, guards, groups, macros. Elysia documentation, "Life cycle", "Plugin" (scope), "Macro". A
 * hook covers what is registered after it on its own instance; `scoped` ones one instance further out, `global` ones all.
 */
import type ts from 'typescript';
import { joined, text } from '../../../code/javascript/expressions';
import type { Lowering } from '../../../code/javascript/lowering';
import { unwrapped } from '../../../code/javascript/scope';
import type { JavaScriptFramework } from '../../../code/javascript/framework';
import type { Framework } from '../../framework';
import type { Expression, GuardUse, RouteInput, RouterExpression } from '../../../code/model';
import { docsRoute } from '../../documentation';
import { elysiaMacros } from './macros';
import {
  guardOf,
  isFunctionLike,
  isPath,
  itemsOf,
  literalOf,
  methodCall,
  optionOf,
  optionValue,
  pathsOf,
  receiverOf,
  routeFrom,
  useFrom,
  VERBS,
  type MethodCall,
  madeRouter,
} from '../shared/method-calls';

const MENTIONS = /['"](?:elysia|@elysiajs\/[\w-]+)['"]/;
/** Hooks that run before a handler, with how they refuse. */
const BEFORE: Readonly<Record<string, GuardUse['as']>> = {
  beforeHandle: 'hook',
  transform: 'step',
  derive: 'step',
  resolve: 'step',
};
/** Options of a route that are Elysia's own; every other one is a macro. */
const OWN =
  /^(?:body|query|params|headers|cookie|response|detail|tags|type|parse|transform|derive|resolve|beforeHandle|afterHandle|afterResponse|mapResponse|error|as|schema|open|close|message|config|upgrade|webSocket|standaloneSchema|maxPayloadLength|idleTimeout|security|hide)$/;
/** Plugins that serve a page about the interface, with its path (elysiajs.com/plugins/openapi, /plugins/swagger). */
const DOCS: Readonly<Record<string, string>> = { '@elysiajs/openapi': '/openapi', '@elysiajs/swagger': '/swagger' };
/** Methods that say nothing of access and give the instance back (elysiajs.com/patterns/extends-context, /essential/life-cycle). */
const CHAINED =
  /^(?:state|decorate|model|affix|prefix|trace|parser|mapResponse|on(?:Parse|Start|Stop|Error|AfterHandle|AfterResponse))$/;
/** More levels than instances are nested. */
const EVERYWHERE = 99;

const javascript: JavaScriptFramework = {
  name: 'elysia',
  words: ['elysia'],
  applies: (text) => MENTIONS.test(text),
  prefilter: (text) => MENTIONS.test(text),
  call(node, lower) {
    return creation(node, lower) ?? onInstance(node, lower);
  },
};

/** Elysia. */
export const elysia: Framework = {
  name: 'elysia',
  readsCors: true,
  javascript: [javascript],
  effects: [
    { pattern: /^@elysiajs\/(?!jwt|bearer)[\w-]+(?:[:./(].*)?$/, effect: 'none' },
    { pattern: /^@elysiajs\/(?:jwt|bearer)(?:[:./(].*)?$/, effect: 'none' },
  ],
  guard: { as: 'option', of: 'hook', keyword: 'beforeHandle', options: 'after' },
};

/** `new Elysia({ prefix })` */
function creation(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  if (!isInstance(node, lower)) return undefined;
  const prefix = optionOf(node.arguments?.[0], 'prefix', lower);
  const own = prefix && !lower.ts.isMethodDeclaration(prefix) ? lower.expression(prefix) : null;
  return { ...routerOf('app', node, lower), prefix: own };
}

function isInstance(node: ts.CallExpression | ts.NewExpression, lower: Lowering): boolean {
  const origin = lower.ts.isNewExpression(node)
    ? lower.names.imported(unwrapped(node.expression, lower.ts))
    : undefined;
  return origin?.from === 'elysia' && /^(?:Elysia|default|\*)$/.test(origin.name);
}

function routerOf(role: 'app' | 'router', node: ts.Node, lower: Lowering): RouterExpression {
  return madeRouter('elysia', role, node, lower);
}

function onInstance(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const call = methodCall(node, lower);
  if (!call) return undefined;
  const [first, second, third] = call.args;
  if (VERBS[call.name] && first && second && (isPath(first, lower) || isNamedPath(call.owner, first, lower)))
    return route(call, VERBS[call.name] ?? '', first, second, third, lower);
  switch (call.name) {
    case 'ws':
      return first && second && isPath(first, lower)
        ? route(call, 'WEBSOCKET', first, second, second, lower)
        : undefined;
    case 'onBeforeHandle':
      return hook(call, 'hook', lower);
    case 'onTransform':
    case 'derive':
    case 'resolve':
      return hook(call, 'step', lower);
    case 'onRequest':
      return first && onRequest(call, first, lower);
    case 'use':
      return first && plugin(call, first, lower);
    case 'guard':
      return first && guard(call, first, second, lower);
    case 'group':
      return first && second && group(call, first, second, third, lower);
    case 'macro':
      return elysiaMacros(call, receiverOf(call.owner, lower), lower);
    default:
      return CHAINED.test(call.name) ? receiverOf(call.owner, lower) : undefined;
  }
}

/** A path by its name (`ROUTES.LOGIN`), in a chain that begins where the instance is made. */
function isNamedPath(owner: ts.Expression, path: ts.Expression, lower: Lowering): boolean {
  const { ts } = lower;
  const value = unwrapped(path, ts);
  if (!ts.isIdentifier(value) && !ts.isPropertyAccessExpression(value)) return false;
  let root = unwrapped(owner, ts);
  while (ts.isCallExpression(root) && ts.isPropertyAccessExpression(root.expression))
    root = unwrapped(root.expression.expression, ts);
  return ts.isNewExpression(root) && isInstance(root, lower);
}

// Routes ------------------------------------------------------------------------------------------------------------------------------

function route(
  call: MethodCall,
  method: string,
  path: ts.Expression,
  handler: ts.Expression,
  options: ts.Expression | undefined,
  lower: Lowering,
): Expression {
  const on = receiverOf(call.owner, lower);
  const parts = {
    framework: 'elysia',
    on,
    methods: [method],
    paths: pathsOf(path, lower),
    guards: hooksIn(options, lower),
    handler: lower.expression(handler),
    input: inputOf(options, lower),
  };
  lower.emit(routeFrom(call, path, parts, lower));
  return on;
}

/** Hooks and macros among options, in order. */
function hooksIn(options: ts.Expression | undefined, lower: Lowering): GuardUse[] {
  const { ts } = lower;
  const value = options && unwrapped(options, ts);
  if (!value || !ts.isObjectLiteralExpression(value)) return [];
  return value.properties.flatMap((property): GuardUse[] => {
    const key =
      property.name && (ts.isIdentifier(property.name) || ts.isStringLiteralLike(property.name))
        ? property.name.text
        : '';
    const as = BEFORE[key];
    if (ts.isMethodDeclaration(property))
      return as ? [{ as, value: lower.method(property), at: lower.span(property) }] : [];
    const own = ts.isPropertyAssignment(property)
      ? property.initializer
      : ts.isShorthandPropertyAssignment(property)
        ? property.name
        : undefined;
    if (!own || key === '') return [];
    if (as) return itemsOf(own, lower).map((one) => guardOf(one, as, lower));
    return OWN.test(key) || own.kind === ts.SyntaxKind.FalseKeyword ? [] : [macroUse(key, own, lower)];
  });
}

/** `{ auth: true }` turns the macro of that name on. */
function macroUse(key: string, node: ts.Expression, lower: Lowering): GuardUse {
  return { as: 'hook', value: { e: 'named', key: text(key) }, at: lower.span(node) };
}

function inputOf(options: ts.Expression | undefined, lower: Lowering): RouteInput {
  return { state: optionOf(options, 'body', lower) ? 'schema' : 'unknown', at: null, what: null };
}

// Hooks -------------------------------------------------------------------------------------------------------------------------------

/** `.onBeforeHandle(fn)`, `.onBeforeHandle({ as: 'scoped' }, fn)` */
function hook(call: MethodCall, as: GuardUse['as'], lower: Lowering): Expression | undefined {
  const { ts } = lower;
  const [first, second] = call.args;
  const value = second ?? first;
  if (!value || !(isFunctionLike(value, lower) || ts.isArrayLiteralExpression(value))) return undefined;
  const on = receiverOf(call.owner, lower);
  const outwards = second ? outwardsOf(first, lower) : 0;
  for (const one of itemsOf(value, lower))
    lower.emit(useFrom(guardOf(one, as, lower), { framework: 'elysia', on, reach: 'later', outwards }));
  return on;
}

/** How far a hook reaches beyond its instance. */
function outwardsOf(options: ts.Expression | undefined, lower: Lowering): number {
  const as = literalOf(optionOf(options, 'as', lower) as ts.Expression | undefined, lower);
  return as === 'global' ? EVERYWHERE : as === 'scoped' ? 1 : 0;
}

/** Requests come before routes are looked for: whatever registers this, it covers everything. */
function onRequest(call: MethodCall, handler: ts.Expression, lower: Lowering): Expression {
  const on = receiverOf(call.owner, lower);
  lower.emit(useFrom(guardOf(handler, 'hook', lower), { framework: 'elysia', on, reach: 'app' }));
  return on;
}

// Plugins, guards, groups -------------------------------------------------------------------------------------------------------------

/** `.use(instance)`, `.use((app) => app.get(…))` */
function plugin(call: MethodCall, given: ts.Expression, lower: Lowering): Expression {
  const on = receiverOf(call.owner, lower);
  const value = lower.expression(given);
  const called = lower.ts.isCallExpression(given) ? given.expression : given;
  const from = lower.names.imported(unwrapped(called, lower.ts))?.from ?? '';
  const page = DOCS[from];
  if (page !== undefined) {
    const options = lower.ts.isCallExpression(given) ? given.arguments[0] : undefined;
    const path = optionValue(options, 'path', lower) ?? text(page);
    lower.emit(docsRoute('elysia', on, [path, joined([path, text('/json')])], lower.span(given)));
    return on;
  }
  // elysiajs.com/plugins/cors: it sets headers whatever answers.
  if (from === '@elysiajs/cors') {
    const guard: GuardUse = { as: 'step', value, at: lower.span(given) };
    lower.emit(useFrom(guard, { framework: 'elysia', on, reach: 'app' }));
    return on;
  }
  lower.emit({
    s: 'plug',
    into: on,
    plugin: value.e === 'router' ? lower.temporary(value, given) : value,
    prefix: null,
    router: routerOf('router', call.node, lower),
    direct: true,
    args: [],
    at: lower.span(call.node),
  });
  return on;
}

/** `.guard({ beforeHandle })` covers what follows, `.guard({ … }, (app) => …)` what is inside. */
function guard(
  call: MethodCall,
  options: ts.Expression,
  inside: ts.Expression | undefined,
  lower: Lowering,
): Expression {
  const on = receiverOf(call.owner, lower);
  const guards = hooksIn(options, lower);
  if (inside) inner(call, on, null, guards, inside, lower);
  else if (isFunctionLike(options, lower)) inner(call, on, null, [], options, lower);
  else {
    const outwards = outwardsOf(options, lower);
    for (const one of guards) lower.emit(useFrom(one, { framework: 'elysia', on, reach: 'later', outwards }));
  }
  return on;
}

/** `.group('/users', (app) => …)`, `.group('/users', { beforeHandle }, (app) => …)` */
function group(
  call: MethodCall,
  prefix: ts.Expression,
  second: ts.Expression,
  third: ts.Expression | undefined,
  lower: Lowering,
): Expression {
  const on = receiverOf(call.owner, lower);
  inner(call, on, lower.expression(prefix), third ? hooksIn(second, lower) : [], third ?? second, lower);
  return on;
}

function inner(
  call: MethodCall,
  into: Expression,
  prefix: Expression | null,
  guards: GuardUse[],
  inside: ts.Expression,
  lower: Lowering,
): void {
  lower.emit({
    s: 'plug',
    into,
    plugin: lower.expression(inside),
    prefix,
    router: routerOf('router', call.node, lower),
    guards,
    args: [],
    at: lower.span(call.node),
  });
}

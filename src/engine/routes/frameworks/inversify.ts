/**
 * inversify-express-utils: controllers that a container holds. README ("Decorators", "InversifyExpressServer", "BaseMiddleware",
 * "Middleware"): middleware is given to `@controller` and to methods, as a function or as what the container holds under a name; what
 * `setConfig` registers stands before every controller.
 */
import type ts from 'typescript';
import { text } from '../../code/javascript/expressions';
import type { Lowering } from '../../code/javascript/lowering';
import { unwrapped } from '../../code/javascript/scope';
import type { ClassFact, Expression, GuardUse, RouterExpression } from '../../code/model';
import type { JavaScriptFramework } from '../../code/javascript/framework';
import type { Framework } from '../framework';
import { asRouter, decoratorsOf, methodsOf, routeOf, slashed } from './shared/decorated-classes';
import { methodCall, optionOf, receiverOf } from './shared/method-calls';

const NAME = 'inversify-express-utils';
const FROM = /^inversify-express-utils$/;
const VERBS: Readonly<Record<string, string>> = {
  httpGet: 'GET',
  httpPost: 'POST',
  httpPut: 'PUT',
  httpPatch: 'PATCH',
  httpDelete: 'DELETE',
  httpHead: 'HEAD',
  all: 'ALL',
};

const javascript: JavaScriptFramework = {
  name: NAME,
  words: [NAME, 'inversify'],
  applies: (source) => source.includes('inversify'),
  prefilter: (source) =>
    /['"]inversify-express-utils['"]/.test(source) || /\.bind(?:<[^>]*>)?\([\w.]*[mM]iddleware/.test(source),
  call: (node, lower) => server(node, lower) ?? onServer(node, lower),
  classOf,
};

/** inversify-express-utils. */
export const inversify: Framework = {
  name: NAME,
  javascript: [javascript],
  effects: [{ pattern: /^inversify(?:-express-utils)?(?:[:.].*)?$/, effect: 'none' }],
  entries: [{ base: /^inversify-express-utils:BaseMiddleware$/, method: 'handler' }],
  guard: { as: 'middleware' },
};

/** `new InversifyExpressServer(container, null, { rootPath: '/api' })` */
function server(node: ts.CallExpression | ts.NewExpression, lower: Lowering): RouterExpression | undefined {
  const origin = lower.names.imported(unwrapped(node.expression, lower.ts));
  if (!origin || !FROM.test(origin.from) || origin.name !== 'InversifyExpressServer') return undefined;
  const root = optionOf(node.arguments?.[2], 'rootPath', lower);
  const base = { e: 'router', role: 'app', framework: NAME, guards: [], routes: null, args: [] } as const;
  const prefix = root && !lower.ts.isMethodDeclaration(root) ? slashed(root, lower) : null;
  const gathers = { framework: NAME, prefix: prefix?.e === 'text' ? prefix.value : '' };
  return { ...base, guards: [], args: [], prefix: null, gathers, at: lower.span(node) };
}

function onServer(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const call = methodCall(node, lower);
  const [first] = call?.args ?? [];
  if (!call) return undefined;
  if (call.name === 'setConfig' && first) {
    const into = receiverOf(call.owner, lower);
    const router = {
      e: 'router',
      role: 'router',
      framework: NAME,
      prefix: null,
      guards: [],
      routes: null,
      args: [],
    } as const;
    const at = lower.span(call.node);
    lower.emit({
      s: 'plug',
      into,
      plugin: lower.expression(first),
      prefix: null,
      router: { ...router, guards: [], args: [], at },
      direct: true,
      args: [],
      at,
    });
    return into;
  }
  if (call.name === 'build' && call.args.length === 0 && lower.file.text.includes('InversifyExpressServer'))
    return receiverOf(call.owner, lower);
  return call.name === 'to' && first ? bound(call.owner, first, lower) : undefined;
}

/** `container.bind(TYPES.Auth).to(AuthMiddleware)`: what stands under a name. */
function bound(owner: ts.Expression, to: ts.Expression, lower: Lowering): undefined {
  const { ts } = lower;
  const bind = unwrapped(owner, ts);
  const [key] = ts.isCallExpression(bind) ? bind.arguments : [];
  if (!key || !ts.isCallExpression(bind) || !/\.bind$/.test(bind.expression.getText(lower.source))) return undefined;
  if (!ts.isIdentifier(unwrapped(to, ts))) return undefined;
  lower.emit({ s: 'name-guard', name: text(keyOf(key, lower)), guard: lower.expression(to), at: lower.span(to) });
  return undefined;
}

function keyOf(node: ts.Expression, { source }: Lowering): string {
  return `inversify ${node.getText(source)}`;
}

/** `@controller('/users', …)` and its methods. */
function classOf(node: ts.ClassLikeDeclaration, fact: ClassFact, lower: Lowering): void {
  const controller = decoratorsOf(node, FROM, lower).find(({ name }) => name === 'controller');
  const outer = controller ? before(controller.args.slice(1), lower) : [];
  const routes = methodsOf(node, lower).flatMap((method) =>
    decoratorsOf(method, FROM, lower).flatMap((one) => {
      const isAny = one.name === 'httpMethod';
      const verb = isAny ? one.args[0]?.getText(lower.source).slice(1, -1).toUpperCase() : VERBS[one.name];
      if (verb === undefined) return [];
      const [path, ...rest] = isAny ? one.args.slice(1) : one.args;
      const guards = [...outer, ...before(rest, lower)];
      return [routeOf(method, one, { framework: NAME, methods: [verb], paths: [slashed(path, lower)], guards }, lower)];
    }),
  );
  if (routes.length > 0) fact.routes = routes;
  if (controller) asRouter(fact, NAME, slashed(controller.args[0], lower), lower.span(controller.node));
}

/** Functions, and names of what the container holds. */
function before(args: readonly ts.Expression[], lower: Lowering): GuardUse[] {
  return args.map((one) => {
    const value = lower.expression(one);
    const isName = value.e === 'name' || value.e === 'member' || value.e === 'text';
    const found: Expression = isName ? { e: 'named', key: text(keyOf(one, lower)), otherwise: value } : value;
    return { as: 'middleware', value: found, name: one.getText(lower.source).slice(0, 80), at: lower.span(one) };
  });
}

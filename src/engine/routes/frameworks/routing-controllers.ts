/**
 * routing-controllers: classes as controllers on Express or Koa. README ("Controllers", "Using authorization features", "Using
 * middlewares", "Loading controllers from directories"): `@Authorized` asks the `authorizationChecker` of the server that serves the class,
 * `@CurrentUser({ required: true })` its `currentUserChecker`; middleware of `@UseBefore` may answer instead. Without a checker everybody
 * is refused.
 */
import type ts from 'typescript';

import type { Lowering } from '../../code/javascript/lowering';
import { unwrapped } from '../../code/javascript/scope';
import type { ClassFact, Expression, GuardUse, RouterExpression } from '../../code/model';
import type { JavaScriptFramework } from '../../code/javascript/framework';
import type { Framework } from '../framework';
import {
  asRouter,
  decoratorsOf,
  guardsIn,
  methodsOf,
  routeOf,
  slashed,
  type Decorator,
} from './shared/decorated-classes';
import { optionOf, optionValue } from './shared/method-calls';

const NAME = 'routing-controllers';
const FROM = /^routing-controllers$/;
const WHOLE: Expression = { e: 'request', part: 'state', name: null };
const VERBS: Readonly<Record<string, string>> = {
  Get: 'GET',
  Post: 'POST',
  Put: 'PUT',
  Patch: 'PATCH',
  Delete: 'DELETE',
  Head: 'HEAD',
  All: 'ALL',
};
const REFUSALS: Readonly<Record<string, number>> = {
  UnauthorizedError: 401,
  ForbiddenError: 403,
  NotFoundError: 404,
  BadRequestError: 400,
};
/** What a server is given to ask. */
const CHECKERS = ['authorizationChecker', 'currentUserChecker'];

const javascript: JavaScriptFramework = {
  name: NAME,
  words: [NAME],
  applies: (source) => source.includes(NAME),
  prefilter: (source) => /['"]routing-controllers['"]/.test(source),
  call,
  member(node, { ts }) {
    // `action.request`, as checkers are given it.
    const isAction = ts.isIdentifier(node.expression) && node.expression.text === 'action';
    return isAction && ts.isPropertyAccessExpression(node) && node.name.text === 'request' ? WHOLE : undefined;
  },
  classOf,
};

/** routing-controllers. */
export const routingControllers: Framework = {
  name: NAME,
  javascript: [javascript],
  effects: [
    { pattern: /^routing-controllers:Authorized$/, effect: 'deny' },
    { pattern: /^routing-controllers(?:[:.].*)?$/, effect: 'none' },
  ],
  guard: { as: 'gate', decorator: 'UseBefore', from: NAME },
};

function call(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const origin = lower.names.imported(unwrapped(node.expression, lower.ts));
  if (!origin || !FROM.test(origin.from)) return undefined;
  const [first, second] = node.arguments ?? [];
  const at = lower.span(node);
  switch (origin.name) {
    case 'createExpressServer':
    case 'createKoaServer':
      return server('app', first, at, lower);
    case 'useExpressServer':
    case 'useKoaServer': {
      if (!first) return undefined;
      const into = lower.expression(first);
      const what = server('router', second, at, lower);
      const mount = { prefix: null, guards: [], inherits: 'all', takes: 'live', args: [], at } as const;
      lower.emit({ s: 'mount', into, what, ...mount, guards: [], args: [] });
      return into;
    }
    case 'UseBefore':
      return {
        e: 'list',
        items: guardsIn({ args: node.arguments ?? [] }, 'middleware', lower).map(({ value, as, at: own }) => ({
          e: 'guard',
          value,
          as,
          at: own,
        })),
      };
    case 'HttpError':
      return { e: 'refusal', status: statusIn(first, lower), sends: false, at };
  }
  const status = REFUSALS[origin.name];
  return status === undefined ? undefined : { e: 'refusal', status, sends: false, at };
}

function statusIn(node: ts.Expression | undefined, { ts }: Lowering): number | null {
  return node && ts.isNumericLiteral(node) ? Number(node.text) : null;
}

function server(
  role: RouterExpression['role'],
  options: ts.Expression | undefined,
  at: RouterExpression['at'],
  lower: Lowering,
): RouterExpression {
  const value = (key: string): Expression | null => optionValue(options, key, lower) ?? null;
  return {
    e: 'router',
    role,
    framework: NAME,
    prefix: value('routePrefix'),
    guards: [],
    routes: value('controllers'),
    middleware: value('middlewares'),
    defaults: CHECKERS.map((name) => ({ name, value: checker(name, options, at, lower) })),
    gathers: { framework: NAME, prefix: '', ...(options && { only: 'where its list is not in the files' }) },
    args: [],
    at,
  };
}

/** What asks for the server: without one, everybody is refused. */
function checker(
  name: string,
  options: ts.Expression | undefined,
  at: RouterExpression['at'],
  lower: Lowering,
): Expression {
  const refuses: Expression = {
    e: 'member',
    of: { e: 'import', from: NAME, line: at.line },
    name: 'Authorized',
  };
  const given = optionValue(options, name, lower) ?? refuses;
  const own = options && optionOf(options, name, lower);
  return { e: 'guard', value: given, as: 'gate', name, at: own ? lower.span(own) : at };
}

/** `@JsonController('/users')` and its methods. */
function classOf(node: ts.ClassLikeDeclaration, fact: ClassFact, lower: Lowering): void {
  const own = decoratorsOf(node, FROM, lower);
  const outer = authorized(own, lower);
  const routes = methodsOf(node, lower).flatMap((method) => {
    const all = decoratorsOf(method, FROM, lower);
    const guards = [...outer, ...authorized(all, lower), ...currentUser(method, lower)];
    return all.flatMap((one) => {
      const verb =
        one.name === 'Method' ? one.args[0]?.getText(lower.source).slice(1, -1).toUpperCase() : VERBS[one.name];
      if (verb === undefined) return [];
      const path = slashed(one.args[one.name === 'Method' ? 1 : 0], lower);
      return [routeOf(method, one, { framework: NAME, methods: [verb], paths: [path], guards }, lower)];
    });
  });
  if (routes.length > 0) fact.routes = routes;
  const controller = own.find(({ name }) => name === 'Controller' || name === 'JsonController');
  if (controller) asRouter(fact, NAME, slashed(controller.args[0], lower), lower.span(controller.node));
}

/** What `@Authorized` asks. */
function authorized(decorators: readonly Decorator[], lower: Lowering): GuardUse[] {
  return decorators
    .filter(({ name }) => name === 'Authorized')
    .map((one) => asks('authorizationChecker', one.node, lower));
}

/** `@CurrentUser({ required: true }) user` */
function currentUser(method: ts.MethodDeclaration, lower: Lowering): GuardUse[] {
  return method.parameters.flatMap((parameter) =>
    decoratorsOf(parameter, FROM, lower).flatMap(({ name, args, node }) =>
      name === 'CurrentUser' && optionOf(args[0], 'required', lower)?.kind === lower.ts.SyntaxKind.TrueKeyword
        ? [asks('currentUserChecker', node, lower)]
        : [],
    ),
  );
}

function asks(name: string, node: ts.Node, lower: Lowering): GuardUse {
  return { as: 'gate', value: { e: 'default', name }, name, at: lower.span(node) };
}

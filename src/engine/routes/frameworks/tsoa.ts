/**
 * tsoa: controllers whose routes a generator writes into a file that an application calls (`RegisterRoutes(app)`). tsoa documentation
 * ("Authentication", "Path mapping", "Middlewares"): `@Security` asks the project's `expressAuthentication`, whose promise must be kept;
 * several on one method are alternatives; those of a method replace those of its class, `@NoSecurity` takes them away.
 */
import type ts from 'typescript';
import { other, text } from '../../code/javascript/expressions';
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

const NAME = 'tsoa';
const FROM = /^(?:tsoa|@tsoa\/runtime)$/;
const AUTHENTICATION = 'tsoa.authentication';
const VERBS: Readonly<Record<string, string>> = {
  Get: 'GET',
  Post: 'POST',
  Put: 'PUT',
  Patch: 'PATCH',
  Delete: 'DELETE',
  Head: 'HEAD',
  Options: 'OPTIONS',
};
const WORDS = ['tsoa', 'RegisterRoutes', 'expressAuthentication', 'koaAuthentication', 'hapiAuthentication'];

const javascript: JavaScriptFramework = {
  name: NAME,
  words: WORDS,
  applies: (source) => WORDS.some((word) => source.includes(word)),
  prefilter: (source) =>
    /['"](?:tsoa|@tsoa\/runtime)['"]|\bRegisterRoutes\s*\(|function (?:express|koa|hapi)Authentication\b|(?:express|koa|hapi)Authentication\s*[=:]/.test(
      source,
    ),
  call: registered,
  module: authentication,
  classOf,
};

/** tsoa. */
export const tsoa: Framework = {
  name: NAME,
  javascript: [javascript],
  effects: [{ pattern: /^(?:tsoa|@tsoa\/runtime)(?:[:.].*)?$/, effect: 'none' }],
  guard: { as: 'gate', decorator: 'Middlewares', from: NAME },
};

/** `RegisterRoutes(app)`: every controller of the project. The file that it comes from is written by the generator. */
function registered(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const callee = unwrapped(node.expression, lower.ts);
  const name = lower.ts.isIdentifier(callee) ? callee.text : '';
  const [app] = node.arguments ?? [];
  if (name !== 'RegisterRoutes' || !app || !lower.names.imports.has(name)) return undefined;
  const at = lower.span(node);
  const what: RouterExpression = {
    e: 'router',
    role: 'router',
    framework: NAME,
    prefix: null,
    guards: [],
    routes: null,
    gathers: { framework: NAME, prefix: '' },
    args: [],
    at,
  };
  const into = lower.expression(app);
  lower.emit({ s: 'mount', into, what, prefix: null, guards: [], inherits: 'all', takes: 'live', args: [], at });
  return other();
}

/** The function that the generated file asks. */
function authentication(lower: Lowering): void {
  const { ts, source } = lower;
  for (const statement of source.statements) {
    const names = ts.isFunctionDeclaration(statement)
      ? [statement.name]
      : ts.isVariableStatement(statement)
        ? statement.declarationList.declarations.map((one) => one.name)
        : [];
    for (const name of names)
      if (name && ts.isIdentifier(name) && /^(?:express|koa|hapi)Authentication$/.test(name.text))
        lower.emit({
          s: 'name-guard',
          name: text(AUTHENTICATION),
          guard: { e: 'name', name: name.text },
          at: lower.span(name),
        });
  }
}

/** `@Route('users')` and its methods. */
function classOf(node: ts.ClassLikeDeclaration, fact: ClassFact, lower: Lowering): void {
  const own = decoratorsOf(node, FROM, lower);
  const route = own.find(({ name }) => name === 'Route');
  const outer = middlewareOf(own, lower);
  const routes = methodsOf(node, lower).flatMap((method) => {
    const all = decoratorsOf(method, FROM, lower);
    const guards = [...securityOf(all, own, lower), ...outer, ...middlewareOf(all, lower)];
    return all.flatMap((one) => {
      const verb = VERBS[one.name];
      if (verb === undefined) return [];
      const paths = [slashed(one.args[0], lower)];
      return [routeOf(method, one, { framework: NAME, methods: [verb], paths, guards }, lower)];
    });
  });
  if (routes.length > 0) fact.routes = routes;
  if (route) asRouter(fact, NAME, slashed(route.args[0], lower), lower.span(route.node));
}

function middlewareOf(decorators: readonly Decorator[], lower: Lowering): GuardUse[] {
  return decorators.filter(({ name }) => name === 'Middlewares').flatMap((one) => guardsIn(one, 'middleware', lower));
}

/** What the schemes on a method ask, or those on its class. */
function securityOf(method: readonly Decorator[], type: readonly Decorator[], lower: Lowering): GuardUse[] {
  const isOff = method.some(({ name }) => name === 'NoSecurity');
  const own = method.filter(({ name }) => name === 'Security');
  const all = own.length > 0 || isOff ? own : type.filter(({ name }) => name === 'Security');
  const [first] = all;
  if (!first) return [];
  const parts = all.map((one) => asked(one, lower));
  const [only] = parts;
  const value: Expression = parts.length === 1 && only ? only : { e: 'other', op: '|', parts };
  return [{ as: 'dependency', value, name: AUTHENTICATION, at: lower.span(first.node) }];
}

/** One scheme: by its name and scopes; an object names several, of which the first is asked here. */
function asked({ args: [scheme, scopes] }: Decorator, lower: Lowering): Expression {
  const { ts } = lower;
  const given = scheme && unwrapped(scheme, ts);
  const [first] = given && ts.isObjectLiteralExpression(given) ? given.properties : [];
  const name =
    first?.name && ts.isIdentifier(first.name) ? text(first.name.text) : scheme ? lower.expression(scheme) : other();
  const list: Expression = scopes ? lower.expression(scopes) : { e: 'list', items: [] };
  const otherwise: Expression = {
    e: 'other',
    parts: [],
    why: 'the module that authenticates for tsoa could not be found',
  };
  return { e: 'named', key: text(AUTHENTICATION), args: [name, list], otherwise };
}

/**
 * GraphQL endpoints on servers of other frameworks: Apollo Server, GraphQL Yoga, graphql-http, express-graphql, Mercurius. Whoever may ask
 * what is decided before the endpoint, in the function that makes the context of a request, or in the resolvers; these are not followed.
 * Sources: apollographql.com/docs ("expressMiddleware", "startStandaloneServer", "applyMiddleware"), the-guild.dev/graphql/yoga-server
 * ("Integrations"), graphql-http and express-graphql (README), mercurius.dev.
 */
import type ts from 'typescript';
import { other, text } from '../../code/javascript/expressions';
import type { Lowering } from '../../code/javascript/lowering';
import { unwrapped } from '../../code/javascript/scope';
import type { JavaScriptFramework } from '../../code/javascript/framework';
import type { Framework } from '../framework';
import type { Expression, GuardUse } from '../../code/model';
import { handlersOf } from './shared/handler-calls';
import {
  guardOf,
  isPath,
  literalOf,
  madeRouter,
  methodCall,
  optionOf,
  pathsOf,
  receiverOf,
  routeFrom,
  type MethodCall,
} from './shared/method-calls';

const NAME = 'graphql';
const MENTIONS =
  /['"](?:@apollo\/server|@as-integrations\/|apollo-server|graphql-yoga|graphql-http|express-graphql|mercurius|graphql['"])/;
/** Files that mention GraphQL alone are read where a link leads there. */
const MAKES_ENDPOINT =
  /\b(?:expressMiddleware|koaMiddleware|createHandler|graphqlHTTP|createYoga|startStandaloneServer|applyMiddleware|mercurius)\b/;
const UNDECIDED = 'its resolvers decide who may ask for what';
/** Functions that make a handler of a schema or server, by package. */
const HANDLERS =
  /^(?:@apollo\/server\/express4|@as-integrations\/\w+|graphql-http\/lib\/use\/\w+|express-graphql|graphql-yoga)$/;
const MAKES = /^(?:expressMiddleware|koaMiddleware|createHandler|graphqlHTTP|createYoga|createServer)$/;

const javascript: JavaScriptFramework = {
  name: NAME,
  words: ['graphql', 'apollo', '@as-integrations/', 'graphql-yoga', 'graphql-http', 'express-graphql', 'mercurius'],
  applies: (source) => MENTIONS.test(source),
  prefilter: (source) => MAKES_ENDPOINT.test(source),
  call(node, lower) {
    const { ts } = lower;
    if (!ts.isCallExpression(node)) return undefined;
    const call = methodCall(node, lower);
    return call ? onServer(call, lower) : standalone(node, lower);
  },
  /** `context: ({ req }) => …` */
  part(owner, key) {
    const isGiven = owner.e === 'name' && /^<\d+>$/.test(owner.name) && (key === 'req' || key === 'request');
    return isGiven ? { e: 'request', part: 'state', name: null } : undefined;
  },
};

/** GraphQL. */
export const graphql: Framework = { name: NAME, javascript: [javascript], guard: { as: 'middleware' } };

function onServer(call: MethodCall, lower: Lowering): Expression | undefined {
  const [first] = call.args;
  if (call.name === 'applyMiddleware') return applied(call, lower);
  if (call.name === 'register' && first) return registered(call, first, lower);
  if (!/^(?:use|all|get|post)$/.test(call.name)) return undefined;
  const last = call.args.at(-1);
  const made = last && madeBy(last, lower);
  if (!made || !first) return undefined;
  const path = isPath(first, lower) && first !== last ? first : undefined;
  const before = call.args.slice(path ? 1 : 0, -1);
  // The last argument has the options: `expressMiddleware(server, { context })`, `createYoga({ context })`.
  const handler = contextOf(made.arguments.at(-1), lower);
  const guards = handlersOf(before, lower).map((one) => guardOf(one, 'middleware', lower));
  const paths = path ? pathsOf(path, lower) : [text('/graphql')];
  return emit(call, receiverOf(call.owner, lower), { paths, handler, guards }, lower);
}

/** The call that makes a handler, also where it was given a name first. */
function madeBy(node: ts.Expression, lower: Lowering): ts.CallExpression | undefined {
  const { ts } = lower;
  const value = unwrapped(node, ts);
  if (ts.isIdentifier(value)) {
    const made = declared(value.text, lower);
    return made && ts.isCallExpression(made) ? madeBy(made, lower) : undefined;
  }
  if (!ts.isCallExpression(value)) return undefined;
  const origin = lower.names.imported(unwrapped(value.expression, ts));
  return origin && HANDLERS.test(origin.from) && MAKES.test(origin.name.split('.').at(-1) ?? '') ? value : undefined;
}

function declared(name: string, { ts, source }: Lowering): ts.Expression | undefined {
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name: own, initializer } of statement.declarationList.declarations)
      if (ts.isIdentifier(own) && own.text === name && initializer) return unwrapped(initializer, ts);
  }
  return undefined;
}

/** `server.applyMiddleware({ app, path: '/graphql' })` of Apollo Server 2 and 3. */
function applied(call: MethodCall, lower: Lowering): Expression | undefined {
  const app = optionOf(call.args[0], 'app', lower);
  if (!app || lower.ts.isMethodDeclaration(app)) return undefined;
  const path = literalOf(optionPlain(call.args[0], 'path', lower), lower) ?? '/graphql';
  return emit(call, lower.expression(app), { paths: [text(path)], handler: other() }, lower);
}

/** `app.register(mercurius, { schema, path })` */
function registered(call: MethodCall, plugin: ts.Expression, lower: Lowering): Expression | undefined {
  if (lower.names.imported(unwrapped(plugin, lower.ts))?.from !== 'mercurius') return undefined;
  const path = literalOf(optionPlain(call.args[1], 'path', lower), lower) ?? '/graphql';
  const handler = contextOf(call.args[1], lower);
  return emit(call, lower.expression(call.owner), { paths: [text(path)], handler }, lower);
}

/** `startStandaloneServer(server, { context })` serves by itself. */
function standalone(node: ts.CallExpression, lower: Lowering): Expression | undefined {
  const origin = lower.names.imported(unwrapped(node.expression, lower.ts));
  if (origin?.from !== '@apollo/server/standalone' || origin.name !== 'startStandaloneServer') return undefined;
  const on = lower.temporary(madeRouter(NAME, 'app', node, lower), node);
  const call = { node, owner: node.expression, name: 'use', named: node, args: node.arguments };
  return emit(call, on, { paths: [text('')], handler: contextOf(node.arguments[1], lower) }, lower);
}

function emit(
  call: MethodCall,
  on: Expression,
  own: { paths: Expression[]; handler: Expression; guards?: GuardUse[] },
  lower: Lowering,
): Expression {
  const parts = { framework: NAME, on, methods: ['POST'], undecided: UNDECIDED, ...own };
  lower.emit(routeFrom(call, call.args[0] ?? call.named, parts, lower));
  return on;
}

/** The function that makes the context of a request: it refuses where it throws. */
function contextOf(options: ts.Expression | undefined, lower: Lowering): Expression {
  const context = optionOf(options, 'context', lower);
  if (!context) return other();
  return lower.ts.isMethodDeclaration(context) ? lower.method(context) : lower.expression(context);
}

function optionPlain(options: ts.Expression | undefined, key: string, lower: Lowering): ts.Expression | undefined {
  const value = optionOf(options, key, lower);
  return value && !lower.ts.isMethodDeclaration(value) ? value : undefined;
}

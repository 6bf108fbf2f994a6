/**
 * tRPC 10 and 11: procedures built step by step, routers of them. tRPC documentation, "Procedures", "Middlewares", "Merging routers". A
 * builder never changes: what a procedure is built from decides, and a `.use()` whose result is thrown away does nothing. A procedure is
 * a record here: the guards that it has gathered.
 */
import type ts from 'typescript';
import { text } from '../../code/javascript/expressions';
import type { Lowering } from '../../code/javascript/lowering';
import { unwrapped } from '../../code/javascript/scope';
import type { JavaScriptFramework } from '../../code/javascript/framework';
import type { Framework } from '../framework';
import type { Expression, GuardUse, MountStatement, RouterExpression, RouteStatement } from '../../code/model';
import { methodCall, type MethodCall } from './shared/method-calls';

const MENTIONS =
  /['"]@trpc\/server|\bcreateTRPCRouter\b|\bmergeRouters\s*\(|\brouter\s*\(\s*\{|[pP]rocedure\s*\.\s*(?:use|input|output|query|mutation|subscription|meta)\b/;
/** Builders of other frameworks have `use` too: their files are theirs. */
const OTHERS = /['"](?:express|koa|hono|elysia|connect|fastify)['"]/;
const ENDS: Readonly<Record<string, string>> = { query: 'GET', mutation: 'POST', subscription: 'GET' };
const STEPS = new Set(['input', 'output', 'meta', 'concat', 'unstable_concat']);
const DROPPED = 'stands in a .use() whose result is thrown away, which changes no procedure';

const javascript: JavaScriptFramework = {
  name: 'trpc',
  words: ['@trpc/server', 'createTRPCRouter', 'mergeRouters', 'router', 'rocedure'],
  applies: (text) => MENTIONS.test(text),
  prefilter: (text) => MENTIONS.test(text),
  call(node, lower) {
    return routers(node, lower) ?? builder(node, lower);
  },
  member(node, lower) {
    const { ts } = lower;
    if (!ts.isPropertyAccessExpression(node)) return undefined;
    if (node.name.text === 'procedure') return procedure([]);
    const isOptions = ts.isIdentifier(node.expression) && /^opts?$/.test(node.expression.text);
    return isOptions ? optionPart(node.name.text) : undefined;
  },
  part(owner, key) {
    return owner.e === 'name' && /^(?:<0>|opts?)$/.test(owner.name) ? optionPart(key) : undefined;
  },
};

/** tRPC. */
export const trpc: Framework = {
  name: 'trpc',
  javascript: [javascript],
  guard: { as: 'middleware' },
};

/** What middleware and resolvers are given. */
function optionPart(key: string): Expression | undefined {
  if (key === 'ctx') return { e: 'request', part: 'state', name: null };
  if (key === 'next') return { e: 'proceed' };
  return key === 'input' || key === 'rawInput' || key === 'getRawInput'
    ? { e: 'request', part: 'body', name: null }
    : undefined;
}

function procedure(guards: Expression[]): Expression {
  return { e: 'record', entries: [{ key: text('guards'), value: { e: 'list', items: guards } }] };
}

/** `t.procedure.use(guard)`, `base.input(schema)`, `t.middleware(fn)`, `opts.next()` */
function builder(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  const call = methodCall(node, lower);
  if (!call) return undefined;
  const [first] = call.args;
  if (call.name === 'middleware' && first) return lower.expression(first);
  if (call.name === 'next' && ts.isIdentifier(call.owner) && /^opts?$/.test(call.owner.text)) return { e: 'proceed' };
  if (!isBuilder(call.owner, lower)) return undefined;
  if (STEPS.has(call.name)) return lower.expression(call.owner);
  if (call.name !== 'use' || !first) return undefined;
  const of = lower.expression(call.owner);
  const isDropped = ts.isExpressionStatement(call.node.parent);
  const guard: Expression = {
    e: 'guard',
    value: lower.expression(first),
    ...(isDropped && { ineffective: DROPPED }),
    at: lower.span(first),
  };
  const more = procedure([{ e: 'spread', of: guardsOf(of) }, guard]);
  if (!isDropped || of.e !== 'name') return more;
  // Kept where the builder is named, so that its routes can say what they miss.
  lower.emit({ s: 'let', to: of, value: more, line: lower.line(call.node) });
  return { e: 'constant', value: null };
}

function guardsOf(procedure: Expression): Expression {
  return { e: 'member', of: procedure, name: 'guards' };
}

/** The root of a chain is a procedure: by its name, or because nothing else in the file could be one. */
function isBuilder(node: ts.Expression, lower: Lowering): boolean {
  const { ts } = lower;
  const value = unwrapped(node, ts);
  if (ts.isCallExpression(value) && ts.isPropertyAccessExpression(value.expression))
    return isBuilder(value.expression.expression, lower);
  if (ts.isPropertyAccessExpression(value)) return /procedure$/i.test(value.name.text);
  // `withPermission('project', 'create').input(…)`: a procedure that a function makes.
  if (ts.isCallExpression(value)) return isBuilder(value.expression, lower);
  return ts.isIdentifier(value) && (/procedure$/i.test(value.text) || !OTHERS.test(lower.file.text));
}

// Routers -----------------------------------------------------------------------------------------------------------------------------

/** `t.router({ … })`, `createTRPCRouter({ … })`, `t.mergeRouters(a, b)` */
function routers(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  if (!ts.isCallExpression(node)) return undefined;
  const callee = unwrapped(node.expression, ts);
  const called = ts.isIdentifier(callee) ? callee.text : ts.isPropertyAccessExpression(callee) ? callee.name.text : '';
  if (called === 'mergeRouters') {
    return routerOf(
      node,
      node.arguments.map((one) => mounted(one, '', lower)),
      lower,
    );
  }
  const [first] = node.arguments;
  const record = first && unwrapped(first, ts);
  if (OTHERS.test(`'${lower.names.imported(callee)?.from ?? ''}'`)) return undefined;
  if (!/^(?:\w*[rR]outer)$/.test(called) || !record || !ts.isObjectLiteralExpression(record)) return undefined;
  return routerOf(
    node,
    record.properties.flatMap((property) => entry(property, lower)),
    lower,
  );
}

function routerOf(node: ts.Node, routes: Expression[], lower: Lowering): RouterExpression {
  const list: Expression = { e: 'list', items: routes };
  return {
    e: 'router',
    role: 'app',
    framework: 'trpc',
    prefix: null,
    guards: [],
    routes: list,
    args: [],
    at: lower.span(node),
  };
}

/** One name of a router: a procedure, or another router. */
function entry(property: ts.ObjectLiteralElementLike, lower: Lowering): Expression[] {
  const { ts } = lower;
  const key =
    property.name && (ts.isIdentifier(property.name) || ts.isStringLiteralLike(property.name))
      ? property.name.text
      : undefined;
  const value = ts.isPropertyAssignment(property)
    ? unwrapped(property.initializer, ts)
    : ts.isShorthandPropertyAssignment(property)
      ? property.name
      : undefined;
  if (key === undefined || !value || !property.name) return [];
  const call = ts.isCallExpression(value) ? methodCall(value, lower) : undefined;
  const method = call && ENDS[call.name];
  if (!call || method === undefined) return [mounted(value, `.${key}`, lower)];
  return [{ e: 'registration', does: route(call, method, key, property.name, lower) }];
}

function mounted(what: ts.Expression, prefix: string, lower: Lowering): Expression {
  const none: Expression = { e: 'constant', value: null };
  const at = lower.span(what);
  const does: MountStatement = {
    s: 'mount',
    into: none,
    what: lower.expression(what),
    prefix: text(prefix),
    guards: [],
    inherits: 'all',
    takes: 'live',
    args: [],
    at,
  };
  return { e: 'registration', does };
}

function route(call: MethodCall, method: string, key: string, name: ts.Node, lower: Lowering): RouteStatement {
  const [handler] = call.args;
  const of = lower.expression(call.owner);
  const at = lower.span(name);
  const guards: GuardUse[] = [{ as: 'middleware', value: guardsOf(of), at: lower.span(call.owner) }];
  const hasInput = /\.input\s*\(/.test(call.owner.getText(lower.source));
  return {
    s: 'route',
    framework: 'trpc',
    on: { e: 'constant', value: null },
    methods: [method],
    paths: [text(`.${key}`)],
    guards,
    handler: handler ? lower.expression(handler) : { e: 'constant', value: null },
    args: [],
    input: { state: hasInput ? 'schema' : 'none', at: null, what: null },
    at,
    line: at.line,
    declLine: null,
  };
}

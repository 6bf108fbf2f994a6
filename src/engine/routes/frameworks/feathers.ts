/**
 * Feathers 1 to 5, on Express and on Koa: services, which are objects that answer calls and are served under their path, and the hooks
 * around those calls. Feathers API, "Services", "Hooks", "Errors", "Authentication", "REST"; feathers-hooks-common, "Utilities".
 */
import type ts from 'typescript';
import { lowerArguments, other, text } from '../../code/javascript/expressions';
import type { Lowering } from '../../code/javascript/lowering';
import { unwrapped } from '../../code/javascript/scope';
import type { JavaScriptFramework } from '../../code/javascript/framework';
import { requestPart } from '../../code/javascript/request-parts';
import type { Framework } from '../framework';
import type { Expression } from '../../code/model';
import {
  guardOf,
  literalOf,
  madeRouter,
  methodCall,
  optionOf,
  receiverOf,
  useFrom,
  type MethodCall,
} from './shared/method-calls';

const MENTIONS = /feathers/i;
/** Files that register or configure services without naming the framework, as its generators write them. */
const SERVICES = /\.\s*(?:service|hooks|configure)\s*\(/;
const ERRORS = /^(?:@feathersjs\/errors|feathers-errors)$/;
const STATUS: Readonly<Record<string, number>> = {
  NotAuthenticated: 401,
  PaymentError: 402,
  Forbidden: 403,
  NotFound: 404,
};

const javascript: JavaScriptFramework = {
  name: 'feathers',
  words: ['feathers'],
  applies: (source) => MENTIONS.test(source) || SERVICES.test(source),
  prefilter: (source) => /['"](?:@feathersjs\/|feathers)/.test(source),
  call(node, lower) {
    return named(node, lower) ?? onApplication(node, lower);
  },
  member(node, lower) {
    const { ts } = lower;
    if (!ts.isPropertyAccessExpression(node) || !MENTIONS.test(lower.file.text)) return undefined;
    const owner = unwrapped(node.expression, ts);
    if (!isContext(owner, lower))
      return ts.isPropertyAccessExpression(owner) && owner.name.text === 'params' && isContext(owner.expression, lower)
        ? parameter(node.name.text)
        : undefined;
    return ofContext(node.name.text);
  },
  part(owner, key, lower) {
    if (!MENTIONS.test(lower.file.text)) return undefined;
    if (owner.e === 'name' && lower.scope.role(owner.name) === 'context') return ofContext(key);
    const isParams = owner.e === 'request' && owner.part === 'params' && owner.name === null;
    return isParams ? parameter(key) : undefined;
  },
};

/** Feathers. */
export const feathers: Framework = {
  name: 'feathers',
  readsCors: true,
  javascript: [javascript],
  services: {
    members: {
      find: 'GET',
      get: 'GET /:id',
      create: 'POST',
      update: 'PUT /:id',
      patch: 'PATCH /:id',
      remove: 'DELETE /:id',
    },
    brings: /^(?:feathers-(?!hooks|swagger|sync|auth)|@feathersjs\/(?:adapter|knex|mongo|memory))/,
    signsIn: /\bAuthenticationService\b/,
    takesAway: /\bdisallow\(\)$/,
  },
  effects: [
    { pattern: /^(?:@feathersjs\/|feathers-)(?:authentication|express|koa):.*\bauthenticate\(\)$/, effect: 'deny' },
    { pattern: /^(?:@feathersjs\/|feathers-)authentication:.*\bauthenticate\(\)\(\)$/, effect: 'raises' },
    {
      // What is left of these packages shapes queries, data and answers.
      pattern:
        /^(?:@feathersjs\/(?:express|koa|schema|authentication-local)|feathers-hooks-common:(?!.*(?:iff|when|some|every|unless|combine|required|skip|run|throw|check)))/,
      effect: 'none',
    },
  ],
  guard: { as: 'middleware' },
};

/** A hook's context, as its parameter is called. */
function isContext(node: ts.Expression, { ts, scope }: Lowering): boolean {
  if (!ts.isIdentifier(node)) return false;
  return scope.role(node.text) === 'context' || node.text === 'hook';
}

/** The path and method of a context are those of the service, not of the request: what hangs on them is not followed. */
function ofContext(key: string): Expression | undefined {
  if (key === 'data') return { e: 'request', part: 'body', name: null };
  return key === 'path' || key === 'method' ? other() : undefined;
}

/** What a call knows of its caller: `provider` names the transport, and is missing where the application calls itself. */
function parameter(key: string): Expression | undefined {
  switch (key) {
    case 'user':
    case 'authenticated':
      return { e: 'request', part: 'user', name: null };
    case 'provider':
      // A helper that only asks for it tells callers apart all the same: that a request is meant is kept.
      return { e: 'or', left: text('rest'), right: { e: 'request', part: 'user', name: null } };
    default:
      return key === 'headers' || key === 'query' ? requestPart(key) : undefined;
  }
}

/** Calls of what is imported: `feathers()`, `express(feathers())`, `new NotAuthenticated()`, `iff(isProvider('external'), …)`. */
function named(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const origin = lower.names.imported(unwrapped(node.expression, lower.ts));
  const [first, ...rest] = node.arguments ?? [];
  if (!origin) return undefined;
  const isWhole = /^(?:default|\*|feathers|koa)(?:\.default)?$/.test(origin.name);
  if (/^(?:@feathersjs\/)?feathers$/.test(origin.from))
    return isWhole ? madeRouter('feathers', 'app', node, lower) : undefined;
  if (/^@feathersjs\/(?:express|koa)$/.test(origin.from)) return isWhole && first ? lower.expression(first) : undefined;
  const last = origin.name.split('.').at(-1) ?? '';
  if (ERRORS.test(origin.from))
    return { e: 'refusal', status: STATUS[last] ?? 400, sends: false, at: lower.span(node) };
  if (!/^feathers-(?:hooks-common|utils)/.test(origin.from) || !/^(?:iff(?:Else)?|when)$/.test(last) || !first)
    return undefined;
  const given = lowerArguments(lower, rest).map(({ value }) => value);
  const then: Expression = { e: 'list', items: last === 'iffElse' ? given.slice(0, 1) : given };
  if (isForCallers(first, lower)) return then;
  const otherwise: Expression = { e: 'list', items: last === 'iffElse' ? given.slice(1) : [] };
  return { e: 'choose', test: other(lower.expression(first)), then, else: otherwise };
}

/** `isProvider('external')`, `isProvider('rest')`: true of every request. */
function isForCallers(node: ts.Expression, lower: Lowering): boolean {
  const { ts } = lower;
  const value = unwrapped(node, ts);
  if (!ts.isCallExpression(value) || !/(?:^|\.)isProvider$/.test(value.expression.getText(lower.source))) return false;
  return value.arguments.some((one) => ['external', 'rest'].includes(literalOf(one, lower) ?? ''));
}

function onApplication(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const call = methodCall(node, lower);
  const [first] = call?.args ?? [];
  if (!call || !first) return undefined;
  switch (call.name) {
    case 'hooks':
      return hooks(call, first, lower);
    case 'configure':
      return call.args.length === 1 ? configure(call, first, lower) : undefined;
    case 'use':
      return uses(call, first, lower);
    default:
      return undefined;
  }
}

/** `app.hooks(…)`, `app.service('messages').hooks(…)`, and the same on a service that has a name here. */
function hooks(call: MethodCall, first: ts.Expression, lower: Lowering): Expression {
  const service = serviceOf(call.owner, lower);
  const on = service ? lower.expression(service.app) : receiverOf(call.owner, lower);
  lower.emit({
    s: 'configure',
    on,
    hooks: lower.expression(first),
    ...(service && { service: lower.expression(service.path) }),
    at: lower.span(first),
  });
  return on;
}

/** The application and path of `app.service(path)`, written here or under the name that stands here. */
function serviceOf(node: ts.Expression, lower: Lowering): { app: ts.Expression; path: ts.Expression } | undefined {
  const { ts } = lower;
  const value = unwrapped(node, ts);
  const call = ts.isCallExpression(value) ? methodCall(value, lower) : undefined;
  const [path] = call?.args ?? [];
  if (call?.name === 'service' && path) return { app: call.owner, path };
  if (!ts.isIdentifier(value)) return undefined;
  for (let at: ts.Node = value.parent; !ts.isSourceFile(at); at = at.parent) {
    if (!ts.isBlock(at.parent) && !ts.isSourceFile(at.parent)) continue;
    for (const statement of at.parent.statements) {
      if (!ts.isVariableStatement(statement)) continue;
      for (const { name, initializer } of statement.declarationList.declarations)
        if (initializer && ts.isIdentifier(name) && name.text === value.text) return serviceOf(initializer, lower);
    }
  }
  return undefined;
}

/** `app.configure(services)`: the function is given the application, also as `this`. */
function configure(call: MethodCall, first: ts.Expression, lower: Lowering): Expression {
  const on = receiverOf(call.owner, lower);
  const at = lower.span(call.node);
  const args = [{ name: null, value: on }];
  const bound: Expression = { e: 'call', callee: { e: 'member', of: lower.expression(first), name: 'bind' }, args, at };
  lower.emit({ s: 'do', value: { e: 'call', callee: bound, args, at }, line: lower.line(call.node) });
  return on;
}

/** `app.use('messages', new MessageService(), { methods: ['find'] })`; what else is registered is the transport's. */
function uses(call: MethodCall, first: ts.Expression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  const last = call.args.at(-1);
  const options = last && call.args.length > 2 && ts.isObjectLiteralExpression(unwrapped(last, ts)) ? last : undefined;
  const handlers = call.args.slice(1, options ? -1 : undefined);
  const path = unwrapped(first, ts);
  const isPath =
    ts.isStringLiteralLike(path) ||
    ts.isTemplateExpression(path) ||
    (handlers.length > 0 && /path$/i.test(path.getText(lower.source)));
  if (!isPath || handlers.length === 0) return undefined;
  const on = receiverOf(call.owner, lower);
  const methods = optionOf(options, 'methods', lower);
  const args =
    methods && !ts.isMethodDeclaration(methods) ? [{ name: 'methods', value: lower.expression(methods) }] : [];
  for (const one of handlers)
    lower.emit(
      useFrom(guardOf(one, 'middleware', lower), {
        framework: 'feathers',
        on,
        reach: 'later',
        paths: [lower.expression(path)],
        sockets: false,
        args,
      }),
    );
  return on;
}

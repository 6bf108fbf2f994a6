/**
 * What Lambda functions behind API Gateway are given and answer: parts of the event, answers by their `statusCode`, policies of authorizers,
 * callbacks; middy's chains. Sources: docs.aws.amazon.com (payload formats, authorizer output), middy.js.org.
 */
import type ts from 'typescript';
import { text } from '../../../code/javascript/expressions';
import type { JavaScriptFramework } from '../../../code/javascript/framework';
import type { Lowering } from '../../../code/javascript/lowering';
import { unwrapped } from '../../../code/javascript/scope';
import type { Expression, RequestPart } from '../../../code/model';
import { statusOf } from '../express/http';
import { methodCall, optionOf } from '../shared/method-calls';
import { parameterAround } from '../shared/parameters';

const MENTIONS =
  /\bhandler\s*=|\bstatusCode\b|\bAPIGateway\w+|['"]aws-lambda['"]|@middy\/core|\brequestContext\b|\bauthorizationToken\b|\bpolicyDocument\b/;

export const lambdaHandlers: JavaScriptFramework = {
  name: 'aws-lambda',
  applies: (source) => MENTIONS.test(source),
  /** Handlers are found by the manifest, guards by links. */
  prefilter: () => false,
  call(node, lower) {
    if (!lower.ts.isCallExpression(node)) return undefined;
    return usedLater(node, lower) ?? middy(node, lower) ?? calledBack(node, lower);
  },
  member: eventPart,
  part: (owner, key, lower) =>
    owner.e === 'name' &&
    (owner.name === '<0>' || isEventName(owner.name)) &&
    lower.scope.role(owner.name) !== 'context'
      ? partOf(key)
      : undefined,
  record: answerOf,
};

// The event ---------------------------------------------------------------------------------------------------------------------------

const PARTS: Readonly<Record<string, RequestPart>> = {
  headers: 'header',
  multiValueHeaders: 'header',
  cookies: 'cookie',
  queryStringParameters: 'query',
  multiValueQueryStringParameters: 'query',
  pathParameters: 'params',
  body: 'body',
  httpMethod: 'method',
  path: 'path',
  rawPath: 'path',
};

/** Members of `requestContext`. */
const CONTEXT_PARTS: Readonly<Record<string, RequestPart>> = { authorizer: 'user', httpMethod: 'method', path: 'path' };

function isEventName(name: string): boolean {
  return /^_?(?:event|evt)$/.test(name);
}

function partOf(key: string): Expression | undefined {
  const part = Object.hasOwn(PARTS, key) ? PARTS[key] : undefined;
  if (part) return { e: 'request', part, name: null };
  if (key === 'methodArn' || key === 'routeArn') return text('arn:aws:execute-api');
  // What authorizers are given: the value of the header in which the token is.
  return key === 'authorizationToken' || key === 'identitySource'
    ? { e: 'request', part: 'header', name: 'authorization' }
    : undefined;
}

/** `event.headers`, `event.requestContext.authorizer` */
function eventPart(
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  lower: Lowering,
): Expression | undefined {
  const { ts } = lower;
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const owner = unwrapped(node.expression, ts);
  if (isEvent(owner, lower)) return partOf(node.name.text);
  if (!ts.isPropertyAccessExpression(owner)) return undefined;
  if (owner.name.text === 'requestContext' && isEvent(unwrapped(owner.expression, ts), lower)) {
    const part = CONTEXT_PARTS[node.name.text];
    return part && { e: 'request', part, name: null };
  }
  const isHttp = owner.name.text === 'http' && /\brequestContext\??\.http$/.test(owner.getText(lower.source));
  return isHttp && /^(?:method|path)$/.test(node.name.text)
    ? { e: 'request', part: node.name.text as RequestPart, name: null }
    : undefined;
}

function isEvent(node: ts.Expression, lower: Lowering): boolean {
  if (!lower.ts.isIdentifier(node)) return false;
  const around = parameterAround(node.text, node, lower);
  if (!around) return false;
  const type = around.parameter.type?.getText(lower.source) ?? '';
  return isEventName(node.text) || /APIGateway|LambdaFunctionURLEvent|ALBEvent/.test(type);
}

// Answers -----------------------------------------------------------------------------------------------------------------------------

/** `{ statusCode: 401, body }`, `{ isAuthorized: false }`, `{ policyDocument: … Effect: 'Deny' … }` */
function answerOf(node: ts.ObjectLiteralExpression, lowered: Expression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  const at = lower.span(node);
  const status = optionOf(node, 'statusCode', lower);
  if (status && !ts.isMethodDeclaration(status)) {
    const known = statusOf(status, lower);
    if (known === null) return { e: 'refusal', status: null, statusFrom: lower.expression(status), sends: false, at };
    if (known >= 400) return { e: 'refusal', status: known, sends: false, at };
    return known >= 300 ? { e: 'refusal', status: known, redirect: true, sends: false, at } : undefined;
  }
  const denied: Expression = { e: 'refusal', status: 403, sends: false, at };
  const isAuthorized = optionOf(node, 'isAuthorized', lower);
  if (isAuthorized && !ts.isMethodDeclaration(isAuthorized))
    return { e: 'choose', test: lower.expression(isAuthorized), then: lowered, else: denied };
  // A policy may be made elsewhere: where it denies, it is a refusal by itself.
  const policy = optionOf(node, 'policyDocument', lower);
  if (policy && !ts.isMethodDeclaration(policy))
    return { e: 'refusal', status: null, statusFrom: lower.expression(policy), sends: false, at };
  const effect = effectOf(node, lower);
  if (!effect) return undefined;
  const isDeny: Expression = { e: 'compare', op: '==', left: lower.expression(effect), right: text('Deny') };
  return { e: 'choose', test: isDeny, then: denied, else: lowered };
}

/** The effect of a policy's only statement. */
function effectOf(policy: ts.Expression, lower: Lowering): ts.Expression | undefined {
  const { ts } = lower;
  const list = optionOf(policy, 'Statement', lower);
  const value = list && !ts.isMethodDeclaration(list) ? unwrapped(list, ts) : undefined;
  const [only, ...more] = value && ts.isArrayLiteralExpression(value) ? value.elements : value ? [value] : [];
  const effect = more.length === 0 ? optionOf(only, 'Effect', lower) : undefined;
  return effect && !ts.isMethodDeclaration(effect) ? effect : undefined;
}

/** `callback(null, answer)` answers, `callback('Unauthorized')` fails. */
function calledBack(node: ts.CallExpression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  const callee = unwrapped(node.expression, ts);
  const [first, second] = node.arguments;
  if (!ts.isIdentifier(callee) || !/^(?:callback|cb)$/.test(callee.text) || !first) return undefined;
  const around = parameterAround(callee.text, callee, lower);
  if (around?.fn.parameters.indexOf(around.parameter) !== 2) return undefined;
  if (unwrapped(first, ts).kind !== ts.SyntaxKind.NullKeyword) {
    const status = /unauthori[sz]ed/i.test(first.getText(lower.source)) ? 401 : 500;
    return { e: 'refusal', status, sends: true, at: lower.span(node) };
  }
  const answer = second && lower.expression(second);
  return answer?.e === 'refusal' ? { ...answer, sends: true } : answer;
}

// Wrappers ----------------------------------------------------------------------------------------------------------------------------

/** `middy(handler).use(a).use(b)`: the handler, where what is put around it is middy's own and asks nobody. */
function middy(node: ts.CallExpression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  const made = lower.names.imported(unwrapped(node.expression, ts));
  const [first] = node.arguments;
  // Tells of errors, and changes nothing else (docs.sentry.io, "AWS Lambda").
  if (first && made && made.from.startsWith('@sentry/') && /(?:^|\.)wrapHandler$/.test(made.name))
    return lower.expression(first);
  if (made && /^(?:@middy\/core|middy)$/.test(made.from)) return first && lower.expression(first);
  const call = methodCall(node, lower);
  if (!call || !/^(?:use|before|after|onError|handler)$/.test(call.name) || !isChain(call.owner, lower))
    return undefined;
  if (call.name === 'handler' && first) return lower.expression(first);
  if (!/^(?:use|before)$/.test(call.name) || !first) return lower.expression(call.owner);
  const list = unwrapped(first, ts);
  const items = ts.isArrayLiteralExpression(list) ? [...list.elements] : [list];
  const unread = items.find((one) => !isPlain(one, lower));
  return unread
    ? { e: 'other', parts: [], why: `what ${unread.getText(lower.source).slice(0, 60)} does before it is not followed` }
    : lower.expression(call.owner);
}

/** `handler.use(signedIn())` behind the chain that it was made by: what is exported is no longer known. */
function usedLater(node: ts.CallExpression, lower: Lowering): Expression | undefined {
  const { ts, source } = lower;
  const call = methodCall(node, lower);
  if (!call || !/^(?:use|before)$/.test(call.name) || !ts.isIdentifier(call.owner)) return undefined;
  const name = call.owner.text;
  const isMade = source.statements.some(
    (one) =>
      ts.isVariableStatement(one) &&
      one.declarationList.declarations.some(
        ({ name: made, initializer }) => made.getText(source) === name && initializer && isChain(initializer, lower),
      ),
  );
  const [first] = call.args;
  if (!isMade || !first || isPlain(first, lower)) return undefined;
  const why = `what ${first.getText(source).slice(0, 60)} does before it is not followed`;
  const value: Expression = { e: 'other', parts: [], why };
  lower.emit({ s: 'let', to: { e: 'name', name }, value, line: lower.line(node) });
  lower.emit({ s: 'export', name, value, line: lower.line(node) });
  return value;
}

const MIDDY = /^(?:@middy\/core|middy)$/;
/** Whose applications have `use` as well. */
const SERVERS = /^(?:express|koa|hono|connect|fastify|h3|@koa\/router|elysia)(?:\/|$)/;

/** A chain that `middy(…)` begins, or a function of the application that makes one (`baseHandler(fn).use(…)`). */
function isChain(node: ts.Expression, lower: Lowering): boolean {
  const { ts } = lower;
  const value = unwrapped(node, ts);
  if (!ts.isCallExpression(value)) return false;
  const callee = unwrapped(value.expression, ts);
  if (ts.isPropertyAccessExpression(callee)) return isChain(callee.expression, lower);
  const from = lower.names.imported(callee)?.from;
  return from === undefined ? ts.isIdentifier(callee) : MIDDY.test(from) || !SERVERS.test(from);
}

/** Middleware of middy that parses, validates, answers errors or sets headers. */
function isPlain(node: ts.Expression, lower: Lowering): boolean {
  const value = unwrapped(node, lower.ts);
  const callee = lower.ts.isCallExpression(value) ? unwrapped(value.expression, lower.ts) : value;
  return /^(?:@middy\/|middy\/)/.test(lower.names.imported(callee)?.from ?? '');
}

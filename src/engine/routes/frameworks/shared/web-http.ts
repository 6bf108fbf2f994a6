/**
 * The Fetch API on a server, which Next.js, Remix, SvelteKit, Astro and others share: answers made with `Response`, addresses, and the
 * helpers of those frameworks that answer or throw. Sources: fetch.spec.whatwg.org ("Response class"), nextjs.org/docs (NextResponse,
 * redirect, notFound, unauthorized, forbidden, cookies, headers), svelte.dev/docs/kit (error, redirect, fail), reactrouter.com (redirect,
 * data, json).
 */
import type ts from 'typescript';
import { lowerArguments } from '../../../code/javascript/expressions';
import type { Lowering } from '../../../code/javascript/lowering';
import { unwrapped } from '../../../code/javascript/scope';
import type { JavaScriptFramework } from '../../../code/javascript/framework';
import type { Expression } from '../../../code/model';
import { isErrors, isInCatch, saysError, statusOf } from '../express/http';

export const webHttp: JavaScriptFramework = {
  name: 'web-http',
  /** Handlers are found by where they lie, guards by links. */
  prefilter: () => false,
  call(node, lower) {
    return address(node, lower) ?? part(node, lower) ?? answer(node, lower) ?? helper(node, lower);
  },
  member(node, lower) {
    if (!lower.ts.isPropertyAccessExpression(node)) return undefined;
    return node.name.text === 'nextUrl' && isRequest(node.expression, lower) ? ADDRESS : undefined;
  },
  part(owner, key, lower) {
    const isOwner = owner.e === 'name' && lower.scope.role(owner.name) === 'request';
    return key === 'nextUrl' && isOwner ? ADDRESS : undefined;
  },
};

const ADDRESS: Expression = { e: 'request', part: 'url', name: null };

function isRequest(node: ts.Expression, { ts, scope }: Lowering): boolean {
  const value = unwrapped(node, ts);
  return ts.isIdentifier(value) && scope.role(value.text) === 'request';
}

/** `new URL(request.url)` is the request's address; any other URL is none. */
function address(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  if (!ts.isNewExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== 'URL')
    return undefined;
  const [first] = node.arguments ?? [];
  if (!first || !ts.isPropertyAccessExpression(unwrapped(first, ts))) return undefined;
  const of = lower.expression(first);
  return of.e === 'request' && (of.part === 'path' || of.part === 'url') ? ADDRESS : undefined;
}

/** `request.headers.get('authorization')`, `cookies().get('sid')`, `url.searchParams.get('token')`: `Headers` and the like are asked. */
function part(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  const callee = unwrapped(node.expression, ts);
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(callee)) return undefined;
  if (!/^(?:get|has|getAll)$/.test(callee.name.text)) return undefined;
  const owner = unwrapped(callee.expression, ts);
  const shape = ts.isCallExpression(owner) ? owner.expression : owner;
  const called = ts.isPropertyAccessExpression(shape) ? shape.name.text : ts.isIdentifier(shape) ? shape.text : '';
  if (!/^(?:headers|cookies|searchParams|query)$/.test(called)) return undefined;
  const of = lower.expression(owner);
  const [argument] = lowerArguments(lower, node.arguments);
  if (of.e === 'request' && of.name === null && argument?.value.e === 'text') {
    const { value } = argument.value;
    return { ...of, name: of.part === 'header' ? value.toLowerCase() : value };
  }
  const asked: Expression = { e: 'member', of, name: callee.name.text };
  return { e: 'call', callee: asked, args: argument ? [argument] : [], at: lower.span(node) };
}

const RESPONSE = /^(?:Next)?Response$/;

/** `NextResponse.json(body, init)`, `new Response(body, init)`, `Response.redirect(url)`, `NextResponse.next()`. */
function answer(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  const callee = unwrapped(node.expression, ts);
  const args = node.arguments ?? [];
  if (ts.isNewExpression(node)) {
    const isResponse = ts.isIdentifier(callee) && RESPONSE.test(callee.text);
    return isResponse ? withStatus(args.slice(1), node, lower) : undefined;
  }
  if (!ts.isPropertyAccessExpression(callee) || !ts.isIdentifier(callee.expression)) return undefined;
  if (!RESPONSE.test(callee.expression.text)) return undefined;
  switch (callee.name.text) {
    case 'json':
      return withStatus(args.slice(1), node, lower);
    case 'redirect':
      return redirection(args[0], node, lower);
    case 'error':
      return { e: 'refusal', status: 500, sends: false, at: lower.span(node) };
    case 'next':
      return { e: 'proceed' };
    case 'rewrite':
      // What is shown in the page's place may be the way to sign in.
      return turnsAway(args[0], lower)
        ? { e: 'refusal', status: 404, sends: false, at: lower.span(node) }
        : { e: 'proceed' };
    default:
      return undefined;
  }
}

/** Packages whose helpers have the names below. */
const HELPERS =
  /^(?:next\/navigation|@sveltejs\/kit|@remix-run\/[\w-]+|react-router(?:-dom)?|@solidjs\/router|@tanstack\/\w+-router)$/;

/** Helpers that answer, or throw what answers, by the package they are imported from. */
function helper(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  if (!ts.isCallExpression(node)) return undefined;
  const origin = lower.names.imported(unwrapped(node.expression, ts));
  if (!origin) return undefined;
  if (origin.from === 'next/headers') return nextHeaders(origin.name);
  // What applications call like the helper that frameworks had takes the same.
  if (!HELPERS.test(origin.from))
    return origin.name === 'json' ? withStatus(node.arguments.slice(1), node, lower) : undefined;
  const kit = origin.from === '@sveltejs/kit';
  const next = origin.from === 'next/navigation';
  const [first, second] = node.arguments;
  const at = lower.span(node);
  // They leave the function where they are called; Remix has its helpers thrown or returned.
  const throws = kit || next ? { throws: true as const } : {};
  switch (origin.name) {
    case 'redirect':
    case 'permanentRedirect':
    case 'redirectDocument':
    case 'replace': {
      const target = kit ? second : first;
      const isAnswer = !turnsAway(target, lower) && isLastWord(node, lower) && !BEFORE.test(lower.file.path);
      if (isAnswer) return undefined;
      const status = kit ? (statusOf(first, lower) ?? 303) : 302;
      return { e: 'refusal', status, redirect: true, sends: false, ...throws, at: lower.span(target ?? node) };
    }
    case 'notFound':
      return next ? { e: 'refusal', status: 404, sends: false, throws: true, at } : undefined;
    case 'unauthorized':
      return next ? { e: 'refusal', status: 401, sends: false, throws: true, at } : undefined;
    case 'forbidden':
      return next ? { e: 'refusal', status: 403, sends: false, throws: true, at } : undefined;
    case 'error':
      return kit ? { e: 'refusal', status: statusOf(first, lower), sends: false, throws: true, at } : undefined;
    case 'fail': {
      const status = kit ? statusOf(first, lower) : null;
      return status !== null && status >= 400 ? { e: 'refusal', status, sends: false, at } : undefined;
    }
    case 'json':
    case 'data':
      return withStatus(node.arguments.slice(1), node, lower);
    default:
      return undefined;
  }
}

function nextHeaders(name: string): Expression | undefined {
  if (name === 'cookies') return { e: 'request', part: 'cookie', name: null };
  return name === 'headers' ? { e: 'request', part: 'header', name: null } : undefined;
}

/**
 * An answer by the status among its options, which a helper may fill (`withId({ status: 401 }, id)`). A status that comes out of an error
 * is a refusal whose number is not known, and so is one beside an answer that speaks of an error; any other that is not literal says nothing.
 */
function withStatus(
  init: readonly ts.Expression[],
  node: ts.CallExpression | ts.NewExpression,
  lower: Lowering,
): Expression | undefined {
  const at = lower.span(node);
  for (const one of init) {
    const found = statusIn(one, lower);
    if (found === undefined) continue;
    const from = found === 'computed' ? statusNode(one, lower) : undefined;
    const errs = saysError(node.arguments?.[0], lower) ? { errs: true as const } : {};
    if (from) return { e: 'refusal', status: null, statusFrom: lower.expression(from), ...errs, sends: false, at };
    if (found === 'error' || found === 'computed') return { e: 'refusal', status: null, sends: false, at };
    if (found >= 400) return { e: 'refusal', status: found, sends: false, at };
    if (found >= 300) return { e: 'refusal', status: found, redirect: true, sends: false, at };
    return undefined;
  }
  const given = init.map((one) => givenInit(one, lower)).find((one) => one !== undefined);
  if (!given) return undefined;
  const status: Expression = { e: 'member', of: lower.expression(given), name: 'status' };
  return { e: 'refusal', status: null, statusFrom: status, sends: false, at };
}

/** `(body, init) => new Response(body, { ...init, headers })`: a helper takes the status from whoever calls it. */
function givenInit(node: ts.Expression, { ts }: Lowering): ts.Identifier | undefined {
  const value = unwrapped(node, ts);
  const spread = ts.isObjectLiteralExpression(value)
    ? value.properties.find((one) => ts.isSpreadAssignment(one))?.expression
    : value;
  if (!spread || !ts.isIdentifier(spread) || !/^(?:init|opts|options|responseInit)$/.test(spread.text))
    return undefined;
  for (let at: ts.Node = node.parent; !ts.isSourceFile(at); at = at.parent)
    if (ts.isFunctionLike(at) && at.parameters.some(({ name }) => ts.isIdentifier(name) && name.text === spread.text))
      return spread;
  return undefined;
}

/** What is written for the status, where it is no number. */
function statusNode(node: ts.Expression, { ts, source }: Lowering): ts.Expression | undefined {
  const value = unwrapped(node, ts);
  if (!ts.isObjectLiteralExpression(value)) return undefined;
  const property = value.properties.find((one) => one.name?.getText(source) === 'status');
  if (!property) return undefined;
  if (ts.isShorthandPropertyAssignment(property)) return property.name;
  return ts.isPropertyAssignment(property) ? property.initializer : undefined;
}

/** The status in an options object: a number, `error` when it is an error's own, `computed` when it may be any, undefined without one. */
function statusIn(node: ts.Expression, lower: Lowering): number | 'error' | 'computed' | undefined {
  const { ts } = lower;
  const value = unwrapped(node, ts);
  if (ts.isNumericLiteral(value)) return Number(value.text);
  if (ts.isCallExpression(value)) {
    for (const argument of value.arguments) {
      const found = ts.isObjectLiteralExpression(unwrapped(argument, ts)) ? statusIn(argument, lower) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (!ts.isObjectLiteralExpression(value)) return undefined;
  for (const property of value.properties) {
    if (ts.isShorthandPropertyAssignment(property) && property.name.text === 'status')
      return statusOf(property.name, lower) ?? (isInCatch(node, lower) ? 'error' : 'computed');
    if (!ts.isPropertyAssignment(property) || property.name.getText(lower.source) !== 'status') continue;
    const status = statusOf(property.initializer, lower);
    if (status !== null) return status;
    return isErrors(property.initializer, lower) || isInCatch(node, lower) ? 'error' : 'computed';
  }
  return undefined;
}

/** Places to which callers are sent who may not go on. */
const TURNED_AWAY =
  /log-?in|sign-?in|auth|unauthor|forbidden|denied|no-?access|401|403|404|not-?found|session|onboard|expired|error/i;

/** A page that everybody is sent to while the application is shut: it says nothing of who is calling. */
const SHUT = /maintenance|coming[-_ ]?soon/i;

/** Whether a target speaks of signing in or of being turned away. */
function turnsAway(target: ts.Expression | undefined, lower: Lowering): boolean {
  return target !== undefined && TURNED_AWAY.test(target.getText(lower.source));
}

/**
 * A redirect is how callers are turned away, and also how a form or a short link answers. Where it ends the function and leads to no place
 * for callers who may not go on, it is the answer.
 */
function redirection(
  target: ts.Expression | undefined,
  node: ts.CallExpression,
  lower: Lowering,
): Expression | undefined {
  const isAnswer = !turnsAway(target, lower) && isLastWord(node, lower) && !BEFORE.test(lower.file.path);
  if (isAnswer || (target !== undefined && SHUT.test(target.getText(lower.source)))) return undefined;
  return { e: 'refusal', status: 307, redirect: true, sends: false, at: lower.span(node) };
}

/** Files that stand before handlers: what they send elsewhere is turned away. */
const BEFORE = /(?:^|[/.])(?:middleware|proxy|hooks?|guards?)(?:[/.]|$)/;

/** The last statement of a function's body. */
function isLastWord(node: ts.Node, { ts }: Lowering): boolean {
  let statement = node.parent;
  while (ts.isAwaitExpression(statement) || ts.isParenthesizedExpression(statement)) statement = statement.parent;
  if (!ts.isReturnStatement(statement) && !ts.isExpressionStatement(statement)) return ts.isArrowFunction(statement);
  const block = statement.parent;
  if (!ts.isBlock(block) || block.statements.at(-1) !== statement) return false;
  return ts.isFunctionLike(block.parent) || ts.isTryStatement(block.parent);
}

/** Arguments of Express registrations: which are paths, which are handlers, and which of those end the request. */
import type ts from 'typescript';
import { joined, text } from '../../../code/javascript/expressions';
import type { Lowering } from '../../../code/javascript/lowering';
import { parameterRoles, unwrapped } from '../../../code/javascript/scope';
import type { Expression } from '../../../code/model';

/** A path as written, or a name that may stand for one. Express paths start with `/`, `*` or a group; an empty one is the router's root. */
export function isPathLike(node: ts.Expression, lower: Lowering): boolean {
  const { ts } = lower;
  const value = unwrapped(node, ts);
  if (ts.isStringLiteralLike(value)) return value.text === '' || /^[/*(:]/.test(value.text);
  if (ts.isTemplateExpression(value)) return true;
  if (ts.isRegularExpressionLiteral(value)) return true;
  if (ts.isArrayLiteralExpression(value))
    return value.elements.length > 0 && value.elements.every((one) => isPathLike(one, lower));
  if (ts.isBinaryExpression(value)) return value.operatorToken.kind === ts.SyntaxKind.PlusToken;
  return (
    ts.isIdentifier(value) ||
    ts.isPropertyAccessExpression(value) ||
    ts.isElementAccessExpression(value) ||
    ts.isCallExpression(value)
  );
}

/** Names that applications and routers go by; needed where the path does not tell a route from any other call of `get`. */
const ROUTER_NAME = /(?:app|application|api|server|router|routes?|express|v\d+)$/i;

/** A call `on.get(path, …)` is taken for a route: by a literal path, or by the name of what it is called on. */
export function isRouteCall(on: ts.Expression, path: ts.Expression, lower: Lowering): boolean {
  const { ts } = lower;
  if (!isPathLike(path, lower)) return false;
  const value = unwrapped(path, ts);
  const literal =
    ts.isStringLiteralLike(value) || ts.isRegularExpressionLiteral(value) || ts.isArrayLiteralExpression(value);
  if (literal) return true;
  const receiver = unwrapped(on, ts);
  // A chain has shown what it is at its root.
  if (ts.isCallExpression(receiver)) return true;
  return isRouterName(receiver, lower);
}

/** It is called as routers are, or made as one in this file. */
export function isRouterName(node: ts.Expression, lower: Lowering): boolean {
  const called = calledName(unwrapped(node, lower.ts), lower);
  return ROUTER_NAME.test(called) || lower.names.routers.has(called);
}

/** May be a function, a list of them, or a call that makes one. */
export function isHandlerLike(node: ts.Expression, { ts }: Lowering): boolean {
  const value = unwrapped(node, ts);
  return (
    ts.isArrowFunction(value) ||
    ts.isFunctionExpression(value) ||
    ts.isIdentifier(value) ||
    ts.isPropertyAccessExpression(value) ||
    ts.isElementAccessExpression(value) ||
    ts.isCallExpression(value) ||
    ts.isNewExpression(value) ||
    ts.isArrayLiteralExpression(value) ||
    ts.isConditionalExpression(value) ||
    ts.isSpreadElement(value)
  );
}

/** Handlers in order, arrays of them flattened as Express does: a list that is spread out (`...guards`) is as good as the list. */
export function handlersOf(nodes: readonly ts.Expression[], lower: Lowering): ts.Expression[] {
  const { ts } = lower;
  return nodes.flatMap((node) => {
    const value = unwrapped(node, ts);
    if (ts.isArrayLiteralExpression(value)) return handlersOf(value.elements, lower);
    if (ts.isSpreadElement(value)) return handlersOf([value.expression], lower);
    return [value];
  });
}

/** What is written in capitals stands for a text, never for a middleware. */
const CONSTANT = /^[A-Z][A-Z\d_]+$/;

/** The first argument of `use` is a path: written as one, or a name that stands for one. */
export function isUsePath(node: ts.Expression, others: number, lower: Lowering): boolean {
  const { ts } = lower;
  const value = unwrapped(node, ts);
  if (others === 0) return false;
  if (ts.isArrayLiteralExpression(value)) {
    return (
      value.elements.length > 0 &&
      value.elements.every(
        (one) => ts.isStringLiteralLike(one) || ts.isRegularExpressionLiteral(one) || ts.isTemplateExpression(one),
      )
    );
  }
  if (ts.isIdentifier(value)) {
    if (lower.names.literals.has(value.text) || CONSTANT.test(value.text)) return true;
    return (
      /(?:path|prefix|base|route|url|endpoint|version|root|mount)s?$/i.test(value.text) &&
      !/(?:routes|router)$/i.test(value.text)
    );
  }
  if (ts.isPropertyAccessExpression(value)) {
    const { text } = value.name;
    return CONSTANT.test(text) || /(?:path|prefix|base|url|endpoint|version)$/i.test(text);
  }
  return isPathLike(value, lower) && !ts.isCallExpression(value);
}

/** One expression per path; the root is the empty path, so that prefixes join as Express joins them. */
export function pathsOf(node: ts.Expression, lower: Lowering): Expression[] {
  const { ts } = lower;
  const value = unwrapped(node, ts);
  if (ts.isArrayLiteralExpression(value)) return value.elements.flatMap((one) => pathsOf(one, lower));
  if (ts.isRegularExpressionLiteral(value)) return [regexPath(value.text)];
  const path = lower.expression(value);
  return [path.e === 'text' && path.value === '/' ? text('') : path];
}

/**
 * A regular expression as a path: `/^\\/api/` and the like are a prefix, everything else keeps its own spelling, which no comparison
 * matches. Patterns of a workspace are never run.
 */
function regexPath(written: string): Expression {
  const source = written.slice(1, written.lastIndexOf('/')).replaceAll('\\/', '/');
  const simple = /^\^(\/[\w/-]+?)\/?(?:\.\*|\(\.\*\))?$/.exec(source);
  return text(simple?.[1] ?? (source.startsWith('^') ? `/${source}` : `/^${source}`));
}

/** The path stands for many: a wildcard or a regular expression. */
export function pattern(node: ts.Expression, { ts }: Lowering): boolean {
  const value = unwrapped(node, ts);
  if (ts.isRegularExpressionLiteral(value)) return true;
  return ts.isStringLiteralLike(value) && value.text.includes('*');
}

/** Four parameters make an error handler (Express tells by the function's length); a name or type says so too. */
export function isErrorHandler(node: ts.Expression, lower: Lowering): boolean {
  const { ts } = lower;
  const value = unwrapped(node, ts);
  if (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) return value.parameters.length === 4;
  if (ts.isCallExpression(value)) {
    const origin = lower.names.imported(value.expression);
    const called = origin?.name === 'default' ? origin.from : calledName(value.expression, lower);
    return /error[-_]?(?:handler|middleware)|handle[-_]?errors?|setupExpressErrorHandler/i.test(called);
  }
  const called = calledName(value, lower);
  const local = ts.isIdentifier(value) ? lower.names.functions.get(value.text) : undefined;
  if (local) return local.parameters.length === 4;
  return /error[-_]?(?:handler|middleware|converter)|handle[-_]?errors?|^on[-_]?error/i.test(called);
}

function calledName(node: ts.Expression, { ts }: Lowering): string {
  if (ts.isIdentifier(node)) return node.text;
  return ts.isPropertyAccessExpression(node) ? node.name.text : '';
}

/** Factories of packages whose result answers every request below its path, and what to call the endpoint. */
const TERMINALS: readonly { from: RegExp; name?: RegExp; below: boolean; methods: string[] }[] = [
  { from: /^(?:express|serve-static)$/, name: /^(?:static|default|\*)$/, below: true, methods: ['GET'] },
  { from: /^serve-(?:index|static)$/, below: true, methods: ['GET'] },
  { from: /^swagger-ui-express$/, name: /setup$/, below: false, methods: ['GET'] },
  { from: /^(?:http-proxy-middleware|express-http-proxy)$/, below: true, methods: ['ALL'] },
  {
    from: /^(?:express-graphql|graphql-http|@apollo\/server\/express4|@as-integrations\/express[45]|graphql-yoga)/,
    below: false,
    methods: ['ALL'],
  },
];

/**
 * The endpoint that the last handler of a `use` is, if it ends the request there: a static folder, documentation, a proxy, a function that
 * takes no `next` under a path. A function without `next` and without a path is the answer to what nobody else took (404), no endpoint.
 */
export function terminalOf(
  node: ts.Expression,
  paths: Expression[] | null,
  lower: Lowering,
): { methods: string[]; paths: Expression[] } | undefined {
  const { ts } = lower;
  const value = unwrapped(node, ts);
  if (ts.isCallExpression(value)) {
    const origin = lower.names.imported(value.expression);
    if (!origin) return undefined;
    const found = TERMINALS.find(({ from, name }) => from.test(origin.from) && (name?.test(origin.name) ?? true));
    if (!found || (origin.from === 'express' && origin.name !== 'static')) return undefined;
    return { methods: found.methods, paths: found.below ? below(paths) : (paths ?? [text('/')]) };
  }
  if (!paths || !(ts.isArrowFunction(value) || ts.isFunctionExpression(value))) return undefined;
  const roles = parameterRoles(value.parameters, lower.source, ts);
  const takesNext = value.parameters.length > 2 || roles.includes('next');
  return takesNext || value.parameters.length === 0 ? undefined : { methods: ['ALL'], paths };
}

/** Why a handler is open by its nature: it serves files, starts signing in with another service, or only sends elsewhere. */
export function publicReasonOf(node: ts.Expression, lower: Lowering): string | undefined {
  const { ts } = lower;
  const value = unwrapped(node, ts);
  if (ts.isCallExpression(value)) {
    const origin = lower.names.imported(value.expression);
    if (!origin) return undefined;
    if (origin.from === 'passport' && origin.name === 'authenticate') return 'the way to sign in with another service';
    const isStatic = (origin.from === 'express' && origin.name === 'static') || origin.from === 'serve-static';
    return isStatic ? 'static files' : undefined;
  }
  if (!ts.isArrowFunction(value) && !ts.isFunctionExpression(value)) return undefined;
  const [only, ...others] = ts.isBlock(value.body) ? value.body.statements : [];
  const statement =
    only && (ts.isReturnStatement(only) || ts.isExpressionStatement(only)) ? only.expression : undefined;
  const body = ts.isBlock(value.body) ? (others.length === 0 ? statement : undefined) : value.body;
  const redirects =
    body &&
    ts.isCallExpression(body) &&
    ts.isPropertyAccessExpression(body.expression) &&
    body.expression.name.text === 'redirect';
  const target = redirects ? body.arguments.at(-1) : undefined;
  return target && ts.isStringLiteralLike(target) ? 'it only sends the caller elsewhere' : undefined;
}

/** Everything below some paths: `/uploads` → `/uploads/*`. */
function below(paths: Expression[] | null): Expression[] {
  if (!paths) return [text('/*')];
  return paths.map((path) =>
    path.e === 'text' ? text(`${path.value.replace(/\/$/, '')}/*`) : joined([path, text('/*')]),
  );
}

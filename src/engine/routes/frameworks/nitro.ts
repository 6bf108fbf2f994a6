/**
 * Nuxt and Nitro: `server/api`, `server/routes`, and `server/middleware`, which runs before every request and refuses by throwing. Sources:
 * nuxt.com/docs ("server/"), nitro.build ("Routing"), h3.dev ("Utils").
 */
import type ts from 'typescript';
import type { Lowering } from '../../code/javascript/lowering';
import { unwrapped } from '../../code/javascript/scope';
import type { JavaScriptFramework } from '../../code/javascript/framework';
import type { Framework } from '../framework';
import type { Expression, RequestPart } from '../../code/model';
import { statusOf } from './express/http';
import { exportedNames, readingsOf, sitesOf } from './shared/file-layout';
import { emitFileMiddleware, emitFileRoute } from './shared/file-routes';

const NAME = 'nitro';
const HANDLER = /(?:^|\/)server\/(?:api|routes)\/.*\.[jt]s$/;
const MIDDLEWARE = /(?:^|\/)server\/middleware\/.*\.[jt]s$/;
const WRAPPER = /^(?:define(?:Cached)?|cached)?[eE]ventHandler$/;
const MAKES_HANDLER = /\b(?:define(?:Cached)?EventHandler|eventHandler|cachedEventHandler)\s*[(<]/;

const files: JavaScriptFramework = {
  name: NAME,
  prefilter: (text, path) => (HANDLER.test(path) || MIDDLEWARE.test(path)) && text.includes('export default'),
  module(lower) {
    const { path, text } = lower.file;
    const isMiddleware = MIDDLEWARE.test(path);
    if (!isMiddleware && !HANDLER.test(path)) return;
    const exported = exportedNames(lower).find(({ name }) => name === 'default');
    if (!exported) return;
    const folders = isMiddleware ? ['server/middleware'] : ['server/api', 'server/routes'];
    const readings = folders.flatMap((folder) => readingsOf(path, folder).slice(0, 1));
    for (const { reading, site } of sitesOf(readings, NAME, MAKES_HANDLER.test(text))) {
      if (isMiddleware) emitFileMiddleware(lower, site, exported);
      else {
        const below = /(?:^|\/)server\/api\//.test(path) ? '/api' : '';
        emitFileRoute(lower, { site, ...nitroPath(reading.rest, below), exported, isOpen: signInLibrary(lower) });
      }
    }
  },
};

/** nuxt-auth-utils: `defineOAuthGitHubEventHandler({ onSuccess })` sends to the provider and takes its answer. */
function signInLibrary({ file }: Lowering): string | undefined {
  return /export\s+default\s+(?:oauth\w+|defineOAuth\w+)EventHandler\s*\(/.test(file.text)
    ? 'the endpoints of the sign-in library'
    : undefined;
}

const MAY_APPLY = /\bh3\b|[eE]ventHandler\b|\bevent\b/;

const http: JavaScriptFramework = {
  name: 'h3-http',
  applies: (text) => MAY_APPLY.test(text),
  prefilter: () => false,
  /** `event.context.user`: what a middleware has put there. `event.path`, `event.method`. */
  member(node, lower) {
    const { ts } = lower;
    const part = ts.isPropertyAccessExpression(node) ? MEMBERS[node.name.text] : undefined;
    if (!part || !ts.isPropertyAccessExpression(node)) return undefined;
    const owner = unwrapped(node.expression, ts);
    const isEvent = ts.isIdentifier(owner) && owner.text === 'event' && seesEvents(lower);
    return isEvent ? { e: 'request', part, name: null } : undefined;
  },
  call(node, lower) {
    const { ts } = lower;
    const callee = unwrapped(node.expression, ts);
    if (!ts.isCallExpression(node) || !ts.isIdentifier(callee)) return undefined;
    const origin = lower.names.imported(callee);
    const isOwn = origin ? /^(?:h3|nitro(?:pack)?(?:\/.*)?|#imports)$/.test(origin.from) : isGlobal(callee.text, lower);
    return isOwn ? utility(origin?.name ?? callee.text, node, lower) : undefined;
  },
};

/** Nuxt 3 and 4, Nitro 2. */
export const nitro: Framework = {
  name: NAME,
  javascript: [files, http],
  guard: { as: 'body' },
  site: {
    packages: ['nuxt', 'nitropack', 'nitro', 'h3'],
    configs: ['ts', 'js', 'mjs'].flatMap((end) => [`nuxt.config.${end}`, `nitro.config.${end}`]),
  },
};

/** What is called `event` is one of a request: handlers are made here, or helpers that handlers hand their event to. */
function seesEvents({ file }: Lowering): boolean {
  return MAKES_HANDLER.test(file.text) || TAKES_EVENT.test(file.text) || HELPERS.test(file.path);
}

const TAKES_EVENT = /\bH3Event\b/;
const HELPERS = /(?:^|\/)server\/utils\//;

/** Nuxt and Nitro import their utilities by themselves, in `server` alone. */
function isGlobal(name: string, lower: Lowering): boolean {
  return /(?:^|\/)server\//.test(lower.file.path) && !lower.names.functions.has(name);
}

const MEMBERS: Readonly<Record<string, RequestPart>> = { context: 'state', path: 'path', method: 'method' };
const PARTS: Readonly<Record<string, RequestPart>> = {
  getHeader: 'header',
  getRequestHeader: 'header',
  getCookie: 'cookie',
};
const WHOLE: Readonly<Record<string, RequestPart>> = {
  getHeaders: 'header',
  getRequestHeaders: 'header',
  parseCookies: 'cookie',
  getQuery: 'query',
  getRequestURL: 'url',
  getRequestPath: 'path',
  getMethod: 'method',
};

/** What the event says of the request, and what answers it. */
function utility(name: string, node: ts.CallExpression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  const [first, second] = node.arguments;
  const at = lower.span(node);
  if (WRAPPER.test(name)) return first && lower.expression(handlerIn(first, lower));
  const part = PARTS[name];
  if (part) {
    const key = second && ts.isStringLiteralLike(second) ? second.text : null;
    return { e: 'request', part, name: part === 'header' ? (key?.toLowerCase() ?? null) : key };
  }
  const whole = WHOLE[name];
  if (whole) return { e: 'request', part: whole, name: null };
  switch (name) {
    case 'createError':
      return { e: 'refusal', status: first ? errorStatus(first, lower) : null, sends: false, at };
    case 'sendError':
      return second && lower.expression(second);
    case 'sendRedirect':
      return { e: 'refusal', status: 302, redirect: true, sends: false, at };
    case 'setResponseStatus': {
      const status = statusOf(second, lower);
      return status !== null && status >= 400 ? { e: 'refusal', status, sends: true, at } : undefined;
    }
    case 'requireUserSession':
    case 'getUserSession': {
      const callee: Expression = {
        e: 'member',
        of: { e: 'import', from: 'nuxt-auth-utils', line: lower.line(node) },
        name,
      };
      return { e: 'call', callee, args: [], at };
    }
    default:
      return undefined;
  }
}

/** `defineEventHandler({ onRequest: […], handler })`. */
function handlerIn(node: ts.Expression, lower: Lowering): ts.Expression {
  const { ts } = lower;
  const value = unwrapped(node, ts);
  if (!ts.isObjectLiteralExpression(value)) return value;
  for (const property of value.properties) {
    if (ts.isPropertyAssignment(property) && property.name.getText(lower.source) === 'handler')
      return property.initializer;
  }
  return value;
}

/** `{ statusCode: 401 }`, `{ status: 401 }`. */
function errorStatus(node: ts.Expression, lower: Lowering): number | null {
  const { ts } = lower;
  const value = unwrapped(node, ts);
  if (!ts.isObjectLiteralExpression(value)) return statusOf(value, lower);
  for (const property of value.properties) {
    const isStatus = ts.isPropertyAssignment(property) && /^status(?:Code)?$/.test(property.name.getText(lower.source));
    if (isStatus) return statusOf(property.initializer, lower);
  }
  return null;
}

/** URL and method of a file: `users/[id].get.ts`. */
function nitroPath(rest: readonly string[], below: string): { path: string; methods: string[] } {
  const file = rest.join('/').replace(/\.[jt]s$/, '');
  const method = /\.(get|post|put|patch|delete|head|options|connect|trace)$/.exec(file)?.[1];
  const bare = (method ? file.slice(0, -method.length - 1) : file).replace(/(?:^|\/)index$/, '');
  const path = `${below}/${bare}`.replace(/\/\([^)]*\)/g, '').replace(/(.)\/$/, '$1');
  return { path: path === '' ? '/' : path, methods: [method?.toUpperCase() ?? 'ALL'] };
}

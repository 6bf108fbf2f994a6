/**
 * The event that SvelteKit and Astro hand to handlers and middleware, and its parts: `event.locals.user`, `({ cookies, url })`. Sources:
 * svelte.dev/docs/kit ("RequestEvent", "Hooks"), docs.astro.build ("API context", "Middleware").
 */
import type ts from 'typescript';
import type { Lowering } from '../../../code/javascript/lowering';
import { unwrapped } from '../../../code/javascript/scope';
import type { JavaScriptFramework } from '../../../code/javascript/framework';
import type { Expression, RequestPart } from '../../../code/model';

const PARTS: Readonly<Record<string, RequestPart>> = {
  locals: 'state',
  request: 'state',
  cookies: 'cookie',
  url: 'url',
  params: 'params',
};
const FILES =
  /(?:^|\/)(?:\+(?:server|page\.server|layout\.server)\.[jt]s|hooks\.server(?:\/index)?\.[jt]s|src\/pages\/.*\.[jt]s|src\/actions(?:\/.*)?\.[jt]s|src\/middleware(?:\/[\w-]+)?\.[jt]s)$/;
/** What hooks and helpers name that lie elsewhere: the types of the event and of who handles it. */
const SPEAKS =
  /\b(?:Handle|RequestEvent|RequestHandler|ServerLoad\w*)\b[^;]*['"]@sveltejs\/kit['"]|\b(?:APIContext|APIRoute|MiddlewareHandler)\b[^;]*['"]astro['"]|['"]astro[:/]middleware['"]/;
const EVENT = /^(?:event|context|ctx|<\d+>)$/;

export const pageEvents: JavaScriptFramework = {
  name: 'page-events',
  prefilter: () => false,
  member(node, lower) {
    if (!hasEvents(lower) || !lower.ts.isPropertyAccessExpression(node)) return undefined;
    const owner = unwrapped(node.expression, lower.ts);
    return lower.ts.isIdentifier(owner) && EVENT.test(owner.text) ? partOf(node.name.text) : undefined;
  },
  part(owner, key, lower) {
    if (!hasEvents(lower)) return undefined;
    return owner.e === 'name' && EVENT.test(owner.name) ? partOf(key) : undefined;
  },
  call: handsOn,
};

const known = new WeakMap<Lowering, boolean>();

function hasEvents(lower: Lowering): boolean {
  let has = known.get(lower);
  if (has === undefined) known.set(lower, (has = FILES.test(lower.file.path) || SPEAKS.test(lower.file.text)));
  return has;
}

function partOf(key: string): Expression | undefined {
  const part = PARTS[key];
  return part && { e: 'request', part, name: null };
}

const WRAPPERS = /^(?:defineMiddleware|defineAction)$/;

/** `resolve(event)` and `next()` hand on; `sequence(a, b)` runs one after the other; `context.redirect('/login')` turns away. */
function handsOn(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  if (!hasEvents(lower) || !ts.isCallExpression(node)) return undefined;
  const callee = unwrapped(node.expression, ts);
  const [first] = node.arguments;
  // `input.resolve(input.event)`: what `handle` is given, not taken apart.
  if (ts.isPropertyAccessExpression(callee) && callee.name.text === 'resolve' && first)
    return /(?:^|\.)event$/.test(first.getText(lower.source)) ? { e: 'proceed' } : undefined;
  if (ts.isIdentifier(callee)) {
    if (callee.text === 'resolve' && first && ts.isIdentifier(first) && first.text === 'event') return { e: 'proceed' };
    const origin = lower.names.imported(callee);
    if (!origin || !/^(?:@sveltejs\/kit\/hooks|astro:middleware|astro\/middleware)$/.test(origin.from))
      return undefined;
    if (origin.name === 'sequence')
      return { e: 'list', items: node.arguments.map((argument) => lower.expression(argument)) };
    return first && WRAPPERS.test(origin.name) ? lower.expression(first) : undefined;
  }
  const isRedirect = ts.isPropertyAccessExpression(callee) && callee.name.text === 'redirect';
  const owner = isRedirect ? unwrapped(callee.expression, ts) : undefined;
  return owner && ts.isIdentifier(owner) && EVENT.test(owner.text)
    ? { e: 'refusal', status: 302, redirect: true, sends: false, at: lower.span(node) }
    : undefined;
}

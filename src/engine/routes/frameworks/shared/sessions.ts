/**
 * Session libraries that are known by the shape of the call, since the object that is asked was made elsewhere: Supabase's
 * `client.auth.getUser()` and better-auth's `auth.api.getSession()`; and Clerk's middleware, whose callback is handed what asks.
 * Sources: supabase.com/docs ("Server-Side Auth": `getSession` reads the cookie and verifies nothing), better-auth.com/docs ("Next.js
 * integration"), clerk.com/docs ("clerkMiddleware", "createRouteMatcher").
 */
import type ts from 'typescript';
import { text } from '../../../code/javascript/expressions';
import type { Lowering } from '../../../code/javascript/lowering';
import { unwrapped } from '../../../code/javascript/scope';
import type { JavaScriptFramework } from '../../../code/javascript/framework';
import type { Expression } from '../../../code/model';
import { pathPattern } from '../nextjs/matcher';

const CLERK = /^@clerk\/(?:nextjs|astro|remix|tanstack-react-start)(?:\/server)?$/;

export const sessions: JavaScriptFramework = {
  name: 'sessions',
  prefilter: () => false,
  call(node, lower) {
    const { ts } = lower;
    if (!ts.isCallExpression(node)) return undefined;
    const callee = unwrapped(node.expression, ts);
    if (ts.isPropertyAccessExpression(callee)) return asked(callee, lower);
    const origin = lower.names.imported(callee);
    if (!origin || !CLERK.test(origin.from)) return undefined;
    if (origin.name === 'createRouteMatcher') return routeMatcher(node, lower);
    return origin.name === 'clerkMiddleware' ? clerkMiddleware(node, origin.from, lower) : undefined;
  },
};

const USER: Expression = { e: 'request', part: 'user', name: null };
/** What a caller can make up. */
const COOKIE: Expression = { e: 'request', part: 'cookie', name: 'session' };

function asked(callee: ts.PropertyAccessExpression, { ts }: Lowering): Expression | undefined {
  const owner = unwrapped(callee.expression, ts);
  const between = ts.isPropertyAccessExpression(owner) ? owner.name.text : undefined;
  const method = callee.name.text;
  if (between === 'api' && method === 'getSession') return USER;
  if (between !== 'auth') return undefined;
  if (method === 'getUser' || method === 'getClaims') return supabase(USER);
  return method === 'getSession' ? supabase(COOKIE) : undefined;
}

/** `{ data: { user, session, claims }, error }`: the error is there when the user is not. */
function supabase(value: Expression): Expression {
  const data: Expression = {
    e: 'record',
    entries: ['user', 'session', 'claims'].map((key) => ({ key: text(key), value })),
  };
  return {
    e: 'record',
    entries: [
      { key: text('data'), value: data },
      { key: text('error'), value: { e: 'not', of: value } },
    ],
  };
}

/** `createRouteMatcher(['/admin(.*)'])` makes a function that tells whether a request's path is among them. */
function routeMatcher(node: ts.CallExpression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  const [list] = node.arguments;
  if (!list || !ts.isArrayLiteralExpression(list)) return undefined;
  const sources = list.elements.map((one) => (ts.isStringLiteralLike(one) ? pathPattern(one.text) : undefined));
  const tests = sources.map((source): Expression => {
    if (source === undefined) return { e: 'other', parts: [] };
    const callee: Expression = { e: 'member', of: { e: 'regex', source, flags: '' }, name: 'test' };
    const path: Expression = { e: 'request', part: 'path', name: null };
    return { e: 'call', callee, args: [{ name: null, value: path }], at: lower.span(node) };
  });
  const value = tests.reduce<Expression>((left, right) => ({ e: 'or', left, right }), { e: 'constant', value: false });
  const id = lower.within('<matches>', lower.functions, (own) => {
    lower.functions[own] = {
      id: own,
      name: '<matches>',
      params: [{ name: 'request', default: null, type: null }],
      decorators: [],
      body: [{ s: 'return', value, line: lower.line(node) }],
      doc: null,
      at: lower.span(node),
      extent: lower.span(node),
    };
    return own;
  });
  return { e: 'function', id };
}

/** The callback decides; its first parameter is Clerk's `auth`. Without one nobody is refused. */
function clerkMiddleware(node: ts.CallExpression, from: string, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  const [callback] = node.arguments;
  const value = callback && unwrapped(callback, ts);
  if (!value || !(ts.isArrowFunction(value) || ts.isFunctionExpression(value))) return undefined;
  const lowered = lower.expression(value);
  const fact = lowered.e === 'function' ? lower.functions[lowered.id] : undefined;
  const [auth] = fact?.params ?? [];
  if (!fact || !auth) return lowered;
  const line = lower.line(node);
  const asks: Expression = { e: 'member', of: { e: 'import', from, line }, name: 'auth' };
  fact.body.unshift({ s: 'let', to: { e: 'name', name: auth.name }, value: asks, line });
  return lowered;
}

/**
 * The context of AdonisJS: `({ auth, request, response, bouncer })`. docs.adonisjs.com ("HTTP context", "Session guard", "Authorization"):
 * `authenticate` and `authorize` throw, `check` and `user` only tell.
 */
import type ts from 'typescript';
import type { Lowering } from '../../../code/javascript/lowering';
import { unwrapped } from '../../../code/javascript/scope';
import type { JavaScriptFramework } from '../../../code/javascript/framework';
import type { Expression } from '../../../code/model';
import type { EffectRule } from '../../packages/effects';
import { statusOf } from '../express/http';

const MENTIONS = /@adonisjs\/|@ioc:Adonis\/|\bHttpContext/;
const THROWS = /^(?:authenticate|authenticateUsing|getUserOrFail|authorize)$/;
const TELLS = /^(?:check|user|isAuthenticated|isLoggedIn)$/;
const USER: Expression = { e: 'request', part: 'user', name: null };

export const EFFECTS: readonly EffectRule[] = [
  { pattern: /^@adonisjs\/auth:(?:authenticate|authenticateUsing|getUserOrFail|authorize)$/, effect: 'raises' },
  {
    pattern:
      /^@adonisjs\/(?:cors|shield|static|bodyparser|session|limiter|inertia|vite|core\/bodyparser_middleware|auth\/initialize_auth_middleware)\b/,
    effect: 'none',
  },
];

export const adonisHttp: JavaScriptFramework = {
  name: 'adonis-http',
  applies: (source) => MENTIONS.test(source),
  prefilter: () => false,
  call(node, lower) {
    const { ts } = lower;
    const callee = unwrapped(node.expression, ts);
    if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(callee)) return undefined;
    const method = callee.name.text;
    if (method === 'abort' && isPart(callee.expression, 'response', lower)) {
      const status = node.arguments[1] ? statusOf(node.arguments[1], lower) : 400;
      return { e: 'refusal', status, sends: true, throws: true, at: lower.span(node) };
    }
    // A signed address is as good as a credential.
    if (method === 'hasValidSignature') return USER;
    const isAuth = isPart(callee.expression, 'auth', lower) || isPart(callee.expression, 'bouncer', lower);
    if (!isAuth) return undefined;
    if (THROWS.test(method)) return asks(method, node, lower);
    return TELLS.test(method) ? USER : undefined;
  },
  member(node, lower) {
    if (!lower.ts.isPropertyAccessExpression(node) || !TELLS.test(node.name.text)) return undefined;
    return isPart(node.expression, 'auth', lower) ? USER : undefined;
  },
};

/** `auth`, `ctx.auth`, `auth.use('api')`, `bouncer.with('PostPolicy')`. */
function isPart(node: ts.Expression, part: 'auth' | 'bouncer' | 'response', { ts }: Lowering): boolean {
  let value = unwrapped(node, ts);
  if (ts.isCallExpression(value) && ts.isPropertyAccessExpression(value.expression))
    value = unwrapped(value.expression.expression, ts);
  if (ts.isIdentifier(value)) return value.text === part;
  return ts.isPropertyAccessExpression(value) && value.name.text === part;
}

function asks(method: string, node: ts.CallExpression, lower: Lowering): Expression {
  const from: Expression = { e: 'import', from: '@adonisjs/auth', line: lower.line(node) };
  return { e: 'call', callee: { e: 'member', of: from, name: method }, args: [], at: lower.span(node) };
}

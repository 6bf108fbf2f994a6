/**
 * Options of functions that say who may call them. `enforceAppCheck` asks for a token of the application, which says nothing of a user.
 * Sources: firebase.google.com/docs/reference/functions (`HttpsOptions`, `CallableOptions`, `RuntimeOptions`: `invoker`, `authPolicy`).
 */
import type ts from 'typescript';
import type { Lowering } from '../../../code/javascript/lowering';
import type { GuardUse } from '../../../code/model';
import { guardOf, literalOf, optionOf } from '../shared/method-calls';

/** `invoker: 'private'`, `invoker: 'robot@…'`: the platform lets nobody in but the accounts that are named, and those of the project. */
export function invokerOf(options: ts.Expression, lower: Lowering): GuardUse[] {
  const { ts } = lower;
  const invoker = optionOf(options, 'invoker', lower);
  if (!invoker || ts.isMethodDeclaration(invoker)) return [];
  const listed = ts.isArrayLiteralExpression(invoker) ? [...invoker.elements] : [invoker];
  const accounts = listed.map((one) => literalOf(one, lower));
  if (accounts.includes('public') || accounts.includes('allUsers')) return [];
  const at = lower.span(invoker);
  const of = { e: 'import', from: 'firebase-functions:platform', line: at.line } as const;
  const isRead = accounts.every((one) => one !== undefined);
  return [
    {
      as: 'dependency',
      value: isRead ? { e: 'member', of, name: 'invoker' } : lower.expression(invoker),
      name: 'The platform (invoker)',
      at,
    },
  ];
}

/** `authPolicy: isSignedIn()` */
export function policyOf(options: ts.Expression, lower: Lowering): GuardUse[] {
  const policy = optionOf(options, 'authPolicy', lower);
  return policy && !lower.ts.isMethodDeclaration(policy) ? [guardOf(policy, 'permission', lower)] : [];
}

/**
 * Functions that a middleware or plugin puts on the request for handlers to call: `request.currentUserId = async () => …`,
 * `decorateRequest('currentUserId', …)`. They are kept by name, for whichever handler calls one. Sources: expressjs.com ("Writing
 * middleware"), fastify.dev ("Decorators").
 */
import type ts from 'typescript';
import { text } from '../../../code/javascript/expressions';
import type { Lowering } from '../../../code/javascript/lowering';
import { unwrapped } from '../../../code/javascript/scope';
import type { JavaScriptFramework } from '../../../code/javascript/framework';
import type { Expression, Statement } from '../../../code/model';
import { onRequest } from '../../run/request-functions';

/** What was found in a file so far. It is declared by the module: nobody runs the middleware before its guards are judged. */
const found = new WeakMap<Lowering, Statement[]>();

export const requestFunctions: JavaScriptFramework = {
  name: 'request-functions',
  applies: (source) => /\breq(?:uest)?\.\w+\s*=[^=]/.test(source),
  prefilter: () => false,
  assigned(target, value, lower) {
    const { ts } = lower;
    if (value.e !== 'function' || !ts.isPropertyAccessExpression(target)) return undefined;
    const owner = unwrapped(target.expression, ts);
    if (!ts.isIdentifier(owner) || lower.scope.role(owner.text) !== 'request') return undefined;
    found.set(lower, [...(found.get(lower) ?? []), namedOnRequest(target.name.text, value, target, lower)]);
    return undefined;
  },
  module(lower) {
    for (const statement of found.get(lower) ?? []) lower.emit(statement);
  },
};

/** A function of the request, by its name. */
export function namedOnRequest(name: string, guard: Expression, node: ts.Node, lower: Lowering): Statement {
  return { s: 'name-guard', name: text(onRequest(name)), guard, at: lower.span(node) };
}

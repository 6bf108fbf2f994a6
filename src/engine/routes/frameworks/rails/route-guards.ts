/** What a routes file puts before routes: signed-in users (Devise), and constraints that are asked about each request. */
import type { Expression, GuardUse } from '../../../code/model';
import type { Span } from '../../../span';

/** `authenticate :user do`, `authenticated :admin do`: others do not get to these routes (devise/rails/routes.rb). */
export function requireUser(devise: string, at: Span): GuardUse {
  return { as: 'permission', value: { e: 'member', of: { e: 'name', name: devise }, name: 'authenticate' }, at };
}

/** A function, object or class that answers whether a request matches; undefined for patterns of parts of it. */
export function constraintOf(value: Expression, at: Span): GuardUse | undefined {
  const isAsked = value.e === 'function' || value.e === 'call' || value.e === 'name';
  return isAsked ? { as: 'permission', value, at } : undefined;
}

/** Small parts of lowered Ruby. */
import type { TreeNode } from '../../parse/tree';
import type { Expression } from '../model';
import type { RubyCall } from './framework';

export const NOTHING: Expression = { e: 'constant', value: null };

/** Statements of a method's, block's or lambda's body. */
export function bodyNodes(body: TreeNode | null): TreeNode[] {
  if (!body) return [];
  if (body.type === 'block' || body.type === 'do_block') return bodyNodes(body.childForFieldName('body'));
  return body.type === 'body_statement' || body.type === 'block_body' ? named(body) : [body];
}

/** A call as the model has it: on the object at hand where nothing else is named. */
export function plainCall(call: RubyCall): Expression {
  const { receiver, name, args, at, maybe } = call;
  const block = call.block();
  const of: Expression = receiver ?? { e: 'name', name: 'this' };
  return {
    e: 'call',
    callee: { e: 'member', of, name, ...(maybe && { maybe: true as const }) },
    args: block ? [...args, { name: null, value: block }] : args,
    at,
  };
}

/** An expression of which nothing is known but what is in it. */
export function other(parts: Expression[] = []): Expression {
  return { e: 'other', parts };
}

export function text(value: string): Expression {
  return { e: 'text', value };
}

/** A setting by the name that an expression gives. */
export function setting(name: Expression, fallback: Expression | null): Expression {
  return { e: 'setting', name: name.e === 'text' ? name.value : null, fallback };
}

/** Named children, as an array. */
export function named(node: TreeNode): TreeNode[] {
  return node.namedChildren.filter((child) => child !== null);
}

export function lineOf(node: TreeNode): number {
  return node.startPosition.row + 1;
}

/** Small parts of lowered PHP. */
import type { TreeNode } from '../../parse/tree';
import type { Expression } from '../model';

export const NOTHING: Expression = { e: 'constant', value: null };

/** Named children without comments. */
export function named(node: TreeNode): TreeNode[] {
  return node.namedChildren.filter((child): child is TreeNode => child !== null && child.type !== 'comment');
}

export function field(node: TreeNode, name: string): TreeNode | null {
  return node.childForFieldName(name);
}

/** An expression of which nothing is known but what is in it. */
export function other(parts: Expression[] = []): Expression {
  return { e: 'other', parts };
}

export function text(value: string): Expression {
  return { e: 'text', value };
}

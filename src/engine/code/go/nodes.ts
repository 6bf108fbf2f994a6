/** Small helpers on tree-sitter nodes of Go. */
import type { TreeNode } from '../../parse/tree';

/** Named children, comments left out. */
export function named(node: TreeNode | null | undefined): TreeNode[] {
  return node?.namedChildren.filter((child): child is TreeNode => child !== null && child.type !== 'comment') ?? [];
}

/** The node without parentheses, `&`, `*` and `go`/`defer` around it. */
export function unwrapped(node: TreeNode): TreeNode {
  let at = node;
  for (;;) {
    const inner =
      at.type === 'parenthesized_expression' || at.type === 'literal_element'
        ? named(at)[0]
        : at.type === 'unary_expression' && /^[&*]/.test(at.text)
          ? at.childForFieldName('operand')
          : null;
    if (!inner) return at;
    at = inner;
  }
}

/** Arguments of a call, in order. */
export function argumentsOf(node: TreeNode): TreeNode[] {
  return named(node.childForFieldName('arguments'));
}

/** Methods and functions of a struct literal by key; those without a key are left out. */
export function keyed(literal: TreeNode): Map<string, TreeNode> {
  const entries = new Map<string, TreeNode>();
  for (const element of named(literal.childForFieldName('body'))) {
    if (element.type !== 'keyed_element') continue;
    const key = element.childForFieldName('key');
    const value = element.childForFieldName('value');
    if (key && value) entries.set(key.text, unwrapped(value));
  }
  return entries;
}

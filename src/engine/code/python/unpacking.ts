/** Targets that take a value apart: `a, (b, c) = value`, `for name, (router, prefix) in …`. */
import type { TreeNode } from '../../parse/tree';
import type { Expression, Statement } from '../model';
import type { PythonExpressions } from './expressions';

const PATTERN = /^(?:pattern_list|tuple_pattern|list_pattern)$/;

/** True for a target that is itself taken apart. */
export function isPattern(target: TreeNode): boolean {
  return PATTERN.test(target.type);
}

/** One assignment per name of a pattern. */
export function unpacked(pattern: TreeNode, value: Expression, line: number, lower: PythonExpressions): Statement[] {
  return pattern.namedChildren.flatMap((target, index): Statement[] => {
    const part: Expression = { e: 'index', of: value, key: { e: 'constant', value: index } };
    if (isPattern(target)) return unpacked(target, part, line, lower);
    return [{ s: 'let', to: lower.lower(target), value: part, line }];
  });
}

/** What a loop binds per item, and what takes that apart further. */
export function loopTargets(left: TreeNode | null, line: number, lower: PythonExpressions): [string[], Statement[]] {
  const targets = left && left.type !== 'identifier' ? left.namedChildren : left ? [left] : [];
  const further = targets
    .filter(isPattern)
    .flatMap((target) => unpacked(target, { e: 'name', name: lower.source(target) }, line, lower));
  return [targets.map((target) => lower.source(target)), further];
}

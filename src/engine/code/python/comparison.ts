/** Comparisons of Python, which may be chained: `a < b < c` is `a < b and b < c`. */
import type { TreeNode } from '../../parse/tree';
import type { Expression } from '../model';
import { other, type PythonExpressions } from './expressions';

const COMPARISONS: Readonly<Record<string, string>> = { is: '==', 'is not': '!=', '<>': '!=' };

export function comparisonOf(node: TreeNode, lower: PythonExpressions): Expression {
  const operands = node.namedChildren.filter((child) => child.type !== 'comment');
  const operators = node.childrenForFieldName('operators');
  if (operands.length < 2) return other();
  let result: Expression | undefined;
  let at = 0;
  for (let i = 0; i + 1 < operands.length; i++) {
    let op = operators[at] ? lower.source(operators[at] as TreeNode) : '==';
    at++;
    // "not in" and "is not" come as one operator or as two words, depending on the grammar's version.
    if ((op === 'not' || op === 'is') && operators.length > operands.length - 1) {
      const next = operators[at] ? lower.source(operators[at] as TreeNode) : '';
      if (next === 'in' || next === 'not') {
        op = `${op} ${next}`;
        at++;
      }
    }
    op = op.replace(/\s+/g, ' ');
    const left = lower.lower(operands[i] ?? null);
    const right = lower.lower(operands[i + 1] ?? null);
    const compare: Expression = sessionTest(op, left, right, lower) ?? {
      e: 'compare',
      op: COMPARISONS[op] ?? op,
      left,
      right,
    };
    result = result ? { e: 'and', left: result, right: compare } : compare;
  }
  return result ?? other();
}

/** `"user" in session`: whether the session holds it, as far as a caller who has none is concerned. */
function sessionTest(
  op: string,
  left: Expression,
  right: Expression,
  lower: PythonExpressions,
): Expression | undefined {
  if ((op !== 'in' && op !== 'not in') || left.e !== 'text') return undefined;
  const read = lower.read({ e: 'index', of: right, key: left });
  if (read.e !== 'request' || read.part !== 'session') return undefined;
  return op === 'in' ? read : { e: 'not', of: read };
}

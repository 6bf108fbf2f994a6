/** Comprehensions of Python as calls of a list's method: `any(f(x) for x in xs)` is `xs.some(f)`, `all` is `every`, anything else maps. */
import type { TreeNode } from '../../parse/tree';
import type { Span } from '../../span';
import { partsOf } from '../visit';
import type { Expression } from '../model';
import type { PythonExpressions } from './expressions';

/** A call that is given a generator. */
export function generatorCallOf(
  callee: Expression,
  generator: TreeNode,
  at: Span,
  lower: PythonExpressions,
): Expression {
  const name = callee.e === 'name' ? callee.name : '';
  if (name === 'any') return comprehensionOf(generator, 'some', lower);
  if (name === 'all') return comprehensionOf(generator, 'every', lower);
  return { e: 'call', callee, args: [{ name: null, value: comprehensionOf(generator, 'map', lower) }], at };
}

/** `method`: what it does with each item. What maps names its condition as `if`: some items may be missing then. */
export function comprehensionOf(node: TreeNode, method: string, lower: PythonExpressions): Expression {
  const clause = node.namedChildren.find((child) => child.type === 'for_in_clause');
  if (!clause) return { e: 'other', parts: [] };
  const left = clause.childForFieldName('left');
  const over = lower.field(clause, 'right');
  const condition = node.namedChildren.find((child) => child.type === 'if_clause');
  const test = condition ? lower.lower(condition.firstNamedChild) : undefined;
  if (left?.type !== 'identifier') return partOf(over, test) ?? { e: 'other', parts: [over] };
  let body = lower.field(node, 'body');
  if (test && method !== 'map') body = { e: 'and', left: test, right: body };
  const line = lower.spanOf(node).line;
  const id = lower.anonymousFunction(
    [{ name: lower.source(left), default: null, type: null }],
    [{ s: 'return', value: body, line }],
    node,
  );
  return {
    e: 'call',
    callee: { e: 'member', of: over, name: method },
    args: [
      { name: null, value: { e: 'function', id } },
      ...(test && method === 'map' ? [{ name: 'if', value: test }] : []),
    ],
    at: lower.spanOf(node),
  };
}

/** `{k.decode(): v.decode() for k, v in headers}`: the same part of the request by another spelling. */
export function dictionaryOf(node: TreeNode, lower: PythonExpressions): Expression {
  const clause = node.namedChildren.find((child) => child.type === 'for_in_clause');
  const over = clause ? lower.field(clause, 'right') : undefined;
  return (over && partOf(over, undefined)) ?? { e: 'other', parts: over ? [over] : [] };
}

/** `next((value for name, value in headers if name == b"x"), default)`: the first, or what is given for none. */
export function firstOf(callee: Expression, args: readonly { value: Expression }[]): Expression | undefined {
  const [of, otherwise] = args;
  if (callee.e !== 'name' || callee.name !== 'next' || of?.value.e !== 'request') return undefined;
  return otherwise ? { e: 'or', left: of.value, right: otherwise.value } : of.value;
}

/** Pairs of a part of the request (its headers), or the value of the pair whose name a condition compares with a literal. */
function partOf(over: Expression, test: Expression | undefined): Expression | undefined {
  const items = over.e === 'call' && over.callee.e === 'member' && over.callee.name === 'items' ? over.callee.of : over;
  if (items.e !== 'request' || items.name !== null) return undefined;
  const name = test && comparedWith(test);
  return name === undefined ? items : { ...items, name };
}

function comparedWith(test: Expression): string | undefined {
  if (test.e === 'compare' && test.op === '==') {
    const literal = [test.left, test.right].find(({ e }) => e === 'text');
    if (literal?.e === 'text') return literal.value;
  }
  for (const part of partsOf(test)) {
    const name = comparedWith(part);
    if (name !== undefined) return name;
  }
  return undefined;
}

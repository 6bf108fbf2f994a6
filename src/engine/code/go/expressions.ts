/** Lowers Go expressions to the expressions of `code/model.ts`. Frameworks get to see every call, member and struct literal. */
import type { TreeNode } from '../../parse/tree';
import { MAX_ITEMS, MAX_TEXT, type Argument, type Expression } from '../model';
import { lowerFunctionLiteral } from './declarations';
import type { GoCall } from './framework';
import type { GoLowering } from './lowering';
import { argumentsOf, named, unwrapped } from './nodes';
import { standardCall } from './standard';
import { typeName } from './types';

/** An expression of which nothing is known. */
export function other(parts: Expression[] = []): Expression {
  return { e: 'other', parts };
}

export function text(value: string): Expression {
  return value.length > MAX_TEXT ? other() : { e: 'text', value };
}

export const NIL: Expression = { e: 'constant', value: null };

export function lowerExpression(lower: GoLowering, node: TreeNode | null): Expression {
  if (!node) return other();
  switch (node.type) {
    case 'identifier': {
      const name = lower.text(node);
      return { e: 'name', name: name === lower.receiver ? 'this' : name };
    }
    case 'selector_expression':
      return selector(lower, node);
    case 'call_expression':
      return call(lower, node);
    case 'interpreted_string_literal':
    case 'raw_string_literal':
    case 'rune_literal':
      return text(unquoted(lower.text(node)));
    case 'int_literal':
    case 'float_literal':
      return { e: 'constant', value: Number(lower.text(node).replace(/_/g, '')) || 0 };
    case 'true':
    case 'false':
      return { e: 'constant', value: node.type === 'true' };
    case 'nil':
      return NIL;
    case 'func_literal':
      return lowerFunctionLiteral(lower, node);
    case 'composite_literal':
      return composite(lower, node);
    case 'index_expression':
      return {
        e: 'index',
        of: lower.expression(node.childForFieldName('operand')),
        key: lower.expression(node.childForFieldName('index')),
        maybe: true,
      };
    case 'parenthesized_expression':
    case 'literal_element':
      return lower.expression(named(node)[0] ?? null);
    default:
      return operator(lower, node);
  }
}

function operator(lower: GoLowering, node: TreeNode): Expression {
  switch (node.type) {
    case 'unary_expression': {
      const of = lower.expression(node.childForFieldName('operand'));
      const op = node.childForFieldName('operator')?.type;
      return op === '!' ? { e: 'not', of } : op === '&' || op === '*' ? of : other([of]);
    }
    case 'binary_expression':
      return binary(lower, node);
    case 'type_assertion_expression':
    case 'type_conversion_expression':
    case 'slice_expression':
      return lower.expression(node.childForFieldName('operand'));
    case 'type_instantiation_expression':
    case 'variadic_argument':
      return lower.expression(named(node)[0] ?? null);
    case 'expression_list':
      return { e: 'list', items: named(node).map((one) => lower.expression(one)) };
    default:
      return other();
  }
}

function binary(lower: GoLowering, node: TreeNode): Expression {
  const of = node.childForFieldName('left');
  const right = lower.expression(node.childForFieldName('right'));
  const left: Expression = right === NIL && isCaller(lower, of) ? USER : lower.expression(of);
  const op = node.childForFieldName('operator')?.type ?? '';
  if (op === '&&' || op === '||') return { e: op === '&&' ? 'and' : 'or', left, right };
  if (/^(?:[=!]=|[<>]=?)$/.test(op)) return { e: 'compare', op, left, right };
  return op === '+' ? { e: 'join', parts: [left, right] } : other([left, right]);
}

const USER: Expression = { e: 'request', part: 'user', name: null };

/** `ctx.User == nil`: a context of the workspace's own knows who is calling, and is nil where nobody is. */
function isCaller(lower: GoLowering, node: TreeNode | null): boolean {
  if (node?.type !== 'selector_expression' || node.childForFieldName('field')?.text !== 'User') return false;
  return /(?:^|[./])(?:Context|Ctx)$/.test(lower.typeOf(node.childForFieldName('operand')) ?? '');
}

function unquoted(literal: string): string {
  const inner = literal.slice(1, -1);
  return literal.startsWith('`') || !inner.includes('\\') ? inner : inner.replace(/\\(["'\\])/g, '$1');
}

function selector(lower: GoLowering, node: TreeNode): Expression {
  const symbol = lower.symbolOf(node);
  for (const framework of lower.frameworks) {
    const meaning = framework.member?.(node, symbol, lower);
    if (meaning) return meaning;
  }
  const field = node.childForFieldName('field');
  const of = lower.expression(node.childForFieldName('operand'));
  return field ? { e: 'member', of, name: lower.text(field) } : of;
}

/** What is called, and on what. */
export function callOf(lower: GoLowering, node: TreeNode): GoCall {
  const callee = node.childForFieldName('function');
  const args = argumentsOf(node);
  if (callee?.type !== 'selector_expression')
    return { node, name: callee ? lower.text(callee) : '', symbol: undefined, on: null, type: undefined, args };
  const symbol = lower.symbolOf(callee);
  const field = callee.childForFieldName('field');
  const on = symbol === undefined ? callee.childForFieldName('operand') : null;
  return { node, name: field ? lower.text(field) : '', symbol, on, type: on ? lower.typeOf(on) : undefined, args };
}

function call(lower: GoLowering, node: TreeNode): Expression {
  const called = callOf(lower, node);
  for (const framework of lower.frameworks) {
    const meaning = framework.call?.(called, lower);
    if (meaning) return meaning;
  }
  return standardCall(called, lower) ?? plainCall(lower, node);
}

/** A call that means what it says. */
export function plainCall(lower: GoLowering, node: TreeNode): Expression {
  const callee = node.childForFieldName('function');
  // What comes out of `f(x)(y)` is called with `y`; a conversion in parentheses is what is inside.
  const inner = callee ? unwrapped(callee) : null;
  const args = argumentList(lower, argumentsOf(node));
  return { e: 'call', callee: lower.expression(inner), args, at: lower.span(node) };
}

/** Types that carry a whole request. */
const REQUESTS =
  /^(?:net\/http\.Request|github\.com\/(?:gin-gonic\/gin|labstack\/echo(?:\/v\d+)?)\.Context|github\.com\/gofiber\/fiber(?:\/v\d+)?\.Ctx)$/;

/** Arguments, `list...` spread. */
export function argumentList(lower: GoLowering, nodes: readonly TreeNode[]): Argument[] {
  return nodes.slice(0, MAX_ITEMS).map((node) => {
    const value = lower.expression(node);
    const type = lower.typeOf(node);
    return {
      name: null,
      value: node.type === 'variadic_argument' ? { e: 'spread', of: value } : value,
      ...(node.type === 'unary_expression' && node.firstChild?.type === '&' && { fills: true as const }),
      ...(type !== undefined && REQUESTS.test(type) && { request: true as const }),
    };
  });
}

// Literals ----------------------------------------------------------------------------------------------------------------------------

function composite(lower: GoLowering, node: TreeNode): Expression {
  const type = node.childForFieldName('type');
  const body = node.childForFieldName('body');
  const symbol = typeName(type, lower);
  if (symbol !== undefined && !symbol.startsWith('.')) {
    for (const framework of lower.frameworks) {
      const meaning = framework.literal?.(symbol, node, lower);
      if (meaning) return meaning;
    }
  }
  return literalOf(lower, type, body, node);
}

/** The body of a literal as its type has it; `type` null = the type is not written. */
function literalOf(lower: GoLowering, type: TreeNode | null, body: TreeNode | null, at: TreeNode): Expression {
  const elements = named(body);
  if (elements.length > MAX_ITEMS) return other();
  switch (type?.type) {
    case 'map_type':
      return record(lower, type.childForFieldName('value'), elements);
    case 'slice_type':
    case 'array_type':
    case 'implicit_length_array_type':
      return list(lower, type.childForFieldName('element'), elements);
    case 'struct_type':
      return structure(lower, fieldNames(lower, type), elements);
    case 'pointer_type':
      return literalOf(lower, named(type)[0] ?? null, body, at);
    case 'type_identifier': {
      const element = lower.slices.get(lower.text(type));
      return element ? list(lower, element, elements) : object(lower, type, elements, at);
    }
    case 'qualified_type':
    case 'generic_type':
      return object(lower, type, elements, at);
    default:
      return elements.some((one) => one.type === 'keyed_element')
        ? record(lower, null, elements)
        : list(lower, null, elements);
  }
}

function list(lower: GoLowering, type: TreeNode | null, elements: readonly TreeNode[]): Expression {
  return {
    e: 'list',
    items: elements.map((one) => {
      // An array may say where an item stands.
      const value = one.type === 'keyed_element' ? one.childForFieldName('value') : one;
      return element(lower, type, value);
    }),
  };
}

function record(lower: GoLowering, type: TreeNode | null, elements: readonly TreeNode[]): Expression {
  const entries = elements.flatMap((one) => {
    const key = one.childForFieldName('key');
    const value = one.childForFieldName('value');
    return key && value ? [{ key: lower.expression(key), value: element(lower, type, value) }] : [];
  });
  return { e: 'record', entries };
}

/** One item; `{…}` alone is a literal of the type around it. */
function element(lower: GoLowering, type: TreeNode | null, node: TreeNode | null): Expression {
  const inner = node?.type === 'literal_element' ? (named(node)[0] ?? null) : node;
  return inner?.type === 'literal_value' ? literalOf(lower, type, inner, inner) : lower.expression(inner);
}

/** A struct without a name. */
function structure(lower: GoLowering, names: readonly string[], elements: readonly TreeNode[]): Expression {
  const entries = elements.flatMap((one, index) => {
    const key = one.type === 'keyed_element' ? one.childForFieldName('key')?.text : names[index];
    const value = one.type === 'keyed_element' ? one.childForFieldName('value') : one;
    return key === undefined ? [] : [{ key: text(key), value: element(lower, null, value) }];
  });
  return { e: 'record', entries };
}

/** A struct by its name: an object that is made of its fields. */
function object(lower: GoLowering, type: TreeNode, elements: readonly TreeNode[], at: TreeNode): Expression {
  const inner = type.type === 'generic_type' ? (type.childForFieldName('type') ?? type) : type;
  const [of, name] = inner.type === 'qualified_type' ? named(inner) : [];
  const callee: Expression =
    of && name
      ? { e: 'member', of: { e: 'name', name: lower.text(of) }, name: lower.text(name) }
      : { e: 'name', name: lower.text(inner) };
  const args = elements.map((one): Argument => {
    const key = one.type === 'keyed_element' ? one.childForFieldName('key') : null;
    const value = key ? one.childForFieldName('value') : one;
    return { name: key ? lower.text(key) : null, value: element(lower, null, value) };
  });
  return { e: 'call', callee, args, create: true, at: lower.span(at) };
}

/** Names of the fields of a struct type, in order; an embedded type is named like the type. */
export function fieldNames(lower: GoLowering, type: TreeNode): string[] {
  const fields = named(named(type).find((child) => child.type === 'field_declaration_list'));
  return fields.flatMap((field) => {
    const names = field.childrenForFieldName('name').filter((one) => one !== null);
    if (names.length > 0) return names.map((one) => lower.text(one));
    const embedded = field.childForFieldName('type')?.text ?? '';
    return [embedded.replace(/^\*/, '').split('.').pop() ?? embedded];
  });
}

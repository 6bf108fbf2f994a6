/** Java expressions as the model has them. */
import type { TreeNode } from '../../parse/tree';
import type { Argument, Expression, Statement } from '../model';
import { MAX_ITEMS, MAX_TEXT } from '../model';
import { lowerAnonymousClass } from './classes';
import { lowerParameters } from './functions';
import { named, type JavaLowering } from './lowering';
import { lowerBlock } from './statements';

const COMPARISONS = new Set(['==', '!=', '<', '<=', '>', '>=']);
/** Tests of the language's and of usual libraries that a text, list or object is there, with whether they answer true then. */
const PRESENCE: Readonly<Record<string, boolean>> = {
  hasText: true,
  hasLength: true,
  isNotBlank: true,
  isNotEmpty: true,
  nonNull: true,
  isBlank: false,
  isEmpty: false,
  isNull: false,
  isNullOrEmpty: false,
};
/** Classes whose static methods those are. */
const UTILITIES = /^(?:StringUtils|Strings|Objects|ObjectUtils|CollectionUtils|StrUtil|ObjectUtil)$/;

export function lowerExpression(lower: JavaLowering, node: TreeNode): Expression {
  switch (node.type) {
    case 'identifier':
      return nameMeant(lower, lower.source(node));
    case 'this':
      return { e: 'name', name: 'this' };
    case 'type_identifier':
      return { e: 'name', name: lower.source(node) };
    case 'field_access':
      return {
        e: 'member',
        of: lower.expression(node.childForFieldName('object')),
        name: lower.field(node, 'field'),
      };
    case 'method_invocation':
      return invocation(lower, node);
    case 'object_creation_expression':
      return creation(lower, node);
    case 'string_literal':
      return text(stringOf(lower, node));
    case 'decimal_integer_literal':
      return { e: 'constant', value: Number(lower.source(node).replace(/[_lL]/g, '')) || 0 };
    case 'true':
    case 'false':
      return { e: 'constant', value: node.type === 'true' };
    case 'null_literal':
      return { e: 'constant', value: null };
    case 'array_initializer':
    case 'element_value_array_initializer':
      return list(lower, node);
    default:
      return operator(lower, node);
  }
}

function operator(lower: JavaLowering, node: TreeNode): Expression {
  switch (node.type) {
    case 'parenthesized_expression':
      return lower.expression(node.firstNamedChild);
    case 'cast_expression':
    case 'array_creation_expression':
      return lower.expression(node.childForFieldName('value'));
    case 'binary_expression':
      return binary(lower, node);
    case 'unary_expression':
      return lower.field(node, 'operator') === '!'
        ? { e: 'not', of: lower.expression(node.childForFieldName('operand')) }
        : { e: 'other', parts: [lower.expression(node.childForFieldName('operand'))] };
    case 'ternary_expression':
      return {
        e: 'choose',
        test: lower.expression(node.childForFieldName('condition')),
        then: lower.expression(node.childForFieldName('consequence')),
        else: lower.expression(node.childForFieldName('alternative')),
      };
    case 'instanceof_expression': {
      for (const framework of lower.frameworks) {
        const meaning = framework.call?.(node, lower);
        if (meaning) return meaning;
      }
      return {
        e: 'compare',
        op: 'instanceof',
        left: lower.expression(node.childForFieldName('left')),
        right: typeName(lower, node.childForFieldName('right')),
      };
    }
    case 'array_access':
      return {
        e: 'index',
        of: lower.expression(node.childForFieldName('array')),
        key: lower.expression(node.childForFieldName('index')),
      };
    case 'assignment_expression': {
      const value = lower.expression(node.childForFieldName('right'));
      lower.emit({ s: 'let', to: lower.expression(node.childForFieldName('left')), value, line: lower.line(node) });
      return lower.expression(node.childForFieldName('left'));
    }
    case 'lambda_expression':
      return lambda(lower, node);
    case 'method_reference':
      return reference(lower, node);
    case 'class_literal':
      return typeName(lower, node.firstNamedChild);
    case 'switch_expression':
      return { e: 'other', parts: [lower.expression(node.childForFieldName('condition'))] };
    default:
      return other();
  }
}

/** A name: a local one, a field of the class around, or what an import, the package or a base class gives. */
function nameMeant(lower: JavaLowering, name: string): Expression {
  if (lower.isLocal(name)) return { e: 'name', name };
  const owner = lower.around.at(-1);
  const outer = lower.around.find(({ fields }) => fields.has(name));
  if (owner?.fields.has(name)) return member(owner.ofClass.has(name) ? { e: 'name', name: owner.name } : self(), name);
  if (outer) return member({ e: 'name', name: outer.name }, name);
  const from = lower.statics.get(name);
  if (from !== undefined) return member({ e: 'name', name: from }, name);
  const isInherited = owner?.extends === true && /^[a-z]/.test(name);
  return isInherited ? member(self(), name) : { e: 'name', name };
}

/** Arguments of a call, in order. */
export function argumentsOf(lower: JavaLowering, node: TreeNode | null): Argument[] {
  if (!node) return [];
  return named(node)
    .slice(0, MAX_ITEMS)
    .map((child) => ({ name: null, value: lower.expression(child) }));
}

function invocation(lower: JavaLowering, node: TreeNode): Expression {
  for (const framework of lower.frameworks) {
    const meaning = framework.call?.(node, lower);
    if (meaning) return meaning;
  }
  const object = node.childForFieldName('object');
  const name = lower.field(node, 'name');
  const list = node.childForFieldName('arguments');
  const plain = list && plainCall(lower, object, name, list);
  if (plain) return plain;
  const at = lower.span(node.childForFieldName('name') ?? node);
  const args = argumentsOf(lower, list);
  if (object?.type === 'super') return { e: 'call', callee: member({ e: 'name', name: 'super' }, name), args, at };
  const from = object ? undefined : lower.statics.get(name);
  const of: Expression = object
    ? lower.expression(object)
    : from === undefined
      ? owning(lower, name)
      : { e: 'name', name: from };
  return { e: 'call', callee: member(of, name), args, at };
}

/** The object whose method is called without naming it. */
function owning(lower: JavaLowering, name: string): Expression {
  const outer = [...lower.around].reverse().find(({ methods }) => methods.has(name));
  const isOwn = !outer || outer === lower.around.at(-1);
  return isOwn && outer?.ofClass.has(name) !== true ? self() : { e: 'name', name: outer.name };
}

/** Calls of the language's that the model has a form for: equality, presence, wrapping. */
function plainCall(lower: JavaLowering, object: TreeNode | null, name: string, list: TreeNode): Expression | undefined {
  const args = named(list);
  const [first, second] = args;
  const isUtility = object?.type === 'identifier' && UTILITIES.test(lower.source(object));
  if (isUtility && args.length === 2 && /^equals(?:IgnoreCase)?$/.test(name))
    return { e: 'compare', op: '==', left: lower.expression(first), right: lower.expression(second) };
  const isThere = PRESENCE[name];
  if (isThere !== undefined) {
    const of = isUtility && args.length === 1 ? first : object && !isUtility && args.length === 0 ? object : undefined;
    if (of) {
      const missing: Expression = { e: 'not', of: lower.expression(of) };
      return isThere ? { e: 'not', of: missing } : missing;
    }
  }
  if (!object || isUtility) return undefined;
  if (args.length === 1 && /^equals(?:IgnoreCase)?$/.test(name))
    return { e: 'compare', op: '==', left: lower.expression(object), right: lower.expression(first) };
  // Lists and texts that are only put into another form.
  if (args.length <= 1 && /^(?:toArray|intern)$/.test(name)) return lower.expression(object);
  const isCollector = object.type === 'identifier' && /^(?:List|Set|Arrays|Stream)$/.test(lower.source(object));
  if (isCollector && /^(?:of|asList|copyOf)$/.test(name))
    return { e: 'list', items: args.map((one) => lower.expression(one)) };
  return undefined;
}

function creation(lower: JavaLowering, node: TreeNode): Expression {
  for (const framework of lower.frameworks) {
    const meaning = framework.call?.(node, lower);
    if (meaning) return meaning;
  }
  const type = node.childForFieldName('type');
  const body = named(node).find((child) => child.type === 'class_body');
  const callee = body ? lowerAnonymousClass(lower, node, type, body) : typeName(lower, type);
  const args = argumentsOf(lower, node.childForFieldName('arguments'));
  return { e: 'call', callee, args, create: true, at: lower.span(node) };
}

function binary(lower: JavaLowering, node: TreeNode): Expression {
  const operator = lower.field(node, 'operator');
  const left = lower.expression(node.childForFieldName('left'));
  const right = lower.expression(node.childForFieldName('right'));
  if (operator === '&&' || operator === '||') return { e: operator === '&&' ? 'and' : 'or', left, right };
  if (COMPARISONS.has(operator)) return { e: 'compare', op: operator, left, right };
  if (operator === '+') return joined([left, right]);
  return { e: 'other', parts: [left, right] };
}

function list(lower: JavaLowering, node: TreeNode): Expression {
  const items = named(node);
  return items.length > MAX_ITEMS ? other() : { e: 'list', items: items.map((item) => lower.expression(item)) };
}

function lambda(lower: JavaLowering, node: TreeNode): Expression {
  const parameters = node.childForFieldName('parameters');
  const body = node.childForFieldName('body');
  const id = lower.idOf('');
  const at = lower.span(node);
  const fact = { id, name: '', params: lowerParameters(lower, null), decorators: [], body: [] as Statement[] };
  lower.functions[id] = { ...fact, doc: null, at, extent: at };
  const statements = lower.block(() => {
    const params = lowerParameters(lower, parameters);
    lower.functions[id] = { ...fact, params, doc: null, at, extent: at };
    if (body?.type === 'block') lowerBlock(lower, body);
    else if (body) lower.emit({ s: 'return', value: lower.expression(body), line: lower.line(body) });
  });
  const made = lower.functions[id];
  if (made) made.body = statements;
  return { e: 'function', id };
}

/** `this::check`, `Guard::check`, `Guard::new`. */
function reference(lower: JavaLowering, node: TreeNode): Expression {
  const [of, name] = named(node);
  if (!of) return other();
  const owner = lower.expression(of);
  return name ? member(owner, lower.source(name)) : owner;
}

/** A type's name; parameters, arrays and packages are left out. */
export function typeName(lower: JavaLowering, node: TreeNode | null): Expression {
  const name = node ? simpleType(lower, node) : '';
  return name === '' ? other() : { e: 'name', name };
}

/** The simple name of a type, or nothing. */
export function simpleType(lower: JavaLowering, node: TreeNode): string {
  switch (node.type) {
    case 'generic_type':
    case 'annotated_type':
    case 'array_type': {
      const inner = named(node).find((child) => /identifier$|_type$/.test(child.type));
      return inner ? simpleType(lower, inner) : '';
    }
    case 'scoped_type_identifier':
    case 'scoped_identifier':
      return lower.source(node).split('.').pop() ?? '';
    default:
      return lower.source(node);
  }
}

/** The text of a literal; text blocks lose the indentation of their first line. */
export function stringOf(lower: JavaLowering, node: TreeNode): string {
  const written = lower.source(node);
  if (written.startsWith('"""'))
    return written
      .slice(3, -3)
      .replace(/^[ \t]*\r?\n/, '')
      .trim();
  return written.slice(1, -1).replace(/\\(.)/g, (_, escaped: string) => ESCAPES[escaped] ?? escaped);
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

export function other(): Expression {
  return { e: 'other', parts: [] };
}

export function text(value: string): Expression {
  return value.length > MAX_TEXT ? other() : { e: 'text', value };
}

export function member(of: Expression, name: string): Expression {
  return { e: 'member', of, name };
}

export function self(): Expression {
  return { e: 'name', name: 'this' };
}

/** Texts one after another; literals become one. */
export function joined(parts: readonly Expression[]): Expression {
  const flat = parts.flatMap((part) => (part.e === 'join' ? part.parts : [part]));
  if (flat.every((part) => part.e === 'text')) return text(flat.map((part) => part.value).join(''));
  return { e: 'join', parts: flat };
}

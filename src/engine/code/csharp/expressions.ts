/** C# expressions as the model has them. */
import type { TreeNode } from '../../parse/tree';
import type { Argument, Expression, Statement } from '../model';
import { MAX_ITEMS, MAX_TEXT } from '../model';
import { named, type CSharpLowering } from './lowering';
import { lowerParameters } from './members';
import { lowerStatement } from './statements';

const COMPARISONS = new Set(['==', '!=', '<', '<=', '>', '>=']);
/** `string.IsNullOrEmpty(x)`. */
const MISSING = /^IsNullOr(?:Empty|WhiteSpace)$/;

export function lowerExpression(lower: CSharpLowering, node: TreeNode): Expression {
  switch (node.type) {
    case 'identifier':
      return nameMeant(lower, lower.source(node), node);
    case 'this':
    case 'base':
      return { e: 'name', name: node.type === 'this' ? 'this' : 'super' };
    case 'generic_name':
      return nameMeant(lower, simpleType(lower, node));
    case 'member_access_expression':
    case 'qualified_name':
      return meant(lower, node) ?? memberAccess(lower, node);
    case 'conditional_access_expression':
      return conditional(lower, node);
    case 'invocation_expression':
      return invocation(lower, node);
    case 'object_creation_expression':
    case 'implicit_object_creation_expression':
      return creation(lower, node);
    case 'string_literal':
    case 'verbatim_string_literal':
    case 'raw_string_literal':
      return text(stringOf(lower, node));
    case 'interpolated_string_expression':
      return interpolated(lower, node);
    case 'integer_literal':
      return { e: 'constant', value: Number(lower.source(node).replace(/[_uUlL]/g, '')) || 0 };
    case 'boolean_literal':
      return { e: 'constant', value: lower.source(node) === 'true' };
    case 'null_literal':
      return { e: 'constant', value: null };
    case 'initializer_expression':
    case 'collection_expression':
    case 'element_binding_expression':
      return {
        e: 'list',
        items: named(node)
          .slice(0, MAX_ITEMS)
          .map((one) => lower.expression(inside(one))),
      };
    default:
      return operator(lower, node);
  }
}

function operator(lower: CSharpLowering, node: TreeNode): Expression {
  switch (node.type) {
    case 'parenthesized_expression':
    case 'await_expression':
    case 'checked_expression':
    case 'argument':
    case 'arrow_expression_clause':
    case 'ref_expression':
    case 'array_creation_expression':
    case 'implicit_array_creation_expression':
    case 'postfix_unary_expression':
    case 'global_statement':
      return lower.expression(node.lastNamedChild);
    case 'typeof_expression':
      return typeName(lower, node.childForFieldName('type'));
    case 'cast_expression':
      return lower.expression(node.childForFieldName('value'));
    case 'as_expression':
      return lower.expression(node.childForFieldName('left'));
    case 'binary_expression':
      return binary(lower, node);
    case 'prefix_unary_expression':
      return lower.source(node).startsWith('!')
        ? { e: 'not', of: lower.expression(node.lastNamedChild) }
        : { e: 'other', parts: [lower.expression(node.lastNamedChild)] };
    case 'is_pattern_expression':
      return matched(lower, lower.expression(node.childForFieldName('expression')), node.childForFieldName('pattern'));
    case 'is_expression':
      return {
        e: 'compare',
        op: 'instanceof',
        left: lower.expression(node.childForFieldName('left')),
        right: typeName(lower, node.childForFieldName('right')),
      };
    case 'conditional_expression':
      return {
        e: 'choose',
        test: lower.expression(node.childForFieldName('condition')),
        then: lower.expression(node.childForFieldName('consequence')),
        else: lower.expression(node.childForFieldName('alternative')),
      };
    case 'element_access_expression':
      return (
        meant(lower, node) ?? {
          e: 'index',
          of: lower.expression(node.childForFieldName('expression')),
          key: lower.expression(inside(node.childForFieldName('subscript')?.firstNamedChild ?? null)),
        }
      );
    case 'assignment_expression':
      return assignment(lower, node);
    case 'lambda_expression':
    case 'anonymous_method_expression':
      return lambda(lower, node);
    default:
      return other();
  }
}

function meant(lower: CSharpLowering, node: TreeNode): Expression | undefined {
  for (const framework of lower.frameworks) {
    const meaning = framework.member?.(node, lower);
    if (meaning) return meaning;
  }
  return undefined;
}

/** What an argument or element wraps. */
function inside(node: TreeNode | null): TreeNode | null {
  return node?.type === 'argument' ? node.lastNamedChild : node;
}

/** A name: a local one, a member of the class around, or what another file declares. */
function nameMeant(lower: CSharpLowering, name: string, node?: TreeNode): Expression {
  if (lower.isLocal(name)) return { e: 'name', name };
  const owner = lower.around.at(-1);
  const isMember = owner?.fields.has(name) === true || owner?.methods.has(name) === true;
  if (owner && isMember) return member(owner.ofClass.has(name) ? { e: 'name', name: owner.name } : self(), name);
  const meaning = node && meant(lower, node);
  if (meaning) return meaning;
  return { e: 'name', name };
}

function memberAccess(lower: CSharpLowering, node: TreeNode): Expression {
  const of = node.childForFieldName('expression') ?? node.childForFieldName('qualifier');
  const name = node.childForFieldName('name');
  return member(lower.expression(of), name ? simpleType(lower, name) : '');
}

/** `a?.b`, which the grammar takes for looser than operators: the access is put where it belongs. */
function conditional(lower: CSharpLowering, node: TreeNode): Expression {
  const base = node.childForFieldName('condition');
  const binding = node.lastNamedChild;
  const of = lower.expression(base);
  const accessed = (one: Expression): Expression => {
    if (binding?.type === 'member_binding_expression')
      return { e: 'member', of: one, name: lower.field(binding, 'name'), maybe: true };
    if (binding?.type === 'element_binding_expression')
      return { e: 'index', of: one, key: lower.expression(inside(binding.firstNamedChild)), maybe: true };
    return { e: 'other', parts: [one] };
  };
  const isLoose =
    (base?.type === 'binary_expression' || base?.type === 'conditional_access_expression') &&
    (of.e === 'and' || of.e === 'or' || of.e === 'compare');
  return isLoose ? { ...of, right: accessed(of.right) } : accessed(of);
}

/** Arguments of a call, in order. */
export function argumentsOf(lower: CSharpLowering, node: TreeNode | null): Argument[] {
  if (!node) return [];
  return named(node)
    .slice(0, MAX_ITEMS)
    .map((child) => {
      const name = child.childForFieldName('name');
      return { name: name ? lower.source(name) : null, value: lower.expression(inside(child)) };
    });
}

function invocation(lower: CSharpLowering, node: TreeNode): Expression {
  for (const framework of lower.frameworks) {
    const meaning = framework.call?.(node, lower);
    if (meaning) return meaning;
  }
  const callee = node.childForFieldName('function');
  const list = node.childForFieldName('arguments');
  const args = argumentsOf(lower, list);
  const at = lower.span(calledName(node) ?? node);
  const name = lower.source(calledName(node) ?? node);
  const [first, second] = args;
  if (MISSING.test(name) && first) return { e: 'not', of: first.value };
  if (name === 'Equals' && first && callee?.type === 'member_access_expression') {
    const of = callee.childForFieldName('expression');
    const isStatic = /^(?:string|String|object)$/.test(of ? lower.source(of) : '');
    if (!isStatic || second)
      return {
        e: 'compare',
        op: '==',
        left: isStatic ? first.value : lower.expression(of),
        right: (isStatic ? second : first)?.value ?? other(),
      };
  }
  return { e: 'call', callee: delegated(lower, lower.expression(callee)), args, at };
}

/** `configure?.Invoke(options)` calls the delegate itself (C# reference, "Delegates"). */
function delegated(lower: CSharpLowering, callee: Expression): Expression {
  if (callee.e !== 'member' || callee.name !== 'Invoke' || callee.of.e !== 'name') return callee;
  const type = new RegExp(`\\b(?:Action|Func)\\b(?:<[^;(){}]*>)?\\??\\s+${callee.of.name}\\b`);
  return lower.isLocal(callee.of.name) && type.test(lower.file.text) ? callee.of : callee;
}

/** The last name of what is called. */
export function calledName(node: TreeNode): TreeNode | null {
  const callee = node.childForFieldName('function');
  if (callee?.type === 'member_access_expression') {
    const name = callee.childForFieldName('name');
    return name?.type === 'generic_name' ? name.firstNamedChild : name;
  }
  return callee?.type === 'generic_name' ? callee.firstNamedChild : callee;
}

function creation(lower: CSharpLowering, node: TreeNode): Expression {
  for (const framework of lower.frameworks) {
    const meaning = framework.call?.(node, lower);
    if (meaning) return meaning;
  }
  const initial = node.childForFieldName('initializer');
  const type = node.childForFieldName('type');
  // `new List<string> { "a" }`: what it holds.
  if (initial && named(initial).every((one) => one.type !== 'assignment_expression')) return lower.expression(initial);
  const args = argumentsOf(lower, node.childForFieldName('arguments'));
  return { e: 'call', callee: typeName(lower, type), args, create: true, at: lower.span(node) };
}

function binary(lower: CSharpLowering, node: TreeNode): Expression {
  const operator = lower.field(node, 'operator');
  const before = node.childForFieldName('left');
  const left = lower.expression(before);
  const right = lower.expression(node.childForFieldName('right'));
  const binds = operator !== '||' && operator !== '&&';
  // `a || b?.c != d`: see `conditional`.
  if (before?.type === 'conditional_access_expression' && (left.e === 'or' || left.e === 'and') && binds)
    return { ...left, right: combined(operator, left.right, right) };
  return combined(operator, left, right);
}

function combined(operator: string, left: Expression, right: Expression): Expression {
  if (operator === '&&' || operator === '||' || operator === '??')
    return { e: operator === '&&' ? 'and' : 'or', left, right };
  if (COMPARISONS.has(operator)) return { e: 'compare', op: operator, left, right };
  return operator === '+' ? joined([left, right]) : { e: 'other', parts: [left, right] };
}

/** `x is null`, `x is not Foo f`, `x is true`. */
function matched(lower: CSharpLowering, left: Expression, pattern: TreeNode | null): Expression {
  if (pattern?.type === 'negated_pattern') return { e: 'not', of: matched(lower, left, pattern.firstNamedChild) };
  if (pattern?.type === 'constant_pattern')
    return { e: 'compare', op: '==', left, right: lower.expression(pattern.firstNamedChild) };
  const type = pattern?.childForFieldName('type');
  if (pattern && /^(?:declaration|type)_pattern$/.test(pattern.type) && type) {
    const name = lower.field(pattern, 'name');
    if (name !== '') {
      lower.local(name, type);
      lower.emit({ s: 'let', to: { e: 'name', name }, value: left, line: lower.line(pattern) });
    }
    return { e: 'compare', op: 'instanceof', left, right: typeName(lower, type) };
  }
  return pattern?.type === 'recursive_pattern' ? { e: 'and', left, right: other() } : { e: 'other', parts: [left] };
}

function assignment(lower: CSharpLowering, node: TreeNode): Expression {
  const left = node.childForFieldName('left');
  const right = node.childForFieldName('right');
  if (!left || !right) return other();
  for (const framework of lower.frameworks) if (framework.assigned?.(left, right, lower)) return other();
  const value = lower.expression(right);
  lower.emit({ s: 'let', to: lower.expression(left), value, line: lower.line(node) });
  return lower.expression(left);
}

function lambda(lower: CSharpLowering, node: TreeNode): Expression {
  const body = node.childForFieldName('body') ?? named(node).find((one) => one.type === 'block') ?? null;
  const id = lower.idOf('');
  const at = lower.span(node);
  const fact = { id, name: '', decorators: [], doc: null, at, extent: at };
  lower.functions[id] = { ...fact, params: [], body: [] };
  let params = lower.functions[id]?.params ?? [];
  const statements: Statement[] = lower.block(() => {
    params = lowerParameters(lower, node.childForFieldName('parameters'));
    if (body?.type === 'block') lowerStatement(lower, body);
    else if (body) lower.emit({ s: 'return', value: lower.expression(body), line: lower.line(body) });
  });
  lower.functions[id] = { ...fact, params, body: statements };
  return { e: 'function', id };
}

function interpolated(lower: CSharpLowering, node: TreeNode): Expression {
  const parts = named(node).flatMap((part): Expression[] => {
    if (part.type === 'string_content') return [text(lower.source(part))];
    const value =
      part.type === 'interpolation' ? named(part).find((one) => one.type !== 'interpolation_brace') : undefined;
    return value ? [lower.expression(value)] : [];
  });
  return joined(parts);
}

/** A type's name. */
export function typeName(lower: CSharpLowering, node: TreeNode | null): Expression {
  const name = node ? simpleType(lower, node) : '';
  if (name === '') return other();
  for (const framework of lower.frameworks) {
    const known = framework.type?.(name);
    if (known) return known;
  }
  return { e: 'name', name };
}

/** The simple name of a type. */
export function simpleType(lower: CSharpLowering, node: TreeNode): string {
  switch (node.type) {
    case 'generic_name':
      return node.firstNamedChild ? lower.source(node.firstNamedChild) : '';
    case 'nullable_type':
    case 'array_type':
      return simpleType(lower, node.childForFieldName('type') ?? node.firstNamedChild ?? node);
    case 'qualified_name': {
      const name = node.childForFieldName('name');
      return name ? simpleType(lower, name) : '';
    }
    default:
      return lower.source(node);
  }
}

/** The text of a literal. */
export function stringOf(lower: CSharpLowering, node: TreeNode): string {
  const written = lower.source(node);
  if (written.startsWith('@')) return written.slice(2, -1).replaceAll('""', '"');
  if (written.startsWith('"""')) return written.replace(/^"{3,}\s*|\s*"{3,}$/g, '');
  return written.replace(/u8$/, '').slice(1, -1).replace(/\\(.)/g, '$1');
}

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

function joined(parts: readonly Expression[]): Expression {
  const flat = parts.flatMap((part) => (part.e === 'join' ? part.parts : [part]));
  if (flat.every((part) => part.e === 'text')) return text(flat.map((part) => part.value).join(''));
  return { e: 'join', parts: flat };
}

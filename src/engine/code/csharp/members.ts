/** Classes, methods, parameters and attributes of C# as the model has them. */
import type { TreeNode } from '../../parse/tree';
import type { ClassFact, Expression, Parameter, Statement } from '../model';
import { simpleType, typeName } from './expressions';
import type { CSharpAttribute } from './framework';
import { isType, named, type CSharpLowering, type CSharpScope } from './lowering';
import { lowerStatement, valueOf } from './statements';

/** A declaration of a type; classes inside it are names of the file as well. */
export function lowerClass(lower: CSharpLowering, node: TreeNode): void {
  const name = lower.field(node, 'name');
  const id = lower.idOf(name);
  const body = node.childForFieldName('body');
  const members = body ? named(body) : [];
  const fact: ClassFact = {
    id,
    name,
    bases: basesOf(lower, node),
    decorators: [],
    ...(node.type === 'interface_declaration' && { abstract: true as const }),
    body: [],
    at: lower.span(node.childForFieldName('name') ?? node),
  };
  lower.classes[id] = fact;
  for (const one of members.filter(isType)) lowerClass(lower, one);
  lower.around.push(scopeOf(lower, node, members));
  fact.body = lower.block(() => lowerMembers(lower, node, members));
  for (const framework of lower.frameworks) framework.classOf?.(node, fact, lower);
  lower.around.pop();
  lower.emit({ s: 'class', id, line: lower.line(node) });
}

function basesOf(lower: CSharpLowering, node: TreeNode): Expression[] {
  const list = named(node).find((child) => child.type === 'base_list');
  return list
    ? named(list)
        // What every attribute extends does nothing.
        .filter((one) => one.type !== 'argument_list' && !/^(?:System\.)?Attribute$/.test(lower.source(one)))
        .map((one) => typeName(lower, one.type === 'primary_constructor_base_type' ? one.firstNamedChild : one))
    : [];
}

function scopeOf(lower: CSharpLowering, node: TreeNode, members: readonly TreeNode[]): CSharpScope {
  const fields = new Map<string, TreeNode | null>();
  const methods = new Set<string>();
  const ofClass = new Set<string>();
  const note = (name: string, one: TreeNode): void => {
    if (hasModifier(lower, one, /^(?:static|const)$/)) ofClass.add(name);
  };
  for (const one of members) {
    for (const [name, type] of declaredIn(lower, one)) {
      fields.set(name, type);
      note(name, one);
    }
    if (one.type !== 'method_declaration') continue;
    methods.add(lower.field(one, 'name'));
    note(lower.field(one, 'name'), one);
  }
  for (const one of primaryParameters(node)) fields.set(lower.field(one, 'name'), one.childForFieldName('type'));
  const isDerived = named(node).some((child) => child.type === 'base_list');
  return { name: lower.field(node, 'name'), fields, methods, ofClass, isDerived };
}

function declaredIn(lower: CSharpLowering, node: TreeNode): [string, TreeNode | null][] {
  if (node.type === 'property_declaration') return [[lower.field(node, 'name'), node.childForFieldName('type')]];
  if (node.type !== 'field_declaration') return [];
  const declaration = named(node).find((one) => one.type === 'variable_declaration');
  const type = declaration?.childForFieldName('type') ?? null;
  return declaration
    ? named(declaration).flatMap((one): [string, TreeNode | null][] =>
        one.type === 'variable_declarator' ? [[lower.field(one, 'name'), type]] : [],
      )
    : [];
}

function primaryParameters(node: TreeNode): TreeNode[] {
  const list = named(node).find((child) => child.type === 'parameter_list');
  return list ? named(list).filter((one) => one.type === 'parameter') : [];
}

export function hasModifier(lower: CSharpLowering, node: TreeNode, name: RegExp): boolean {
  return named(node).some((child) => child.type === 'modifier' && name.test(lower.source(child)));
}

/** Fields and properties become `let`, methods `def`; of several methods of one name the longest is the last and counts. */
function lowerMembers(lower: CSharpLowering, node: TreeNode, members: readonly TreeNode[]): void {
  const typed = (type: TreeNode | null): Expression => ({ e: 'typed', type: typeName(lower, type) });
  const set = (name: string, value: Expression, at: TreeNode): void =>
    lower.emit({ s: 'let', to: { e: 'name', name }, value, line: lower.line(at) });
  for (const one of primaryParameters(node)) set(lower.field(one, 'name'), typed(one.childForFieldName('type')), one);
  for (const one of members) {
    if (one.type === 'field_declaration') {
      const declaration = named(one).find((child) => child.type === 'variable_declaration');
      for (const declarator of declaration ? named(declaration) : []) {
        if (declarator.type !== 'variable_declarator') continue;
        const initial = valueOf(declarator);
        const type = declaration?.childForFieldName('type') ?? null;
        set(lower.field(declarator, 'name'), initial ? lower.expression(initial) : typed(type), declarator);
      }
    } else if (one.type === 'property_declaration') {
      const value = one.childForFieldName('value');
      const isKnown = value !== null && value.type !== 'arrow_expression_clause';
      set(lower.field(one, 'name'), isKnown ? lower.expression(value) : typed(one.childForFieldName('type')), one);
    } else if (one.type === 'enum_member_declaration')
      set(lower.field(one, 'name'), { e: 'text', value: lower.field(one, 'name') }, one);
  }
  const size = (one: TreeNode): number => one.endIndex - one.startIndex;
  const all = [...members].sort((a, b) => size(a) - size(b));
  for (const one of all) {
    const isMethod = one.type === 'method_declaration' && one.childForFieldName('body');
    if (!isMethod && one.type !== 'constructor_declaration') continue;
    const called = isMethod ? lower.field(one, 'name') : 'constructor';
    lower.emit({ s: 'def', id: lowerMethod(lower, one, called), line: lower.line(one) });
  }
}

/** Adds a method to the facts and gives its id. */
export function lowerMethod(lower: CSharpLowering, node: TreeNode, called: string): string {
  const id = lower.idOf(called);
  const fact = {
    id,
    name: called,
    params: [] as Parameter[],
    decorators: [] as Expression[],
    body: [] as Statement[],
    doc: null,
    at: lower.span(node.childForFieldName('name') ?? node),
    extent: lower.span(node),
  };
  lower.functions[id] = fact;
  fact.body = lower.block(() => {
    fact.params = lowerParameters(lower, node.childForFieldName('parameters'));
    for (const framework of lower.frameworks) framework.methodOf?.(node, fact, lower);
    const body = node.childForFieldName('body');
    if (body?.type === 'arrow_expression_clause')
      lower.emit({ s: 'return', value: lower.expression(body.firstNamedChild), line: lower.line(body) });
    else if (body) lowerStatement(lower, body);
  });
  return id;
}

/** Parameters of a method or lambda, which become names of the current block. */
export function lowerParameters(lower: CSharpLowering, node: TreeNode | null): Parameter[] {
  if (!node) return [];
  if (node.type !== 'parameter_list') {
    const name = lower.source(node);
    lower.local(name, null);
    return [{ name, default: null, type: null }];
  }
  return named(node).flatMap((child) => (child.type === 'parameter' ? [parameter(lower, child)] : []));
}

function parameter(lower: CSharpLowering, node: TreeNode): Parameter {
  const type = node.childForFieldName('type');
  const name = lower.field(node, 'name');
  lower.local(name, type);
  const last = node.lastNamedChild;
  const isDefault = last !== null && last.startIndex > (node.childForFieldName('name')?.endIndex ?? Infinity);
  const plain: Parameter = {
    name,
    default: isDefault ? lower.expression(last) : null,
    type: type ? typeName(lower, type) : null,
    ...(hasModifier(lower, node, /^params$/) && { rest: 'list' as const }),
  };
  for (const framework of lower.frameworks) {
    const meant = framework.parameter?.(node, plain, lower);
    if (meant) return meant;
  }
  return plain;
}

/** Attributes of a declaration, in order. */
export function attributesOf(lower: CSharpLowering, node: TreeNode): CSharpAttribute[] {
  return named(node)
    .filter((child) => child.type === 'attribute_list')
    .flatMap((list) => named(list))
    .flatMap((one) => (one.type === 'attribute' ? [attribute(lower, one)] : []));
}

function attribute(lower: CSharpLowering, node: TreeNode): CSharpAttribute {
  const written = node.childForFieldName('name');
  const list = named(node).find((child) => child.type === 'attribute_argument_list');
  const args: TreeNode[] = [];
  const byName = new Map<string, TreeNode>();
  for (const one of list ? named(list) : []) {
    const value = one.lastNamedChild;
    if (!value) continue;
    const right = value.type === 'assignment_expression' ? value.childForFieldName('right') : null;
    const name = one.childForFieldName('name');
    if (right) byName.set(lower.field(value, 'left'), right);
    else if (name) byName.set(lower.source(name), value);
    else args.push(value);
  }
  const type = written?.type === 'generic_name' ? (written.lastNamedChild?.firstNamedChild ?? null) : null;
  const name = written ? simpleType(lower, written).replace(/Attribute$/, '') : '';
  return { name, args, named: byName, type, node };
}

/** Classes, interfaces, records, enums and annotation types of Java as the model has them. */
import type { TreeNode } from '../../parse/tree';
import type { ClassFact, Expression, Statement } from '../model';
import { member, self, typeName, other } from './expressions';
import { guardsOf, lowerMethod } from './functions';
import { isType, named, type ClassScope, type JavaLowering } from './lowering';

/** A declaration of a type; classes inside it are names of the file as well. */
export function lowerClass(lower: JavaLowering, node: TreeNode): void {
  const name = lower.field(node, 'name');
  const body = node.childForFieldName('body');
  if (node.type === 'annotation_type_declaration') return annotationType(lower, node, name);
  const bases = basesOf(lower, node);
  declared(lower, node, name, bases, body, node.type === 'interface_declaration');
}

/** A class that is written where it is made; gives its name. */
export function lowerAnonymousClass(
  lower: JavaLowering,
  node: TreeNode,
  type: TreeNode | null,
  body: TreeNode,
): Expression {
  const name = `<class>${lower.line(node)}`;
  declared(lower, node, name, [typeName(lower, type)], body, false);
  return { e: 'name', name };
}

function declared(
  lower: JavaLowering,
  node: TreeNode,
  name: string,
  bases: Expression[],
  body: TreeNode | null,
  isInterface: boolean,
): void {
  const id = lower.idOf(name);
  const members = body ? named(body).flatMap(unfolded) : [];
  const fact: ClassFact = {
    id,
    name,
    bases,
    decorators: [],
    ...(isInterface && { abstract: true as const }),
    body: [],
    at: lower.span(node.childForFieldName('name') ?? node),
  };
  lower.classes[id] = fact;
  const inside = members.filter(isType);
  for (const one of inside) lowerClass(lower, one);
  lower.around.push(scopeOf(lower, node, fact, members));
  fact.body = lower.block(() => {
    for (const one of inside) {
      const called = lower.field(one, 'name');
      lower.emit({
        s: 'let',
        to: { e: 'name', name: called },
        value: { e: 'name', name: called },
        line: lower.line(one),
      });
    }
    lowerMembers(lower, node, members);
  });
  for (const framework of lower.frameworks) framework.classOf?.(node, fact, lower);
  lower.around.pop();
  lower.emit({ s: 'class', id, line: lower.line(node) });
}

/** Constants and members of an enum stand on two levels. */
function unfolded(node: TreeNode): TreeNode[] {
  return node.type === 'enum_body_declarations' ? named(node) : [node];
}

function basesOf(lower: JavaLowering, node: TreeNode): Expression[] {
  const heritage = named(node).filter((child) =>
    /^(?:superclass|super_interfaces|extends_interfaces)$/.test(child.type),
  );
  return heritage.flatMap((child) => {
    const [inner] = named(child);
    const types = inner?.type === 'type_list' ? named(inner) : inner ? [inner] : [];
    return types.map((type) => typeName(lower, type));
  });
}

function scopeOf(lower: JavaLowering, node: TreeNode, fact: ClassFact, members: readonly TreeNode[]): ClassScope {
  const bases = fact.bases.flatMap((base) => (base.e === 'name' ? [base.name] : []));
  const fields = new Map<string, TreeNode | null>();
  const methods = new Map<string, TreeNode>();
  const constants = new Map<string, TreeNode>();
  const ofClass = new Set<string>();
  const isStatic = (one: TreeNode): boolean =>
    named(one).some((child) => child.type === 'modifiers' && /\bstatic\b/.test(lower.source(child)));
  for (const one of members) {
    if (one.type === 'field_declaration')
      for (const declarator of named(one))
        if (declarator.type === 'variable_declarator') {
          const name = lower.field(declarator, 'name');
          const value = declarator.childForFieldName('value');
          fields.set(name, one.childForFieldName('type'));
          if (value) constants.set(name, value);
          if (isStatic(one)) ofClass.add(name);
        }
    if (one.type !== 'method_declaration') continue;
    methods.set(lower.field(one, 'name'), one);
    if (isStatic(one)) ofClass.add(lower.field(one, 'name'));
  }
  if (node.type === 'record_declaration')
    for (const one of named(node.childForFieldName('parameters') ?? node))
      if (one.type === 'formal_parameter') fields.set(lower.field(one, 'name'), one.childForFieldName('type'));
  return {
    name: fact.name,
    at: fact.at,
    bases,
    fields,
    methods,
    constants,
    ofClass,
    extends: node.childForFieldName('superclass') !== null,
  };
}

/** Fields become `let`, methods `def`; where one name has several methods, the longest is the last and counts. */
function lowerMembers(lower: JavaLowering, node: TreeNode, members: readonly TreeNode[]): void {
  for (const one of members) {
    if (one.type === 'field_declaration') field(lower, node, one);
    else if (one.type === 'enum_constant') {
      const name = lower.field(one, 'name');
      lower.emit({ s: 'let', to: { e: 'name', name }, value: { e: 'text', value: name }, line: lower.line(one) });
    }
  }
  const size = (one: TreeNode): number => one.endIndex - one.startIndex;
  const methods = members.filter((one) => one.type === 'method_declaration').sort((a, b) => size(a) - size(b));
  for (const one of methods) {
    // A method that only an interface names says nothing.
    if (!one.childForFieldName('body')) continue;
    lower.emit({ s: 'def', id: lowerMethod(lower, one, lower.field(one, 'name')), line: lower.line(one) });
  }
  const constructors = members
    .filter((one) => one.type === 'constructor_declaration')
    .sort((a, b) => size(a) - size(b));
  for (const one of constructors)
    lower.emit({ s: 'def', id: lowerMethod(lower, one, 'constructor'), line: lower.line(one) });
  if (node.type === 'record_declaration') record(lower, node);
}

/** A field without a value is given one by whoever makes the object: what is known of it is its type. */
function field(lower: JavaLowering, owner: TreeNode, node: TreeNode): void {
  const type = node.childForFieldName('type');
  for (const declarator of named(node)) {
    if (declarator.type !== 'variable_declarator') continue;
    const name = lower.field(declarator, 'name');
    const initial = declarator.childForFieldName('value');
    const own = initial ? lower.expression(initial) : null;
    const meant = lower.frameworks
      .map((framework) => framework.field?.(name, own, owner, node, lower))
      .find((one) => one);
    const value: Expression = meant ?? own ?? { e: 'typed', type: type ? typeName(lower, type) : other() };
    lower.emit({ s: 'let', to: { e: 'name', name }, value, line: lower.line(declarator) });
  }
}

/** The parts of a record are given to its constructor. */
function record(lower: JavaLowering, node: TreeNode): void {
  const set: Statement[] = [];
  for (const one of named(node.childForFieldName('parameters') ?? node)) {
    if (one.type !== 'formal_parameter') continue;
    const name = lower.field(one, 'name');
    set.push({ s: 'let', to: member(self(), name), value: { e: 'name', name }, line: lower.line(one) });
  }
  lower.emit({ s: 'def', id: lowerMethod(lower, node, 'constructor', set), line: lower.line(node) });
}

/** An annotation of the workspace's own stands for the guards among those that it carries. */
function annotationType(lower: JavaLowering, node: TreeNode, name: string): void {
  const items = guardsOf(lower, node);
  lower.emit({ s: 'let', to: { e: 'name', name }, value: { e: 'list', items }, line: lower.line(node) });
}

/** Methods, constructors and parameters of Java as the model has them. */
import type { TreeNode } from '../../parse/tree';
import { MAX_TEXT, type Expression, type Parameter, type Statement } from '../model';
import { annotationsOf } from './annotations';
import { typeName } from './expressions';
import { named, type JavaLowering } from './lowering';
import { lowerBlock } from './statements';

/** Adds a method to the facts and gives its id. */
export function lowerMethod(lower: JavaLowering, node: TreeNode, called: string, before: Statement[] = []): string {
  const id = lower.idOf(called);
  const fact = {
    id,
    name: called,
    params: [] as Parameter[],
    decorators: [] as Expression[],
    body: [] as Statement[],
    doc: docOf(lower, node),
    at: lower.span(node.childForFieldName('name') ?? node),
    extent: lower.span(node),
  };
  // Taken before the body is lowered, so that functions inside get other ids.
  lower.functions[id] = fact;
  lower.methodFacts.set(node.id, fact);
  fact.body = lower.block(() => {
    fact.params = lowerParameters(lower, node.childForFieldName('parameters'));
    for (const statement of before) lower.emit(statement);
    const body = node.childForFieldName('body');
    if (body) lowerBlock(lower, body);
  });
  return id;
}

/** Parameters of a method or lambda, which become names of the current block. */
export function lowerParameters(lower: JavaLowering, node: TreeNode | null): Parameter[] {
  if (!node) return [];
  if (node.type === 'identifier') return [untyped(lower, node)];
  return named(node).flatMap((child) => {
    if (child.type === 'identifier') return [untyped(lower, child)];
    if (child.type !== 'formal_parameter' && child.type !== 'spread_parameter') return [];
    return [parameter(lower, child)];
  });
}

function untyped(lower: JavaLowering, node: TreeNode): Parameter {
  const name = lower.source(node);
  lower.local(name, null);
  return { name, default: null, type: null };
}

function parameter(lower: JavaLowering, node: TreeNode): Parameter {
  const type = node.childForFieldName('type');
  const declarator = named(node).find((child) => child.type === 'variable_declarator');
  const name = lower.field(declarator ?? node, 'name');
  lower.local(name, type);
  const plain: Parameter = {
    name,
    default: null,
    type: type ? typeName(lower, type) : null,
    ...(node.type === 'spread_parameter' && { rest: 'list' as const }),
  };
  for (const framework of lower.frameworks) {
    const meant = framework.parameter?.(node, plain, lower);
    if (meant) return meant;
  }
  return plain;
}

/** The first words of the comment right above. */
export function docOf(lower: JavaLowering, node: TreeNode): string | null {
  const before = node.previousNamedSibling;
  if (!before || !/comment$/.test(before.type)) return null;
  const words = lower
    .source(before)
    .slice(0, 4 * MAX_TEXT)
    .replaceAll(/^\s*(?:\/\*+|\*+\/?|\/\/+)|\*\/\s*$/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return words === '' ? null : words.slice(0, MAX_TEXT);
}

/** Annotations that mean a guard to a framework, or that the workspace declares itself. */
export function guardsOf(lower: JavaLowering, node: TreeNode): Expression[] {
  return annotationsOf(lower, node).flatMap((annotation): Expression[] => {
    for (const framework of lower.frameworks) {
      const guard = framework.annotation?.(annotation, lower);
      if (guard) return [guard];
    }
    // One of the workspace's own stands for the annotations that it carries.
    const known = lower.imports.get(annotation.name) ?? '';
    const isForeign = /^(?:java|javax|jakarta|lombok|org\.springframework|io\.swagger|com\.fasterxml)\./.test(known);
    return isForeign || KNOWN.has(annotation.name) ? [] : [{ e: 'name', name: annotation.name }];
  });
}

/** Annotations of the language. */
const KNOWN = new Set(['Override', 'Deprecated', 'SuppressWarnings', 'FunctionalInterface', 'SafeVarargs']);

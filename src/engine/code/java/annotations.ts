/** Annotations of Java, as frameworks read them. */
import type { TreeNode } from '../../parse/tree';
import type { Annotation } from './framework';
import { named, type JavaLowering } from './lowering';

/** The annotations of a declaration or parameter, in order. */
export function annotationsOf(lower: JavaLowering, node: TreeNode): Annotation[] {
  const modifiers = named(node).find((child) => child.type === 'modifiers');
  return modifiers
    ? named(modifiers).flatMap((child) =>
        child.type === 'annotation' || child.type === 'marker_annotation' ? [annotation(lower, child)] : [],
      )
    : [];
}

/** The first annotation of one of these names. */
export function annotationOf(lower: JavaLowering, node: TreeNode, name: RegExp): Annotation | undefined {
  return annotationsOf(lower, node).find((one) => name.test(one.name));
}

function annotation(lower: JavaLowering, node: TreeNode): Annotation {
  const values = new Map<string, TreeNode>();
  const list = node.childForFieldName('arguments');
  for (const child of list ? named(list) : []) {
    if (child.type !== 'element_value_pair') values.set('value', child);
    else {
      const value = child.childForFieldName('value');
      if (value) values.set(lower.field(child, 'key'), value);
    }
  }
  const name = lower.field(node, 'name');
  return { name: name.slice(name.lastIndexOf('.') + 1), values, node };
}

/** The values of an annotation's element: one, or those of a list. */
export function valuesOf(annotation: Annotation, ...keys: string[]): TreeNode[] {
  for (const key of keys) {
    const value = annotation.values.get(key);
    if (!value) continue;
    return value.type === 'element_value_array_initializer' ? named(value) : [value];
  }
  return [];
}

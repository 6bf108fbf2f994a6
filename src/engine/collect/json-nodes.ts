/** Reading jsonc-parser trees the way the tools that own those files do: a duplicate key counts with its last value. */
import { getNodeValue, type Node } from 'jsonc-parser';

/** A plain JSON value. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Property node (`children: [key, value]`) of an object, by name; the last of several. */
export function propertyOf(node: Node | undefined, name: string): Node | undefined {
  if (node?.type !== 'object') return undefined;
  return node.children?.filter((child) => child.children?.[0]?.value === name && child.children[1]).at(-1);
}

/** Value node of an object's property, or of a path of them. */
export function childOf(node: Node | undefined, ...path: string[]): Node | undefined {
  let at = node;
  for (const name of path) at = propertyOf(at, name)?.children?.[1];
  return at;
}

/** Key, value node and property node of an object's properties, in order; incomplete ones are left out. */
export function propertiesOf(node: Node | undefined): { key: string; value: Node; property: Node }[] {
  if (node?.type !== 'object') return [];
  return (node.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    return key && value ? [{ key: String(key.value), value, property }] : [];
  });
}

export function stringOf(node: Node | undefined): string | undefined {
  return node?.type === 'string' ? String(node.value) : undefined;
}

/** The strings of an array node; other elements are left out. Undefined when the node is no array. */
export function stringsOf(node: Node | undefined): string[] | undefined {
  if (node?.type !== 'array') return undefined;
  return (node.children ?? []).flatMap((child) => (child.type === 'string' ? [String(child.value)] : []));
}

/** The value of a node as plain JSON. */
export function jsonOf(node: Node): Json {
  return getNodeValue(node) as Json;
}

/** Parameters of Python functions. */
import type { TreeNode } from '../../parse/tree';
import type { Parameter } from '../model';
import type { PythonExpressions } from './expressions';

/** A parameter as the model has it; undefined for what is none (`*` and `/` alone). */
export function parameterOf(node: TreeNode, lower: PythonExpressions): Parameter | undefined {
  const type = node.childForFieldName('type');
  const lowered = { default: null, type: type ? lower.lower(type) : null };
  const nameOf = (of: TreeNode | null | undefined): string => {
    const name = of ? lower.source(of) : '';
    return name === 'self' || name === 'cls' ? 'this' : name;
  };
  switch (node.type) {
    case 'identifier':
      return { name: nameOf(node), default: null, type: null };
    case 'typed_parameter': {
      const inner = node.firstNamedChild;
      if (inner?.type === 'list_splat_pattern' || inner?.type === 'dictionary_splat_pattern')
        return { ...lowered, name: nameOf(inner.firstNamedChild), rest: restOf(inner) };
      return { ...lowered, name: nameOf(inner) };
    }
    case 'default_parameter':
    case 'typed_default_parameter':
      return { ...lowered, name: nameOf(node.childForFieldName('name')), default: lower.field(node, 'value') };
    case 'list_splat_pattern':
    case 'dictionary_splat_pattern':
      return { ...lowered, name: nameOf(node.firstNamedChild), rest: restOf(node) };
    default:
      return undefined;
  }
}

function restOf(node: TreeNode): 'list' | 'record' {
  return node.type === 'list_splat_pattern' ? 'list' : 'record';
}

/** Types of Go: as names for the lowering, and as expressions for whoever follows them to other files. */
import type { TreeNode } from '../../parse/tree';
import type { Expression } from '../model';
import type { GoLowering } from './lowering';
import { named } from './nodes';

const BUILTIN =
  /^(?:string|bool|error|any|byte|rune|u?int(?:8|16|32|64|ptr)?|float(?:32|64)|complex(?:64|128)|comparable)$/;

/** The named type inside a type: without pointers, parentheses and type arguments; undefined where there is none. */
function namedType(node: TreeNode | null): TreeNode | undefined {
  switch (node?.type) {
    case 'pointer_type':
    case 'parenthesized_type':
    case 'generic_type':
      return namedType(named(node)[0] ?? null);
    case 'type_identifier':
    case 'qualified_type':
      return node;
    default:
      return undefined;
  }
}

/** `github.com/gin-gonic/gin.Context`, `.Handler` for a type of this package; undefined for what has no name. */
export function typeName(node: TreeNode | null, lower: GoLowering): string | undefined {
  const type = namedType(node);
  if (!type) return undefined;
  if (type.type === 'type_identifier') {
    const name = lower.text(type);
    return lower.aliases.get(name) ?? (BUILTIN.test(name) ? undefined : `.${name}`);
  }
  const [of, name] = named(type);
  const path = of && lower.imports.get(lower.text(of));
  return path !== undefined && name ? `${path}.${lower.text(name)}` : undefined;
}

/** The type as an expression, where it may be a type of the workspace; null = nothing to follow. */
export function typeExpression(node: TreeNode | null, lower: GoLowering): Expression | null {
  if (node?.type === 'slice_type') {
    const item = typeExpression(node.childForFieldName('element'), lower);
    return item && { e: 'list', items: [item] };
  }
  // Of a function nothing is known but that it may be missing.
  if (node?.type === 'function_type') return { e: 'constant', value: null };
  const type = namedType(node);
  if (!type) return null;
  if (type.type === 'type_identifier') {
    const name = lower.text(type);
    if (lower.functionTypes.has(name)) return { e: 'constant', value: null };
    return BUILTIN.test(name) ? null : { e: 'name', name };
  }
  const [of, name] = named(type);
  if (!of || !name) return null;
  const path = lower.imports.get(lower.text(of));
  // Packages of the language have no dot in the first part of their path; modules that stay local often have none either.
  if (path === undefined || isStandard(path)) return null;
  return { e: 'member', of: { e: 'name', name: lower.text(of) }, name: lower.text(name) };
}

const STANDARD =
  /^(?:archive|bufio|bytes|cmp|compress|container|context|crypto|database|debug|embed|encoding|errors|expvar|flag|fmt|go|hash|html|image|io|iter|log|maps|math|mime|net|os|path|plugin|reflect|regexp|runtime|slices|sort|strconv|strings|structs|sync|syscall|testing|text|time|unicode|unique|unsafe|weak)(?:\/|$)/;

/** Whether a package comes with the language (pkg.go.dev/std). */
export function isStandard(path: string): boolean {
  return STANDARD.test(path);
}

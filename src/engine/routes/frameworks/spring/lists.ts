/** Lists of paths that a chain's method builds up before it names them in a rule (`new ArrayList<>(…)`, `add`, `addAll`). */
import { named, type JavaLowering } from '../../../code/java/lowering';
import type { TreeNode } from '../../../parse/tree';

interface Part {
  node: TreeNode;
  /** It is only added where this holds; null = always. */
  condition: string | null;
}

/** What a rule names: literals and lists that are always there, and those that a condition adds. */
export interface Named {
  always: TreeNode[];
  sometimes: { nodes: TreeNode[]; condition: string }[];
}

/** The lists of one method, as far as it has been read. */
export class PathLists {
  private readonly lists = new Map<string, Part[]>();

  constructor(private readonly lower: JavaLowering) {}

  /** `List<String> open = new ArrayList<>(Arrays.asList(OPEN))`. */
  declare(declarator: TreeNode): void {
    const value = declarator.childForFieldName('value');
    if (value && isList(this.lower, value))
      this.lists.set(
        this.lower.field(declarator, 'name'),
        this.parts(value).map((node) => ({ node, condition: null })),
      );
  }

  /** `open.add("/docs")`, `open.addAll(…)`; true if it was one. */
  grow(name: string, object: TreeNode | null, args: readonly TreeNode[], condition: string | null): boolean {
    const list = object?.type === 'identifier' ? this.lists.get(this.lower.source(object)) : undefined;
    if (!list || !/^add(?:All)?$/.test(name)) return false;
    list.push(...args.flatMap((arg) => this.parts(arg)).map((node) => ({ node, condition })));
    return true;
  }

  /** Arguments of a rule, lists of the method put in. */
  named(args: readonly TreeNode[]): Named {
    const parts = args.flatMap(
      (arg) => this.lists.get(this.lower.source(listed(this.lower, arg))) ?? [{ node: arg, condition: null }],
    );
    const conditions = new Set(parts.flatMap(({ condition }) => condition ?? []));
    const of = (wanted: string | null): TreeNode[] =>
      parts.flatMap(({ node, condition }) => (condition === wanted ? node : []));
    return {
      always: of(null),
      sometimes: [...conditions].map((condition) => ({ nodes: of(condition), condition })),
    };
  }

  /** What a list is made of: of another one, of an array, of nothing. */
  private parts(node: TreeNode): TreeNode[] {
    if (node.type !== 'object_creation_expression') return [node];
    const args = node.childForFieldName('arguments');
    // A size is no path.
    return (args ? named(args) : [])
      .filter(({ type }) => type !== 'decimal_integer_literal')
      .flatMap((arg) => this.parts(arg));
  }
}

function isList(lower: JavaLowering, node: TreeNode): boolean {
  return (
    node.type === 'object_creation_expression' && /(?:List|Set)$/.test(lower.field(node, 'type').replace(/<.*$/s, ''))
  );
}

/** `open` of `open.toArray(new String[0])`. */
function listed(lower: JavaLowering, node: TreeNode): TreeNode {
  const object = node.type === 'method_invocation' ? node.childForFieldName('object') : null;
  const isArray = object && lower.field(node, 'name') === 'toArray';
  return isArray ? object : node;
}

/** Rows of a tree as data, without VS Code: built from reports, compared with the rows that are shown. */

/** A place that a row leads to; lines and columns from 1. */
export interface NodePlace {
  /** URI of the workspace folder. */
  folder: string;
  path: string;
  line: number;
  column?: number;
  endLine?: number;
  endColumn?: number;
}

/** What the actions of a row work on. */
export interface NodeTarget {
  folder: string;
  check?: string;
  fingerprint?: string;
  /** What a person can answer for here. */
  attest?: { id: string; title: string; endsWithRelease: boolean };
  /** The fixes that apply, best first. */
  actions?: { fix: string; title: string }[];
}

export interface TreeNode {
  /** Stable while the thing it stands for is the same, so that expansion and selection survive a refresh. */
  id: string;
  label: string;
  /** Shown beside the label, dimmed. */
  description?: string;
  /** Product icon and the theme colour that repeats what it says. */
  icon?: { name: string; color?: string };
  /** Plain text; shown as text, whatever it contains. */
  tooltip?: string;
  children: TreeNode[];
  /** Open when it is shown for the first time. */
  expanded?: boolean;
  place?: NodePlace;
  target?: NodeTarget;
  /** Words for `viewItem` in menus: `finding fixable`. */
  context: string;
  /** What a screen reader says: outcome, title, place. */
  spoken?: string;
}

const OWN_KEYS = [
  ...(['label', 'description', 'icon', 'tooltip', 'expanded', 'place', 'target', 'context', 'spoken'] as const),
];

/**
 * Brings shown rows up to date in place and returns those that have to be drawn again, topmost only; `null` stands for the root. Rows keep
 * their identity, which is what VS Code knows them by.
 */
export function reconcile(shown: TreeNode[], wanted: readonly TreeNode[]): (TreeNode | null)[] {
  const changed: TreeNode[] = [];
  return merge(shown, wanted, changed) ? [null] : changed;
}

/** True when the list itself changed, so that the parent has to be drawn again. */
function merge(shown: TreeNode[], wanted: readonly TreeNode[], changed: TreeNode[]): boolean {
  const isSameList = shown.length === wanted.length && shown.every((node, index) => node.id === wanted[index]?.id);
  const byId = new Map(shown.map((node) => [node.id, node]));
  const merged = wanted.map((next) => {
    const node = byId.get(next.id);
    if (!node) return next;
    const below: TreeNode[] = [];
    const wasLeaf = node.children.length === 0;
    const isRedrawn = merge(node.children, next.children, below) || differs(node, next);
    for (const key of OWN_KEYS) Object.assign(node, { [key]: next[key] });
    if (isRedrawn || wasLeaf !== (node.children.length === 0)) changed.push(node);
    else changed.push(...below);
    return node;
  });
  shown.splice(0, shown.length, ...merged);
  return !isSameList;
}

function differs(a: TreeNode, b: TreeNode): boolean {
  return OWN_KEYS.some((key) => JSON.stringify(a[key]) !== JSON.stringify(b[key]));
}

/** Every row below the given ones, themselves included. */
export function* walk(nodes: readonly TreeNode[]): Generator<TreeNode> {
  for (const node of nodes) {
    yield node;
    yield* walk(node.children);
  }
}

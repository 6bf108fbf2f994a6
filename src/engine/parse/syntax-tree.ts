/**
 * A syntax tree of tree-sitter as plain arrays. Asking a tree inside of WebAssembly crosses into it several times for every node and every
 * question, which costs more than parsing; this one is copied out in a single pass, nodes in the order of a walk, and asks nobody.
 * Nodes answer as those of web-tree-sitter do; a test holds them against each other for every grammar.
 */

/** Names of a grammar's kinds of nodes and of its fields. */
export interface GrammarNames {
  /** By the id of the kind. */
  types: readonly string[];
  isNamed: readonly boolean[];
  fieldIds: ReadonlyMap<string, number>;
}

/** Columns of a tree, one entry per node, in the order of a walk: a node stands before its children. */
export interface NodeColumns {
  /** Id of the kind; `ERROR_TYPE` for what could not be parsed. */
  type: Uint16Array;
  /** Id of the field of the parent that holds the node; 0 = none. */
  field: Uint16Array;
  /** Offsets into the text (UTF-16 units). */
  start: Int32Array;
  end: Int32Array;
  /** Index of the parent; -1 for the root. */
  parent: Int32Array;
  /** Index of the first node behind the node and all that is in it. */
  after: Int32Array;
  /** 1 where something in the node could not be parsed or had to be made up. */
  broken: Uint8Array;
}

/** tree-sitter's symbol of a node that holds what fits no rule (`ts_builtin_sym_error`). */
export const ERROR_TYPE = 0xffff;

export class SyntaxTree {
  readonly rootNode: TreeNode;
  private lineStarts: number[] | undefined;
  /** Line in which the last position was found: questions come in the order of the text, mostly. */
  private lastRow = 0;

  constructor(
    readonly text: string,
    readonly names: GrammarNames,
    readonly columns: NodeColumns,
  ) {
    this.rootNode = new TreeNode(this, 0);
  }

  typeOf(index: number): string {
    return this.names.types[this.columns.type[index] ?? ERROR_TYPE] ?? 'ERROR';
  }

  isNamed(index: number): boolean {
    return this.names.isNamed[this.columns.type[index] ?? ERROR_TYPE] ?? true;
  }

  /** Line and column of an offset, both from 0; only LF ends a line. */
  position(offset: number): { row: number; column: number } {
    const starts = (this.lineStarts ??= lineStartsOf(this.text));
    let row = this.lastRow;
    while (row > 0 && (starts[row] ?? 0) > offset) row--;
    while ((starts[row + 1] ?? Infinity) <= offset) row++;
    this.lastRow = row;
    return { row, column: offset - (starts[row] ?? 0) };
  }
}

export class TreeNode {
  // Declared only: nodes are made by the hundred thousand, and a field that is defined before it is set costs twice.
  declare private readonly tree: SyntaxTree;
  /** Stands for the node within its tree. */
  declare readonly id: number;
  declare readonly type: string;
  /** Offsets into the text (UTF-16 units). */
  declare readonly startIndex: number;
  declare readonly endIndex: number;

  constructor(tree: SyntaxTree, id: number) {
    this.tree = tree;
    this.id = id;
    this.type = tree.typeOf(id);
    this.startIndex = tree.columns.start[id] ?? 0;
    this.endIndex = tree.columns.end[id] ?? 0;
  }

  get text(): string {
    return this.tree.text.slice(this.startIndex, this.endIndex);
  }

  /** Line and column, both from 0. */
  get startPosition(): { row: number; column: number } {
    return this.tree.position(this.startIndex);
  }

  /** Position of what follows the node, from 0. */
  get endPosition(): { row: number; column: number } {
    return this.tree.position(this.endIndex);
  }

  /** True for a node of a rule; false for a word or sign that a rule names. */
  get isNamed(): boolean {
    return this.tree.isNamed(this.id);
  }

  /** True when something in the node could not be parsed or had to be made up. */
  get hasError(): boolean {
    return this.tree.columns.broken[this.id] === 1;
  }

  get children(): TreeNode[] {
    const { after } = this.tree.columns;
    const children: TreeNode[] = [];
    for (let at = this.id + 1, end = after[this.id] ?? 0; at < end; at = after[at] ?? end)
      children.push(new TreeNode(this.tree, at));
    return children;
  }

  get namedChildren(): TreeNode[] {
    const { tree } = this;
    const { after } = tree.columns;
    const children: TreeNode[] = [];
    for (let at = this.id + 1, end = after[this.id] ?? 0; at < end; at = after[at] ?? end)
      if (tree.isNamed(at)) children.push(new TreeNode(tree, at));
    return children;
  }

  get firstChild(): TreeNode | null {
    return this.id + 1 < (this.tree.columns.after[this.id] ?? 0) ? new TreeNode(this.tree, this.id + 1) : null;
  }

  get firstNamedChild(): TreeNode | null {
    const { after } = this.tree.columns;
    for (let at = this.id + 1, end = after[this.id] ?? 0; at < end; at = after[at] ?? end)
      if (this.tree.isNamed(at)) return new TreeNode(this.tree, at);
    return null;
  }

  get lastNamedChild(): TreeNode | null {
    const { after } = this.tree.columns;
    let last = -1;
    for (let at = this.id + 1, end = after[this.id] ?? 0; at < end; at = after[at] ?? end)
      if (this.tree.isNamed(at)) last = at;
    return last < 0 ? null : new TreeNode(this.tree, last);
  }

  get parent(): TreeNode | null {
    const parent = this.tree.columns.parent[this.id] ?? -1;
    return parent < 0 ? null : new TreeNode(this.tree, parent);
  }

  get previousSibling(): TreeNode | null {
    return this.before(() => true);
  }

  get previousNamedSibling(): TreeNode | null {
    return this.before((index) => this.tree.isNamed(index));
  }

  /** The first child in a field. */
  childForFieldName(name: string): TreeNode | null {
    const id = this.tree.names.fieldIds.get(name);
    if (id === undefined) return null;
    const { after, field } = this.tree.columns;
    for (let at = this.id + 1, end = after[this.id] ?? 0; at < end; at = after[at] ?? end)
      if (field[at] === id) return new TreeNode(this.tree, at);
    return null;
  }

  childrenForFieldName(name: string): TreeNode[] {
    const id = this.tree.names.fieldIds.get(name);
    const { field } = this.tree.columns;
    return id === undefined ? [] : this.children.filter((child) => field[child.id] === id);
  }

  /** The node and what is in it, as far as it is of one of these kinds, in the order of a walk. */
  descendantsOfType(types: string | readonly string[]): TreeNode[] {
    const { tree } = this;
    const wanted = typeof types === 'string' ? [types] : types;
    const found: TreeNode[] = [];
    const end = tree.columns.after[this.id] ?? 0;
    for (let at = this.id; at < end; at++) if (wanted.includes(tree.typeOf(at))) found.push(new TreeNode(tree, at));
    return found;
  }

  /** The smallest node that stands at an offset. */
  descendantForIndex(offset: number): TreeNode {
    const child = this.children.find(({ startIndex, endIndex }) => startIndex <= offset && offset < endIndex);
    return child ? child.descendantForIndex(offset) : this;
  }

  private before(fits: (index: number) => boolean): TreeNode | null {
    const { after, parent } = this.tree.columns;
    let found = -1;
    for (let at = (parent[this.id] ?? -1) + 1; at < this.id; at = after[at] ?? this.id) if (fits(at)) found = at;
    return found < 0 ? null : new TreeNode(this.tree, found);
  }
}

function lineStartsOf(text: string): number[] {
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}

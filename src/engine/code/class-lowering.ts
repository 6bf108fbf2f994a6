/** What lowering has in common for languages whose files are made of classes: blocks, local names, ids, places. */
import type { SourceFile } from '../collect/source-file';
import type { TreeNode } from '../parse/tree';
import type { Span } from '../span';
import type { ClassFact, Expression, FunctionFact, Statement } from './model';

/** Members of the class that is being lowered. */
export interface MemberScope {
  name: string;
  /** Names of its fields, with their types. */
  fields: ReadonlyMap<string, TreeNode | null>;
}

export abstract class ClassLowering<S extends MemberScope> {
  readonly functions: Record<string, FunctionFact> = {};
  readonly classes: Record<string, ClassFact> = {};
  /** Local variables and parameters, innermost last. */
  readonly locals: Map<string, TreeNode | null>[] = [];
  /** Classes around, innermost last. */
  readonly around: S[] = [];
  /** Block that statements are added to. */
  out: Statement[] = [];
  protected readonly module: Statement[] = [];
  /** Behind the last class of the file. */
  protected readonly declared: Statement[] = [];
  private anonymous = 0;

  constructor(readonly file: SourceFile) {}

  abstract expression(node: TreeNode | null | undefined): Expression;

  /** Runs `work` with a block of its own and gives what was added to it. */
  block(work: () => void): Statement[] {
    const outer = this.out;
    const inner: Statement[] = [];
    this.out = inner;
    this.locals.push(new Map());
    try {
      work();
    } finally {
      this.out = outer;
      this.locals.pop();
    }
    return inner;
  }

  /** A name for a value that is needed more than once. */
  temporary(value: Expression, node: TreeNode): Expression {
    const name = `<${++this.anonymous}>`;
    this.local(name, null);
    this.emit({ s: 'let', to: { e: 'name', name }, value, line: this.line(node) });
    return { e: 'name', name };
  }

  emit(statement: Statement): void {
    this.out.push(statement);
  }

  /** Adds a statement behind everything in the file. */
  declare(statement: Statement): void {
    this.declared.push(statement);
  }

  local(name: string, type: TreeNode | null): void {
    this.locals.at(-1)?.set(name, type);
  }

  isLocal(name: string): boolean {
    return this.locals.some((names) => names.has(name));
  }

  /** Declared type of a local variable, a parameter or a field of the class around; undefined where none is known. */
  typeOf(name: string): TreeNode | undefined {
    for (const names of [...this.locals].reverse()) if (names.has(name)) return names.get(name) ?? undefined;
    return this.around.at(-1)?.fields.get(name) ?? undefined;
  }

  /** An id for a function or class that no other has. */
  idOf(name: string): string {
    const owner = this.around.at(-1)?.name;
    const base = name === '' ? `<anonymous>${++this.anonymous}` : owner === undefined ? name : `${owner}.${name}`;
    let id = base;
    for (let number = 2; id in this.functions || id in this.classes; number++) id = `${base}#${number}`;
    return id;
  }

  source(node: TreeNode): string {
    return this.file.text.slice(node.startIndex, node.endIndex);
  }

  field(node: TreeNode, name: string): string {
    const child = node.childForFieldName(name);
    return child ? this.source(child) : '';
  }

  span(node: TreeNode): Span {
    return this.file.span(node.startIndex, node.endIndex);
  }

  line(node: TreeNode): number {
    return node.startPosition.row + 1;
  }
}

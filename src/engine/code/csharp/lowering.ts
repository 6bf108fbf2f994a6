/**
 * Lowers C# to code facts (`code/model.ts`), from the tree-sitter tree. Frameworks are asked first for each call, member and class; what
 * none of them knows stays ordinary code. Fields and methods that are named without their object are those of `this`; statements at the top
 * of a file are a function of their own, as they are to the compiler.
 */
import type { TreeNode } from '../../parse/tree';
import type { SourceFile } from '../../collect/source-file';
import type { Span } from '../../span';
import type { ClassFact, CodeFacts, Expression, FunctionFact, Statement } from '../model';
import { lowerExpression } from './expressions';
import type { CSharpFramework } from './framework';
import { lowerClass } from './members';
import { lowerStatement } from './statements';

/** Declarations of types. */
const TYPES = /^(?:class|interface|record|struct|record_struct|enum)_declaration$/;
const NAMESPACES = /^(?:file_scoped_)?namespace_declaration$/;

/** Members of the class that is being lowered. */
export interface CSharpScope {
  name: string;
  /** Names of its fields, properties and primary parameters, with their types. */
  fields: ReadonlyMap<string, TreeNode | null>;
  methods: ReadonlySet<string>;
  /** Names of those that belong to the class, not to an object of it. */
  ofClass: ReadonlySet<string>;
  isDerived: boolean;
}

export class CSharpLowering {
  readonly functions: Record<string, FunctionFact> = {};
  readonly classes: Record<string, ClassFact> = {};
  namespace = '';
  /** Local variables and parameters, innermost last. */
  readonly locals: Map<string, TreeNode | null>[] = [];
  /** Classes around, innermost last. */
  readonly around: CSharpScope[] = [];
  /** Block that statements are added to. */
  out: Statement[] = [];
  private readonly module: Statement[] = [];
  /** Behind the last class of the file. */
  private readonly declared: Statement[] = [];
  private anonymous = 0;

  constructor(
    readonly file: SourceFile,
    readonly frameworks: readonly CSharpFramework[],
  ) {}

  run(root: TreeNode): CodeFacts {
    this.out = this.module;
    this.types(root);
    this.main(root);
    const broken = root.hasError ? (this.file.notes.find((note) => note.by === 'csharp')?.span ?? null) : null;
    const body = [...this.module, ...this.declared];
    return { language: 'csharp', body, functions: this.functions, classes: this.classes, broken };
  }

  private types(node: TreeNode): void {
    for (const child of named(node)) {
      if (NAMESPACES.test(child.type)) {
        this.namespace = this.field(child, 'name');
        this.types(child.childForFieldName('body') ?? child);
      } else if (TYPES.test(child.type)) lowerClass(this, child);
      else if (child.type === 'declaration_list') this.types(child);
    }
  }

  /** The statements at the top of the file. */
  private main(root: TreeNode): void {
    const statements = named(root).filter((child) => child.type === 'global_statement');
    const [first] = statements;
    if (!first) return;
    const at = this.span(first);
    const id = this.idOf('<main>');
    const fact = { id, name: '<main>', params: [], decorators: [], body: [], doc: null, at, extent: this.span(root) };
    this.functions[id] = fact;
    const body = this.block(() => {
      for (const one of statements) for (const inner of named(one)) lowerStatement(this, inner);
    });
    this.functions[id] = { ...fact, body };
    this.module.push({ s: 'def', id, line: at.line });
  }

  expression(node: TreeNode | null | undefined): Expression {
    return node ? lowerExpression(this, node) : { e: 'other', parts: [] };
  }

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

  /** Lowers the body of a lambda as if it stood here. */
  inline(body: TreeNode): void {
    if (body.type === 'block') lowerStatement(this, body);
    else this.emit({ s: 'do', value: this.expression(body), line: this.line(body) });
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

/** Named children without comments. */
export function named(node: TreeNode): TreeNode[] {
  return node.namedChildren.filter((child): child is TreeNode => child !== null && child.type !== 'comment');
}

/** Whether a node declares a type. */
export function isType(node: TreeNode): boolean {
  return TYPES.test(node.type);
}

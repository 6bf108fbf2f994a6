/**
 * Lowers Java to code facts (`code/model.ts`), from the tree-sitter tree. Frameworks are asked first for each call, annotation and class;
 * what none of them knows stays ordinary code. Fields and methods that are named without their object are those of `this`.
 */
import type { TreeNode } from '../../parse/tree';
import type { SourceFile } from '../../collect/source-file';
import type { Span } from '../../span';
import type { ClassFact, CodeFacts, Expression, FunctionFact, Statement } from '../model';
import { lowerClass } from './classes';
import { lowerExpression } from './expressions';
import type { JavaFramework } from './framework';

/** Declarations of types. */
const TYPES = new Set([
  'class_declaration',
  'interface_declaration',
  'record_declaration',
  'enum_declaration',
  'annotation_type_declaration',
]);

/** Members of the class that is being lowered. */
export interface ClassScope {
  name: string;
  at: Span;
  /** Simple names of what it extends and implements. */
  bases: string[];
  /** Fields with their types. */
  fields: ReadonlyMap<string, TreeNode | null>;
  methods: ReadonlyMap<string, TreeNode>;
  /** Values of fields that have one where they are declared. */
  constants: ReadonlyMap<string, TreeNode>;
  /** Names of its fields and methods that belong to the class, not to an object of it. */
  ofClass: ReadonlySet<string>;
  /** It extends another class: names that are nowhere else may be that one's. */
  extends: boolean;
}

export class JavaLowering {
  readonly functions: Record<string, FunctionFact> = {};
  readonly classes: Record<string, ClassFact> = {};
  /** Methods by the ids of their nodes, while the file is lowered. */
  readonly methodFacts = new Map<number, FunctionFact>();
  /** Package of the file; empty = the default one. */
  package = '';
  /** Simple name → qualified name. */
  readonly imports = new Map<string, string>();
  /** Packages that are imported as a whole. */
  readonly wildcards: string[] = [];
  /** Name that is imported from a class → that class's simple name. */
  readonly statics = new Map<string, string>();
  /** Local variables and parameters, innermost last. */
  readonly locals: Map<string, TreeNode | null>[] = [];
  /** Classes around, innermost last. */
  readonly around: ClassScope[] = [];
  /** Block that statements are added to. */
  out: Statement[] = [];
  private readonly module: Statement[] = [];
  /** Behind the last class of the file. */
  private readonly declared: Statement[] = [];
  private anonymous = 0;

  constructor(
    readonly file: SourceFile,
    readonly frameworks: readonly JavaFramework[],
  ) {}

  run(root: TreeNode): CodeFacts {
    this.out = this.module;
    for (const node of named(root)) {
      if (node.type === 'package_declaration') this.package = this.source(node.lastNamedChild ?? node);
      else if (node.type === 'import_declaration') this.import(node);
      else if (TYPES.has(node.type)) lowerClass(this, node);
    }
    const broken = root.hasError ? (this.file.notes.find((note) => note.by === 'java')?.span ?? null) : null;
    const body = [...this.module, ...this.declared];
    return { language: 'java', body, functions: this.functions, classes: this.classes, broken };
  }

  private import(node: TreeNode): void {
    const [path, star] = named(node);
    if (!path) return;
    const whole = this.source(path);
    const isStatic = /^import\s+static\b/.test(this.source(node));
    if (star) {
      if (!isStatic) this.wildcards.push(whole);
      return;
    }
    const dot = whole.lastIndexOf('.');
    const [from, name] = [whole.slice(0, dot), whole.slice(dot + 1)];
    if (isStatic) {
      this.statics.set(name, from.slice(from.lastIndexOf('.') + 1));
      return this.imported(from, node);
    }
    this.imported(whole, node);
  }

  private imported(whole: string, node: TreeNode): void {
    const dot = whole.lastIndexOf('.');
    const name = whole.slice(dot + 1);
    if (this.imports.has(name)) return;
    this.imports.set(name, whole);
    this.emit({ s: 'import', from: whole.slice(0, dot), names: [{ name, as: name }], line: this.line(node) });
  }

  /** Whether a simple name may be that of a class in a package or below it. */
  isFrom(name: string, prefix: string): boolean {
    const known = this.imports.get(name);
    if (known !== undefined) return known.startsWith(`${prefix}.`);
    return this.wildcards.some((one) => one === prefix || one.startsWith(`${prefix}.`));
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
  return node.namedChildren.filter(
    (child): child is TreeNode => child !== null && child.type !== 'line_comment' && child.type !== 'block_comment',
  );
}

/** Whether a node declares a type. */
export function isType(node: TreeNode): boolean {
  return TYPES.has(node.type);
}

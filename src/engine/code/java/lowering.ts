/**
 * Lowers Java to code facts (`code/model.ts`), from the tree-sitter tree. Frameworks are asked first for each call, annotation and class;
 * what none of them knows stays ordinary code. Fields and methods that are named without their object are those of `this`.
 */
import type { TreeNode } from '../../parse/tree';
import type { SourceFile } from '../../collect/source-file';
import type { Span } from '../../span';
import { ClassLowering, type MemberScope } from '../class-lowering';
import type { CodeFacts } from '../facts';
import type { Expression, FunctionFact } from '../model';
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
export interface ClassScope extends MemberScope {
  at: Span;
  /** Simple names of what it extends and implements. */
  bases: string[];
  methods: ReadonlyMap<string, TreeNode>;
  /** Values of fields that have one where they are declared. */
  constants: ReadonlyMap<string, TreeNode>;
  /** Names of its fields and methods that belong to the class, not to an object of it. */
  ofClass: ReadonlySet<string>;
  /** It extends another class: names that are nowhere else may be that one's. */
  extends: boolean;
}

export class JavaLowering extends ClassLowering<ClassScope> {
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

  constructor(
    file: SourceFile,
    readonly frameworks: readonly JavaFramework[],
  ) {
    super(file);
  }

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

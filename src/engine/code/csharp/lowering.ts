/**
 * Lowers C# to code facts (`code/model.ts`), from the tree-sitter tree. Frameworks are asked first for each call, member and class; what
 * none of them knows stays ordinary code. Fields and methods that are named without their object are those of `this`; statements at the top
 * of a file are a function of their own, as they are to the compiler.
 */
import type { TreeNode } from '../../parse/tree';
import type { SourceFile } from '../../collect/source-file';
import { ClassLowering, type MemberScope } from '../class-lowering';
import type { CodeFacts } from '../facts';
import type { Expression } from '../model';
import { lowerExpression } from './expressions';
import type { CSharpFramework } from './framework';
import { lowerClass } from './members';
import { lowerStatement } from './statements';

/** Declarations of types. */
const TYPES = /^(?:class|interface|record|struct|record_struct|enum)_declaration$/;
const NAMESPACES = /^(?:file_scoped_)?namespace_declaration$/;

/** Members of the class that is being lowered. */
export interface CSharpScope extends MemberScope {
  methods: ReadonlySet<string>;
  /** Names of those that belong to the class, not to an object of it. */
  ofClass: ReadonlySet<string>;
  isDerived: boolean;
}

export class CSharpLowering extends ClassLowering<CSharpScope> {
  namespace = '';

  constructor(
    file: SourceFile,
    readonly frameworks: readonly CSharpFramework[],
  ) {
    super(file);
  }

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

  /** Lowers the body of a lambda as if it stood here. */
  inline(body: TreeNode): void {
    if (body.type === 'block') lowerStatement(this, body);
    else this.emit({ s: 'do', value: this.expression(body), line: this.line(body) });
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

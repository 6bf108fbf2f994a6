/**
 * Lowers JavaScript and TypeScript to code facts (`code/model.ts`), from the plain TypeScript tree. Frameworks are asked first for each
 * call and member; what none of them knows stays ordinary code.
 */
import type ts from 'typescript';
import type { JavaScriptFramework } from './framework';
import type { CodeFacts } from '../facts';
import type { ClassFact, Expression, FunctionFact, Statement } from '../model';
import type { Span } from '../../span';
import { lowerExpression } from './expressions';
import { lowerFunctionExpression } from './functions';
import { FileNames, Scope, unwrapped } from './scope';
import { lowerStatements } from './statements';
import type { SourceFile } from '../../collect/source-file';

/** TypeScript's node tests and kinds. */
type TypeScriptApi = typeof ts;

export class Lowering {
  readonly functions: Record<string, FunctionFact> = {};
  readonly classes: Record<string, ClassFact> = {};
  readonly names: FileNames;
  /** Scope of the function or block that is being lowered. */
  scope = new Scope();
  /** Block that statements are added to. */
  out: Statement[] = [];
  /** Names of the functions and classes around, outermost first, for ids. */
  private readonly path: string[] = [];
  private temporaries = 0;
  /** Those that this file is worth asking. */
  readonly frameworks: readonly JavaScriptFramework[];

  constructor(
    readonly file: SourceFile,
    readonly source: ts.SourceFile,
    readonly ts: TypeScriptApi,
    frameworks: readonly JavaScriptFramework[],
  ) {
    this.frameworks = frameworks.filter((framework) => framework.applies?.(file.text) ?? true);
    this.names = new FileNames(source, ts);
  }

  run(): CodeFacts {
    const body = this.block(() => {
      lowerStatements(this, this.source.statements);
      for (const framework of this.frameworks) framework.module?.(this);
    });
    const { parseDiagnostics: [error] = [] } = this.source as ts.SourceFile & {
      parseDiagnostics?: { start: number }[];
    };
    const broken = error ? this.file.span(error.start, Math.min(error.start + 1, this.file.text.length)) : null;
    return { language: 'javascript', body, functions: this.functions, classes: this.classes, broken };
  }

  expression(node: ts.Expression): Expression {
    return lowerExpression(this, unwrapped(node, this.ts));
  }

  /** A method of an object literal, as a function. */
  method(node: ts.MethodDeclaration): Expression {
    return lowerFunctionExpression(this, node);
  }

  /** Runs `work` with a block of its own and gives what was added to it. */
  block(work: () => void): Statement[] {
    const outer = this.out;
    const scope = this.scope;
    const inner: Statement[] = [];
    this.out = inner;
    this.scope = new Scope(scope);
    try {
      work();
    } finally {
      this.out = outer;
      this.scope = scope;
    }
    return inner;
  }

  emit(statement: Statement): void {
    this.out.push(statement);
  }

  /** A name for a value that has none but is needed twice (`express().use(a).use(b)`). */
  temporary(value: Expression, node: ts.Node): Expression {
    const name = `<${++this.temporaries}>`;
    this.emit({ s: 'let', to: { e: 'name', name }, value, line: this.line(node) });
    return { e: 'name', name };
  }

  /** Reserves an id under the functions and classes around it, and runs `work` inside it. */
  within<T>(name: string, taken: Record<string, unknown>, work: (id: string) => T): T {
    const qualified = [...this.path, name].join('.');
    let id = qualified;
    for (let number = 2; id in taken || id in this.functions || id in this.classes; number++)
      id = `${qualified}#${number}`;
    this.path.push(name);
    try {
      return work(id);
    } finally {
      this.path.pop();
    }
  }

  span(node: ts.Node): Span {
    return this.file.span(node.getStart(this.source), node.getEnd());
  }

  line(node: ts.Node): number {
    return this.file.lines.position(node.getStart(this.source)).line;
  }
}

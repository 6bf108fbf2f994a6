/** One Go file while it is lowered to code facts: names, the current block, ids of functions. */
import type { SourceFile } from '../../collect/source-file';
import type { TreeNode } from '../../parse/tree';
import type { Span } from '../../span';
import type { ClassFact, Expression, FunctionFact, HandlerInput, Statement } from '../model';
import { lowerExpression } from './expressions';
import type { GoFramework } from './framework';
import { named } from './nodes';
import { GoImports, GoScope } from './scope';
import { typeName } from './types';

export class GoLowering {
  readonly functions: Record<string, FunctionFact> = {};
  readonly classes: Record<string, ClassFact> = {};
  readonly imports: GoImports;
  /** Types of this file that are another name of a type. */
  readonly aliases = new Map<string, string>();
  /** Types of this file that are functions. */
  readonly functionTypes = new Set<string>();
  /** Types of the items of slice types that this file declares. */
  readonly slices = new Map<string, TreeNode>();
  /** Structs that this file declares. */
  readonly structs = new Map<string, TreeNode>();
  /** Types of the fields of structs that this file declares, by `Struct.field`. */
  readonly fieldTypes = new Map<string, string>();
  /** Those that this file is read with. */
  readonly frameworks: readonly GoFramework[];
  scope = new GoScope();
  /** Block that statements are added to. */
  out: Statement[] = [];
  /** Name of the receiver of the method that is lowered, which is `this` in the facts. */
  receiver: string | null = null;
  /** Functions around what is lowered; 0 = the file. */
  depth = 0;
  /** Named results of the function that is lowered. */
  results: string[] = [];
  private temporaries = 0;
  private anonymous = 0;

  constructor(
    readonly file: SourceFile,
    root: TreeNode,
    frameworks: readonly GoFramework[],
  ) {
    this.imports = new GoImports(root, (node) => this.text(node));
    const paths = this.imports.all.map(([, path]) => path);
    const own = frameworks.filter(({ imports }) => imports && paths.some((path) => imports.test(path)));
    const read = own.length > 0 ? own : frameworks.filter(({ isFallback }) => isFallback);
    this.frameworks = frameworks.filter((one) => !one.imports || read.includes(one));
  }

  /** Source text of a node. */
  text(node: TreeNode): string {
    return this.file.text.slice(node.startIndex, node.endIndex);
  }

  span(node: TreeNode): Span {
    return this.file.span(node.startIndex, node.endIndex);
  }

  line(node: TreeNode): number {
    return node.startPosition.row + 1;
  }

  expression(node: TreeNode | null): Expression {
    return lowerExpression(this, node);
  }

  emit(statement: Statement): void {
    this.out.push(statement);
  }

  /** Runs `work` with a block and a scope of its own and gives what was added to it. */
  block(work: () => void): Statement[] {
    const { out, scope } = this;
    const inner: Statement[] = [];
    this.out = inner;
    this.scope = new GoScope(scope);
    try {
      work();
    } finally {
      this.out = out;
      this.scope = scope;
    }
    return inner;
  }

  /** Runs `work` with a scope of its own in the same block. */
  nested(work: () => void): void {
    const { scope } = this;
    this.scope = new GoScope(scope);
    work();
    this.scope = scope;
  }

  /** Keeps a value under a name that no code can write. */
  temporary(value: Expression, node: TreeNode): Expression {
    const name = `<${++this.temporaries}>`;
    this.emit({ s: 'let', to: { e: 'name', name }, value, line: this.line(node) });
    return { e: 'name', name };
  }

  /** An id that no function of the file has. */
  idOf(name: string): string {
    if (name === '') return `<anonymous>${++this.anonymous}`;
    let id = name;
    for (let number = 2; id in this.functions; number++) id = `${name}#${number}`;
    return id;
  }

  /** `net/http.HandleFunc` for `http.HandleFunc`; undefined for what is no member of an imported package. */
  symbolOf(node: TreeNode | null): string | undefined {
    if (node?.type !== 'selector_expression') return undefined;
    const of = node.childForFieldName('operand');
    const field = node.childForFieldName('field');
    if (of?.type !== 'identifier' || !field) return undefined;
    const name = this.text(of);
    if (name === this.receiver || this.scope.has(name)) return undefined;
    const path = this.imports.get(name);
    return path === undefined ? undefined : `${path}.${this.text(field)}`;
  }

  /** What a function takes from the request body, where it is a handler. */
  inputOf(fn: TreeNode): HandlerInput | undefined {
    for (const framework of this.frameworks) {
      const input = framework.input?.(fn, this);
      if (input) return input;
    }
    return undefined;
  }

  /** The type of an expression as far as it is written: of parameters, fields, and of what frameworks' members are. */
  typeOf(node: TreeNode | null): string | undefined {
    switch (node?.type) {
      case 'identifier':
        return this.scope.typeOf(this.text(node));
      case 'parenthesized_expression':
        return this.typeOf(named(node)[0] ?? null);
      case 'selector_expression':
        return this.memberType(node, '');
      case 'call_expression': {
        const callee = node.childForFieldName('function');
        return callee?.type === 'selector_expression' ? this.memberType(callee, '()') : undefined;
      }
      case 'unary_expression':
        return this.typeOf(node.childForFieldName('operand'));
      case 'composite_literal':
        return typeName(node.childForFieldName('type'), this);
      default:
        return undefined;
    }
  }

  private memberType(node: TreeNode, suffix: '' | '()'): string | undefined {
    const of = this.typeOf(node.childForFieldName('operand'));
    const field = node.childForFieldName('field');
    if (of === undefined || !field) return undefined;
    const name = this.text(field);
    if (suffix === '' && of.startsWith('.')) return this.fieldTypes.get(`${of.slice(1)}.${name}`);
    for (const { types = [] } of this.frameworks)
      for (const rule of types) if (rule.of.test(of) && rule.members[name + suffix]) return rule.members[name + suffix];
    return undefined;
  }
}

/** Lowers Python modules to code facts (`code/model.ts`). */
import type { TreeNode } from '../../parse/tree';
import { PYTHON_FRAMEWORKS } from '../../routes/frameworks';
import type { CodeFacts } from '../facts';
import type { ClassFact, Expression, Statement } from '../model';
import { MAX_TEXT } from '../model';
import { defineWords, holdsAny } from '../../text/words';
import { defineExtractor } from '../../collect/extractor';
import { other, PythonExpressions } from './expressions';
import { frameworksOf } from './file-frameworks';
import { isOnBehalf, PythonRegistrations } from './registrations';
import { isPattern, loopTargets, unpacked } from './unpacking';
import type { SourceFile } from '../../collect/source-file';

/** Words without which a file neither declares nor guards a route. Over-accepts; guard modules without one are asked for by link. */
const NAMES = PYTHON_FRAMEWORKS.flatMap((framework) => framework.words);
const WORDS = defineWords(NAMES);
const WHOLE = new RegExp(
  PYTHON_FRAMEWORKS.map(({ words, pattern }) => pattern?.source ?? `\\b(?:${words.join('|')})\\b`).join('|'),
  'm',
);

/** A test has routes of its own when it makes an application or adds to one; most tests only call one. */
const DECLARES = /\b(?:FastAPI|APIRouter|Starlette|Flask|Blueprint|Sanic|Litestar)\s*\(|^[ \t]*@\w+\.\w+\(\s*["']\//m;

/** Code facts of Python files that have to do with routes. */
export const pythonCode = defineExtractor({
  part: 'code',
  version: 8,
  notOf: ['vendored'],
  languages: ['python'],
  prefilter: (text, _, fileClass) => holdsAny(text, WORDS) && (fileClass === 'test' ? DECLARES : WHOLE).test(text),
  extract(file) {
    const tree = file.tree;
    if (!tree) return undefined;
    return new PythonCode(file).module(tree.rootNode);
  },
});

class PythonCode {
  private readonly expressions: PythonExpressions;
  private readonly meanings: PythonRegistrations;
  private readonly classes: Record<string, ClassFact> = {};
  private readonly scope: string[] = [];
  /** Directly inside a class body. */
  private inClass = false;

  constructor(private readonly file: SourceFile) {
    this.expressions = new PythonExpressions(
      file.text,
      (start, end) => file.span(start, end),
      frameworksOf(file.text, PYTHON_FRAMEWORKS),
    );
    this.meanings = new PythonRegistrations(this.expressions);
  }

  module(root: TreeNode): CodeFacts {
    const body = this.block(root);
    for (const framework of this.expressions.frameworks)
      body.push(...(framework.module?.(body, this.file.span(0, 0)) ?? []));
    const broken = root.hasError ? (this.file.notes.find((note) => note.by === 'python')?.span ?? null) : null;
    return { language: 'python', body, functions: this.expressions.functions, classes: this.classes, broken };
  }

  private block(node: TreeNode | null): Statement[] {
    const statements: Statement[] = [];
    if (node) for (const child of node.namedChildren) this.statement(child, statements);
    return statements;
  }

  private statement(node: TreeNode, out: Statement[]): void {
    const line = node.startPosition.row + 1;
    switch (node.type) {
      case 'expression_statement':
        return this.expressionStatement(node.firstNamedChild, line, out);
      case 'if_statement':
        return void out.push(this.branch(node, line));
      case 'return_statement':
        return this.returned(this.optional(node.firstNamedChild), line, out);
      case 'raise_statement':
        return void out.push({ s: 'throw', value: this.optional(node.firstNamedChild), line });
      case 'function_definition':
        return this.definition(node, [], line, out);
      case 'class_definition':
        return this.classDefinition(node, [], line, out);
      case 'decorated_definition':
        return this.decorated(node, line, out);
      case 'import_statement':
      case 'import_from_statement':
        return this.imports(node, line, out);
      case 'try_statement':
        return void out.push(this.attempt(node, line));
      case 'with_statement':
        return this.with(node, line, out);
      case 'for_statement':
      case 'while_statement':
        return this.loop(node, line, out);
      case 'match_statement':
        return this.match(node, line, out);
      case 'assert_statement':
        return void out.push({
          s: 'if',
          test: { e: 'not', of: this.expressions.lower(node.firstNamedChild) },
          then: [{ s: 'throw', value: null, line }],
          else: [],
          line,
        });
      case 'break_statement':
      case 'continue_statement':
        return void out.push({ s: 'jump', line });
      case 'ERROR':
        return this.recovered(node, out);
    }
  }

  private returned(value: Expression | null, line: number, out: Statement[]): void {
    // What is registered while something is returned is registered (`return self.add_resource(…)`).
    const registered = value?.e === 'call' ? this.meanings.statement(value) : undefined;
    if (registered && !isOnBehalf(registered)) return void out.push(registered, { s: 'return', value: null, line });
    if (registered) out.push(registered);
    out.push({ s: 'return', value: this.meanings.answered(value), line });
  }

  /** Statements that the parser kept inside an error node still count. */
  private recovered(node: TreeNode, out: Statement[]): void {
    for (const child of node.namedChildren) if (/_statement$|_definition$/.test(child.type)) this.statement(child, out);
  }

  private optional(node: TreeNode | null): Expression | null {
    return node && node.type !== 'comment' ? this.expressions.lower(node) : null;
  }

  private expressionStatement(node: TreeNode | null, line: number, out: Statement[]): void {
    if (!node || node.type === 'string' || node.type === 'comment') return;
    if (node.type === 'assignment') return this.assignment(node, line, out);
    if (node.type === 'augmented_assignment') {
      const to = this.expressions.field(node, 'left');
      const value: Expression = { e: 'join', parts: [to, this.expressions.field(node, 'right')] };
      return void out.push({ s: 'let', to, value, line });
    }
    const value = this.expressions.lower(node);
    const statement = value.e === 'call' ? this.meanings.statement(value) : undefined;
    if (statement) out.push(statement);
    if (!statement || isOnBehalf(statement)) out.push({ s: 'do', value, line });
  }

  private assignment(node: TreeNode, line: number, out: Statement[]): void {
    const left = node.childForFieldName('left');
    const right = node.childForFieldName('right');
    if (!left) return;
    if (!right) return this.declaration(node, left, line, out);
    if (right.type === 'assignment') {
      this.assignment(right, line, out);
      const inner = right.childForFieldName('left');
      const to = this.expressions.lower(left);
      return void out.push({ s: 'let', to, value: this.expressions.lower(inner), line });
    }
    const value = this.expressions.lower(right);
    if (isPattern(left)) return void out.push(...unpacked(left, value, line, this.expressions));
    const to = this.expressions.lower(left);
    for (const framework of this.expressions.frameworks) {
      const statement = framework.assign(to, value, this.expressions.spanOf(node));
      if (statement) return void out.push(statement);
    }
    out.push({ s: 'let', to, value, line });
  }

  /** `user: CurrentUser` in a class: an attribute that its type may fill with a dependency. */
  private declaration(node: TreeNode, left: TreeNode, line: number, out: Statement[]): void {
    const type = node.childForFieldName('type');
    if (!this.inClass || !type) return;
    const value = this.expressions.lower(type);
    if (value.e === 'annotated' || (value.e === 'name' && /dep|user|auth|current|session/i.test(value.name)))
      out.push({ s: 'let', to: this.expressions.lower(left), value, line });
  }

  private branch(node: TreeNode, line: number): Statement {
    const alternatives = node.childrenForFieldName('alternative');
    let otherwise: Statement[] = [];
    for (const alternative of alternatives.reverse()) {
      if (alternative.type === 'else_clause') otherwise = this.block(alternative.childForFieldName('body'));
      else
        otherwise = [
          {
            s: 'if',
            test: this.expressions.field(alternative, 'condition'),
            then: this.block(alternative.childForFieldName('consequence')),
            else: otherwise,
            line: alternative.startPosition.row + 1,
          },
        ];
    }
    const test = this.expressions.field(node, 'condition');
    return { s: 'if', test, then: this.block(node.childForFieldName('consequence')), else: otherwise, line };
  }

  private match(node: TreeNode, line: number, out: Statement[]): void {
    const subject = this.expressions.field(node, 'subject');
    const cases = node.childForFieldName('body')?.childrenForFieldName('alternative') ?? [];
    let chain: Statement[] = [];
    for (const clause of cases.reverse()) {
      const pattern = clause.namedChildren.find((child) => child.type === 'case_pattern');
      const then = this.block(clause.childForFieldName('consequence'));
      const value = pattern?.firstNamedChild ? this.expressions.lower(pattern.firstNamedChild) : undefined;
      if (!value || value.e === 'name') chain = then;
      else
        chain = [{ s: 'if', test: { e: 'compare', op: '==', left: subject, right: value }, then, else: chain, line }];
    }
    out.push(...chain);
  }

  private attempt(node: TreeNode, line: number): Statement {
    const catches: { types: string[]; body: Statement[] }[] = [];
    const after: Statement[] = [];
    const body = this.block(node.childForFieldName('body'));
    for (const child of node.namedChildren) {
      const block =
        child.childForFieldName('body') ?? child.namedChildren.find((inner) => inner.type === 'block') ?? null;
      if (child.type === 'except_clause' || child.type === 'except_group_clause') {
        catches.push({ types: this.exceptionTypes(child), body: this.block(block) });
      } else if (child.type === 'else_clause') {
        body.push(...this.block(block));
      } else if (child.type === 'finally_clause') {
        after.push(...this.block(block));
      }
    }
    return { s: 'try', body, catches, after, line };
  }

  /** Names of the exception types of an `except` clause, without their modules. */
  private exceptionTypes(clause: TreeNode): string[] {
    const header = clause.namedChildren.find((child) => child.type !== 'block' && child.type !== 'comment');
    if (!header) return [];
    const types = header.type === 'as_pattern' ? header.firstNamedChild : header;
    const list = types?.type === 'tuple' ? types.namedChildren : types ? [types] : [];
    return list.map((type) => this.expressions.source(type).split('.').pop() ?? '');
  }

  private with(node: TreeNode, line: number, out: Statement[]): void {
    const clause = node.namedChildren.find((child) => child.type === 'with_clause');
    for (const item of clause ? clause.namedChildren : []) {
      const value = item.childForFieldName('value');
      if (value?.type === 'as_pattern') {
        const target = value.childForFieldName('alias')?.firstNamedChild ?? null;
        out.push({
          s: 'let',
          to: this.expressions.lower(target),
          value: this.expressions.lower(value.firstNamedChild),
          line,
        });
      } else if (value) out.push({ s: 'do', value: this.expressions.lower(value), line });
    }
    out.push(...this.block(node.childForFieldName('body')));
  }

  private loop(node: TreeNode, line: number, out: Statement[]): void {
    const body = this.block(node.childForFieldName('body'));
    if (node.type === 'while_statement') {
      out.push({ s: 'loop', over: null, as: [], body, line });
    } else {
      const [as, further] = loopTargets(node.childForFieldName('left'), line, this.expressions);
      body.unshift(...further);
      out.push({ s: 'loop', over: this.expressions.field(node, 'right'), as, body, line });
    }
    const otherwise = node.childForFieldName('alternative');
    if (otherwise) out.push(...this.block(otherwise.childForFieldName('body')));
  }

  private imports(node: TreeNode, line: number, out: Statement[]): void {
    const module = node.childForFieldName('module_name');
    const targets = node.childrenForFieldName('name');
    if (!module) {
      for (const target of targets) this.moduleImport(target, line, out);
      return;
    }
    const from = this.expressions.source(module).replace(/\s+/g, '');
    const names = targets.map((target) => {
      const name =
        target.type === 'aliased_import' ? this.expressions.sourceOf(target, 'name') : this.expressions.source(target);
      const as = target.type === 'aliased_import' ? this.expressions.sourceOf(target, 'alias') : name;
      this.expressions.symbols.set(as, `${from}.${name}`);
      return { name, as };
    });
    if (node.namedChildren.some((child) => child.type === 'wildcard_import')) names.push(...this.starred(from));
    out.push({ s: 'import', from, names, line });
  }

  /** What `import *` brings: of a framework's package by name, else whatever the module has; that may be a framework's as well. */
  private starred(module: string): { name: string; as: string }[] {
    const { frameworks, symbols } = this.expressions;
    for (const { starred } of frameworks)
      for (const name of starred?.names ?? []) if (!symbols.has(name)) symbols.set(name, `${starred?.from}.${name}`);
    const own = frameworks.find(({ starred }) => starred?.from === module)?.starred;
    return own ? own.names.map((name) => ({ name, as: name })) : [{ name: '*', as: '*' }];
  }

  /** `import a.b` binds `a`; `import a.b as c` binds `a.b`. */
  private moduleImport(target: TreeNode, line: number, out: Statement[]): void {
    if (target.type === 'aliased_import') {
      const from = this.expressions.sourceOf(target, 'name');
      const as = this.expressions.sourceOf(target, 'alias');
      this.expressions.symbols.set(as, from);
      out.push({ s: 'import', from, names: [{ name: null, as }], line });
      return;
    }
    const from = this.expressions.source(target);
    const top = from.split('.')[0] ?? from;
    this.expressions.symbols.set(top, top);
    out.push({ s: 'import', from, names: [{ name: null, as: from }], line });
  }

  private decorated(node: TreeNode, line: number, out: Statement[]): void {
    const definition = node.childForFieldName('definition');
    const decorators = node.namedChildren.filter((child) => child.type === 'decorator');
    if (definition?.type === 'function_definition') this.definition(definition, decorators, line, out, node);
    else if (definition) this.classDefinition(definition, decorators, line, out);
  }

  private definition(
    node: TreeNode,
    decorators: TreeNode[],
    line: number,
    out: Statement[],
    whole: TreeNode = node,
  ): void {
    const name = this.expressions.sourceOf(node, 'name');
    const parameters = node.childForFieldName('parameters');
    const body = node.childForFieldName('body');
    const id = this.uniqueId(name);
    const params = parameters ? this.expressions.parameters(parameters) : [];
    const outer = this.inClass;
    this.inClass = false;
    this.scope.push(id);
    this.expressions.depth++;
    const statements = this.block(body);
    this.expressions.depth--;
    this.inClass = outer;
    this.scope.pop();
    const nameNode = node.childForFieldName('name') ?? node;
    this.expressions.functions[id] = {
      id,
      name,
      params,
      decorators: [],
      body: statements,
      doc: this.docString(body),
      at: this.expressions.spanOf(nameNode),
      extent: this.expressions.spanOf(whole),
    };
    const registrations = this.meanings.decorators(id, decorators, node);
    out.push({ s: 'def', id, line }, ...registrations);
  }

  private classDefinition(node: TreeNode, decorators: TreeNode[], line: number, out: Statement[]): void {
    const name = this.expressions.sourceOf(node, 'name');
    const id = this.uniqueId(name);
    const bases = this.expressions.args(node.childForFieldName('superclasses'));
    this.scope.push(id);
    const outer = this.inClass;
    this.inClass = true;
    const body = this.block(node.childForFieldName('body'));
    this.inClass = outer;
    this.scope.pop();
    this.classes[id] = {
      id,
      name,
      bases: bases.filter((base) => base.name === null).map((base) => base.value),
      decorators: decorators.map((decorator) => this.expressions.lower(decorator.firstNamedChild)),
      body,
      at: this.expressions.spanOf(node.childForFieldName('name') ?? node),
    };
    out.push({ s: 'class', id, line }, ...this.meanings.ofClass(this.classes[id], decorators, node));
  }

  private docString(body: TreeNode | null): string | null {
    const first = body?.firstNamedChild;
    const string = first?.type === 'expression_statement' ? first.firstNamedChild : null;
    if (string?.type !== 'string') return null;
    return this.expressions
      .source(string)
      .replace(/^\w*["']+|["']+$/g, '')
      .trim()
      .slice(0, MAX_TEXT);
  }

  private uniqueId(name: string): string {
    const outer = this.scope.at(-1);
    const base = outer === undefined ? name : `${outer}.${name}`;
    let id = base;
    for (let n = 2; id in this.expressions.functions || id in this.classes || this.scope.includes(id); n++)
      id = `${base}#${n}`;
    return id;
  }
}

export { other };

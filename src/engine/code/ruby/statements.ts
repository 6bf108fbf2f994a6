/** Lowers Ruby statements. The last statement of a body is what it returns. */
import type { TreeNode } from '../../parse/tree';
import type { Expression, Statement } from '../model';
import { RubyExpressions } from './expressions';
import { lineOf, named, NOTHING, other } from './values';

type Sink = (value: Expression) => Statement;

/** Exception classes that stand for every one that people catch. */
const ALL_ERRORS = new Set(['StandardError', 'Exception', '::StandardError']);

export abstract class RubyStatements extends RubyExpressions {
  /** Definitions inside a body: methods, classes, modules. */
  protected abstract definition(node: TreeNode): boolean;

  block(nodes: readonly TreeNode[], isBody: boolean): Statement[] {
    return this.within(() => {
      const live = nodes.filter((node) => !SILENT.has(node.type));
      const rescued = isBody && live.some((node) => CLAUSES.has(node.type));
      if (rescued) return this.attempt(live, (value) => ({ s: 'return', value, line: lineOf(live[0] as TreeNode) }));
      this.each(live, isBody ? (value, line) => ({ s: 'return', value, line }) : null);
    });
  }

  /** Runs something with a block of its own; gives its statements. */
  protected within(run: () => void): Statement[] {
    const outer = this.out;
    this.out = [];
    run();
    const statements = this.out;
    this.out = outer;
    return statements;
  }

  private each(nodes: readonly TreeNode[], last: ((value: Expression, line: number) => Statement) | null): void {
    nodes.forEach((node, index) => {
      if (last && index === nodes.length - 1) this.tail(node, (value) => last(value, lineOf(node)));
      else this.statement(node);
    });
  }

  protected tail(node: TreeNode, sink: Sink): void {
    switch (node.type) {
      case 'if':
      case 'unless':
      case 'elsif':
      case 'if_modifier':
      case 'unless_modifier':
        return this.branch(node, sink);
      case 'case':
        return this.choice(node, sink);
      case 'begin':
        return this.attempt(named(node), sink);
      case 'rescue_modifier':
        return this.emit({
          s: 'try',
          body: this.within(() => this.tail(node.firstNamedChild as TreeNode, sink)),
          catches: [{ types: [], body: this.within(() => this.emit(sink(this.field(node, 'handler')))) }],
          after: [],
          line: lineOf(node),
        });
      case 'return':
      case 'next':
      case 'break':
      case 'while':
      case 'until':
      case 'for':
        return this.statement(node);
      default:
        if (this.definition(node) || this.leaves(node) || this.loops(node)) return;
        return this.emit(sink(this.lower(node)));
    }
  }

  statement(node: TreeNode): void {
    const line = lineOf(node);
    switch (node.type) {
      case 'return':
      case 'next':
        return this.emit({ s: 'return', value: this.returned(node), line });
      case 'break':
      case 'redo':
      case 'retry':
        return this.emit({ s: 'jump', line });
      case 'while':
      case 'until':
        return this.emit({ s: 'loop', over: null, as: [], body: this.bodyOf(node.childForFieldName('body')), line });
      case 'for': {
        const over = this.lower(node.childForFieldName('value')?.firstNamedChild ?? null);
        const as = this.source(node.childForFieldName('pattern'));
        this.locals.add(as);
        return this.emit({ s: 'loop', over, as: [as], body: this.bodyOf(node.childForFieldName('body')), line });
      }
      case 'assignment':
      case 'operator_assignment':
        this.lower(node);
        return;
      default:
        this.tail(node, (value) => ({ s: 'do', value, line }));
    }
  }

  private returned(node: TreeNode): Expression | null {
    const list = node.firstNamedChild;
    if (!list) return null;
    const values = named(list).map((child) => this.lower(child));
    return values.length === 1 ? (values[0] ?? null) : { e: 'list', items: values };
  }

  /** `raise X`, `render(…) and return`, `user or return`: what leaves the method in the middle of an expression. */
  private leaves(node: TreeNode): boolean {
    const line = lineOf(node);
    if (
      node.type === 'call' &&
      !node.childForFieldName('receiver') &&
      /^(?:raise|fail)$/.test(this.source(node.childForFieldName('method')))
    ) {
      const [first] = this.args(node.childForFieldName('arguments'));
      this.emit({ s: 'throw', value: first?.value ?? null, line });
      return true;
    }
    const right = node.type === 'binary' ? node.childForFieldName('right') : null;
    if (!right || !/^(?:return|next|break)$/.test(right.type)) return false;
    const test = this.field(node, 'left');
    const isAnd = /&&|\band\b/.test(this.text.slice(node.childForFieldName('left')?.endIndex ?? 0, right.startIndex));
    const leave = this.within(() => this.statement(right));
    // What answers answers something that is true.
    if (isAnd && test.e === 'refusal') {
      this.emit({ s: 'do', value: test, line });
      leave.forEach((one) => this.emit(one));
    } else this.emit({ s: 'if', test, then: isAnd ? leave : [], else: isAnd ? [] : leave, line });
    return true;
  }

  /** `users.each do |user| … end`. */
  private loops(node: TreeNode): boolean {
    const block = node.type === 'call' ? node.childForFieldName('block') : null;
    const receiver = block && node.childForFieldName('receiver');
    if (
      !block ||
      !receiver ||
      !/^(?:each|each_with_index|find_each|each_pair)$/.test(this.source(node.childForFieldName('method')))
    )
      return false;
    const over = this.lower(receiver);
    const outer = new Set(this.locals);
    const parameters = block.childForFieldName('parameters');
    const as = parameters ? this.parameters(parameters).map(({ name }) => name) : [];
    const body = this.bodyOf(block.childForFieldName('body')).map(asJump);
    this.locals = outer;
    this.emit({ s: 'loop', over, as, body, line: lineOf(node) });
    return true;
  }

  private branch(node: TreeNode, sink: Sink): void {
    const test = this.field(node, 'condition');
    const body = node.childForFieldName('consequence') ?? node.childForFieldName('body');
    const own = this.branchBody(body, sink);
    const alternative = node.childForFieldName('alternative');
    const rest = alternative
      ? this.within(() =>
          alternative.type === 'elsif' ? this.branch(alternative, sink) : this.last(named(alternative), sink),
        )
      : this.within(() => this.emit(sink(NOTHING)));
    const isUnless = node.type.startsWith('unless');
    this.emit({
      s: 'if',
      test,
      then: withoutIdle(isUnless ? rest : own),
      else: withoutIdle(isUnless ? own : rest),
      line: lineOf(node),
    });
  }

  /** `then` and modifiers' bodies. */
  private branchBody(body: TreeNode | null, sink: Sink): Statement[] {
    return this.within(() => this.last(!body ? [] : body.type === 'then' ? named(body) : [body], sink));
  }

  private last(nodes: readonly TreeNode[], sink: Sink): void {
    const live = nodes.filter((node) => !SILENT.has(node.type));
    live.slice(0, -1).forEach((node) => this.statement(node));
    const last = live.at(-1);
    if (last) this.tail(last, sink);
    else this.emit(sink(NOTHING));
  }

  private choice(node: TreeNode, sink: Sink): void {
    const value = node.childForFieldName('value');
    const subject = value && this.lower(value);
    const clauses = named(node).filter((child) => child.type === 'when' || child.type === 'else');
    let chain: Statement[] = this.within(() => this.emit(sink(NOTHING)));
    for (const clause of clauses.reverse()) {
      const body = clause.type === 'when' ? clause.childForFieldName('body') : clause;
      const own = this.within(() => this.last(body ? named(body) : [], sink));
      if (clause.type === 'else') chain = own;
      else {
        const patterns = named(clause).filter((child) => child.type === 'pattern');
        const tests = patterns.map((pattern): Expression => {
          const right = this.lower(pattern.firstNamedChild);
          return subject ? { e: 'compare', op: '==', left: subject, right } : right;
        });
        const test = tests.reduce<Expression | null>((left, right) => (left ? { e: 'or', left, right } : right), null);
        chain = [
          { s: 'if', test: test ?? other(), then: withoutIdle(own), else: withoutIdle(chain), line: lineOf(clause) },
        ];
      }
    }
    chain.forEach((one) => this.emit(one));
  }

  /** `begin … rescue … else … ensure … end`, and the body of a method with these. */
  private attempt(nodes: readonly TreeNode[], sink: Sink): void {
    const clauses = nodes.filter((node) => CLAUSES.has(node.type));
    const inside = nodes.filter((node) => !CLAUSES.has(node.type));
    const body = this.within(() => this.last(inside, sink));
    const catches = clauses
      .filter((node) => node.type === 'rescue')
      .map((node) => {
        const variable = node.childForFieldName('variable')?.firstNamedChild;
        if (variable) this.locals.add(this.source(variable));
        const clause = node.childForFieldName('body');
        return { types: this.caught(node), body: this.within(() => this.last(clause ? named(clause) : [], sink)) };
      });
    const after = clauses.filter((node) => node.type === 'ensure').flatMap((node) => this.block(named(node), false));
    if (catches.length === 0 && after.length === 0) body.forEach((one) => this.emit(one));
    else this.emit({ s: 'try', body, catches, after, line: lineOf(nodes[0] as TreeNode) });
  }

  private caught(node: TreeNode): string[] {
    const list = node.childForFieldName('exceptions');
    const types = list ? named(list).map((one) => this.source(one)) : [];
    return types.some((type) => ALL_ERRORS.has(type)) ? [] : types.map((type) => type.split('::').pop() ?? type);
  }

  private bodyOf(node: TreeNode | null): Statement[] {
    return this.block(node ? named(node) : [], false);
  }
}

const SILENT = new Set(['comment', 'heredoc_body', 'empty_statement']);
const CLAUSES = new Set(['rescue', 'ensure', 'else']);

/** A branch that only says that nothing comes of it. */
function withoutIdle(statements: Statement[]): Statement[] {
  return statements.filter((one) => one.s !== 'do' || one.value !== NOTHING);
}

/** `next` in a loop goes on with the next one. */
function asJump(statement: Statement): Statement {
  return statement.s === 'return' && statement.value === null ? { s: 'jump', line: statement.line } : statement;
}

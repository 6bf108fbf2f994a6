/** Lowers PHP statements. */
import type { TreeNode } from '../../parse/tree';
import type { Expression, Statement } from '../model';
import { PhpExpressions } from './expressions';
import { field, named, other } from './values';

export abstract class PhpStatements extends PhpExpressions {
  /** Definitions: classes, functions, `use` lines. */
  protected abstract definition(node: TreeNode): boolean;

  block(nodes: readonly TreeNode[]): Statement[] {
    const outer = this.out;
    this.out = [];
    for (const node of nodes) this.statement(node);
    const statements = this.out;
    this.out = outer;
    return statements;
  }

  private statement(node: TreeNode): void {
    const line = node.startPosition.row + 1;
    switch (node.type) {
      case 'expression_statement':
        return this.expressionStatement(node.firstNamedChild, line);
      case 'return_statement':
        return this.returned(node.firstNamedChild, line);
      case 'if_statement':
        return this.emit(this.branch(node, line));
      case 'compound_statement':
      case 'colon_block':
        for (const child of named(node)) this.statement(child);
        return;
      case 'foreach_statement':
      case 'for_statement':
      case 'while_statement':
      case 'do_statement':
        return this.loop(node, line);
      case 'try_statement':
        return this.attempt(node, line);
      case 'switch_statement':
        return this.choice(node, line);
      case 'break_statement':
      case 'continue_statement':
        return this.emit({ s: 'jump', line });
      case 'echo_statement':
        return this.emit({ s: 'do', value: this.lower(node.firstNamedChild), line });
      default:
        this.definition(node);
    }
  }

  private returned(node: TreeNode | null, line: number): void {
    if (node?.type === 'throw_expression') this.expressionStatement(node, line);
    else this.emit({ s: 'return', value: node && this.lower(node), line });
  }

  private expressionStatement(node: TreeNode | null, line: number): void {
    if (!node) return;
    if (node.type === 'throw_expression') this.emit({ s: 'throw', value: this.lower(node.firstNamedChild), line });
    else if (/assignment_expression$/.test(node.type)) this.lower(node);
    else this.emit({ s: 'do', value: this.lower(node), line });
  }

  private branch(node: TreeNode, line: number): Statement {
    const test = this.lower(field(node, 'condition'));
    const then = this.bodyOf(field(node, 'body'));
    const alternatives = node.childrenForFieldName('alternative').filter((child) => child !== null);
    let rest: Statement[] = [];
    // What an `else if` does to find its answer is done where it is asked.
    for (const clause of alternatives.reverse()) {
      if (clause.type === 'else_clause') rest = this.bodyOf(field(clause, 'body'));
      else {
        const outer = this.out;
        this.out = [];
        const own: Statement = {
          s: 'if',
          test: this.lower(field(clause, 'condition')),
          then: this.bodyOf(field(clause, 'body')),
          else: rest,
          line: clause.startPosition.row + 1,
        };
        rest = [...this.out, own];
        this.out = outer;
      }
    }
    return { s: 'if', test, then, else: rest, line };
  }

  private bodyOf(node: TreeNode | null): Statement[] {
    if (!node) return [];
    return this.block(node.type === 'compound_statement' || node.type === 'colon_block' ? named(node) : [node]);
  }

  private loop(node: TreeNode, line: number): void {
    const body = field(node, 'body');
    if (node.type !== 'foreach_statement') {
      this.emit({ s: 'loop', over: null, as: [], body: this.bodyOf(body), line });
      return;
    }
    const [over, item] = named(node);
    const target = item?.type === 'pair' ? named(item)[1] : item;
    const as = target ? [this.source(target).replace(/^&?\$/, '')] : [];
    this.emit({ s: 'loop', over: this.lower(over ?? null), as, body: this.bodyOf(body), line });
  }

  private attempt(node: TreeNode, line: number): void {
    const clauses = named(node);
    const catches = clauses
      .filter((child) => child.type === 'catch_clause')
      .map((clause) => {
        const list = field(clause, 'type');
        const types = list ? named(list).map((one) => this.source(one).split('\\').pop() ?? '') : [];
        const isAll = types.some((type) => type === 'Exception' || type === 'Throwable' || type === 'Error');
        return { types: isAll ? [] : types, body: this.bodyOf(field(clause, 'body')) };
      });
    const last = clauses.find((child) => child.type === 'finally_clause');
    const after = last ? this.bodyOf(field(last, 'body')) : [];
    this.emit({ s: 'try', body: this.bodyOf(field(node, 'body')), catches, after, line });
  }

  private choice(node: TreeNode, line: number): void {
    const subject = this.lower(field(node, 'condition'));
    const block = field(node, 'body');
    let chain: Statement[] = [];
    for (const clause of named(block ?? node).reverse()) {
      const value = field(clause, 'value');
      const body = this.block(named(clause).filter((child) => child.startIndex !== value?.startIndex)).filter(
        (one) => one.s !== 'jump',
      );
      if (clause.type === 'default_statement') chain = body;
      else {
        const right: Expression = value ? this.lower(value) : other();
        chain = [{ s: 'if', test: { e: 'compare', op: '==', left: subject, right }, then: body, else: chain, line }];
      }
    }
    chain.forEach((one) => this.emit(one));
  }
}

/** What statements, decorators and answers of a Python module mean to the frameworks that it is written for. */
import type { TreeNode } from '../../parse/tree';
import type { ClassFact, Expression, Statement } from '../model';
import type { Call, PythonExpressions, StatementContext } from './expressions';

export class PythonRegistrations {
  constructor(private readonly expressions: PythonExpressions) {}

  /** What a statement that consists of a call registers, else undefined. */
  statement(call: Call): Statement | undefined {
    const symbol = this.expressions.symbolOf(call.callee);
    for (const framework of this.expressions.frameworks) {
      const statement = framework.statement(call, symbol, this.context());
      if (statement) return statement;
    }
    return undefined;
  }

  private context(): StatementContext {
    return {
      spanOf: (expression) => this.expressions.placeOf(expression),
      functions: this.expressions.functions,
    };
  }

  /** What is returned, as the framework takes it. */
  answered(value: Expression | null): Expression | null {
    if (!value) return null;
    for (const framework of this.expressions.frameworks) {
      const meaning = framework.returned?.(value);
      if (meaning) return meaning;
    }
    return value;
  }

  /** Sorts decorators into registrations (statements) and wrappers (kept on the function). Python applies them from below. */
  decorators(id: string, nodes: TreeNode[], definition: TreeNode): Statement[] {
    const fact = this.expressions.functions[id];
    if (!fact) return [];
    const values = nodes.map((node) => this.expressions.lower(node.firstNamedChild));
    const calls = values.map((value, index) => this.asCall(value, nodes[index]));
    const statements: Statement[] = [];
    const isOwn = calls.map(
      (call) => call !== undefined && this.registration(call, id, 0, [], [], definition) !== undefined,
    );
    calls.forEach((call, index) => {
      const node = nodes[index];
      if (call === undefined || !isOwn[index] || !node) return;
      const above = values.slice(0, index).filter((_, i) => !isOwn[i]);
      const below = values.slice(index + 1).filter((_, i) => !isOwn[index + 1 + i]);
      const statement = this.registration(call, id, node.startPosition.row + 1, below, above, definition);
      if (statement) statements.unshift(statement);
    });
    fact.decorators = values.filter((_, index) => !isOwn[index]);
    return statements;
  }

  /** A decorator as a call; `@app.before_request` is one without arguments. */
  private asCall(value: Expression, node: TreeNode | undefined): Call | undefined {
    if (value.e === 'call') return value;
    return value.e === 'member' && node
      ? { e: 'call', callee: value, args: [], at: this.expressions.spanOf(node) }
      : undefined;
  }

  private registration(
    call: Call,
    id: string,
    declLine: number,
    below: Expression[],
    above: Expression[],
    definition: TreeNode,
  ): Statement | undefined {
    const fact = this.expressions.functions[id];
    if (!fact) return undefined;
    for (const framework of this.expressions.frameworks) {
      const statement = framework.decorator(call, {
        ...this.context(),
        function: fact,
        below,
        above,
        line: definition.startPosition.row + 1,
        declLine,
        at: call.at,
      });
      if (statement) return statement;
    }
    return undefined;
  }

  /** What the decorators of a class register. */
  ofClass(fact: ClassFact | undefined, nodes: TreeNode[], definition: TreeNode): Statement[] {
    if (!fact) return [];
    const { id, name } = fact;
    return nodes.flatMap((node, index) => {
      const value = fact.decorators[index];
      if (value?.e !== 'call') return [];
      const lines = { line: definition.startPosition.row + 1, declLine: node.startPosition.row + 1 };
      for (const framework of this.expressions.frameworks) {
        const statement = framework.classDecorator?.(value, { ...this.context(), id, name, ...lines });
        if (statement) return [statement];
      }
      return [];
    });
  }
}

/** Registers for somebody else: the call goes on to give what it gives. */
export function isOnBehalf(statement: Statement): boolean {
  return statement.s === 'route' && statement.onBehalf === true;
}

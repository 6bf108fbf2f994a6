/** Walks over code facts. */
import type { Argument, Expression, Statement } from './model';

/** True when a statement, or one nested in it (functions left out), passes the test. */
export function someStatement(statements: readonly Statement[], test: (statement: Statement) => boolean): boolean {
  return statements.some(
    (statement) => test(statement) || blocksOf(statement).some((block) => someStatement(block, test)),
  );
}

/** Statement lists inside a statement. */
export function blocksOf(statement: Statement): Statement[][] {
  switch (statement.s) {
    case 'if':
      return [statement.then, statement.else];
    case 'try':
      return [statement.body, ...statement.catches.map((clause) => clause.body), statement.after];
    case 'loop':
      return [statement.body];
    default:
      return [];
  }
}

/** Expressions directly inside a statement. */
export function expressionsOf(statement: Statement): Expression[] {
  switch (statement.s) {
    case 'do':
    case 'export':
      return [statement.value];
    case 'let':
      return [statement.to, statement.value];
    case 'if':
      return [statement.test];
    case 'return':
    case 'throw':
      return statement.value ? [statement.value] : [];
    case 'loop':
      return statement.over ? [statement.over] : [];
    default:
      return [];
  }
}

/** Expressions directly inside an expression. */
export function partsOf(expression: Expression): Expression[] {
  switch (expression.e) {
    case 'member':
    case 'spread':
    case 'not':
    case 'error':
    case 'shared':
      return [expression.of];
    case 'load':
      return [expression.what];
    case 'metadata':
    case 'named':
      return [expression.key];
    case 'attach':
      return [expression.key, expression.value];
    case 'index':
      return [expression.of, expression.key];
    case 'call':
      return [expression.callee, ...valuesOf(expression.args)];
    case 'list':
      return expression.items;
    case 'record':
      return expression.entries.flatMap(({ key, value }) => [key, value]);
    case 'and':
    case 'or':
    case 'compare':
      return [expression.left, expression.right];
    case 'choose':
      return [expression.test, expression.then, expression.else];
    case 'join':
    case 'other':
      return expression.parts;
    case 'setting':
      return expression.fallback ? [expression.fallback] : [];
    case 'guard':
      return expression.value ? [expression.value] : [];
    case 'annotated':
      return [expression.type, ...expression.guards];
    case 'router':
      return valuesOf(expression.args);
    default:
      return [];
  }
}

function valuesOf(args: readonly Argument[]): Expression[] {
  return args.map((arg) => arg.value);
}

/** True when an expression or one inside it passes the test. */
export function someExpression(expression: Expression, test: (expression: Expression) => boolean): boolean {
  return test(expression) || partsOf(expression).some((part) => someExpression(part, test));
}

/** True when any expression of these statements passes the test; functions written elsewhere are not entered. */
export function someExpressionIn(statements: readonly Statement[], test: (expression: Expression) => boolean): boolean {
  return someStatement(statements, (statement) =>
    expressionsOf(statement).some((expression) => someExpression(expression, test)),
  );
}

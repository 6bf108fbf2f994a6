/**
 * Walks over code facts. They are walked thousands of times in a scan, mostly by code that has just been loaded: what is asked of every part
 * makes no lists of them.
 */
import type { Argument, Expression, Statement } from './model';

/** True when a statement, or one nested in it (functions left out), passes the test. */
export function someStatement(statements: readonly Statement[], test: (statement: Statement) => boolean): boolean {
  const inside = (block: readonly Statement[]): boolean => {
    for (const statement of block) if (test(statement) || someBlock(statement, inside)) return true;
    return false;
  };
  return inside(statements);
}

/** True when one of the statement lists inside a statement passes the test. */
export function someBlock(statement: Statement, test: (block: readonly Statement[]) => boolean): boolean {
  switch (statement.s) {
    case 'if':
      return test(statement.then) || test(statement.else);
    case 'try':
      if (test(statement.body)) return true;
      for (const clause of statement.catches) if (test(clause.body)) return true;
      return test(statement.after);
    case 'loop':
      return test(statement.body);
    default:
      return false;
  }
}

/** True when one of the expressions directly inside a statement passes the test. */
export function someOwn(statement: Statement, test: (expression: Expression) => boolean): boolean {
  switch (statement.s) {
    case 'do':
    case 'export':
      return test(statement.value);
    case 'let':
      return test(statement.to) || test(statement.value);
    case 'if':
      return test(statement.test);
    case 'return':
    case 'throw':
      return statement.value ? test(statement.value) : false;
    case 'loop':
      return statement.over ? test(statement.over) : false;
    default:
      return false;
  }
}

/** True when one of the expressions directly inside an expression passes the test. */
export function somePart(expression: Expression, test: (part: Expression) => boolean): boolean {
  switch (expression.e) {
    case 'member':
    case 'spread':
    case 'not':
    case 'error':
    case 'shared':
      return test(expression.of);
    case 'load':
      return test(expression.what);
    case 'metadata':
    case 'named':
      return test(expression.key);
    case 'attach':
      return test(expression.key) || test(expression.value);
    case 'index':
      return test(expression.of) || test(expression.key);
    case 'call':
      return test(expression.callee) || someValue(expression.args, test);
    case 'list':
      return someOf(expression.items, test);
    case 'record':
      for (const { key, value } of expression.entries) if (test(key) || test(value)) return true;
      return false;
    case 'and':
    case 'or':
    case 'compare':
      return test(expression.left) || test(expression.right);
    case 'choose':
      return test(expression.test) || test(expression.then) || test(expression.else);
    case 'join':
    case 'other':
      return someOf(expression.parts, test);
    case 'setting':
      return expression.fallback ? test(expression.fallback) : false;
    case 'guard':
      return expression.value ? test(expression.value) : false;
    case 'annotated':
      return test(expression.type) || someOf(expression.guards, test);
    case 'router':
      return someValue(expression.args, test);
    default:
      return false;
  }
}

function someValue(args: readonly Argument[], test: (value: Expression) => boolean): boolean {
  for (const { value } of args) if (test(value)) return true;
  return false;
}

function someOf(expressions: readonly Expression[], test: (expression: Expression) => boolean): boolean {
  for (const expression of expressions) if (test(expression)) return true;
  return false;
}

/** Statement lists inside a statement. */
export function blocksOf(statement: Statement): (readonly Statement[])[] {
  return all((take) => someBlock(statement, take));
}

/** Expressions directly inside a statement. */
export function expressionsOf(statement: Statement): Expression[] {
  return all((take) => someOwn(statement, take));
}

/** Expressions directly inside an expression. */
export function partsOf(expression: Expression): Expression[] {
  return all((take) => somePart(expression, take));
}

function all<T>(goOver: (take: (one: T) => boolean) => boolean): T[] {
  const found: T[] = [];
  goOver((one) => {
    found.push(one);
    return false;
  });
  return found;
}

/** True when an expression or one inside it passes the test. */
export function someExpression(expression: Expression, test: (expression: Expression) => boolean): boolean {
  const inside = (part: Expression): boolean => test(part) || somePart(part, inside);
  return inside(expression);
}

/** True when any expression of these statements passes the test; functions written elsewhere are not entered. */
export function someExpressionIn(statements: readonly Statement[], test: (expression: Expression) => boolean): boolean {
  const inside = (part: Expression): boolean => test(part) || somePart(part, inside);
  return someStatement(statements, (statement) => someOwn(statement, inside));
}

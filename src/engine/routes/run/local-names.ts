/**
 * Names that a body gives to what it loads itself, or takes out of a table: `const { requireUser } = await import('./session')`,
 * `const handler = handlers[key]`.
 */
import type { Expression, FunctionFact } from '../../code/model';
import { someStatement } from '../../code/visit';

const known = new WeakMap<FunctionFact['body'], ReadonlyMap<string, Expression>>();

/** An expression with such a name at its root replaced by what it stands for. */
export function withLocalNames(expression: Expression, fact: FunctionFact): Expression {
  if (expression.e === 'name') return namesOf(fact).get(expression.name) ?? expression;
  if (expression.e !== 'member') return expression;
  const of = withLocalNames(expression.of, fact);
  return of === expression.of ? expression : { ...expression, of };
}

function namesOf({ body }: FunctionFact): ReadonlyMap<string, Expression> {
  const found = known.get(body);
  if (found) return found;
  const names = new Map<string, Expression>();
  someStatement(body, (statement) => {
    if (statement.s !== 'let' || statement.to.e !== 'name') return false;
    const { value } = statement;
    // Which one of a table it is does not matter here: the whole table stands for it.
    if (isImport(value)) names.set(statement.to.name, value);
    else if (value.e === 'index' && value.of.e === 'name') names.set(statement.to.name, value.of);
    return false;
  });
  known.set(body, names);
  return names;
}

/** A module, or something of one. */
function isImport(value: Expression): boolean {
  return value.e === 'import' || (value.e === 'member' && isImport(value.of));
}

/** How the code behind a middleware tells paths apart. */
import type { Expression, FunctionFact } from '../../code/model';
import { someExpressionIn } from '../../code/visit';
import type { Interpreter } from '../program/interpret';
import { nameOf, type Value } from '../program/values';

/** A path that no list of exceptions names. */
export const UNLISTED = '/preflight/unlisted/path';

/** Whether the code behind a middleware tests how the path starts: what lists of open paths do, and lists of forbidden ones do not. */
export function comparesPrefixes(value: Value, program: Interpreter): boolean {
  return functionsOf(value, program).some((fact) => someExpressionIn(fact.body, testsPathStart));
}

/** Paths below those that the code behind a middleware writes, a few of them. */
export function prefixesOf(value: Value, program: Interpreter): string[] {
  const found = new Set<string>();
  for (const fact of functionsOf(value, program))
    someExpressionIn(fact.body, (one) => {
      if (one.e === 'text' && /^\/\w/.test(one.value)) found.add(`${one.value.replace(/\/$/, '')}${UNLISTED}`);
      return false;
    });
  return [...found].slice(0, MAX_PREFIXES);
}

const MAX_PREFIXES = 8;

/** The functions of which a middleware consists. */
function functionsOf(value: Value, program: Interpreter): FunctionFact[] {
  const home = value.v === 'instance' ? value.of : value;
  if (home.v !== 'function' && home.v !== 'class') return [];
  const name = home.fact.name;
  return Object.values(program.facts(home.path)?.functions ?? {}).filter((fact) =>
    home.v === 'function' ? within(fact, home.fact) : fact.id.startsWith(`${name}.`) || fact.name === '',
  );
}

function within(fact: FunctionFact, outer: FunctionFact): boolean {
  return fact.extent.line >= outer.extent.line && fact.extent.endLine <= outer.extent.endLine;
}

function testsPathStart(expression: Expression): boolean {
  if (expression.e !== 'call' || expression.callee.e !== 'member' || !/^starts_?with$/i.test(expression.callee.name))
    return false;
  const { of } = expression.callee;
  return of.e === 'request' ? of.part === 'path' : /path|url/i.test(nameOf(of));
}

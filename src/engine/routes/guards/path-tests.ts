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

/** Paths below those that the code behind a middleware writes, or takes from its module, a few of them. */
export function prefixesOf(value: Value, program: Interpreter): string[] {
  const found = new Set<string>();
  const add = (start: string): void =>
    void (/^\/\w/.test(start) && found.add(`${start.replace(/\/$/, '')}${UNLISTED}`));
  const take = (one: Value): void => {
    if (one.v === 'text') add(one.text);
    if (one.v === 'regex') add(startOf(one.source));
    if (one.v === 'list') one.items.forEach(take);
  };
  const scope = value.v === 'function' ? value.scope : value.v === 'instance' ? value.of.scope : undefined;
  for (const fact of functionsOf(value, program))
    someExpressionIn(fact.body, (one) => {
      if (one.e === 'text') add(one.value);
      if (one.e === 'regex') add(startOf(one.source));
      if (one.e === 'name' && scope) take(program.evaluateKnown(one, scope));
      return false;
    });
  return [...found].slice(0, MAX_PREFIXES);
}

/** What a pattern begins with, as far as it is literal: `^\/api\/v1\/` → `/api/v1/`. */
function startOf(source: string): string {
  return (/^\^?((?:\\\/|[\w/-])+)/.exec(source)?.[1] ?? '').replaceAll('\\/', '/');
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

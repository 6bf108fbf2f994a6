/** `Access-Control-Allow-Origin` set by hand, in a middleware or by the handler itself. */
import type { Expression, FunctionFact, Statement } from '../../code/model';
import { blocksOf, someExpressionIn } from '../../code/visit';
import type { Interpreter } from '../../routes/program/interpret';
import type { Scope, Value } from '../../routes/program/values';
import { bodiesOf, runsOf, visitOwn, type Visitor } from '../../routes/run/reach';
import type { Workspace } from '../../workspace';
import { NO_ORIGINS, originsOf, originsOfValue, type Origins } from './origins';
import type { CorsPolicy } from './policy';

const ORIGIN = /^access-control-allow-origin$/i;
const CREDENTIALS = /^access-control-allow-credentials$/i;
/** Calls that take a header's name and value. */
const SETS = /^(?:setHeader|header|set|append|setdefault|Set|Header|Append|setdefaults|addHeader|SetHeader)$/;

/** True when some file names the header: without one, nobody sets it. Call through `workspace.derive`. */
export function namesCorsHeader(workspace: Workspace): boolean {
  for (const _ of workspace.each('corsHeaders')) return true;
  return false;
}

/** Policies that a function sets by the header, with what it calls. */
export function headerPolicies(value: Value, workspace: Workspace, interpreter: Interpreter): CorsPolicy[] {
  if (!workspace.derive(namesCorsHeader)) return [];
  return runsOf(value, interpreter).flatMap((run): CorsPolicy[] => {
    const found: Origins[] = [];
    let credentials = false;
    const header = (name: string | null, value: Expression, scope: Scope): void => {
      if (name === null) return;
      if (CREDENTIALS.test(name)) credentials = true;
      if (ORIGIN.test(name)) found.push(written(value, scope, run.fact, interpreter));
    };
    const entries = (expression: Expression, scope: Scope): void => {
      const known = interpreter.evaluate(expression, scope);
      if (known.v !== 'record') return;
      for (const [name, entry] of known.entries) {
        if (CREDENTIALS.test(name)) credentials = true;
        if (ORIGIN.test(name)) found.push(originsOfValue(entry, interpreter));
      }
    };
    const visitor: Visitor = {
      expression: (expression, scope) => {
        if (expression.e === 'call' && expression.callee.e === 'member' && SETS.test(expression.callee.name)) {
          const [name, value] = expression.args;
          if (name && value) header(nameIn(name.value), value.value, scope);
        }
        if (expression.e === 'record')
          for (const { key, value } of expression.entries) {
            header(nameIn(key), value, scope);
            // `{ headers: corsHeaders }`, `{ headers: { ...corsHeaders } }`
            if (key.e === 'spread') entries(key.of, scope);
            else if (nameIn(key) === 'headers' && value.e === 'name') entries(value, scope);
          }
        if (expression.e === 'call')
          for (const { name, value } of expression.args)
            if (name === 'headers' && value.e === 'name') entries(value, scope);
      },
      statement: (statement, scope) => {
        if (statement.s === 'let' && statement.to.e === 'index')
          header(nameIn(statement.to.key), statement.value, scope);
      },
    };
    for (const { body, scope } of bodiesOf(run, interpreter)) if (mayNameHeaders(body)) visitOwn(body, scope, visitor);
    return found.map((origins) => ({
      path: run.path,
      span: run.fact.at,
      origins,
      credentials,
      echoes: origins.any === 'reflects',
      how: 'a header',
      condition: null,
      pattern: null,
      unseen: false,
    }));
  });
}

const naming = new WeakMap<FunctionFact['body'], boolean>();

/** False when a body has nothing to do with these headers: hundreds of handlers call the same helpers, and few name one. */
function mayNameHeaders(body: FunctionFact['body']): boolean {
  let known = naming.get(body);
  if (known === undefined) {
    known = someExpressionIn(body, (expression) => {
      if (expression.e === 'text') return ORIGIN.test(expression.value) || CREDENTIALS.test(expression.value);
      if (expression.e === 'record')
        return expression.entries.some(({ key }) => key.e === 'spread' || nameIn(key) === 'headers');
      return expression.e === 'call' && expression.args.some(({ name }) => name === 'headers');
    });
    naming.set(body, known);
  }
  return known;
}

function nameIn(key: Expression): string | null {
  return key.e === 'text' ? key.value : null;
}

function written(value: Expression, scope: Scope, fact: FunctionFact, interpreter: Interpreter): Origins {
  const reflects = value.e === 'request' && value.part === 'header' && value.name?.toLowerCase() === 'origin';
  if (!reflects) return originsOf(value, scope, interpreter);
  // The caller's own origin behind a comparison is an allow list; without one it is everybody.
  const isGuarded = isBranching(fact.body);
  return { ...NO_ORIGINS, decides: isGuarded, any: isGuarded ? null : 'reflects' };
}

function isBranching(statements: readonly Statement[]): boolean {
  return statements.some((statement) => statement.s === 'if' || blocksOf(statement).some(isBranching));
}

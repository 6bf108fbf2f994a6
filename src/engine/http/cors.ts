/** Every place where an application says which origins may read its answers. */
import type { Interpreter } from '../routes/program/interpret';
import { linkProgram } from '../routes/link/link';
import type { LinkedUse } from '../routes/link/linked';
import type { Argument, Expression, FunctionFact, Statement } from '../code/model';
import type { Scope, Value } from '../routes/program/values';
import { blocksOf } from '../code/visit';
import type { Place } from '../span';
import type { Workspace } from '../workspace';
import { httpApps, type HttpApp } from './apps';
import { runsOf, visitRun } from '../routes/run/reach';
import { originsOf, originsOfValue, type Origins } from './origins';

export interface CorsRule extends Place {
  app: HttpApp;
  origins: Origins;
  credentials: boolean;
  /** How it is written, for people: `CORSMiddleware`, `cors()`, `a header`. */
  how: string;
}

const PYTHON = /(?:^|\.)CORSMiddleware$/;
const EXPRESS = /^cors(?::default)?\(\)$/;

/** CORS rules of the applications that matter. Call through `workspace.derive(corsRules)`. */
export function corsRules(workspace: Workspace): CorsRule[] {
  const { interpreter } = workspace.derive(linkProgram);
  return workspace.derive(httpApps).flatMap((app) => {
    const uses = new Set<LinkedUse>([...app.linked.uses, ...app.routes.flatMap((route) => route.uses)]);
    const rules = [...uses].flatMap((use) => ruleOf(use, app, workspace, interpreter));
    // `app.use(cors())` and `app.options('*', cors())` are one rule.
    return [
      ...new Map([...rules].reverse().map((rule) => [`${rule.path} ${rule.how} ${rule.origins.any}`, rule])).values(),
    ];
  });
}

function ruleOf(use: LinkedUse, app: HttpApp, workspace: Workspace, interpreter: Interpreter): CorsRule[] {
  const at = { app, path: use.path, span: use.at };
  const symbol = use.origin?.symbol ?? (use.value.v === 'external' ? use.value.symbol : '');
  const scope = interpreter.modules.get(use.path)?.scope;
  if (PYTHON.test(symbol) && scope) {
    const named = (name: string): Expression | undefined => use.args.find((arg) => arg.name === name)?.value;
    const origins = merged(
      [named('allow_origins'), named('allow_origin_regex')].flatMap((expression) =>
        expression ? [originsOf(local(expression, use, workspace), scope, interpreter)] : [],
      ),
    );
    return [{ ...at, origins, credentials: isTrue(named('allow_credentials')), how: 'CORSMiddleware' }];
  }
  if (EXPRESS.test(symbol)) return [{ ...at, ...expressRule(use, scope, workspace, interpreter), how: 'cors()' }];
  return headerRules(use, at, interpreter);
}

/** Options of the `cors` package: no options and no `origin` mean `*`. */
function expressRule(
  use: LinkedUse,
  scope: Scope | undefined,
  workspace: Workspace,
  interpreter: Interpreter,
): Pick<CorsRule, 'origins' | 'credentials'> {
  const written = use.origin?.args[0]?.value;
  const open = { origins: { ...merged([]), any: 'wildcard' as const }, credentials: false };
  if (!written) return open;
  const options = local(written, use, workspace);
  if (options.e === 'record') {
    const entry = (name: string): Expression | undefined =>
      options.entries.find(({ key }) => key.e === 'text' && key.value === name)?.value;
    const origin = entry('origin');
    const credentials = isTrue(entry('credentials'));
    const isSpread = options.entries.some(({ key }) => key.e === 'spread');
    if (!origin || !scope) return isSpread ? { origins: merged([]), credentials } : { ...open, credentials };
    return { origins: originsOf(local(origin, use, workspace), scope, interpreter), credentials };
  }
  const given = valueOfArgument(use) ?? (scope && interpreter.evaluate(options, scope));
  if (given?.v === 'record') {
    const credentials = given.entries.get('credentials');
    const origin = given.entries.get('origin');
    const isOn = credentials?.v === 'constant' && credentials.value === true;
    return origin
      ? { origins: originsOfValue(origin, interpreter), credentials: isOn }
      : { ...open, credentials: isOn };
  }
  return { origins: { ...merged([]), decides: given?.v === 'function' }, credentials: false };
}

function valueOfArgument(use: LinkedUse): Value | undefined {
  return use.value.v === 'external' ? use.value.values[0]?.value : undefined;
}

/** `Access-Control-Allow-Origin` set by hand in a middleware. */
function headerRules(
  use: LinkedUse,
  at: { app: HttpApp; path: string; span: Place['span'] },
  interpreter: Interpreter,
): CorsRule[] {
  const rules: CorsRule[] = [];
  for (const run of runsOf(use.value, interpreter)) {
    const found: { value: Expression; scope: Scope }[] = [];
    let credentials = false;
    const header = (name: Expression | undefined, value: Expression | undefined, scope: Scope): void => {
      if (name?.e !== 'text' || !value) return;
      if (/^access-control-allow-origin$/i.test(name.value)) found.push({ value, scope });
      if (/^access-control-allow-credentials$/i.test(name.value)) credentials = true;
    };
    visitRun(run, interpreter, {
      expression: (expression, scope) => {
        if (expression.e !== 'call' || expression.callee.e !== 'member') return;
        if (/^(?:setHeader|header|set|append|setdefault)$/.test(expression.callee.name))
          header(expression.args[0]?.value, expression.args[1]?.value, scope);
      },
      statement: (statement, scope) => {
        if (statement.s === 'let' && statement.to.e === 'index') header(statement.to.key, statement.value, scope);
      },
    });
    for (const { value, scope } of found) {
      const reflects = value.e === 'request' && value.part === 'header' && value.name === 'origin';
      const origins = reflects ? { ...merged([]), decides: isGuarded(run.fact) } : originsOf(value, scope, interpreter);
      // The caller's own origin behind a comparison is an allow list; without one it is everybody.
      if (reflects && !origins.decides) origins.any = 'reflects';
      rules.push({ app: at.app, path: run.path, span: run.fact.at, origins, credentials, how: 'a header' });
    }
  }
  return rules;
}

function isGuarded(fact: FunctionFact): boolean {
  const inBranch = (statements: readonly Statement[]): boolean =>
    statements.some((statement) => statement.s === 'if' || blocksOf(statement).some(inBranch));
  return inBranch(fact.body);
}

/** A variable of the function around a registration, as it was last set before. */
function local(expression: Expression, use: LinkedUse, workspace: Workspace): Expression {
  if (expression.e !== 'name') return expression;
  const facts = workspace.part(use.path, 'code');
  const around = Object.values(facts?.functions ?? {})
    .filter((fact) => fact.extent.line <= use.at.line && fact.extent.endLine >= use.at.line)
    .sort((a, b) => b.extent.line - a.extent.line);
  for (const body of [...around.map((fact) => fact.body), facts?.body ?? []]) {
    const set = lastSet(body, expression.name, use.at.line);
    if (set) return set;
  }
  return expression;
}

function lastSet(statements: readonly Statement[], name: string, before: number): Expression | undefined {
  let found: Expression | undefined;
  for (const statement of statements) {
    if (statement.s === 'let' && statement.line <= before && statement.to.e === 'name' && statement.to.name === name)
      found = statement.value;
    for (const block of blocksOf(statement)) found = lastSet(block, name, before) ?? found;
  }
  return found;
}

function isTrue(expression: Argument['value'] | undefined): boolean {
  return expression?.e === 'constant' && expression.value === true;
}

function merged(all: readonly Origins[]): Origins {
  return {
    listed: new Set(all.flatMap((one) => [...one.listed])),
    any: all.find((one) => one.any !== null)?.any ?? null,
    settings: new Set(all.flatMap((one) => [...one.settings])),
    decides: all.some((one) => one.decides),
    raises: all.some((one) => one.raises),
  };
}

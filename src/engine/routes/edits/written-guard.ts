/**
 * The guard that handlers of sibling routes write at the start of their own bodies: which statements it is made of. Whether statements are
 * a guard is not told by their looks: the smallest run of them that refuses callers by itself is taken.
 */
import type { Workspace } from '../../workspace';
import { frameworkOf } from '../framework';
import { isAuthName } from '../guards/names';
import { GuardJudge } from '../guards/judge';
import { linkProgram } from '../link/link';
import { roleOf } from '../run/abstract';
import { LEADS } from '../run/relevance';
import { nameOf, type FunctionValue } from '../program/values';
import { judgedRoutes, type JudgedRoute } from '../verdict';
import type { Expression, FunctionFact, Statement } from '../../code/model';
import { expressionsOf, someExpression, someExpressionIn, someStatement } from '../../code/visit';

/** Statements that refuse callers, in the handler of a protected route. */
export interface WrittenGuard {
  /** What they call, for people: `auth`, `requireUser`. */
  name: string;
  /** How many handlers call it. */
  count: number;
  handler: FunctionValue;
  /** Line of the first statement, and the line on which the handler goes on behind the last. */
  from: number;
  until: number;
  /** They stand in a `try`. */
  inTry: boolean;
  /** Names that they give values to, and names that they use. */
  binds: string[];
  uses: string[];
}

/** Statements that are looked at from the start of a handler, and that a guard is made of, at most. */
const MAX_BEFORE = 8;
const MAX_LENGTH = 6;
/** Handlers per guard that are tried. */
const MAX_TRIES = 3;

interface Candidate {
  judged: JudgedRoute;
  handler: FunctionValue;
  name: string;
}

/** The guard that most handlers nearby write: in the same file, else in the same application, else anywhere. */
export function writtenGuard(workspace: Workspace, of: JudgedRoute): WrittenGuard | null {
  const guards = workspace.derive(writtenGuards).get(of.route.fact.framework) ?? [];
  const circles = [
    guards.filter(({ judged }) => judged.route.path === of.route.path),
    guards.filter(({ judged }) => judged.route.app === of.route.app),
    guards,
  ];
  const [first] = circles.flatMap((circle) => [...circle].sort((a, b) => b.guard.count - a.guard.count));
  return first?.guard ?? null;
}

interface Sibling {
  judged: JudgedRoute;
  guard: WrittenGuard;
}

/** Guards by framework; per guard one handler in each application, and one in each file that has open routes too. */
function writtenGuards(workspace: Workspace): Map<string, Sibling[]> {
  const all = workspace.derive(judgedRoutes);
  const open = all.filter(({ verdict, route }) => verdict === 'unprotected' && isWritten(route.fact.framework));
  const found = new Map<string, Sibling[]>();
  if (open.length === 0) return found;
  const { interpreter } = workspace.derive(linkProgram);
  const judge = new GuardJudge(interpreter);
  const mixed = new Set(open.map(({ route }) => route.path));
  for (const candidates of groups(all, mixed)) {
    const sibling = interpreter.apart(() => firstOf(candidates, judge));
    if (!sibling) continue;
    const { framework } = sibling.judged.route.fact;
    found.set(framework, [...(found.get(framework) ?? []), sibling]);
  }
  return found;
}

function isWritten(framework: string): boolean {
  return frameworkOf(framework)?.guard.as === 'body';
}

/** Protected handlers by what they call, per application and, for files in `mixed`, per file. */
function groups(all: readonly JudgedRoute[], mixed: ReadonlySet<string>): Candidate[][] {
  const byKey = new Map<string, Candidate[]>();
  for (const judged of all) {
    const { route } = judged;
    const handler = route.handlerValue;
    if (judged.verdict !== 'protected' || !isWritten(route.fact.framework)) continue;
    if (handler?.v !== 'function' || handler.path !== route.path) continue;
    const name = askedFirst(handler.fact);
    if (name === null) continue;
    const homes = [route.app?.path ?? '', ...(mixed.has(route.path) ? [`file ${route.path}`] : [])];
    for (const home of homes) {
      const key = `${route.fact.framework} ${home} ${name}`;
      byKey.set(key, [...(byKey.get(key) ?? []), { judged, handler, name }]);
    }
  }
  return [...byKey.values()];
}

function firstOf(candidates: readonly Candidate[], judge: GuardJudge): Sibling | null {
  for (const { judged, handler, name } of candidates.slice(0, MAX_TRIES)) {
    const guard = guardIn(handler, name, judged, judge);
    if (guard) return { judged, guard: { ...guard, count: candidates.length } };
  }
  return null;
}

/** What the first statement of a body that may ask who is calling calls or reads. */
function askedFirst({ body }: FunctionFact): string | null {
  for (const statement of startOf(body).list.slice(0, MAX_BEFORE)) {
    for (const expression of expressionsOf(statement)) {
      const name = askedIn(expression);
      if (name !== null) return name;
    }
  }
  return null;
}

function askedIn(expression: Expression): string | null {
  let name: string | null = null;
  someExpression(expression, (one) => {
    if (one.e === 'call') {
      const called = nameOf(one.callee).replace(/^.*\.(?=\w+$)/, (path) => (path.includes('…') ? '' : path));
      if (called !== '' && (LEADS.test(called) || isAuthName(called))) name = called;
    } else if (one.e === 'request' && roleOf(one.part, one.name) !== 'other')
      name = `a check of ${one.name ?? one.part}`;
    return name !== null;
  });
  return name;
}

interface Start {
  /** Parts of the parameters. */
  before: Statement[];
  list: Statement[];
  inTry: Extract<Statement, { s: 'try' }> | null;
}

/** Where a body begins to do something: in its `try`, when it begins with one. */
function startOf(body: readonly Statement[]): Start {
  const own = body.findIndex((statement) => !isParameterPart(statement));
  const before = own < 0 ? [...body] : body.slice(0, own);
  const rest = own < 0 ? [] : body.slice(own);
  const inTry = rest.slice(0, 2).find((statement) => statement.s === 'try') ?? null;
  return { before, list: inTry ? inTry.body : rest, inTry };
}

/** `({ request, params })`: one `let` for each name. */
export function isParameterPart(statement: Statement): boolean {
  if (statement.s !== 'let') return false;
  let value: Expression = statement.value;
  while (value.e === 'member' || value.e === 'index') value = value.of;
  if (value.e === 'or') value = value.left;
  return (value.e === 'name' && /^<\d+>$/.test(value.name)) || (value.e === 'request' && value.name === null);
}

function guardIn(
  handler: FunctionValue,
  name: string,
  { route }: JudgedRoute,
  judge: GuardJudge,
): Omit<WrittenGuard, 'count'> | null {
  const { before, list, inTry } = startOf(handler.fact.body);
  const last = Math.min(list.length - 1, MAX_BEFORE);
  for (let from = last - 1; from >= 0; from--) {
    // What the statements above have made is nothing that another handler has.
    const made = new Set(bound(list.slice(0, from)));
    for (let length = 1; length <= MAX_LENGTH && from + length <= last; length++) {
      const statements = list.slice(from, from + length);
      if (!mayGuard(statements) || usedBy(statements).some((used) => made.has(used))) continue;
      const body = [...before, ...(inTry ? [{ ...inTry, body: statements, after: [] }] : statements)];
      const fact: FunctionFact = { ...handler.fact, id: `${handler.fact.id} ${from}+${length}`, body };
      const { effect } = judge.judgeHandler({ ...handler, fact }, route.url, route.method, null);
      const [first, next] = [list[from], list[from + length]];
      if (effect !== 'deny' || !first || !next || !('line' in first) || !('line' in next)) continue;
      const ends = statements.at(-1);
      // What is taken apart is several statements on one line.
      if (ends && 'line' in ends && ends.line === next.line) continue;
      return {
        name,
        handler,
        from: first.line,
        until: next.line,
        inTry: inTry !== null,
        binds: bound(statements),
        uses: usedBy(statements),
      };
    }
  }
  return null;
}

/** A guard is calls and tests, and says nothing else: who is calling is asked there, not while something is put together for the handler. */
function mayGuard(statements: readonly Statement[]): boolean {
  return statements.every((statement) => {
    if (statement.s !== 'let' && statement.s !== 'do') return statement.s === 'if';
    return !expressionsOf(statement).some((own) => someExpression(own, (one) => isMade(one) && askedIn(one) !== null));
  });
}

function isMade({ e }: Expression): boolean {
  return e === 'record' || e === 'list' || e === 'join';
}

function usedBy(statements: readonly Statement[]): string[] {
  const names = new Set<string>();
  someExpressionIn(statements, (one) => {
    if (one.e === 'name') names.add(one.name);
    return false;
  });
  return [...names];
}

/** Names that statements give values to. */
export function bound(statements: readonly Statement[]): string[] {
  const names: string[] = [];
  someStatement(statements, (statement) => {
    if (statement.s === 'let' && statement.to.e === 'name') names.push(statement.to.name);
    if (statement.s === 'def' || statement.s === 'class') names.push(statement.id.split('.').at(-1) ?? statement.id);
    return false;
  });
  return names;
}

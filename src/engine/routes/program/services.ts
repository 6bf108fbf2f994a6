/** Objects that are served under a path by what they can do, and the hooks before it (`Framework.services`). */
import { frameworkOf, type ServiceStyle } from '../framework';
import { bases, shortName } from '../link/view-classes';
import { methodOf } from '../link/view-member';
import type { Interpreter } from './interpret';
import type { Place } from './plugins';
import type { Expression, GuardUse, RouteStatement, UseStatement } from '../../code/model';
import { someExpressionIn } from '../../code/visit';
import type { ConfigureStatement } from '../../code/model-setup';
import { textOf, type Guard, type RouterNode, type Value } from './values';

/** When hooks run, and as what: what they return before a call is passed on, only errors end it. Without a moment they stand around. */
const MOMENTS = [
  ['around', 'middleware'],
  ['', 'middleware'],
  ['before', 'dependency'],
] as const;

/** Serves what a middleware's place holds, where that is no middleware but an object with members that answer; true when it is one. */
export function serveObject(
  program: Interpreter,
  node: RouterNode,
  fact: UseStatement,
  { value, path }: Guard,
  paths: readonly (string | null)[] | null,
  { scope, depth, condition }: Place,
): boolean {
  const style = frameworkOf(node.fact.framework)?.services;
  const [written] = paths ?? [];
  if (!style || typeof written !== 'string') return false;
  const symbols = value.v === 'instance' ? bases(value.of, program) : value.v === 'external' ? [value.symbol] : [];
  const brings = (wanted: RegExp): boolean => symbols.some((symbol) => wanted.test(symbol));
  const signsIn = brings(style.signsIn);
  const isWhole = !signsIn && brings(style.brings);
  const only = fact.args[0] && program.evaluate(fact.args[0].value, scope, depth);
  const at = trimmed(written);
  let served = false;
  for (const [name, answers] of Object.entries(style.members)) {
    const own =
      value.v === 'record'
        ? value.entries.get(name)
        : value.v === 'instance'
          ? methodOf(value.of, name, program)
          : undefined;
    if (!own && !isWhole && !(signsIn && name === 'create')) continue;
    served = true;
    if (only?.v === 'list' && !only.items.some((one) => textOf(one) === name)) continue;
    const [method = '', below = ''] = answers.split(' ');
    const route: RouteStatement = {
      ...fact,
      s: 'route',
      framework: node.fact.framework,
      methods: [method],
      paths: [],
      guards: [],
      handler: fact.guard.value,
      ...(signsIn && { public: 'callers sign in here' }),
      input: { state: 'unknown', at: null, what: null },
      line: fact.at.line,
      declLine: null,
    };
    node.events.push({
      kind: 'route',
      path,
      fact: route,
      urls: [`/${at}${below}`],
      methods: route.methods,
      guards: [],
      handler: own ?? { v: 'unknown', why: null, name },
      leftOutBy: [],
      owner: null,
      gap: null,
      condition,
      metadata: { entries: new Map(), signature: `${at} ${name}` },
    });
  }
  return served;
}

/** Puts hooks before the members of one service, or of all, once every service is known. */
export function hookServices(
  program: Interpreter,
  node: RouterNode,
  { hooks, service, at }: ConfigureStatement,
  { scope, depth }: Place,
): void {
  const style = frameworkOf(node.fact.framework)?.services;
  if (!style || !hooks) return;
  const path = service && textOf(program.evaluate(service, scope, depth));
  const given = program.evaluate(hooks, scope, depth);
  const before = (member: string): Guard[] =>
    MOMENTS.flatMap(([when, as]) => {
      const lists = when === '' ? given : given.v === 'record' ? given.entries.get(when) : undefined;
      const values = lists?.v === 'record' ? ['all', member].map((name) => lists.entries.get(name)) : [lists];
      const use: GuardUse = {
        as,
        value: hooks,
        at,
        ...(path === null && { sometimes: 'is for a service whose name is not literal' }),
      };
      return values.flatMap((value) => (value ? program.registrar.flatten(value, use, scope.path) : []));
    });
  program.registrar.later.push(() => {
    node.events = node.events.filter((event) => {
      const [of, member] = event.kind === 'route' && event.metadata ? event.metadata.signature.split(' ') : [];
      if (event.kind !== 'route' || member === undefined || (typeof path === 'string' && of !== trimmed(path)))
        return true;
      const guards = before(member);
      for (const guard of guards) {
        const use = { ...guard.use, ...doubtOf(guard.value), name: shortName(guard.value) || 'a hook' };
        event.guards.push({ ...guard, use });
      }
      return !guards.some(({ value, use }) => use.sometimes === undefined && isAway(value, style));
    });
  });
}

/** Slashes around a service's path do not count. */
function trimmed(path: string): string {
  return path.replace(/^\/+|\/+$/g, '');
}

/** `disallow()`, `disallow('external')`; of other transports requests know nothing. */
function isAway(value: Value, { takesAway }: ServiceStyle): boolean {
  if (value.v !== 'external' || !takesAway.test(value.symbol)) return false;
  const kinds = value.values.map((one) => textOf(one.value));
  return !kinds[0] || kinds.includes('external') || kinds.includes('rest');
}

/** A hook that turns somebody away, by what could not be followed, is none that lets everybody through. */
function doubtOf(value: Value): Pick<GuardUse, 'undecided'> {
  const turnsAway = (part: Expression): boolean => part.e === 'refusal' && (part.status === 401 || part.status === 403);
  const refuses = value.v === 'function' && someExpressionIn(value.fact.body, turnsAway);
  return refuses ? { undecided: 'whom it turns away could not be followed' } : {};
}

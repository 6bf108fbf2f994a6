/**
 * Who of those that have signed in may call a route: what its guards ask about a role, and what its handler asks about whose a thing is.
 * Read from bodies and from documented packages; what cannot be seen is unknown, never invented.
 */
import type { RouteAuthorisation } from '../../report/report';
import type { Workspace } from '../../workspace';
import { guardValues, linkProgram } from '../link/link';
import type { LinkedRoute, LinkedUse } from '../link/linked';
import type { Interpreter } from '../program/interpret';
import type { FunctionValue } from '../program/values';
import { judgedRoutes, type JudgedRoute } from '../verdict';
import { BodyReader } from './body';
import type { Found, Read } from './read';
import { definitionOf } from '../guards/reading';
import { GuardReader } from './guards';
import type { Question } from './tests';

/** One thing that is asked of callers beyond having signed in. */
export interface Asked {
  kind: Question;
  by: string;
  place: { path: string; line: number };
  level: RouteAuthorisation['level'];
  /** It is asked by the handler, not before it. */
  inHandler?: true;
}

/** What is known of a route: everything that it asks, and what could not be seen. */
export interface Authorisation {
  asked: readonly Asked[];
  /** Why something more may be asked, as a sentence part; null = everything was read. */
  unseen: string | null;
}

/** Of a route, by how it was judged. */
export type AuthorisationOf = (judged: JudgedRoute) => Authorisation;

/** Statements that are run per route to see whose functions it calls: services make objects of services, and so on. */
const MAX_STEPS = 4_000;
const TOO_MUCH = 'too much runs on the way to be followed';

const NOTHING: Authorisation = { asked: [], unseen: null };

/** Paths under which callers find what is theirs. */
const OWN_PATH =
  /(?:^|\/)(?:me|self|my|mine|profile|account|settings|preferences|whoami|current[-_]?user|user-?info)(?:$|[/_-])/i;

/** Authorisation of every route that somebody has to sign in for. Call through `workspace.derive(routeAuthorisation)`. */
export function routeAuthorisation(workspace: Workspace): AuthorisationOf {
  const { interpreter } = workspace.derive(linkProgram);
  const bodies = new BodyReader(interpreter);
  const reader = new GuardReader(bodies, interpreter);
  const found = new Map<JudgedRoute, Authorisation>();
  for (const judged of workspace.derive(judgedRoutes)) {
    if (!asksAnybody(judged)) continue;
    const read = workspace.deriveAs(keyOf(judged), () =>
      interpreter.apart(() =>
        interpreter.within(MAX_STEPS, () => {
          const authorisation = readRoute(judged, reader, bodies, interpreter);
          return interpreter.isExhausted
            ? { ...authorisation, unseen: authorisation.unseen ?? TOO_MUCH }
            : authorisation;
        }),
      ),
    );
    found.set(judged, read);
  }
  return (judged) => found.get(judged) ?? NOTHING;
}

/** Where nobody has to sign in nobody is known either. */
function asksAnybody({ verdict }: JudgedRoute): boolean {
  return verdict !== 'dead' && verdict !== 'public-by-design' && verdict !== 'unprotected' && verdict !== 'hollow';
}

/** What is read hangs on how the guards were judged; it is kept under a key of its own. */
const keys = new WeakMap<JudgedRoute['guards'], object>();

function keyOf({ guards }: JudgedRoute): object {
  let key = keys.get(guards);
  if (!key) keys.set(guards, (key = {}));
  return key;
}

function readRoute(judged: JudgedRoute, reader: GuardReader, bodies: BodyReader, program: Interpreter): Authorisation {
  const { route, verdict } = judged;
  const level = verdict === 'protected' ? 'E4' : 'E3';
  const asked: Asked[] = [];
  for (const use of route.uses) {
    if (use.ineffective !== null || use.skipped !== undefined || isBeside(use, judged)) continue;
    for (const { question, place, byName } of reader.asksOf(use, route))
      asked.push({ kind: question, by: use.name, place, level: byName ? 'E1' : level });
  }
  const handler = handlerRead(judged, reader, bodies, program);
  if (handler) asked.push(...handlerAsks(judged, handler, level));
  return { asked: ranked(asked), unseen: unseenOf(judged, handler) };
}

/** Conditions tell more than look-ups. */
const ORDER: readonly Found['lookUp'][] = [undefined, 'asked', 'named', 'any'];

/** Middleware that refuses nobody for who is calling asks for no right: it has another purpose, from which some are exempt. */
function isBeside(use: LinkedUse, { guards, others }: JudgedRoute): boolean {
  if ((use.as !== 'middleware' && use.as !== 'hook') || others.includes(use)) return false;
  const effect = guards.find((guard) => guard.use === use)?.judgement.effect;
  return effect === undefined || effect === 'hollow';
}

function handlerAsks({ url, route }: JudgedRoute, { asks, usesCaller }: Read, level: Asked['level']): Asked[] {
  const namesThing = /[:{<[*]/.test(url);
  const isOwn = OWN_PATH.test(url) && !namesThing;
  const by = 'the handler';
  const asked = [...asks]
    .filter(({ self }) => isOwn || !self)
    .sort((a, b) => ORDER.indexOf(a.lookUp) - ORDER.indexOf(b.lookUp))
    .map(({ question, path, line, byName, lookUp }): Asked => ({
      kind: question,
      by,
      place: { path, line },
      // Something of the caller's is looked up, and what the path names may be anybody's.
      level: byName ? 'E1' : namesThing && lookUp === 'any' ? 'E3' : level,
      inHandler: true,
    }));
  if (isOwn && usesCaller && route.handler)
    asked.push({ kind: 'ownership', by, place: placeOf(route), level, inHandler: true });
  return asked;
}

function handlerRead(
  { route, guards }: JudgedRoute,
  reader: GuardReader,
  bodies: BodyReader,
  program: Interpreter,
): Read | null {
  const handler = route.handlerValue;
  if (handler?.v !== 'function') return null;
  const callers = [...callersOf(handler, guards, program), ...reader.fieldsOf(route)];
  return bodies.read(withObject(handler, program), { callers: [...new Set(callers)] });
}

/** A method whose object the framework makes, with what its constructor is given. */
function withObject(handler: FunctionValue, program: Interpreter): FunctionValue {
  const { path, fact, self } = handler;
  const owner = fact.id.slice(0, Math.max(0, fact.id.lastIndexOf('.')));
  if (self || owner === '' || program.facts(path)?.language !== 'javascript') return handler;
  const type = program.modules.get(path)?.scope.vars.get(owner);
  return type?.v === 'class' ? { ...handler, self: program.inject(type) } : handler;
}

/** Parameters of a handler that hold the caller: what guards answer, and what the framework fills with whoever signed in. */
function callersOf(handler: FunctionValue, guards: JudgedRoute['guards'], program: Interpreter): string[] {
  const judged = new Set(
    guards.flatMap(({ judgement }) => {
      const { definition } = judgement;
      return definition ? [`${definition.path}:${definition.at.line}`] : [];
    }),
  );
  return handler.fact.params.flatMap(({ name, default: value, type }) => {
    const parts = type?.e === 'annotated' ? type.guards : [];
    if (parts.some((part) => part.e === 'request' && (part.part === 'user' || part.part === 'session'))) return [name];
    if (value?.e === 'request') return value.part === 'user' ? [name] : [];
    const given = guardValues(value, type, handler.scope, program);
    if (given.length > 0) {
      const isGuard = given.some((one) => {
        const inner = one.v === 'guard' && one.value ? one.value : one;
        const home = definitionOf(inner);
        return home ? judged.has(`${home.path}:${home.at.line}`) : inner.v === 'external' && NAMED.test(name);
      });
      return isGuard ? [name] : [];
    }
    return NAMED.test(name) && isPersonType(type) ? [name] : [];
  });
}

const NAMED =
  /^_?(?:current_?(?:user|account|member)|user|auth(?:_?user)?|principal|authentication|claims|me|viewer|login_?user|user_?details|auth_?info|actor|account)$/i;

/** A parameter whose type is a person's; without a type its name must say more. */
function isPersonType(type: FunctionValue['fact']['params'][number]['type']): boolean {
  return (
    type?.e === 'name' &&
    /User|Account|Principal|Auth|Payload|Claims|Session|Identity|Member/.test(type.name) &&
    !/Dto|Request|Input|Create|Update|Form/.test(type.name)
  );
}

function unseenOf({ route, guards }: JudgedRoute, handler: Read | null): string | null {
  const unknown = guards.find(({ judgement }) => judgement.effect === 'unknown');
  if (unknown) return `${unknown.use.name}: ${unknown.judgement.reason}`;
  if (!handler) return route.handler === null ? 'its handler could not be followed' : null;
  return handler.outside === null ? null : `the caller is handed to ${handler.outside}, which is out of reach`;
}

const LEVELS: readonly Asked['level'][] = ['E4', 'E3', 'E1'];

/** What says most first: guards ask for rights, handlers for whose a thing is. Each kind once per place. */
function ranked(asked: readonly Asked[]): Asked[] {
  const seen = new Map<string, Asked>();
  for (const one of asked) {
    const key = `${one.kind} ${one.place.path}:${one.place.line}`;
    if (!seen.has(key)) seen.set(key, one);
  }
  return [...seen.values()].sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || rankOf(a) - rankOf(b));
}

function rankOf({ kind, inHandler }: Asked): number {
  const order: readonly Question[] = inHandler ? ['ownership', 'policy', 'role'] : ['role', 'policy', 'ownership'];
  return order.indexOf(kind) + (inHandler ? order.length : 0);
}

/** As the report has it; null = nobody has to sign in, so that it does not arise. */
export function authorisationEntry(judged: JudgedRoute, { asked, unseen }: Authorisation): RouteAuthorisation | null {
  if (!asksAnybody(judged)) return null;
  const [first] = asked;
  if (first)
    return { kind: first.kind, by: first.by, path: first.place.path, line: first.place.line, level: first.level };
  const home = placeOf(judged.route);
  return { kind: unseen === null ? 'none' : 'unknown', by: unseen, ...home, level: 'E0' };
}

function placeOf({ handler, path, fact }: LinkedRoute): { path: string; line: number } {
  return handler ? { path: handler.path, line: handler.fact.at.line } : { path, line: fact.line };
}

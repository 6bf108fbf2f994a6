/**
 * Rails: `ActionController::Base` asks every write for a token since 5.2, other bases keep no session. Rails guides, "Securing Rails
 * Applications" (CSRF) and "Configuring Rails Applications" (`default_protect_from_forgery`); api.rubyonrails.org,
 * ActionController::RequestForgeryProtection.
 */
import type { Argument, Expression, FilterFact } from '../../../code/model';
import type { Interpreter } from '../../program/interpret';
import { linearized } from '../../program/mro';
import type { ClassValue, Value } from '../../program/values';
import type { Place } from '../../../span';
import { byToken, readsSession, type Asked, type ForgedWrite } from '../../forged-write';

const MAX_DEPTH = 12;
const BASE = /^(?:::)?ActionController::Base$/;
const CHECK = 'verify_authenticity_token';
/** Guards of packages that know callers by the session: Devise, Sorcery, Clearance. */
const BY_SESSION = /\.(?:authenticate_(?!\w*(?:token|api|key))\w+!?|require_login)$/;

/** What decides for one action, the last word counts. */
interface Check {
  isOn: boolean;
  place: Place;
  /** It hangs on the request. */
  doubt: boolean;
}

/** What Rails does about forged requests of one write. */
export function railsWrite({ route, guards, interpreter }: Asked): ForgedWrite | null {
  const handler = route.handlerValue;
  const self = handler?.v === 'function' ? handler.self : null;
  if (handler?.v !== 'function' || self?.v !== 'instance') return null;
  const bases = interpreter.externalBases(self.of);
  if (!bases.some((symbol) => BASE.test(symbol))) return null;
  const isOutermost = (one: Value): one is ClassValue =>
    one.v === 'class' && interpreter.bases(one).some((base) => base.v === 'external' && BASE.test(base.symbol));
  const outermost = linearized(self.of, interpreter).find(isOutermost) ?? self.of;
  const home = { path: outermost.path, span: outermost.fact.at };
  const check: Check = { isOn: true, place: home, doubt: false };
  for (const { fact, path } of filtersOf(self.of, interpreter, 0)) settle(check, fact, handler.fact.name, path);
  if (check.doubt)
    return {
      state: 'unknown',
      reason: `The token is not asked of some requests (${check.place.path}:${check.place.span.line}); which those are cannot be told.`,
    };
  if (check.isOn) {
    const isDefault = check.place === home;
    return byToken(check.place, isDefault ? 'Rails asks for a token by default' : 'a token is asked for here');
  }
  return asksForSession(guards, interpreter) ? { state: 'switched-off', place: check.place } : null;
}

/** Whether a session is what lets callers in: where a key refuses them as well, it is not. */
function asksForSession(guards: Asked['guards'], interpreter: Interpreter): boolean {
  const denying = guards.filter(({ judgement }) => judgement.effect === 'deny');
  return denying.some(({ use: { value } }) =>
    value.v === 'external' ? BY_SESSION.test(value.symbol) : readsSession(value, interpreter),
  );
}

/** What a class and those that it takes from say in their bodies, the outermost first. */
function filtersOf(type: ClassValue, interpreter: Interpreter, depth: number): { fact: FilterFact; path: string }[] {
  return (type.fact.filters ?? []).flatMap((fact) => {
    if (fact.f !== 'take') return [{ fact, path: type.path }];
    const of = depth < MAX_DEPTH ? interpreter.evaluate(fact.of, type.scope) : null;
    return of?.v === 'class' ? filtersOf(of, interpreter, depth + 1) : [];
  });
}

function settle(check: Check, fact: FilterFact, action: string, path: string): void {
  if (fact.f === 'take') return;
  const isCall = fact.f === 'call';
  const turnsOn = isCall && fact.name === 'protect_from_forgery';
  const named = fact.args.some(({ name, value }) => name === null && value.e === 'text' && value.value === CHECK);
  const turnsOff = isCall ? fact.name === 'skip_forgery_protection' : fact.f === 'skip' && named;
  if (!turnsOn && !turnsOff) return;
  const reaches = isFor(fact.args, action);
  if (turnsOff && !reaches) return;
  check.place = { path, span: fact.at };
  check.isOn = turnsOn && reaches;
  check.doubt = fact.args.some(({ name }) => name === 'if' || name === 'unless');
}

function isFor(args: readonly Argument[], action: string): boolean {
  const listed = (wanted: string): string[] | null => {
    const value = args.find(({ name }) => name === wanted)?.value;
    return value ? textsOf(value) : null;
  };
  const only = listed('only');
  return (only === null || only.includes(action)) && !listed('except')?.includes(action);
}

function textsOf(value: Expression): string[] {
  if (value.e === 'list') return value.items.flatMap(textsOf);
  return value.e === 'text' ? [value.value] : [];
}

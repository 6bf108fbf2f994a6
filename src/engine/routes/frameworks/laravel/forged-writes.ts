/**
 * Laravel: the middleware in the group `web` asks every write for a token, but for the paths that it is told to leave out. laravel.com/docs,
 * "CSRF Protection"; "Middleware" (the groups' members).
 */
import type { LinkedUse } from '../../link/linked';
import type { Interpreter } from '../../program/interpret';
import type { Value } from '../../program/values';
import { CSRF_EXCEPT } from './setup';
import { byToken, placeOf, symbolsOf, type Asked, type ForgedWrite } from '../../forged-write';

const HTTP = '^Illuminate\\\\Foundation\\\\Http\\\\Middleware\\\\';
const CHECKS = new RegExp(`${HTTP}(?:VerifyCsrfToken|ValidateCsrfToken|PreventRequestForgery|Web)(?:\\(\\))?$`);
const SESSION = /^Illuminate\\Session\\Middleware\\StartSession(?:\(\))?$/;
const SIGNS_IN = /^Illuminate\\Auth\\Middleware\\Auth(?:enticate|orize)(?:\(\))?$/;

/** What Laravel does about forged requests of one write. */
export function laravelWrite({ route, node, interpreter }: Asked): ForgedWrite | null {
  const is = (pattern: RegExp, use: LinkedUse): boolean =>
    symbolsOf(use, interpreter).some((symbol) => pattern.test(symbol));
  const uses = route.uses.filter(({ ineffective, skipped }) => ineffective === null && skipped === undefined);
  const check = uses.find((use) => is(CHECKS, use));
  const taken = route.uses.find((use) => use.skipped !== undefined && /csrf|forgery/i.test(use.name + nameIn(use)));
  const session = uses.find((use) => is(SESSION, use));
  if (!check && !session) return null;
  // `auth:api` knows callers by a token.
  const signsIn = uses.some((use) => is(SIGNS_IN, use) && !/:(?:api|sanctum|jwt|token)/.test(use.name));
  const off = (use: LinkedUse): ForgedWrite | null => (signsIn ? { state: 'switched-off', place: placeOf(use) } : null);
  if (taken) return off(taken);
  if (!check) return session ? off(session) : null;
  const listed = [...exceptOf(check.value, interpreter), ...textsOf(node.settings.get(CSRF_EXCEPT))];
  if (listed.some((pattern) => matches(pattern, route.url ?? ''))) return off(check);
  return byToken(placeOf(check), 'a token is asked of every write behind this');
}

function nameIn({ value }: LinkedUse): string {
  return value.v === 'class' ? value.fact.name : value.v === 'external' ? value.symbol : '';
}

/** `protected $except = ['stripe/*'];` of the application's own class. */
function exceptOf(value: Value, interpreter: Interpreter): string[] {
  return value.v === 'class' ? textsOf(interpreter.bound(value, value, 'except')) : [];
}

function textsOf(value: Value | undefined): string[] {
  return value?.v === 'list' ? value.items.flatMap((item) => (item.v === 'text' ? [item.text] : [])) : [];
}

/** `Request::is`: a star stands for anything. */
function matches(pattern: string, url: string): boolean {
  const parts = pattern.replace(/^\/|\/$/g, '').split('*');
  let rest = url.replace(/^\/|\/$/g, '');
  const [first = '', ...others] = parts;
  if (!rest.startsWith(first)) return false;
  rest = rest.slice(first.length);
  const last = others.pop();
  for (const part of others) {
    const at = rest.indexOf(part);
    if (at < 0) return false;
    rest = rest.slice(at + part.length);
  }
  return last === undefined ? rest === '' : rest.endsWith(last);
}

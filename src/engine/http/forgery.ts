/** What refuses writes that another site forges: packages that check a CSRF token, and middleware of one's own. */
import { ownKeys } from '../derived';
import { linkProgram } from '../routes/link/link';
import type { Defence } from '../routes/forged-write';
import type { LinkedRoute, LinkedUse } from '../routes/link/linked';
import type { Interpreter } from '../routes/program/interpret';
import { nameOf } from '../routes/program/values';
import type { Place } from '../span';
import type { Workspace } from '../workspace';
import { bodiesOf, ownRefusals, textsOf, visitOwn } from '../routes/run/reach';

/** Packages of which the middleware checks a token; their names say so (starlette-csrf, csurf, csrf-csrf, @fastify/csrf-protection, …). */
const PACKAGE = /csrf|csurf|xsrf/i;
/** Parts of such packages that check nothing: a decorator that exempts, one that only sets the cookie. */
const NO_CHECK = /exempt|ensure_csrf_cookie|requires_csrf_token|generate/i;
/** hono.dev/docs/middleware/builtin/csrf: compares the Origin header. */
const ORIGIN_CHECK = /^hono\/csrf\b/;
/** Headers that a form cannot send, and those with which a browser says where a request comes from (OWASP, CSRF prevention). */
const TELLING =
  /^(?:origin|referer|sec-fetch-site|x-(?!forwarded|real-ip|request-id|correlation|trace|hub-|signature)[\w-]+)$/i;
const TOKEN = /csrf|xsrf/i;
const REFUSES = [400, 403, 419];

/** The defence that each middleware is, judged once per finder. */
export function defenceFinder(workspace: Workspace): (use: LinkedUse) => Defence | null {
  const { interpreter } = workspace.derive(linkProgram);
  return (use) => {
    if (use.ineffective !== null || use.bypassed !== null || use.skipped !== undefined) return null;
    const found = workspace.deriveAs(keyOf(use.value), () => interpreter.apart(() => judge(use, interpreter)));
    return found && { ...found, path: use.path, span: use.at };
  };
}

const keyOf = ownKeys();

function judge(use: LinkedUse, interpreter: Interpreter): Defence | null {
  const place = { path: use.path, span: use.at };
  const symbol = use.origin?.symbol ?? (use.value.v === 'external' ? use.value.symbol : null);
  if (symbol !== null) return ofPackage(symbol, use, interpreter);
  const { headers, refuses } = readings(use, interpreter);
  if (!refuses) return null;
  const token = [...headers].find((name) => TOKEN.test(name));
  if (token !== undefined) return { ...place, note: `${use.name} refuses requests without ${token}`, by: 'token' };
  const telling = [...headers].filter((name) => TELLING.test(name)).join(' or ');
  // Only what looks at the method is about writes: a key that every request must bring is a matter of who calls.
  if (telling === '' || !isAboutWrites(use, interpreter)) return null;
  return { ...place, note: `${use.name} refuses writes without ${telling}`, by: 'header' };
}

function ofPackage(symbol: string, use: LinkedUse, interpreter: Interpreter): Defence | null {
  const place = { path: use.path, span: use.at };
  const note = `${use.name} is installed here`;
  if (ORIGIN_CHECK.test(symbol)) return { ...place, note, by: 'header' };
  if (/^lusca\b/.test(symbol)) {
    const scope = interpreter.modules.get(use.path)?.scope;
    const options = (use.origin?.args ?? use.args)[0]?.value;
    const value = options && scope ? interpreter.evaluate(options, scope) : undefined;
    const csrf = value?.v === 'record' ? value.entries.get('csrf') : undefined;
    // github.com/krakenjs/lusca: `lusca({ csrf: true })` or `lusca.csrf()`.
    const isOn = /\.csrf\b|:csrf\b/.test(symbol) || (csrf !== undefined && !(csrf.v === 'constant' && !csrf.value));
    return isOn ? { ...place, note, by: 'token' } : null;
  }
  return PACKAGE.test(symbol) && !NO_CHECK.test(symbol) ? { ...place, note, by: 'token' } : null;
}

/** Headers that the middleware reads, by name, and whether it may refuse. */
function readings(use: LinkedUse, interpreter: Interpreter): { headers: Set<string>; refuses: boolean } {
  const headers = new Set<string>();
  let refuses = false;
  for (const { fact, body, scope } of bodiesOf(use.value, interpreter)) {
    if (REFUSES.some((status) => ownRefusals(fact).has(status))) refuses = true;
    visitOwn(body, scope, {
      expression: (expression) => {
        if (expression.e === 'request' && expression.part === 'header' && expression.name !== null)
          headers.add(expression.name.toLowerCase());
      },
    });
  }
  if (refuses)
    for (const text of textsOf(use.value, interpreter))
      if (/^x-(?:csrf|xsrf)|csrf-?token$/i.test(text)) headers.add(text);
  return { headers, refuses };
}

function isAboutWrites(use: LinkedUse, interpreter: Interpreter): boolean {
  const texts = textsOf(use.value, interpreter);
  return texts.has('POST') || (texts.has('GET') && texts.has('HEAD'));
}

/** Decorators that take a route out of the check (Django's `csrf_exempt`, Flask-WTF's `csrf.exempt`), and those that ask who signed in. */
const EXEMPT = /csrf\w*\.exempt$|csrf_exempt$/i;
const SIGNED_IN = /login_required|permission_required|user_passes_test|LoginRequiredMixin/i;

/** Where a route is taken out of the check. `signedIn`: it asks for the session all the same, so that it is no webhook. */
export function exemptionOf(route: LinkedRoute, workspace: Workspace): (Place & { signedIn: boolean }) | null {
  const use = route.uses.find(({ name, origin }) => EXEMPT.test(origin?.symbol ?? name) || EXEMPT.test(name));
  const decorated = route.handler?.fact.decorators.some((decorator) => EXEMPT.test(nameOf(decorator)));
  if (!use && !decorated) return null;
  const place = use
    ? { path: use.path, span: use.at }
    : { path: route.handler?.path ?? route.path, span: route.handler?.fact.at ?? route.fact.at };
  return {
    ...place,
    signedIn: route.uses.some(({ name }) => SIGNED_IN.test(name)) || asksForSession(route, workspace),
  };
}

function asksForSession({ handlerValue }: LinkedRoute, workspace: Workspace): boolean {
  const { interpreter } = workspace.derive(linkProgram);
  let asks = false;
  for (const { body, scope } of handlerValue ? bodiesOf(handlerValue, interpreter) : [])
    visitOwn(body, scope, {
      expression: (expression) => {
        if (expression.e === 'request' && (expression.part === 'session' || expression.part === 'user')) asks = true;
      },
    });
  return asks;
}

/** Methods with which a page of another site could change something. */
export function isWrite(route: LinkedRoute): boolean {
  return ['POST', 'PUT', 'PATCH', 'DELETE', 'ALL'].includes(route.method);
}

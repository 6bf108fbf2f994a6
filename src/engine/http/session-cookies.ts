/**
 * Cookies that sign callers in: those that handlers set under a name of a session or a token, and those that session middleware keeps. What
 * they say of SameSite is read from the call; where it says nothing, the library's default counts.
 */
import { ownKeys } from '../derived';
import type { Expression } from '../code/model';
import { linkProgram } from '../routes/link/link';
import type { LinkedUse } from '../routes/link/linked';
import type { Interpreter } from '../routes/program/interpret';
import { nameOf, textOf, type Scope, type Value } from '../routes/program/values';
import type { Place, Span } from '../span';
import type { Workspace } from '../workspace';
import type { HttpApp } from './apps';
import { sameSiteSettings } from './cookie-settings';
import { isNamed, sameSiteOf, siteOf, type SameSite } from './same-site';
import { bodiesOf, visitOwn } from '../routes/run/reach';

export interface SessionCookie extends Place {
  /** Its name, where handlers set it; null = a session that middleware or the framework keeps. */
  name: string | null;
  /** What sets it, for people: `the cookie "sid"`, `express-session`. */
  what: string;
  sameSite: SameSite;
  /** The default of the library decides. */
  byDefault: boolean;
  /** Some code of the application asks for it. */
  isRead: boolean;
}

export interface CookieUse {
  cookies: SessionCookie[];
  /** Calls in handlers and dependencies that check a token of their own accord (fastapi-csrf-protect). */
  validates: Place[];
  /** What the application asks for although nothing in the files sets it, for people; null = nothing. */
  unset: string | null;
}

/**
 * Session middleware by symbol, with what its cookie says of SameSite by default. Sources: starlette.io/middleware (`same_site`, "Defaults to
 * 'lax'"); the READMEs of express-session ("cookie.sameSite … By default, this is false"), cookie-session and client-sessions (no default).
 */
const MIDDLEWARE: readonly { symbol: RegExp; what: string; option: string; byDefault: SameSite }[] = [
  {
    symbol: /^starlette\.middleware\.sessions\.SessionMiddleware$|^fastapi\.middleware\.sessions\.SessionMiddleware$/,
    what: 'SessionMiddleware',
    option: 'same_site',
    byDefault: 'same',
  },
  { symbol: /^express-session(?::default)?\(\)$/, what: 'express-session', option: 'sameSite', byDefault: 'absent' },
  { symbol: /^cookie-session(?::default)?\(\)$/, what: 'cookie-session', option: 'sameSite', byDefault: 'absent' },
  { symbol: /^client-sessions(?::default)?\(\)$/, what: 'client-sessions', option: 'sameSite', byDefault: 'absent' },
];

/** Names of cookies that sign in, and those of short-lived values that do not. */
const SIGNS_IN =
  /sess|token|auth|jwt|(?:^|[^a-z])sid(?:$|[^a-z])|^sid|log(?:ged)?_?in|remember|identity|bearer|user_?id/i;
export const OTHER = /csrf|xsrf|state|nonce|verifier|challenge|redirect|return|callback|pkce|flash|consent/i;
/** Calls that check a CSRF token where they stand (fastapi-csrf-protect, csrf-csrf, itsdangerous helpers of one's own). */
export const VALIDATES = /^(?:validate|verify|check)_?csrf(?:_?(?:token|request|in_cookies))?$/i;

/**
 * What a cookie that a handler sets has where nothing is said. Starlette's `set_cookie` has `samesite="lax"` (starlette.io/responses),
 * SvelteKit's `cookies.set` too (svelte.dev/docs/kit); the others send what they are told.
 */
const DEFAULTS: Readonly<Record<string, SameSite>> = {
  fastapi: 'same',
  sveltekit: 'same',
  express: 'absent',
  fastify: 'absent',
  hono: 'absent',
  koa: 'absent',
  nextjs: 'absent',
  flask: 'absent',
  django: 'absent',
};
/** Names in a session that say who calls. */
const CALLER = /user|auth|log|account|admin|member|role|email|token|uid|^id$/i;

/** Cookies of an application, and what its handlers check themselves. */
export function cookieUse(app: HttpApp, workspace: Workspace): CookieUse {
  const { interpreter } = workspace.derive(linkProgram);
  return workspace.deriveAs(keyOf(app.linked), () => interpreter.apart(() => useOf(app, workspace, interpreter)));
}

const keyOf = ownKeys();

function useOf(app: HttpApp, workspace: Workspace, interpreter: Interpreter): CookieUse {
  const found = new Collector(interpreter, DEFAULTS[app.framework] ?? 'unsettled');
  for (const route of app.routes) {
    if (route.handlerValue) found.value(route.handlerValue);
    for (const use of route.uses) found.use(use);
  }
  for (const use of app.linked.uses) found.use(use);
  const { cookies, validates, unset } = found.result();
  return { cookies: [...cookies, ...found.kept(app, workspace)], validates, unset };
}

class Collector {
  private readonly seen = new Set<unknown>();
  private readonly set: SessionCookie[] = [];
  private readonly read = new Set<string>();
  private readsAny = false;
  private readsSession = false;
  private readonly validates: Place[] = [];

  constructor(
    private readonly interpreter: Interpreter,
    /** What a cookie has where nothing is said. */
    private readonly byDefault: SameSite,
  ) {}

  result(): CookieUse {
    const cookies = this.set.map((cookie) => ({
      ...cookie,
      isRead: cookie.name === null ? this.readsSession : this.readsAny || this.read.has(cookie.name),
    }));
    const asked = [...this.read].find((name) => SIGNS_IN.test(name) && !OTHER.test(name));
    const unset = asked !== undefined ? `the cookie ${asked}` : this.readsSession ? 'a session' : null;
    return { cookies, validates: this.validates, unset };
  }

  /** The session that Flask and Django keep themselves. */
  kept({ framework, linked, path }: HttpApp, workspace: Workspace): SessionCookie[] {
    if ((framework !== 'flask' && framework !== 'django') || !this.readsSession) return [];
    const sameSite = workspace.derive(sameSiteSettings);
    const what = `the session cookie of ${framework === 'flask' ? 'Flask' : 'Django'}`;
    if (sameSite.length > 0)
      return sameSite.map(({ place, value }) => {
        return { ...place, name: null, what, sameSite: siteOf(value), byDefault: false, isRead: true };
      });
    const byDefault = framework === 'django' ? 'same' : 'absent';
    return [{ path, span: linked.fact.at, name: null, what, sameSite: byDefault, byDefault: true, isRead: true }];
  }

  use(use: LinkedUse): void {
    if (this.seen.has(use.value) || use.ineffective !== null) return;
    const symbol = use.origin?.symbol ?? (use.value.v === 'external' ? use.value.symbol : null);
    const known = symbol === null ? undefined : MIDDLEWARE.find((one) => one.symbol.test(symbol));
    if (known) this.session(use, known);
    // FastAPI's security scheme for keys in cookies; passport's sessions (passportjs.org: "Sessions").
    if (symbol !== null && /\bAPIKeyCookie\b/.test(symbol)) this.readsAny = true;
    if (symbol !== null && /^flask_login\./.test(symbol)) this.readsSession = true;
    if (symbol !== null && /^django\.contrib\.(?:sessions|auth)\.middleware\./.test(symbol)) this.readsSession = true;
    if (symbol !== null && /^passport\b.*[:.]session\b/.test(symbol)) this.readsSession = true;
    this.value(use.value);
  }

  private session(use: LinkedUse, known: (typeof MIDDLEWARE)[number]): void {
    const scope = this.interpreter.modules.get(use.path)?.scope;
    const args = use.args.length > 0 ? use.args : (use.origin?.args ?? []);
    const options = known.option === 'same_site' ? args.filter(isNamed) : args;
    const said = scope
      ? sameSiteOf(options, { option: known.option, scope, locals: new Map(), interpreter: this.interpreter })
      : 'unsettled';
    this.set.push({
      name: null,
      path: use.path,
      span: use.at,
      what: known.what,
      sameSite: said ?? known.byDefault,
      byDefault: said === null,
      isRead: false,
    });
  }

  value(value: Value): void {
    if (this.seen.has(value)) return;
    this.seen.add(value);
    for (const { key, fact, body, scope } of bodiesOf(value, this.interpreter)) {
      if (this.seen.has(key)) continue;
      this.seen.add(key);
      const locals = new Map<string, Expression>();
      const visitor = {
        statement: (statement: (typeof body)[number]) => {
          if (statement.s === 'let' && statement.to.e === 'name') locals.set(statement.to.name, statement.value);
        },
        expression: (expression: Expression) => this.expression(expression, scope, locals),
      };
      for (const parameter of fact.params)
        if (parameter.default) this.expression(parameter.default, scope, locals, parameter.name);
      visitOwn(body, scope, visitor);
    }
  }

  private expression(
    expression: Expression,
    scope: Scope,
    locals: ReadonlyMap<string, Expression>,
    parameter?: string,
  ): void {
    if (expression.e === 'request') {
      if (expression.part === 'session' && (expression.name === null || CALLER.test(expression.name)))
        this.readsSession = true;
      if (expression.part !== 'cookie') return;
      const name = expression.name ?? parameter;
      if (name !== undefined) this.read.add(name);
      return;
    }
    if (expression.e !== 'call') return;
    this.readByCall(expression, scope, locals);
    const name = expression.callee.e === 'member' || expression.callee.e === 'name' ? expression.callee.name : '';
    if (VALIDATES.test(name)) this.validates.push({ path: scope.path, span: expression.at });
    const cookie = this.cookie(expression, name, scope, locals);
    if (cookie) this.set.push(cookie);
  }

  /** `request.cookies.get(NAME)`, `store.get('session')`. */
  private readByCall(
    { callee, args }: Extract<Expression, { e: 'call' }>,
    scope: Scope,
    locals: ReadonlyMap<string, Expression>,
  ): void {
    const [first] = args;
    if (callee.e !== 'member' || callee.name !== 'get' || !first || !holdsCookies(callee.of, locals)) return;
    this.read.add(this.text(first.value, scope) ?? nameOf(first.value));
  }

  /** `response.set_cookie(…)`, `res.cookie(…)`. */
  private cookie(
    call: Extract<Expression, { e: 'call' }>,
    method: string,
    scope: Scope,
    locals: ReadonlyMap<string, Expression>,
  ): SessionCookie | null {
    if (!setsCookie(call.callee, method, locals) || call.args.length < 2) return null;
    const args = method === 'setCookie' && call.callee.e === 'name' ? call.args.slice(1) : call.args;
    const [first, second, ...rest] = args;
    const key = args.find((arg) => arg.name === 'key') ?? first;
    const value = args.find((arg) => arg.name === 'value') ?? second;
    if (!key || !value || (value.value.e === 'text' && value.value.value === '')) return null;
    const name = this.text(key.value, scope) ?? nameOf(key.value);
    if (!SIGNS_IN.test(name) || OTHER.test(name)) return null;
    const isPython = method === 'set_cookie';
    const options = isPython ? args.filter(isNamed) : rest;
    const said = sameSiteOf(options, {
      option: isPython ? 'samesite' : 'sameSite',
      scope,
      locals,
      interpreter: this.interpreter,
    });
    return {
      name,
      path: scope.path,
      span: call.at as Span,
      what: `the cookie ${name}`,
      sameSite: said ?? this.byDefault,
      byDefault: said === null,
      isRead: false,
    };
  }

  private text(expression: Expression, scope: Scope): string | null {
    return expression.e === 'text' ? expression.value : textOf(this.interpreter.evaluate(expression, scope));
  }
}

/** `set_cookie`, `res.cookie`, `reply.setCookie`, Hono's `setCookie(c, …)`, and `set` of what holds the cookies (Koa, Next). */
function setsCookie(callee: Expression, method: string, locals: ReadonlyMap<string, Expression>): boolean {
  if (method === 'setCookie' || method === 'setSignedCookie') return true;
  if (callee.e !== 'member') return false;
  if (method === 'set_cookie' || method === 'cookie') return true;
  return method === 'set' && holdsCookies(callee.of, locals);
}

function holdsCookies(of: Expression, locals: ReadonlyMap<string, Expression>): boolean {
  const holder = of.e === 'name' ? (locals.get(of.name) ?? of) : of;
  return (holder.e === 'request' && holder.part === 'cookie') || (holder.e === 'member' && holder.name === 'cookies');
}

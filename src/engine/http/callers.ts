/**
 * How a route knows who is calling: by a cookie or session, which browsers send along with requests of every site, or by a header, which
 * pages of other sites cannot make them send.
 */
import type { Expression } from '../code/model';
import type { Recorded } from '../derived';
import { guardValues } from '../routes/link/link';
import type { LinkedUse } from '../routes/link/linked';
import type { Interpreter } from '../routes/program/interpret';
import type { FunctionValue, Scope, Value } from '../routes/program/values';
import { bodiesOf, visitOwn } from '../routes/run/reach';
import { OTHER, VALIDATES } from './session-cookies';

export interface CallerWays {
  /** It asks for a session. */
  session: boolean;
  /** Names of cookies that it asks for; null inside = one without a literal name. */
  cookies: ReadonlySet<string | null>;
  /** It asks for a header that says who is calling. */
  header: boolean;
  /** It takes callers at what they say in the path, the query or the body. */
  stated: boolean;
  /** It asks for the user that something else has found. */
  user: boolean;
  /** A package that keeps a cookie which is SameSite=Lax unless told otherwise, as it is called. */
  lax: string | null;
  /** A package of which is not known how it finds out. */
  outside: string | null;
  /** It checks a CSRF token of its own accord, where. */
  validates: { path: string; line: number } | null;
}

/** Packages that know callers by a session of their own or of the framework. */
const BY_SESSION =
  /^flask_login\.|^flask_security\.|^django\.contrib\.(?:auth|sessions)\.|^passport\b.*[:.]session\(\)|^connect-ensure-login\b|^(?:express|cookie)-session\b|\bAPIKeyCookie\b|^starlette\.authentication\./;
/** Packages that know callers by a header (Authorization, a key). */
const BY_HEADER =
  /^fastapi\.security\.(?:\w+\.)*(?:HTTP\w+|OAuth2\w*|APIKeyHeader|OpenIdConnect)|^express-jwt\b|^express-oauth2-jwt-bearer\b|^express-basic-auth\b|^hono\/(?:jwt|bearer-auth|basic-auth|jwk)\b|^koa-jwt\b|^@fastify\/(?:jwt|bearer-auth|basic-auth)\b|^flask_httpauth\.|^flask_praetorian\.|^flask_jwt_extended\.|^rest_framework_simplejwt\.|^sanic_jwt\.|^@elysiajs\/(?:jwt|bearer)\b/;
/**
 * Packages whose cookie is SameSite=Lax unless told otherwise: authjs.dev ("cookies"), clerk.com/docs ("How Clerk works": `__session`),
 * github.com/vvo/iron-session (defaults), github.com/auth0/nextjs-auth0, supabase.com/docs (SSR), better-auth.com/docs ("Cookies"),
 * lucia-auth.com, reactrouter.com ("createCookie": `sameSite: "lax"`), workos.com and kinde.com.
 */
const LAX =
  /^(?:next-auth|@auth\/|#auth|@clerk\/|iron-session|@auth0\/nextjs-auth0|@supabase\/(?:ssr|auth-helpers)|better-auth|lucia|@kinde-oss\/|@workos-inc\/|@stackframe\/|@remix-run\/|react-router)/;
/** Calls that may ask a package who is calling. */
const MAY_ASK = /session|auth|user|token|caller|identity|principal|account/i;
/** Headers that say nothing about who is calling. */
const SILENT =
  /^(?:origin|referer|host|accept(?:-\w+)*|content-\w+|user-agent|x-forwarded-\w+|x-real-ip|x-request-id|x-correlation-id|x-csrf\w*|x-xsrf\w*)$/i;

const MAX_DEPTH = 4;

/** Reads how callers are known, once per value and moment of the workspace. */
export class CallerReader {
  private readonly known = new WeakMap<Value, Recorded<CallerWays>>();

  constructor(private readonly interpreter: Interpreter) {}

  /** Of something in a guard's place, by itself. */
  ofUse(use: LinkedUse): CallerWays {
    return this.ofValue(use.value);
  }

  /** Of a guard or handler, with what it calls and depends on. */
  ofValue(value: Value): CallerWays {
    let ways = this.known.get(value);
    if (!ways) {
      ways = this.interpreter.workspace.record(() => {
        const found = new Ways(this.interpreter);
        found.value(value, 0);
        return found;
      });
      this.known.set(value, ways);
    }
    return this.interpreter.workspace.take(ways);
  }
}

class Ways implements CallerWays {
  session = false;
  readonly cookies = new Set<string | null>();
  header = false;
  stated = false;
  user = false;
  lax: string | null = null;
  outside: string | null = null;
  validates: CallerWays['validates'] = null;
  private readonly seen = new Set<unknown>();

  constructor(private readonly interpreter: Interpreter) {}

  value(value: Value, depth: number): void {
    if (depth > MAX_DEPTH || this.seen.has(value)) return;
    this.seen.add(value);
    if (value.v === 'external') return this.symbol(value.symbol);
    if (value.v === 'guard') return value.value ? this.value(value.value, depth) : undefined;
    if (value.v === 'annotated') return value.guards.forEach((guard) => this.value(guard, depth));
    if (value.v === 'choice') return value.options.forEach((option) => this.value(option, depth));
    if (value.v === 'combined') return value.of.forEach((one) => this.value(one, depth));
    if (value.v === 'request') return this.expression(value.expression, NO_SCOPE, undefined);
    for (const body of bodiesOf(value, this.interpreter)) {
      if (this.seen.has(body.body)) continue;
      this.seen.add(body.body);
      for (const { name, default: fallback, type } of body.fact.params) {
        if (fallback) this.expression(fallback, body.scope, name);
        for (const given of guardValues(fallback, type, body.scope, this.interpreter)) this.value(given, depth + 1);
      }
      visitOwn(body.body, body.scope, {
        expression: (expression, scope) => this.expression(expression, scope, undefined),
      });
    }
  }

  private expression(expression: Expression, scope: Scope, parameter: string | undefined): void {
    if (expression.e === 'request') return this.request(expression, parameter);
    if (expression.e !== 'call') return;
    const { callee } = expression;
    const name = callee.e === 'name' || callee.e === 'member' ? callee.name : '';
    if (VALIDATES.test(name)) this.validates ??= { path: scope.path, line: expression.at.line };
    if (!MAY_ASK.test(name)) return;
    const called = this.interpreter.evaluate(callee, scope);
    if (called.v === 'external' && LAX.test(called.symbol)) this.lax ??= packageOf(called.symbol);
  }

  private request({ part, name }: Extract<Expression, { e: 'request' }>, parameter: string | undefined): void {
    if (part === 'session') this.session = true;
    else if (part === 'user') this.user = true;
    else if (part === 'header' && name?.toLowerCase() === 'cookie') this.cookies.add(null);
    else if (part === 'header') this.header ||= name === null || !SILENT.test(name);
    else if (part === 'query' || part === 'body' || part === 'params') this.stated = true;
    else if (part === 'cookie') {
      const named = name ?? parameter ?? null;
      if (named === null || !OTHER.test(named)) this.cookies.add(named);
    }
  }

  private symbol(symbol: string): void {
    if (BY_SESSION.test(symbol)) this.session = true;
    else if (LAX.test(symbol)) this.lax ??= packageOf(symbol);
    else if (BY_HEADER.test(symbol)) this.header = true;
    else this.outside ??= symbol;
  }
}

const NO_SCOPE: Scope = { path: '', vars: new Map(), parent: null };

/** `@scope/name` or `name` of a symbol. */
function packageOf(symbol: string): string {
  return /^(?:@[\w.-]+\/)?[#\w.-]+/.exec(symbol)?.[0] ?? symbol;
}

/** How several together know who is calling. */
export function togetherOf(all: readonly CallerWays[]): CallerWays {
  return {
    session: all.some((one) => one.session),
    cookies: new Set(all.flatMap((one) => [...one.cookies])),
    header: all.some((one) => one.header),
    stated: all.some((one) => one.stated),
    user: all.some((one) => one.user),
    lax: all.find((one) => one.lax !== null)?.lax ?? null,
    outside: all.find((one) => one.outside !== null)?.outside ?? null,
    validates: all.find((one) => one.validates !== null)?.validates ?? null,
  };
}

/** The handler as a value that can be read. */
export function handlerOf(value: Value | null): FunctionValue | null {
  return value?.v === 'function' ? value : null;
}

/**
 * What Laravel's requests, facades and helpers mean: who is calling, what was sent, what refuses. laravel.com/docs, "HTTP Requests",
 * "Authentication", "Authorization", "HTTP Responses", "Error Handling".
 */
import type { PhpCall } from '../../../code/php/framework';
import { other, text } from '../../../code/php/values';
import type { Argument, Expression, RequestPart } from '../../../code/model';

const USER: Expression = { e: 'request', part: 'user', name: null };
/** Where a redirect leads that asks the caller to sign in. */
const SIGN_IN = /log_?in|sign_?in|auth(?!or)|sso|saml|oauth|guest/i;

/** Methods that add to an answer (laravel.com/docs, "HTTP Responses", "Redirecting With Flashed Session Data"). */
const ADDS = /^(?:with(?:Errors|Input|Headers|Cookies?|Fragment|Exception)?|header|cookie|exceptInput|onlyInput)$/;

/** Meaning of a call, or undefined. */
export function callOf(call: PhpCall): Expression | undefined {
  if (call.receiver === null) return helper(call);
  return asked(call) ?? requested(call) ?? answered(call);
}

/** Meaning of a member or element: `$request->token`, `$request['token']`. */
export function readOf(expression: Expression): Expression | undefined {
  if (expression.e === 'member' && isRequest(expression.of)) return partOf('query', text(expression.name));
  if (expression.e === 'index' && isRequest(expression.of)) return partOf('query', expression.key);
  return undefined;
}

function isRequest(of: Expression): boolean {
  return of.e === 'name' && /^(?:request|req|Request)$/.test(of.name);
}

function partOf(part: RequestPart, name: Expression | undefined): Expression | undefined {
  if (name?.e !== 'text') return undefined;
  if (part === 'query' && /passw|otp|^code$/i.test(name.value)) return { e: 'request', part: 'body', name: name.value };
  return { e: 'request', part, name: part === 'header' ? name.value.toLowerCase() : name.value };
}

// Functions --------------------------------------------------------------------------------------------------------------------------------

function helper({ name, args, at }: PhpCall): Expression | undefined {
  const [first, second] = args.map(({ value }) => value);
  switch (name) {
    case 'abort':
      return { e: 'refusal', ...statusOf(first), sends: false, throws: true, at };
    case 'abort_if':
    case 'abort_unless': {
      const refusal: Expression = { e: 'refusal', ...statusOf(second), sends: false, throws: true, at };
      return first && { e: name === 'abort_if' ? 'and' : 'or', left: first, right: refusal };
    }
    case 'config':
    case 'env':
      return { e: 'setting', name: first?.e === 'text' ? first.value : null, fallback: second ?? null };
    case 'auth':
      return { e: 'name', name: 'Auth' };
    case 'request':
      return first ? partOf('query', first) : { e: 'name', name: 'request' };
    case 'session':
      return first ? partOf('session', first) : { e: 'request', part: 'session', name: null };
    case 'cookie':
      return undefined;
    case 'redirect':
      return first && redirect(args, at);
    case 'to_route':
      return redirect(args, at);
    case 'response':
      return args.length > 1 ? answer(second, at) : undefined;
    case 'hash_equals':
      return { e: 'call', callee: { e: 'import', from: 'php\\hash_equals', line: 1 }, args, at };
    default:
      return undefined;
  }
}

function statusOf(value: Expression | undefined): { status: number | null; statusFrom?: Expression } {
  if (value?.e === 'constant' && typeof value.value === 'number') return { status: value.value };
  const named = value?.e === 'member' ? STATUS[value.name] : undefined;
  if (named !== undefined) return { status: named };
  return value ? { status: null, statusFrom: value } : { status: null };
}

/** Constants of `Symfony\Component\HttpFoundation\Response`. */
const STATUS: Readonly<Record<string, number>> = {
  HTTP_OK: 200,
  HTTP_CREATED: 201,
  HTTP_NO_CONTENT: 204,
  HTTP_FOUND: 302,
  HTTP_BAD_REQUEST: 400,
  HTTP_UNAUTHORIZED: 401,
  HTTP_PAYMENT_REQUIRED: 402,
  HTTP_FORBIDDEN: 403,
  HTTP_NOT_FOUND: 404,
  HTTP_METHOD_NOT_ALLOWED: 405,
  HTTP_CONFLICT: 409,
  HTTP_UNPROCESSABLE_ENTITY: 422,
  HTTP_TOO_MANY_REQUESTS: 429,
  HTTP_INTERNAL_SERVER_ERROR: 500,
  HTTP_SERVICE_UNAVAILABLE: 503,
};

// Who is calling ---------------------------------------------------------------------------------------------------------------------------

/** `Auth::check()`, `auth('api')->user()`, `$request->user()`, `Gate::allows(…)`. */
function asked({ receiver, on, name, args, at }: PhpCall): Expression | undefined {
  const isAuth =
    /^(?:Auth|Sentinel|JWTAuth|Cartalyst)$/.test(on) || (receiver?.e === 'name' && receiver.name === 'Auth');
  if (isAuth) {
    if (/^(?:user|id|authenticate|getUser|getPayload|parseToken|payload)$/.test(name))
      return name === 'authenticate' ? { e: 'or', left: USER, right: refusal(401, at) } : USER;
    if (name === 'check' || name === 'hasUser') return { e: 'not', of: { e: 'not', of: USER } };
    if (name === 'guest') return { e: 'not', of: USER };
    if (/^(?:guard|shouldUse|setRequest)$/.test(name)) return receiver ?? undefined;
  }
  if (receiver && (isRequest(receiver) || on === 'this') && name === 'user') return USER;
  if (on === 'Gate') {
    if (/^(?:allows|check|any)$/.test(name)) return { e: 'not', of: { e: 'not', of: USER } };
    if (/^(?:denies|none)$/.test(name)) return { e: 'not', of: USER };
    if (name === 'authorize') return { e: 'or', left: USER, right: { ...refusal(403, at), policy: true } };
  }
  // A policy is not asked about guests, unless it says so: they are refused (laravel.com/docs, "Authorization", "Guest Users").
  if (on === 'this' && /^(?:authorize|authorizeForUser)$/.test(name) && args.length > 0)
    return { e: 'or', left: USER, right: { ...refusal(403, at), policy: true } };
  return undefined;
}

function refusal(status: number, at: PhpCall['at']): Extract<Expression, { e: 'refusal' }> {
  return { e: 'refusal', status, sends: false, throws: true, at };
}

// What was sent ----------------------------------------------------------------------------------------------------------------------------

/** Methods of the request that give one thing that was sent. */
const GIVES: Readonly<Record<string, RequestPart>> = {
  header: 'header',
  hasHeader: 'header',
  cookie: 'cookie',
  hasCookie: 'cookie',
  query: 'query',
  input: 'query',
  get: 'query',
  post: 'query',
  string: 'query',
  has: 'query',
  filled: 'query',
  json: 'query',
  server: 'header',
  route: 'params',
};

function requested({ receiver, on, name, args }: PhpCall): Expression | undefined {
  const [first] = args.map(({ value }) => value);
  if (receiver?.e === 'request' && receiver.name === null && /^(?:get|has|pull|input)$/.test(name))
    return partOf(receiver.part, first);
  if (on === 'Session' && /^(?:get|has|pull)$/.test(name)) return partOf('session', first);
  if (on === 'Cookie' && name === 'get') return partOf('cookie', first);
  if (on === 'Config' && name === 'get')
    return { e: 'setting', name: first?.e === 'text' ? first.value : null, fallback: null };
  // `$request->route()->getName()`
  const isRoute = receiver?.e === 'call' && receiver.callee.e === 'member' && receiver.callee.name === 'route';
  if ((isRoute && name === 'getName') || (on === 'Route' && name === 'currentRouteName'))
    return { e: 'request', part: 'endpoint', name: null };
  if (!receiver || !isRequest(receiver)) return undefined;
  switch (name) {
    case 'routeIs':
      return {
        e: 'compare',
        op: 'in',
        left: { e: 'request', part: 'endpoint', name: null },
        right: { e: 'list', items: args.map(({ value }) => value) },
      };
    case 'bearerToken':
    case 'getUser':
    case 'getPassword':
      return { e: 'request', part: 'header', name: 'authorization' };
    case 'session':
      return { e: 'request', part: 'session', name: null };
    case 'path':
    case 'getPathInfo':
    case 'getRequestUri':
    case 'url':
      return { e: 'request', part: 'path', name: null };
    case 'method':
    case 'getMethod':
      return { e: 'request', part: 'method', name: null };
    case 'isMethod':
      return first?.e === 'text'
        ? {
            e: 'compare',
            op: '==',
            left: { e: 'request', part: 'method', name: null },
            right: text(first.value.toUpperCase()),
          }
        : undefined;
    case 'ip':
      return { e: 'request', part: 'address', name: null };
    case 'getContent':
      return { e: 'request', part: 'body', name: null };
    case 'hasValidSignature':
    case 'hasValidRelativeSignature':
      return { e: 'compare', op: '==', left: { e: 'request', part: 'query', name: 'signature' }, right: other() };
    default: {
      const part = GIVES[name];
      const given = part && partOf(part, first);
      return given && /^has/.test(name) ? { e: 'not', of: { e: 'not', of: given } } : given;
    }
  }
}

// Answers ----------------------------------------------------------------------------------------------------------------------------------

/** `response()->json(…, 401)`, `redirect()->route('login')`, `new JsonResponse(…, 401)`. */
function answered({ receiver, on, name, args, at }: PhpCall): Expression | undefined {
  // What an answer is given besides leaves it one: `redirect()->route('login')->with('error', …)`.
  if (receiver?.e === 'refusal') return ADDS.test(name) ? receiver : undefined;
  const called = receiver?.e === 'call' && receiver.callee.e === 'name' ? receiver.callee.name : '';
  const [first, second] = args.map(({ value }) => value);
  if (called === 'response' || on === 'Response') {
    if (name === 'noContent') return answer(first, at);
    if (name === 'make' || name === 'json' || name === 'view')
      return answer(named(args, 'status') ?? (name === 'view' ? args[2]?.value : second), at);
  }
  if (name === 'new') {
    if (/^(?:Json)?Response$/.test(on)) return answer(named(args, 'status') ?? second, at);
    if (/HttpException$/.test(on))
      return { e: 'refusal', ...statusOf(/^Http/.test(on) ? first : undefined), sends: false, at };
    const status = RAISED[on];
    return status === undefined ? undefined : { e: 'refusal', status, sends: false, at };
  }
  if (called === 'redirect' || on === 'Redirect') return redirect(args, at, name);
  return undefined;
}

const RAISED: Readonly<Record<string, number>> = {
  AuthenticationException: 401,
  UnauthorizedException: 403,
  AuthorizationException: 403,
  AccessDeniedHttpException: 403,
  UnauthorizedHttpException: 401,
  NotFoundHttpException: 404,
  ModelNotFoundException: 404,
};

function named(args: readonly Argument[], wanted: string): Expression | undefined {
  return args.find(({ name }) => name === wanted)?.value;
}

/** An answer with a status; without one it is 200, which refuses nobody. */
function answer(status: Expression | undefined, at: PhpCall['at']): Expression | undefined {
  if (!status) return undefined;
  const read = statusOf(status);
  if (read.status !== null && read.status < 400) return undefined;
  return { e: 'refusal', ...read, sends: false, at };
}

function redirect(args: readonly Argument[], at: PhpCall['at'], method = ''): Expression | undefined {
  const leads = SIGN_IN.test(JSON.stringify(args.map(({ value }) => value))) || method === 'guest';
  return leads ? { e: 'refusal', status: 302, redirect: true, sends: false, at } : undefined;
}

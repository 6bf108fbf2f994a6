/**
 * Flask with its usual extensions: what their calls mean. Sources: flask.palletsprojects.com (API, Blueprints, Class-based Views),
 * flask-restful.readthedocs.io, flask-restx.readthedocs.io, flask-login.readthedocs.io, flask-jwt-extended.readthedocs.io,
 * flask-httpauth.readthedocs.io; what reaches what was executed, see the cases in the tests.
 */
import type { Span } from '../../../span';
import type { Call, PythonFramework } from '../../../code/python/expressions';
import type { EffectRule } from '../../packages/effects';
import type { Framework, ViewStyle } from '../../framework';
import type { ServedDocs } from '../../../code/router-expression';
import type { Argument, Expression, RouterExpression, RouteStatement, Statement } from '../../../code/model';
import { FLASK, NAME } from './names';
import { classDecoratorOf, crossOrigin, decoratorOf, flasgger, statementOf } from './registrations';
import { readOf } from './request';
import {
  answerWith,
  argument,
  isSuperCall,
  lastOf,
  leadsToLogin,
  nothing,
  refusalWith,
  statusOf,
  viewOf,
} from '../shared/python-arguments';

const lowering: PythonFramework = {
  words: [
    'flask',
    'Flask',
    'flask_restful',
    'flask_restx',
    'flask_login',
    'flask_jwt_extended',
    'flask_httpauth',
    'flask_smorest',
    'flask_openapi3',
    'quart',
    'MethodView',
    'register_blueprint',
    'add_url_rule',
    'before_request',
  ],
  // Modules that are given the application import no Flask: its methods tell.
  imports: /^[ \t]*(?:from|import)[ \t]+(?:flask|quart|werkzeug)/m,
  uses: /\.(?:register_blueprint|add_url_rule|add_resource)\(/,
  alone:
    /^[ \t]*@\w+(?:\.\w+)*\.(?:route\(|(?:before|after|teardown)_(?:app_)?request\b)|\b(?:jsonify|render_template)\(|\bcurrent_app\./m,
  starred: {
    from: 'flask',
    names: [
      'Flask',
      'Blueprint',
      'Response',
      'abort',
      'current_app',
      'g',
      'jsonify',
      'make_response',
      'redirect',
      'request',
      'session',
    ],
  },
  call: (symbol, call) =>
    readOf(call) ?? viewOf(call) ?? entryOf(call) ?? loginOf(call) ?? (symbol ? callOf(symbol, call) : undefined),
  read: readOf,
  statement: statementOf,
  assign: (to, value, at) =>
    switchOf(to, value, at) ??
    proxyOf(to, value) ??
    (value.e === 'call' ? (crossOrigin(value) ?? flasgger(value)) : undefined),
  decorator: decoratorOf,
  classDecorator: classDecoratorOf,
  returned: answerOf,
};

const EFFECTS: readonly EffectRule[] = [
  { pattern: /^flask_login\.(utils\.)?(login_required|fresh_login_required)$/, effect: 'deny' },
  {
    pattern:
      /^flask_jwt_extended\.(view_decorators\.)?(jwt_required|jwt_refresh_token_required|fresh_jwt_required)(\(\))?$/,
    effect: 'deny',
    unless: { name: 'optional', value: true, effect: 'optional' },
  },
  { pattern: /^(flask_login|flask_security)\.(utils\.)?current_user$|^(flask|quart)\.session$/, effect: 'user' },
  { pattern: /^flask_login\.(?:LOGIN_DISABLED|(?:utils\.)?(?:login_user|logout_user|confirm_login))$/, effect: 'none' },
  { pattern: /^flask_jwt_extended\.(view_decorators\.)?jwt_optional$/, effect: 'optional' },
  {
    pattern: /^flask_jwt_extended\.(view_decorators\.)?verify_jwt(_refresh_token|_fresh_token)?_in_request$/,
    effect: 'raises',
    unless: { name: 'optional', value: true, effect: 'none' },
  },
  // apifairy.readthedocs.io, "authenticate": asks the Flask-HTTPAuth object that it is given.
  {
    pattern: /^apifairy\.(?:decorators\.)?authenticate\(\)$/,
    effect: 'deny',
    unless: { name: 'optional', value: true, effect: 'optional' },
  },
  {
    pattern: /^flask_httpauth\.(HTTP\w*Auth|MultiAuth)\(\)\.login_required(\(\))?$/,
    effect: 'deny',
    unless: { name: 'optional', value: true, effect: 'optional' },
  },
  {
    pattern:
      /^flask_security\.(decorators\.)?(login_required|auth_required|auth_token_required|http_auth_required|roles_required|roles_accepted|permissions_required|permissions_accepted)(\(\))?$/,
    effect: 'deny',
  },
  { pattern: /^flask_principal\.(Permission|RoleNeed)\(\)\.require\(\)$/, effect: 'deny' },
  {
    pattern: /^flask_praetorian\.(decorators\.)?(auth_required|roles_required|roles_accepted)(\(\))?$/,
    effect: 'deny',
  },
  { pattern: /^authlib\.integrations\.flask_oauth2\.ResourceProtector\(\)\(\)$/, effect: 'deny' },
  {
    pattern: /^(flask_cors|flask_caching|flask_limiter|flask_compress|flask_wtf|apispec|flasgger|werkzeug)\b/,
    effect: 'none',
  },
];

const VERBS = { get: 'GET', post: 'POST', put: 'PUT', patch: 'PATCH', delete: 'DELETE' };

/** `MethodView` answers with its methods, `View` with `dispatch_request`; decorators stand in attributes. */
const VIEWS: readonly ViewStyle[] = [
  {
    name: NAME,
    base: /^(flask|quart)\.views\.(MethodView|View)$|^flask_(restful|restx)\.(\w+\.)*Resource$|^flask_smorest\.(\w+\.)*MethodView$/,
    members: VERBS,
    any: { member: 'dispatch_request', methods: 'methods', fallback: ['GET'] },
    entry: 'dispatch_request',
    // A resource's own decorators are put around each method, inside those of the view.
    wrappers: ['decorators', 'method_decorators'],
  },
];

/** Flask and Quart, which has its interface. */
export const flask: Framework = {
  name: NAME,
  readsCors: true,
  python: lowering,
  routerOf,
  effects: EFFECTS,
  views: VIEWS,
  guard: { as: 'decorator' },
};

function callOf(symbol: string, call: Call): Expression | undefined {
  // What Flask-Login keeps in the session of who has just signed in (flask-login.readthedocs.io, "Fresh Logins").
  if (/^flask_login\.(?:utils\.)?login_fresh$/.test(symbol)) return { e: 'request', part: 'session', name: '_fresh' };
  return routerOf(symbol, call.args, call.at) ?? refusalOf(symbol, call);
}

/**
 * `login_manager.unauthorized()` and `.needs_refresh()` are what Flask-Login answers (flask-login.readthedocs.io, "LoginManager");
 * `ensure_sync(view)` is the view (flask.palletsprojects.com, "Using async and await").
 */
function loginOf({ callee, args, at }: Call): Expression | undefined {
  if (callee.e !== 'member') return undefined;
  const { of, name } = callee;
  if (name === 'ensure_sync' && of.e === 'name' && of.name === 'current_app') return args[0]?.value;
  const isManager = (of.e === 'name' || of.e === 'member') && /^login_?manager$/.test(of.name);
  return /^(?:unauthorized|needs_refresh)$/.test(name) && isManager ? refusalWith(401, { at }) : undefined;
}

/** `current_user = LocalProxy(…)`, as Flask-Login makes it: an object that says itself that nobody signed in. */
function proxyOf(to: Expression, value: Expression): Statement | undefined {
  if (to.e !== 'name' || to.name !== 'current_user' || value.e !== 'call') return undefined;
  const { callee, at } = value;
  if (callee.e !== 'name' || callee.name !== 'LocalProxy') return undefined;
  return { s: 'let', to, value: { e: 'request', part: 'user', name: null, always: true }, line: at.line };
}

/** A view's own `dispatch_request` that goes on to the next one's. */
function entryOf(call: Call): Expression | undefined {
  return isSuperCall(call, 'dispatch_request') ? { e: 'proceed' } : undefined;
}

/** The application, blueprint, API or namespace that a constructor call makes. */
function routerOf(symbol: string, args: readonly Argument[], at: Span): RouterExpression | undefined {
  const name = lastOf(symbol.replace(/\(\)$/, ''));
  if (!FLASK.test(symbol) || symbol.endsWith(')')) return undefined;
  const router = (role: 'app' | 'router', more: Partial<RouterExpression>): RouterExpression => ({
    e: 'router',
    role,
    framework: NAME,
    prefix: null,
    guards: [],
    routes: null,
    args: [...args],
    at,
    ...more,
  });
  if (name === 'Flask' || name === 'Quart' || name === 'OpenAPI')
    return router('app', { routes: staticFiles(args, at) });
  if (name === 'Blueprint' || name === 'APIBlueprint')
    return router('router', { prefix: argument(args, 'url_prefix') ?? null });
  if (name === 'Namespace') {
    const path = argument(args, 'path') ?? pathOfName(args[0]?.value);
    return router('router', { prefix: path ?? null, ...wrappers(args) });
  }
  if (name !== 'Api') return undefined;
  const into = argument(args, 'app', 0);
  const docs = /^flask_rest(?:x|plus)\b/.test(symbol) ? docsOf(args) : undefined;
  return router('router', {
    prefix: argument(args, 'prefix') ?? null,
    ...wrappers(args),
    ...(into && { into }),
    ...(docs && { docs }),
  });
}

/** The page of an API is at its root unless `doc` says otherwise (flask-restx.readthedocs.io, "Swagger documentation"). */
function docsOf(args: readonly Argument[]): ServedDocs[] {
  return [
    { path: argument(args, 'doc') ?? null, byDefault: '/' },
    { path: null, byDefault: '/swagger.json' },
  ];
}

/** The folder of static files, where one is named: hooks of the application run before it too. */
function staticFiles(args: readonly Argument[], at: Span): Expression | null {
  const folder = argument(args, 'static_folder');
  if (!folder || (folder.e === 'constant' && folder.value === null)) return null;
  const given = argument(args, 'static_url_path');
  const base = given?.e === 'text' ? given.value : '/static';
  const does: RouteStatement = {
    s: 'route',
    framework: NAME,
    on: nothing(),
    methods: ['GET'],
    paths: [{ e: 'text', value: `${base.replace(/\/$/, '')}/<path:filename>` }],
    guards: [],
    handler: nothing(),
    public: 'static files',
    args: [],
    input: { state: 'none', at: null, what: null },
    at,
    line: at.line,
    declLine: null,
  };
  return { e: 'list', items: [{ e: 'registration', does }] };
}

/** A namespace without a path is served under its name. */
function pathOfName(name: Expression | undefined): Expression | undefined {
  return name?.e === 'text' ? { e: 'text', value: `/${name.value}` } : undefined;
}

/** `Api(app, decorators=[…])` puts them around every resource. */
function wrappers(args: readonly Argument[]): Partial<RouterExpression> {
  const decorators = argument(args, 'decorators');
  return decorators ? { wrappers: decorators } : {};
}

function refusalOf(symbol: string, call: Call): Expression | undefined {
  const name = lastOf(symbol);
  const isFlask = FLASK.test(symbol) || symbol.startsWith('werkzeug.');
  if (!isFlask) return undefined;
  if (name === 'abort') return refusalWith(statusOf(call.args[0]?.value) ?? null, call, { throws: true });
  if (name === 'redirect')
    return leadsToLogin(call.args[0]?.value)
      ? { e: 'refusal', status: 302, redirect: true, sends: false, at: call.at }
      : undefined;
  if (name === 'Unauthorized') return refusalWith(401, call);
  if (name === 'Forbidden') return refusalWith(403, call);
  if (name === 'Response' || name === 'make_response') return answerWith(argument(call.args, 'status', 1), call);
  if (name === 'get_jwt_identity' || name === 'get_jwt') return { e: 'request', part: 'user', name: null };
  return undefined;
}

/** `return {…}, 401`. */
function answerOf(value: Expression): Expression | undefined {
  if (value.e !== 'list' || value.items.length < 2) return undefined;
  const [first, second] = value.items;
  const at = first?.e === 'call' ? first.at : { line: 0, column: 0, endLine: 0, endColumn: 0 };
  return answerWith(second, { at });
}

/** `app.config['LOGIN_DISABLED'] = True`: Flask-Login lets everybody pass (flask-login.readthedocs.io, "Protecting Views"). */
function switchOf(to: Expression, value: Expression, at: Span): Statement | undefined {
  const isConfig = to.e === 'index' && to.of.e === 'member' && to.of.name === 'config';
  if (!isConfig || to.key.e !== 'text' || to.key.value !== 'LOGIN_DISABLED') return undefined;
  if (value.e !== 'constant' || value.value !== true || to.of.e !== 'member') return undefined;
  const login = (name: string): Expression => ({
    e: 'member',
    of: { e: 'import', from: 'flask_login', line: at.line },
    name,
  });
  return { s: 'override', on: to.of.of, guard: login('login_required'), by: login('LOGIN_DISABLED'), at };
}

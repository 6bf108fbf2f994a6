/**
 * Code facts: what one module does, reduced to what routes, mounts and guards turn on. Plain JSON, one shape for all languages.
 *
 * A language adapter (`code/<language>/`) lowers a syntax tree to these statements and expressions; a framework
 * (`routes/frameworks/`) recognises its own calls on the way and puts the framework's meaning in their place: `FastAPI(...)` becomes a
 * `router` expression, `app.include_router(r)` a `mount` statement, `res.status(401).end()` a `refusal`, `next()` a `proceed`. Whatever
 * reads these facts (`routes/program`, `link`, `guards`) knows no framework: how far a middleware or a mount reaches is data in the fact.
 *
 * Lowering rules for every language:
 * - statements keep their order and nesting, so that loops, branches, `try` and functions around a mount stay visible;
 * - `await`, parentheses, casts and `yield` disappear, the inner expression stays;
 * - destructuring becomes one `let` per name (`const { a: b } = x` → `let b = x.a`; `a, b = x` → `let a = x[0]`, `let b = x[1]`);
 * - `with open(x) as f:` becomes `let f = open(x)` followed by the body; `switch`/`match` becomes a chain of `if`;
 * - a framework's call keeps its arguments inside the fact that stands for it; a fact is emitted on the shape of the call alone
 *   (`x.get('/path', h)`): the linker drops it when `on` turns out not to be a router;
 * - literals longer than `MAX_ITEMS` items, and texts longer than `MAX_TEXT`, are cut: `other` takes their place.
 */
import type { GrammarLanguage } from '../parse/tree';
import type { Span } from '../span';
import type { FilterFact } from './model-filters';
import type { ConfigureStatement, Need, PlugStatement, Rule } from './model-setup';
import type { GuardUse } from './guard-use';
import type { HandlerInput, RouteInput } from './route-input';
import type { RouterExpression } from './router-expression';
import type { ApplicationExpression, SiteExpression } from './site-expression';

/** Longest list or record that is kept item by item. */
export const MAX_ITEMS = 200;
/** Longest text literal that is kept. */
export const MAX_TEXT = 400;
/** Name of what a JavaScript `catch` has caught: nobody knows what it is, but its status is one of a refusal. */
export const CAUGHT = '<caught>';

/** Languages that are lowered; TypeScript and the script blocks of components are `javascript`. */
export type CodeLanguage = 'javascript' | GrammarLanguage;

/** Part of a request that code reads; the linker decides by part and name whether it is a credential. */
export type RequestPart =
  | 'header'
  | 'cookie'
  | 'session'
  | 'query'
  | 'body'
  /** What a websocket receives once it is open: browsers send a token in its first message. */
  | 'message'
  | 'params'
  | 'path'
  | 'endpoint'
  | 'method'
  | 'user'
  | 'state'
  | 'address'
  /** What the connection speaks: `http` or `websocket`. */
  | 'protocol'
  /** The whole address; its members are the path and the query. */
  | 'url';

/** An argument of a call; `name` for keyword arguments, null for positional ones. */
export interface Argument {
  name: string | null;
  value: Expression;
  /** The callee may put its answer there (`&user`). */
  fills?: true;
  /** The request itself, with everything in it. */
  request?: true;
}

export type { GuardUse, FilterFact, HandlerInput, RouteInput, RouterExpression, SiteExpression };

export type Expression =
  /** A variable; `this`/`self` are ordinary names (`this` in every language). */
  | { e: 'name'; name: string }
  /** `maybe`: part of a chain with `?.`, which ends in nothing where something is missing. */
  | { e: 'member'; of: Expression; name: string; maybe?: true }
  | { e: 'index'; of: Expression; key: Expression; maybe?: true }
  /** `create`: JavaScript's `new`. Python cannot tell a class from a function here. `unawaited`: what it returns is tested as it is. */
  | { e: 'call'; callee: Expression; args: Argument[]; create?: true; unawaited?: true; at: Span }
  | { e: 'text'; value: string }
  | { e: 'constant'; value: number | boolean | null }
  /** Array, tuple, set. */
  | { e: 'list'; items: Expression[] }
  | { e: 'record'; entries: { key: Expression; value: Expression }[] }
  /** `...x`, `*x`, `**x` inside a list, record or argument list. */
  | { e: 'spread'; of: Expression }
  | { e: 'not'; of: Expression }
  /** `??` is an `or`. */
  | { e: 'and' | 'or'; left: Expression; right: Expression }
  /** `op` is spelled `==`, `!=`, `<`, `<=`, `>`, `>=`, `in`, `not in`, `instanceof` (`is`, `===` are `==`; `is not`, `!==` are `!=`). */
  | { e: 'compare'; op: string; left: Expression; right: Expression }
  /** Conditional expression. */
  | { e: 'choose'; test: Expression; then: Expression; else: Expression }
  /** Template literal, f-string, `+` on texts: parts in order. */
  | { e: 'join'; parts: Expression[] }
  | { e: 'regex'; source: string; flags: string }
  /** A function written in place (arrow, lambda) or a handler: its id in `CodeFacts.functions`. */
  | { e: 'function'; id: string }
  /** The error among what a call answers, in languages in which calls fail by their results (Go): there is one where the call failed. */
  | { e: 'error'; of: Expression }
  /** `require('x')`, `import('x')`: the module object. */
  | { e: 'import'; from: string; line: number }
  /** The same with a module that is named at run time: `require(path.join(__dirname, file))`. */
  | { e: 'load'; what: Expression; line: number }
  /** A setting: `os.getenv('X', d)`, `process.env.X`. `fallback`: what it is when nobody sets it. */
  | { e: 'setting'; name: string | null; fallback: Expression | null }
  /**
   * Anything else; `parts` are the expressions inside it, so that names used there can be seen. `op`: Python's `|`, `&` and `~`, with which
   * guards are combined. `why`: what cannot be followed, as a sentence part.
   */
  | { e: 'other'; parts: Expression[]; op?: '|' | '&' | '~'; why?: string }
  // What frameworks mean:
  | RouterExpression
  /** A dependency that runs before the handler: `Depends(f)`, `Security(f)`; `value: null` = the parameter's own type. */
  | {
      e: 'guard';
      value: Expression | null;
      scopes?: Expression;
      as?: GuardUse['as'];
      ineffective?: string;
      needs?: Need;
      name?: string;
      byDefault?: true;
      at: Span;
    }
  /** A type with guards attached: `Annotated[User, Depends(f)]`. */
  | { e: 'annotated'; type: Expression; guards: Expression[] }
  /**
   * A part of the current request; `name: null` = not literal, or the part as a whole. `type: null` on a parameter default. `always`: a user
   * object that is there whoever calls, and says itself that nobody signed in (`request.user.is_authenticated`). `held`: where nothing was
   * sent an empty object or text stands in its place, which can be asked on (`session.get("user", {})`).
   */
  | { e: 'request'; part: RequestPart; name: string | null; always?: true; held?: true }
  /** A class that serves requests, as a handler: `View.as_view(…)`. `member`: the one of its methods that answers. */
  | { e: 'view'; of: Expression; args: Argument[]; member?: string; at: Span }
  /**
   * A refusal by HTTP. `status: null` = not literal; `redirect`: 3xx to somewhere else. `sends: true` = answers where it is evaluated
   * (`res.sendStatus(401)`, `next(err)`, `websocket.close()`); false = it must be thrown, or returned to whoever answers
   * (`HTTPException(401)`, `JSONResponse(status_code=401)`). `throws` = evaluating it leaves the function (`abort(401)`).
   */
  | {
      e: 'refusal';
      status: number | null;
      /** Where the status is not literal, what it is; an answer with a status below 400 is no refusal. */
      statusFrom?: Expression;
      /** The answer speaks of an error: where that cannot be worked out, it is the status of one. */
      errs?: true;
      /** It answers whatever that turns out to be. */
      answers?: true;
      redirect?: true;
      sends: boolean;
      throws?: true;
      /** It is what a policy answers that was asked about the caller. */
      policy?: true;
      /**
       * `goes-on`: what stands behind it in the chain runs all the same (gin's `c.JSON`) · `ends`: nothing behind it runs, even if the
       * request is handed on afterwards (gin's `c.Abort`).
       */
      chain?: 'goes-on' | 'ends';
      at: Span;
    }
  /** A route or mount as a value (`Route('/x', f)`), registered on whatever takes it; its own `on` or `into` means nothing. */
  | { e: 'registration'; does: RouteStatement | MountStatement }
  /** What is attached to the route at hand, or to the class around it: `reflector.get('roles', handler)`. */
  | { e: 'metadata'; key: Expression }
  /** Attaches something to the route or class that it decorates: `SetMetadata('roles', ['admin'])`. */
  | { e: 'attach'; key: Expression; value: Expression }
  /** A plugin that works on the very router that takes it, not on one of its own (`fastify-plugin`). */
  | { e: 'shared'; of: Expression }
  /**
   * A guard that is registered somewhere else under a name (`auth: 'jwt'`). `otherwise`: what the name means where nobody registers one ·
   * `args`: what it is given here behind the request.
   */
  | { e: 'named'; key: Expression; optional?: true; otherwise?: Expression; args?: Expression[] }
  /** What the application, or the nearest router, gives to routes that leave it open (`RouterExpression.defaults`). */
  | { e: 'default'; name: string }
  | SiteExpression
  | ApplicationExpression
  /** An object of a type that somebody else gives: a field or parameter that is injected. */
  | { e: 'typed'; type: Expression }
  /** Hands the request on: `next()`, `call_next(request)`, `self.app(scope, receive, send)`. */
  | { e: 'proceed' };

export interface RouteStatement {
  s: 'route';
  framework: string;
  on: Expression;
  /** Upper case; `ALL`, `WEBSOCKET`. */
  methods: string[];
  /** The method where it is computed (`router[route.method](…)`); `methods` counts when this is not literal. */
  methodFrom?: Expression;
  /** The call registers for whoever hands it a method of a router and a handler: the route stands where the handler does. */
  onBehalf?: true;
  /** One route per path and method; a non-literal path is whatever expression it is. */
  paths: Expression[];
  /** In order, the handler left out. */
  guards: GuardUse[];
  handler: Expression;
  /** The handler is a class of actions: each becomes a route of its own (`router.register('users', UserViewSet)`). */
  resource?: true;
  /** True when the guards that the router, its mounts or the app give as dependencies do not apply (a plain Starlette route). */
  bare?: true;
  /** It exists only where its handler does: what another module may export (`export *`). */
  maybe?: true;
  /** Its application lists its routes: those that lie in a folder by convention are none. */
  instead?: true;
  /** It is posted to under any page's path (server actions): what stands before some pages only does not hold callers off. */
  posted?: true;
  /** What decides about callers is not read, as a sentence part: "its resolvers decide who may call what". */
  undecided?: string;
  /** A framework or package serves it by itself: nobody wrote a handler. */
  builtIn?: true;
  /** Open by its nature, as the framework has it: "static files". Absent = nothing says so. */
  public?: string;
  /** Versions of its own, in the place of its router's (`RouterExpression.versions`). */
  versions?: Expression;
  /** What its options attach to it, a record (`e: 'metadata'` asks for it). */
  attached?: Expression;
  /** Guards that others register and that this route opts out of, with the reason: `auth: false`. */
  exempt?: string;
  /** Keyword arguments of the registration, for checks (`response_model`, `include_in_schema`). */
  args: Argument[];
  input: RouteInput;
  /** The path literal or, without one, the call: where a finding stands. */
  at: Span;
  /** Line of the handler's `def`, or of the registration call. */
  line: number;
  /** Line of the decorator; null where there is none. */
  declLine: number | null;
}

export interface MountStatement {
  s: 'mount';
  into: Expression;
  what: Expression;
  /** Null = none. */
  prefix: Expression | null;
  /** The call as it is written: entered where `what` is no router but a module or object of the workspace with a function of that name. */
  call?: Expression;
  /** The prefix stands in the place of the mounted router's own, not before it (Flask). */
  replaces?: true;
  /** What it gives to routes that leave something open, before what the mounted router gives (`RouterExpression.defaults`). */
  defaults?: { name: string; value: Expression }[];
  /** Guards of the mount itself, in order. */
  guards: GuardUse[];
  /**
   * What the mounted routes inherit from `into`: `dependencies` = everything (include_router) · `middleware` = only middleware (a mounted
   * sub-application).
   */
  inherits: 'all' | 'middleware';
  /** What `what` contributes: `live` = routes added to it later too · `copy` = only those it has now. */
  takes: 'live' | 'copy';
  /** A guard that refuses inside `what` also covers what is mounted later under the same prefix (Express). */
  leaks?: true;
  args: Argument[];
  at: Span;
}

/**
 * A middleware or hook registered on an application or router. When its value turns out to be a router or an application, it is a mount
 * under each of `paths` (Express cannot tell them apart where they are written): everything is inherited, routes added later are taken,
 * and guards inside leak to what comes later. A list is a sequence of such statements.
 */
export interface UseStatement {
  s: 'use';
  framework: string;
  on: Expression;
  guard: GuardUse;
  /** Paths it covers, under `on`; null = all. How they are compared is `match`. */
  paths: Expression[] | null;
  /**
   * `prefix`: by segment, everything below too (absent means this) · `exact`: as a route's own path (`app.all('/api/*', guard)`) ·
   * `param`: `paths` are names of path parameters (`app.param('id', guard)`) · `start`: whatever begins with it, by character (fiber 2).
   */
  match?: 'prefix' | 'exact' | 'param' | 'start';
  /** Methods it covers, upper case; absent = all. */
  methods?: string[];
  /**
   * `later`: covers what is registered on `on` after it (Express) · `all`: everything on and below `on`, whatever the order (Starlette
   * middleware) · `app`: everything of the application that `on` belongs to, whatever the order and place.
   */
  reach: 'later' | 'all' | 'app';
  /** An end without an answer hands the request on (Next's and h3's middleware). Absent = only a `proceed` does. */
  passes?: true;
  /** It is a default: a route that is `exempt` does without it. */
  byDefault?: true;
  /** Levels of mounting that it reaches outwards, for what is registered there later; absent = as the mount has it. */
  outwards?: number;
  /** Paths that it leaves out, compared as a route's own. */
  except?: Expression[];
  /** It stands before routes that classes declare, and no others. */
  classes?: true;
  /** It is one of a list of rules, of which the first that fits decides. */
  rule?: Rule;
  /** Whether it sees websocket routes. */
  sockets: boolean;
  /** An error handler, rate limiter registration …: other than request middleware. */
  role: 'middleware' | 'error-handler';
  /** Keyword arguments given with it (`add_middleware(CORSMiddleware, allow_origins=…)`). */
  args: Argument[];
  at: Span;
}

export type Statement =
  | { s: 'do'; value: Expression; line: number }
  /** `to`: a `name`, `member` or `index` expression. `outer`: a variable that exists already, where others may be declared of that name. */
  | { s: 'let'; to: Expression; value: Expression; outer?: true; line: number }
  | { s: 'if'; test: Expression; then: Statement[]; else: Statement[]; line: number }
  | { s: 'return'; value: Expression | null; line: number }
  | { s: 'throw'; value: Expression | null; line: number }
  /** `catches`: one block per handler, with the names of the exception types it catches (empty = all). `after`: finally, else. */
  | { s: 'try'; body: Statement[]; catches: { types: string[]; body: Statement[] }[]; after: Statement[]; line: number }
  /** `for`, `while` (over: null). `as`: the names bound per item, several when it is unpacked. */
  | { s: 'loop'; over: Expression | null; as: string[]; body: Statement[]; line: number }
  /** `break`, `continue`. */
  | { s: 'jump'; line: number }
  /** Defines a function under its name; JavaScript's declarations come first in their block. */
  | { s: 'def'; id: string; line: number }
  | { s: 'class'; id: string; line: number }
  /**
   * `from`: the module as written (`./auth`, `..deps`, `app.core.deps`). Per name: `name` in that module, `*` = everything (Python star),
   * `default`, or null = the module object itself (`import x`, `import * as x`). `as` = the local name.
   */
  | { s: 'import'; from: string; names: { name: string | null; as: string }[]; line: number }
  /** ES exports of local values (`export default`, `export { a as b }`, `export const`). CommonJS stays a `let` to `module.exports`. */
  | { s: 'export'; name: string; value: Expression; line: number }
  /** `export { a } from`, `export * from` (`name: '*'`). */
  | { s: 'export-from'; from: string; names: { name: string; as: string }[]; line: number }
  | RouteStatement
  | MountStatement
  | UseStatement
  /** Replaces a dependency on an application (`app.dependency_overrides[f] = g`). */
  | { s: 'override'; on: Expression; guard: Expression; by: Expression; at: Span }
  /** Starts serving: `uvicorn.run(app, host=…)`, `app.listen(port, host)`. `app` may be a text (`"main:app"`). `host: null` = default. */
  | { s: 'serve'; app: Expression; host: Expression | null; at: Span }
  | PlugStatement
  | ConfigureStatement
  /** Registers a guard under a name, for `named` expressions. */
  | { s: 'name-guard'; name: Expression; guard: Expression; at: Span };

export interface Parameter {
  name: string;
  default: Expression | null;
  type: Expression | null;
  /** `*args`, `...rest`; `**kwargs`. */
  rest?: 'list' | 'record';
}

export interface FunctionFact {
  /** Unique in the file: qualified name, numbered when it occurs twice; `<anonymous>` parts for arrows and lambdas. */
  id: string;
  name: string;
  params: Parameter[];
  /** JavaScript: it returns a promise. */
  async?: true;
  /** Decorators that are no framework registration, in source order. */
  decorators: Expression[];
  body: Statement[];
  /** A class method: what calling it in the body of a class puts before the actions of that. */
  filters?: FilterFact[];
  /** What it takes from the body as a handler; absent = its language's lowering does not say. */
  input?: HandlerInput;
  /** First words of the doc string or of the comment above it, at most `MAX_TEXT`; null = none. */
  doc: string | null;
  /** The name, or the first line of an anonymous function. */
  at: Span;
  /** Whole function, decorators included. */
  extent: Span;
}

export interface ClassFact {
  id: string;
  name: string;
  /** An interface: objects of it are of classes that implement it. */
  abstract?: true;
  bases: Expression[];
  decorators: Expression[];
  /**
   * Declared fields in order, with their types where they may be of the workspace: what is in them where nothing else tells. Of an
   * interface, its methods.
   */
  fields?: Record<string, Expression | null>;
  /** Names of the tags in which its fields carry rules for what is sent. */
  tags?: ('binding' | 'validate')[];
  /** Fields whose members count as its own: with a router in one, an object of it is that router. */
  embeds?: string[];
  /** Routes that its methods answer; their `on` means nothing, their handler is named as the method. Served by itself or a subclass. */
  routes?: RouteStatement[];
  /**
   * The class stands for a router: its routes and those of its bases are on it, guards among its decorators before it. `holds`: what it is
   * made of (controllers, other modules, providers), as the framework's `holds` reads it. `sets`: method that registers more on it.
   */
  serves?: { router: RouterExpression; holds: Expression | null; sets?: string };
  /** What stands before its actions. */
  filters?: FilterFact[];
  /** Guards among its decorators, or its methods', that never run, because such a class answers no requests. */
  idle?: { name: string; at: Span }[];
  /** Fields as `let`, methods as `def`, in order. A field initialiser of JavaScript is a `let` to `this.x` in the constructor. */
  body: Statement[];
  at: Span;
}

/**
 * gin: engines, groups, routes, middleware in order. gin documentation ("Grouping routes", "Using middleware"), `routergroup.go` and
 * `context.go` of v1.10: a group takes the middleware that its parent has when it is made; a middleware that returns hands on, unless the
 * context was aborted.
 */
import { other } from '../../code/go/expressions';
import type { GoCall, GoFramework } from '../../code/go/framework';
import type { GoLowering } from '../../code/go/lowering';
import type { Expression } from '../../code/model';
import type { TreeNode } from '../../parse/tree';
import type { Framework } from '../framework';
import { keep, literal, part, partBy, refusal, refused, stateBy } from './shared/go-http';
import {
  below,
  filesOf,
  emitServe,
  groupOf,
  isRouterType,
  methodsIn,
  prefixOf,
  rooted,
  receiver,
  routeOf,
  routerOf,
  useOf,
} from './shared/go-routes';

const PACKAGE = 'github.com/gin-gonic/gin';
const VERBS: Readonly<Record<string, string>> = {
  GET: 'GET',
  POST: 'POST',
  PUT: 'PUT',
  PATCH: 'PATCH',
  DELETE: 'DELETE',
  HEAD: 'HEAD',
  OPTIONS: 'OPTIONS',
  Any: 'ALL',
};
/** Types that routes are registered on. */
const ROUTER = /^github\.com\/gin-gonic\/gin\.(?:Engine|RouterGroup|IRouter|IRoutes)$/;
const CONTEXT = 'github.com/gin-gonic/gin.Context';

const go: GoFramework = {
  name: 'gin',
  imports: /^github\.com\/gin-gonic\/gin$/,
  isFallback: true,
  call(call, lower) {
    if (call.type === CONTEXT) return onContext(call, lower);
    return (
      creation(call, lower) ?? (call.on && isRouterType(call.type, ROUTER) ? onRouter(call, call.on, lower) : undefined)
    );
  },
  types: [
    {
      of: /^github\.com\/gin-gonic\/gin\.Context$/,
      members: { Request: 'net/http.Request', Writer: 'net/http.ResponseWriter' },
    },
  ],
};

/** gin. */
export const gin: Framework = {
  name: 'gin',
  readsCors: true,
  go: [go],
  runs: { passes: true },
  effects: [
    { pattern: /^github\.com\/gin-gonic\/gin\.BasicAuth(?:ForRealm)?\(\)$/, effect: 'deny' },
    { pattern: /^github\.com\/gin-gonic\/gin\.\w*(?:Logger|Recovery|ErrorLogger)\w*\(\)$/, effect: 'none' },
  ],
  guard: { as: 'middleware' },
};

function creation({ symbol, node }: GoCall, lower: GoLowering): Expression | undefined {
  return symbol === `${PACKAGE}.New` || symbol === `${PACKAGE}.Default`
    ? routerOf('gin', 'app', node, lower)
    : undefined;
}

function onRouter(call: GoCall, on: TreeNode, lower: GoLowering): Expression | undefined {
  const { name, args, node } = call;
  const [first, second, ...rest] = args;
  const verb = VERBS[name];
  if (verb !== undefined && first && second) return routeOf('gin', on, [verb], first, [second, ...rest], lower);
  switch (name) {
    case 'Use':
      return useOf('gin', on, args, lower);
    case 'Group':
      return first && first.type !== 'func_literal'
        ? groupOf('gin', receiver(on, lower), prefixOf(first, lower), args.slice(1), node, lower)
        : undefined;
    case 'Handle':
      return first && second && rest.length > 0 ? handle(on, first, second, rest, lower) : undefined;
    case 'Match':
      return first && second && rest.length > 0
        ? routeOf('gin', on, methodsIn(first, lower), second, rest, lower)
        : undefined;
    case 'Static':
    case 'StaticFS':
    case 'StaticFile':
    case 'StaticFileFS':
      return first && second ? files(on, name, first, lower) : undefined;
    case 'Run':
    case 'RunTLS':
      emitServe(receiver(on, lower), first, node, lower);
      return other();
    default:
      return undefined;
  }
}

/** `r.Handle(http.MethodGet, "/x", h)` */
function handle(
  on: TreeNode,
  method: TreeNode,
  path: TreeNode,
  handlers: readonly TreeNode[],
  lower: GoLowering,
): Expression {
  const own = literal(method, lower);
  if (own !== null) return routeOf('gin', on, [own.toUpperCase()], path, handlers, lower);
  const before = lower.out.length;
  const target = routeOf('gin', on, ['ALL'], path, handlers, lower);
  const statement = lower.out[before];
  if (statement?.s === 'route') statement.methodFrom = lower.expression(method);
  return target;
}

/** gin serves folders under `/*filepath`, for GET and HEAD. */
function files(on: TreeNode, name: string, path: TreeNode, lower: GoLowering): Expression {
  const isFolder = name === 'Static' || name === 'StaticFS';
  return filesOf('gin', on, path, (own) => (isFolder ? below(rooted(own), '*filepath') : rooted(own)), lower);
}

// The context -------------------------------------------------------------------------------------------------------------------------

const READS = /^(?:Query|DefaultQuery|QueryArray|GetQuery)$/;
const ANSWERS =
  /^(?:JSON|IndentedJSON|PureJSON|SecureJSON|AsciiJSON|JSONP|XML|YAML|TOML|ProtoBuf|String|HTML|Data|DataFromReader|Render|Status)$/;

function onContext(call: GoCall, lower: GoLowering): Expression | undefined {
  return read(call, lower) ?? answered(call, lower);
}

function read({ name, args }: GoCall, lower: GoLowering): Expression | undefined {
  const [first] = args;
  if (READS.test(name)) return partBy('query', first, lower);
  // `GetString("userID")` and the like read what a middleware has set.
  if (/^(?:Get(?:String|Bool|Int\d*|Uint\d*|Float64|Time|Duration|StringSlice|StringMap)?|MustGet|Value)$/.test(name))
    return stateBy(first, lower);
  switch (name) {
    case 'Set':
      return keep(first, args[1], lower);
    case 'GetHeader':
      return partBy('header', first, lower);
    case 'Cookie':
      return partBy('cookie', first, lower);
    case 'Param':
      return part('params', literal(first, lower));
    case 'PostForm':
    case 'DefaultPostForm':
      return part('body', literal(first, lower));
    case 'FullPath':
      return part('path', null);
    case 'ClientIP':
    case 'RemoteIP':
      return part('address', null);
    default:
      return undefined;
  }
}

function answered({ name, args, node }: GoCall, lower: GoLowering): Expression | undefined {
  const [status] = args;
  const at = lower.span(node);
  switch (name) {
    case 'Next':
      return { e: 'proceed' };
    case 'Abort':
      return refused(null, node, lower, { chain: 'ends' });
    case 'AbortWithStatus':
    case 'AbortWithStatusJSON':
    case 'AbortWithStatusPureJSON':
    case 'AbortWithError':
      return refusal(status, node, lower, { chain: 'ends' });
    case 'Redirect':
      return { e: 'refusal', status: 302, redirect: true, sends: true, chain: 'goes-on', at };
    default:
      return ANSWERS.test(name) ? refusal(status, node, lower, { chain: 'goes-on' }) : undefined;
  }
}

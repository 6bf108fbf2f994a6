/** What Django's URL lists and DRF's routers mean (docs.djangoproject.com, "URL dispatcher"; django-rest-framework.org, "Routers"). */
import type { Span } from '../../../span';
import type { Call, StatementContext } from '../../../code/python/expressions';
import type { Argument, Expression, RouterExpression, RouteStatement, Statement } from '../../../code/model';
import { DRF, NAME } from './names';
import { argument, lastOf, nothing } from '../shared/python-arguments';

const URLS =
  /^(django\.(urls|conf\.urls|conf\.urls\.i18n|conf\.urls\.static)\b|rest_framework(_nested)?\.|rest_framework\.urlpatterns)/;

/** URL lists' entries as values, and the routers and lists that functions of the packages make. */
export function registrationOf(symbol: string, call: Call): Expression | undefined {
  const router = routerOf(symbol, call.args, call.at);
  if (router) return router;
  if (!URLS.test(symbol)) return undefined;
  switch (lastOf(symbol)) {
    case 'path':
    case 're_path':
    case 'url':
      return entryOf(call, lastOf(symbol) !== 'path');
    case 'include': {
      const what = argument(call.args, 'arg', 0);
      return what && included(what, call);
    }
    // The first of `patterns('', …)` stands before names of views (docs.djangoproject.com/en/1.8, "patterns").
    case 'patterns':
      return { e: 'list', items: call.args.slice(1).map(({ value }) => value) };
    case 'i18n_patterns':
      return { e: 'list', items: call.args.filter(({ name }) => name === null).map(({ value }) => value) };
    case 'format_suffix_patterns':
      return argument(call.args, 'urlpatterns', 0);
    case 'static':
      return { e: 'list', items: [] };
    default:
      return undefined;
  }
}

/** DRF's routers; what is registered on them is their `urls`. */
export function routerOf(symbol: string, args: readonly Argument[], at: Span): RouterExpression | undefined {
  if (!/^rest_framework(_nested|_extensions)?\.(\w+\.)*\w*Router$/.test(symbol)) return undefined;
  // A nested router hangs below one resource of another: `NestedSimpleRouter(router, 'orders', lookup='order')`.
  const parent = args.find(({ name }) => name === null)?.value;
  const below = argument(args, 'parent_prefix', 1);
  const lookup = argument(args, 'lookup');
  const isNested = parent !== undefined && below?.e === 'text';
  const prefix = isNested ? `${below.value}/<${lookup?.e === 'text' ? lookup.value : 'nested'}_pk>/` : null;
  return router({ prefix: prefix === null ? null : { e: 'text', value: prefix }, args: [...args], at }, DRF);
}

function router(
  more: Pick<RouterExpression, 'args' | 'at'> & Partial<RouterExpression>,
  framework: string = NAME,
): RouterExpression {
  return { e: 'router', role: 'router', framework, prefix: null, guards: [], routes: null, ...more };
}

/** `router.register(r'users', UserViewSet)`. */
export function statementOf(call: Call, _: string | undefined, context: StatementContext): Statement | undefined {
  const { callee } = call;
  if (callee.e !== 'member' || callee.name !== 'register') return undefined;
  const path = argument(call.args, 'prefix', 0);
  const handler = argument(call.args, 'viewset', 1);
  if (!path || !handler || (path.e !== 'text' && path.e !== 'join')) return undefined;
  return { ...routeOf(call, path, handler), on: callee.of, resource: true, at: context.spanOf(path) ?? call.at };
}

function routeOf(call: Call, path: Expression, handler: Expression): RouteStatement {
  return {
    s: 'route',
    framework: NAME,
    on: nothing(),
    methods: ['ALL'],
    paths: [path],
    guards: [],
    handler,
    args: call.args,
    input: { state: 'unknown', at: null, what: null },
    at: call.at,
    line: call.at.line,
    declLine: null,
  };
}

/** `path('users/', view)`, `path('api/', include(…))`, `path('admin/', admin.site.urls)`. */
function entryOf(call: Call, isRegex: boolean): Expression | undefined {
  const given = argument(call.args, 'route', 0) ?? argument(call.args, 'regex');
  const target = argument(call.args, 'view', 1);
  if (!given || !target) return undefined;
  const path = isRegex ? readable(given) : given;
  if (target.e === 'router')
    return {
      e: 'registration',
      does: {
        s: 'mount',
        into: nothing(),
        what: target,
        prefix: path,
        guards: [],
        inherits: 'all',
        takes: 'live',
        args: [],
        at: call.at,
      },
    };
  const route = routeOf(call, path, target);
  // An admin site has its own way to sign in and asks for a member of the staff.
  if (target.e === 'member' && target.name === 'urls')
    Object.assign(route, {
      guards: [{ as: 'permission', value: target, at: call.at }],
      // Its pages are forms made of the models (docs.djangoproject.com, "ModelAdmin.form").
      input: { state: 'schema', at: null, what: null },
    });
  return { e: 'registration', does: route };
}

/** The list that `include` takes: a module by name, a list or router, or one of these with a namespace. */
function included(what: Expression, call: Call): RouterExpression {
  const [first] = what.e === 'list' ? what.items : [];
  const isPair = what.e === 'list' && what.items.length === 2 && first !== undefined && first.e !== 'registration';
  const routes = isPair ? first : what;
  return router({ routes: routes.e === 'text' ? includedFrom(routes, call.at.line) : routes, args: [], at: call.at });
}

/** The routes of a module that is named by a text. */
export function includedFrom({ value }: Extract<Expression, { e: 'text' }>, line: number): Expression {
  return { e: 'member', of: { e: 'import', from: value, line }, name: 'urlpatterns' };
}

/** A regular expression as a path: `^users/(?P<pk>\d+)/$` is `users/<pk>/`. */
function readable(path: Expression): Expression {
  if (path.e !== 'text') return path;
  let unnamed = 0;
  let text = path.value.replace(/^\^/, '').replace(/\$$|\\Z$/, '');
  // Groups from the innermost outwards; a named one keeps its name.
  for (let depth = 0; depth < 4 && /\((?!\?:)/.test(text); depth++) {
    const next = text.replace(/\(\?P<(\w+)>[^()]*\)/g, '<$1>').replace(/\((?!\?)[^()]*\)/g, () => `<${++unnamed}>`);
    if (next === text) break;
    text = next;
  }
  return {
    e: 'text',
    value: text
      .replace(/\(\?:([^()]*)\)\??/g, '$1')
      .replace(/\\([-./_])/g, '$1')
      .replace(/\/\?$/, '/'),
  };
}

/**
 * net/http: multiplexers, patterns, handlers that are put around others, servers. pkg.go.dev/net/http. Middleware is a function that is
 * given the next handler; what a multiplexer serves behind `http.StripPrefix` sees shortened paths, everything else whole ones.
 */
import { other } from '../../code/go/expressions';
import type { GoCall, GoFramework } from '../../code/go/framework';
import type { GoLowering } from '../../code/go/lowering';
import { keyed } from '../../code/go/nodes';
import type { Expression } from '../../code/model';
import type { TreeNode } from '../../parse/tree';
import type { Framework } from '../framework';
import { emitPattern } from './shared/go-patterns';
import { emitServe, prefixOf, receiver, routerOf } from './shared/go-routes';

const NAME = 'net/http';

const go: GoFramework = {
  name: NAME,
  call: (call, lower) => ofPackage(call, lower) ?? onMux(call, lower) ?? chained(call, lower),
  member(node, symbol, lower) {
    return symbol === 'net/http.DefaultServeMux' ? defaultMux(node, lower) : undefined;
  },
  literal(symbol, node, lower) {
    const entries = symbol === 'net/http.Server' ? keyed(node) : undefined;
    const handler = entries?.get('Handler');
    if (!handler) return undefined;
    const app = lower.temporary(handled(handler, node, lower), node);
    emitServe(app, entries?.get('Addr'), node, lower);
    const callee: Expression = { e: 'name', name: 'http.Server' };
    return { e: 'call', callee, args: [{ name: 'Handler', value: app }], create: true, at: lower.span(node) };
  },
};

/** net/http. */
export const netHttp: Framework = {
  name: NAME,
  go: [go],
  runs: { around: true },
  servesRouters: true,
  effects: [
    {
      pattern: /^net\/http\.(?:TimeoutHandler|MaxBytesHandler|AllowQuerySemicolons|RedirectHandler)(?:\(\))?$/,
      effect: 'none',
    },
  ],
  guard: { as: 'wrapper' },
};

function defaultMux(node: TreeNode, lower: GoLowering): Expression {
  return routerOf(NAME, 'app', node, lower, { global: 'http.DefaultServeMux' });
}

/** A handler that may be left out: the default multiplexer answers then. */
function handled(handler: TreeNode | undefined, node: TreeNode, lower: GoLowering): Expression {
  return !handler || handler.type === 'nil' ? defaultMux(node, lower) : lower.expression(handler);
}

/** Functions of the package. */
function ofPackage({ symbol, args, node }: GoCall, lower: GoLowering): Expression | undefined {
  const [first, second] = args;
  switch (symbol) {
    case 'net/http.NewServeMux':
      return routerOf(NAME, 'app', node, lower);
    case 'net/http.Handle':
    case 'net/http.HandleFunc':
      if (first && second) emitPattern(NAME, defaultMux(node, lower), first, second, lower);
      return other();
    case 'net/http.ListenAndServe':
      emitServe(handled(second, node, lower), first, node, lower);
      return other();
    case 'net/http.ListenAndServeTLS':
      emitServe(handled(args[3], node, lower), first, node, lower);
      return other();
    case 'net/http.Serve':
      emitServe(handled(second, node, lower), undefined, node, lower);
      return other();
    case 'net/http.StripPrefix':
      if (!first || !second) return undefined;
      return routerOf(NAME, 'router', node, lower, { prefix: prefixOf(first, lower), wraps: lower.expression(second) });
    default:
      return undefined;
  }
}

function onMux({ name, type, on, args }: GoCall, lower: GoLowering): Expression | undefined {
  const [pattern, handler] = args;
  if ((name !== 'Handle' && name !== 'HandleFunc') || !on || !pattern || !handler || args.length !== 2)
    return undefined;
  if (type !== undefined && !type.startsWith('.') && type !== 'net/http.ServeMux') return undefined;
  const target = receiver(on, lower);
  emitPattern(NAME, target, pattern, handler, lower);
  return target;
}

/**
 * Lists of middleware that are put around a handler: `alice.New(a, b).Then(h)` (github.com/justinas/alice), `chi.Chain(a, b).Handler(h)`.
 */
function chained({ symbol, args, node, name, on }: GoCall, lower: GoLowering): Expression | undefined {
  if (symbol !== undefined && /(?:\/alice\.New|\/chi(?:\/v\d+)?\.Chain)$/.test(symbol))
    return { e: 'list', items: args.map((one) => lower.expression(one)) };
  const method = { Then: 'Then', ThenFunc: 'Then', Append: 'concat', Extend: 'concat' }[name];
  const isChain =
    on?.type === 'call_expression' && /\.Chain$/.test(lower.symbolOf(on.childForFieldName('function')) ?? '');
  if (!on || (method === undefined && !isChain)) return undefined;
  const callee: Expression = { e: 'member', of: receiver(on, lower), name: method ?? 'Then' };
  const given = args.map((one) => ({ name: null, value: lower.expression(one) }));
  return { e: 'call', callee, args: given, at: lower.span(node) };
}

/**
 * gorilla/mux: routers, subrouters, routes whose parts are said in any order. github.com/gorilla/mux, README ("Matching Routes",
 * "Middleware"): middleware of a router is run for every route of it and of its subrouters that matches, whatever the order.
 */
import { text } from '../../code/go/expressions';
import type { GoCall, GoFramework } from '../../code/go/framework';
import type { GoLowering } from '../../code/go/lowering';
import { argumentsOf } from '../../code/go/nodes';
import type { Expression } from '../../code/model';
import type { TreeNode } from '../../parse/tree';
import type { Framework } from '../framework';
import { part } from './shared/go-http';
import { patternOf, publicReason } from './shared/go-patterns';
import { below, emitRoute, emitUses, groupOf, isRouterType, receiver, routerOf } from './shared/go-routes';

const NAME = 'gorilla/mux';
const ROUTER = /^github\.com\/gorilla\/mux\.(?:Router|Route)$/;
/** What a chain on a router is made of. */
const STEPS =
  /^(?:Methods|Path|PathPrefix|Host|HandleFunc|Handle|Handler|HandlerFunc|Name|Queries|Schemes|Headers|HeadersRegexp|MatcherFunc|NewRoute|Subrouter|StrictSlash|SkipClean|UseEncodedPath)$/;
const HANDLERS = /^Handle(?:Func|r|rFunc)?$/;

const go: GoFramework = {
  name: NAME,
  imports: /^github\.com\/gorilla\/mux$/,
  isFallback: true,
  call(call, lower) {
    const { symbol, on, name, args, node, type } = call;
    if (symbol === 'github.com/gorilla/mux.NewRouter') return routerOf(NAME, 'app', node, lower);
    if (symbol === 'github.com/gorilla/mux.Vars') return part('params', null);
    if (!on || !isRouterType(type, ROUTER)) return undefined;
    if (name === 'Use' && args.length > 0) {
      const target = receiver(on, lower);
      emitUses(NAME, target, args, { reach: 'all' }, lower);
      return target;
    }
    return STEPS.test(name) ? chain(call, lower) : undefined;
  },
};

/** gorilla/mux. */
export const gorillaMux: Framework = {
  name: NAME,
  go: [go],
  runs: { around: true },
  servesRouters: true,
  reach: { app: 'all', router: 'all' },
  guard: { as: 'wrapper' },
};

/** One call of a chain. */
interface Step {
  name: string;
  args: TreeNode[];
}

/** `r.PathPrefix("/x").Subrouter()`, `r.HandleFunc("/x", h).Methods("GET")`, `r.Methods("GET").Path("/x").HandlerFunc(h)` */
function chain({ node }: GoCall, lower: GoLowering): Expression | undefined {
  const { steps, root } = stepsOf(node, lower);
  const find = (test: RegExp): Step | undefined => steps.find(({ name }) => test.test(name));
  const prefix = find(/^PathPrefix$/)?.args[0];
  const handles = find(HANDLERS);
  const path = handles?.args[1] ? handles.args[0] : find(/^Path$/)?.args[0];
  if (find(/^Subrouter$/)) {
    const own = prefix ?? path;
    return groupOf(NAME, receiver(root, lower), own ? withoutSlash(lower.expression(own)) : null, [], node, lower);
  }
  const target = receiver(root, lower);
  const place = path ?? prefix;
  const handler = handles?.args.at(-1);
  // A matcher alone is no route yet; options of a router give the router back.
  if (!handler || !place)
    return steps.every(({ name }) => /^(?:StrictSlash|SkipClean|UseEncodedPath)$/.test(name)) ? target : undefined;
  const methods = find(/^Methods$/)?.args.flatMap((one) => namesOf(lower.expression(one)));
  const own = patternOf(lower.expression(place));
  emitRoute(
    {
      framework: NAME,
      on: target,
      methods: methods && methods.length > 0 ? methods : ['ALL'],
      path: path ? own.path : below(own.path, '*'),
      guards: [],
      handler: lower.expression(handler),
      at: place,
      ...publicReason(handler, lower),
    },
    lower,
  );
  return target;
}

function namesOf(value: Expression): string[] {
  return value.e === 'text' ? [value.value.toUpperCase()] : [];
}

function withoutSlash(path: Expression): Expression {
  return path.e === 'text' ? text(path.value.replace(/\/+$/, '')) : path;
}

/** The calls of a chain in order, and what it is called on. */
function stepsOf(node: TreeNode, lower: GoLowering): { steps: Step[]; root: TreeNode } {
  const steps: Step[] = [];
  let at = node;
  for (let link = 0; link < 20 && at.type === 'call_expression'; link++) {
    const callee = at.childForFieldName('function');
    const name = callee?.childForFieldName('field')?.text ?? '';
    const on = callee?.type === 'selector_expression' ? callee.childForFieldName('operand') : null;
    if (!on || !STEPS.test(name) || lower.symbolOf(callee) !== undefined) break;
    steps.unshift({ name, args: argumentsOf(at) });
    at = on;
  }
  return { steps, root: at };
}

/**
 * h3 by itself, versions 1 and 2: routers and middleware that calls register. h3.dev ("Routing", "Middleware"). In version 1 middleware
 * covers what is registered after it, in version 2 everything of its application; they are told apart by how the application is made.
 */
import type ts from 'typescript';
import { text } from '../../code/javascript/expressions';
import type { Lowering } from '../../code/javascript/lowering';
import { unwrapped } from '../../code/javascript/scope';
import type { JavaScriptFramework } from '../../code/javascript/framework';
import type { Framework } from '../framework';
import type { Expression, GuardUse } from '../../code/model';
import {
  guardOf,
  isFunctionLike,
  isPath,
  itemsOf,
  madeRouter,
  methodCall,
  optionOf,
  pathsOf,
  receiverOf,
  routeFrom,
  useFrom,
  VERBS,
  type MethodCall,
} from './shared/method-calls';

const NAME = 'h3';
const MENTIONS = /['"]h3['"]/;
const SECOND = /\bnew\s+(?:\w+\.)?H3\b/;

const javascript: JavaScriptFramework = {
  name: NAME,
  words: ['h3'],
  applies: (source) => MENTIONS.test(source),
  prefilter: (source) => MENTIONS.test(source) && /\b(?:createApp|createRouter|new\s+(?:\w+\.)?H3)\b/.test(source),
  call: (node, lower) => made(node, lower) ?? registered(node, lower),
};

/** h3. */
export const h3: Framework = { name: NAME, javascript: [javascript], guard: { as: 'middleware' } };

/** `createApp()`, `createRouter()`, `new H3()` */
function made(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const origin = lower.names.imported(unwrapped(node.expression, lower.ts));
  if (origin?.from !== 'h3') return undefined;
  const called = origin.name.split('.').at(-1);
  if (lower.ts.isNewExpression(node)) return called === 'H3' ? madeRouter(NAME, 'app', node, lower) : undefined;
  if (called === 'createApp') return madeRouter(NAME, 'app', node, lower);
  if (called === 'createRouter') return madeRouter(NAME, 'router', node, lower);
  const [prefix, handler] = node.arguments;
  // `useBase('/api', router.handler)`
  return called === 'useBase' && prefix && handler ? lower.expression(handler) : undefined;
}

function registered(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const call = methodCall(node, lower);
  if (!call) return undefined;
  const [first, second, third] = call.args;
  if (call.name === 'use' && first) return use(call, lower);
  const verb = VERBS[call.name];
  if (verb === undefined || !first || !isPath(first, lower) || !isFunctionLike(second, lower) || !second)
    return undefined;
  const on = receiverOf(call.owner, lower);
  const handler = lower.expression(second);
  const guards = middlewareOf(third, lower);
  lower.emit(
    routeFrom(
      call,
      first,
      { framework: NAME, on, methods: [verb], paths: pathsOf(first, lower), guards, handler },
      lower,
    ),
  );
  return on;
}

/** `app.use(guard)`, `app.use('/api/**', guard)`, `app.use(router)` */
function use(call: MethodCall, lower: Lowering): Expression {
  const on = receiverOf(call.owner, lower);
  const [first, second] = call.args;
  const hasPath = second !== undefined && isPath(first, lower);
  const guard = hasPath ? second : first;
  const paths = hasPath && first ? pathsOf(first, lower).map(withoutStars) : null;
  if (guard)
    lower.emit(
      useFrom(guardOf(guard, 'middleware', lower), {
        framework: NAME,
        on,
        paths,
        passes: true,
        reach: SECOND.test(lower.file.text) ? 'all' : 'later',
      }),
    );
  return on;
}

/** A prefix takes everything below it. */
function withoutStars(path: Expression): Expression {
  return path.e === 'text' ? text(path.value.replace(/\/\*{1,2}$/, '')) : path;
}

/** `{ middleware: [guard] }` */
function middlewareOf(options: ts.Expression | undefined, lower: Lowering): GuardUse[] {
  const list = optionOf(options, 'middleware', lower);
  if (!list || lower.ts.isMethodDeclaration(list)) return [];
  return itemsOf(list, lower).map((one) => ({ ...guardOf(one, 'middleware', lower), passes: true as const }));
}

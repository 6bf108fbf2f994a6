/** The calls that make a function which is called over HTTP, and where what they make goes. */
import type ts from 'typescript';
import type { Lowering } from '../../../code/javascript/lowering';
import { unwrapped } from '../../../code/javascript/scope';
import { parameterAround } from '../shared/parameters';

/** A function that HTTP calls. */
export interface Trigger {
  call: ts.CallExpression;
  /** `request`: is given request and answer · `call`: is given the data and who is calling. */
  kind: 'request' | 'call';
  handler: ts.Expression;
  /** Objects of options, the function's own first, then those of `runWith`. */
  options: ts.Expression[];
}

const PACKAGE = /^firebase-functions(?:\/|$)/;
const KINDS: Readonly<Record<string, Trigger['kind']>> = { onRequest: 'request', onCall: 'call', onCallGenkit: 'call' };

/** `onRequest(options, handler)`, `functions.https.onCall(handler)`, `functions.region(…).runWith(…).https.onRequest(handler)` */
export function triggerOf(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Trigger | undefined {
  const { ts } = lower;
  if (!ts.isCallExpression(node)) return undefined;
  const callee = unwrapped(node.expression, ts);
  const handler = node.arguments.at(-1);
  if (!handler) return undefined;
  const own = node.arguments.slice(0, -1);
  const origin = lower.names.imported(callee);
  if (origin && PACKAGE.test(origin.from)) {
    const kind = KINDS[origin.name.split('.').at(-1) ?? ''];
    return kind && { call: node, kind, handler, options: own };
  }
  if (!ts.isPropertyAccessExpression(callee)) return undefined;
  const kind = KINDS[callee.name.text];
  const owner = unwrapped(callee.expression, ts);
  const isHttps = ts.isPropertyAccessExpression(owner) && owner.name.text === 'https';
  return kind && isHttps
    ? { call: node, kind, handler, options: [...own, ...runtimeOptions(owner, lower)] }
    : undefined;
}

/** Links of a chain of settings that are followed. */
const MAX_CHAIN = 8;

/** What `runWith` is given on the way to `https`. */
function runtimeOptions(node: ts.Expression, { ts }: Lowering): ts.Expression[] {
  const found: ts.Expression[] = [];
  let value = node;
  for (let link = 0; link < MAX_CHAIN; link++) {
    if (ts.isPropertyAccessExpression(value)) value = value.expression;
    else if (ts.isCallExpression(value)) {
      const [first] = value.arguments;
      const isOptions = ts.isPropertyAccessExpression(value.expression) && value.expression.name.text === 'runWith';
      if (isOptions && first) found.push(first);
      value = value.expression;
    } else break;
  }
  return found;
}

/** The name that a function is given where it is made, else the call. */
export function placeOf(call: ts.CallExpression, { ts }: Lowering): ts.Node {
  const { parent } = call;
  if ((ts.isVariableDeclaration(parent) || ts.isPropertyAssignment(parent)) && parent.initializer === call)
    return parent.name;
  if (ts.isBinaryExpression(parent) && ts.isPropertyAccessExpression(parent.left)) return parent.left.name;
  return call.expression;
}

/** `exports.NAME`, `module.exports.NAME`; an empty name for `module.exports`; undefined for anything else. */
export function exportName(target: ts.Expression, { ts, source }: Lowering): string | undefined {
  const value = unwrapped(target, ts);
  if (!ts.isPropertyAccessExpression(value)) return undefined;
  const owner = value.expression.getText(source);
  if (owner === 'exports' || owner === 'module.exports') return value.name.text;
  return owner === 'module' && value.name.text === 'exports' ? '' : undefined;
}

/** Whether a parameter is that of a function which is handed to `onCall`. */
export function isCallableParameter(name: string, from: ts.Node, lower: Lowering): boolean {
  const { ts, source } = lower;
  const around = parameterAround(name, from, lower);
  if (!around) return false;
  if (/\bCallable(?:Request|Context)\b/.test(around.parameter.type?.getText(source) ?? '')) return true;
  const { parent } = around.fn;
  const trigger = ts.isCallExpression(parent) ? triggerOf(parent, lower) : undefined;
  return trigger?.kind === 'call' && trigger.handler === around.fn;
}

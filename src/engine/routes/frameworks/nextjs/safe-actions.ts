/**
 * Clients that server actions are built from, as next-safe-action has them: `client.use(middleware).schema(s).action(fn)`. A client never
 * changes; each `use` gives one with another middleware, which refuses by throwing. A client is a record here: the guards that it has
 * gathered. Source: next-safe-action.dev ("Create the client", "Middleware").
 */
import type ts from 'typescript';
import { text } from '../../../code/javascript/expressions';
import type { Lowering } from '../../../code/javascript/lowering';
import { unwrapped } from '../../../code/javascript/scope';
import type { JavaScriptFramework } from '../../../code/javascript/framework';
import type { Expression } from '../../../code/model';
import { methodCall } from '../shared/method-calls';

const PACKAGE = 'next-safe-action';
const STEPS = new Set(['schema', 'inputSchema', 'outputSchema', 'metadata', 'bindArgsSchemas']);
/** A chain that ends in an action: clients are called so where another file makes them. */
const CHAIN =
  /\b\w+\s*(?:\.\s*(?:use|schema|inputSchema|outputSchema|metadata|bindArgsSchemas)\b|\.\s*(?:state)?[aA]ction\s*\()/;

const OWN_FILE = /^\s*['"]use server|\bcreateSafeActionClient\b/;

export const safeActions: JavaScriptFramework = {
  name: 'safe-actions',
  words: [PACKAGE, 'use server'],
  applies: (source) => source.includes(PACKAGE) || (source.includes('use server') && CHAIN.test(source)),
  prefilter: (source) => source.includes(PACKAGE) && source.includes('createSafeActionClient'),
  call(node, lower) {
    const { ts } = lower;
    if (!ts.isCallExpression(node)) return undefined;
    const callee = unwrapped(node.expression, ts);
    if (ts.isIdentifier(callee))
      return lower.names.imported(callee)?.name === 'createSafeActionClient' ? client([]) : undefined;
    return link(node, lower);
  },
  part(owner, key) {
    if (owner.e !== 'name' || owner.name !== '<0>') return undefined;
    if (key === 'next') return { e: 'proceed' };
    return key === 'ctx' ? { e: 'request', part: 'state', name: null } : undefined;
  },
};

/** One link of a chain. */
function link(node: ts.CallExpression, lower: Lowering): Expression | undefined {
  const call = methodCall(node, lower);
  if (!call || !isClient(call.owner, lower)) return undefined;
  const [first] = call.args;
  if (STEPS.has(call.name)) return lower.expression(call.owner);
  if (/^(?:state)?action$/i.test(call.name) && first) return lower.expression(first);
  if (call.name !== 'use' || !first) return undefined;
  const guard: Expression = { e: 'guard', value: lower.expression(first), as: 'middleware', at: lower.span(first) };
  return client([{ e: 'spread', of: guardsOf(lower.expression(call.owner)) }, guard]);
}

function isClient(node: ts.Expression, lower: Lowering): boolean {
  const { ts } = lower;
  const value = unwrapped(node, ts);
  if (ts.isCallExpression(value)) {
    const callee = unwrapped(value.expression, ts);
    if (ts.isIdentifier(callee)) return lower.names.imported(callee)?.name === 'createSafeActionClient';
    return ts.isPropertyAccessExpression(callee) && isClient(callee.expression, lower);
  }
  // In a file of clients or actions there is nothing else that has these methods.
  return ts.isIdentifier(value) && (/(?:client|action)$/i.test(value.text) || OWN_FILE.test(lower.file.text));
}

function client(guards: Expression[]): Expression {
  return { e: 'record', entries: [{ key: text('guards'), value: { e: 'list', items: guards } }] };
}

function guardsOf(of: Expression): Expression {
  return { e: 'member', of, name: 'guards' };
}

/** What the client of an action has gathered; undefined when an expression is no chain that ends in one. */
export function clientGuards(value: ts.Expression, lower: Lowering): { value: Expression; node: ts.Node } | undefined {
  const { ts } = lower;
  if (!ts.isCallExpression(value)) return undefined;
  const call = methodCall(value, lower);
  if (!call || !/^(?:state)?action$/i.test(call.name) || !isClient(call.owner, lower)) return undefined;
  return { value: guardsOf(lower.expression(call.owner)), node: call.owner };
}

/**
 * Websockets of Socket.IO and ws: what answers connections, and what may turn them away before. Middleware of Socket.IO stands before the
 * connections of its own namespace alone, whenever it is registered. Sources: socket.io/docs ("Middlewares", "Namespaces", "The Socket
 * instance"), github.com/websockets/ws ("Client authentication", `verifyClient`).
 */
import type ts from 'typescript';
import { text } from '../../code/javascript/expressions';
import type { Lowering } from '../../code/javascript/lowering';
import { unwrapped } from '../../code/javascript/scope';
import type { JavaScriptFramework } from '../../code/javascript/framework';
import type { Framework } from '../framework';
import type { Expression, GuardUse, RequestPart, RouterExpression } from '../../code/model';
import {
  guardOf,
  isFunctionLike,
  literalOf,
  madeRouter,
  methodCall,
  optionOf,
  optionValue,
  receiverOf,
  routeFrom,
  useFrom,
  type MethodCall,
} from './shared/method-calls';

const NAME = 'websockets';
const MENTIONS = /['"](?:socket\.io|ws)['"]/;
const HANDSHAKE: Readonly<Record<string, RequestPart>> = { auth: 'header', headers: 'header', query: 'query' };
/** What a connection is called. */
const SOCKET = /^(?:socket|client|ws|conn|connection)$/;

const javascript: JavaScriptFramework = {
  name: NAME,
  words: ['socket.io', 'ws'],
  applies: (source) => MENTIONS.test(source),
  prefilter: (source) =>
    MENTIONS.test(source) && /\bnew\s+(?:\w+\.)?\w*Server\s*\(|socket\.io['"]\s*\)\s*\(/.test(source),
  call: (node, lower) => made(node, lower) ?? onServer(node, lower),
  member(node, lower) {
    const { ts } = lower;
    const part = ts.isPropertyAccessExpression(node) ? HANDSHAKE[node.name.text] : undefined;
    const owner = part && unwrapped(node.expression, ts);
    const isHandshake = owner && ts.isPropertyAccessExpression(owner) && owner.name.text === 'handshake';
    return part && isHandshake ? { e: 'request', part, name: null } : undefined;
  },
};

/** Socket.IO and ws. */
export const websockets: Framework = { name: NAME, javascript: [javascript], guard: { as: 'middleware' } };

/** `new Server(http)` of Socket.IO, `require('socket.io')(http)`, `new WebSocketServer({ path })` of ws. */
function made(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  const origin = lower.names.imported(unwrapped(node.expression, ts));
  if (origin?.from === 'socket.io') {
    const isServer = /(?:^|\.)(?:Server|default|\*)$/.test(origin.name);
    return isServer ? spaceOf('', node, lower) : undefined;
  }
  if (origin?.from !== 'ws' || !ts.isNewExpression(node) || !/(?:^|\.)(?:WebSocketServer|Server)$/.test(origin.name))
    return undefined;
  const options = node.arguments?.[0];
  const path = optionOf(options, 'path', lower);
  const prefix = path && !ts.isMethodDeclaration(path) ? lower.expression(path) : null;
  const verify = optionValue(options, 'verifyClient', lower);
  const at = lower.span(node);
  const before: GuardUse[] =
    verify && options && ts.isObjectLiteralExpression(options) ? [{ as: 'permission', value: verify, at }] : [];
  return { ...madeRouter(NAME, 'app', node, lower), prefix, ...(before.length > 0 && { before }) };
}

/** A namespace of Socket.IO: one for the whole program. */
function spaceOf(name: string, node: ts.Node, lower: Lowering): RouterExpression {
  const prefix = text(`/socket.io${name === '/' ? '' : name}`);
  return { ...madeRouter(NAME, 'app', node, lower), prefix, global: `socket.io ${name === '/' ? '' : name}` };
}

function onServer(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const call = methodCall(node, lower);
  if (!call) return undefined;
  const [first, second] = call.args;
  const event = literalOf(first, lower);
  switch (call.name) {
    case 'of':
      return event === undefined ? undefined : spaceOf(event, node, lower);
    case 'use':
      return first && call.args.length === 1 ? uses(call, first, lower) : undefined;
    case 'on':
    case 'addListener':
      if (event === 'upgrade' && second) return upgrade(second, lower);
      return second && (event === 'connection' || event === 'connect') ? connection(call, second, lower) : undefined;
    case 'handleUpgrade':
      return { e: 'proceed' };
    case 'disconnect':
    case 'close':
    case 'terminate':
    case 'destroy':
      return closes(call, lower) ? { e: 'refusal', status: null, sends: true, at: lower.span(node) } : undefined;
    default:
      return undefined;
  }
}

/** `io.use((socket, next) => …)`; another server's `use` is its own. */
function uses(call: MethodCall, guard: ts.Expression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  const value = unwrapped(guard, ts);
  const takesSocket =
    (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) &&
    SOCKET.test(value.parameters[0]?.name.getText(lower.source) ?? '');
  const isNamed = /^(?:io|ioServer|\w*[nN]amespace|nsp)$/.test(call.owner.getText(lower.source));
  const isSpace = /\.of\s*\([^)]*\)$/.test(call.owner.getText(lower.source));
  if (!takesSocket && !isNamed && !isSpace) return undefined;
  const on = receiverOf(call.owner, lower);
  lower.emit(useFrom(guardOf(guard, 'middleware', lower), { framework: NAME, on, reach: 'all' }));
  return on;
}

/** `io.on('connection', (socket) => …)` */
function connection(call: MethodCall, handler: ts.Expression, lower: Lowering): Expression | undefined {
  const [first] = call.args;
  if (!first || !isFunctionLike(handler, lower)) return undefined;
  const on = receiverOf(call.owner, lower);
  const parts = { framework: NAME, on, methods: ['WEBSOCKET'], paths: [text('')], handler: lower.expression(handler) };
  lower.emit(routeFrom(call, first, parts, lower));
  return on;
}

/** `server.on('upgrade', (request, socket, head) => { … wss.handleUpgrade(…) })` stands before what it hands on to. */
function upgrade(handler: ts.Expression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  let server: ts.Expression | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node) && node.name.text === 'handleUpgrade') server ??= node.expression;
    else ts.forEachChild(node, visit);
  };
  visit(handler);
  if (!server) return undefined;
  const guard = guardOf(handler, 'middleware', lower);
  lower.emit(useFrom(guard, { framework: NAME, on: lower.expression(server), reach: 'all' }));
  return { e: 'constant', value: null };
}

/** Whether a call ends the connection that a handler is given. */
function closes({ owner }: MethodCall, { ts }: Lowering): boolean {
  const value = unwrapped(owner, ts);
  return ts.isIdentifier(value) && SOCKET.test(value.text);
}

// Connections of Socket.IO and ws: what turns callers away before, and in, their handlers.

import assert from 'node:assert/strict';

import { analyze } from '../../../support/analyze';

async function shown(text: string): Promise<string[]> {
  const { routes } = await analyze({
    'package.json': JSON.stringify({ name: 'door', dependencies: { 'socket.io': '^4.0.0', ws: '^8.0.0' } }),
    'server.ts': `import { createServer } from 'node:http';
import jwt from 'jsonwebtoken';
const isGenuine = (token) => { try { return jwt.verify(token, process.env.KEY); } catch { return null; } };
const server = createServer();
${text}
server.listen(3000);
`,
  });
  return routes.map(({ method, path, verdict }) => `${method} ${path} ${verdict}`);
}

describe('Socket.IO', () => {
  const io = "import { Server } from 'socket.io';\nconst io = new Server(server);\n";
  const ASKS =
    "(socket, next) => { if (!isGenuine(socket.handshake.auth.token)) return next(new Error('no')); next(); }";

  it('asks middleware of the namespace, whenever it is registered', async () => {
    const text = `${io}io.on('connection', (socket) => { socket.on('say', (words) => io.emit('said', words)); });
io.use(${ASKS});
io.of('/admin').on('connection', (socket) => { socket.on('wipe', () => db.wipe()); });
`;
    assert.deepEqual(await shown(text), ['WEBSOCKET /socket.io protected', 'WEBSOCKET /socket.io/admin unprotected']);
  });

  it('asks that of a namespace for itself', async () => {
    const text = `${io}const admin = io.of('/admin');
admin.use(${ASKS});
admin.on('connection', (socket) => { socket.on('wipe', () => db.wipe()); });
`;
    assert.deepEqual(await shown(text), ['WEBSOCKET /socket.io/admin protected']);
  });

  it('may ask when somebody connects', async () => {
    const text = `${io}io.on('connection', (socket) => {
  if (!isGenuine(socket.handshake.headers.authorization)) { socket.disconnect(true); return; }
  socket.on('wipe', () => db.wipe());
});
`;
    assert.deepEqual(await shown(text), ['WEBSOCKET /socket.io protected']);
  });

  it('lets everybody in through what looks only whether something is sent', async () => {
    const text = `${io}io.use((socket, next) => { if (!socket.handshake.auth.token) return next(new Error('no')); next(); });
io.on('connection', () => {});
`;
    assert.deepEqual(await shown(text), ['WEBSOCKET /socket.io weak']);
  });
});

describe('ws', () => {
  const ws = "import { WebSocketServer } from 'ws';\n";

  it('asks in the handler of connections', async () => {
    const text = `${ws}const wss = new WebSocketServer({ server, path: '/live' });
wss.on('connection', (ws, req) => {
  if (!isGenuine(req.headers.authorization)) { ws.close(1008); return; }
  ws.on('message', (data) => db.add(data));
});
`;
    assert.deepEqual(await shown(text), ['WEBSOCKET /live protected']);
  });

  it('is open where nothing asks', async () => {
    const text = `${ws}const wss = new WebSocketServer({ server });
wss.on('connection', (ws) => { ws.on('message', (data) => db.add(data)); ws.on('close', () => db.end()); });
`;
    assert.deepEqual(await shown(text), ['WEBSOCKET / unprotected']);
  });

  it('asks before a connection is taken over', async () => {
    const text = `${ws}const wss = new WebSocketServer({ noServer: true });
wss.on('connection', (ws) => { ws.on('message', (data) => db.add(data)); });
server.on('upgrade', (request, socket, head) => {
  if (!isGenuine(request.headers.authorization)) {
    socket.write('HTTP/1.1 401 Unauthorized\\r\\n\\r\\n');
    socket.destroy();
    return;
  }
  wss.handleUpgrade(request, socket, head, (ws) => wss.emit('connection', ws, request));
});
`;
    assert.deepEqual(await shown(text), ['WEBSOCKET / protected']);
  });
});

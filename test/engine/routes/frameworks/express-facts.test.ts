// What Express calls and `(req, res, next)` mean, as facts.

import assert from 'node:assert/strict';

import { partOf } from '../../../support/collect';
import { showCode } from '../../../support/show-code';

async function code(text: string, path = 'src/a.ts'): Promise<string[]> {
  const facts = await partOf('code', path, text);
  assert.ok(facts, 'the text gave no code facts');
  return showCode(facts).filter((line) => !line.startsWith('import '));
}

/** Body of one function of a text. */
async function body(parameters: string, statements: string): Promise<string[]> {
  const lines = await code(`import 'express';\nfunction guard(${parameters}) {\n${statements}\n}\n`);
  return lines.slice(2).map((line) => line.slice(2));
}

describe('Express facts', () => {
  it('know applications and routers however they are imported', async () => {
    const lines = await code(`
import express, { Router as R } from 'express';
const { Router } = require('express');
const a = express(), b = new express.Router({ mergeParams: true }), c = R(), d = Router();
const other = make();
`);
    assert.deepEqual(lines, [
      'Router = import(express).Router',
      'a = app',
      'b = router',
      'c = router',
      'd = router',
      'other = make()',
    ]);
  });

  it('read routes with their guards, arrays, chains and computed methods', async () => {
    const lines = await code(`
const app = require('express')();
app.get('/a', h);
app.post(['/b', '/c'], [auth, [role('x')]], h);
app.route('/d').all(auth).get(list).post(create);
app.use(one).get(/^\\/e/, h);
app[method](path, h);
app.get('port');
client.post('/x', { a: 1 });
app.ws('/live', socket);
`);
    assert.deepEqual(lines, [
      'app = app',
      'route app GET "/a" [] h',
      'route app POST "/b", "/c" [auth, role("x")] h',
      'route app ALL "/d" [] auth',
      'use app "/d" exact auth',
      'route app GET "/d" [] list',
      'route app POST "/d" [] create',
      'use app * one',
      'route app GET "/e" [] h',
      'use app "/e" exact GET h',
      'route app <method> path [] h',
      'app.get("port")',
      'client.post("/x", {"a": 1})',
      'route app WEBSOCKET "/live" [] socket',
    ]);
  });

  it('read middleware and mounts in order, with error handlers and endpoints', async () => {
    const lines = await code(`
import express from 'express';
import docs from 'swagger-ui-express';
const app = express();
const PREFIX = '/v1';
app.use(express.json(), cors());
app.use(PREFIX, auth, router);
app.use(['/x', '/y'], guard);
app.use('/files', auth, express.static('files'));
app.use('/docs', docs.serve, docs.setup(spec));
app.use('/ping', (req, res) => res.send('pong'));
app.use((req, res) => res.sendStatus(404));
app.use((err, req, res, next) => res.sendStatus(500));
app.use(errorHandler);
app.param('id', load);
app.listen(3000, '127.0.0.1', () => {});
`);
    assert.deepEqual(lines.slice(0, 22), [
      'app = app',
      'PREFIX = "/v1"',
      'use app * express.json()',
      'use app * cors()',
      'use app PREFIX auth',
      'use app PREFIX router',
      'use app "/x", "/y" guard',
      'use app "/files" auth',
      'use app "/files" express.static("files")',
      'route app GET "/files/*" [auth] express.static("files")',
      'use app "/docs" docs.serve',
      'use app "/docs" docs.setup(spec)',
      'route app GET "/docs" [docs.serve] docs.setup(spec)',
      'use app "/ping" #<anonymous>',
      'route app ALL "/ping" [] #<anonymous>#2',
      'use app * #<anonymous>#3',
      'use app * error-handler #<anonymous>#4',
      'use app * error-handler errorHandler',
      'use app "id" param load',
      'serve app "127.0.0.1"',
      'function <anonymous>(req, res)',
      '  return res.send("pong")',
    ]);
  });

  it('read the parts of a request', async () => {
    const lines = await body(
      'req, res, next',
      `use(req.headers.Authorization, req.get('X-Api-Key'), req.header(name), req.cookies.sid, req.session.userId, req.user.role, req.tenant);
const { headers: { authorization }, ip } = req;`,
    );
    assert.deepEqual(lines, [
      'use(request.header.authorization, request.header.x-api-key, request.header[name], request.cookie.sid, request.session.userId, request.user.role, request.state.tenant)',
      'authorization = request.header.authorization',
      'ip = request.address',
    ]);
  });

  it('read refusals by answer, by next and by error', async () => {
    const lines = await body(
      'req: Request, res: Response, next: NextFunction',
      `if (a) return res.status(401).json({});
if (b) return res.sendStatus(FORBIDDEN);
if (c) return res.redirect('/login');
if (d) return next(new UnauthorizedError());
if (e) throw createError(403);
if (f) throw new ApiError(StatusCodes.TOO_MANY_REQUESTS, 'slow down');
res.status(200).json({});
next();`,
    );
    assert.deepEqual(
      lines.filter((line) => !line.startsWith('if ')),
      [
        '  return refuse(401)',
        '  return refuse(403)',
        '  return refuse(redirect)',
        '  return refuse(401)',
        '  throw createError(403)',
        '  throw refuse(429, to be thrown)',
        'res.status(200).json({})',
        'proceed',
      ],
    );
  });

  it('do not take a local response for the one of the handler', async () => {
    const lines = await body('req, res, next', 'const res = await fetch(url);\nif (res.status(401)) next();');
    assert.deepEqual(lines, ['res = fetch(url)', 'if res.status(401)', '  proceed']);
  });
});

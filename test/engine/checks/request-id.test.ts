import { describeCheck } from '../../support/answer';
import { express, fastapi } from '../../support/samples';

const MIDDLEWARE =
  'class RequestContext(BaseHTTPMiddleware):\n    async def dispatch(self, request, call_next):\n        response = await call_next(request)\n        response.headers["X-Request-ID"] = request.state.id\n        return response\n';

describeCheck('request-id', [
  {
    it: 'holds for a middleware that is added',
    files: fastapi({ 'context.py': MIDDLEWARE }, 'app.add_middleware(context.RequestContext)\n'),
    answer: 'pass E4',
  },
  {
    it: 'holds for a known package',
    files: fastapi({}, 'app.add_middleware(CorrelationIdMiddleware)\n'),
    answer: 'pass E4',
  },
  {
    it: 'holds for Express',
    files: express({}, "app.use((req, res, next) => {\n  res.setHeader('X-Request-ID', req.id);\n  next();\n});\n"),
    answer: 'pass E4',
  },
  {
    it: 'fails for a middleware that nothing adds',
    files: fastapi({ 'context.py': MIDDLEWARE }),
    answer: 'fail E0 main.py:3 missing',
  },
  {
    it: 'fails for ids that single handlers make',
    files: fastapi({ 'orders.py': 'def create():\n    request_id = str(uuid.uuid4())\n    log(request_id)\n' }),
    answer: 'fail E1 orders.py:2 not-returned',
  },
  {
    it: 'fails for ids that go into the log alone',
    files: express(
      {},
      "app.use((req, res, next) => {\n  const requestId = req.headers['x-request-id'] || crypto.randomUUID();\n  log(requestId);\n  next();\n});\n",
    ),
    answer: 'fail E1 server.ts:4 not-returned',
  },
  {
    it: 'fails for an address in memory',
    files: fastapi({ 'orders.py': 'def create(request):\n    request_id = id(request)\n' }),
    answer: 'fail E1 orders.py:2 not-returned',
  },
  {
    it: 'fails for ids that only the log of pino-http has',
    files: express({}, "import pinoHttp from 'pino-http';\napp.use(pinoHttp({ genReqId: () => randomUUID() }));\n"),
    answer: 'fail E1 server.ts:4 not-returned',
  },
  {
    it: 'holds where that function hands them back',
    files: express(
      {},
      "import pinoHttp from 'pino-http';\napp.use(pinoHttp({ genReqId: (req, res) => { const id = randomUUID(); res.setHeader('X-Request-Id', id); return id; } }));\n",
    ),
    answer: 'pass E4',
  },
  { it: 'fails without', files: fastapi(), answer: 'fail E0 main.py:2 missing' },
  { it: 'does not apply where nothing is served', files: { 'a.py': 'x = 1\n' }, answer: 'not-applicable' },
]);

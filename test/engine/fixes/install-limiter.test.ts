// A limiter that was made and never added is added where it works.

import assert from 'node:assert/strict';

import { applyFix, checkOf, openSession, type Files } from '../../support/analyze';

const CHECK = 'rate-limit-enforced';
const FIX = 'install-limiter';

/** Applies the fix, checks that the check holds afterwards, and gives the texts. */
async function fixed(files: Files): Promise<Files> {
  const after = await applyFix(files, CHECK, FIX);
  assert.equal(checkOf(after.report, CHECK).verdict, 'pass');
  return after.files;
}

/** The sentence with which the fix declines. */
async function refusal(files: Files): Promise<string> {
  const { session } = await openSession(files);
  const finding = session.report().findings.find((one) => one.check === CHECK);
  assert.ok(finding);
  const edit = await session.fix(FIX, finding.fingerprint);
  assert.ok('refused' in edit);
  return edit.refused;
}

describe('install-limiter', () => {
  it('uses an Express limiter after it is made and before the routes', async () => {
    const before = `import express from 'express';
import rateLimit from 'express-rate-limit';

export function createApp() {
  const app = express();
  const limiter = rateLimit({
    limit: 100,
  });
  app.get('/books', (req, res) => res.json([]));
  return app;
}
`;
    const { 'src/app.js': after } = await fixed({ 'src/app.js': before });
    assert.equal(after, before.replace('  });\n', '  });\n  app.use(limiter);\n'));
  });

  it('imports a limiter that stands in another module', async () => {
    const files = await fixed({
      'src/limits.ts':
        "import rateLimit from 'express-rate-limit';\nexport const limiter = rateLimit({ limit: 10 });\n",
      'src/http/app.ts':
        "import express from 'express';\r\nconst app = express();\r\napp.get('/books', (req, res) => res.json([]));\r\n",
    });
    assert.equal(
      files['src/http/app.ts'],
      "import express from 'express';\r\nimport { limiter } from '../limits';\r\nconst app = express();\r\napp.use(limiter);\r\napp.get('/books', (req, res) => res.json([]));\r\n",
    );
  });

  it('declines when the routes come first', async () => {
    const text = `const express = require('express');
const rateLimit = require('express-rate-limit');
const app = express();
app.get('/books', (req, res) => res.json([]));
const limiter = rateLimit({ limit: 100 });
`;
    assert.match(await refusal({ 'server.js': text }), /made after the first route \(line 4\)/);
  });

  it('adds the middleware of slowapi, and what it needs', async () => {
    const before = `from fastapi import FastAPI
from slowapi import Limiter
from slowapi.util import get_remote_address

limiter = Limiter(key_func=get_remote_address)
app = FastAPI(
    title="Books",
)


@app.get("/books")
def books():
    return []
`;
    const { 'app/main.py': after } = await fixed({ 'app/main.py': before });
    assert.equal(
      after,
      before
        .replace('get_remote_address)', 'get_remote_address, default_limits=["100/minute"])')
        .replace(
          'import get_remote_address\n',
          'import get_remote_address\nfrom slowapi.middleware import SlowAPIMiddleware\n',
        )
        .replace('\n)\n', '\n)\napp.state.limiter = limiter\napp.add_middleware(SlowAPIMiddleware)\n'),
    );
  });

  it('turns an object of a middleware class into its installation', async () => {
    const before = `from fastapi import FastAPI
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import JSONResponse


class Throttle(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        if busy(request):
            return JSONResponse(status_code=429, content={})
        return await call_next(request)


app = FastAPI()
throttle = Throttle(app, size=10)


@app.get("/books")
def books():
    return []
`;
    const { 'app/main.py': after } = await fixed({ 'app/main.py': before });
    assert.equal(after, before.replace('throttle = Throttle(app, size=10)', 'app.add_middleware(Throttle, size=10)'));
  });

  it('joins the imports of the same package, not those of the application', async () => {
    const { 'main.py': after } = await fixed({
      'settings.py': 'title = "Books"\n',
      'main.py':
        'from fastapi import FastAPI\nfrom slowapi import Limiter\nfrom slowapi.util import get_remote_address\n\nfrom settings import title\n\nlimiter = Limiter(key_func=get_remote_address, default_limits=["9/minute"])\napp = FastAPI(title=title)\n\n\n@app.get("/books")\ndef books():\n    return []\n',
    });
    assert.match(after ?? '', /get_remote_address\nfrom slowapi\.middleware import SlowAPIMiddleware\n\nfrom settings/);
  });

  it('wants a look first where another file changes than the one of the finding', async () => {
    const { session } = await openSession({
      'src/limits.ts':
        "import rateLimit from 'express-rate-limit';\n\nexport const limiter = rateLimit({ limit: 9 });\n",
      'src/app.ts':
        "import express from 'express';\nimport { limiter } from './limits';\n\nconst app = express();\napp.get('/books', (req, res) => res.json([]));\n",
    });
    const finding = session.report().findings.find((one) => one.check === CHECK);
    assert.equal(finding?.path, 'src/limits.ts');
    const edit = await session.fix(FIX, finding.fingerprint);
    assert.ok(!('refused' in edit));
    assert.deepEqual([edit.files.map(({ path }) => path), edit.needsConfirmation], [['src/app.ts'], true]);
  });

  it('imports below names in parentheses, beside other packages', async () => {
    const { 'app/main.py': after } = await fixed({
      'app/__init__.py': '',
      'app/limits.py':
        'from slowapi import Limiter\nfrom slowapi.util import get_remote_address\n\nlimiter = Limiter(key_func=get_remote_address, default_limits=["9/minute"])\n',
      'app/main.py':
        'from fastapi import (\n    FastAPI,\n)\n\nfrom .limits import limiter\n\napp = FastAPI()\napp.state.limiter = limiter\n\n\n@app.get("/books")\ndef books():\n    return []\n',
    });
    assert.match(
      after ?? '',
      /^from fastapi import \(\n {4}FastAPI,\n\)\nfrom slowapi\.middleware import SlowAPIMiddleware\n\nfrom \.limits/,
    );
  });
});

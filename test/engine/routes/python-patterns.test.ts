// Middleware of Python applications that tells by patterns which paths are open: fields of its class, lists, functions of the standard library.

import assert from 'node:assert/strict';

import { writtenRoutes } from '../../support/analyze';

/** An application behind a middleware; `body`: what it does with the path before it asks for a token. */
function application(fields: string, body: string, more = ''): string {
  return `
import re, fnmatch
from fastapi import FastAPI, Request
from starlette.responses import JSONResponse
from store import TOKEN
${more}
class Gate:
${fields}
    def __init__(self, app):
        self.app = app

    def is_page(self, path):
        for page in ["/docs", "/favicon.ico"]:
            if path == page or path.startswith(page):
                return True
        return False

    async def __call__(self, scope, receive, send):
        path = scope.get("path", "")
        request = Request(scope, receive)
${body}
            await self.app(scope, receive, send)
            return
        if request.headers.get("X-Token") != TOKEN:
            answer = JSONResponse(status_code=200, content={"code": 401})
            await answer(scope, receive, send)
            return
        await self.app(scope, receive, send)

app = FastAPI()
app.add_middleware(Gate)
@app.get("/v1/orders")
async def orders(): return {}
@app.get("/v1/open/news")
async def news(): return {}
@app.get("/v1/items/{item_id}")
async def item(item_id: int): return {}
`;
}

const CASES: [situation: string, fields: string, body: string, open: string[]][] = [
  [
    'a field that is a pattern',
    '    OPEN = re.compile(r"^/v\\d+/open/")',
    '        if self.OPEN.match(path):',
    ['/v1/open/news'],
  ],
  [
    'a pattern that `match` begins at the start',
    '    OPEN = re.compile("open/")',
    '        if self.OPEN.match(path):',
    [],
  ],
  [
    'a pattern that is searched for',
    '    OPEN = re.compile("open/")',
    '        if self.OPEN.search(path):',
    ['/v1/open/news'],
  ],
  ['a pattern of the whole path', '    OPEN = re.compile("/v1")', '        if self.OPEN.fullmatch(path):', []],
  [
    'a flag',
    '    OPEN = re.compile("/V1/Open", re.IGNORECASE)',
    '        if self.OPEN.match(path) is not None:',
    ['/v1/open/news'],
  ],
  [
    'a named group',
    '    OPEN = re.compile(r"/(?P<version>v\\d)/open")',
    '        if self.OPEN.match(path):',
    ['/v1/open/news'],
  ],
  ['a function of the library', '    pass', '        if re.match(r"^/v\\d/open/", path):', ['/v1/open/news']],
  [
    'a list of patterns',
    '    OPEN = [r"^/health$", r"^/v\\d/open/"]',
    '        if any(re.match(one, path) for one in self.OPEN):',
    ['/v1/open/news'],
  ],
  ['a glob', '    pass', '        if fnmatch.fnmatch(path, "/v1/op*"):', ['/v1/open/news']],
  ['a helper that is given the path', '    pass', '        if self.is_page(path):', []],
];

describe('Patterns in a middleware of Python', () => {
  for (const [situation, fields, body, open] of CASES)
    it(`are asked as callers would: ${situation}`, async () => {
      const routes = await writtenRoutes({ 'main.py': application(fields, body) });
      assert.deepEqual(
        routes.map(({ path, verdict }) => `${path} ${verdict}`),
        ['/v1/orders', '/v1/open/news', '/v1/items/{item_id}'].map(
          (path) => `${path} ${open.includes(path) ? 'unprotected' : 'protected'}`,
        ),
      );
    });

  it('decide nothing where they match some values of a parameter only', async () => {
    const text = application('    OPEN = re.compile(r"^/v1/items/\\d+$")', '        if self.OPEN.match(path):');
    const routes = await writtenRoutes({ 'main.py': text });
    const verdicts = new Map(routes.map(({ path, verdict }) => [path, verdict]));
    assert.equal(verdicts.get('/v1/orders'), 'protected');
    assert.equal(verdicts.get('/v1/items/{item_id}'), 'conditional');
  });
});

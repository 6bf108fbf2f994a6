// A middleware that extends one of another purpose hands on what that hands on.

import assert from 'node:assert/strict';

import { writtenRoutes } from '../../support/analyze';

describe('A middleware of CORS for some paths', () => {
  it('is no guard', async () => {
    const routes = await writtenRoutes({
      'main.py': `
import re
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from settings import settings
class SomePaths(CORSMiddleware):
    def __init__(self, *args, paths, **kwargs):
        super().__init__(*args, **kwargs)
        self.paths = re.compile(paths)
    async def __call__(self, scope, receive, send):
        if not self.paths.match(scope['path']):
            await self.app(scope, receive, send)
            return
        return await super().__call__(scope, receive, send)
app = FastAPI()
app.add_middleware(SomePaths, paths=settings.cors_paths, allow_origins=['https://shop.example'])
@app.get('/orders')
def orders(): return []
`,
    });
    assert.deepEqual(
      routes.map(({ path, verdict }) => `${path} ${verdict}`),
      ['/orders unprotected'],
    );
  });
});

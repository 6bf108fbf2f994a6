// Applications and routes that only a test runner loads are served to nobody.

import assert from 'node:assert/strict';

import { analyze, placesOf, writtenRoutes, type Files } from '../../support/analyze';

async function shown(files: Files): Promise<string[]> {
  const routes = await writtenRoutes(files);
  return routes.map(({ method, path, verdict }) => `${method} ${path} ${verdict}`).sort();
}

describe('Routes of tests', () => {
  it('are no endpoints in Go', async () => {
    const files = {
      'go.mod': 'module shop\n\ngo 1.22\nrequire github.com/gin-gonic/gin v1.10.0\n',
      'main.go': `package main
import "github.com/gin-gonic/gin"
func main() { r := gin.Default(); r.GET("/orders", func(c *gin.Context) { c.String(200, "x") }); r.Run(":8080") }
`,
      'guard_test.go': `package main
import ("testing"; "github.com/gin-gonic/gin")
func TestGuard(t *testing.T) { r := gin.New(); r.GET("/probe", func(c *gin.Context) { c.String(200, "x") }); r.Run() }
`,
    };
    assert.deepEqual(await shown(files), ['GET /orders unprotected']);
  });

  it('are no endpoints in Python, and make none of routers that only tests mount', async () => {
    const files = {
      'shop/__init__.py': '',
      'shop/orders.py': `
from fastapi import APIRouter
router = APIRouter()
@router.get('/orders')
def orders(): return []
`,
      'tests/test_orders.py': `
from fastapi import FastAPI
from shop.orders import router
app = FastAPI()
app.include_router(router)
@app.get('/probe')
def probe(): return 1
`,
    };
    assert.deepEqual(await shown(files), ['GET /orders dead']);
    const main =
      'from fastapi import FastAPI\nfrom .orders import router\napp = FastAPI()\napp.include_router(router)\n';
    assert.deepEqual(await shown({ ...files, 'shop/main.py': main }), ['GET /orders unprotected']);
  });

  it('are no endpoints in JavaScript', async () => {
    const server = (path: string): string =>
      `import express from 'express';\nconst app = express();\napp.get('${path}', (req, res) => res.json([]));\napp.listen(3000);\n`;
    const files = {
      'package.json': '{"dependencies":{"express":"^5.0.0"}}',
      'src/server.ts': server('/orders'),
      'src/guard.test.ts': server('/probe'),
      'src/app.e2e-spec.ts': server('/probe'),
    };
    assert.deepEqual(await shown(files), ['GET /orders unprotected']);
  });

  it('of servers that stand in for others are told of and open to nobody who matters', async () => {
    const server = `import express from 'express';
const app = express();
app.delete('/parcels', (req, res) => res.json([]));
app.listen(3000);
`;
    const openAt = async (path: string): Promise<string[]> =>
      placesOf(await analyze({ [path]: server }), 'route-unprotected');
    assert.deepEqual(await openAt('scripts/mock-carrier/server.js'), []);
    assert.deepEqual(await openAt('services/mockingbird/server.js'), ['services/mockingbird/server.js:3']);
  });
});

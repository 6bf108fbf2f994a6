// Groups of gin that one file of a package makes and others fill.

import assert from 'node:assert/strict';

import { analyze } from '../../../support/analyze';

describe('A group in a variable of a package', () => {
  it('is filled by the files beside the one that makes it', async () => {
    const { routes } = await analyze({
      'go.mod': 'module shop\n\ngo 1.22\nrequire github.com/gin-gonic/gin v1.10.0\n',
      'main.go': 'package main\nimport "shop/server"\nfunc main() { server.Start() }\n',
      'server/routes.go': `package server
import ("github.com/gin-gonic/gin"; "shop/api")
var V1 *gin.RouterGroup
var register = func(router *gin.Engine) { api.Orders(V1) }
`,
      'server/start.go': `package server
import "github.com/gin-gonic/gin"
func Start() {
  router := gin.New()
  V1 = router.Group("/api/v1")
  register(router)
  router.Run(":8080")
}
`,
      'api/orders.go': `package api
import "github.com/gin-gonic/gin"
func Orders(router *gin.RouterGroup) { router.GET("/orders", func(c *gin.Context) { c.String(200, "x") }) }
`,
    });
    assert.deepEqual(
      routes.map(({ method, path, verdict }) => `${method} ${path} ${verdict}`),
      ['GET /api/v1/orders unprotected'],
    );
  });
});

// Where the guard of the sibling routes is put before an open one in Go.

import type { FixCase } from './cases';

const MOD = 'module example.com/door\n\ngo 1.22\n';

/** A framework with a guard in one file of a package and routes in another. */
function goCase(name: string, guard: string, routes: string, after: string): FixCase {
  return {
    fix: 'add-guard',
    check: 'route-unprotected',
    name: `in Go, with ${name}`,
    files: { 'go.mod': MOD, 'guard.go': guard, 'routes.go': routes },
    after: { 'routes.go': after },
  };
}

const GIN_ROUTES = `package main

import "github.com/gin-gonic/gin"

func main() {
	r := gin.New()
	r.GET("/orders", required, ok)
	r.POST("/orders", ok)
	r.Run()
}
`;
const CHI_ROUTES = `package main

import (
	"net/http"

	"github.com/go-chi/chi/v5"
)

func main() {
	r := chi.NewRouter()
	r.With(required).Get("/orders", ok)
	r.Post("/orders", ok)
	http.ListenAndServe(":80", r)
}
`;
const ECHO_ROUTES = `package main

import "github.com/labstack/echo/v4"

func main() {
	e := echo.New()
	e.GET("/orders", ok, required)
	e.POST("/orders", ok)
	e.DELETE(
		"/orders/:id",
		ok,
		required,
	)
	e.Start(":80")
}
`;

export const GO_GUARD_CASES: readonly FixCase[] = [
  goCase(
    'gin',
    `package main

import (
	"os"

	"github.com/gin-gonic/gin"
)

func ok(c *gin.Context) { c.Status(200) }

func required(c *gin.Context) {
	if c.GetHeader("X-Api-Key") != os.Getenv("KEY") {
		c.AbortWithStatus(401)
	}
}
`,
    GIN_ROUTES,
    GIN_ROUTES.replace('POST("/orders", ok)', 'POST("/orders", required, ok)'),
  ),
  goCase(
    'chi',
    `package main

import (
	"net/http"
	"os"
)

func ok(w http.ResponseWriter, r *http.Request) {}

func required(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Api-Key") != os.Getenv("KEY") {
			w.WriteHeader(401)
			return
		}
		next.ServeHTTP(w, r)
	})
}
`,
    CHI_ROUTES,
    CHI_ROUTES.replace('r.Post(', 'r.With(required).Post('),
  ),
  goCase(
    'echo',
    `package main

import (
	"os"

	"github.com/labstack/echo/v4"
)

func ok(c echo.Context) error { return c.NoContent(204) }

func required(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if c.Request().Header.Get("X-Api-Key") != os.Getenv("KEY") {
			return echo.ErrUnauthorized
		}
		return next(c)
	}
}
`,
    ECHO_ROUTES,
    ECHO_ROUTES.replace('POST("/orders", ok)', 'POST("/orders", ok, required)'),
  ),
];

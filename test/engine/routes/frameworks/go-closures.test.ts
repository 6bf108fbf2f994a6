// Go: wrappers that do their work in functions written in place, applications that are made away from main, contexts that know the user.

import assert from 'node:assert/strict';

import { writtenRoutes } from '../../../support/analyze';

const MOD = 'module example.com/shop\n\ngo 1.22\n';

async function verdicts(files: Record<string, string>): Promise<string[]> {
  const routes = await writtenRoutes({ 'go.mod': MOD, ...files });
  return routes.map(({ method, path, verdict }) => `${method} ${path} ${verdict}`).sort();
}

describe('Go wrappers that call the handler in a function written in place', () => {
  const program = (body: string): string => `package main

import (
	"errors"
	"net/http"
	"os"
	"sync"

	"example.org/sso"
	"example.org/tracing"
	"github.com/gorilla/mux"
)

type serve func(w http.ResponseWriter, r *http.Request) error

var errStranger = errors.New("who are you")

func fail(w http.ResponseWriter, err error) {
	if err == nil {
		return
	}
	http.Error(w, "no", 401)
}

func timed(work func() error) error { return work() }

func around(f serve) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		${body}
	}
}

func bake(w http.ResponseWriter, r *http.Request) error {
	_, err := w.Write([]byte("loaf"))
	return err
}

func main() {
	r := mux.NewRouter()
	r.HandleFunc("/loaves", around(bake)).Methods("POST")
	http.ListenAndServe(":8080", r)
}
`;
  const asks = `if r.Header.Get("Authorization") != os.Getenv("DOOR_KEY") {
				return errStranger
			}
			return f(w, r)`;
  const cases: [situation: string, body: string, expected: string][] = [
    ['asks in what is called at once', `fail(w, func() error {\n\t\t\t${asks}\n\t\t}())`, 'protected'],
    ['asks in what has a name', `run := func() error {\n\t\t\t${asks}\n\t\t}\n\t\tfail(w, run())`, 'protected'],
    [
      'asks a package',
      'fail(w, func() error {\n\t\t\tu := sso.CurrentUser(r)\n\t\t\tif u == nil {\n\t\t\t\treturn errStranger\n\t\t\t}\n\t\t\treturn f(w, r)\n\t\t}())',
      'unknown',
    ],
    [
      'gives a package something else first',
      'tracing.Run(func() error { return nil })\n\t\tif r.Header.Get("Authorization") != os.Getenv("DOOR_KEY") {\n\t\t\tw.WriteHeader(401)\n\t\t\treturn\n\t\t}\n\t\tfail(w, f(w, r))',
      'protected',
    ],
    ['asks nothing', 'fail(w, func() error { return f(w, r) }())', 'unprotected'],
    ['hands it to a function of the program', 'fail(w, timed(func() error { return f(w, r) }))', 'unprotected'],
    ['hands it to a package', 'tracing.Run(func() error { return f(w, r) })', 'unprotected'],
    ['answers besides', 'var once sync.Once\n\t\tonce.Do(func() { f(w, r) })\n\t\tw.WriteHeader(403)', 'unprotected'],
  ];
  for (const [situation, body, expected] of cases)
    it(`${situation}: ${expected}`, async () => {
      assert.deepEqual(await verdicts({ 'main.go': program(body) }), [`POST /loaves ${expected}`]);
    });
});

describe('echo applications', () => {
  const server = (make: string, more = ''): string => `package web

import "github.com/labstack/echo/v5"

type Server struct {
	echo *echo.Echo
}

func show(c *echo.Context) error { return c.String(200, "x") }

func NewServer() *Server {
	e := ${make}
	s := &Server{echo: e}
	s.routes()
	return s
}

func (s *Server) routes() {
	r := s.echo.Group("/v1")
	r.POST("/loaves", show)
}
${more}`;

  it('are found in factories that only a command calls, however they are configured', async () => {
    for (const make of ['echo.New()', 'echo.NewWithConfig(echo.Config{NoGroupAutoRegister404Routes: true})'])
      assert.deepEqual(await verdicts({ 'web/server.go': server(make) }), ['POST /v1/loaves unprotected'], make);
  });

  const own = (guard: string, name = 'check'): string => `package main

import "github.com/labstack/echo/v4"

type User struct{ Name string }

type Context struct {
	echo.Context
	User *User
}

type handler func(ctx *Context) error

func ${name}(next handler) handler {
	return func(ctx *Context) error {
		${guard}
	}
}

func serve(h handler) echo.HandlerFunc {
	return func(c echo.Context) error { return h(c.(*Context)) }
}

func bake(ctx *Context) error { return ctx.String(200, "loaf") }

func main() {
	e := echo.New()
	e.POST("/loaves", serve(${name}(bake)))
	e.Start(":8080")
}
`;

  it('know the caller by a context of their own that is asked for nil', async () => {
    for (const guard of [
      'if ctx.User == nil {\n\t\t\treturn ctx.NoContent(401)\n\t\t}\n\t\treturn next(ctx)',
      'if ctx.User != nil {\n\t\t\treturn next(ctx)\n\t\t}\n\t\treturn ctx.Away()',
    ])
      assert.deepEqual(await verdicts({ 'main.go': own(guard) }), ['POST /loaves protected'], guard);
    const greets = 'if ctx.User != nil {\n\t\t\tctx.Greet()\n\t\t}\n\t\treturn next(ctx)';
    assert.deepEqual(await verdicts({ 'main.go': own(greets) }), ['POST /loaves unprotected']);
  });

  it('are left open to question behind what is called signed in and turns some away', async () => {
    const guard = 'user := ctx.User\n\t\tif user != nil {\n\t\t\treturn next(ctx)\n\t\t}\n\t\treturn ctx.Away()';
    assert.deepEqual(await verdicts({ 'main.go': own(guard, 'logged') }), ['POST /loaves unknown']);
  });
});

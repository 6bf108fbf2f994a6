// Guards as Go code has them: errors among results, credentials in helpers, interfaces, packages, home-made handler types.

import assert from 'node:assert/strict';

import { analyze, type Files } from '../../../support/analyze';

const MOD = 'module example.com/door\n\ngo 1.22\n';

async function verdicts(files: Files): Promise<Record<string, string>> {
  const { routes } = await analyze({ 'go.mod': MOD, ...files });
  return Object.fromEntries(routes.map(({ method, path, verdict }) => [`${method} ${path}`, verdict]));
}

/** One application of net/http with these functions and registrations. */
function served(functions: string, registrations: string): Files {
  return {
    'main.go': `package main

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"strings"

	"github.com/golang-jwt/jwt/v5"
	"github.com/golang-jwt/jwt/v5/request"
)

var errNobody = errors.New("nobody")

func ok(w http.ResponseWriter, r *http.Request) { json.NewEncoder(w).Encode(1) }

${functions}

func main() {
	m := http.NewServeMux()
	${registrations}
	http.ListenAndServe(":80", m)
}
`,
  };
}

/** A middleware with this body before it hands on. */
function before(name: string, body: string): string {
  return `func ${name}(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		${body}
		next.ServeHTTP(w, r)
	})
}
`;
}

describe('Go guards', () => {
  const refuse = 'http.Error(w, "no", http.StatusUnauthorized)\n\t\t\treturn';
  const cases: [string, string, string][] = [
    [
      'an error of a package',
      `if _, err := jwt.Parse(r.Header.Get("Authorization"), nil); err != nil {\n\t\t\t${refuse}\n\t\t}`,
      'protected',
    ],
    [
      'a package that reads the request',
      `if _, err := request.ParseFromRequest(r, nil, nil); err != nil {\n\t\t\t${refuse}\n\t\t}`,
      'protected',
    ],
    [
      'a token that is read and not verified',
      `if _, _, err := jwt.NewParser().ParseUnverified(r.Header.Get("Authorization"), nil); err != nil {\n\t\t\t${refuse}\n\t\t}`,
      'weak',
    ],
    ['a header that is only there', `if r.Header.Get("Authorization") == "" {\n\t\t\t${refuse}\n\t\t}`, 'weak'],
    [
      'a refusal without a return',
      'if r.Header.Get("Authorization") == "" {\n\t\t\thttp.Error(w, "no", 401)\n\t\t}',
      'hollow',
    ],
    [
      'a helper that gives an empty text',
      `if token := bearer(r); token == "" || token != os.Getenv("TOKEN") {\n\t\t\t${refuse}\n\t\t}`,
      'protected',
    ],
    [
      'an own error',
      `if err := check(r.Header.Get("X-Api-Key")); errors.Is(err, errNobody) || err != nil {\n\t\t\tw.WriteHeader(403)\n\t\t\treturn\n\t\t}`,
      'protected',
    ],
    [
      'a setting that switches it off',
      `if os.Getenv("AUTH") != "" && r.Header.Get("X-Api-Key") != os.Getenv("AUTH") {\n\t\t\t${refuse}\n\t\t}`,
      'conditional',
    ],
    [
      'paths that are left out',
      `if strings.HasPrefix(r.URL.Path, "/x") {\n\t\t\tnext.ServeHTTP(w, r)\n\t\t\treturn\n\t\t}\n\t\tif r.Header.Get("X-Api-Key") != os.Getenv("KEY") {\n\t\t\t${refuse}\n\t\t}`,
      'unprotected',
    ],
    [
      'somebody else who is given the request',
      `if err := outside.Authenticate(r); err != nil {\n\t\t\t${refuse}\n\t\t}`,
      'unknown',
    ],
    [
      'a caller that is only noted',
      'ctx := context.WithValue(r.Context(), "user", r.Header.Get("X-Api-Key"))\n\t\tr = r.WithContext(ctx)',
      'unprotected',
    ],
  ];
  for (const [situation, body, verdict] of cases) {
    it(`${verdict}: ${situation}`, async () => {
      const helpers = `func bearer(r *http.Request) string {
	header := r.Header.Get("Authorization")
	if !strings.HasPrefix(header, "Bearer ") {
		return ""
	}
	return strings.TrimPrefix(header, "Bearer ")
}

func check(key string) error {
	if key != os.Getenv("KEY") {
		return errNobody
	}
	return nil
}
`;
      const files = served(`${helpers}\n${before('guard', body)}`, 'm.Handle("GET /x", guard(http.HandlerFunc(ok)))');
      assert.deepEqual(await verdicts(files), { 'GET /x': verdict });
    });
  }

  it('are followed through interfaces, other files of the package and functions that keep handlers', async () => {
    const found = await verdicts({
      'store/store.go': `package store

type Sessions interface{ Find(id string) (string, error) }
`,
      'store/memory.go': `package store

import "errors"

type Memory struct{ known map[string]string }

func (m *Memory) Find(id string) (string, error) {
	if user, ok := m.known[id]; ok {
		return user, nil
	}
	return "", errors.New("not found")
}
`,
      'web/api.go': `package web

import (
	"net/http"

	"example.com/door/store"
)

type API struct{ sessions store.Sessions }

func New(sessions store.Sessions) *API { return &API{sessions: sessions} }

func (a *API) Routes() http.Handler {
	m := http.NewServeMux()
	m.Handle("GET /rooms", a.signedIn(a.rooms))
	m.HandleFunc("GET /bell", a.bell)
	return m
}
`,
      'web/guards.go': `package web

import "net/http"

type handler func(w http.ResponseWriter, r *http.Request, user string) error

func (a *API) signedIn(h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		cookie, err := r.Cookie("session")
		if err != nil {
			http.Redirect(w, r, "/login", http.StatusSeeOther)
			return
		}
		user, err := a.sessions.Find(cookie.Value)
		if err != nil {
			http.Error(w, "no", http.StatusForbidden)
			return
		}
		if err := h(w, r, user); err != nil {
			http.Error(w, "broken", 500)
		}
	})
}

func (a *API) rooms(w http.ResponseWriter, r *http.Request, user string) error { return nil }
func (a *API) bell(w http.ResponseWriter, r *http.Request)                     {}
`,
      'main.go': `package main

import (
	"log"
	"net/http"

	"example.com/door/web"
)

func main() {
	log.Fatal(http.ListenAndServe(":80", web.New(nil).Routes()))
}
`,
    });
    assert.deepEqual(found, { 'GET /rooms': 'protected', 'GET /bell': 'unprotected' });
  });

  it('of packages are taken at their documentation, and limiters count', async () => {
    const { routes } = await analyze({
      'go.mod': MOD,
      'main.go': `package main

import (
	"net/http"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/go-chi/httprate"
	"github.com/go-chi/jwtauth/v5"
)

func ok(w http.ResponseWriter, r *http.Request) {}

func main() {
	auth := jwtauth.New("HS256", []byte("x"), nil)
	r := chi.NewRouter()
	r.Use(middleware.Logger)
	r.Group(func(r chi.Router) {
		r.Use(jwtauth.Verifier(auth))
		r.Use(jwtauth.Authenticator(auth))
		r.Get("/both", ok)
	})
	r.With(jwtauth.Verifier(auth)).Get("/half", ok)
	r.With(httprate.LimitByIP(10, time.Minute)).Post("/limited", ok)
	http.ListenAndServe(":80", r)
}
`,
    });
    assert.deepEqual(
      routes.map(({ path, verdict, rateLimited }) => `${path} ${verdict} ${rateLimited}`),
      ['/both protected no', '/half unprotected no', '/limited unprotected yes'],
    );
  });

  it('registered under a condition of the configuration are conditional', async () => {
    const found = await verdicts({
      'main.go': `package main

import (
	"os"

	"github.com/gin-gonic/gin"
)

type Config struct{ AuthEnabled bool }

func required(c *gin.Context) {
	if c.GetHeader("X-Api-Key") != os.Getenv("KEY") {
		c.AbortWithStatus(401)
	}
}

func setUp(r *gin.Engine, cfg *Config) {
	if cfg.AuthEnabled {
		r.Use(required)
	}
	r.GET("/x", func(c *gin.Context) { c.Status(200) })
}

func main() {
	r := gin.New()
	setUp(r, load())
	r.Run()
}
`,
    });
    assert.deepEqual(found, { 'GET /x': 'conditional' });
  });

  it('are lists of functions that are handed on, in whatever order the routes stand', async () => {
    const files = {
      'main.go': `package main

import (
	"errors"

	"github.com/gin-gonic/gin"
)

type state int

const (
	skip state = iota
	forbidden
	okay
)

type Keys interface{ Owner(key string) (*Owner, error) }
type Owner struct{ Admin bool }
type Check func(c *gin.Context) (state, error)
type Door struct {
	Keys   Keys
	Checks []Check
}

func (d *Door) RequireKey(c *gin.Context) { d.evaluateOr401(c, d.byKey()) }
func (d *Door) RequireAdmin(c *gin.Context) { d.evaluateOr401(c, d.byKey(isAdmin)) }
func (d *Door) RequireAny(c *gin.Context) { d.evaluateOr401(c, d.Checks...) }
func (d *Door) LetIn(c *gin.Context) { d.evaluate(c, d.byKey()) }

func (d *Door) evaluate(c *gin.Context, checks ...Check) bool {
	for _, check := range checks {
		s, err := check(c)
		if err != nil {
			c.AbortWithError(500, err)
			return true
		}
		switch s {
		case forbidden:
			c.AbortWithStatus(403)
			return true
		case okay:
			c.Next()
			return true
		case skip:
			continue
		}
	}
	return false
}

func (d *Door) evaluateOr401(c *gin.Context, checks ...Check) {
	if !d.evaluate(c, checks...) {
		d.refuse(c)
	}
}

func (d *Door) refuse(c *gin.Context) { c.AbortWithError(401, errors.New("no key")) }

func (d *Door) byKey(asks ...func(*Owner) (state, error)) Check {
	return func(c *gin.Context) (state, error) {
		key := c.GetHeader("X-Key")
		if key == "" {
			return skip, nil
		}
		owner, err := d.Keys.Owner(key)
		if err != nil || owner == nil {
			return skip, err
		}
		for _, ask := range asks {
			if s, err := ask(owner); err != nil || s != okay {
				return s, err
			}
		}
		return okay, nil
	}
}

func isAdmin(owner *Owner) (state, error) {
	if !owner.Admin {
		return forbidden, nil
	}
	return okay, nil
}

func answer(c *gin.Context) { c.JSON(200, 1) }

func main() {
	g := gin.New()
	door := Door{}
	g.POST("/key", door.RequireKey, answer)
	g.POST("/admin", door.RequireAdmin, answer)
	g.POST("/any", door.RequireAny, answer)
	g.POST("/let-in", door.LetIn, answer)
	g.Run()
}
`,
    };
    assert.deepEqual(await verdicts(files), {
      'POST /key': 'protected',
      'POST /admin': 'protected',
      'POST /any': 'unknown',
      'POST /let-in': 'unprotected',
    });
  });

  it('are told apart by the functions they are handed in a list, in whatever order they are judged', async () => {
    const routes = ['Key', 'Everybody', 'Either'].map((name) => `g.POST("/${name}", door.${name}, answer)`);
    for (const order of [routes, [...routes].reverse()]) {
      const found = await verdicts({
        'main.go': `package main

import "github.com/gin-gonic/gin"

type Check func(c *gin.Context) bool
type Keys interface{ Owner(key string) (*Owner, error) }
type Owner struct{}
type Door struct{ Keys Keys }

func (d *Door) Key(c *gin.Context)       { d.one(c, d.byKey()) }
func (d *Door) Everybody(c *gin.Context) { d.one(c, d.always()) }
func (d *Door) Either(c *gin.Context)    { d.one(c, d.byKey(), d.always()) }

func (d *Door) one(c *gin.Context, checks ...Check) {
	for _, check := range checks {
		if check(c) {
			return
		}
	}
	c.AbortWithStatus(401)
}

func (d *Door) byKey() Check {
	return func(c *gin.Context) bool {
		owner, err := d.Keys.Owner(c.GetHeader("X-Key"))
		return err == nil && owner != nil
	}
}

func (d *Door) always() Check {
	return func(c *gin.Context) bool { return true }
}

func answer(c *gin.Context) { c.JSON(200, 1) }

func main() {
	g := gin.New()
	door := Door{}
	${order.join('\n\t')}
	g.Run()
}
`,
      });
      assert.equal(found['POST /Key'], 'protected');
      assert.notEqual(found['POST /Everybody'], 'protected');
      assert.notEqual(found['POST /Either'], 'protected');
    }
  });
});

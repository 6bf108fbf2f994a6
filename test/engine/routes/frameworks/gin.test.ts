// gin as its own router answers, and guards as gin code has them.

import assert from 'node:assert/strict';

import { analyze, type Files } from '../../../support/analyze';
import { describeCases, type FrameworkCase } from '../../../support/framework-case';

const MOD = 'module example.com/door\n\ngo 1.22\n\nrequire github.com/gin-gonic/gin v1.10.0\n';
const PREAMBLE = `package main

import (
	"net/http"
	"os"

	"github.com/gin-gonic/gin"
)

func ok(c *gin.Context) { c.JSON(http.StatusOK, gin.H{"ok": true}) }

func deny(c *gin.Context) {
	if c.GetHeader("Authorization") != os.Getenv("DOOR_TOKEN") {
		c.AbortWithStatusJSON(http.StatusUnauthorized, gin.H{"error": "who are you"})
		return
	}
	c.Next()
}
`;

const CASES: FrameworkCase[] = [
  {
    situation: 'middleware of the engine after the route',
    setup: 'r.GET("/x", ok)\n\tr.Use(deny)',
    request: 'GET /x',
    outcome: 'open',
  },
  {
    situation: 'middleware of the engine before the route',
    setup: 'r.Use(deny)\n\tr.GET("/x", ok)',
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'middleware of a group',
    setup: 'g := r.Group("/g", deny)\n\tg.GET("/x", ok)',
    request: 'GET /g/x',
    outcome: 'refused',
  },
  {
    situation: 'middleware of the engine after the group was made',
    setup: 'g := r.Group("/g")\n\tr.Use(deny)\n\tg.GET("/x", ok)',
    request: 'GET /g/x',
    outcome: 'open',
  },
  {
    situation: 'middleware of the group before the route',
    setup: 'g := r.Group("/g")\n\tg.Use(deny)\n\tg.GET("/x", ok)',
    request: 'GET /g/x',
    outcome: 'refused',
  },
  {
    situation: 'middleware of the group after the route',
    setup: 'g := r.Group("/g")\n\tg.GET("/x", ok)\n\tg.Use(deny)',
    request: 'GET /g/x',
    outcome: 'open',
  },
  {
    situation: 'a group in a group',
    setup: 'v1 := r.Group("v1")\n\t{\n\t\tg := v1.Group("/g/")\n\t\tg.Use(deny)\n\t\tg.POST("x", ok)\n\t}',
    request: 'POST /v1/g/x',
    outcome: 'refused',
  },
  {
    situation: 'a sibling of a guarded group',
    setup: 'g := r.Group("/g")\n\tg.Use(deny)\n\ts := r.Group("/s")\n\ts.GET("/x", ok)',
    request: 'GET /s/x',
    outcome: 'open',
  },
  { situation: 'a guard before the handler', setup: 'r.GET("/x", deny, ok)', request: 'GET /x', outcome: 'refused' },
  {
    situation: 'a guard behind the handler',
    setup: 'r.GET("/x", ok, deny)',
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a method by its constant',
    setup: 'r.Handle(http.MethodPut, "/x", deny, ok)',
    request: 'PUT /x',
    outcome: 'refused',
  },
  { situation: 'every method', setup: 'r.Any("/x", ok)', request: 'ALL /x', outcome: 'open' },
  {
    situation: 'a guard that answers and does not abort',
    setup:
      'r.Use(func(c *gin.Context) {\n\t\tif c.GetHeader("Authorization") == "" {\n\t\t\tc.JSON(401, gin.H{})\n\t\t\treturn\n\t\t}\n\t\tc.Next()\n\t})\n\tr.GET("/x", ok)',
    request: 'GET /x',
    outcome: 'open',
  },
  {
    situation: 'a guard that answers, aborts and goes on',
    setup:
      'r.Use(func(c *gin.Context) {\n\t\tif c.GetHeader("X-Api-Key") != os.Getenv("KEY") {\n\t\t\tc.JSON(401, gin.H{})\n\t\t\tc.Abort()\n\t\t}\n\t\tc.Next()\n\t})\n\tr.GET("/x", ok)',
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'routes in a loop over a table',
    setup:
      'for _, one := range []struct{ method, path string; h gin.HandlerFunc }{{"GET", "/a", ok}, {"DELETE", "/b", ok}} {\n\t\tr.Handle(one.method, one.path, deny, one.h)\n\t}',
    request: 'DELETE /b',
    outcome: 'refused',
  },
];

describeCases('gin, as it answers', CASES, (setup) => ({
  'go.mod': MOD,
  'main.go': `${PREAMBLE}\nfunc main() {\n\tr := gin.Default()\n\t${setup}\n\tr.Run(":8080")\n}\n`,
}));

async function verdicts(files: Files): Promise<string[]> {
  const { routes } = await analyze({ 'go.mod': MOD, ...files });
  return routes.map((route) => `${route.method} ${route.path} ${route.verdict}`).sort();
}

describe('gin', () => {
  it('follows routers through packages, structs and functions that take them', async () => {
    const found = await verdicts({
      'cmd/api/main.go': `package main

import "example.com/door/internal/server"

func main() {
	s := server.New()
	s.Start()
}
`,
      'internal/server/server.go': `package server

import (
	"github.com/gin-gonic/gin"

	"example.com/door/internal/auth"
	"example.com/door/internal/rooms"
)

type Server struct {
	engine *gin.Engine
	auth   *auth.Service
	rooms  *rooms.Handler
}

func New() *Server {
	svc := auth.NewService("secret")
	s := &Server{engine: gin.New(), auth: svc, rooms: rooms.NewHandler()}
	s.routes()
	return s
}

func (s *Server) Start() error { return s.engine.Run(":8080") }
`,
      'internal/server/routes.go': `package server

import (
	"example.com/door/internal/auth"
	"example.com/door/internal/rooms"
)

func (s *Server) routes() {
	api := s.engine.Group("/api/v1")
	open := api.Group("/open")
	open.GET("/rooms", s.rooms.List)
	closed := api.Group("")
	closed.Use(auth.Required(s.auth))
	rooms.Register(closed, s.rooms)
}
`,
      'internal/rooms/rooms.go': `package rooms

import "github.com/gin-gonic/gin"

type Handler struct{}

func NewHandler() *Handler { return &Handler{} }

func Register(g *gin.RouterGroup, h *Handler) {
	r := g.Group("/rooms")
	{
		r.POST("", h.Create)
		r.DELETE("/:id", h.Delete)
	}
}
`,
      'internal/rooms/actions.go': `package rooms

import "github.com/gin-gonic/gin"

func (h *Handler) List(c *gin.Context)   { c.JSON(200, gin.H{}) }
func (h *Handler) Create(c *gin.Context) { c.JSON(201, gin.H{}) }
func (h *Handler) Delete(c *gin.Context) { c.Status(204) }
`,
      'internal/auth/auth.go': `package auth

import (
	"errors"
	"net/http"
	"strings"

	"github.com/gin-gonic/gin"
	"github.com/golang-jwt/jwt/v5"
)

type Service struct{ secret string }

var ErrToken = errors.New("bad token")

func NewService(secret string) *Service { return &Service{secret: secret} }

func (s *Service) Verify(raw string) (*jwt.RegisteredClaims, error) {
	claims := &jwt.RegisteredClaims{}
	token, err := jwt.ParseWithClaims(raw, claims, func(t *jwt.Token) (any, error) { return []byte(s.secret), nil })
	if err != nil {
		return nil, err
	}
	if !token.Valid {
		return nil, ErrToken
	}
	return claims, nil
}

func Required(s *Service) gin.HandlerFunc {
	return func(c *gin.Context) {
		header := c.GetHeader("Authorization")
		parts := strings.SplitN(header, " ", 2)
		if len(parts) != 2 || parts[0] != "Bearer" {
			c.AbortWithStatus(http.StatusUnauthorized)
			return
		}
		claims, err := s.Verify(parts[1])
		if err != nil {
			c.JSON(http.StatusUnauthorized, gin.H{"error": err.Error()})
			c.Abort()
			return
		}
		c.Set("user", claims.Subject)
		c.Next()
	}
}
`,
    });
    assert.deepEqual(found, [
      'DELETE /api/v1/rooms/:id protected',
      'GET /api/v1/open/rooms unprotected',
      'POST /api/v1/rooms protected',
    ]);
  });

  it('tells guards by what they do', async () => {
    const guard = (name: string, body: string): string => `func ${name}(c *gin.Context) {\n${body}\n}\n`;
    const { routes } = await analyze({
      'go.mod': MOD,
      'main.go': `package main

import (
	"os"

	"github.com/gin-gonic/gin"
)

type verifier interface{ Verify(token string) (string, error) }

var tokens verifier

func ok(c *gin.Context) { c.Status(200) }
${guard('presence', 'if c.GetHeader("Authorization") == "" { c.AbortWithStatus(401); return }')}
${guard('verified', 'user, err := tokens.Verify(c.Query("token"))\nif err != nil { c.AbortWithStatus(401); return }\nc.Set("user", user)')}
${guard('swallowed', 'if user, err := tokens.Verify(c.GetHeader("Authorization")); err == nil { c.Set("user", user) }\nc.Next()')}
${guard('requireAuth', 'c.Next()')}
${guard('answers', 'if _, err := c.Cookie("session"); err != nil { c.JSON(401, gin.H{}); return }')}
${guard('switched', 'if os.Getenv("AUTH") == "" { c.Next(); return }\nif c.GetHeader("X-Api-Key") != os.Getenv("AUTH") { c.AbortWithStatus(403) }')}
${guard('own', 'user, exists := c.Get("user")\nif !exists { c.JSON(401, gin.H{}); return }\nc.JSON(200, user)')}
func main() {
	r := gin.New()
	r.GET("/presence", presence, ok)
	r.GET("/verified", verified, ok)
	r.GET("/swallowed", swallowed, ok)
	r.GET("/named", requireAuth, ok)
	r.GET("/answers", answers, ok)
	r.GET("/switched", switched, ok)
	r.GET("/own", own)
	r.GET("/basic", gin.BasicAuth(gin.Accounts{"door": os.Getenv("PASS")}), ok)
	r.Run()
}
`,
    });
    assert.deepEqual(Object.fromEntries(routes.map(({ path, verdict }) => [path, verdict])), {
      '/presence': 'weak',
      '/verified': 'protected',
      '/swallowed': 'unprotected',
      '/named': 'unprotected',
      '/answers': 'hollow',
      '/switched': 'conditional',
      '/own': 'protected',
      '/basic': 'protected',
    });
  });
});

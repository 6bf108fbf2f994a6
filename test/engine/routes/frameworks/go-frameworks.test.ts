// chi, echo, fiber, gorilla/mux and net/http as their own routers answer: groups, mounts, and where order counts.

import { describeCases, type FrameworkCase } from '../../../support/framework-case';

const around = `func deny(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != os.Getenv("DOOR_TOKEN") {
			http.Error(w, "who are you", http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func falls(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") == "" {
			http.Error(w, "who are you", http.StatusUnauthorized)
		}
		next.ServeHTTP(w, r)
	})
}

func ok(w http.ResponseWriter, r *http.Request) { w.Write([]byte("ok")) }
`;

function files(
  imports: string[],
  helpers: string,
  make: string,
  run: string,
): (setup: string) => Record<string, string> {
  const listed = ['net/http', 'os', ...imports].map((path) => `\t"${path}"`).join('\n');
  return (setup) => ({
    'go.mod': 'module example.com/door\n\ngo 1.22\n',
    'main.go': `package main\n\nimport (\n${listed}\n)\n\n${helpers}\nfunc main() {\n\t${make}\n\t${setup}\n\t${run}\n}\n`,
  });
}

const CHI: FrameworkCase[] = [
  { situation: 'Use before the route', setup: 'r.Use(deny)\n\tr.Get("/x", ok)', request: 'GET /x', outcome: 'refused' },
  { situation: 'With on one route', setup: 'r.With(deny).Post("/x", ok)', request: 'POST /x', outcome: 'refused' },
  {
    situation: 'a route beside one With',
    setup: 'r.With(deny).Get("/x", ok)\n\tr.Get("/y", ok)',
    request: 'GET /y',
    outcome: 'open',
  },
  {
    situation: 'an inline group',
    setup: 'r.Group(func(r chi.Router) {\n\t\tr.Use(deny)\n\t\tr.Get("/x", ok)\n\t})\n\tr.Get("/y", ok)',
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a route behind an inline group',
    setup: 'r.Group(func(r chi.Router) {\n\t\tr.Use(deny)\n\t\tr.Get("/x", ok)\n\t})\n\tr.Get("/y", ok)',
    request: 'GET /y',
    outcome: 'open',
  },
  {
    situation: 'a subrouter in a subrouter',
    setup:
      'r.Route("/a", func(r chi.Router) {\n\t\tr.Use(deny)\n\t\tr.Route("/{id}", func(r chi.Router) {\n\t\t\tr.Delete("/", ok)\n\t\t})\n\t})',
    request: 'DELETE /a/{id}/',
    outcome: 'refused',
  },
  {
    situation: 'a mounted router',
    setup: 's := chi.NewRouter()\n\ts.Use(deny)\n\ts.Get("/x", ok)\n\tr.Mount("/s", s)\n\tr.Get("/y", ok)',
    request: 'GET /s/x',
    outcome: 'refused',
  },
  {
    situation: 'a mounted router behind With',
    setup: 's := chi.NewRouter()\n\ts.Get("/x", ok)\n\tr.With(deny).Mount("/s", s)',
    request: 'GET /s/x',
    outcome: 'refused',
  },
  {
    situation: 'a method that is named',
    setup: 'r.Method("PUT", "/x", deny(http.HandlerFunc(ok)))',
    request: 'PUT /x',
    outcome: 'refused',
  },
  {
    situation: 'a guard that does not return',
    setup: 'r.Use(falls)\n\tr.Get("/x", ok)',
    request: 'GET /x',
    outcome: 'open',
  },
];
describeCases(
  'chi, as it answers',
  CHI,
  files(['github.com/go-chi/chi/v5'], around, 'r := chi.NewRouter()', 'http.ListenAndServe(":80", r)'),
);

const MUX: FrameworkCase[] = [
  {
    situation: 'Use after the route',
    setup: 'r.HandleFunc("/x", ok).Methods("GET")\n\tr.Use(deny)',
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a subrouter',
    setup:
      's := r.PathPrefix("/s").Subrouter()\n\ts.Use(deny)\n\ts.HandleFunc("/x", ok).Methods(http.MethodPost)\n\tr.HandleFunc("/y", ok)',
    request: 'POST /s/x',
    outcome: 'refused',
  },
  {
    situation: 'a route beside a guarded subrouter',
    setup: 's := r.PathPrefix("/s").Subrouter()\n\ts.Use(deny)\n\ts.HandleFunc("/x", ok)\n\tr.HandleFunc("/y", ok)',
    request: 'ALL /y',
    outcome: 'open',
  },
  {
    situation: 'parts in another order',
    setup: 'r.Methods("PUT").Path("/x").Handler(deny(http.HandlerFunc(ok)))',
    request: 'PUT /x',
    outcome: 'refused',
  },
  {
    situation: 'a router behind a guard',
    setup: 'r.HandleFunc("/x", ok).Methods("GET")\n\th := deny(r)\n\thttp.ListenAndServe(":81", h)',
    request: 'GET /x',
    outcome: 'open',
  },
];
describeCases(
  'gorilla/mux, as it answers',
  MUX,
  files(['github.com/gorilla/mux'], around, 'r := mux.NewRouter()', 'http.ListenAndServe(":80", r)'),
);

const NET: FrameworkCase[] = [
  {
    situation: 'a handler in a guard',
    setup: 'm.Handle("GET /x", deny(http.HandlerFunc(ok)))',
    request: 'GET /x',
    outcome: 'refused',
  },
  {
    situation: 'a pattern with a host',
    setup: 'm.HandleFunc("POST door.example/x/{id}", ok)',
    request: 'POST /x/{id}',
    outcome: 'open',
  },
  {
    situation: 'a multiplexer in another one',
    setup: 's := http.NewServeMux()\n\ts.HandleFunc("/api/x", ok)\n\tm.Handle("/api/", deny(s))',
    request: 'ALL /api/x',
    outcome: 'refused',
  },
  {
    situation: 'a multiplexer behind a prefix',
    setup:
      's := http.NewServeMux()\n\ts.HandleFunc("GET /x", ok)\n\tm.Handle("/api/", http.StripPrefix("/api", deny(s)))',
    request: 'GET /api/x',
    outcome: 'refused',
  },
  {
    situation: 'a handler behind a prefix',
    setup: 'm.Handle("/api/", http.StripPrefix("/api", deny(http.HandlerFunc(ok))))',
    request: 'ALL /api/',
    outcome: 'refused',
  },
  {
    situation: 'the default multiplexer',
    setup: 'http.HandleFunc("/x", ok)\n\thttp.ListenAndServe(":81", nil)',
    request: 'ALL /x',
    outcome: 'open',
  },
  {
    situation: 'a guard around what is served',
    setup:
      'm.HandleFunc("GET /x", ok)\n\tm2 := http.NewServeMux()\n\tm2.HandleFunc("GET /z", ok)\n\tsrv := &http.Server{Addr: ":81", Handler: deny(m2)}\n\tsrv.ListenAndServe()',
    request: 'GET /z',
    outcome: 'refused',
  },
  {
    situation: 'a list of guards',
    setup: 'm.Handle("/x", alice.New(deny).ThenFunc(ok))',
    request: 'ALL /x',
    outcome: 'refused',
  },
  {
    situation: 'files',
    setup: 'm.Handle("/static/", http.StripPrefix("/static/", http.FileServer(http.Dir("s"))))',
    request: 'ALL /static/',
    outcome: 'open',
  },
];
describeCases(
  'net/http, as it answers',
  NET,
  files(['github.com/justinas/alice'], around, 'm := http.NewServeMux()', 'http.ListenAndServe(":80", m)'),
);

const echoHelpers = `func deny(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if c.Request().Header.Get("Authorization") != os.Getenv("DOOR_TOKEN") {
			return echo.NewHTTPError(http.StatusUnauthorized, "who are you")
		}
		return next(c)
	}
}

func ok(c echo.Context) error { return c.String(http.StatusOK, "ok") }
`;
const ECHO: FrameworkCase[] = [
  {
    situation: 'Use of the application after the route',
    setup: 'e.GET("/x", ok)\n\te.Use(deny)',
    request: 'GET /x',
    outcome: 'refused',
  },
  { situation: 'Pre', setup: 'e.GET("/x", ok)\n\te.Pre(deny)', request: 'GET /x', outcome: 'refused' },
  { situation: 'a guard behind the handler', setup: 'e.POST("/x", ok, deny)', request: 'POST /x', outcome: 'refused' },
  {
    situation: 'a group',
    setup: 'g := e.Group("/g", deny)\n\tg.GET("/x", ok)',
    request: 'GET /g/x',
    outcome: 'refused',
  },
  {
    situation: 'Use of a group after the route',
    setup: 'g := e.Group("/g")\n\tg.GET("/x", ok)\n\tg.Use(deny)',
    request: 'GET /g/x',
    outcome: 'open',
  },
  {
    situation: 'Use of a group before the route',
    setup: 'g := e.Group("/g")\n\tg.Use(deny)\n\tg.GET("/x", ok)',
    request: 'GET /g/x',
    outcome: 'refused',
  },
  {
    situation: 'a group in a guarded group',
    setup: 'g := e.Group("/g")\n\tg.Use(deny)\n\th := g.Group("/h")\n\th.GET("", ok)',
    request: 'GET /g/h',
    outcome: 'refused',
  },
  {
    situation: 'a group in a group that is guarded later',
    setup: 'g := e.Group("/g")\n\th := g.Group("/h")\n\tg.Use(deny)\n\th.GET("", ok)',
    request: 'GET /g/h',
    outcome: 'open',
  },
  {
    situation: 'a guard that answers and goes on',
    setup:
      'e.Use(func(next echo.HandlerFunc) echo.HandlerFunc {\n\t\treturn func(c echo.Context) error {\n\t\t\tif c.Get("user") == nil {\n\t\t\t\tc.JSON(401, nil)\n\t\t\t}\n\t\t\treturn next(c)\n\t\t}\n\t})\n\te.GET("/x", ok)',
    request: 'GET /x',
    outcome: 'open',
  },
];
describeCases(
  'echo, as it answers',
  ECHO,
  files(['github.com/labstack/echo/v4'], echoHelpers, 'e := echo.New()', 'e.Start(":80")'),
);

const fiberHelpers = `func deny(c *fiber.Ctx) error {
	if c.Get("Authorization") != os.Getenv("DOOR_TOKEN") {
		return c.Status(fiber.StatusUnauthorized).JSON(fiber.Map{"error": "who are you"})
	}
	return c.Next()
}

func falls(c *fiber.Ctx) error {
	if c.Get("Authorization") == "" {
		c.SendStatus(401)
	}
	return c.Next()
}

func ok(c *fiber.Ctx) error { return c.SendString("ok") }
`;
const FIBER: FrameworkCase[] = [
  { situation: 'Use after the route', setup: 'a.Get("/x", ok)\n\ta.Use(deny)', request: 'GET /x', outcome: 'open' },
  { situation: 'Use before the route', setup: 'a.Use(deny)\n\ta.Get("/x", ok)', request: 'GET /x', outcome: 'refused' },
  {
    situation: 'Use for a prefix',
    setup: 'a.Use("/p", deny)\n\ta.Get("/p/x", ok)',
    request: 'GET /p/x',
    outcome: 'refused',
  },
  {
    situation: 'Use for a prefix by character',
    setup: 'a.Use("/p", deny)\n\ta.Get("/px", ok)',
    request: 'GET /px',
    outcome: 'refused',
  },
  {
    situation: 'handlers of a group',
    setup: 'g := a.Group("/g", deny)\n\tg.Post("/x", ok)',
    request: 'POST /g/x',
    outcome: 'refused',
  },
  {
    situation: 'another group under the prefix of a guarded one',
    setup: 'a.Group("/g", deny)\n\th := a.Group("/g/h")\n\th.Get("/x", ok)',
    request: 'GET /g/h/x',
    outcome: 'refused',
  },
  {
    situation: 'Use of a group',
    setup: 'g := a.Group("/g")\n\tg.Use(deny)\n\tg.Get("/x", ok)\n\ta.Get("/y", ok)',
    request: 'GET /y',
    outcome: 'open',
  },
  { situation: 'a guard before the handler', setup: 'a.Get("/x", deny, ok)', request: 'GET /x', outcome: 'refused' },
  { situation: 'a guard that does not return', setup: 'a.Get("/x", falls, ok)', request: 'GET /x', outcome: 'open' },
  {
    situation: 'a function that fills a group',
    setup: 'a.Route("/r", func(r fiber.Router) {\n\t\tr.Use(deny)\n\t\tr.Get("/x", ok)\n\t})',
    request: 'GET /r/x',
    outcome: 'refused',
  },
];
describeCases(
  'fiber, as it answers',
  FIBER,
  files(['github.com/gofiber/fiber/v2'], fiberHelpers, 'a := fiber.New()', 'a.Listen(":80")'),
);

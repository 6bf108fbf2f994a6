// Go: what is put around handlers, by functions of the program and by packages, and objects that hold routes.

import assert from 'node:assert/strict';

import { writtenRoutes } from '../../../support/analyze';

const MOD = 'module example.com/shop\n\ngo 1.22\n';

async function verdicts(files: Record<string, string>): Promise<string[]> {
  const routes = await writtenRoutes({ 'go.mod': MOD, ...files });
  return routes.map(({ method, path, verdict }) => `${method} ${path} ${verdict}`).sort();
}

const CHI = `package main

import (
	"net/http"
	"os"

	"example.org/chain"
	"github.com/go-chi/chi/v5"
)

type serve func(w http.ResponseWriter, r *http.Request) error

func reports(f serve) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		err := f(w, r)
		if err != nil {
			http.Error(w, "no", 401)
		}
	}
}

func tells(f serve) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { fail(w, f(w, r)) }
}

func fail(w http.ResponseWriter, err error) {
	if err == nil {
		return
	}
	http.Error(w, "no", 401)
}

func asks(f serve) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != os.Getenv("DOOR_KEY") {
			http.Error(w, "no", 401)
			return
		}
		if err := f(w, r); err != nil {
			http.Error(w, "no", 401)
		}
	}
}

func door(next chain.Handler) chain.Handler {
	return chain.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != os.Getenv("DOOR_KEY") {
			http.Error(w, "no", 401)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func log(next chain.Handler) chain.Handler {
	return chain.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { next.ServeHTTP(w, r) })
}

func onError(w http.ResponseWriter, r *http.Request) { http.Error(w, r.Header.Get("Authorization"), 401) }

func list(w http.ResponseWriter, r *http.Request) error { return nil }
func plain(w http.ResponseWriter, r *http.Request)      { w.Write(nil) }

func main() {
	behind := []chain.Middleware{log, door}
	r := chi.NewRouter()
	r.Post("/reports", reports(list))
	r.Post("/tells", tells(list))
	r.Post("/asks", asks(list))
	r.Post("/behind", chain.New().Handler(plain, behind...))
	r.Post("/logged", chain.New().Handler(plain, log))
	r.Post("/fallback", chain.New().Handler(plain, onError))
	http.ListenAndServe(":8080", r)
}
`;

const LINES = (router: string): Record<string, string> => ({
  'main.go': `package main

import (
	"example.com/shop/router"
	"github.com/gin-gonic/gin"
)

func main() {
	r := gin.New()
	router.All.Orders.InitOrders(r.Group("/orders"))
	r.Run()
}
`,
  'router/all.go': `package router

import "example.com/shop/router/orders"

${router}

type Routers struct {
	Orders orders.Group
}
`,
  'router/orders/group.go': `package orders

type Group struct {
	OrderRouter
}
`,
  'router/orders/orders.go': `package orders

import "github.com/gin-gonic/gin"

type OrderRouter struct{}

func (o *OrderRouter) InitOrders(r *gin.RouterGroup) {
	r.POST("place", func(c *gin.Context) { c.JSON(200, 1) })
}
`,
});

describe('what Go puts around handlers', () => {
  it('takes no answer to the error of the handler for a refusal, and middleware that a package is given for one', async () => {
    assert.deepEqual(await verdicts({ 'main.go': CHI }), [
      'POST /asks protected',
      'POST /behind protected',
      'POST /fallback unprotected',
      'POST /logged unprotected',
      'POST /reports unprotected',
      'POST /tells unprotected',
    ]);
  });

  it('finds routes in methods of embedded objects that `new` makes', async () => {
    for (const router of ['var All = new(Routers)', 'var All = &Routers{}'])
      assert.deepEqual(await verdicts(LINES(router)), ['POST /orders/place unprotected']);
  });

  it('calls a function of the package that is called new', async () => {
    const main = CHI.replace('r := chi.NewRouter()', 'r := new(behind).mux').replace(
      'func main()',
      'type app struct{ mux *chi.Mux }\n\nfunc new(with []chain.Middleware) *app { return &app{mux: chi.NewRouter()} }\n\nfunc main()',
    );
    assert.equal((await verdicts({ 'main.go': main })).length, 6);
  });
});

describe('Go plugins', () => {
  const PLUGIN = `package reports

import "github.com/gin-gonic/gin"

func Router(engine *gin.Engine) {
	group := engine.Group("reports")
	group.GET("all", func(c *gin.Context) { c.JSON(200, "all") })
}
`;
  const main = (serve: string): string => `package main

import (
	"example.com/registry"
	"github.com/gin-gonic/gin"
)

func main() {
	engine := gin.Default()
	${serve}
	engine.Run()
}
`;

  it('are not decided where objects that nobody can follow are given the application', async () => {
    const files = { 'reports/router.go': PLUGIN };
    const handed = `func register(engine *gin.Engine, plugins []Plugin) {
	for i := range plugins {
		plugins[i].Register(engine)
	}
}`;
    const known = 'var known []Plugin\n\nfunc all() []Plugin {\n\treturn known\n}';
    const withList = { ...files, 'main.go': `${main('register(engine, all())')}\n${handed}\n\n${known}\n` };
    assert.deepEqual(await verdicts(withList), ['GET /reports/all unknown']);
  });

  it('are dead where nothing else is given the application, or only an object of a package', async () => {
    for (const serve of ['registry.Start()', 'metrics := registry.New("gin")\n\tmetrics.Use(engine)']) {
      const files = { 'reports/router.go': PLUGIN, 'main.go': main(serve) };
      assert.deepEqual(await verdicts(files), ['GET /reports/all dead'], serve);
    }
  });
});

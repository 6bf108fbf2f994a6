// Guards that hang on settings, and guards of which some ways refuse and others pass: what may be said of them.

import assert from 'node:assert/strict';

import { analyze } from '../../../support/analyze';

/** What stands before `POST /orders` in a shop on chi. */
async function judged(body: string): Promise<[string | undefined, string | undefined]> {
  const { routes } = await analyze({
    'go.mod': 'module shop\ngo 1.22\nrequire github.com/go-chi/chi/v5 v5.0.0\n',
    'main.go': `package main

import (
	"net/http"
	"os"

	"github.com/go-chi/chi/v5"
)

type Store interface{ Find(name string) (string, error) }

var store Store

func authenticate(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
${body}
		next.ServeHTTP(w, r)
	})
}

func main() {
	r := chi.NewRouter()
	r.Use(authenticate)
	r.Post("/orders", func(w http.ResponseWriter, r *http.Request) {})
	http.ListenAndServe(":8080", r)
}
`,
  });
  const route = routes.find(({ path }) => path === '/orders');
  return [route?.verdict, route?.by?.at(-1)?.note];
}

const REFUSES = 'w.WriteHeader(http.StatusUnauthorized); return';

describe('guards that hang on settings', () => {
  it('are conditional where some settings let everybody through', async () => {
    const body = `if os.Getenv("OPEN") == "" && r.Header.Get("Authorization") == "" { ${REFUSES} }
		if os.Getenv("OPEN") == "" && r.Header.Get("Authorization") != os.Getenv("KEY") { ${REFUSES} }`;
    assert.equal((await judged(body))[0], 'conditional');
  });

  it('are not where callers come through whatever the settings say', async () => {
    const body = `name := ""
		if os.Getenv("PROXY") != "" { name = r.Header.Get("X-Key") }
		if r.URL.Query().Get("page") == "" && name == "" { http.Error(w, "no page", 400); return }`;
    const [verdict] = await judged(body);
    assert.notEqual(verdict, 'conditional');
    assert.notEqual(verdict, 'protected');
  });
});

describe('a check by its name that ends some requests itself', () => {
  it('is unknown where what it asks cannot be followed', async () => {
    const body = `if _, err := store.Find(r.URL.Query().Get("u")); err != nil { w.Write([]byte("failed")); return }`;
    assert.deepEqual(await judged(body), [
      'unknown',
      'authenticate: answers some callers itself and hands others on, which could not be told apart',
    ]);
  });

  it('says nothing where it only turns away what is too large', async () => {
    const body = 'if r.ContentLength > 100 { w.WriteHeader(413); return }';
    assert.equal((await judged(body))[0], 'unprotected');
  });
});

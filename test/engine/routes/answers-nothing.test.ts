// Handlers that give nothing away: they only refuse, or only send callers to another address.

import assert from 'node:assert/strict';

import { analyze, type Files } from '../../support/analyze';

async function shown(files: Files): Promise<string[]> {
  const { routes } = await analyze(files);
  return routes.map(({ method, path, verdict }) => `${method} ${path} ${verdict}`).sort();
}

const REMIX: Files = {
  'package.json': '{"dependencies":{"@react-router/dev":"7.0.0","react-router":"7.0.0","@react-router/node":"7.0.0"}}',
  'app/root.tsx': 'export default function Root() { return null; }',
  'app/routes.ts':
    "import { route } from '@react-router/dev/routes';\nexport default [route('old', './old.ts'), route('post', './post.ts'), route('orders', './orders.ts')];\n",
};

describe('Handlers that give nothing away', () => {
  it('are no open data in React Router', async () => {
    const files = {
      ...REMIX,
      'app/old.ts': "import { redirect } from 'react-router';\nexport const loader = () => redirect('/orders');\n",
      'app/post.ts': "export async function loader() { throw new Response('Method not allowed', { status: 405 }); }\n",
      'app/orders.ts':
        "import { redirect } from 'react-router';\nimport { latest } from './data';\nexport async function loader() { return redirect(`/orders/${await latest()}`); }\n",
    };
    assert.deepEqual(await shown(files), [
      'GET /old public-by-design',
      'GET /orders unprotected',
      'GET /post public-by-design',
    ]);
  });

  it('are those that are switched off, and those that were never made', async () => {
    const route = (body: string): string => `import { error, json } from '@sveltejs/kit';
import { FEATURES } from '$lib/features';
import { LATER } from '$lib/later';
export const POST = async ({ locals, request }) => {
  ${body}
};
`;
    const asks = "if (!locals.user) throw error(401, 'no'); return json(await db.all());";
    const files = {
      'package.json': '{"dependencies":{"@sveltejs/kit":"2.0.0"}}',
      'src/lib/features.ts': "export const FEATURES = { BETS: false, POLLS: import.meta.env.VITE_POLLS === '1' };\n",
      'src/lib/later.ts':
        "import { error } from '@sveltejs/kit';\nexport const LATER = () => { throw error(501, 'not yet'); };\n",
      'src/routes/bets/+server.ts': route(`if (!FEATURES.BETS) throw error(404, 'no'); ${asks}`),
      'src/routes/open-bets/+server.ts': route(
        "if (!FEATURES.BETS) throw error(404, 'no'); return json(await db.all());",
      ),
      'src/routes/polls/+server.ts': route("if (!FEATURES.POLLS) throw error(404, 'no'); return json(await db.all());"),
      'src/routes/later/+server.ts': route('return LATER();'),
      // What is not ready at once may be a moment later, and what was written before stays written.
      'src/routes/soon/+server.ts': route("if (!FEATURES.BETS) throw error(503, 'no'); return json(await db.all());"),
      'src/routes/late/+server.ts': route("await db.add(await request.json()); throw error(404, 'no');"),
    };
    assert.deepEqual(await shown(files), [
      'POST /bets public-by-design',
      'POST /late unprotected',
      'POST /later public-by-design',
      'POST /open-bets public-by-design',
      'POST /polls unprotected',
      'POST /soon unprotected',
    ]);
  });

  it('are no open data in Flask', async () => {
    const main = `
from flask import Flask, redirect, url_for
app = Flask(__name__)
@app.route('/')
def home(): return redirect(url_for('orders'))
@app.route('/orders')
def orders(): return []
`;
    assert.deepEqual(await shown({ 'app.py': main }), ['GET / public-by-design', 'GET /orders unprotected']);
  });
});

describe('Patterns of ServeMux', () => {
  it('may name their method where they are put together', async () => {
    const main = `package main
import ("fmt"; "net/http")
type Router struct { *http.ServeMux }
func (r *Router) Add(method string, pattern string, handler http.HandlerFunc) { r.HandleFunc(fmt.Sprintf("%s %s", method, pattern), handler) }
func orders(w http.ResponseWriter, r *http.Request) { w.Write([]byte("x")) }
func main() {
  r := &Router{http.NewServeMux()}
  r.Add("POST", "/orders", orders)
  http.ListenAndServe(":8080", r)
}
`;
    assert.deepEqual(await shown({ 'go.mod': 'module shop\n\ngo 1.22\n', 'main.go': main }), [
      'POST /orders unprotected',
    ]);
  });
});

describe('Permissions by method', () => {
  it('that let everybody read say so', async () => {
    const files = (test: string): Files => ({
      'site_/__init__.py': '',
      'site_/settings.py': "ROOT_URLCONF = 'site_.urls'\n",
      'site_/urls.py':
        "from rest_framework.routers import DefaultRouter\nfrom . import views\nrouter = DefaultRouter()\nrouter.register('orders', views.Orders, basename='orders')\nurlpatterns = router.urls\n",
      'site_/views.py': `
from rest_framework import mixins, viewsets
from rest_framework.permissions import SAFE_METHODS, BasePermission
class MayOrder(BasePermission):
    def has_permission(self, request, view):
        if request.method in SAFE_METHODS: return True
        return ${test}
class Orders(mixins.ListModelMixin, mixins.CreateModelMixin, viewsets.GenericViewSet):
    permission_classes = [MayOrder]
`,
    });
    const verdicts = await shown(files('bool(request.user and request.user.is_authenticated)'));
    assert.deepEqual(
      verdicts.filter((line) => line.includes('/orders/')),
      ['GET /orders/ public-by-design', 'POST /orders/ protected'],
    );
    const open = await shown(files('True'));
    assert.deepEqual(
      open.filter((line) => line.includes('/orders/')),
      ['GET /orders/ hollow', 'POST /orders/ hollow'],
    );
  });

  it('are those of Python that answer with a redirect to a fixed address', async () => {
    const main = `from django.http import HttpResponseRedirect
from fastapi import FastAPI
from fastapi.responses import RedirectResponse
from store import latest
app = FastAPI()
@app.get("/desk")
def desk(): return RedirectResponse("/desk/", status_code=308)
@app.get("/orders")
def orders(): return RedirectResponse(f"/orders/{latest()}")
`;
    const found = await shown({ 'main.py': main });
    assert.deepEqual(
      found.filter((one) => /desk|orders/.test(one)),
      ['GET /desk public-by-design', 'GET /orders unprotected'],
    );
  });
});

// How applications of some size are put together in Python: entry modules that only call a factory, functions that run when the server
// starts, lists of URLs that depend on a setting, and modules that import each other.

import assert from 'node:assert/strict';

import { type Files, writtenRoutes } from '../../support/analyze';

async function shown(files: Files): Promise<string[]> {
  const routes = await writtenRoutes(files);
  return routes.map(({ method, path, verdict }) => `${method} ${path} ${verdict}`);
}

const ORDERS = `
from fastapi import APIRouter
router = APIRouter(prefix="/orders")

@router.get("/")
def orders(): return []
`;

describe('entries of Python applications', () => {
  it('follows an entry module without a word of the framework', async () => {
    const files = {
      'shop/__init__.py': '',
      'shop/orders.py': ORDERS,
      'shop/setup.py': `
from fastapi import FastAPI

def build(router, title):
    application = FastAPI(title=title)
    application.include_router(router)
    return application
`,
      'shop/main.py':
        'from .orders import router\nfrom .setup import build\n\napp = build(router=router, title="Shop")\n',
    };
    assert.deepEqual(await shown(files), ['GET /orders/ unprotected']);
    // A test that calls the factory serves nobody.
    const { 'shop/main.py': main, ...rest } = files;
    const tested = await shown({ ...rest, 'shop/tests/test_main.py': main.replaceAll('from .', 'from shop.') });
    assert.deepEqual(tested, ['GET /orders/ dead']);
  });

  it('follows an application that is handed to the function that fills it', async () => {
    const found = await shown({
      'shop/__init__.py': `
from shop.orders import orders

def fill(application):
    application.register_blueprint(orders, url_prefix="/orders")
    return application
`,
      'shop/orders.py': `
from flask import Blueprint
orders = Blueprint("orders", __name__)

@orders.route("/all")
def everything(): return "x"
`,
      'shop/server.py': 'from flask import Flask\nclass Server(Flask):\n    pass\n',
      'wsgi.py':
        'from shop import fill\nfrom shop.server import Server\n\napplication = Server("shop")\nfill(application)\n',
    });
    assert.deepEqual(found, ['GET /orders/all unprotected']);
  });

  it('calls what runs when an application starts to serve', async () => {
    const found = await shown({
      'shop/orders.py': ORDERS,
      'shop/app.py': `
from contextlib import asynccontextmanager
from fastapi import FastAPI
from shop.orders import router

async def start(app):
    app.include_router(router)

@asynccontextmanager
async def lifespan(app):
    await start(app)
    yield

def create():
    return FastAPI(lifespan=lifespan)
`,
    });
    assert.deepEqual(found, ['GET /orders/ unprotected']);
  });

  const SITE = {
    'site_/__init__.py': '',
    'site_/settings.py': `
ROOT_URLCONF = 'site_.urls'
MIDDLEWARE = ['django.middleware.security.SecurityMiddleware']
if DEBUG:
    MIDDLEWARE += ['debug_toolbar.middleware.DebugToolbarMiddleware']
`,
    'site_/views.py': `
from django.http import HttpResponse
def page(request): return HttpResponse('x')
`,
  };
  const URLS = 'from django.conf import settings\nfrom django.urls import path, include\nfrom site_ import views\n';

  it('takes lists of URLs that depend on a setting', async () => {
    const urls = `${URLS}
urlpatterns = [path('orders/', views.page)]
if settings.DEBUG:
    urlpatterns += [path('look-inside/', views.page)]
if settings.WITH_REPORTS:
    urlpatterns = [path('reports/', views.page)] + urlpatterns
urlpatterns += [path('customers/', views.page)]
`;
    assert.deepEqual((await shown({ ...SITE, 'site_/urls.py': urls })).sort(), [
      'ALL /customers/ unprotected',
      'ALL /look-inside/ conditional',
      'ALL /orders/ unprotected',
      'ALL /reports/ unprotected',
    ]);
  });

  it('does not count on middleware that only some settings put in', async () => {
    const settings = (more: string): string =>
      `ROOT_URLCONF = 'site_.urls'\nMIDDLEWARE = ['django.middleware.common.CommonMiddleware']\n${more}\n`;
    const urls = `${URLS}\nurlpatterns = [path('orders/', views.page)]\n`;
    const login = "'django.contrib.auth.middleware.LoginRequiredMiddleware'";
    const verdicts = [];
    for (const more of [`MIDDLEWARE += [${login}]`, `if CLOSED:\n    MIDDLEWARE += [${login}]`])
      verdicts.push(...(await shown({ ...SITE, 'site_/settings.py': settings(more), 'site_/urls.py': urls })));
    assert.deepEqual(verdicts, ['ALL /orders/ protected', 'ALL /orders/ weak']);
  });

  it('reads URLs when all modules are there, as the server does', async () => {
    const found = await shown({
      ...SITE,
      'site_/apps.py': 'from django.urls import path\nfrom site_ import urls\n\nextra = [path("extra/", None)]\n',
      'site_/settings.py': `${SITE['site_/settings.py']}\n`,
      'site_/urls.py': `${URLS}from site_ import settings as own\nurlpatterns = [path('orders/', views.page)]\n`,
    });
    assert.deepEqual(found, ['ALL /orders/ unprotected']);
  });

  it('keeps long lists of routes whole', async () => {
    const entries = Array.from({ length: 230 }, (_, index) => `    path('page-${index}/', views.page),`).join('\n');
    const found = await shown({ ...SITE, 'site_/urls.py': `${URLS}\nurlpatterns = [\n${entries}\n]\n` });
    assert.equal(found.length, 230);
  });

  it('follows long chains of calls in no more time than short ones', async () => {
    const chain = Array.from({ length: 40 }, (_, index) => `.filter(name=${index})`).join('');
    const found = await shown({
      ...SITE,
      'site_/urls.py': `${URLS}\nlisted = views.Thing.objects${chain}\nurlpatterns = [path('orders/', views.page)]\n`,
    });
    assert.deepEqual(found, ['ALL /orders/ unprotected']);
  });

  for (const [data, argument] of [
    ['a package gives', 'listdir("labels")'],
    ['nobody knows', 'labels'],
  ])
    it(`finds what comes after a walk over a tree that ${data}`, async () => {
      const found = await shown({
        'main.py': `
from os import listdir
from fastapi import FastAPI

def walk(node):
    for child in node.children:
        walk(child)
    return [walk(node.left), walk(node.right), walk(node.middle)]

LABELS = walk(${argument})
app = FastAPI()

@app.delete("/orders")
def remove(): return LABELS
`,
      });
      assert.deepEqual(found, ['DELETE /orders unprotected']);
    });

  it('calls methods of a class itself', async () => {
    const found = await shown({
      'orders.py': ORDERS,
      'main.py': `
from fastapi import FastAPI
from orders import router

class Shop:
    @classmethod
    def serve(cls, routers, prefix="/shop"):
        app = FastAPI()
        for one in routers:
            cls.include(app, one, prefix)
        return app

    @classmethod
    def include(cls, app, router, prefix):
        app.include_router(router, prefix=prefix)

app = Shop.serve([router])
`,
    });
    assert.deepEqual(found, ['GET /shop/orders/ unprotected']);
  });

  it('goes through lists of routers within lists of routers', async () => {
    const found = await shown({
      'orders.py': ORDERS,
      'main.py': `
from fastapi import FastAPI
from orders import router

app = FastAPI()

def include(tree, prefix):
    for branch in tree:
        if branch["children"]:
            include(branch["children"], prefix + branch["at"])
        else:
            app.include_router(branch["router"], prefix=prefix)

include([{"at": "/a", "children": [{"at": "/b", "children": [{"at": "/c", "children": [], "router": router}]}]}], "")
`,
    });
    assert.deepEqual(found, ['GET /a/b/orders/ unprotected']);
  });

  it('goes on where a check of the environment may have ended the start', async () => {
    const found = await shown({
      'orders.py': ORDERS,
      'main.py': `
import os
from fastapi import FastAPI
from orders import router

missing = [name for name in ["KEY", "HOST"] if not os.getenv(name)]
if missing:
    raise RuntimeError(f"set {missing}")

app = FastAPI()
app.include_router(router)
`,
    });
    assert.deepEqual(found, ['GET /orders/ unprotected']);
  });

  it('finds modules beside manage.py where the folder is a package by mistake', async () => {
    const found = await shown({
      'backend/__init__.py': '',
      'backend/manage.py': '',
      'backend/shop/__init__.py': '',
      'backend/shop/settings.py': 'ROOT_URLCONF = "shop.urls"\n',
      'backend/shop/urls.py':
        'from django.http import HttpResponse\nfrom django.urls import path\n' +
        'def orders(request): return HttpResponse("")\nurlpatterns = [path("orders", orders)]\n',
    });
    assert.deepEqual(found, ['ALL /orders unprotected']);
  });

  it('takes what a committed virtual environment holds for packages', async () => {
    const settings = `
ROOT_URLCONF = "shop.urls"
MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]
`;
    const found = await shown({
      'venv/lib/python3.12/site-packages/django/contrib/sessions/middleware.py': `
from django.http import HttpResponse
class SessionMiddleware:
    def __init__(self, get_response): self.get_response = get_response
    def __call__(self, request):
        if not request.COOKIES.get("sessionid"):
            return HttpResponse(status=401)
        return self.get_response(request)
`,
      'shop/settings.py': settings,
      'shop/urls.py':
        'from django.http import HttpResponse\nfrom django.urls import path\n' +
        'def orders(request): return HttpResponse("")\nurlpatterns = [path("orders", orders)]\n',
    });
    assert.deepEqual(found, ['ALL /orders unprotected']);
  });
});

// Guards of Python applications as teams write them: helpers that take the request, objects made of the key, views that say how they are
// guarded, and names that promise more than can be read.

import assert from 'node:assert/strict';

import { type Files, writtenRoutes } from '../../support/analyze';

async function verdictsOf(files: Files): Promise<string[]> {
  const routes = await writtenRoutes(files);
  return routes.map(({ method, path, verdict }) => `${method} ${path} ${verdict}`);
}

const FLASK = `
from functools import wraps
from flask import Flask, Blueprint, current_app, g, request, abort
app = Flask(__name__)
`;
const VIEW = 'def orders(): return "x"\n';

type Case = [situation: string, text: string, verdict: string];

const FLASK_CASES: Case[] = [
  [
    'a hook that asks for rights by path, and answers by what could not be followed',
    `
from rights import allows
RIGHTS = {"/orders": "ORDERS"}

def refused(right):
    allowed = allows(right)
    if allowed:
        return None
    if not request.cookies.get("session_token") and lookup(right):
        abort(401)
    return None

@app.before_request
def enforce_permissions():
    right = RIGHTS.get(request.path)
    if right:
        return refused(right)
    return None

@app.route("/orders")
${VIEW}`,
    'unknown',
  ],
  [
    'a decorator of APIFairy',
    `
from apifairy import authenticate
from flask_httpauth import HTTPTokenAuth
tokens = HTTPTokenAuth()
@app.route("/orders")
@authenticate(tokens)
${VIEW}`,
    'protected',
  ],
  [
    'a decorator of APIFairy that is optional',
    `
from apifairy import authenticate
from flask_httpauth import HTTPTokenAuth
tokens = HTTPTokenAuth()
@app.route("/orders")
@authenticate(tokens, optional=True)
${VIEW}`,
    'unprotected',
  ],
  [
    'a hook whose helper is given the request',
    `
class Refused(Exception):
    def __init__(self, message, code): self.code = code

def token_of(req):
    header = req.headers.get("Authorization", None)
    if not header:
        raise Refused("a token is missing", 401)
    return header[7:]

def requires_staff():
    token = token_of(request)
    if token != current_app.config["STAFF_TOKEN"]:
        raise Refused("wrong token", 401)

app.before_request(requires_staff)
@app.route("/orders")
${VIEW}`,
    'protected',
  ],
  [
    'a header whose name a setting tells, and what holds it calls a token',
    `
def requires_key():
    given = request.headers.get(current_app.config["API_TOKEN_HEADER"])
    if given is None or not find_key(given):
        abort(401)

app.before_request(requires_key)
@app.route("/orders")
${VIEW}`,
    'protected',
  ],
  [
    'a header that a constant names',
    `
KEY_HEADER = "X-Api-Key"

def requires_key():
    if not find_key(request.headers[KEY_HEADER]):
        abort(401)

app.before_request(requires_key)
@app.route("/orders")
${VIEW}`,
    'protected',
  ],
  [
    'a header whose name says nothing of a credential',
    `
LANGUAGE_HEADER = current_app.config["LANGUAGE_HEADER"]

def chooses_language():
    g.language = request.headers.get(LANGUAGE_HEADER)

app.before_request(chooses_language)
@app.route("/orders")
${VIEW}`,
    'unprotected',
  ],
  [
    'a decorator that leaves the answer to the login manager',
    `
from werkzeug.local import LocalProxy
current_user = LocalProxy(lambda: g.user)

def staff_required(view):
    @wraps(view)
    def inner(*args, **kwargs):
        if not current_user.is_authenticated:
            return current_app.login_manager.unauthorized()
        return current_app.ensure_sync(view)(*args, **kwargs)
    return inner

@app.route("/orders")
@staff_required
${VIEW}`,
    'protected',
  ],
  [
    'a decorator that only marks the view',
    `
def login_exempt(view):
    view.login_exempt = True
    return view

@app.route("/orders")
@login_exempt
${VIEW}`,
    'unprotected',
  ],
  [
    'a check that refuses by what could not be followed',
    `
import directory

def requires_device(view):
    @wraps(view)
    def inner(*args, **kwargs):
        device = directory.lookup()
        if device.known():
            return view(*args, **kwargs)
        return abort(401)
    return inner

def requires_device_auth(view):
    return requires_device(view)

@app.route("/orders")
@requires_device_auth
${VIEW}`,
    'unknown',
  ],
  [
    'a hook that refuses nobody and promises nothing',
    `
def remember_start():
    g.started = 1

app.before_request(remember_start)
@app.route("/orders")
${VIEW}`,
    'unprotected',
  ],
  [
    'where a request came from is no credential',
    `
@app.before_request
def limit_hops():
    hops = request.headers.get("X-Forwarded-For", "").split(",")
    if len(hops) > current_app.config["HOPS"]:
        abort(400)

@app.route("/orders")
${VIEW}`,
    'unprotected',
  ],
];

const SITE = {
  'site_/__init__.py': '',
  'site_/settings.py': `
ROOT_URLCONF = 'site_.urls'
MIDDLEWARE = ['django.contrib.auth.middleware.AuthenticationMiddleware']
REST_FRAMEWORK = {'DEFAULT_PERMISSION_CLASSES': ['site_.rules.ByView']}
`,
  'site_/rules.py': `
from rest_framework import permissions

class ByView(permissions.BasePermission):
    def has_permission(self, request, view):
        if hasattr(view, 'is_private') and view.is_private:
            return request.user and request.user.is_authenticated
        return True
`,
};
const URLS = 'from django.urls import path\nfrom site_ import views\n';

describe('guards of Python applications', () => {
  for (const [situation, text, verdict] of FLASK_CASES)
    it(`${verdict}: ${situation}`, async () => {
      assert.deepEqual(await verdictsOf({ 'shop.py': FLASK + text }), [`GET /orders ${verdict}`]);
    });

  it('follows an object that is made of the key and then called', async () => {
    const guards = (test: string): string => `
from fastapi import HTTPException, Request, Security
from fastapi.security import APIKeyHeader
from shop.data import owner_of
header = APIKeyHeader(name="X-API-Key", auto_error=False)

class Keys:
    def __init__(self, key=None):
        self.key = key
    def read(self, request):
        key = self.key if self.key else request.headers.get("X-API-Key")
        ${test}
        return key

class KeyCheck(Keys):
    def __init__(self, key=None):
        super().__init__(key)
    async def __call__(self, request: Request):
        owner = await owner_of(self.read(request))
        if not owner:
            raise HTTPException(status_code=404)
        return owner

async def require_key(request: Request, key: str = Security(header)):
    check = KeyCheck(key=key)
    return await check(request)
`;
    const main = `
from fastapi import Depends, FastAPI
from shop.guards import require_key
app = FastAPI()
@app.get("/orders")
def orders(owner = Depends(require_key)): return []
`;
    const data =
      'async def owner_of(key):\n    return await db.fetch("select owner from keys where key = :key", key)\n';
    const files = { 'shop/__init__.py': '', 'shop/main.py': main, 'shop/data.py': data };
    const refuses = 'if not key: raise HTTPException(status_code=401)';
    assert.deepEqual(await verdictsOf({ ...files, 'shop/guards.py': guards(refuses) }), ['GET /orders protected']);
    const passes = 'if not key: return "anybody"';
    const [open] = await verdictsOf({ ...files, 'shop/guards.py': guards(passes) });
    assert.notEqual(open, 'GET /orders protected');
  });

  it('knows views that are closed by what they are registered with', async () => {
    const views = `
from django.shortcuts import redirect
from django.views.generic import TemplateView

class Page(TemplateView):
    login_required = False
    def dispatch(self, request, *args, **kwargs):
        if self.login_required and not request.user.is_authenticated:
            return redirect('/login/')
        return super().dispatch(request, *args, **kwargs)
`;
    const urls = `${URLS}
urlpatterns = [path('open/', views.Page.as_view()), path('closed/', views.Page.as_view(login_required=True))]
`;
    assert.deepEqual(await verdictsOf({ ...SITE, 'site_/views.py': views, 'site_/urls.py': urls }), [
      'GET /closed/ protected',
      'GET /open/ unprotected',
    ]);
  });

  it('asks the application’s own permissions about the view at hand', async () => {
    const views = `
from rest_framework.views import APIView
from rest_framework.response import Response

class Orders(APIView):
    is_private = True
    def get(self, request): return Response([])
class Catalogue(APIView):
    def get(self, request): return Response([])
`;
    const urls = `${URLS}
urlpatterns = [path('orders/', views.Orders.as_view()), path('catalogue/', views.Catalogue.as_view())]
`;
    assert.deepEqual((await verdictsOf({ ...SITE, 'site_/views.py': views, 'site_/urls.py': urls })).sort(), [
      'GET /catalogue/ unprotected',
      'GET /orders/ protected',
    ]);
  });

  it('takes nobody’s token for one that nobody has', async () => {
    const views = `
from django.http import HttpResponse, JsonResponse
from site_.models import Token

def requires_token(view):
    def inner(request, *args, **kwargs):
        header = request.META.get("HTTP_AUTHORIZATION")
        if not header:
            return JsonResponse({}, status=401)
        if Token.objects.filter(token=header).count() < 1:
            return JsonResponse({}, status=401)
        return view(request, *args, **kwargs)
    return inner

@requires_token
def upload(request): return HttpResponse('x')
`;
    const models = 'from django.db import models\nclass Token(models.Model):\n    token = models.TextField()\n';
    const urls = `${URLS}\nurlpatterns = [path('upload/', views.upload)]\n`;
    const files = { ...SITE, 'site_/views.py': views, 'site_/urls.py': urls, 'site_/models.py': models };
    assert.deepEqual(await verdictsOf(files), ['ALL /upload/ protected']);
  });

  it('knows ways to sign in by the service, and by how the link is sent', async () => {
    const views = `
from django.http import HttpResponse
def start(request): return HttpResponse('x')
`;
    const urls = `${URLS}
urlpatterns = [path(one, views.start) for one in ()] + [
    path('auth/google/', views.start), path('auth/spaces/gitlab/', views.start), path('auth/magic-sign-in/', views.start),
    path('reports/google/', views.start), path('users/last-login/', views.start),
]
`;
    const found = await verdictsOf({ ...SITE, 'site_/views.py': views, 'site_/urls.py': urls });
    assert.deepEqual(found.filter((line) => line.endsWith('public-by-design')).sort(), [
      'ALL /auth/google/ public-by-design',
      'ALL /auth/magic-sign-in/ public-by-design',
      'ALL /auth/spaces/gitlab/ public-by-design',
    ]);
  });
});

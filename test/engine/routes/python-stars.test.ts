// Modules that take everything from one another: names that no import spells out, and applications that are handed over.

import assert from 'node:assert/strict';

import { writtenRoutes } from '../../support/analyze';

const MAIN = `
from common import *
from orders_routes import *

app = Flask(__name__)
register_orders(app)
@app.before_request
def ensure_application_initialized():
    start_everything()
`;
const COMMON = 'from flask import Flask, session, jsonify, abort\nfrom functools import wraps\n';
const AUTH = `
from common import *
def login_required(view):
    @wraps(view)
    def inner(*args, **kwargs):
        if "user" not in session:
            return jsonify({"error": "who?"}), 401
        return view(*args, **kwargs)
    return inner
`;
const ROUTES = `
from common import *
from access import *

def register_orders(app):
    @app.route("/orders", methods=["POST"])
    @login_required
    def place():
        return jsonify({})

    @app.route("/orders/count")
    def count():
        return jsonify({"count": 1})
`;

describe('modules with import *', () => {
  it('finds routes in a function that comes with import * from a module that names no framework', async () => {
    const routes = await writtenRoutes({
      'main.py': MAIN,
      'common.py': COMMON,
      'access.py': AUTH,
      'orders_routes.py': ROUTES,
    });
    assert.deepEqual(
      routes.map(({ method, path, verdict }) => `${method} ${path} ${verdict}`),
      ['POST /orders protected', 'GET /orders/count unprotected'],
    );
  });

  it('takes a hook that is called a guard for one still', async () => {
    const main = MAIN.replace('ensure_application_initialized', 'ensure_user_allowed');
    const routes = await writtenRoutes({
      'main.py': main,
      'common.py': COMMON,
      'access.py': AUTH,
      'orders_routes.py': ROUTES,
    });
    assert.deepEqual(
      routes.map(({ verdict }) => verdict),
      ['protected', 'unknown'],
    );
  });
});

describe('packages that hand on what they import with *', () => {
  it('finds views behind two of them, and asks permissions for the method that they answer by', async () => {
    const routes = await writtenRoutes({
      'manage.py': '',
      'shop/settings.py': "ROOT_URLCONF = 'shop.urls'\nINSTALLED_APPS = ['rest_framework']\n",
      'shop/urls.py': `
from django.urls import include, path
from rest_framework.routers import DefaultRouter
from shop.views import *
router = DefaultRouter()
router.register(r'tags', TagView, basename='tags')
urlpatterns = [path('', include(router.urls))]
`,
      'shop/views/__init__.py': 'from .tags import *\n',
      'shop/views/tags.py': `
from rest_framework import permissions, viewsets
class Shared(permissions.BasePermission):
    def has_object_permission(self, request, view, obj):
        is_safe = request.method in permissions.SAFE_METHODS
        if not request.user.is_authenticated:
            return is_safe and obj.is_public
        return obj.owner == request.user
class TagView(viewsets.ModelViewSet):
    permission_classes = [Shared]
`,
    });
    assert.deepEqual(routes.map(({ method, path, verdict }) => `${method} ${path} ${verdict}`).sort(), [
      'DELETE /tags/<pk>/ protected',
      'GET /tags/ unprotected',
      'GET /tags/<pk>/ unknown',
      'PATCH /tags/<pk>/ protected',
      'POST /tags/ unprotected',
      'PUT /tags/<pk>/ protected',
    ]);
  });
});

// The guard of sibling routes in Python: above functions, in classes, in the file of the view.

import assert from 'node:assert/strict';

import { applyFix, type Files } from '../../support/analyze';

const SETTINGS = { 'site_/settings.py': `ROOT_URLCONF = 'site_.urls'\n`, 'site_/__init__.py': '' };

async function fixed(files: Files, path: string): Promise<string> {
  const { files: after, report } = await applyFix(files, 'route-unprotected', 'add-guard');
  assert.deepEqual(
    report.routes.filter(({ verdict }) => verdict !== 'protected').map((route) => route.path),
    [],
  );
  return after[path] ?? '';
}

describe('add-guard in Python', () => {
  it('decorates a Flask view below its route, with the import', async () => {
    const files = {
      'shop/__init__.py': `from flask import Flask\nfrom .carts import carts\nfrom .orders import orders\napp = Flask(__name__)\napp.register_blueprint(carts)\napp.register_blueprint(orders)\n`,
      'shop/orders.py': `from flask import Blueprint\nfrom flask_jwt_extended import jwt_required\n\norders = Blueprint('orders', __name__)\n\n\n@orders.post('/orders')\n@jwt_required()\ndef place():\n    return {}\n`,
      'shop/carts.py': `from flask import Blueprint\n\ncarts = Blueprint('carts', __name__)\n\n\n@carts.delete('/carts/<key>')\ndef drop(key):\n    return {}\n`,
    };
    assert.equal(
      await fixed(files, 'shop/carts.py'),
      `from flask import Blueprint\nfrom flask_jwt_extended import jwt_required\n\ncarts = Blueprint('carts', __name__)\n\n\n@carts.delete('/carts/<key>')\n@jwt_required()\ndef drop(key):\n    return {}\n`,
    );
  });

  it('decorates a Django view in its own file', async () => {
    const files = {
      ...SETTINGS,
      'site_/urls.py': `from django.urls import path\nfrom . import views\nurlpatterns = [\n    path('a/', views.closed),\n    path('b/', views.opened),\n]\n`,
      'site_/views.py': `from django.contrib.auth.decorators import login_required\nfrom django.http import HttpResponse\n\n\n@login_required\ndef closed(request):\n    return HttpResponse()\n\n\ndef opened(request):\n    return HttpResponse()\n`,
    };
    assert.match(await fixed(files, 'site_/views.py'), /\n\n\n@login_required\ndef opened\(request\):/);
  });

  it('puts a mixin left of the view', async () => {
    const files = {
      ...SETTINGS,
      'site_/urls.py': `from django.urls import path\nfrom . import views, more\nurlpatterns = [\n    path('a/', views.Closed.as_view()),\n    path('b/', more.Opened.as_view()),\n]\n`,
      'site_/views.py': `from django.contrib.auth.mixins import LoginRequiredMixin\nfrom django.views.generic import ListView\n\n\nclass Closed(LoginRequiredMixin, ListView):\n    model = None\n`,
      'site_/more.py': `from django.views.generic import ListView\n\n\nclass Opened(ListView):\n    model = None\n`,
    };
    assert.equal(
      await fixed(files, 'site_/more.py'),
      `from django.views.generic import ListView\nfrom django.contrib.auth.mixins import LoginRequiredMixin\n\n\nclass Opened(LoginRequiredMixin, ListView):\n    model = None\n`,
    );
  });

  const API = `from rest_framework.permissions import IsAuthenticated\nfrom rest_framework.viewsets import ReadOnlyModelViewSet\nfrom rest_framework.decorators import api_view\nfrom rest_framework.response import Response\n\n\nclass Orders(ReadOnlyModelViewSet):\n    permission_classes = [IsAuthenticated]\n`;
  it('gives a viewset the permission classes of the others', async () => {
    const files = {
      ...SETTINGS,
      'site_/urls.py': `from django.urls import include, path\nfrom rest_framework.routers import DefaultRouter\nfrom . import views\nrouter = DefaultRouter()\nrouter.register('orders', views.Orders)\nrouter.register('carts', views.Carts)\nurlpatterns = [path('', include(router.urls))]\n`,
      'site_/views.py': `${API}\n\nclass Carts(ReadOnlyModelViewSet):\n    """Carts of everybody."""\n\n    queryset = None\n`,
    };
    assert.match(
      await fixed(files, 'site_/views.py'),
      /class Carts\(ReadOnlyModelViewSet\):\n {4}"""Carts of everybody\."""\n {4}permission_classes = \[IsAuthenticated\]\n/,
    );
  });

  it('gives an API function its permission classes below api_view', async () => {
    const files = {
      ...SETTINGS,
      'site_/urls.py': `from django.urls import include, path\nfrom rest_framework.routers import DefaultRouter\nfrom . import views\nrouter = DefaultRouter()\nrouter.register('orders', views.Orders)\nurlpatterns = [path('', include(router.urls)), path('totals/', views.totals)]\n`,
      'site_/views.py': `${API}\n\n@api_view(['GET'])\ndef totals(request):\n    return Response()\n`,
    };
    const after = await fixed(files, 'site_/views.py');
    assert.match(after, /@api_view\(\['GET'\]\)\n@permission_classes\(\[IsAuthenticated\]\)\ndef totals/);
    assert.match(after, /from rest_framework\.decorators import api_view, permission_classes\n/);
  });
});

// Django and Django REST framework: what an anonymous caller gets, by set-up. Each set-up was run on Django 3.2 and 5.2, the API views on
// Django REST framework 3.14 and 3.18, with a client that sends no credential.

import assert from 'node:assert/strict';

import { analyze, type Files } from '../../support/analyze';

const SETTINGS = `
ROOT_URLCONF = 'site_.urls'
MIDDLEWARE = ['django.middleware.security.SecurityMiddleware', 'django.contrib.auth.middleware.AuthenticationMiddleware']
`;
const VIEWS = `
from django.contrib.auth.decorators import login_required, permission_required, user_passes_test
from django.contrib.auth.mixins import LoginRequiredMixin, UserPassesTestMixin
from django.contrib.auth.views import PasswordChangeView
from django.http import HttpResponse, HttpResponseForbidden
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.http import require_POST
from rest_framework import permissions, viewsets, generics, mixins
from rest_framework.authentication import BasicAuthentication
from rest_framework.decorators import action, api_view, permission_classes
from rest_framework.permissions import AllowAny, BasePermission, IsAdminUser, IsAuthenticated, IsAuthenticatedOrReadOnly, SAFE_METHODS
from rest_framework.response import Response
from rest_framework.views import APIView

def plain(request): return HttpResponse('x')
class Page(View):
    def get(self, request): return HttpResponse('x')
    def post(self, request): return HttpResponse('x')
class Endpoint(APIView):
    def get(self, request): return Response([])
    def post(self, request): return Response([])
`;
const URLS = `
from django.contrib import admin
from django.contrib.auth.decorators import login_required, permission_required, user_passes_test
from django.urls import include, path, re_path
from rest_framework.routers import DefaultRouter
from . import views
`;

async function project(views: string, urls: string, settings = '', more: Files = {}): Promise<string[]> {
  const { routes } = await analyze({
    'site_/settings.py': `${SETTINGS}${settings}\n`,
    'site_/urls.py': `${URLS}${urls}\n`,
    'site_/views.py': `${VIEWS}${views}\n`,
    'site_/__init__.py': '',
    ...more,
  });
  return routes.map(({ method, path, verdict, framework }) => `${method} ${path} ${verdict} ${framework}`);
}

async function answerOf(views: string, view: string, method = 'GET', settings = ''): Promise<string | undefined> {
  const shown = await project(views, `urlpatterns = [path('x/', ${view})]`, settings);
  const found =
    shown.find((line) => line.startsWith(`${method} /x/ `)) ?? shown.find((line) => line.startsWith('ALL /x/ '));
  return found?.split(' ')[2];
}

type Case = [situation: string, views: string, view: string, refused: boolean, method?: string, settings?: string];

const CASES: Case[] = [
  ['a plain view', '', 'views.plain', false],
  ['login_required in the list of URLs', '', 'login_required(views.plain)', true],
  ['login_required on the view', '@login_required\ndef v(request): return HttpResponse()', 'views.v', true],
  ['the mixin left of the view class', 'class V(LoginRequiredMixin, Page): pass', 'views.V.as_view()', true],
  ['a view of Django that is closed by itself', 'class V(PasswordChangeView): pass', 'views.V.as_view()', true],
  ['the mixin right of the view class', 'class V(Page, LoginRequiredMixin): pass', 'views.V.as_view()', false],
  [
    'a decorator of dispatch above the class',
    `@method_decorator(login_required, name='dispatch')\nclass V(Page): pass`,
    'views.V.as_view()',
    true,
  ],
  [
    'the same, inherited',
    `@method_decorator(login_required, name='dispatch')\nclass V(Page): pass\nclass W(V): pass`,
    'views.W.as_view()',
    true,
  ],
  [
    'a decorator of get: get',
    `@method_decorator(login_required, name='get')\nclass V(Page): pass`,
    'views.V.as_view()',
    true,
  ],
  [
    'a decorator of get: post',
    `@method_decorator(login_required, name='get')\nclass V(Page): pass`,
    'views.V.as_view()',
    false,
    'POST',
  ],
  [
    'a decorator on the method dispatch',
    `class V(Page):\n    @method_decorator(login_required)\n    def dispatch(self, *args, **kwargs):\n        return super().dispatch(*args, **kwargs)`,
    'views.V.as_view()',
    true,
  ],
  [
    'a dispatch of its own that goes nowhere',
    `class V(LoginRequiredMixin, View):\n    def dispatch(self, request, *args, **kwargs):\n        return HttpResponse('x')`,
    'views.V.as_view()',
    false,
  ],
  [
    'a dispatch of its own that refuses',
    `class V(Page):\n    def dispatch(self, request, *args, **kwargs):\n        if not request.user.is_staff:\n            return HttpResponseForbidden()\n        return super().dispatch(request, *args, **kwargs)`,
    'views.V.as_view()',
    true,
  ],
  ['a test that everybody passes', '', 'user_passes_test(lambda u: True)(views.plain)', false],
  ['a test that asks the user', '', 'user_passes_test(lambda u: u.is_superuser)(views.plain)', true],
  [
    'a test of a class',
    `class V(UserPassesTestMixin, Page):\n    def test_func(self): return self.request.user.is_staff`,
    'views.V.as_view()',
    true,
  ],
  ['permission_required', '', `permission_required('a.b', raise_exception=True)(views.plain)`, true],
  [
    'the user in the body',
    `def v(request):\n    if not request.user.is_authenticated:\n        return HttpResponseForbidden()\n    return HttpResponse()`,
    'views.v',
    true,
  ],
  [
    'a user object that is always there',
    `def v(request):\n    if not request.user:\n        return HttpResponseForbidden()\n    return HttpResponse()`,
    'views.v',
    false,
  ],
  [
    'LoginRequiredMiddleware',
    '',
    'views.plain',
    true,
    'GET',
    `MIDDLEWARE += ['django.contrib.auth.middleware.LoginRequiredMiddleware']`,
  ],
  [
    'LoginRequiredMiddleware before a class',
    '',
    'views.Page.as_view()',
    true,
    'GET',
    `MIDDLEWARE += ['django.contrib.auth.middleware.LoginRequiredMiddleware']`,
  ],
  [
    'a view that is kept out of LoginRequiredMiddleware in the list of URLs',
    'from django.contrib.auth.decorators import login_not_required',
    'views.login_not_required(views.plain)',
    false,
    'GET',
    `MIDDLEWARE += ['django.contrib.auth.middleware.LoginRequiredMiddleware']`,
  ],
  ['views that are included', '', `include([path('', views.plain)])`, false],
  [
    'a view that is kept out of LoginRequiredMiddleware',
    'from django.contrib.auth.decorators import login_not_required\n@login_not_required\ndef v(request): return HttpResponse()',
    'views.v',
    false,
    'GET',
    `MIDDLEWARE += ['django.contrib.auth.middleware.LoginRequiredMiddleware']`,
  ],
  [
    'a key in a header, asked for by a helper that answers',
    `from functools import wraps
from django.http import JsonResponse
def error(text, status=400): return JsonResponse({'error': text}, status=status)
def keyed(view):
    @wraps(view)
    def inner(request, *args, **kwargs):
        key = request.headers['X-Api-Key'] if 'X-Api-Key' in request.headers else ''
        if len(key) != 32:
            return error('missing', 401)
        project = Project.objects.for_key(key)
        if project is None:
            return error('wrong', 401)
        return view(request, *args, **kwargs)
    return inner
@keyed
def listed(request): return JsonResponse({})
@keyed
def made(request): return JsonResponse({})
def v(request):
    if request.method == 'POST':
        return made(request)
    return listed(request)`,
    'views.v',
    true,
  ],
  // Django REST framework.
  ['an API view that says nothing', '', 'views.Endpoint.as_view()', false],
  ['IsAuthenticated', 'class V(Endpoint): permission_classes = [IsAuthenticated]', 'views.V.as_view()', true],
  [
    'reading only: GET',
    'class V(Endpoint): permission_classes = [IsAuthenticatedOrReadOnly]',
    'views.V.as_view()',
    false,
  ],
  [
    'reading only: POST',
    'class V(Endpoint): permission_classes = [IsAuthenticatedOrReadOnly]',
    'views.V.as_view()',
    true,
    'POST',
  ],
  ['an empty list', 'class V(Endpoint): permission_classes = []', 'views.V.as_view()', false],
  [
    'one or everybody',
    'class V(Endpoint): permission_classes = [IsAuthenticated | AllowAny]',
    'views.V.as_view()',
    false,
  ],
  [
    'one and everybody',
    'class V(Endpoint): permission_classes = [IsAuthenticated & AllowAny]',
    'views.V.as_view()',
    true,
  ],
  ['IsAdminUser in a tuple', 'class V(Endpoint): permission_classes = (IsAdminUser,)', 'views.V.as_view()', true],
  [
    'inherited classes',
    'class Base(Endpoint): permission_classes = [IsAuthenticated]\nclass V(Base): pass',
    'views.V.as_view()',
    true,
  ],
  [
    'authentication alone',
    'class V(Endpoint): authentication_classes = [BasicAuthentication]',
    'views.V.as_view()',
    false,
  ],
  [
    'login_required around dispatch',
    `@method_decorator(login_required, name='dispatch')\nclass V(Endpoint): pass`,
    'views.V.as_view()',
    true,
  ],
  ['a function that says nothing', `@api_view(['GET'])\ndef v(request): return Response()`, 'views.v', false],
  [
    'permission_classes below api_view',
    `@api_view(['GET'])\n@permission_classes([IsAuthenticated])\ndef v(request): return Response()`,
    'views.v',
    true,
  ],
  [
    'permission_classes above api_view',
    `@permission_classes([IsAuthenticated])\n@api_view(['GET'])\ndef v(request): return Response()`,
    'views.v',
    false,
  ],
  [
    'permission_classes without api_view',
    `@permission_classes([IsAuthenticated])\ndef v(request): return HttpResponse()`,
    'views.v',
    false,
  ],
  [
    'a class that only asks about objects',
    `class Never(BasePermission):\n    def has_object_permission(self, request, view, obj): return False\nclass V(Endpoint): permission_classes = [Never]`,
    'views.V.as_view()',
    false,
  ],
  ['classes given to as_view', '', 'views.Endpoint.as_view(permission_classes=[views.IsAuthenticated])', true],
  [
    'a class of its own',
    `class Owner(BasePermission):\n    def has_permission(self, request, view):\n        return bool(request.user and request.user.is_authenticated)\nclass V(Endpoint): permission_classes = [Owner]`,
    'views.V.as_view()',
    true,
  ],
  [
    'a class of its own that answers true',
    `class Owner(BasePermission):\n    def has_permission(self, request, view): return True\nclass V(Endpoint): permission_classes = [Owner]`,
    'views.V.as_view()',
    false,
  ],
  [
    'a class of its own for reading: GET',
    `class Reads(BasePermission):\n    def has_permission(self, request, view):\n        return request.method in SAFE_METHODS or request.user.is_staff\nclass V(Endpoint): permission_classes = [Reads]`,
    'views.V.as_view()',
    false,
  ],
  [
    'a class of its own for reading: POST',
    `class Reads(BasePermission):\n    def has_permission(self, request, view):\n        return request.method in SAFE_METHODS or request.user.is_staff\nclass V(Endpoint): permission_classes = [Reads]`,
    'views.V.as_view()',
    true,
    'POST',
  ],
  [
    'a check before the view',
    `from django.core.exceptions import PermissionDenied\nclass V(Endpoint):\n    def initial(self, request, *args, **kwargs):\n        super().initial(request, *args, **kwargs)\n        if not request.user.is_staff:\n            raise PermissionDenied()`,
    'views.V.as_view()',
    true,
  ],
];
const CLOSED = `REST_FRAMEWORK = {'DEFAULT_PERMISSION_CLASSES': ['rest_framework.permissions.IsAuthenticated']}`;
CASES.push(
  ['a default of the settings: a class', '', 'views.Endpoint.as_view()', true, 'GET', CLOSED],
  [
    'a default of the settings: a function',
    `@api_view(['GET'])\ndef v(request): return Response()`,
    'views.v',
    true,
    'GET',
    CLOSED,
  ],
  [
    'a default of the settings: AllowAny',
    'class V(Endpoint): permission_classes = [AllowAny]',
    'views.V.as_view()',
    false,
    'GET',
    CLOSED,
  ],
  [
    'a default of the settings: an empty list',
    'class V(Endpoint): permission_classes = []',
    'views.V.as_view()',
    false,
    'GET',
    CLOSED,
  ],
  ['a default of the settings: a plain view', '', 'views.plain', false, 'GET', CLOSED],
  [
    'LoginRequiredMiddleware before an API view',
    '',
    'views.Endpoint.as_view()',
    false,
    'GET',
    `MIDDLEWARE += ['django.contrib.auth.middleware.LoginRequiredMiddleware']`,
  ],
  [
    'LoginRequiredMiddleware before an API function',
    `@api_view(['GET'])\ndef v(request): return Response()`,
    'views.v',
    false,
    'GET',
    `MIDDLEWARE += ['django.contrib.auth.middleware.LoginRequiredMiddleware']`,
  ],
);

describe('Django routes', () => {
  for (const [situation, views, view, refused, method, settings] of CASES) {
    it(`${refused ? 'refuse' : 'answer'}: ${situation}`, async () => {
      const verdict = await answerOf(views, view, method, settings);
      assert.ok(verdict, 'the route was not found');
      assert.equal(verdict === 'protected', refused, verdict);
    });
  }

  it('give a path to the first that has it', async () => {
    const urls = `urlpatterns = [\n  path('dup/', views.plain),\n  path('dup/', login_required(views.plain)),\n]`;
    assert.deepEqual(await project('', urls), ['ALL /dup/ unprotected django', 'ALL /dup/ protected django']);
  });

  it('follow lists that are included, joined and written as expressions', async () => {
    const urls = `
inner = [path('in/', views.plain)]
urlpatterns = [
    path('admin/', admin.site.urls),
    path('inc/', include(inner)),
    path('shop/', include('site_.shop.urls')),
    re_path(r'^items/(?P<key>[0-9]+)/$', views.plain),
]
urlpatterns += [path('', include(([path('late/', login_required(views.plain))], 'late')))]
`;
    const shop = {
      'site_/shop/__init__.py': '',
      'site_/shop/urls.py': `from django.urls import path\nfrom .. import views\napp_name = 'shop'\nurlpatterns = [path('cart/<int:key>/', views.post_only)]\n`,
    };
    const views = '@require_POST\ndef post_only(request): return HttpResponse()';
    assert.deepEqual((await project(views, urls, '', shop)).sort(), [
      'ALL /admin/ protected django',
      'ALL /inc/in/ unprotected django',
      'ALL /items/<key>/ unprotected django',
      'ALL /late/ protected django',
      'POST /shop/cart/<int:key>/ unprotected django',
    ]);
  });

  it('give every action of a viewset a route of its own', async () => {
    const views = `
class Orders(viewsets.ModelViewSet):
    permission_classes = [IsAuthenticated]
    def get_permissions(self):
        if self.action in ['list', 'retrieve']:
            return [AllowAny()]
        return super().get_permissions()
    @action(detail=False, permission_classes=[AllowAny])
    def recent(self, request): return Response([])
    @action(detail=True, methods=['post'], url_path='pay-now')
    def pay(self, request, pk=None): return Response([])
class Stock(mixins.ListModelMixin, viewsets.GenericViewSet):
    permission_classes = [IsAuthenticated]
    lookup_field = 'slug'
    @action(detail=True)
    def history(self, request, slug=None): return Response([])
`;
    const urls = `
router = DefaultRouter()
router.register(r'orders', views.Orders, basename='orders')
router.register('stock', views.Stock)
urlpatterns = [path('api/', include(router.urls))]
`;
    assert.deepEqual((await project(views, urls)).sort(), [
      'DELETE /api/orders/<pk>/ protected drf',
      'GET /api/orders/ public-by-design drf',
      'GET /api/orders/<pk>/ public-by-design drf',
      'GET /api/orders/recent/ public-by-design drf',
      'GET /api/stock/ protected drf',
      'GET /api/stock/<slug>/history/ protected drf',
      'PATCH /api/orders/<pk>/ protected drf',
      'POST /api/orders/ protected drf',
      'POST /api/orders/<pk>/pay-now/ protected drf',
      'PUT /api/orders/<pk>/ protected drf',
    ]);
  });

  it('take reading for open on purpose where a permission is named for it', async () => {
    const views = `
class OwnerOrReadOnly(BasePermission):
    def has_permission(self, request, view): return request.method in SAFE_METHODS or request.user.is_staff
class A(Endpoint): permission_classes = [IsAuthenticatedOrReadOnly]
class B(Endpoint): permission_classes = [OwnerOrReadOnly]
`;
    assert.deepEqual(
      (await project(views, `urlpatterns = [path('a/', views.A.as_view()), path('b/', views.B.as_view())]`)).sort(),
      [
        'GET /a/ public-by-design drf',
        'GET /b/ public-by-design drf',
        'POST /a/ protected drf',
        'POST /b/ protected drf',
      ],
    );
  });

  it('take the permissions that a view sets itself before it hands on to the next class', async () => {
    const views = `
class Orders(viewsets.ReadOnlyModelViewSet):
    permission_classes = [IsAuthenticated]
    def get_permissions(self):
        if self.action == 'retrieve':
            self.permission_classes = []
        return super().get_permissions()
`;
    const urls = `router = DefaultRouter()\nrouter.register('orders', views.Orders)\nurlpatterns = [path('', include(router.urls))]\n`;
    assert.deepEqual((await project(views, urls)).sort(), [
      'GET /orders/ protected drf',
      'GET /orders/<pk>/ unprotected drf',
    ]);
  });

  it('cannot tell of a view that calls one behind a guard of which nothing can be told', async () => {
    const views = `
from strange.auth import auth_required
@auth_required
def listed(request): return HttpResponse()
def items(request): return listed(request)
`;
    const urls = `urlpatterns = [path('listed/', views.listed), path('items/', views.items)]`;
    assert.deepEqual((await project(views, urls)).sort(), [
      'ALL /items/ unknown django',
      'ALL /listed/ unknown django',
    ]);
  });

  it('leave open what a view of an unknown package asks', async () => {
    const views = `from strange.views import Panel\nclass Mine(Panel): pass\nclass Closed(LoginRequiredMixin, Panel): pass`;
    const urls = `urlpatterns = [\n  path('mine/', views.Mine.as_view()),\n  path('closed/', views.Closed.as_view()),\n  path('panel/', views.Panel.as_view()),\n]`;
    assert.deepEqual((await project(views, urls)).sort(), [
      'ALL /closed/ protected django',
      'ALL /mine/ unknown django',
      'ALL /panel/ unknown django',
    ]);
  });

  it('are not served by a class of which a decorator has made a function', async () => {
    const views = '@login_required\nclass Broken(Page): pass\n@permission_required("a.b")\nclass Other(Page): pass';
    const urls = `urlpatterns = [path('x/', views.Broken.as_view()), path('y/', views.Other.as_view()), path('z/', views.Page.as_view())]`;
    assert.deepEqual((await project(views, urls)).sort(), [
      'GET /x/ unknown django',
      'GET /y/ unknown django',
      'GET /z/ unprotected django',
      'POST /x/ unknown django',
      'POST /y/ unknown django',
      'POST /z/ unprotected django',
    ]);
  });

  it('say what stands where nothing asks it', async () => {
    const { findings } = await analyze({
      'site_/settings.py': SETTINGS,
      'site_/urls.py': `${URLS}urlpatterns = [\n  path('late/', views.Late.as_view()),\n  path('lost/', views.lost),\n  path('above/', views.above),\n]\n`,
      'site_/__init__.py': '',
      'site_/views.py': `${VIEWS}
class Late(Page, LoginRequiredMixin): pass
@permission_classes([IsAuthenticated])
def lost(request): return HttpResponse()
@permission_classes([IsAuthenticated])
@api_view(['GET'])
def above(request): return Response()
`,
    });
    const reasons = findings
      .filter(({ check }) => check === 'route-unprotected')
      .map(({ message }) => /server: (.*?)\. /.exec(message)?.[1]);
    assert.deepEqual(
      [...new Set(reasons)],
      [
        'LoginRequiredMixin stands right of View, which answers without asking it',
        'permission_classes() stands on a function that is no API view, where nothing asks it',
        'permission_classes() stands above api_view(), where it has no effect',
      ],
    );
  });

  it('take middleware of the project for what it does', async () => {
    const middleware = {
      'site_/guard.py': `
from django.shortcuts import redirect
class Guard:
    def __init__(self, get_response):
        self.get_response = get_response
    def __call__(self, request):
        if not request.user.is_authenticated and not request.path.startswith('/open/'):
            return redirect('login')
        return self.get_response(request)
`,
    };
    const urls = `urlpatterns = [path('x/', views.plain), path('open/', views.plain)]`;
    assert.deepEqual((await project('', urls, `MIDDLEWARE += ['site_.guard.Guard']`, middleware)).sort(), [
      'ALL /open/ unprotected django',
      'ALL /x/ protected django',
    ]);
  });
});

describe('Django, what looks like a setting or no handler', () => {
  it('asks an object that can be called behind the decorator that it is given to', async () => {
    const views = `
from formtools.preview import FormPreview
class Import(FormPreview):
    def done(self, request, data): return HttpResponse('x')`;
    assert.equal(await answerOf(views, 'login_required(views.Import(None))'), 'protected');
    assert.equal(await answerOf(views, 'user_passes_test(lambda u: True)(views.Import(None))'), 'hollow');
  });

  it('takes what a view of settings says of itself for what it is', async () => {
    const views = `
class Private(BasePermission):
    def has_permission(self, request, view):
        if view.is_private:
            return request.user and request.user.is_authenticated
        return True
class ConfigView(APIView):
    permission_classes = [Private]
    is_private = True
    def get(self, request): return Response([])
class OpenConfigView(ConfigView):
    is_private = False`;
    assert.equal(await answerOf(views, 'views.ConfigView.as_view()'), 'protected');
    assert.notEqual(await answerOf(views, 'views.OpenConfigView.as_view()'), 'protected');
  });
});

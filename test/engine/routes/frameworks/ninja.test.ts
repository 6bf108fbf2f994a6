// Django Ninja: whose `auth` counts, and what the classes that it takes let in.

import { describeWays, type Way } from '../../../support/way';
import type { Files } from '../../../support/analyze';

const SETTINGS = 'ROOT_URLCONF = "depot.urls"\nSECRET_KEY = KEY\n';

const GUARDS = `import jwt
from django.conf import settings
from ninja.security import APIKeyHeader, HttpBearer

class Badge(HttpBearer):
    def authenticate(self, request, token):
        try:
            return jwt.decode(token, settings.SECRET_KEY, algorithms=["HS256"])
        except jwt.PyJWTError:
            return None

class Anything(HttpBearer):
    def authenticate(self, request, token):
        return token

class Key(APIKeyHeader):
    param_name = "X-Key"
    def authenticate(self, request, key):
        return Worker.objects.filter(key=key).first()

class Nobody(APIKeyHeader):
    def authenticate(self, request, key):
        return True
`;

/** A project whose list of URLs serves an API under \`/api/\`. */
function project(api: string, more: Files = {}): Files {
  return {
    'depot/settings.py': SETTINGS,
    'depot/urls.py':
      'from django.urls import path\nfrom depot.api import api\nurlpatterns = [path("api/", api.urls)]\n',
    'depot/guards.py': GUARDS,
    'depot/api.py': `from ninja import NinjaAPI, Router
from ninja.security import django_auth
from depot.guards import Anything, Badge, Key, Nobody
${api}`,
    ...more,
  };
}

const WAYS: Way[] = [
  {
    situation: 'operations without an auth, with one, and with none on purpose',
    files: project(`api = NinjaAPI()

@api.get("/crates")
def crates(request):
    return []

@api.get("/docks", auth=django_auth)
def docks(request):
    return []

@api.get("/prices", auth=None)
def prices(request):
    return []
`),
    verdicts: {
      'GET /api/crates': 'unprotected',
      'GET /api/docks': 'protected',
      'GET /api/prices': 'public-by-design',
    },
  },
  {
    situation: 'the nearest auth counts: operation, mount, router, API',
    files: project(`api = NinjaAPI(auth=Badge())
plain = Router()
own = Router(auth=Anything())
replaced = Router(auth=Badge())
api.add_router("/plain", plain)
api.add_router("own/", own)
api.add_router("/replaced/", replaced, auth=None)
inner = Router()
own.add_router("/inner", inner)

@plain.get("/")
def a(request):
    return []

@plain.post("crates", auth=None)
def b(request, crate: Crate):
    return []

@own.get("/crates")
def c(request):
    return []

@replaced.get("crates")
def d(request):
    return []

@inner.get("/crates")
def e(request):
    return []
`),
    verdicts: {
      'GET /api/plain/': 'protected',
      'POST /api/plain/crates': 'public-by-design',
      'GET /api/own/crates': 'weak',
      'GET /api/replaced/crates': 'public-by-design',
      'GET /api/own/inner/crates': 'weak',
    },
  },
  {
    situation: 'classes by what they answer, and any of a list',
    files: project(`api = NinjaAPI()
BOTH = [Badge(), Nobody()]

@api.get("/key", auth=Key())
def key(request):
    return []

@api.get("/nobody", auth=Nobody())
def nobody(request):
    return []

@api.get("/either", auth=[Badge(), Key()])
def either(request):
    return []

@api.get("/anyone", auth=BOTH)
def anyone(request):
    return []
`),
    verdicts: {
      'GET /api/key': 'protected',
      'GET /api/nobody': 'hollow',
      'GET /api/either': 'protected',
      'GET /api/anyone': 'hollow',
    },
  },
  {
    situation: 'functions, errors in the body, a router named by a text, several methods',
    files: project(
      `api = NinjaAPI()
api.add_router("/stock", "depot.stock.router")
`,
      {
        'depot/stock.py': `from ninja import Router
from ninja.errors import HttpError
router = Router()

def signed_in(request):
    return request.user.is_authenticated

@router.get("/asked", auth=signed_in)
def asked(request):
    return []

@router.api_operation(["PUT", "PATCH"], "/own")
def own(request):
    if not request.user.is_authenticated:
        raise HttpError(401, "Sign in")
    return []

@router.delete("/pair")
def pair(request):
    if not request.user.is_authenticated:
        return 401, {"detail": "Sign in"}
    return 200, {}
`,
      },
    ),
    verdicts: {
      'GET /api/stock/asked': 'protected',
      'PUT /api/stock/own': 'protected',
      'PATCH /api/stock/own': 'protected',
      'DELETE /api/stock/pair': 'protected',
    },
  },
  {
    situation:
      'a decorator below the operation guards it, one above has no effect; a router that nobody mounts is dead',
    files: project(`from django.contrib.auth.decorators import login_required
api = NinjaAPI()
other = Router()

@api.get("/below")
@login_required
def below(request):
    return []

@login_required
@api.get("/above")
def above(request):
    return []

@other.get("/lost")
def lost(request):
    return []
`),
    verdicts: { 'GET /api/below': 'protected', 'GET /api/above': 'unprotected', 'GET /lost': 'dead' },
  },
  {
    situation: 'APIs of a class of the project, with what they or their constructor are given',
    files: {
      ...project(`class Api(NinjaAPI):
    pass

class Closed(NinjaAPI):
    def __init__(self):
        super().__init__(auth=[Badge()])

METHODS = [Badge(), Key()]
api = Api(auth=METHODS)
closed = Closed()

@api.get("/crates")
def crates(request):
    return []

@closed.get("/docks")
def docks(request):
    return []
`),
      'depot/urls.py': `from django.urls import path
from depot.api import api, closed
urlpatterns = [path("api/", api.urls), path("closed/", closed.urls)]
`,
    },
    verdicts: { 'GET /api/crates': 'protected', 'GET /closed/docks': 'protected' },
  },
];

describeWays('Django Ninja', WAYS);

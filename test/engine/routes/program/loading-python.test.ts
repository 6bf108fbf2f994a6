// Modules of routes that are loaded by listing their package, as Python applications do it.

import { describeWays, type Way } from '../../../support/way';
import type { Files } from '../../../support/analyze';

const CRATES = `from fastapi import APIRouter
router = APIRouter()

@router.get("/crates")
def crates():
    return []
`;

function loaded(main: string, more: Files = {}): Files {
  return {
    'depot/__init__.py': '',
    'depot/main.py': main,
    'depot/routers/__init__.py': '',
    'depot/routers/crates.py': CRATES,
    'depot/routers/docks.py': CRATES.replace('/crates', '/docks'),
    ...more,
  };
}

const BOTH = { 'GET /crates': 'unprotected', 'GET /docks': 'unprotected' };

const PYTHON: Way[] = [
  {
    situation: 'modules of a package, imported by name',
    files: loaded(`import importlib
import pkgutil
from fastapi import FastAPI
from depot import routers

app = FastAPI()
for _, name, _ in pkgutil.iter_modules(routers.__path__):
    module = importlib.import_module(f"depot.routers.{name}")
    app.include_router(module.router)
`),
    verdicts: BOTH,
  },
  {
    situation: 'module objects with names, a prefix and a guard',
    files: loaded(`from importlib import import_module
from pkgutil import iter_modules
from fastapi import Depends, FastAPI, Header, HTTPException
import depot.routers as routers
import jwt

def badge(authorization: str = Header()):
    try:
        jwt.decode(authorization, KEY, algorithms=["HS256"])
    except jwt.PyJWTError:
        raise HTTPException(status_code=401)

app = FastAPI()
for info in iter_modules(routers.__path__, routers.__name__ + "."):
    module = import_module(info.name)
    if hasattr(module, "router"):
        app.include_router(getattr(module, "router"), prefix="/api", dependencies=[Depends(badge)])
`),
    verdicts: { 'GET /api/crates': 'protected', 'GET /api/docks': 'protected' },
  },
  {
    situation: 'the files of a folder',
    files: loaded(`import importlib, os
from fastapi import FastAPI

app = FastAPI()
folder = os.path.join(os.path.dirname(__file__), "routers")
for file in os.listdir(folder):
    if file == "__init__.py" or file[-3:] != ".py":
        continue
    module = importlib.import_module("." + file[:-3], package="depot.routers")
    app.include_router(module.router)
`),
    verdicts: BOTH,
  },
  {
    situation: 'paths as objects',
    files: loaded(`from importlib import import_module
from pathlib import Path
from fastapi import FastAPI

def create_app():
    app = FastAPI()
    for path in (Path(__file__).parent / "routers").glob("*.py"):
        if path.stem == "__init__":
            continue
        app.include_router(import_module(f"depot.routers.{path.stem}").router)
    return app
`),
    verdicts: BOTH,
  },
  {
    situation: 'blueprints that are looked for in what modules hold',
    files: {
      'shop/__init__.py': `from flask import Blueprint, Flask
from werkzeug.utils import find_modules, import_string

def create_app():
    app = Flask(__name__)
    for name in find_modules("shop.blueprints"):
        module = import_string(name)
        if hasattr(module, "bp"):
            app.register_blueprint(module.bp)
    return app
`,
      'shop/blueprints/__init__.py': '',
      'shop/blueprints/orders.py': `from flask import Blueprint
bp = Blueprint("orders", __name__, url_prefix="/orders")

@bp.route("/")
def orders():
    return "[]"
`,
      'shop/blueprints/words.py': 'WORDS = []\n',
    },
    verdicts: { 'GET /orders/': 'unprotected' },
  },
  {
    situation: 'whatever routers of a class of its own the modules hold that a glob finds',
    files: {
      'shop/main.py': `from fastapi import FastAPI
from common.registry import Registry
app = FastAPI()
Registry(app).register()
`,
      'shop/common/registry.py': `import glob, importlib, os
from fastapi import APIRouter, FastAPI

class ListedRouter(APIRouter):
    def __init__(self, *, rank: int = 9, listed: bool = True, prefix: str = ""):
        self.rank = rank
        self.listed = listed
        super().__init__(prefix=prefix)

class Registry:
    def __init__(self, app: FastAPI):
        self.app = app
        self.root = os.path.abspath(os.path.join(os.path.dirname(__file__), ".."))

    def found(self):
        routers = []
        for path in sorted(glob.glob(os.path.join(self.root, "*", "controllers", "[!_]*.py"))):
            name = os.path.relpath(path, self.root).replace(os.sep, ".")[:-3]
            for key, value in importlib.import_module(name).__dict__.items():
                if isinstance(value, ListedRouter):
                    if value.listed:
                        routers.append((key, value))
                elif isinstance(value, APIRouter):
                    routers.append((key, value))
        return routers

    def register(self):
        for _, router in sorted(self.found(), key=lambda pair: pair[0]):
            self.app.include_router(router=router)
`,
      'shop/orders/controllers/orders.py': `from common.registry import ListedRouter
orders = ListedRouter(prefix="/orders")
@orders.get("/all")
def listed(): return []
hidden = ListedRouter(prefix="/hidden", listed=False)
@hidden.get("/all")
def unlisted(): return []
`,
      'shop/docks/controllers/docks.py': `from fastapi import APIRouter
docks = APIRouter(prefix="/docks")
@docks.get("/all")
def docked(): return []
`,
    },
    verdicts: { 'GET /orders/all': 'unprotected', 'GET /docks/all': 'unprotected', 'GET /hidden/all': 'dead' },
  },
  {
    situation: 'names out of the settings: open whether they are mounted, not dead',
    files: loaded(`import importlib
from fastapi import FastAPI
from depot.settings import load

app = FastAPI()
for name in load().modules:
    app.include_router(importlib.import_module(name).router)
`),
    verdicts: { 'GET /crates': 'unknown', 'GET /docks': 'unknown' },
  },
  {
    situation: 'names of a package, mounted on what a function is given: open for that package alone',
    files: loaded(
      `import importlib
from fastapi import FastAPI
from depot.plugins import active
app = FastAPI()

def add(router, plugin):
    module = importlib.import_module(f"depot.routers.{plugin.name}")
    router.include_router(getattr(module, "router"))

def start():
    for plugin in active(app):
        add(plugin.target, plugin)
`,
      { 'depot/old/__init__.py': '', 'depot/old/sheds.py': CRATES.replace('/crates', '/sheds') },
    ),
    verdicts: { 'GET /crates': 'unknown', 'GET /docks': 'unknown', 'GET /sheds': 'dead' },
  },
  {
    situation: 'a helper that plugins may call to add routes: open, though no file calls it',
    files: {
      'depot/plugins/__init__.py': `import importlib
from depot.store import names

def add_page(app, path):
    def page(): return "x"
    app.add_url_rule(rule=path, endpoint=path, view_func=page)

def start(app):
    for name in names():
        importlib.import_module("." + name, package="depot.plugins").load(app)
`,
      'depot/main.py': `from flask import Flask
from depot.plugins import start
app = Flask(__name__)
start(app)
`,
    },
    verdicts: { 'GET …': 'unknown' },
  },
  {
    situation: 'a router that nobody mounts, with another one mounted on it: listed as it would be served',
    files: {
      'depot/main.py': 'from fastapi import FastAPI\napp = FastAPI()\n',
      'depot/crates.py': CRATES,
      'depot/all.py': `from fastapi import APIRouter
from depot.crates import router
v1 = APIRouter(prefix="/v1")
v1.include_router(router, prefix="/stock")
`,
    },
    verdicts: { 'GET /v1/stock/crates': 'dead' },
  },
];

describeWays('modules of routes that Python applications load', PYTHON);

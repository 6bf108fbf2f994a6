// Flask: what an anonymous caller gets, by set-up. The rows follow what Flask 2.2 and 3.1 answered to a client without a credential, those of extensions their documentation.

import assert from 'node:assert/strict';

import { type Files, writtenRoutes } from '../../support/analyze';

const HEAD = `
from functools import wraps
from flask import Blueprint, Flask, abort, g, jsonify, redirect, request, session, url_for
from flask.views import MethodView, View

def members_only(view):
    @wraps(view)
    def inner(*args, **kwargs):
        if request.headers.get('Authorization') != expected():
            abort(401)
        return view(*args, **kwargs)
    return inner

app = Flask(__name__)
`;

async function verdicts(files: Files): Promise<string[]> {
  const routes = await writtenRoutes(files);
  return routes.map(({ method, path, verdict }) => `${method} ${path} ${verdict}`).sort();
}

async function verdictOf(code: string, route: string): Promise<string | undefined> {
  const routes = await writtenRoutes({ 'shop.py': `${HEAD}\n${code}\n` });
  return routes.find(({ method, path }) => `${method} ${path}` === route)?.verdict;
}

const BOTH = `
@app.route('/inside')
@members_only
def inside(): return 'x'
@members_only
@app.route('/outside')
def outside(): return 'x'
`;
const BLUEPRINT = `
parts = Blueprint('parts', __name__)
parts.add_url_rule('/parts', 'parts', lambda: 'x')
app.add_url_rule('/rest', 'rest', lambda: 'x')
`;
const CLASSES = `
class Base(MethodView):
    decorators = [members_only]
    def get(self): return 'x'
class Kept(Base):
    pass
class Dropped(Base):
    decorators = []
app.add_url_rule('/base', view_func=Base.as_view('base'))
app.add_url_rule('/kept', view_func=Kept.as_view('kept'))
app.add_url_rule('/dropped', view_func=Dropped.as_view('dropped'))
`;
const LOGIN = `
from flask_login import LoginManager, current_user, login_required
manager = LoginManager()
manager.init_app(app)
`;

const CASES: [situation: string, code: string, route: string, refused: boolean][] = [
  ['a decorator below the route', BOTH, 'GET /inside', true],
  ['a decorator above the route', BOTH, 'GET /outside', false],
  [
    'a hook of the application, registered last',
    `${BLUEPRINT}app.register_blueprint(parts)\napp.before_request(lambda: abort(401))`,
    'GET /parts',
    true,
  ],
  [
    'a hook of the blueprint, its own route',
    `${BLUEPRINT}parts.before_request(lambda: abort(401))\napp.register_blueprint(parts)`,
    'GET /parts',
    true,
  ],
  [
    'a hook of the blueprint, a route of the application',
    `${BLUEPRINT}parts.before_request(lambda: abort(401))\napp.register_blueprint(parts)`,
    'GET /rest',
    false,
  ],
  [
    'a hook for the whole application on a blueprint',
    `${BLUEPRINT}parts.before_app_request(lambda: abort(401))\napp.register_blueprint(parts)`,
    'GET /rest',
    true,
  ],
  [
    'the same on a blueprint that nobody registers',
    `${BLUEPRINT}parts.before_app_request(lambda: abort(401))`,
    'GET /rest',
    false,
  ],
  [
    'a hook of the outer blueprint',
    `outer = Blueprint('outer', __name__)\ninner = Blueprint('inner', __name__)\ninner.add_url_rule('/c', 'c', lambda: 'x')\nouter.before_request(lambda: abort(401))\nouter.register_blueprint(inner)\napp.register_blueprint(outer)`,
    'GET /c',
    true,
  ],
  [
    'a hook of the application before static files',
    `pages = Flask('pages', static_folder='files')\npages.before_request(lambda: abort(401))`,
    'GET /static/<path:filename>',
    true,
  ],
  ['static files', `pages = Flask('pages', static_folder='files')`, 'GET /static/<path:filename>', false],
  [
    'a hook that returns what is no answer',
    `@app.before_request\ndef check(): return False\napp.add_url_rule('/x', 'x', lambda: 'x')`,
    'GET /x',
    true,
  ],
  [
    'a hook that looks and returns nothing',
    `@app.before_request\ndef check():\n    g.user = session.get('user')\napp.add_url_rule('/x', 'x', lambda: 'x')`,
    'GET /x',
    false,
  ],
  [
    'a hook that redirects',
    `@app.before_request\ndef check():\n    if 'user' not in session and request.endpoint != 'login':\n        return redirect(url_for('login'))\napp.add_url_rule('/x', 'x', lambda: 'x')`,
    'GET /x',
    true,
  ],
  [
    'a hook that answers with a status',
    `@app.before_request\ndef check():\n    if not session.get('user'):\n        return jsonify(error='who are you'), 401\napp.add_url_rule('/x', 'x', lambda: 'x')`,
    'GET /x',
    true,
  ],
  ['decorators of a class', CLASSES, 'GET /base', true],
  ['decorators of a class, inherited', CLASSES, 'GET /kept', true],
  ['decorators of a class, emptied below', CLASSES, 'GET /dropped', false],
  ['login_required', `${LOGIN}@app.route('/x')\n@login_required\ndef x(): return 'x'`, 'GET /x', true],
  [
    'login_required with LOGIN_DISABLED',
    `${LOGIN}app.config['LOGIN_DISABLED'] = True\n@app.route('/x')\n@login_required\ndef x(): return 'x'`,
    'GET /x',
    false,
  ],
  [
    'login_required around nothing, as a hook',
    `${LOGIN}${BLUEPRINT}parts.before_request(login_required(lambda: None))\napp.register_blueprint(parts)`,
    'GET /parts',
    true,
  ],
  [
    'a hook behind a decorator',
    `${LOGIN}${BLUEPRINT}@parts.before_request\n@login_required\ndef check(): pass\napp.register_blueprint(parts)`,
    'GET /parts',
    true,
  ],
  [
    'a resource that extends one of another package',
    `from flask_restful import Api\nfrom strange import Resource as Other\nclass Part(Other):\n    decorators = [members_only]\n    def delete(self): return {}\nApi(app).add_resource(Part, '/part')`,
    'DELETE /part',
    true,
  ],
  [
    'the user object in the body',
    `${LOGIN}@app.route('/x')\ndef x():\n    if not current_user.is_authenticated:\n        return redirect(url_for('login'))\n    return 'x'`,
    'GET /x',
    true,
  ],
  [
    'the user object is always there',
    `${LOGIN}@app.route('/x')\ndef x():\n    if not current_user:\n        abort(401)\n    return 'x'`,
    'GET /x',
    false,
  ],
  [
    'another page for those who are known',
    `${LOGIN}@app.route('/x')\ndef x():\n    if current_user.is_authenticated:\n        return redirect(url_for('login'))\n    return 'x'`,
    'GET /x',
    false,
  ],
  [
    'a token',
    `from flask_jwt_extended import jwt_required\n@app.route('/x')\n@jwt_required()\ndef x(): return 'x'`,
    'GET /x',
    true,
  ],
  [
    'a token that may be missing',
    `from flask_jwt_extended import jwt_required\n@app.route('/x')\n@jwt_required(optional=True)\ndef x(): return 'x'`,
    'GET /x',
    false,
  ],
  [
    'a token that is asked for in the body',
    `from flask_jwt_extended import verify_jwt_in_request\ndef checked(view):\n    @wraps(view)\n    def inner(*args, **kwargs):\n        verify_jwt_in_request()\n        return view(*args, **kwargs)\n    return inner\n@app.route('/x')\n@checked\ndef x(): return 'x'`,
    'GET /x',
    true,
  ],
  [
    'basic authentication',
    `from flask_httpauth import HTTPBasicAuth\nauth = HTTPBasicAuth()\n@app.route('/x')\n@auth.login_required\ndef x(): return 'x'`,
    'GET /x',
    true,
  ],
  [
    'basic authentication that may be missing',
    `from flask_httpauth import HTTPTokenAuth\nauth = HTTPTokenAuth()\n@app.route('/x')\n@auth.login_required(optional=True)\ndef x(): return 'x'`,
    'GET /x',
    false,
  ],
  [
    'a decorator with arguments',
    `def role_required(role):\n    def around(view):\n        @wraps(view)\n        def inner(*args, **kwargs):\n            if session.get('role') != role:\n                abort(403)\n            return view(*args, **kwargs)\n        return inner\n    return around\n@app.route('/x')\n@role_required('buyer')\ndef x(): return 'x'`,
    'GET /x',
    true,
  ],
  [
    'a page to sign in on in the place of the view',
    `from flask import render_template\ndef signed_in(view):\n    @wraps(view)\n    def inner(*args, **kwargs):\n        if not session.get('user'):\n            return render_template('sign-in.html')\n        return view(*args, **kwargs)\n    return inner\n@app.route('/x')\n@signed_in\ndef x(): return 'x'`,
    'GET /x',
    true,
  ],
  [
    'a hook that refuses for other reasons than who is calling',
    `@app.before_request\ndef ready():\n    if loading():\n        return 'come back later', 403\napp.add_url_rule('/x', 'x', lambda: 'x')`,
    'GET /x',
    false,
  ],
  [
    'a hook that only looks after those who are known',
    `@app.before_request\ndef banned():\n    if request.endpoint == 'help':\n        return\n    if session.get('user') and is_banned(session['user']):\n        abort(403)\napp.add_url_rule('/x', 'x', lambda: 'x')`,
    'GET /x',
    false,
  ],
  [
    'helpers that ask the session for each other',
    `def known(): return bool(session.get('id', False))\ndef is_buyer():\n    if known():\n        return load().kind == 'buyer'\n    return False\ndef buyers_only(view):\n    @wraps(view)\n    def inner(*args, **kwargs):\n        if is_buyer():\n            return view(*args, **kwargs)\n        return redirect(url_for('sign_in'))\n    return inner\n@app.route('/x')\n@buyers_only\ndef x(): return 'x'`,
    'GET /x',
    true,
  ],
];

describe('Flask routes', () => {
  for (const [situation, code, route, refused] of CASES) {
    it(`${refused ? 'refuse' : 'answer'}: ${situation}`, async () => {
      const verdict = await verdictOf(code, route);
      assert.ok(verdict, `${route} was not found`);
      assert.equal(verdict === 'protected', refused, verdict);
    });
  }

  // Flask-Login lets OPTIONS through (EXEMPT_METHODS): what answers nothing else is never called protected.
  it('that answer OPTIONS only are not listed', async () => {
    const both = `${LOGIN}@app.route('/o', methods=['OPTIONS'])\n@login_required\ndef o(): return 'x'\n@app.route('/p', methods=['GET', 'OPTIONS'])\n@login_required\ndef p(): return 'x'`;
    assert.deepEqual(await verdicts({ 'shop.py': `${HEAD}\n${both}\n` }), ['GET /p protected']);
  });

  it('are found where packages are given the application, and APIs and rules are made by own helpers', async () => {
    const files = {
      'shop/__init__.py': 'from .app import create_app\n',
      'shop/app.py': `
from flask import Flask
class Shop(Flask):
    def __init__(self, *args, **kwargs):
        super(Shop, self).__init__(__name__, *args, **kwargs)
def create_app():
    from . import handlers
    app = Shop()
    handlers.init_app(app)
    return app
`,
      'shop/handlers/__init__.py': `
from shop.handlers.api import api
from shop.handlers.base import routes
def init_app(app):
    from shop.handlers import setup
    app.register_blueprint(routes)
    api.init_app(app)
`,
      'shop/handlers/base.py': `
from flask import Blueprint
from shop import settings
routes = Blueprint('shop', __name__)
def scoped(rule):
    if settings.MANY:
        return '/<org>{}'.format(rule)
    return rule
`,
      'shop/handlers/setup.py': `
from flask import request
from shop.handlers.base import routes, scoped
@routes.route(scoped('/stock'), methods=['POST'])
def stock(): return request.json
@routes.route(scoped('/reset/<token>'))
def reset(token): return token
`,
      'shop/handlers/api.py': `
from flask_restful import Api, Resource
from flask_login import login_required
class OwnApi(Api):
    def add_scoped(self, resource, *urls, **kwargs):
        urls = ['/own' + url for url in urls]
        return self.add_resource(resource, *urls, **kwargs)
api = OwnApi()
class Base(Resource):
    decorators = [login_required]
class Orders(Base):
    def get(self, order): return {}
class Prices(Resource):
    def get(self): return {}
api.add_scoped(Orders, '/orders/<order>', '/order/<order>', endpoint='orders')
api.add_scoped(Prices, '/prices')
`,
    };
    assert.deepEqual(await verdicts(files), [
      'GET /<org>/reset/<token> public-by-design',
      'GET /own/order/<order> protected',
      'GET /own/orders/<order> protected',
      'GET /own/prices unprotected',
      'GET /reset/<token> public-by-design',
      'POST /<org>/stock unprotected',
      'POST /stock unprotected',
    ]);
  });

  it('are found with blueprints, resources, namespaces and classes over several files', async () => {
    const files: Files = {
      'store/__init__.py': `
from flask import Flask
from .extensions import api
from .orders import bp as orders
def create_app():
    app = Flask(__name__)
    api.init_app(app)
    app.register_blueprint(orders, url_prefix='/v1/orders')
    return app
`,
      'store/extensions.py': `
from flask_restful import Api
from .stock import Stock
api = Api(prefix='/api')
api.add_resource(Stock, '/stock', '/stock/<int:key>')
`,
      'store/stock.py': `
from flask_restful import Resource
from flask_jwt_extended import jwt_required
class Stock(Resource):
    method_decorators = {'post': [jwt_required()]}
    def get(self, key=None): return []
    def post(self): return {}, 201
    @jwt_required()
    def delete(self, key): return {}
`,
      'store/orders.py': `
from flask import Blueprint, request
from flask_restx import Api, Namespace, Resource
bp = Blueprint('orders', __name__, url_prefix='/ignored')
extra = Api(bp)
notes = Namespace('notes')
@notes.route('/<key>')
class Note(Resource):
    def get(self, key): return {}
extra.add_namespace(notes)
@bp.post('/')
def place(): return request.get_json()
`,
    };
    assert.deepEqual(await verdicts(files), [
      'DELETE /api/stock protected',
      'DELETE /api/stock/<int:key> protected',
      'GET /api/stock unprotected',
      'GET /api/stock/<int:key> unprotected',
      'GET /v1/orders/notes/<key> unprotected',
      'POST /api/stock protected',
      'POST /api/stock/<int:key> protected',
      'POST /v1/orders/ unprotected',
    ]);
  });
});

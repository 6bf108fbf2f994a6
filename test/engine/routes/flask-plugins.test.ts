// Flask: blueprints that plugins register in hooks (pluggy), Flask-Login's fresh logins, and proxies that may hold nothing.

import assert from 'node:assert/strict';

import { writtenRoutes } from '../../support/analyze';

const APP = `
from flask import Flask
from shop.extensions import plugins
def create_app():
    app = Flask(__name__)
    plugins.hook.load_blueprints(app=app)
    return app
`;
const PLUGIN = `
from flask import Blueprint, abort, current_app, g
from flask_login import current_user, login_fresh
from werkzeug.local import LocalProxy
from shop.hooks import impl

@LocalProxy
def current_stall():
    return getattr(g, 'stall', None)

@impl(tryfirst=True)
def load_blueprints(app):
    admin = Blueprint('admin', __name__)
    @admin.before_request
    def ask_again():
        if not login_fresh():
            return current_app.login_manager.needs_refresh()
    @admin.post('/stalls')
    def add(): return {}
    app.register_blueprint(admin, url_prefix='/admin')
    stalls = Blueprint('stalls', __name__)
    @stalls.before_request
    def ask_members():
        if current_stall and not current_user.is_authenticated:
            abort(401)
    @stalls.post('/')
    def order(): return {}
    app.register_blueprint(stalls, url_prefix='/stalls')
`;

describe('Flask with plugins', () => {
  for (const [title, made] of [
    ['a manager of the package', "from pluggy import PluginManager\nplugins = PluginManager('shop')\n"],
    ['one of its own', "import pluggy\nclass Own(pluggy.PluginManager): pass\nplugins = Own('shop')\n"],
  ])
    it(`finds what hooks register: ${title}`, async () => {
      const routes = await writtenRoutes({
        'shop/__init__.py': '',
        'shop/app.py': APP,
        'shop/extensions.py': made ?? '',
        'shop/hooks.py': "from pluggy import HookimplMarker\nimpl = HookimplMarker('shop')\n",
        'shop/stalls.py': PLUGIN,
      });
      assert.deepEqual(
        routes.map(({ method, path, verdict }) => `${method} ${path} ${verdict}`),
        ['POST /admin/stalls protected', 'POST /stalls/ unprotected'],
      );
    });
});

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

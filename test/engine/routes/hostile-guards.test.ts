// Guards that look like guards and let in whoever makes something up: nobody may read `protected` over them.

import assert from 'node:assert/strict';

import { writtenRoutes, type Files } from '../../support/analyze';

async function verdictOf(files: Files): Promise<string> {
  const routes = await writtenRoutes(files);
  return routes.map(({ verdict }) => verdict).join();
}

/** A guard of Express before one route; `verified`: what it says of a caller whom it knows. */
function express(body: string): Files {
  return {
    'package.json': '{"dependencies":{"express":"^4.18.0","jsonwebtoken":"^9.0.0"}}',
    'app.js': `const crypto = require('node:crypto');
const express = require('express');
const jwt = require('jsonwebtoken');
const { users } = require('./store');
const app = express();
async function guard(req, res, next) {
  ${body}
  next();
}
app.get('/orders', guard, (req, res) => res.json(users.orders()));
app.listen(3000);
`,
  };
}

const laravel = (action: string): Files => ({
  'composer.json': '{"require":{"laravel/framework":"^11.0"}}',
  artisan: '',
  'bootstrap/app.php': `<?php
use Illuminate\\Foundation\\Application;
return Application::configure(basePath: dirname(__DIR__))->withRouting(api: __DIR__.'/../routes/api.php')->create();
`,
  'routes/api.php': `<?php
use Illuminate\\Support\\Facades\\Route;
use App\\Http\\Controllers\\GuestController;
Route::get('/guest', [GuestController::class, 'show']);
`,
  'app/Http/Controllers/GuestController.php': `<?php
namespace App\\Http\\Controllers;
use App\\Models\\Guest;
use Illuminate\\Http\\Request;
class GuestController {
  public function show(Request $request) {
    ${action}
    if (!$guest) { return response()->json([], 404); }
    return response()->json($guest);
  }
}
`,
});

const rails = (decode: string): Files => ({
  Gemfile: "gem 'rails', '7.1.0'\ngem 'jwt'\n",
  'config/application.rb': 'module Shop; class Application < Rails::Application; end; end\n',
  'config/routes.rb': 'Rails.application.routes.draw do\n  resources :orders, only: [:index]\nend\n',
  'app/controllers/application_controller.rb': `class ApplicationController < ActionController::API
  before_action :check
  def check
    @user = User.find(${decode}[0]['id'])
  rescue StandardError
    head :unauthorized
  end
end
`,
  'app/controllers/orders_controller.rb':
    'class OrdersController < ApplicationController\n  def index\n    render json: Order.all\n  end\nend\n',
});

const TOKEN = "const token = (req.headers.authorization || '').split(' ')[1]; if (!token) return res.sendStatus(401);";

describe('Guards that a made-up credential passes', () => {
  it('take a token apart and look at no signature', async () => {
    const claims = (read: string): string =>
      `${TOKEN} const claims = ${read}; if (!claims.userId) return res.sendStatus(401);`;
    for (const read of [
      "JSON.parse(Buffer.from(token.split('.')[1], 'base64').toString('utf8'))",
      "JSON.parse(atob(token.split('.')[1]))",
      'JSON.parse(decodeURIComponent(token))',
    ])
      assert.equal(await verdictOf(express(claims(read))), 'weak', read);
    const role = `${TOKEN} const { role } = JSON.parse(atob(token.split('.')[1])); if (role !== 'admin') return res.sendStatus(403);`;
    assert.equal(await verdictOf(express(role)), 'weak');
    const looked = claims("JSON.parse(atob(token.split('.')[1]))").replace(
      '!claims.userId',
      '!(await users.find(claims.userId))',
    );
    assert.equal(await verdictOf(express(looked)), 'weak');
  });

  it('but not where a signature is compared, or the token is looked up or opened first', async () => {
    const signed = `${TOKEN} const [data, given] = token.split('.');
  if (crypto.createHmac('sha256', process.env.KEY).update(data).digest('hex') !== given) return res.sendStatus(401);
  req.user = JSON.parse(Buffer.from(data, 'base64').toString());`;
    assert.equal(await verdictOf(express(signed)), 'protected');
    const inside = `${TOKEN} const { data, mac } = JSON.parse(Buffer.from(token, 'base64').toString());
  const wanted = crypto.createHmac('sha256', process.env.KEY).update(data).digest();
  if (!crypto.timingSafeEqual(wanted, Buffer.from(mac, 'hex'))) return res.sendStatus(401);`;
    assert.equal(await verdictOf(express(inside)), 'protected');
    const envelope = `${TOKEN} const { data, mac } = JSON.parse(Buffer.from(token, 'base64').toString());`;
    for (const check of [
      "crypto.verify('sha256', data, process.env.PUBLIC, Buffer.from(mac, 'base64'))",
      "crypto.createVerify('SHA256').update(data).verify(process.env.PUBLIC, mac)",
      "(await globalThis.crypto.subtle.verify('HMAC', users.key, mac, data))",
    ])
      assert.equal(
        await verdictOf(express(`${envelope} if (!${check}) return res.sendStatus(401);`)),
        'protected',
        check,
      );
    const stored = `${TOKEN} const session = JSON.parse(await users.get(token)); if (!session) return res.sendStatus(401);`;
    assert.equal(await verdictOf(express(stored)), 'protected');
    const basic = `${TOKEN} const [name, password] = Buffer.from(token, 'base64').toString().split(':');
  if (name !== process.env.NAME || password !== process.env.PASSWORD) return res.sendStatus(401);`;
    assert.equal(await verdictOf(express(basic)), 'protected');
  });

  it('count the parts of a token', async () => {
    assert.equal(
      await verdictOf(express(`${TOKEN} if (token.split('.').length !== 3) return res.sendStatus(401);`)),
      'weak',
    );
  });

  it('believe who the caller says has been authenticated', async () => {
    const find = (header: string): string => `$guest = Guest::where('id', $request->header('${header}'))->first();`;
    assert.equal(await verdictOf(laravel(find('auth-id'))), 'weak');
    assert.equal(await verdictOf(laravel(find('X-Auth-User-Id'))), 'weak');
    const both = `$guest = Guest::where('id', $request->header('auth-id'))->where('token', $request->header('token'))->first();`;
    assert.equal(await verdictOf(laravel(both)), 'protected');
  });

  it('decode without verifying, as the third argument says', async () => {
    const header = "request.headers['Authorization']";
    assert.equal(await verdictOf(rails(`JWT.decode(${header}, nil, false)`)), 'weak');
    assert.equal(await verdictOf(rails(`JWT.decode(${header}, ENV['KEY'], true)`)), 'protected');
  });

  it('or that nobody has to pass, whatever it writes to its log', async () => {
    const optional = `try {
    console.log(req.url, JSON.stringify(req.headers.authorization));
    if (!req.user) return next();
    if (!req.user.shop) throw Object.assign(new Error('shop'), { status: 403 });
  } catch (error) { throw error; }`;
    const files = express(optional);
    const { 'app.js': text } = files;
    const before = String(text).replace("app.get('/orders', guard,", "app.use(guard);\napp.get('/orders',");
    assert.equal(await verdictOf({ ...files, 'app.js': before }), 'unprotected');
  });

  it('ask a promise instead of what comes of it', async () => {
    const files = (test: string, body: string): Files => {
      const { 'app.js': text, ...others } = express(`if (${test}) return res.sendStatus(401);`);
      return { ...others, 'app.js': `${String(text)}${body}` };
    };
    const check = (kind: string): string =>
      `${kind} function isKnown(req) {\n  return jwt.verify(req.headers.authorization, process.env.KEY) !== null;\n}\n`;
    assert.equal(await verdictOf(files('!isKnown(req)', check('async'))), 'unprotected');
    assert.equal(await verdictOf(files("req.path !== '/' && !(isKnown(req))", check('async'))), 'unprotected');
    assert.equal(await verdictOf(files('!(await isKnown(req))', check('async'))), 'protected');
    assert.equal(await verdictOf(files('!isKnown(req)', check(''))), 'protected');
  });
});

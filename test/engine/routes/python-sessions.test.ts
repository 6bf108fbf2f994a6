// Handlers that ask the session themselves: whether it holds a user, where they send whoever has none, and what stands in its place.

import assert from 'node:assert/strict';

import { writtenRoutes } from '../../support/analyze';

type Case = [situation: string, body: string, verdict: string];

const FLASK: Case[] = [
  [
    'asks whether the session holds a user',
    'if "user" not in session: return jsonify({"error": "who?"}), 401',
    'protected',
  ],
  [
    'sends whoever has none to the start page',
    'if "user_id" in session:\n        return render_template("orders.html")\n    else:\n        return redirect("/")',
    'protected',
  ],
  [
    'sends whoever has none there at its end',
    'if session.get("user_id"):\n        return render_template("orders.html")\n    return redirect(url_for("index"))',
    'protected',
  ],
  [
    'sends those who have signed in elsewhere',
    'if "user_id" in session:\n        return redirect("/home")\n    return render_template("welcome.html")',
    'unprotected',
  ],
  [
    'sends everybody elsewhere',
    'if "user_id" in session:\n        return redirect("/home")\n    return redirect("/new")',
    'unprotected',
  ],
  [
    'signs in whoever comes, and sends them on',
    'if session.get("user_id"):\n        return render_template("home.html")\n    session["user_id"] = 1\n    return redirect("/")',
    'unprotected',
  ],
  [
    'asks for a basket',
    'if "basket" not in session: return redirect("/shop")\n    return render_template("pay.html")',
    'unprotected',
  ],
  [
    'takes an empty object for nobody',
    'name = session.get("user", {}).get("name")\n    return jsonify({"name": name})',
    'unprotected',
  ],
  [
    'takes an empty object for nobody and refuses',
    'if not session.get("user", {}).get("name"): abort(401)\n    return jsonify({})',
    'protected',
  ],
  [
    'takes an empty text for nobody',
    'token = request.headers.get("Authorization", "").split(" ")[-1]\n    return jsonify({"token": token})',
    'unprotected',
  ],
];

const DJANGO: Case[] = [
  [
    'asks whether the session holds a user',
    'if "user_id" not in request.session: return redirect("home")',
    'protected',
  ],
  ['takes an empty object for nobody', 'name = request.session.get("user", {}).get("name")', 'unprotected'],
];

describe('handlers that ask the session', () => {
  for (const [situation, body, verdict] of FLASK)
    it(`Flask: ${situation}`, async () => {
      const text = `
from flask import Flask, abort, jsonify, redirect, render_template, request, session, url_for
app = Flask(__name__)
@app.route("/orders")
def orders():
    ${/return \w+\([^\n]*$/.test(body) ? body : `${body}\n    return jsonify([])`}
`;
      const [route] = await writtenRoutes({ 'main.py': text });
      assert.equal(route?.verdict, verdict);
    });

  for (const [situation, body, verdict] of DJANGO)
    it(`Django: ${situation}`, async () => {
      const urls = `
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import path
def orders(request):
    ${body}
    return JsonResponse({})
urlpatterns = [path("orders", orders)]
`;
      const [route] = await writtenRoutes({ 'settings.py': 'ROOT_URLCONF = "urls"\n', 'urls.py': urls });
      assert.equal(route?.verdict, verdict);
    });
});

it('a session under a type of its own is asked by a hook', async () => {
  const sessions = `
import typing
from flask.sessions import SessionMixin
class ServerSession(dict, SessionMixin):
    def logged_in(self) -> bool:
        return self.uid is not None
from flask import session
session = typing.cast(ServerSession, session)
`;
  const text = `
from flask import Flask, abort, jsonify, redirect, request, session as plain, url_for
from languages import negotiate
from sessions import session
OPEN = ["sign_in", "stock"]
app = Flask(__name__)
def language():
    wanted = [plain["language"]] if plain.get("language") else ["en"]
    if not negotiate(wanted, app.config["LANGUAGES"]): raise ValueError("none")
@app.before_request
def gate():
    language()
    if request.endpoint not in OPEN and not session.logged_in():
        return redirect(url_for("login"))
@app.route("/orders")
def orders(): return jsonify([])
@app.route("/stock")
def stock(): return jsonify([])
`;
  const routes = await writtenRoutes({ 'main.py': text, 'sessions.py': sessions });
  assert.deepEqual(
    routes.map(({ path, verdict, by }) => `${path} ${verdict} ${by?.at(-1)?.note ?? ''}`),
    [
      '/orders protected gate sends the caller to the login page without a valid credential',
      '/stock unprotected no guard stands between the application and this handler',
    ],
  );
});

describe('paths that say what they are for', () => {
  const paths: [path: string, verdict: string][] = [
    ['/agency-login', 'public-by-design'],
    ['/last-login', 'unprotected'],
    ['/forgotPassword', 'public-by-design'],
    ['/forgot_email', 'public-by-design'],
    ['/api/v1/auth/new_access_token', 'public-by-design'],
    ['/auth/csrf-token', 'public-by-design'],
    ['/privacyPolicy', 'public-by-design'],
    ['/api/oauth/wechat', 'public-by-design'],
    ['/privacyPolicies/drafts', 'unprotected'],
    ['/api/v1/public/prices', 'public-by-design'],
    ['/public', 'unprotected'],
    ['/public/admin/prices', 'unprotected'],
  ];
  for (const [path, verdict] of paths)
    it(`${path} ${verdict}`, async () => {
      const text = `from fastapi import FastAPI\napp = FastAPI()\n@app.get("${path}")\ndef answer(): return {}\n`;
      const [route] = await writtenRoutes({ 'main.py': text });
      assert.equal(route?.verdict, verdict);
    });
});

// What keeps pages of other sites from sending a write in a caller's name, route by route.

import { describeRouteFacts } from '../../support/route-facts';
import type { Files } from '../../support/analyze';

function express(lines: string): Files {
  return {
    'package.json': '{ "dependencies": { "express": "5.0.0" } }',
    'server.js': `const express = require('express');
const session = require('express-session');
const csurf = require('csurf');
const jwt = require('jsonwebtoken');
const app = express();
const signedIn = (req, res, next) => (req.session.user ? next() : res.sendStatus(401));
const bearer = (req, res, next) => {
  try { jwt.verify(req.headers.authorization, process.env.KEY); next(); } catch { res.sendStatus(401); }
};
app.use(session({ secret: process.env.SECRET }));
${lines}
app.listen(3000);
`,
  };
}

const flask = (lines: string): Files => ({
  'app.py': `from flask import Flask, abort, session
from flask_login import login_required
from flask_wtf.csrf import CSRFProtect

app = Flask(__name__)
${lines}
`,
});

describeRouteFacts('CSRF of routes: who is asked how', 'csrf', [
  {
    situation: 'a session, a header, nobody, and what changes nothing',
    files: express(`app.post('/orders', signedIn, (req, res) => res.json({}));
app.get('/orders', signedIn, (req, res) => res.json({}));
app.post('/api/orders', bearer, (req, res) => res.json({}));
app.post('/feedback', (req, res) => res.json({}));`),
    expected: {
      'POST /orders': 'missing server.js:10 E0',
      'GET /orders': 'not-needed',
      'POST /api/orders': 'not-needed',
      'POST /feedback': 'not-needed',
    },
  },
  {
    situation: 'a token on some writes',
    files: express(`app.post('/orders', signedIn, csurf(), (req, res) => res.json({}));
app.delete('/orders', signedIn, (req, res) => res.json({}));`),
    expected: { 'POST /orders': 'protected server.js:11 E4', 'DELETE /orders': 'missing server.js:10 E0' },
  },
  {
    situation: 'a token that is asked for behind the route',
    files: express(`app.post('/orders', signedIn, (req, res) => res.json({}));
app.use(csurf());
app.post('/later', signedIn, (req, res) => res.json({}));`),
    expected: { 'POST /orders': 'missing server.js:10 E0', 'POST /later': 'protected server.js:12 E4' },
  },
  {
    situation: 'each cookie by itself: one of the shop is Lax, one of its partners is not',
    files: {
      'main.py': `from fastapi import Depends, FastAPI, HTTPException, Request, Response
app = FastAPI()

def customer(request: Request):
    if not verify(request.cookies.get("shop_session")):
        raise HTTPException(401)

def partner(request: Request):
    if not verify(request.cookies.get("partner_session")):
        raise HTTPException(401)

@app.post("/login")
def login(response: Response):
    response.set_cookie("shop_session", make(), samesite="lax")
    response.set_cookie("partner_session", make(), samesite="none", secure=True)
    return {}

@app.post("/orders", dependencies=[Depends(customer)])
def order(): return {}

@app.post("/stock", dependencies=[Depends(partner)])
def stock(): return {}
`,
    },
    expected: {
      'POST /orders': 'protected main.py:14 E3',
      'POST /stock': 'missing main.py:15 E0',
      'POST /login': 'not-needed',
    },
  },
  {
    situation: 'a dependency of a dependency that takes the key from a header',
    files: {
      'main.py': `from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import OAuth2PasswordBearer
app = FastAPI()
scheme = OAuth2PasswordBearer(tokenUrl="login")

def user(token: str = Depends(scheme)):
    if not verify(token):
        raise HTTPException(401)

@app.post("/orders")
def order(who=Depends(user)): return {}
`,
    },
    expected: { 'POST /orders': 'not-needed' },
  },
  {
    situation: 'a cookie of which nothing tells who sets it',
    files: {
      'main.py': `from fastapi import Depends, FastAPI, HTTPException, Request
app = FastAPI()

def user(request: Request):
    if not verify(request.cookies.get("session")):
        raise HTTPException(401)

@app.post("/orders", dependencies=[Depends(user)])
def order(): return {}
`,
    },
    expected: { 'POST /orders': 'unknown' },
  },
  {
    situation: 'a package that keeps its cookie Lax, and server actions, whose origin is compared',
    files: {
      'package.json': '{ "dependencies": { "next": "15.2.4", "next-auth": "4.24.0" } }',
      'app/api/orders/route.ts': `import { getServerSession } from 'next-auth';
export async function POST() {
  const session = await getServerSession();
  if (!session) return Response.json({}, { status: 401 });
  return Response.json({});
}
`,
      'app/actions.ts': `'use server';
import { getServerSession } from 'next-auth';
export async function order() {
  const session = await getServerSession();
  if (!session) throw new Error('Unauthorized');
}
`,
    },
    expected: {
      'POST /api/orders': 'protected app/api/orders/route.ts:2 E3',
      'POST action order': 'protected app/actions.ts:3 E3',
    },
  },
]);

describeRouteFacts('CSRF of routes: frameworks that keep sessions', 'csrf', [
  {
    situation: 'Flask: the whole application, and what is taken out of it',
    files: flask(`csrf = CSRFProtect(app)

@app.post("/orders")
@login_required
def order(): return {}

@app.post("/pay")
@csrf.exempt
@login_required
def pay(): return {}

@app.post("/hook")
@csrf.exempt
def hook(): return {}
`),
    expected: {
      'POST /orders': 'protected app.py:6 E4',
      'POST /pay': 'exempted app.py:12 E0',
      'POST /hook': 'not-needed',
    },
  },
  {
    situation: 'Flask without it',
    files: flask(`@app.post("/orders")
def order():
    if not session.get("user_id"):
        abort(401)
    return {}
`),
    expected: { 'POST /orders': 'missing app.py:5 E0' },
  },
  {
    situation: 'Django: by its middleware, and a view that is exempt',
    files: {
      'manage.py': '',
      'shop/settings.py': `ROOT_URLCONF = 'shop.urls'
MIDDLEWARE = [
    'django.contrib.sessions.middleware.SessionMiddleware',
    'django.middleware.csrf.CsrfViewMiddleware',
    'django.contrib.auth.middleware.AuthenticationMiddleware',
]
`,
      'shop/urls.py': `from django.urls import path
from shop import views
urlpatterns = [path('orders', views.order), path('pay', views.pay)]
`,
      'shop/views.py': `from django.contrib.auth.decorators import login_required
from django.http import JsonResponse
from django.views.decorators.csrf import csrf_exempt


@login_required
def order(request):
    return JsonResponse({})


@csrf_exempt
@login_required
def pay(request):
    return JsonResponse({})
`,
    },
    expected: { 'ALL /orders': 'protected shop/settings.py:1 E4', 'ALL /pay': 'exempted shop/views.py:13 E0' },
  },
  {
    situation: 'Rails: by default, and where it is skipped',
    files: {
      'config/routes.rb': `Rails.application.routes.draw do
  resources :orders, only: %i[index create]
  resources :payments, only: %i[create]
end
`,
      'app/controllers/application_controller.rb': `class ApplicationController < ActionController::Base
  before_action :require_user

  def require_user
    redirect_to "/login" unless session[:user_id]
  end
end
`,
      'app/controllers/orders_controller.rb': `class OrdersController < ApplicationController
  def index; head :ok; end
  def create; head :created; end
end
`,
      'app/controllers/payments_controller.rb': `class PaymentsController < ApplicationController
  skip_forgery_protection
  def create; head :created; end
end
`,
    },
    expected: {
      'GET /orders': 'not-needed',
      'POST /orders': 'protected app/controllers/application_controller.rb:1 E4',
      'POST /payments': 'exempted app/controllers/payments_controller.rb:2 E0',
    },
  },
]);

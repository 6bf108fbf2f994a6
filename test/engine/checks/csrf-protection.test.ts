// Forged requests: which cookies sign callers in, and what keeps other sites from using them.

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';

const ID = 'csrf-protection';

async function outcome(files: Files): Promise<string[]> {
  const report = await analyze(files);
  const { verdict, level } = checkOf(report, ID);
  return [level === null ? verdict : `${verdict} ${level}`, ...placesOf(report, ID)];
}

/** A shop on FastAPI that sets a cookie and asks for it. */
function fastapi(samesite: string, more = '', read = 'request.cookies.get("session_id")'): Files {
  return {
    'app/main.py': `from fastapi import Depends, FastAPI, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from starlette.middleware.sessions import SessionMiddleware
from starlette_csrf import CSRFMiddleware

app = FastAPI()
${more}

def signed_in(request: Request):
    if not ${read}:
        raise HTTPException(401)


@app.post("/login")
def login(response: Response):
    response.set_cookie("session_id", make(), httponly=True${samesite})
    return {}


@app.post("/orders", dependencies=[Depends(signed_in)])
def order():
    return {}
`,
  };
}

/** The same on Express. */
function express(session: string, body = 'res.json({})', more = ''): Files {
  return {
    'package.json': '{ "dependencies": { "express": "5.0.0" } }',
    'src/server.js': `const express = require('express');
const session = require('express-session');
const cookieSession = require('cookie-session');
const csurf = require('csurf');
const lusca = require('lusca');
const app = express();
${session}
${more}
app.post('/orders', (req, res) => {
  if (!req.session.user) return res.sendStatus(401);
  res.json({});
});
app.post('/login', (req, res) => {
  ${body};
});
app.listen(3000);
`,
  };
}

const CUSTOM_HEADER = `@app.middleware("http")
async def same_site_only(request, call_next):
    if request.method in ("POST", "PUT", "DELETE") and not request.headers.get("x-shop-client"):
        return JSONResponse(status_code=403, content={})
    return await call_next(request)
`;

describe('csrf-protection', () => {
  describe('cookies that handlers set', () => {
    it('holds where SameSite is Lax or Strict, or left to Starlette', async () => {
      assert.deepEqual(await outcome(fastapi(', samesite="strict"')), ['pass E3']);
      assert.deepEqual(await outcome(fastapi('')), ['pass E3']);
    });

    it('does not hold where it is None or switched off', async () => {
      assert.deepEqual(await outcome(fastapi(', samesite="none", secure=True')), [
        'fail E0',
        'app/main.py:16 cookie-for-every-site',
      ]);
      assert.deepEqual(await outcome(fastapi(', samesite=None')), [
        'fail E0',
        'app/main.py:16 cookie-without-samesite',
      ]);
    });

    it('follows constants, and says unknown where a setting decides', async () => {
      assert.deepEqual(await outcome(fastapi(', samesite=SITE', 'SITE = "none"')), [
        'fail E0',
        'app/main.py:16 cookie-for-every-site',
      ]);
      assert.deepEqual(await outcome(fastapi(', samesite=os.environ["SITE"]', 'import os')), ['unknown']);
    });

    it('knows the cookies of Express and their options', async () => {
      const read = (options: string): Files => ({
        'src/server.js': `const express = require('express');
const app = express();
const shared = { httpOnly: true, sameSite: 'lax' };
const bare = { httpOnly: true };
app.post('/orders', (req, res) => {
  if (!req.cookies.token) return res.sendStatus(401);
  res.json({});
});
app.post('/login', (req, res) => {
  res.cookie('token', sign(req.body), ${options});
  res.json({});
});
app.listen(3000);
`,
      });
      const open = ['fail E0', 'src/server.js:10 cookie-without-samesite'];
      assert.deepEqual(await outcome(read("{ sameSite: 'lax' }")), ['pass E3']);
      assert.deepEqual(await outcome(read('{ sameSite: true }')), ['pass E3']);
      assert.deepEqual(await outcome(read('shared')), ['pass E3']);
      assert.deepEqual(await outcome(read('{ ...shared, secure: true }')), ['pass E3']);
      assert.deepEqual(await outcome(read('{ httpOnly: true }')), open);
      assert.deepEqual(await outcome(read('bare')), open);
      assert.deepEqual(await outcome(read('{ sameSite: false }')), open);
      assert.deepEqual(await outcome(read("{ sameSite: live ? 'none' : 'lax' }")), [
        'fail E0',
        'src/server.js:10 cookie-for-every-site',
      ]);
      assert.deepEqual(await outcome(read('optionsFor(req)')), ['unknown']);
    });

    it('says unknown where nothing asks for a cookie without SameSite', async () => {
      assert.deepEqual(await outcome(fastapi(', samesite=None', '', 'request.headers.get("authorization")')), [
        'unknown',
      ]);
    });
  });

  describe('session middleware', () => {
    it('knows that Starlette keeps its session from other sites unless told otherwise', async () => {
      const read = 'request.session.get("user")';
      const none = 'app.add_middleware(SessionMiddleware, secret_key=KEY, same_site="none")';
      assert.deepEqual(await outcome(fastapi('', 'app.add_middleware(SessionMiddleware, secret_key=KEY)', read)), [
        'pass E3',
      ]);
      assert.deepEqual(await outcome(fastapi('', none, read)), ['fail E0', 'app/main.py:7 cookie-for-every-site']);
    });

    it('knows that express-session and cookie-session say nothing by themselves', async () => {
      const open = ['fail E0', 'src/server.js:7 cookie-without-samesite'];
      assert.deepEqual(await outcome(express('app.use(session({ secret }));')), open);
      assert.deepEqual(await outcome(express("app.use(session({ secret, cookie: { sameSite: 'lax' } }));")), [
        'pass E3',
      ]);
      assert.deepEqual(await outcome(express('app.use(cookieSession({ keys }));')), open);
      assert.deepEqual(await outcome(express("app.use(cookieSession({ keys, sameSite: 'strict' }));")), ['pass E3']);
    });
  });

  describe('what refuses forged requests', () => {
    const bare = ', samesite="none"';

    it('holds with a package that checks a token', async () => {
      assert.deepEqual(await outcome(fastapi(bare, 'app.add_middleware(CSRFMiddleware, secret="")')), ['pass E4']);
      const sessions = 'app.use(session({ secret }));';
      assert.deepEqual(await outcome(express(sessions, 'res.json({})', 'app.use(csurf());')), ['pass E4']);
      assert.deepEqual(await outcome(express(sessions, 'res.json({})', 'app.use(lusca({ csrf: true }));')), [
        'pass E4',
      ]);
    });

    it('is not fooled by what is imported, registered behind the routes, or switched off', async () => {
      const open = ['fail E0', 'src/server.js:7 cookie-without-samesite'];
      const sessions = 'app.use(session({ secret }));';
      assert.deepEqual(await outcome(express(sessions, 'res.json({})', 'const check = csurf();')), open);
      assert.deepEqual(await outcome(express(sessions, 'res.json({})', 'app.use(lusca({ xframe: true }));')), open);
      assert.deepEqual(
        await outcome(express(sessions, 'res.json({}) }); app.use(csurf()); app.get("/x", (req, res) => { res.end()')),
        open,
      );
    });

    it('knows a middleware of one that refuses writes without a header that forms cannot send', async () => {
      assert.deepEqual(await outcome(fastapi(bare, CUSTOM_HEADER)), ['pass E3']);
      assert.deepEqual(await outcome(fastapi(bare, CUSTOM_HEADER.replace('x-shop-client', 'x-csrf-token'))), [
        'pass E4',
      ]);
    });

    it('does not take a middleware that only looks for one', async () => {
      const open = ['fail E0', 'app/main.py:21 cookie-for-every-site'];
      const only = CUSTOM_HEADER.replace('return JSONResponse(status_code=403, content={})', 'print("forged")');
      assert.deepEqual(await outcome(fastapi(bare, only)), open);
      assert.deepEqual(await outcome(fastapi(bare, CUSTOM_HEADER.replace('x-shop-client', 'user-agent'))), open);
    });

    it('sees the write that asks for no token where others do', async () => {
      const some = express('app.use(session({ secret }));', 'res.json({})', "app.use('/login', csurf());");
      assert.deepEqual(await outcome(some), ['fail E0', 'src/server.js:7 cookie-without-samesite']);
    });
  });

  describe('frameworks that keep sessions themselves', () => {
    const flask = (lines: string): Files => ({
      'app.py': `from flask import Flask, abort, session
from flask_wtf.csrf import CSRFProtect

app = Flask(__name__)
${lines}

@app.post("/orders")
def order():
    if not session.get("user_id"):
        abort(401)
    return {}
`,
    });

    it('knows that Flask says nothing of SameSite by itself', async () => {
      assert.deepEqual(await outcome(flask('')), ['fail E0', 'app.py:4 cookie-without-samesite']);
      assert.deepEqual(await outcome(flask('app.config["SESSION_COOKIE_SAMESITE"] = "Lax"')), ['pass E3']);
      assert.deepEqual(await outcome(flask('app.config.update(SESSION_COOKIE_SAMESITE="None")')), [
        'fail E0',
        'app.py:5 cookie-for-every-site',
      ]);
    });

    it('knows that CSRFProtect protects what it is given', async () => {
      assert.deepEqual(await outcome(flask('CSRFProtect(app)')), ['pass E4']);
      assert.deepEqual(await outcome(flask('csrf = CSRFProtect()\ncsrf.init_app(app)')), ['pass E4']);
      assert.deepEqual(await outcome(flask('csrf = CSRFProtect()')), ['fail E0', 'app.py:4 cookie-without-samesite']);
    });

    it('sees a write that is taken out of the check, unless it is a webhook', async () => {
      const exempt = (view: string): Files =>
        flask(`csrf = CSRFProtect(app)

@app.post("/pay")
@csrf.exempt
def pay():
    ${view}
    return {}
`);
      assert.deepEqual(await outcome(exempt('verify(session["user_id"])')), ['fail E3', 'app.py:7 check-switched-off']);
      assert.deepEqual(await outcome(exempt('verify("signature")')), ['pass E4']);
    });

    const django = (middleware: string[], more = ''): Files => ({
      'shop/settings.py': `ROOT_URLCONF = "shop.urls"
MIDDLEWARE = [${middleware.map((one) => `"django.${one}"`).join(', ')}]
${more}`,
      'shop/urls.py': `from django.urls import path
from shop import views

urlpatterns = [path("orders", views.order)]
`,
      'shop/views.py': `from django.contrib.auth.decorators import login_required
from django.http import JsonResponse


@login_required
def order(request):
    return JsonResponse({})
`,
    });
    const sessions = [
      'contrib.sessions.middleware.SessionMiddleware',
      'contrib.auth.middleware.AuthenticationMiddleware',
    ];

    it('knows the middleware and the default of Django', async () => {
      assert.deepEqual(await outcome(django([...sessions, 'middleware.csrf.CsrfViewMiddleware'])), ['pass E4']);
      assert.deepEqual(await outcome(django(sessions)), ['pass E3']);
      assert.deepEqual(await outcome(django(sessions, 'SESSION_COOKIE_SAMESITE = "None"\n')), [
        'fail E0',
        'shop/settings.py:3 cookie-for-every-site',
      ]);
    });

    it('reads the cookies of Hono, Next and Fastify', async () => {
      const hono = (more: string, options: string): Files => ({
        'src/index.ts': `import { Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { csrf } from 'hono/csrf';
const app = new Hono();
${more}
app.post('/login', (c) => {
  setCookie(c, 'session', make()${options});
  return c.json({});
});
app.post('/orders', (c) => {
  if (!getCookie(c, 'session')) return c.json({}, 401);
  return c.json({});
});
export default app;
`,
      });
      assert.deepEqual(await outcome(hono('', '')), ['fail E0', 'src/index.ts:7 cookie-without-samesite']);
      assert.deepEqual(await outcome(hono('', ", { sameSite: 'Lax' }")), ['pass E3']);
      assert.deepEqual(await outcome(hono('app.use(csrf());', '')), ['pass E3']);
      const next = (options: string): Files => ({
        'package.json': '{ "dependencies": { "next": "15.0.0" } }',
        'app/api/login/route.ts': `import { cookies } from 'next/headers';
export async function POST(request: Request) {
  const store = await cookies();
  store.set('session', make()${options});
  return Response.json({});
}
`,
        'app/api/orders/route.ts': `import { cookies } from 'next/headers';
export async function POST() {
  const store = await cookies();
  if (!store.get('session')) return Response.json({}, { status: 401 });
  return Response.json({});
}
`,
      });
      assert.deepEqual(await outcome(next(', { httpOnly: true }')), [
        'fail E0',
        'app/api/login/route.ts:4 cookie-without-samesite',
      ]);
      assert.deepEqual(await outcome(next(", { httpOnly: true, sameSite: 'lax' }")), ['pass E3']);
      const fastify = (options: string): Files => ({
        'server.js': `const app = require('fastify')();
app.post('/login', async (request, reply) => {
  reply.setCookie('session', make(), ${options});
  return {};
});
app.post('/orders', async (request, reply) => {
  if (!request.cookies.session) return reply.code(401).send();
  return {};
});
app.listen({ port: 3000 });
`,
      });
      assert.deepEqual(await outcome(fastify('{ httpOnly: true }')), [
        'fail E0',
        'server.js:3 cookie-without-samesite',
      ]);
      assert.deepEqual(await outcome(fastify("{ sameSite: 'strict' }")), ['pass E3']);
    });

    it('says unknown of languages in which it reads no sessions', async () => {
      const main = `package main

import "github.com/gin-gonic/gin"

func main() {
	r := gin.Default()
	r.POST("/orders", func(c *gin.Context) { c.JSON(200, nil) })
	r.Run()
}
`;
      assert.deepEqual(await outcome({ 'main.go': main, 'go.mod': 'module shop\n' }), ['unknown']);
    });
  });

  it('says unknown where a cookie is asked for that something else sets', async () => {
    const reads = fastapi('')['app/main.py'] as string;
    assert.deepEqual(await outcome({ 'app/main.py': reads.replace(/ {4}response\.set_cookie.*\n/, '') }), ['unknown']);
  });

  it('does not apply where no cookie signs anybody in', async () => {
    const bearer = fastapi('', '', 'request.headers.get("authorization")')['app/main.py'] as string;
    const plain = bearer.replace(/ {4}response\.set_cookie.*\n/, '');
    assert.deepEqual(await outcome({ 'app/main.py': plain }), ['not-applicable']);
    const theme = bearer.replace('"session_id", make()', '"theme", "dark", samesite=None');
    assert.deepEqual(await outcome({ 'app/main.py': theme }), ['not-applicable']);
    assert.deepEqual(await outcome({ 'README.md': '# Shop\n' }), ['not-applicable']);
  });
});

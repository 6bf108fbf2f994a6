// Pages of which origins may read what a route answers, and what says so.

import assert from 'node:assert/strict';

import { analyze, type Files } from '../../support/analyze';
import { describeRouteFacts } from '../../support/route-facts';

function express(lines: string): Files {
  return {
    'package.json': '{ "dependencies": { "express": "5.0.0", "cors": "2.8.5" } }',
    'server.js': `const express = require('express');
const cors = require('cors');
const app = express();
${lines}
app.listen(3000);
`,
  };
}

function fastapi(lines: string, more: Files = {}): Files {
  return {
    'main.py': `import os
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.middleware import Middleware
app = FastAPI()
${lines}
`,
    ...more,
  };
}

const BOOKS = `@app.get("/books")
def books(): return []
`;

describeRouteFacts('CORS of routes: Express', 'cors', [
  {
    situation: 'tells by order, router and route',
    files: express(`app.get('/before', (req, res) => res.json([]));
app.use(cors({ origin: ['https://a.example', 'https://b.example'], credentials: true }));
app.get('/books', (req, res) => res.json([]));
app.get('/prices', cors(), (req, res) => res.json([]));
const admin = express.Router();
admin.get('/users', (req, res) => res.json([]));
app.use('/admin', cors({ origin: true, credentials: true }), admin);`),
    expected: {
      'GET /before': 'none',
      'GET /books': 'listed (https://a.example, https://b.example) server.js:5 E4',
      'GET /prices': 'any server.js:7 E4',
      'GET /admin/users': 'any-with-credentials server.js:10 E4',
    },
  },
  {
    situation: 'a star is no invitation to send cookies, whatever is said of them',
    files: express(`app.use(cors({ origin: '*', credentials: true }));
app.get('/books', (req, res) => res.json([]));`),
    expected: { 'GET /books': 'any server.js:4 E4' },
  },
  {
    situation: 'a header that the handler sets, alone or from a constant',
    files: express(`const headers = { 'Access-Control-Allow-Origin': 'https://a.example' };
app.get('/a', (req, res) => { res.setHeader('Access-Control-Allow-Origin', '*'); res.json([]); });
app.get('/b', (req, res) => { res.set({ ...headers }); res.json([]); });
app.get('/c', (req, res) => {
  res.header('Access-Control-Allow-Origin', req.headers.origin);
  res.header('Access-Control-Allow-Credentials', 'true');
  res.json([]);
});
app.get('/d', (req, res) => res.json([]));`),
    expected: {
      'GET /a': 'any server.js:5 E4',
      'GET /b': 'listed (https://a.example) server.js:6 E4',
      'GET /c': 'any-with-credentials server.js:7 E4',
      'GET /d': 'none',
    },
  },
  {
    situation: 'expressions: one for everything, one for some',
    files: express(`app.use('/a', cors({ origin: /.*/ }));
app.use('/b', cors({ origin: /\\.shop\\.example$/ }));
app.get('/a/x', (req, res) => res.json([]));
app.get('/b/x', (req, res) => res.json([]));`),
    expected: { 'GET /a/x': 'any server.js:4 E4', 'GET /b/x': 'listed (/\\.shop\\.example$/) server.js:5 E4' },
  },
  {
    situation: 'a middleware of that name that cannot be followed',
    files: express(`const { corsFor } = require('@shop/unseen');
app.use(corsFor('shop'));
app.get('/books', (req, res) => res.json([]));`),
    expected: { 'GET /books': 'unknown' },
  },
]);

describeRouteFacts('CORS of routes: FastAPI and Starlette', 'cors', [
  {
    situation: 'covers what was declared before, and mounted applications',
    files: fastapi(`sub = FastAPI()
@sub.get("/s")
def s(): return 1
${BOOKS}
app.mount("/sub", sub)
app.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True)`),
    expected: {
      'GET /books': 'any-with-credentials main.py:13 E4',
      'GET /sub/s': 'any-with-credentials main.py:13 E4',
    },
  },
  {
    situation: 'of a mounted application alone',
    files: fastapi(`sub = FastAPI()
@sub.get("/s")
def s(): return 1
${BOOKS}
sub.add_middleware(CORSMiddleware, allow_origins=["https://a.example"])
app.mount("/sub", sub)`),
    expected: { 'GET /books': 'none', 'GET /sub/s': 'listed (https://a.example) main.py:12 E4' },
  },
  {
    situation: 'around the application, and in its list of middleware',
    files: {
      ...fastapi(`${BOOKS}
app = CORSMiddleware(app, allow_origins=["https://a.example"])`),
      'other.py': `from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route
def other(request): return 1
app = Starlette(routes=[Route("/other", other)], middleware=[Middleware(CORSMiddleware, allow_origins=["*"])])
`,
    },
    expected: {
      'GET /books': 'listed (https://a.example) main.py:9 E4',
      'GET /other': 'any other.py:6 E4',
    },
  },
  {
    situation: 'as long as a setting has it so',
    files:
      fastapi(`app.add_middleware(CORSMiddleware, allow_origins=os.getenv("ORIGINS", "https://a.example").split(","))
${BOOKS}`),
    expected: { 'GET /books': 'listed (https://a.example) main.py:6 E3' },
  },
  {
    situation: 'a manifest that opens what the code keeps closed',
    files: fastapi(
      `app.add_middleware(CORSMiddleware, allow_origins=os.getenv("CORS_ORIGINS", "https://a.example").split(","))
${BOOKS}`,
      { 'compose.yaml': 'services: { api: { environment: { CORS_ORIGINS: "*" } } }\n' },
    ),
    expected: { 'GET /books': 'any (https://a.example) compose.yaml:1 E3' },
  },
  {
    situation: 'a setting without a default',
    files: fastapi(`app.add_middleware(CORSMiddleware, allow_origins=os.environ["ORIGINS"].split(","))
${BOOKS}`),
    expected: { 'GET /books': 'unknown' },
  },
]);

describeRouteFacts('CORS of routes: middleware of other frameworks', 'cors', [
  {
    situation: 'Hono by path',
    files: {
      'package.json': '{ "dependencies": { "hono": "4.0.0" } }',
      'index.ts': `import { Hono } from 'hono';
import { cors } from 'hono/cors';
const app = new Hono();
app.use('/api/*', cors({ origin: 'https://a.example' }));
app.get('/api/books', (c) => c.json([]));
app.get('/books', (c) => c.json([]));
export default app;
`,
    },
    expected: { 'GET /api/books': 'listed (https://a.example) index.ts:4 E4', 'GET /books': 'none' },
  },
  {
    situation: 'Koa',
    files: {
      'package.json': '{ "dependencies": { "koa": "2.0.0" } }',
      'server.js': `const Koa = require('koa');
const cors = require('@koa/cors');
const Router = require('@koa/router');
const app = new Koa();
const router = new Router();
app.use(cors());
router.get('/books', (ctx) => { ctx.body = []; });
app.use(router.routes());
app.listen(3000);
`,
    },
    expected: { 'GET /books': 'any server.js:6 E4' },
  },
  {
    situation: 'Django by its settings',
    files: {
      'manage.py': '',
      'shop/settings.py': `ROOT_URLCONF = 'shop.urls'
MIDDLEWARE = ['corsheaders.middleware.CorsMiddleware']
CORS_ALLOWED_ORIGINS = ['https://a.example']
CORS_ALLOW_CREDENTIALS = True
`,
      'shop/urls.py': `from django.urls import path
from shop import views
urlpatterns = [path('books', views.books)]
`,
      'shop/views.py': 'def books(request): return None\n',
    },
    expected: { 'ALL /books': 'listed (https://a.example) shop/settings.py:1 E4' },
  },
  {
    situation: 'gin: a configuration that is filled line by line, and one of a group',
    files: {
      'go.mod': 'module shop\n\nrequire github.com/gin-gonic/gin v1.10.0\n',
      'main.go': `package main

import (
	"github.com/gin-contrib/cors"
	"github.com/gin-gonic/gin"
)

func main() {
	r := gin.Default()
	config := cors.DefaultConfig()
	config.AllowOrigins = []string{"https://a.example"}
	r.Use(cors.New(config))
	r.GET("/books", func(c *gin.Context) { c.JSON(200, nil) })
	g := r.Group("/open")
	g.Use(cors.New(cors.Config{AllowAllOrigins: true}))
	g.GET("/prices", func(c *gin.Context) { c.JSON(200, nil) })
	r.Run()
}
`,
    },
    expected: {
      'GET /books': 'listed (https://a.example) main.go:12 E4',
      'GET /open/prices': 'any main.go:15 E4',
    },
  },
  {
    situation: 'a framework of which it is not read',
    files: {
      'app.py': `from sanic import Sanic, json
app = Sanic("shop")
@app.get("/books")
async def books(request): return json([])
`,
    },
    expected: { 'GET /books': 'unknown' },
  },
]);

describe('CORS of routes: where it does not arise', () => {
  it('says nothing of websockets and of what nothing mounts', async () => {
    const { routes } = await analyze(
      fastapi(`from fastapi import APIRouter
app.add_middleware(CORSMiddleware, allow_origins=["*"])
router = APIRouter()
@router.get("/lost")
def lost(): return 1
@app.websocket("/live")
async def live(socket): await socket.accept()
`),
    );
    assert.deepEqual(
      routes.map(({ path, cors }) => [path, cors]),
      [
        ['/lost', null],
        ['/live', null],
      ],
    );
  });
});

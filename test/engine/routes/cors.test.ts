// Pages of which origins may read what a route answers, and what says so.

import assert from 'node:assert/strict';

import { writtenRoutes, type Files } from '../../support/analyze';
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
    situation: 'Fastify: plugins of the application and of a plugin',
    files: {
      'package.json': '{ "dependencies": { "fastify": "5.0.0" } }',
      'server.js': `import Fastify from 'fastify';
import cors from '@fastify/cors';
const app = Fastify();
app.get('/books', async () => []);
await app.register(cors, { origin: ['https://a.example'], credentials: true });
app.register(async (part) => {
  part.register(import('@fastify/cors'), { origin: true, credentials: true });
  part.get('/all', async () => []);
}, { prefix: '/part' });
app.listen({ port: 3000 });
`,
    },
    expected: {
      'GET /books': 'listed (https://a.example) server.js:5 E4',
      'GET /part/all': 'any-with-credentials server.js:7 E4',
    },
  },
  {
    situation: 'NestJS where it makes the application, or later',
    files: {
      'package.json': '{ "dependencies": { "@nestjs/core": "10.0.0", "@nestjs/common": "10.0.0" } }',
      'src/main.ts': `import { NestFactory } from '@nestjs/core';
import { AppModule } from './app.module';
async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  app.enableCors({ origin: 'https://a.example' });
  await app.listen(3000);
}
bootstrap();
`,
      'src/app.module.ts': `import { Controller, Get, Module } from '@nestjs/common';
@Controller('books') class Books { @Get() list() { return []; } }
@Module({ controllers: [Books] }) export class AppModule {}
`,
      'admin/main.ts': `import { NestFactory } from '@nestjs/core';
import { AdminModule } from './admin.module';
NestFactory.create(AdminModule, { cors: true }).then((app) => app.listen(3001));
`,
      'admin/admin.module.ts': `import { Controller, Get, Module } from '@nestjs/common';
@Controller('users') class Users { @Get() list() { return []; } }
@Module({ controllers: [Users] }) export class AdminModule {}
`,
    },
    expected: { 'GET /books': 'listed (https://a.example) src/main.ts:5 E4', 'GET /users': 'any admin/main.ts:3 E4' },
  },
  {
    situation: 'Flask: by path, by route, by an extension of its own file',
    files: {
      'app.py': `from flask import Flask, jsonify
from flask_cors import CORS, cross_origin
app = Flask(__name__)
CORS(app, resources={r"/api/*": {"origins": "https://a.example"}, r"/any/.*": {}}, supports_credentials=True)
@app.get("/api/books")
def books(): return jsonify([])
@app.get("/any/books")
def anything(): return jsonify([])
@app.get("/books")
def plain(): return jsonify([])
@app.get("/prices")
@cross_origin()
def prices(): return jsonify([])
`,
      'shop/ext.py': 'from flask_cors import CORS\ncors = CORS()\n',
      'shop/main.py': `from flask import Flask
from shop.ext import cors
def create():
    app = Flask(__name__)
    cors.init_app(app, origins=["https://b.example"])
    @app.get("/late")
    def late(): return {}
    return app
`,
    },
    expected: {
      'GET /api/books': 'listed (https://a.example) app.py:4 E4',
      'GET /any/books': 'any-with-credentials app.py:4 E4',
      'GET /books': 'none',
      'GET /prices': 'any app.py:12 E4',
      'GET /late': 'listed (https://b.example) shop/main.py:5 E4',
    },
  },
  {
    situation: 'Litestar, Elysia and hapi',
    files: {
      'package.json': '{ "dependencies": { "elysia": "1.0.0", "@hapi/hapi": "21.0.0" } }',
      'app.py': `from litestar import Litestar, get
from litestar.config.cors import CORSConfig
@get("/python")
async def python() -> str: return ""
app = Litestar([python], cors_config=CORSConfig(allow_origins=["https://a.example"]))
`,
      'plugged.py': `from litestar import Litestar, get
from litestar.config.cors import CORSConfig
@get("/plugged")
async def plugged() -> str: return ""
class Core:
    def on_app_init(self, config):
        config.cors_config = CORSConfig(allow_origins=["*"])
        config.route_handlers.append(plugged)
        return config
app = Litestar(plugins=[Core()])
`,
      'chosen.py': `from litestar import Litestar, get
from settings import origins
@get("/chosen")
async def chosen() -> str: return ""
class Core:
    def on_app_init(self, config):
        config.cors_config = origins()
        config.route_handlers.append(chosen)
        return config
app = Litestar(plugins=[Core()])
`,
      'elysia.ts': `import { Elysia } from 'elysia';
import { cors } from '@elysiajs/cors';
new Elysia().use(cors()).get('/elysia', () => 1).listen(3000);
`,
      'hapi.js': `const Hapi = require('@hapi/hapi');
const server = Hapi.server({ port: 3000, routes: { cors: true } });
server.route({ method: 'GET', path: '/hapi', handler: () => 1 });
server.route({ method: 'GET', path: '/own', options: { cors: { origin: ['https://a.example'] } }, handler: () => 1 });
server.start();
`,
    },
    expected: {
      'GET /python': 'listed (https://a.example) app.py:5 E4',
      'GET /plugged': 'any plugged.py:10 E4',
      'GET /chosen': 'unknown',
      'GET /elysia': 'any-with-credentials elysia.ts:3 E4',
      'GET /hapi': 'any hapi.js:2 E4',
      'GET /own': 'listed (https://a.example) hapi.js:4 E4',
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

describeRouteFacts('CORS of routes: configuration', 'cors', [
  {
    situation: 'Next.js by path, and a handler of its own',
    files: {
      'package.json': '{ "dependencies": { "next": "15.2.4" } }',
      'next.config.js': `module.exports = {
  async headers() {
    return [
      { source: '/api/open/:path*', headers: [{ key: 'Access-Control-Allow-Origin', value: '*' }] },
      {
        source: '/api/shop/(.*)',
        headers: [
          { key: 'Access-Control-Allow-Credentials', value: 'true' },
          { key: 'Access-Control-Allow-Origin', value: 'https://a.example' },
        ],
      },
    ];
  },
};
`,
      'app/api/open/route.ts': 'export async function GET() { return Response.json([]); }\n',
      'app/api/shop/orders/route.ts': 'export async function GET() { return Response.json([]); }\n',
      'app/api/plain/route.ts': 'export async function GET() { return Response.json([]); }\n',
      'app/api/own/route.ts': `const cors = { 'Access-Control-Allow-Origin': '*' };
export async function GET() { return new Response('[]', { headers: cors }); }
`,
    },
    expected: {
      'GET /api/open': 'any next.config.js:4 E4',
      'GET /api/shop/orders': 'listed (https://a.example) next.config.js:6 E4',
      'GET /api/plain': 'none',
      'GET /api/own': 'any app/api/own/route.ts:2 E4',
    },
  },
  {
    situation: 'Laravel by its file',
    files: {
      'routes/api.php': "<?php\nuse Illuminate\\Support\\Facades\\Route;\nRoute::get('/books', fn () => []);\n",
      'routes/web.php': "<?php\nuse Illuminate\\Support\\Facades\\Route;\nRoute::get('/shop', fn () => []);\n",
      'config/cors.php': `<?php
return [
    'paths' => ['api/*'],
    'allowed_methods' => ['*'],
    'allowed_origins' => ['*'],
    'supports_credentials' => true,
];
`,
    },
    expected: { 'GET /api/books': 'any-with-credentials config/cors.php:5 E4', 'GET /shop': 'none' },
  },
  {
    situation: 'Laravel without the file',
    files: {
      'routes/api.php': "<?php\nuse Illuminate\\Support\\Facades\\Route;\nRoute::get('/books', fn () => []);\n",
    },
    expected: { 'GET /api/books': 'unknown' },
  },
  {
    situation: 'Rails with rack-cors',
    files: {
      'config/routes.rb':
        'Rails.application.routes.draw do\n  get "/api/books", to: "books#index"\n  get "/shop", to: "books#index"\nend\n',
      'config/initializers/cors.rb': `Rails.application.config.middleware.insert_before 0, Rack::Cors do
  allow do
    origins 'https://a.example', 'https://b.example'
    resource '/api/*', headers: :any, methods: [:get], credentials: true
  end
end
`,
      'app/controllers/books_controller.rb':
        'class BooksController < ActionController::Base\n  def index; head :ok; end\nend\n',
    },
    expected: {
      'GET /api/books': 'listed (https://a.example, https://b.example) config/initializers/cors.rb:2 E4',
      'GET /shop': 'none',
    },
  },
  {
    situation: 'Spring: a registry, a class, a handler',
    files: {
      'pom.xml': '<project><artifactId>shop</artifactId></project>',
      'src/main/java/shop/Shop.java': `package shop;
import org.springframework.boot.autoconfigure.SpringBootApplication;
@SpringBootApplication
public class Shop {}
`,
      'src/main/java/shop/Web.java': `package shop;
import org.springframework.web.servlet.config.annotation.*;
public class Web implements WebMvcConfigurer {
  @Override
  public void addCorsMappings(CorsRegistry registry) {
    registry.addMapping("/api/**").allowedOrigins("https://a.example").allowCredentials(true);
  }
}
`,
      'src/main/java/shop/Books.java': `package shop;
import org.springframework.web.bind.annotation.*;
@RestController
public class Books {
  @GetMapping("/api/books")
  public void books() {}

  @CrossOrigin
  @GetMapping("/prices")
  public void prices() {}

  @GetMapping("/stock")
  public void stock() {}
}
`,
      'src/main/java/shop/Partners.java': `package shop;
import org.springframework.web.bind.annotation.*;
@CrossOrigin(origins = {"https://p.example"}, methods = {RequestMethod.GET})
@RestController
public class Partners {
  @GetMapping("/partners")
  public void partners() {}
}
`,
    },
    expected: {
      'GET /api/books': 'listed (https://a.example) src/main/java/shop/Web.java:6 E4',
      'GET /prices': 'any src/main/java/shop/Books.java:8 E4',
      'GET /stock': 'none',
      'GET /partners': 'listed (https://p.example) src/main/java/shop/Partners.java:3 E4',
    },
  },
  {
    situation: 'ASP.NET Core by a policy of a name',
    files: {
      'Shop.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web"></Project>',
      'Program.cs': `var builder = WebApplication.CreateBuilder(args);
builder.Services.AddCors(options =>
{
    options.AddPolicy("shop", policy => policy.WithOrigins("https://a.example").AllowCredentials());
    options.AddPolicy("open", policy => policy.AllowAnyOrigin());
});
var app = builder.Build();
app.UseCors("shop");
app.MapGet("/books", () => "books");
app.Run();
`,
    },
    expected: { 'GET /books': 'listed (https://a.example) Program.cs:8 E4' },
  },
]);

describe('CORS of routes: where it does not arise', () => {
  it('says nothing of websockets and of what nothing mounts', async () => {
    const routes = await writtenRoutes(
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

// Pages about the interface that frameworks serve by themselves: endpoints like the others, open on purpose, or as long as a setting has it so.

import assert from 'node:assert/strict';

import { analyze, openSession, placesOf, type Files } from '../../support/analyze';
import { describeEveryWay } from '../../support/way';

const FASTAPI = (app: string, more = ''): Files => ({
  'main.py': `import os
from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse
from config import settings

def deny():
    raise HTTPException(401)

${app}

@app.get("/x", dependencies=[Depends(deny)])
def x(): return 1
${more}
`,
  'config.py': 'class Settings:\n    debug: bool = False\n\nsettings = Settings()\n',
});

const PUBLIC = 'public-by-design';

describeEveryWay('documentation of FastAPI', [
  {
    situation: 'is open by default, whatever the dependencies of the application',
    files: FASTAPI('app = FastAPI(dependencies=[Depends(deny)])'),
    verdicts: { 'GET /x': 'protected', 'GET /docs': PUBLIC, 'GET /redoc': PUBLIC, 'GET /openapi.json': PUBLIC },
    reasons: { 'GET /docs': /open on purpose: the documentation of the API/ },
  },
  {
    situation: 'is elsewhere, or not at all',
    files: FASTAPI('app = FastAPI(docs_url="/help", redoc_url=None, openapi_url="/api.json")'),
    verdicts: { 'GET /x': 'protected', 'GET /help': PUBLIC, 'GET /api.json': PUBLIC },
  },
  {
    situation: 'is nowhere without its description',
    files: FASTAPI('app = FastAPI(openapi_url=None)'),
    verdicts: { 'GET /x': 'protected' },
  },
  {
    situation: 'is there as long as a setting has it so',
    files: FASTAPI(`DOCS = "/docs" if settings.debug else None
app = FastAPI(docs_url=DOCS, redoc_url=None if os.getenv("ENV") == "production" else "/redoc")`),
    verdicts: {
      'GET /x': 'protected',
      'GET /docs': 'conditional',
      'GET /redoc': 'conditional',
      'GET /openapi.json': PUBLIC,
    },
    reasons: { 'GET /docs': /the documentation of the API/ },
  },
  {
    situation: 'of a mounted application is below its path',
    files: FASTAPI('app = FastAPI(openapi_url=None)\nadmin = FastAPI(redoc_url=None)\napp.mount("/admin", admin)'),
    verdicts: { 'GET /x': 'protected', 'GET /admin/docs': PUBLIC, 'GET /admin/openapi.json': PUBLIC },
  },
  {
    situation: 'is behind a middleware that refuses',
    files: FASTAPI(
      'app = FastAPI(redoc_url=None, docs_url=None)',
      `@app.middleware("http")
async def key(request: Request, call_next):
    if request.headers.get("x-key") != os.environ["KEY"]:
        return JSONResponse(status_code=401, content={})
    return await call_next(request)
`,
    ),
    verdicts: { 'GET /x': 'protected', 'GET /openapi.json': 'protected' },
  },
]);

describeEveryWay('documentation of other frameworks', [
  {
    situation: 'NestJS: beside the global prefix and the guards, where the environment has it so',
    files: {
      'package.json': '{ "dependencies": { "@nestjs/core": "10.0.0", "@nestjs/common": "10.0.0" } }',
      'src/main.ts': `import { NestFactory } from '@nestjs/core';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { AppModule } from './app.module';
async function bootstrap() {
  const app = await NestFactory.create(AppModule);
  app.setGlobalPrefix('api');
  if (process.env.NODE_ENV !== 'production') {
    SwaggerModule.setup('docs', app, SwaggerModule.createDocument(app, new DocumentBuilder().build()));
  }
  await app.listen(3000);
}
bootstrap();
`,
      'src/app.module.ts': `import { Controller, Get, Module } from '@nestjs/common';
@Controller('books') class Books { @Get() list() { return []; } }
@Module({ controllers: [Books] }) export class AppModule {}
`,
    },
    verdicts: {
      'GET /api/books': 'unprotected',
      'GET /docs': 'conditional',
      'GET /docs-json': 'conditional',
      'GET /docs-yaml': 'conditional',
    },
  },
  {
    situation: 'Litestar, behind the guards of the application',
    files: {
      'app.py': `from litestar import Litestar, get
from litestar.exceptions import NotAuthorizedException
from litestar.openapi import OpenAPIConfig
def deny(connection, handler): raise NotAuthorizedException()
@get("/x")
async def x() -> str: return ""
app = Litestar([x], guards=[deny], openapi_config=OpenAPIConfig(title="Shop", version="1", path="/api-schema"))
`,
      'open.py': `from litestar import Litestar, get
@get("/y")
async def y() -> str: return ""
app = Litestar([y], openapi_config=None)
`,
    },
    verdicts: {
      'GET /x': 'protected',
      'GET /api-schema': 'protected',
      'GET /api-schema/openapi.json': 'protected',
      'GET /y': 'unprotected',
    },
  },
  {
    situation: 'Elysia and Hono',
    files: {
      'package.json': '{ "dependencies": { "elysia": "1.0.0", "hono": "4.0.0" } }',
      'elysia.ts': `import { Elysia } from 'elysia';
import { openapi } from '@elysiajs/openapi';
import { swagger } from '@elysiajs/swagger';
new Elysia().use(openapi()).use(swagger({ path: '/ref' })).get('/x', () => 1).listen(3000);
`,
      'hono.ts': `import { OpenAPIHono } from '@hono/zod-openapi';
import { swaggerUI } from '@hono/swagger-ui';
const app = new OpenAPIHono();
app.doc('/description', { openapi: '3.0.0' });
app.get('/pages', swaggerUI({ url: '/description' }));
app.get('/y', (c) => c.json({}));
export default app;
`,
    },
    verdicts: {
      'GET /x': 'unprotected',
      'GET /openapi': PUBLIC,
      'GET /openapi/json': PUBLIC,
      'GET /ref': PUBLIC,
      'GET /ref/json': PUBLIC,
      'GET /description': PUBLIC,
      'GET /pages': PUBLIC,
      'GET /y': 'unprotected',
    },
  },
  {
    situation: 'Flask-RESTX and Flasgger',
    files: {
      'restx.py': `from flask import Flask
from flask_restx import Api, Resource
app = Flask(__name__)
api = Api(app, doc="/help")
@api.route("/x")
class X(Resource):
    def get(self): return 1
`,
      'quiet.py': `from flask import Flask
from flask_restx import Api, Resource
app = Flask(__name__)
api = Api(app, doc=False)
@api.route("/y")
class Y(Resource):
    def get(self): return 1
`,
      'gasger.py': `from flask import Flask
from flasgger import Swagger
app = Flask(__name__)
swagger = Swagger(app)
@app.get("/z")
def z(): return 1
`,
    },
    verdicts: {
      'GET /x': 'unprotected',
      'GET /help': PUBLIC,
      'GET /swagger.json': PUBLIC,
      'GET /y': 'unprotected',
      'GET /z': 'unprotected',
      'GET /apidocs/': PUBLIC,
      'GET /apispec_1.json': PUBLIC,
    },
  },
  {
    situation: 'springdoc behind the filter chain',
    files: {
      'pom.xml':
        '<project><artifactId>shop</artifactId><dependencies><dependency><groupId>org.springdoc</groupId><artifactId>springdoc-openapi-starter-webmvc-ui</artifactId></dependency><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-security</artifactId></dependency></dependencies></project>',
      'src/main/java/shop/Shop.java': `package shop;
import org.springframework.boot.autoconfigure.SpringBootApplication;
@SpringBootApplication
public class Shop {}
`,
    },
    verdicts: {
      'GET /v3/api-docs': 'protected',
      'GET /swagger-ui/index.html': 'protected',
    },
  },
  {
    situation: 'springdoc without its page',
    files: {
      'pom.xml':
        '<project><artifactId>open</artifactId><dependencies><dependency><groupId>org.springdoc</groupId><artifactId>springdoc-openapi-starter-webmvc-ui</artifactId></dependency></dependencies></project>',
      'src/main/resources/application.properties': 'springdoc.swagger-ui.enabled=false\n',
      'src/main/java/open/Open.java': `package open;
import org.springframework.boot.autoconfigure.SpringBootApplication;
@SpringBootApplication
public class Open {}
`,
    },
    verdicts: { 'GET /v3/api-docs': PUBLIC },
  },
  {
    situation: 'ASP.NET Core, in development only, and behind a policy',
    files: {
      'Shop.csproj': '<Project Sdk="Microsoft.NET.Sdk.Web"></Project>',
      'Program.cs': `var builder = WebApplication.CreateBuilder(args);
builder.Services.AddOpenApi();
var app = builder.Build();
app.MapOpenApi().RequireAuthorization();
if (app.Environment.IsDevelopment())
{
    app.UseSwagger();
    app.UseSwaggerUI(options => { options.RoutePrefix = "help"; });
}
app.MapGet("/x", () => "x");
app.Run();
`,
    },
    verdicts: {
      'GET /openapi/{documentName}.json': 'protected',
      'GET /swagger/{documentName}/swagger.json': 'conditional',
      'GET /help': 'conditional',
      'GET /x': 'unprotected',
    },
  },
]);

describe('documentation that frameworks serve', () => {
  it('raises no finding and is no share of any count', async () => {
    const report = await analyze(FASTAPI('app = FastAPI()'));
    for (const check of ['route-unprotected', 'auth-guard-ineffective', 'debug-endpoint-exposed'])
      assert.deepEqual(placesOf(report, check), []);
  });

  it('moves with its application while somebody types in front of it', async () => {
    const applications: [path: string, files: Files][] = [
      ['main.py', FASTAPI('app = FastAPI()')],
      [
        'src/main/java/shop/Shop.java',
        {
          'pom.xml':
            '<project><artifactId>shop</artifactId><dependencies><dependency><groupId>org.springdoc</groupId><artifactId>springdoc-openapi-starter-webmvc-ui</artifactId></dependency></dependencies></project>',
          'src/main/java/shop/Shop.java':
            'package shop;\nimport org.springframework.boot.autoconfigure.SpringBootApplication;\n@SpringBootApplication\npublic class Shop {}\n',
        },
      ],
    ];
    for (const [path, files] of applications) {
      const moved = { ...files, [path]: (files[path] ?? '').replace('\n', '\n\n\n') };
      const { session, host } = await openSession(files);
      Object.assign(host.files, moved);
      await session.update([{ path }]);
      assert.deepEqual(session.report().routes, (await analyze(moved)).routes);
    }
  });
});

import assert from 'node:assert/strict';

import { answer } from '../../support/answer';

const ID = 'health-endpoint';

function api(path: string): string {
  return `from fastapi import FastAPI\n\napp = FastAPI()\n\n\n@app.get("${path}")\ndef handler():\n    return {}\n`;
}

describe(ID, () => {
  it('holds for the usual paths', async () => {
    for (const path of ['/health', '/healthz', '/api/v1/health', '/ready', '/livez', '/_health']) {
      assert.equal(await answer(ID, { 'main.py': api(path) }), 'pass E4', path);
    }
  });

  it('holds for a mounted router and for Express', async () => {
    const router =
      'from fastapi import APIRouter\n\nrouter = APIRouter(prefix="/health")\n\n\n@router.get("/ready")\ndef ready():\n    return {}\n';
    const main =
      'from fastapi import FastAPI\nfrom health import router\n\napp = FastAPI()\napp.include_router(router)\n';
    assert.equal(await answer(ID, { 'main.py': main, 'health.py': router }), 'pass E4');
    const server =
      "import express from 'express';\nconst app = express();\napp.get('/healthz', (req, res) => res.json({ ok: true }));\napp.listen(3000);\n";
    assert.equal(await answer(ID, { 'server.ts': server }), 'pass E4');
  });

  it('fails without one, at the application', async () => {
    assert.equal(await answer(ID, { 'main.py': api('/books') }), 'fail E0 main.py:3');
  });

  it('holds for paths that name what they check', async () => {
    for (const path of ['/api_health_check', '/shop-health-checks', '/hc'])
      assert.equal(await answer(ID, { 'main.py': api(path) }), 'pass E4', path);
  });

  it('is not fooled by the state of the things that a resource names', async () => {
    for (const path of ['/admin/chapters/status', '/orders/{id}/status'])
      assert.equal(await answer(ID, { 'main.py': api(path) }), 'fail E0 main.py:3', path);
    for (const path of ['/api/status', '/status', '/services/status', '/process/up'])
      assert.equal(await answer(ID, { 'main.py': api(path) }), 'pass E4', path);
  });

  it('holds for health checks that answer as middleware of ASP.NET Core', async () => {
    const program =
      'var builder = WebApplication.CreateBuilder(args);\nbuilder.Services.AddHealthChecks();\nvar app = builder.Build();\napp.UseHealthChecks("/health");\napp.Run();\n';
    assert.equal(await answer(ID, { 'Program.cs': program }), 'pass E4');
  });

  it('is asked for where the application starts, not where a script borrows it', async () => {
    const start = (then: string): string =>
      `import { NestFactory } from '@nestjs/core';\nimport { AppModule } from './app.module';\nasync function go() {\n  const app = await NestFactory.create(AppModule);\n  await app.${then};\n}\nvoid go();\n`;
    const files = { 'src/database/seeds/run.ts': start('close()'), 'src/main.ts': start('listen(3000)') };
    assert.equal(await answer(ID, files), 'fail E0 src/main.ts:4');
  });

  it('fails for a health router that nothing mounts', async () => {
    const files = {
      'main.py': api('/books'),
      'health.py':
        'from fastapi import APIRouter\n\nrouter = APIRouter()\n\n\n@router.get("/health")\ndef health():\n    return {}\n',
    };
    assert.equal(await answer(ID, files), 'fail E2 health.py:7');
  });

  it('is not fooled by paths that only sound like health', async () => {
    assert.equal(await answer(ID, { 'main.py': api('/health-insurance/offers') }), 'fail E0 main.py:3');
  });

  it('does not apply where nothing serves', async () => {
    assert.equal(await answer(ID, { 'tool.py': 'print("x")\n' }), 'not-applicable');
  });

  it('does not take the state of a thing for that of the process', async () => {
    assert.equal(await answer(ID, { 'main.py': api('/orders/{order_id}/status') }), 'fail E0 main.py:3');
    assert.equal(await answer(ID, { 'main.py': api('/_status') }), 'pass E4');
    const asked = (url: string): string =>
      api(url)
        .replace('import FastAPI', 'import Depends, FastAPI, Header, HTTPException')
        .replace(
          'app = FastAPI()',
          'def caller(authorization: str = Header(None)):\n    user = users.get(verify(authorization))\n    if user is None:\n        raise HTTPException(401)\n    return user\n\n\napp = FastAPI()',
        )
        .replace('handler()', 'handler(user=Depends(caller))');
    assert.equal(await answer(ID, { 'main.py': asked('/verification/status') }), 'fail E0 main.py:10');
    assert.equal(await answer(ID, { 'main.py': asked('/system/status') }), 'pass E4');
    assert.equal(await answer(ID, { 'main.py': api('/bot/status') }), 'pass E4');
    assert.equal(await answer(ID, { 'main.py': api('/__lbheartbeat__') }), 'pass E4');
  });

  it('holds for what a package serves by itself', async () => {
    const controller =
      'package shop;\n\nimport org.springframework.web.bind.annotation.*;\n\n@RestController\nclass Books {\n  @GetMapping("/books")\n  String all() { return ""; }\n}\n';
    const pom = (name: string): string =>
      `<project><dependencies><dependency><artifactId>spring-boot-starter-web</artifactId></dependency><dependency><artifactId>${name}</artifactId></dependency></dependencies></project>\n`;
    const files = { 'shop/src/main/java/shop/Books.java': controller };
    assert.equal(await answer(ID, { ...files, 'shop/pom.xml': pom('spring-boot-starter-actuator') }), 'pass E4');
    assert.match(await answer(ID, { ...files, 'shop/pom.xml': pom('spring-boot-starter-cache') }), /^fail E0 shop\//);
    // The actuator of another project of the workspace serves nobody here.
    const apart = {
      'shop/pom.xml': pom('spring-boot-starter-cache'),
      'other/pom.xml': pom('spring-boot-starter-actuator'),
    };
    assert.match(await answer(ID, { ...files, ...apart }), /^fail E0 shop\//);
  });

  it('holds for the health route that Laravel serves', async () => {
    const files = (health: string): Record<string, string> => ({
      'composer.json': '{ "require": { "laravel/framework": "^12.0" } }\n',
      'bootstrap/app.php': `<?php\n\nuse Illuminate\\Foundation\\Application;\n\nreturn Application::configure(basePath: dirname(__DIR__))\n    ->withRouting(\n        web: __DIR__.'/../routes/web.php',\n${health}    )->create();\n`,
      'routes/web.php': "<?php\n\nuse Illuminate\\Support\\Facades\\Route;\n\nRoute::get('/books', fn () => 'all');\n",
    });
    assert.equal(await answer(ID, files("        health: '/up',\n")), 'pass E4');
    assert.match(await answer(ID, files('')), /^fail E0/);
  });

  it('holds for middleware and lists of URLs of Django that serve health', async () => {
    const files = (middleware: string, urls: string): Record<string, string> => ({
      'manage.py': 'import os\n\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "shop.settings")\n',
      'shop/settings.py': `ROOT_URLCONF = "shop.urls"\nMIDDLEWARE = ["${middleware}"]\n`,
      'shop/wsgi.py': 'from django.core.wsgi import get_wsgi_application\n\napplication = get_wsgi_application()\n',
      'shop/urls.py': `from django.urls import include, path\nfrom shop import views\n\nurlpatterns = [path("books/", views.books)${urls}]\n`,
      'shop/views.py': 'from django.http import HttpResponse\n\n\ndef books(request):\n    return HttpResponse("")\n',
    });
    const plain = 'django.middleware.common.CommonMiddleware';
    assert.equal(await answer(ID, files('dockerflow.django.middleware.DockerflowMiddleware', '')), 'pass E4');
    assert.equal(await answer(ID, files(plain, ', path("ht/", include("health_check.urls"))')), 'pass E4');
    assert.match(await answer(ID, files(plain, '')), /^fail E0/);
  });

  it('is asked of routes in every language', async () => {
    const server = (path: string): string =>
      `package main\n\nimport "net/http"\n\nfunc main() {\n\thttp.HandleFunc("${path}", func(w http.ResponseWriter, r *http.Request) {})\n\thttp.ListenAndServe(":8080", nil)\n}\n`;
    assert.equal(await answer(ID, { 'main.go': server('/healthz') }), 'pass E4');
    assert.match(await answer(ID, { 'main.go': server('/books') }), /^fail E0 main.go/);
  });
});

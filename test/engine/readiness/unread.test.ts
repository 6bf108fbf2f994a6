import assert from 'node:assert/strict';

import { answer } from '../../support/answer';
import type { Files } from '../../support/analyze';
import { express } from '../../support/samples';

const GO = {
  'go.mod': 'module example.com/shop\n\ngo 1.24\n',
  'main.go':
    'package main\n\nimport "net/http"\n\nfunc orders(w http.ResponseWriter, r *http.Request) {}\n\nfunc main() {\n\thttp.HandleFunc("/orders", orders)\n\thttp.ListenAndServe(":8080", nil)\n}\n',
};
const NEXT = {
  'package.json': '{ "dependencies": { "next": "15.1.0" } }\n',
  'next.config.js': 'module.exports = {};\n',
  'app/api/orders/route.ts': 'export function GET() { return Response.json([]); }\n',
};

const EDGE = {
  'supabase/config.toml': 'project_id = "shop"\n',
  'supabase/functions/orders/index.ts': 'Deno.serve(async (req) => new Response(JSON.stringify([])));\n',
};

describe('what a check does not read', () => {
  it('is unknown, not out of the question, for an application in another language', async () => {
    for (const check of [
      'sql-injection',
      'password-hashing',
      'error-tracking',
      'request-size-limit',
      'metrics-exposed',
    ])
      assert.equal(await answer(check, GO), 'unknown', check);
  });

  it('is unknown for a Go server whose router is not known', async () => {
    const server = {
      'go.mod': GO['go.mod'],
      'main.go':
        'package main\n\nimport (\n\t"net/http"\n\t"time"\n\n\t"example.org/router"\n)\n\nfunc main() {\n\ts := &http.Server{Handler: router.New(), ReadHeaderTimeout: 5 * time.Second}\n\ts.ListenAndServe()\n}\n',
    };
    for (const check of ['health-endpoint', 'rate-limit-enforced', 'structured-logging', 'metrics-exposed'])
      assert.equal(await answer(check, server), 'unknown', check);
  });

  it('counts an application whose package is called example, demo or samples', async () => {
    const path = 'src/main/java/com/example/demo/samples/App.java';
    const app =
      'package com.example.demo.samples;\n\nimport org.springframework.web.bind.annotation.*;\n\n@RestController\nclass App {\n  @GetMapping("/orders")\n  String orders() { return "[]"; }\n}\n';
    assert.equal(await answer('metrics-exposed', { 'pom.xml': '<project/>\n', [path]: app }), 'unknown');
  });

  it('is no pass either', async () => {
    const files = { ...GO, 'web/menu.js': 'try { open(); } catch (e) { console.error(e); }\n' };
    assert.equal(await answer('swallowed-exception', files), 'unknown');
  });

  it('is unknown for a framework whose set-up is not known', async () => {
    for (const check of ['rate-limit-enforced', 'request-id', 'metrics-exposed'])
      assert.equal(await answer(check, NEXT), 'unknown', check);
    assert.equal(await answer('sql-injection', NEXT), 'not-applicable');
  });

  it('leaves questions alone that do not arise, and what was found', async () => {
    assert.equal(await answer('rate-limit-enforced', { 'lib.py': 'x = 1\n' }), 'not-applicable');
    assert.equal(await answer('rate-limit-auth-routes', express({}, "app.get('/orders', list);\n")), 'not-applicable');
    assert.equal(
      await answer('swallowed-exception', { ...GO, 'web/menu.js': 'try { open(); } catch (e) {}\n' }),
      'fail E0 web/menu.js:1',
    );
  });

  it('is left to a platform that starts functions itself', async () => {
    for (const check of [
      'health-endpoint',
      'probes-configured',
      'metrics-exposed',
      'structured-logging',
      'error-tracking',
      'request-id',
      'prod-manifest-complete',
    ])
      assert.equal(await answer(check, EDGE), 'unknown', check);
    const worker: Files = { ...express(), 'wrangler.toml': 'name = "shop"\nmain = "server.ts"\n' };
    const routed: Files = {
      ...worker,
      'server.ts': `${worker['server.ts'] as string}app.get('/orders', (req, res) => res.json([]));\n`,
    };
    assert.equal(await answer('health-endpoint', routed), 'unknown');
    assert.match(
      await answer('health-endpoint', { ...routed, Dockerfile: 'FROM node:22\nCMD ["node", "server.js"]\n' }),
      /^fail E0/,
    );
  });

  it('is left to Vercel for the functions beside a site', async () => {
    const flask =
      'from flask import Flask\napp = Flask(__name__)\n\n\n@app.post("/chat")\ndef chat():\n    return {}\n';
    const shop: Files = { ...NEXT, 'api/index.py': flask, 'vercel.json': '{ "framework": "nextjs" }\n' };
    assert.equal(await answer('health-endpoint', shop), 'unknown');
    assert.equal(await answer('graceful-shutdown', shop), 'unknown');
    assert.match(await answer('health-endpoint', { ...shop, 'server/main.py': flask }), /^fail E0/);
    assert.match(await answer('health-endpoint', { ...NEXT, 'api/index.py': flask }), /^fail E0/);
  });

  it('is judged by what is there on such a platform', async () => {
    const health = { ...EDGE, 'supabase/functions/health/index.ts': 'Deno.serve(() => new Response("ok"));\n' };
    assert.equal(await answer('health-endpoint', health), 'pass E4');
    const logs = {
      ...EDGE,
      'supabase/functions/orders/index.ts': `${EDGE['supabase/functions/orders/index.ts']}function log(level: string, message: string) {\n  console.log(JSON.stringify({ level, message }));\n}\n`,
    };
    assert.equal(await answer('structured-logging', logs), 'pass E4');
  });

  it('is asked of a server beside the functions', async () => {
    const server = express({}, "app.get('/orders', (req, res) => res.json([]));\n");
    assert.match(await answer('health-endpoint', { ...EDGE, ...server }), /^fail E0/);
  });

  it('does not take the name of a Java package for a folder of samples', async () => {
    const java = (path: string) => ({
      [`${path}/OrderController.java`]:
        'package com.acme.samples;\n\nimport org.springframework.web.bind.annotation.*;\n\n@RestController\npublic class OrderController {\n  @GetMapping("/orders")\n  public String all() { return ""; }\n}\n',
      [`${path}/ShopApplication.java`]:
        'package com.acme.samples;\n\nimport org.springframework.boot.SpringApplication;\nimport org.springframework.boot.autoconfigure.SpringBootApplication;\n\n@SpringBootApplication\npublic class ShopApplication {\n  public static void main(String[] args) { SpringApplication.run(ShopApplication.class, args); }\n}\n',
    });
    assert.equal(await answer('error-tracking', java('src/main/java/com/acme/samples')), 'unknown');
    assert.equal(await answer('error-tracking', java('samples/src/main/java/com/acme')), 'not-applicable');
  });

  it('is said of a server in a language that nothing is read of', async () => {
    const servers: Files[] = [
      {
        'mix.exs':
          'defmodule Shop.MixProject do\n  defp deps do\n    [\n      {:phoenix, "~> 1.8"}\n    ]\n  end\nend\n',
        'lib/shop_web/endpoint.ex': 'defmodule ShopWeb.Endpoint do\nend\n',
      },
      { 'Cargo.toml': '[package]\nname = "shop"\n\n[dependencies]\naxum = "0.8"\n', 'src/main.rs': 'fn main() {}\n' },
      {
        'Cargo.toml': '[package]\nname = "shop"\n\n[dependencies.actix-web]\nversion = "4"\n',
        'src/main.rs': 'fn main() {}\n',
      },
      {
        'build.gradle.kts': 'dependencies {\n    implementation("io.ktor:ktor-server-netty:3.0.0")\n}\n',
        'src/main/kotlin/App.kt': 'fun main() {}\n',
      },
    ];
    for (const files of servers)
      for (const check of [
        'route-unprotected',
        'health-endpoint',
        'cors-restricted',
        'metrics-exposed',
        'sql-injection',
      ])
        assert.equal(await answer(check, files), 'unknown', `${check} ${Object.keys(files).join(' ')}`);
  });

  it('is not said of what only calls, tests or helps servers', async () => {
    const others: Files[] = [
      { 'Cargo.toml': '[dev-dependencies]\naxum = "0.8"\n', 'src/main.rs': 'fn main() {}\n' },
      { 'Cargo.toml': '[dependencies]\naxum = "0.8"\n', 'src/lib.rs': 'pub fn layer() {}\n' },
      { 'Cargo.toml': '[dependencies]\nreqwest = "0.12"\n', 'src/main.rs': 'fn main() {}\n' },
      { 'mix.exs': '      {:phoenix, "~> 1.8", only: :test},\n', 'lib/shop/application.ex': '' },
    ];
    for (const files of others)
      for (const check of ['route-unprotected', 'health-endpoint', 'metrics-exposed'])
        assert.equal(await answer(check, files), 'not-applicable', `${check} ${JSON.stringify(files)}`);
  });
});

import assert from 'node:assert/strict';

import { answer } from '../../support/answer';
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
});

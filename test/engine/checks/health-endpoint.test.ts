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
});

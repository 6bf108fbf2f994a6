import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';

const ID = 'routes-in-entrypoint';

function routes(on: string, count: number): string {
  return Array.from(
    { length: count },
    (_, i) => `\n\n@${on}.get("/${on}/${i}")\ndef order_${i}():\n    return {}\n`,
  ).join('');
}

const APP = 'from fastapi import FastAPI\n\napp = FastAPI()\n';
const HEALTH = '\n\n@app.get("/health")\ndef health():\n    return {}\n\n\n@app.get("/")\ndef root():\n    return {}\n';
const ROUTER: Files = {
  'app/routers/orders.py': `from fastapi import APIRouter\n\nrouter = APIRouter()\n${routes('router', 12)}`,
};
const MOUNT =
  'from fastapi import FastAPI\nfrom app.routers.orders import router\n\napp = FastAPI()\napp.include_router(router)\n';

async function outcome(files: Files): Promise<{ verdict: string; places: string[] }> {
  const report = await analyze(files);
  return { verdict: checkOf(report, ID).verdict, places: placesOf(report, ID) };
}

describe(ID, () => {
  it('holds when the entry file has operational routes only', async () => {
    const files = { ...ROUTER, 'app/main.py': `${MOUNT}${HEALTH}` };
    assert.deepEqual(await outcome(files), { verdict: 'pass', places: [] });
  });

  it('holds for a small service in one file', async () => {
    assert.equal((await outcome({ 'main.py': `${APP}${routes('app', 10)}` })).verdict, 'pass');
  });

  it('fails when one file holds everything, at the first route', async () => {
    const files = { 'main.py': `${APP}${HEALTH}${routes('app', 11)}` };
    assert.deepEqual(await outcome(files), { verdict: 'fail', places: ['main.py:17'] });
  });

  it('fails when routes stay behind although there are routers', async () => {
    const files = { ...ROUTER, 'app/main.py': `${MOUNT}${routes('app', 3)}` };
    assert.equal((await outcome(files)).verdict, 'fail');
  });

  it('does not apply without routes, nor to tests', async () => {
    assert.equal((await outcome({ 'main.py': 'a = 1\n' })).verdict, 'not-applicable');
    assert.equal((await outcome({ 'tests/app.py': `${APP}${routes('app', 20)}` })).verdict, 'not-applicable');
  });
});

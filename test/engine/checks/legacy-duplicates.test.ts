import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';

const ID = 'legacy-duplicates';

async function places(...paths: string[]): Promise<string[]> {
  const report = await analyze(Object.fromEntries(paths.map((path) => [path, 'a = 1\n'])));
  assert.equal(checkOf(report, ID).verdict, placesOf(report, ID).length > 0 ? 'fail' : 'pass');
  return placesOf(report, ID);
}

describe(ID, () => {
  it('finds an old or newer version beside its original', async () => {
    assert.deepEqual(await places('app/client.py', 'app/client_old.py'), ['app/client_old.py:1 version']);
    assert.deepEqual(await places('app/auth.py', 'app/auth_v2.py'), ['app/auth_v2.py:1 version']);
    assert.deepEqual(await places('src/Cart.tsx', 'src/CartEnhanced.jsx'), ['src/CartEnhanced.jsx:1 version']);
    assert.deepEqual(await places('app/middleware/auth.py', 'app/middleware_old.py'), [
      'app/middleware_old.py:1 version',
    ]);
  });

  it('leaves names alone that only look like it', async () => {
    assert.deepEqual(await places('src/UserNew.tsx', 'src/User.tsx', 'src/threshold.ts', 'src/thresh.ts'), []);
    assert.deepEqual(await places('app/auth_v2.py', 'app/auth_v1.py'), []);
    assert.deepEqual(await places('app/order.py', 'app/order_completed.py'), []);
    assert.deepEqual(
      await places('tests/client.py', 'tests/client_old.py', 'third_party/a.py', 'third_party/a_old.py'),
      [],
    );
  });

  it('asks weak words for more: the same definitions', async () => {
    const router = `from fastapi import APIRouter\n\nrouter = APIRouter()\n\n\n@router.post("/in")\ndef sign_in():\n    return {}\n\n\n@router.post("/out")\ndef sign_out():\n    return {}\n`;
    const files: Files = { 'app/router.py': router, 'app/router_completed.py': router };
    assert.deepEqual(placesOf(await analyze(files), ID), ['app/router_completed.py:1 version']);
  });

  it('counts left-over copies of a folder once', async () => {
    assert.deepEqual(await places('a.json.bak', 'b.json.bak', 'x/c.py.bak'), [
      'a.json.bak:1 copy',
      'x/c.py.bak:1 copy',
    ]);
    assert.deepEqual(await places('New folder/a.py', 'New folder/b/c.py'), ['New folder/a.py:1 copy']);
    assert.deepEqual(await places('app/Copy of main.py', 'app/main.py'), ['app/Copy of main.py:1 copy']);
  });
});

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf } from '../../support/analyze';

const APP = 'import os\nfrom fastapi import FastAPI, HTTPException, Depends\napp = FastAPI()\n';

async function verdict(code: string): Promise<string> {
  return checkOf(await analyze({ 'main.py': APP + code }), 'debug-endpoint-exposed').verdict;
}

describe('debug-endpoint-exposed', () => {
  it('reports open test, debug and beta routes', async () => {
    const code = ['/test', '/debug/vars', '/beta/users', '/seed-data'].map(
      (path, index) => `@app.get("${path}")\ndef r${index}(): return 1\n`,
    );
    const report = await analyze({ 'main.py': APP + code.join('') });
    assert.equal(placesOf(report, 'debug-endpoint-exposed').length, 4);
  });

  it('holds without such routes, and is not applicable without any', async () => {
    assert.equal(await verdict('@app.get("/orders")\ndef r(): return 1\n'), 'pass');
    assert.equal(checkOf(await analyze({ 'a.py': 'x = 1\n' }), 'debug-endpoint-exposed').verdict, 'not-applicable');
  });

  it('is not fooled by a setting that is read and decides nothing (looks like a pass)', async () => {
    assert.equal(
      await verdict('@app.get("/debug")\ndef r():\n    mode = os.getenv("MODE")\n    return mode\n'),
      'fail',
    );
  });

  it('says unknown where a guard stands under a condition', async () => {
    const guarded =
      '@app.get("/debug")\ndef r(request):\n    if os.getenv("MODE") == "production":\n        if request.headers.get("authorization") != os.getenv("CRON_SECRET"):\n            raise HTTPException(401)\n    return 1\n';
    assert.equal(await verdict(guarded), 'unknown');
  });

  it('leaves guarded and switched routes alone (looks like a fail)', async () => {
    const guard = 'def deny():\n    raise HTTPException(401)\n';
    assert.equal(
      await verdict(`${guard}@app.get("/debug", dependencies=[Depends(deny)])\ndef r(): return 1\n`),
      'pass',
    );
    assert.equal(
      await verdict(
        'if os.getenv("APP_DEBUG"):\n    @app.get("/debug")\n    def r(): return 1\n@app.get("/x")\ndef s(): return 1\n',
      ),
      'pass',
    );
    const off =
      '@app.post("/dry-run")\ndef r():\n    allow = os.getenv("ALLOW", "false").lower() == "true"\n    if not allow:\n        raise HTTPException(404)\n    return 1\n';
    assert.equal(await verdict(off), 'pass');
    assert.equal(await verdict('@app.get("/latest/attestation")\ndef r(): return 1\n'), 'pass');
  });

  it('cannot tell where the guard could not be followed', async () => {
    const guarded =
      'from elsewhere import guard\n@app.get("/debug", dependencies=[Depends(guard)])\ndef r(): return 1\n';
    assert.equal(await verdict(guarded), 'unknown');
    assert.equal(await verdict(`${guarded}@app.get("/test")\ndef t(): return 1\n`), 'fail');
  });
});

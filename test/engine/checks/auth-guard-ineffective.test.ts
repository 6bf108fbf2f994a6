import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';

/** One route behind `guard`. */
function app(guard: string, name = 'verify_key'): Files {
  return {
    'main.py': `import os\nfrom fastapi import Depends, FastAPI, Header, HTTPException, Request\n\napp = FastAPI()\n\n\n${guard}\n\n@app.post("/orders", dependencies=[Depends(${name})])\ndef create():\n    return 1\n`,
  };
}

const WORKING = `def verify_key(x_api_key: str = Header(None)):\n    if x_api_key != os.environ["API_KEY"]:\n        raise HTTPException(401)\n`;

describe('auth-guard-ineffective', () => {
  it('reports a guard that never refuses, with the routes it covers', async () => {
    const hollow = `def verify_key(request: Request) -> bool:\n    return request.headers.get("x-api-key") == os.environ["API_KEY"]\n`;
    const report = await analyze(app(hollow));
    assert.equal(checkOf(report, 'auth-guard-ineffective').level, 'E3');
    assert.deepEqual(placesOf(report, 'auth-guard-ineffective'), ['main.py:7 hollow']);
    const [finding] = report.findings.filter(({ check }) => check === 'auth-guard-ineffective');
    assert.equal(finding?.severity, 'blocker');
    assert.deepEqual(
      finding?.related.map(({ kind, line }) => `${kind} ${line}`),
      ['route 11'],
    );
    assert.match(finding?.message ?? '', /^verify_key stands before POST \/orders and /);
  });

  it('reports a guard that takes any value', async () => {
    const weak = `def verify_key(x_api_key: str = Header(None)):\n    if not x_api_key:\n        raise HTTPException(401)\n`;
    assert.deepEqual(placesOf(await analyze(app(weak)), 'auth-guard-ineffective'), ['main.py:7 weak']);
  });

  it('holds when every guard refuses', async () => {
    const { verdict, level } = checkOf(await analyze(app(WORKING)), 'auth-guard-ineffective');
    assert.deepEqual({ verdict, level }, { verdict: 'pass', level: 'E4' });
  });

  it('is not applicable without guards', async () => {
    const files = {
      'main.py': 'from fastapi import FastAPI\napp = FastAPI()\n@app.get("/health")\ndef health(): return 1\n',
    };
    assert.equal(checkOf(await analyze(files), 'auth-guard-ineffective').verdict, 'not-applicable');
  });

  it('is unknown when the guard is out of reach', async () => {
    const files = app('from kit import verify_key\n');
    assert.equal(checkOf(await analyze(files), 'auth-guard-ineffective').verdict, 'unknown');
  });

  it('is not fooled by a 401 that is swallowed (looks like a pass)', async () => {
    const swallowed = `def verify_key(x_api_key: str = Header(None)):\n    try:\n        if x_api_key != os.environ["API_KEY"]:\n            raise HTTPException(401)\n    except Exception:\n        return None\n`;
    assert.deepEqual(placesOf(await analyze(app(swallowed)), 'auth-guard-ineffective'), ['main.py:7 hollow']);
  });

  it('knows a working guard by its body, whatever its name (looks like a fail)', async () => {
    const report = await analyze(app(WORKING.replace('verify_key', 'context'), 'context'));
    assert.equal(checkOf(report, 'auth-guard-ineffective').verdict, 'pass');
  });

  it('says nothing of dependencies that are no guards, and of users that are optional on purpose', async () => {
    const other = `def get_db():\n    return 1\n\ndef optional_user(authorization: str = Header(None)):\n    return authorization and find(authorization)\n`;
    for (const name of ['get_db', 'optional_user'])
      assert.deepEqual(placesOf(await analyze(app(other, name)), 'auth-guard-ineffective'), []);
  });
});

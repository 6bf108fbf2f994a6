import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf } from '../../support/analyze';

const ID = 'metrics-endpoint-protected';
const APP = `from fastapi import Depends, FastAPI, Header, HTTPException
app = FastAPI()
def scraper(authorization: str = Header("")):
    if authorization != expected():
        raise HTTPException(401)
`;

async function outcome(code: string, more: Record<string, string> = {}): Promise<string[]> {
  const report = await analyze({ 'main.py': APP + code, ...more });
  const { verdict, level } = checkOf(report, ID);
  return [[verdict, level].filter(Boolean).join(' '), ...placesOf(report, ID)];
}

const OPEN = '@app.get("/metrics")\ndef metrics(): return text()\n';

describe(ID, () => {
  it('reports an endpoint that is open to anyone', async () => {
    assert.deepEqual(await outcome(OPEN), ['fail E0', 'main.py:6']);
    assert.deepEqual(await outcome('@app.get("/api/v1/metrics/prometheus")\ndef metrics(): return text()\n'), [
      'fail E0',
      'main.py:6',
    ]);
  });

  it('reports the one that is open beside another that is not', async () => {
    const closed = '@app.get("/internal/metrics", dependencies=[Depends(scraper)])\ndef inner(): return text()\n';
    assert.deepEqual(await outcome(closed + OPEN), ['fail E3', 'main.py:8']);
  });

  it('holds behind a guard, and where it is stated to be open', async () => {
    const guarded = '@app.get("/metrics", dependencies=[Depends(scraper)])\ndef metrics(): return text()\n';
    assert.deepEqual(await outcome(guarded), ['pass E4']);
    assert.deepEqual(await outcome(`# preflight-public -- only reached through the mesh\n${OPEN}`), ['pass E4']);
  });

  it('is unknown where a guard could not be followed', async () => {
    const far =
      'from kit import require_token\n@app.get("/metrics", dependencies=[Depends(require_token)])\ndef m(): return text()\n';
    assert.deepEqual(await outcome(far), ['unknown']);
  });

  it('is not applicable without one, nor to figures of the business', async () => {
    assert.deepEqual(await outcome(''), ['not-applicable']);
    const figures =
      '@app.get("/orders/{id}/metrics")\ndef a(id): return 1\n@app.post("/metrics")\ndef b(): return 1\n@app.get("/shops/metrics")\ndef c(): return 1\n';
    assert.deepEqual(await outcome(figures), ['not-applicable']);
  });

  it('is not applicable where only a test serves one', async () => {
    const report = await analyze({ 'tests/app.py': APP + OPEN });
    assert.equal(checkOf(report, ID).verdict, 'not-applicable');
  });
});

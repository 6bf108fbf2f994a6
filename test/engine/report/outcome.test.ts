// What is said of a check that does not hold, in a few words.

import assert from 'node:assert/strict';

import { checkOutcome } from '../../../src/engine/report/present';
import { analyze, checkOf, type Files } from '../../support/analyze';

const APP = `import os
from fastapi import Depends, FastAPI, Header, HTTPException
app = FastAPI()
def member(authorization: str = Header("")):
    if authorization != os.environ["DOOR_TOKEN"]:
        raise HTTPException(401)
`;
const OPEN = '@app.post("/orders")\ndef b(): return 1\n';
const CLOSED = '@app.get("/orders", dependencies=[Depends(member)])\ndef a(): return 1\n';

async function outcome(check: string, files: Files): Promise<string> {
  return checkOutcome(checkOf(await analyze(files), check));
}

describe('the outcome of a check', () => {
  it('that is asked of every place is "in part" where others hold, not "never reached"', async () => {
    assert.equal(await outcome('route-unprotected', { 'main.py': APP + CLOSED + OPEN }), 'holds in part');
    assert.equal(await outcome('route-unprotected', { 'main.py': APP + OPEN }), 'does not hold yet');
    assert.equal(await outcome('route-unprotected', { 'main.py': APP + CLOSED }), 'holds');
  });

  it('that is asked of every place is not "declared only"', () => {
    assert.equal(checkOutcome({ verdict: 'fail', level: 'E1', everyPlace: true }), 'does not hold yet');
  });

  it('that asks for one thing is "in part" where that reaches some places', async () => {
    const limiter = `from slowapi import Limiter
limiter = Limiter(key_func=lambda request: request.client.host)
`;
    const limited = '@app.get("/prices")\n@limiter.limit("5/minute")\ndef prices(request): return 1\n';
    const others = [1, 2, 3].map((n) => `@app.get("/o${n}")\ndef o${n}(): return ${n}\n`).join('');
    const requirements = { 'requirements.txt': 'fastapi\nslowapi\n' };
    const some = { ...requirements, 'main.py': APP + limiter + limited + others };
    assert.equal(await outcome('rate-limit-enforced', some), 'holds in part');
    const none = { ...requirements, 'main.py': APP + limiter + others };
    assert.equal(await outcome('rate-limit-enforced', none), 'exists, never reached');
  });

  it('that asks for one thing says how far it reaches', () => {
    assert.equal(checkOutcome({ verdict: 'fail', level: 'E1' }), 'declared only');
    assert.equal(checkOutcome({ verdict: 'fail', level: 'E2' }), 'exists, never reached');
    assert.equal(checkOutcome({ verdict: 'fail', level: 'E3' }), 'wired, but can be bypassed');
  });
});

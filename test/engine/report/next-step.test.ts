import assert from 'node:assert/strict';

import { nextBestStep } from '../../../src/engine/report/next-step';
import { analyze } from '../../support/analyze';

const APP = `import os
from fastapi import Depends, FastAPI, Header, HTTPException
app = FastAPI()
def member(authorization: str = Header("")):
    if authorization != os.environ["DOOR_TOKEN"]:
        raise HTTPException(401)
`;

/** The step that is proposed for an application with this route: its text and the fix that does it. */
async function stepFor(routes: string): Promise<(string | null | undefined)[]> {
  const { checks, findings } = await analyze({ 'main.py': APP + routes });
  const step = nextBestStep({ checks: checks.filter(({ id }) => id === 'route-unprotected'), findings });
  return [step?.text, step?.fix];
}

describe('the next best step', () => {
  it('is the fix that mends the most urgent finding', async () => {
    const routes =
      '@app.get("/orders", dependencies=[Depends(member)])\ndef a(): return 1\n@app.post("/orders")\ndef b(): return 1\n';
    assert.deepEqual(await stepFor(routes), ['Add member', 'add-guard']);
  });

  it('is never to say that a finding is as meant', async () => {
    assert.deepEqual(await stepFor('@app.post("/orders")\ndef b(): return 1\n'), [
      'Get “Routes are protected” to hold',
      null,
    ]);
  });

  it('is nothing where everything holds', async () => {
    assert.deepEqual(await stepFor('@app.get("/orders", dependencies=[Depends(member)])\ndef a(): return 1\n'), [
      undefined,
      undefined,
    ]);
  });
});

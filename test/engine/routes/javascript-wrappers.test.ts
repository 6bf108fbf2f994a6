// Checks that a handler asks for through a function made around them: what is made keeps what it was made of.

import assert from 'node:assert/strict';

import { analyze } from '../../support/analyze';

const CHECKS = `import { lookUp } from './keys';
export async function checkCaller(req, res) {
  const sent = req.headers.authorization;
  if (!sent) return { ok: false, status: 401 };
  const caller = await lookUp(sent.split(' ')[1]);
  if (caller === null) return { ok: false, status: 401 };
  return { ok: true, caller };
}
export async function checkNothing(req, res) {
  return { ok: true };
}
`;
const KEYS = `import { db } from './db';
export const lookUp = (key) => db.keys.findUnique({ where: { key } });
`;

/** Verdicts of one handler for each way to make the check, in their order. */
async function verdictsOf(makers: string, checks: readonly string[]): Promise<string[]> {
  const routes = checks.map(
    (check, i) => `app.delete('/crates/${i}', async (req, res) => {
  const found = await ${check}(req, res);
  if (!found.ok) return res.status(found.status).end();
  res.json({ done: true });
});`,
  );
  const report = await analyze({
    'package.json': JSON.stringify({ name: 'depot', dependencies: { express: '^4.19.0' } }),
    'src/checks.ts': CHECKS,
    'src/keys.ts': KEYS,
    'src/makers.ts': makers,
    'src/app.ts': `import express from 'express';
import { checkCaller, checkNothing } from './checks';
import * as makers from './makers';
const app = express();
${routes.join('\n')}
app.listen(3000);
`,
  });
  return report.routes.map(({ verdict }) => verdict);
}

const KEPT = `export function withCheck(check) {
  return async function (...args) {
    return await check(...args);
  };
}
export function withoutCheck(check) {
  return async (req, res) => ({ ok: true });
}
export function withSetting(check, otherwise) {
  return async function (...args) {
    if (process.env.CHECK_CALLERS !== 'true') return { ok: true, ...(otherwise || {}) };
    return await check(...args);
  };
}
`;

describe('Functions that are made around a check', () => {
  it('do what the check does, each its own', async () => {
    const checks = ['makers.withCheck(checkCaller)', 'makers.withCheck(checkNothing)', 'makers.withCheck(checkCaller)'];
    assert.deepEqual(await verdictsOf(KEPT, checks), ['protected', 'unprotected', 'protected']);
  });

  it('count for nothing where they never call it', async () => {
    assert.deepEqual(await verdictsOf(KEPT, ['makers.withoutCheck(checkCaller)']), ['unprotected']);
  });

  it('hang on the setting that they ask', async () => {
    const checks = ['makers.withSetting(checkCaller, { caller: null })'];
    assert.deepEqual(await verdictsOf(KEPT, checks), ['conditional']);
  });

  it('are found behind a helper that makes and calls them', async () => {
    const helper = `${KEPT}import { checkCaller } from './checks';
export async function authenticated(req, res) {
  return withCheck(checkCaller)(req, res);
}
`;
    assert.deepEqual(await verdictsOf(helper, ['makers.authenticated']), ['protected']);
  });
});

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

  it('read the request out of an object that they are given', async () => {
    const job = (check: string): string => `import { verify } from '../../../checks';
export async function POST(req) {
  const rawBody = await req.text();
  await ${check}({ req, rawBody });
  return Response.json({});
}
`;
    const report = await analyze({
      'package.json': JSON.stringify({ name: 'depot', dependencies: { next: '^15.3.0' } }),
      'src/checks.ts': `import { Receiver } from '@upstash/qstash';
const receiver = new Receiver();
export const verify = async ({ req, rawBody }: { req: Request; rawBody: string }) => {
  const signature = req.headers.get('Upstash-Signature');
  if (!signature) throw new Error('not signed');
  if (!(await receiver.verify({ signature, body: rawBody }))) throw new Error('not signed');
};
export const note = async ({ req, rawBody }) => {
  console.log(req.headers.get('Upstash-Signature'), rawBody.length);
};
`,
      'src/app/api/tidy/route.ts': job('verify'),
      'src/app/api/weigh/route.ts': job('note').replace('{ verify }', '{ note }'),
    });
    assert.deepEqual(
      report.routes.map(({ path, verdict }) => `${path} ${verdict}`),
      ['/api/tidy protected', '/api/weigh unprotected'],
    );
  });

  it('take the request by another name, and the handler in either place', async () => {
    const report = await analyze({
      'package.json': JSON.stringify({ name: 'depot', dependencies: { next: '^15.3.0', jose: '^5.0.0' } }),
      'src/wrap.ts': `import { jwtVerify } from 'jose';
function wrap(handler, before?, scope?: string) {
  return async (req, context) => {
    const logged = req as Request & { scope?: string };
    logged.scope = scope;
    if (before) {
      const answer = await before(logged);
      if (answer instanceof Response) return answer;
    }
    return await handler(logged, context);
  };
}
async function signedIn(incoming: Request) {
  const token = incoming.headers.get('authorization');
  if (!token) return Response.json({}, { status: 401 });
  await jwtVerify(token, key);
  return incoming;
}
export function withUser(scopeOrHandler: string | Handler, handler?: Handler) {
  if (typeof scopeOrHandler === 'string') return wrap(handler!, signedIn, scopeOrHandler);
  return wrap(scopeOrHandler, signedIn);
}
export function withCount(scopeOrHandler: string | Handler, handler?: Handler) {
  if (typeof scopeOrHandler === 'string') return wrap(handler!, undefined, scopeOrHandler);
  return wrap(scopeOrHandler, undefined);
}
`,
      ...Object.fromEntries(
        ['withUser(', "withUser('crates', ", 'withCount(', "withCount('crates', "].map((call, i) => [
          `src/app/api/crates${i}/route.ts`,
          `import { withUser, withCount } from '../../../wrap';
export const POST = ${call}async () => Response.json(await db.crates.all()));
`,
        ]),
      ),
      'src/app/api/job/route.ts': `import { withCount } from '../../../wrap';
export const POST = withCount('job', async (request) => {
  if (request.headers.get('authorization') !== \`Bearer \${process.env.JOB_SECRET}\`)
    return new Response('no', { status: 401 });
  return Response.json({});
});
`,
    });
    assert.deepEqual(
      report.routes.map(({ path, verdict }) => `${path} ${verdict}`),
      [
        '/api/crates0 protected',
        '/api/crates1 protected',
        '/api/crates2 unprotected',
        '/api/crates3 unprotected',
        '/api/job protected',
      ],
    );
  });
});

// Server actions of Next.js: what stands before pages, and what their own clients ask.

import assert from 'node:assert/strict';

import { analyze } from '../../support/analyze';

async function shown(files: Record<string, string>): Promise<string[]> {
  const { routes } = await analyze({
    'package.json': '{"dependencies":{"next":"16.0.0","react":"19.0.0"}}',
    'app/page.tsx': 'export default function Page() { return null; }',
    ...files,
  });
  return routes.map(({ path, verdict }) => `${path} ${verdict}`).sort();
}

const ACTION = `'use server';
export async function rename(name: string) { await save(name); }
`;

describe('Server actions', () => {
  it('are not held off by a page that everybody is sent to while the application is shut', async () => {
    const proxy = `import { NextResponse } from 'next/server';
const SHUT_PATH = '/maintenance';
export function proxy(request) {
  if (process.env.SHUT && !request.nextUrl.pathname.startsWith(SHUT_PATH)) {
    const maintenanceUrl = new URL(SHUT_PATH, request.url);
    return NextResponse.redirect(maintenanceUrl);
  }
  return NextResponse.next();
}
`;
    assert.deepEqual(await shown({ 'proxy.ts': proxy, 'app/actions.ts': ACTION }), ['action rename unprotected']);
  });

  it('are held off weakly by what refuses before some pages under a condition', async () => {
    const proxy = `import { NextResponse } from 'next/server';
export function proxy(request) {
  if (process.env.MEMBERS && request.cookies.get('key')?.value !== process.env.KEY) return NextResponse.redirect(new URL('/login', request.url));
  return NextResponse.next();
}
`;
    assert.deepEqual(await shown({ 'proxy.ts': proxy, 'app/actions.ts': ACTION }), ['action rename weak']);
  });

  it('are held off by a client whose user is remembered for a request, and refused by a code', async () => {
    const client = (thrown: string): string => `import { createSafeActionClient } from 'next-safe-action';
import { cache } from 'react';
import { cookies } from 'next/headers';
import { jwtVerify } from 'jose';
export class AppError extends Error { constructor(readonly about: { code: string }) { super(about.code); } }
export const currentUser = cache(async () => {
  const token = (await cookies()).get('session')?.value;
  if (!token) return null;
  const { payload } = await jwtVerify(token, process.env.KEY);
  return payload;
});
export const members = createSafeActionClient().use(async ({ next }) => {
  const user = await currentUser();
  if (!user) ${thrown}
  return next({ ctx: { user } });
});
`;
    const action = `'use server';
import { members } from './client';
export const rename = members.action(async ({ parsedInput }) => { await save(parsedInput); });
`;
    const files = { 'app/actions.ts': action };
    const refused = client("throw new AppError({ code: 'UNAUTHORIZED' });");
    assert.deepEqual(await shown({ ...files, 'app/client.ts': refused }), ['action rename protected']);
    assert.deepEqual(await shown({ ...files, 'app/client.ts': client("console.log('nobody');") }), [
      'action rename unprotected',
    ]);
  });
});

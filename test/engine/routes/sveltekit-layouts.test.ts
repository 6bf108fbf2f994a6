// What layouts of SvelteKit load, and which pages it stands before.

import assert from 'node:assert/strict';

import { analyze, type Files } from '../../support/analyze';

async function shown(files: Files): Promise<string[]> {
  const { routes } = await analyze({
    'package.json': '{"dependencies":{"@sveltejs/kit":"2.0.0"}}',
    'src/routes/+layout.server.ts': "export const load = async () => ({ theme: 'dark' });\n",
    'src/routes/(desk)/+layout.server.ts': DESK,
    ...files,
  });
  return routes.map(({ method, path, verdict }) => `${method} ${path} ${verdict}`).sort();
}

const DESK = `import { redirect } from '@sveltejs/kit';
export const load = async ({ locals }) => {
  if (!locals.user) redirect(303, '/login');
  return { user: locals.user };
};
`;
const WAITS = `export const load = async ({ parent }) => {
  const { user } = await parent();
  return { things: await db.things(user.id) };
};
`;

describe('Layouts of SvelteKit', () => {
  it('guard the pages below them that wait for what they load', async () => {
    assert.deepEqual(
      await shown({
        'src/routes/(desk)/things/+page.server.ts': WAITS,
        'src/routes/(desk)/things/[id]/parts/+page.server.ts': WAITS,
        'src/routes/(desk)/all/+page.server.ts':
          'export const load = async ({ parent }) => { const [, all] = await Promise.all([parent(), db.all()]); return { all }; };\n',
      }),
      ['GET /all protected', 'GET /things protected', 'GET /things/[id]/parts protected'],
    );
  });

  it('are got around where the page does not wait', async () => {
    assert.deepEqual(
      await shown({
        'src/routes/(desk)/things/+page.server.ts':
          'export const load = async () => ({ things: await db.things() });\n',
      }),
      ['GET /things weak'],
    );
  });

  it('do not stand before pages beside them, endpoints and form actions', async () => {
    const page = `${WAITS}export const actions = { default: async ({ request }) => { await db.add(await request.formData()); } };\n`;
    assert.deepEqual(
      await shown({
        'src/routes/things/+page.server.ts': WAITS,
        'src/routes/(desk)/orders/+page.server.ts': page,
        'src/routes/(desk)/orders/raw/+server.ts': 'export const GET = async () => new Response(await db.all());\n',
      }),
      ['GET /orders protected', 'GET /orders/raw unprotected', 'GET /things unprotected', 'POST /orders unprotected'],
    );
  });

  it('have form actions whose names say as much as paths do', async () => {
    const page =
      'export const actions = { apply: async ({ request }) => { await db.add(await request.formData()); } };\n';
    assert.deepEqual(
      await shown({ 'src/routes/unsubscribe/+page.server.ts': page, 'src/routes/orders/+page.server.ts': page }),
      ['POST /orders?/apply unprotected', 'POST /unsubscribe?/apply public-by-design'],
    );
  });
});

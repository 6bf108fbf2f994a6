// Secrets under names that bundlers inline.

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf } from '../../support/analyze';
import { githubToken, jwtOf } from '../../support/made-up-secrets';

const ID = 'client-exposed-secret';

describe(ID, () => {
  it('finds names that promise a server secret', async () => {
    const report = await analyze({
      'src/a.ts': 'const a = import.meta.env.VITE_ADMIN_PASSWORD;\nconst b = process.env.NEXT_PUBLIC_OPENAI_API_KEY;\n',
      'src/b.jsx': 'const { REACT_APP_JWT_SECRET } = process.env;\n',
      '.env.example': 'EXPO_PUBLIC_SERVICE_ROLE_KEY=\n',
    });
    assert.deepEqual(placesOf(report, ID), [
      '.env.example:1 name',
      'src/a.ts:1 name',
      'src/a.ts:2 name',
      'src/b.jsx:1 name',
    ]);
  });

  it('leaves out what only a server reads, where the prefix is an ordinary word', async () => {
    const config = "<?php return ['secret' => env('PUBLIC_AWS_SECRET_ACCESS_KEY')];\n";
    const app = "import { PUBLIC_ADMIN_PASSWORD } from '$env/static/public';\n";
    const report = await analyze({
      'config/filesystems.php': config,
      '.env.example': 'PUBLIC_AWS_SECRET_ACCESS_KEY=\nPUBLIC_ADMIN_PASSWORD=\n',
      'src/routes/a.ts': `${app}const a = import.meta.env.PUBLIC_ADMIN_PASSWORD;\n`,
    });
    assert.deepEqual(placesOf(report, ID), ['.env.example:2 name', 'src/routes/a.ts:2 name']);
  });

  it('finds a secret value under a name that sounds harmless', async () => {
    const report = await analyze({
      'web/.env.production': `VITE_SUPABASE_KEY=${jwtOf({ role: 'service_role' })}\n`,
      'web/src/a.ts': 'export const key = import.meta.env.VITE_SUPABASE_KEY;\n',
    });
    assert.deepEqual(placesOf(report, ID), ['web/.env.production:1 value']);
  });

  it('finds a secret in code that only browsers run', async () => {
    const token = githubToken('client');
    const report = await analyze({
      'app/panel.tsx': `'use client';\nconst token = '${token}';\n`,
      'public/js/main.js': `fetch('/x', { headers: { authorization: 'Bearer ${githubToken('public')}' } });\n`,
      'src/Panel.vue': `<script>\nconst token = '${githubToken('vue')}';\n</script>\n`,
      'app/server.ts': `const token = '${githubToken('server')}';\n`,
    });
    assert.deepEqual(placesOf(report, ID), [
      'app/panel.tsx:2 code',
      'public/js/main.js:1 code',
      'src/Panel.vue:2 code',
    ]);
  });

  it('holds for keys that are meant for browsers', async () => {
    const report = await analyze({
      'src/a.ts': [
        'const a = import.meta.env.VITE_SUPABASE_ANON_KEY;',
        'const b = process.env.NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY;',
        'const c = process.env.NEXT_PUBLIC_SENTRY_DSN;',
        'const d = process.env.REACT_APP_RECAPTCHA_SITE_KEY;',
        'const e = process.env.NEXT_PUBLIC_PASSWORD_RESET_URL;',
      ].join('\n'),
    });
    assert.equal(checkOf(report, ID).verdict, 'pass');
  });

  it('does not apply without browser code', async () => {
    assert.equal(
      checkOf(await analyze({ 'app.py': 'import os\nA = os.environ["ADMIN_SECRET"]\n' }), ID).verdict,
      'not-applicable',
    );
  });
});

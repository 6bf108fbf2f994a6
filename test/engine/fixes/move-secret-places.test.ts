// Where a secret may be blanked out, and where something runs on what stands there.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

import { applyFix, openSession, type Files } from '../../support/analyze';
import { strongPassword } from '../../support/made-up-secrets';
import { assertParse } from '../../support/parses';

const CHECK = 'hardcoded-secret';
const FIX = 'move-secret-to-env';
const secret = strongPassword(40);
const CODE = `const apiSecret = '${secret}';\nrun(apiSecret);\n`;

/** Texts after the fix at the place in `pay.js`. */
async function fixed(files: Files): Promise<{ files: Files; next: string }> {
  const result = await applyFix({ 'pay.js': CODE, ...files }, CHECK, FIX, {
    unlisted: ['.env'],
    pick: ({ path }) => path === 'pay.js',
  });
  await assertParse(result.files);
  assert.match(result.files['pay.js'] ?? '', /process\.env\.\w+/);
  return { files: result.files, next: result.edit.nextSteps.join(' ') };
}

/** Why the fix is not made at the place of a file. */
async function refusal(files: Files, path: string): Promise<string> {
  const { session } = await openSession(files, { unlisted: ['.env'] });
  const finding = session.report().findings.find((one) => one.check === CHECK && one.path === path);
  assert.ok(finding, 'there is a finding');
  const edit = await session.fix(FIX, finding.fingerprint);
  assert.ok('refused' in edit, 'the fix is made');
  return edit.refused;
}

describe(`${FIX}: what runs on a value`, () => {
  it('leaves files alone that a program reads, however the value stands in them', async () => {
    for (const [path, text] of Object.entries({
      'settings/server.yml': `auth: { url: "https://x.example.org/?k=1;${secret}" }\n`,
      'settings/key.jwk': `{"keys":[{"kty":"oct","k":"${secret}"}]}\n`,
      'settings/client.conf': `Client\\Value="${secret}"\n`,
      'settings/data.json': `{ "line": "send ${secret} along" }\n`,
      'views/mail.hbs': `<p>Use ${secret}</p>\n`,
    })) {
      const { files, next } = await fixed({ [path]: text });
      assert.equal(files[path], text);
      assert.ok(next.includes(path), `${path} is named among what is left`);
    }
  });

  it('blanks the value out in documents and comments', async () => {
    for (const [path, text] of Object.entries({
      'docs/use.md': `Send ${secret} along.\n`,
      README: `Send ${secret} along.\n`,
      'settings/server.yml': `# ${secret} was here\nport: 1\n`,
      'settings/pool.xml': `<a>\n  <!-- was ${secret} -->\n</a>\n`,
      'docs/page.html': `<pre>\n  send ${secret}\n</pre>\n`,
    })) {
      const { files } = await fixed({ [path]: text });
      assert.match(files[path] ?? '', /your-/, path);
    }
  });

  it('never breaks a page that is sent to browsers', async () => {
    const page = `<script>const token = "${secret}";</script>\n`;
    const { files, next } = await fixed({ 'public/index.html': page });
    assert.equal(files['public/index.html'], page);
    assert.match(next, /browsers/);
  });

  it('leaves a dotenv file of another name as the program reads it', async () => {
    const text = `API_SECRET=${secret}\n`;
    const { files, next } = await fixed({ 'deploy/prod.env': text });
    assert.equal(files['deploy/prod.env'], text);
    assert.match(next, /git rm --cached/);
  });

  it('treats a manifest of Kubernetes below the workflows as a manifest', async () => {
    const path = '.github/workflows/cluster/api.yml';
    const before = `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: shop\nspec:\n  template:\n    spec:\n      containers:\n        - name: api\n          image: shop\n          env:\n            - name: API_SECRET\n              value: ${secret}\n`;
    const map = `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: shop\ndata:\n  application.yaml: |-\n    api:\n      secret: ${secret}\n`;
    const { files } = await fixed({ [path]: before, '.github/workflows/cluster/map.yml': map });
    assert.match(files[path] ?? '', /secretKeyRef:/);
    assert.equal(files['.github/workflows/cluster/map.yml'], map);
  });

  it('knows a manifest by its keys where the value was only found by being the same', async () => {
    const compose = `services:\n  api:\n    image: api\n    environment:\n      KEY_VALUE: ${secret}\n`;
    const { files } = await fixed({ 'deploy/stack.yml': compose });
    assert.match(files['deploy/stack.yml'] ?? '', /KEY_VALUE: \$\{\w+:\?set \w+\}$/m);
    const pod = `apiVersion: v1\nkind: Pod\nmetadata:\n  name: shop\nspec:\n  containers:\n    - name: api\n      image: shop\n      env:\n        - name: KEY_VALUE\n          value: ${secret}\n`;
    assert.match((await fixed({ 'deploy/pod.yml': pod })).files['deploy/pod.yml'] ?? '', /secretKeyRef:/);
  });

  it('leaves the statement that sets the variable itself', async () => {
    const lines = {
      'knex.js': `process.env.API_SECRET = "${secret}";\n`,
      'seed.py': `import os\n\nos.environ["API_SECRET"] = "${secret}"\n`,
    };
    for (const [path, text] of Object.entries(lines))
      assert.match(await refusal({ [path]: text }, path), /sets API_SECRET itself/);
  });

  it('takes an encrypted key as a whole, and no other first line for it', async () => {
    const line = (_: unknown, at: number): string =>
      createHash('sha512').update(String(at)).digest('base64').slice(0, 64);
    const body = Array.from({ length: 4 }, line).join('\n');
    const begin = ['-----BEGIN RSA', 'PRIVATE KEY-----'].join(' ');
    const key = `${begin}\nProc-Type: 4,ENCRYPTED\nDEK-Info: DES-EDE3-CBC,241900635D644CE6\n\n${body}\n${begin.replace('BEGIN', 'END')}`;
    const check = `assert text.startswith("${begin}")\n`;
    const { files } = await applyFix(
      { 'docs/setup.md': `export KEY="${key}"\n`, 'tests/test_key.py': check },
      CHECK,
      FIX,
      { pick: ({ path }) => path === 'docs/setup.md' },
    );
    assert.doesNotMatch(files['docs/setup.md'] ?? '', /Proc-Type|END/);
    assert.equal(files['tests/test_key.py'], check);
  });

  it('leaves what a script makes up when it runs', async () => {
    const { session } = await openSession({
      'setup.sh': 'DB_PASSWORD="Kf8Lq2Zr$RANDOM$RANDOM"\nOTHER_PASSWORD=Kf8Lq2Zr$RANDOM\n',
    });
    assert.deepEqual(
      session.report().findings.filter(({ check }) => check === CHECK),
      [],
    );
  });

  it('says so where the place itself cannot be rewritten', async () => {
    assert.match(
      await refusal(
        { 'public/index.html': `<script>\nconst apiSecret = "${secret}";\n</script>\n` },
        'public/index.html',
      ),
      /browsers/,
    );
  });
});

describe(`${FIX} in PHP`, () => {
  async function php(text: string): Promise<string> {
    const files = { 'web/mail.php': text };
    const result = await applyFix(files, CHECK, FIX, { unlisted: ['.env', 'web/.env'] });
    return result.files['web/mail.php'] ?? '';
  }

  it('rewrites no HTML', async () => {
    const text = `<?php $a = 1; ?>\n<script>\nconst apiSecret = "${secret}";\n</script>\n`;
    assert.match(await refusal({ 'web/page.php': text }, 'web/page.php'), /browsers/);
  });

  it('reads what readers of .env fill, and the environment', async () => {
    assert.equal(
      await php(`<?php\n$mail_password = '${secret}';\n`),
      "<?php\n$mail_password = ($_ENV['MAIL_PASSWORD'] ?? getenv('MAIL_PASSWORD'));\n",
    );
  });

  it('calls env() in the configuration of Laravel alone', async () => {
    const files = {
      'old/application/config/mail.php': `<?php\n$mail_password = '${secret}';\n`,
      artisan: '#!/usr/bin/env php\n',
    };
    const { files: after } = await applyFix(files, CHECK, FIX, { unlisted: ['.env'] });
    assert.match(after['old/application/config/mail.php'] ?? '', /\?\? getenv\(/);
  });

  it('puts no call where PHP takes constants only', async () => {
    for (const declaration of [
      `private array $mail = [\n    'host' => 'a',\n    'options' => [\n      'tls' => true,\n      'mail_password' => '${secret}',\n    ],\n  ];`,
      `const MAIL = [\n    'a' => 1,\n    'b' => 2,\n    'c' => 3,\n    'mail_password' => '${secret}',\n  ];`,
      `function send($host, $mail_password = '${secret}') {}`,
    ])
      assert.match(
        await refusal({ 'web/Mail.php': `<?php\nclass Mail\n{\n  ${declaration}\n}\n` }, 'web/Mail.php'),
        /takes no call/,
      );
    const call = `<?php\nclass Mail\n{\n  function send()\n  {\n    $this->use([\n      'mail_password' => '${secret}',\n    ]);\n  }\n}\n`;
    assert.match(await php(call), /=> \(\$_ENV\['MAIL_PASSWORD'\] \?\? getenv\('MAIL_PASSWORD'\)\),/);
  });
});

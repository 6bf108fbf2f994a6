// A literal to the environment, in every language and at every place of the value.

import assert from 'node:assert/strict';

import move from '../../../src/engine/fixes/move-secret-to-env';
import { dotenvValues } from '../../../src/engine/env/dotenv-edit';
import { analyze, applyFix, openSession, type Files, type Fixed } from '../../support/analyze';
import { githubToken, strongPassword } from '../../support/made-up-secrets';
import { assertParse } from '../../support/parses';

const CHECK = 'hardcoded-secret';
const FIX = 'move-secret-to-env';
const secret = strongPassword(40);
const ignored = { '.gitignore': '.env*\n!.env*.example\n' };

async function fix(files: Files): Promise<Fixed> {
  const fixed = await applyFix(files, CHECK, FIX, { unlisted: ['.env'] });
  await assertParse(fixed.files);
  assert.equal(
    Object.entries(fixed.files).some(([path, text]) => path !== '.env' && text.includes(secret)),
    false,
    'the value is gone outside .env',
  );
  return fixed;
}

/** The one line that a fix makes of a line of code. */
async function line(path: string, before: string): Promise<string> {
  const { files } = await fix({ [path]: `${before}\n`, ...ignored });
  return (files[path] ?? '').split('\n').filter((text) => text !== '' && text !== 'import os')[0] ?? '';
}

describe(FIX, () => {
  it('moves a value to .env, names it in the template, and completes .gitignore', async () => {
    const { files, edit } = await fix({ 'src/mail.ts': `export const MAIL_PASSWORD = '${secret}';\n` });
    assert.deepEqual(files, {
      'src/mail.ts': 'export const MAIL_PASSWORD = process.env.MAIL_PASSWORD!;\n',
      '.env': `MAIL_PASSWORD='${secret}'\n`,
      '.env.example': 'MAIL_PASSWORD=your-mail-password\n',
      '.gitignore': '.env*\n!.env*.example\n',
    });
    assert.equal(edit.needsConfirmation, true);
    assert.match(edit.nextSteps.join(' '), /Rotate the credential/);
  });

  it('says in how many files the value stands, also where a report does not name all of them', async () => {
    const names = Array.from({ length: 30 }, (_, i) => `tools/mail-${i}.py`);
    const { findings } = await analyze(
      Object.fromEntries(names.map((name) => [name, `MAIL_PASSWORD = "${secret}"\n`])),
    );
    const titles = new Set(findings.filter(({ check }) => check === CHECK).map((finding) => move.title(finding)));
    assert.deepEqual([...titles], ['Move to MAIL_PASSWORD in .env (30 files)']);
  });

  it('reads the variable in each form of Python', async () => {
    const read = 'os.environ["MAIL_PASSWORD"]';
    assert.equal(await line('a.py', `MAIL_PASSWORD = "${secret}"`), `MAIL_PASSWORD = ${read}`);
    assert.equal(await line('a.py', `x = os.getenv("MAIL_PASSWORD", "${secret}")`), `x = ${read}`);
    assert.equal(await line('a.py', `MAIL_PASSWORD = b"${secret}"`), `MAIL_PASSWORD = ${read}.encode()`);
    assert.equal(
      await line('a.py', `url = f"https://mail.shop.io/?user={user}&mail_password=${secret}"`),
      `url = f"https://mail.shop.io/?user={user}&mail_password={os.environ['MAIL_PASSWORD']}"`,
    );
    assert.equal(await line('a.py', `data = {"mail_password": "${secret}"}`), `data = {"mail_password": ${read}}`);
    assert.equal(await line('a.py', `# mail_password = "${secret}"`), '# mail_password = "your-mail-password"');
  });

  it('adds the import below docstring and __future__, and only once', async () => {
    const { files } = await fix({
      'a.py': `#!/usr/bin/env python\n"""Sends mail."""\nfrom __future__ import annotations\n\nimport json\n\nMAIL_PASSWORD = "${secret}"\nAGAIN_PASSWORD = "${secret}"\n`,
      ...ignored,
    });
    assert.equal(
      files['a.py'],
      '#!/usr/bin/env python\n"""Sends mail."""\nfrom __future__ import annotations\n\nimport json\nimport os\n\nMAIL_PASSWORD = os.environ["MAIL_PASSWORD"]\nAGAIN_PASSWORD = os.environ["MAIL_PASSWORD"]\n',
    );
  });

  it('keeps imports in groups', async () => {
    const place = `\nMAIL_PASSWORD = "${secret}"\n`;
    const imports = async (text: string): Promise<string> =>
      ((await fix({ 'a.py': text + place, ...ignored })).files['a.py'] ?? '').split('\nMAIL_PASSWORD')[0] ?? '';
    assert.equal(await imports('import httpx\n'), 'import os\n\nimport httpx\n');
    assert.equal(
      await imports('import json\nimport re\n\nimport httpx\n'),
      'import json\nimport os\nimport re\n\nimport httpx\n',
    );
    assert.equal(await imports('from typing import Any\n'), 'import os\nfrom typing import Any\n');
  });

  it('makes a settings field required', async () => {
    const { files } = await fix({
      'config.py': `from pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    MAIL_PASSWORD: str = "${secret}"\n    MAIL_HOST: str = "mail"\n`,
      ...ignored,
    });
    assert.match(files['config.py'] ?? '', /^ {4}MAIL_PASSWORD: str\n {4}MAIL_HOST/m);
  });

  it('reads the variable in each form of JavaScript', async () => {
    assert.equal(
      await line('a.js', `const mailPassword = '${secret}';`),
      'const mailPassword = process.env.MAIL_PASSWORD;',
    );
    assert.equal(
      await line('a.js', `const mailPassword = process.env.MAIL_PASSWORD || '${secret}';`),
      'const mailPassword = process.env.MAIL_PASSWORD;',
    );
    assert.equal(
      await line('a.js', `login({ user: 'a', mailPassword: \`${secret}\` });`),
      "login({ user: 'a', mailPassword: process.env.MAIL_PASSWORD });",
    );
    assert.equal(
      await line('a.jsx', `const a = <Login mailPassword="${secret}" />;`),
      'const a = <Login mailPassword={process.env.MAIL_PASSWORD} />;',
    );
  });

  it('moves the whole URL where a URL is the literal', async () => {
    const { files } = await fix({
      'db.ts': `export const pool = connect('postgres://shop:${secret}@db.shop.io/shop');\n`,
      ...ignored,
    });
    assert.equal(files['db.ts'], 'export const pool = connect(process.env.DATABASE_URL!);\n');
    assert.match(files['.env'] ?? '', /^DATABASE_URL='?postgres:\/\/shop:.*@db\.shop\.io\/shop'?\n$/);
  });

  it('gives each URL that holds the password a variable of its own', async () => {
    const { files } = await fix({
      'a.py': `import os\n\nDATABASE_URL = "postgresql://shop:${secret}@db.shop.io/shop"\n`,
      'b.py': `import os\n\nDATABASE_URL = "postgresql+asyncpg://shop:${secret}@db.shop.io/shop"\n`,
      'c.py': `import os\n\nDATABASE_URL = "postgresql://shop:${secret}@db.shop.io/shop"\n`,
      ...ignored,
    });
    const values = dotenvValues(files['.env'] ?? '');
    const urlIn = (path: string): string | undefined =>
      values.get(/os\.environ\["(\w+)"\]/.exec(files[path] ?? '')?.[1] ?? '');
    assert.equal(urlIn('a.py'), `postgresql://shop:${secret}@db.shop.io/shop`);
    assert.equal(urlIn('b.py'), `postgresql+asyncpg://shop:${secret}@db.shop.io/shop`);
    assert.equal(urlIn('c.py'), urlIn('a.py'));
  });

  it('moves a text above a docstring of its own', async () => {
    const { files } = await fix({
      'a.py': `import os\n\nMAIL_PASSWORD = "${secret}"\n"""Of the mail server."""\n`,
      ...ignored,
    });
    assert.equal(
      files['a.py'],
      'import os\n\nMAIL_PASSWORD = os.environ["MAIL_PASSWORD"]\n"""Of the mail server."""\n',
    );
  });

  it('treats all places of a value at once, each in its own way', async () => {
    const { files, edit } = await fix({
      'sync.py': `import os\n\nQB_PASSWORD = os.getenv("QB_PASSWORD", "${secret}")\n`,
      'web/login.ts': `export const body = { username: 'a', password: '${secret}' };\n`,
      'compose.yml': `services:\n  qb:\n    image: qb\n    environment:\n      QB_PASSWORD: "${secret}"\n`,
      'run.sh': `#!/bin/sh\ncurl -u "a:${secret}" https://shop.io\n`,
      'docs/setup.md': `Sign in with \`${secret}\`.\n`,
      '.env.example': `QB_PASSWORD=${secret}\n`,
      ...ignored,
    });
    assert.match(files['sync.py'] ?? '', /QB_PASSWORD = os\.environ\["QB_PASSWORD"\]/);
    assert.match(files['web/login.ts'] ?? '', /password: process\.env\.QB_PASSWORD!/);
    assert.match(files['compose.yml'] ?? '', /QB_PASSWORD: "\$\{QB_PASSWORD:\?set QB_PASSWORD\}"/);
    assert.match(files['run.sh'] ?? '', /curl -u "a:\$\{QB_PASSWORD:\?set QB_PASSWORD\}"/);
    assert.equal(files['docs/setup.md'], 'Sign in with `your-qb-password`.\n');
    assert.equal(files['.env.example'], 'QB_PASSWORD=your-qb-password\n');
    assert.equal(edit.files.length, 7);
  });

  it('never overwrites .env, and uses a name that already holds the value', async () => {
    const code = `export const MAIL_PASSWORD = '${secret}';\n`;
    const taken = await fix({ 'a.ts': code, '.env': 'MAIL_PASSWORD=other\n', ...ignored });
    assert.equal(taken.files['.env'], `MAIL_PASSWORD=other\nMAIL_PASSWORD_2='${secret}'\n`);
    const same = await fix({ 'a.ts': code, '.env': `SMTP_PASS='${secret}'\n`, ...ignored });
    assert.equal(same.files['a.ts'], 'export const MAIL_PASSWORD = process.env.SMTP_PASS!;\n');
    assert.equal(same.files['.env'], `SMTP_PASS='${secret}'\n`);
  });

  it('uses the variable that the provider documents', async () => {
    const token = githubToken('fix');
    const { files } = await applyFix({ 'a.py': `client = Github("${token}")\n`, ...ignored }, CHECK, FIX, {
      unlisted: ['.env'],
    });
    assert.equal(files['a.py'], 'import os\n\nclient = Github(os.environ["GITHUB_TOKEN"])\n');
  });

  it('refuses where the variable would reach browsers', async () => {
    const { session } = await openSession({ 'a.tsx': `'use client';\nconst mailPassword = '${secret}';\n` });
    const finding = session.report().findings.find(({ check }) => check === CHECK);
    const edit = await session.fix(FIX, finding?.fingerprint ?? '');
    assert.match('refused' in edit ? edit.refused : '', /browser/);
  });

  it('refuses in the folder of a package that holds both sides', async () => {
    const manifest = '{ "name": "shop", "dependencies": { "express": "^4.18.1", "react": "^18.2.0" } }\n';
    for (const [path, isRefused] of [
      ['src/client/Utils.js', true],
      ['src/mail.js', false],
    ] as const) {
      const { session } = await openSession({
        'package.json': manifest,
        [path]: `export const mailPassword = '${secret}';\n`,
      });
      const finding = session.report().findings.find(({ check }) => check === CHECK);
      const edit = await session.fix(FIX, finding?.fingerprint ?? '');
      assert.equal('refused' in edit, isRefused, path);
    }
  });

  it('refuses in what a package bundles that has a server only to hand it out, and not in that server', async () => {
    const manifest =
      '{ "name": "shop", "dependencies": { "express": "^4", "react": "^18" }, "devDependencies": { "webpack": "^5" } }\n';
    for (const [path, isRefused] of [
      ['frontend/app/pay.js', true],
      ['frontend/server/pay.js', false],
    ] as const) {
      const { session } = await openSession({
        'frontend/package.json': manifest,
        [path]: `export const mailPassword = '${secret}';\n`,
      });
      const finding = session.report().findings.find(({ check }) => check === CHECK);
      const edit = await session.fix(FIX, finding?.fingerprint ?? '');
      assert.equal('refused' in edit, isRefused, path);
    }
  });

  it('keeps carriage returns', async () => {
    const { files } = await fix({ 'a.py': `import json\r\nMAIL_PASSWORD = "${secret}"\r\n`, ...ignored });
    assert.equal(files['a.py'], 'import json\r\nimport os\r\nMAIL_PASSWORD = os.environ["MAIL_PASSWORD"]\r\n');
  });

  it('leaves nothing to do', async () => {
    const { files } = await fix({ 'a.js': `const mailPassword = '${secret}';\n` });
    const report = await analyze(files, { unlisted: ['.env'] });
    assert.deepEqual(
      report.findings.filter(({ check }) => check === CHECK),
      [],
    );
  });
});

describe(`${FIX}: the variable`, () => {
  it('is the one that most places read already', async () => {
    const { files } = await fix({
      'fix_books.py': `PASSWORD = "${secret}"\n`,
      'sync.py': `import os\n\nlogin = os.getenv("BOOKS_PASSWORD", "${secret}")\n`,
      ...ignored,
    });
    assert.match(files['fix_books.py'] ?? '', /PASSWORD = os\.environ\["BOOKS_PASSWORD"\]/);
    assert.equal(files['.env'], `BOOKS_PASSWORD='${secret}'\n`);
  });

  it('is made of the file where nothing names one', async () => {
    const { files } = await fix({ 'clients/books.py': `PASSWORD = "${secret}"\n`, ...ignored });
    assert.match(files['clients/books.py'] ?? '', /os\.environ\["BOOKS_PASSWORD"\]/);
  });

  it('is not printed: a sentence that shows the value gets a placeholder', async () => {
    const { files } = await fix({
      'a.py': `BOOKS_PASSWORD = "${secret}"\nprint("sign in with ${secret} first")\n`,
      ...ignored,
    });
    assert.match(files['a.py'] ?? '', /print\("sign in with your-books-password first"\)/);
  });
});

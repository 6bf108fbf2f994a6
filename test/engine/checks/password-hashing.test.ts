import assert from 'node:assert/strict';

import { answer } from '../../support/answer';
import { django } from '../../support/samples';

const ID = 'password-hashing';
const APP = 'from fastapi import FastAPI\nfrom accounts import hash_password\nimport admin\napp = FastAPI()\n';
const STRONG =
  'import bcrypt\n\ndef hash_password(password):\n    return bcrypt.hashpw(password.encode(), bcrypt.gensalt())\n';
const WEAK =
  'import hashlib\n\ndef hash_password(password):\n    return hashlib.sha256(password.encode()).hexdigest()\n';

describe(ID, () => {
  it('holds for slow hashes', async () => {
    assert.equal(await answer(ID, { 'main.py': APP, 'accounts.py': STRONG }), 'pass E4');
    const passlib = 'from passlib.context import CryptContext\npwd = CryptContext(schemes=["bcrypt"])\n';
    assert.equal(await answer(ID, { 'main.py': APP, 'accounts.py': passlib }), 'pass E4');
    const node =
      "import express from 'express';\nimport bcrypt from 'bcrypt';\nexpress();\nexport const make = (p) => bcrypt.hash(p, 12);\n";
    assert.equal(await answer(ID, { 'server.js': node }), 'pass E4');
  });

  it('fails for fast hashes', async () => {
    assert.equal(await answer(ID, { 'main.py': APP, 'accounts.py': WEAK }), 'fail E0 accounts.py:3');
    const node =
      "import express from 'express';\nimport crypto from 'crypto';\nexpress();\nfunction hashPassword(password) {\n  return crypto.createHash('sha256').update(password).digest('hex');\n}\n";
    assert.equal(await answer(ID, { 'server.js': node }), 'fail E0 server.js:4');
    const token = `${node}export const make = (p) => bcrypt.hash(p, 12);\n`.replace(
      'hashPassword',
      'hashPasswordResetToken',
    );
    assert.equal(await answer(ID, { 'server.js': token }), 'pass E4');
  });

  it('judges every implementation, not the best one', async () => {
    const files = { 'main.py': APP, 'accounts.py': STRONG, 'admin.py': WEAK };
    assert.equal(await answer(ID, files), 'fail E2 admin.py:3');
  });

  it('leaves code that nothing serves alone', async () => {
    const files = { 'main.py': APP, 'accounts.py': STRONG, 'admin.py': 'x = 1\n', 'legacy_accounts.py': WEAK };
    assert.equal(await answer(ID, files), 'pass E4');
  });

  it('knows what Django does by itself, and with another first hasher', async () => {
    assert.equal(await answer(ID, django()), 'pass E4');
    const fast = 'PASSWORD_HASHERS = [\n    "django.contrib.auth.hashers.MD5PasswordHasher",\n]\n';
    assert.equal(await answer(ID, django([], fast)), 'fail E0 shop/settings.py:7');
    const slow = 'PASSWORD_HASHERS = ["django.contrib.auth.hashers.BCryptSHA256PasswordHasher"]\n';
    assert.equal(await answer(ID, django([], slow)), 'pass E4');
  });

  it('knows functions by the names under which they are imported', async () => {
    const files = {
      'server.ts': "import express from 'express';\nimport './accounts';\nexpress();\n",
      'accounts.ts': "import { compare, hash } from 'bcryptjs';\nexport const keep = (word) => hash(word, 12);\n",
    };
    assert.equal(await answer(ID, files), 'pass E4');
    assert.equal(
      await answer(ID, { ...files, 'accounts.ts': "import { hash } from './sums';\nhash(1);\n" }),
      'not-applicable',
    );
  });

  it('does not take other uses of hashes for passwords', async () => {
    const files = {
      'main.py': APP,
      'accounts.py': 'import hashlib\n\ndef hash_file(data):\n    return hashlib.sha256(data).hexdigest()\n',
    };
    assert.equal(await answer(ID, files), 'not-applicable');
  });

  it('does not take the question whether a password is known for storing it', async () => {
    const parts = (end: string): string =>
      `import { createHash } from 'node:crypto';\nexport function getPasswordHash(word) {\n  const hash = createHash('sha1').update(word).digest('hex');\n  return ${end};\n}\n`;
    const server = "import express from 'express';\nimport './accounts';\nexpress();\n";
    const ask = { 'server.ts': server, 'accounts.ts': parts('[hash.slice(0, 5), hash.slice(5)]') };
    assert.equal(await answer(ID, ask), 'not-applicable');
    assert.equal(await answer(ID, { ...ask, 'accounts.ts': parts('hash') }), 'fail E0 accounts.ts:2');
  });
});

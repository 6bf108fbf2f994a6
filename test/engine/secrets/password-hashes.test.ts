// Hashes of passwords: what they are worth where they stand, the same in every language.

import assert from 'node:assert/strict';

import { analyze } from '../../support/analyze';
import { ALPHANUMERIC, madeUp } from '../../support/made-up-secrets';
import { PASSWORD } from '../../support/secret-positions';

const HEX = '0123456789abcdef';
const body = (length: number): string => madeUp('hash', length, ALPHANUMERIC);
const dollars = (...parts: string[]): string => ['', ...parts].join('$');

const BCRYPT = dollars('2b', '12', body(53));
const ARGON = dollars('argon2id', 'v=19', 'm=65536,t=3,p=4', body(22), body(43));
const DJANGO = ['pbkdf2_sha256', '600000', body(22), `${body(43)}=`].join('$');
const WERKZEUG = ['scrypt:32768:8:1', body(16), madeUp('werkzeug', 128, HEX)].join('$');
const PHPASS = dollars('P', body(31));
const SHA512 = dollars('6', body(16), body(86));
const APR1 = dollars('apr1', body(8), body(22));
const SCRAM = `SCRAM-SHA-256$4096:${body(22)}==$${body(43)}=:${body(43)}=`;
const POSTGRES = `md5${madeUp('postgres', 32, HEX)}`;
const SHA256 = madeUp('sha256', 64, HEX);

/** Severities of all findings about credentials in a workspace of one file. */
async function found(path: string, text: string): Promise<string> {
  const { findings } = await analyze({ [path]: `${text}\n` });
  return findings
    .filter(({ check }) => check === 'hardcoded-secret' || check === 'default-secret-value')
    .map(({ check, severity, rule }) => `${check === 'hardcoded-secret' ? 'S' : 'D'} ${severity} ${rule ?? ''}`)
    .join(', ');
}

const LOGIN = 'D medium password-hash';

const CASES: readonly (readonly [string, string, string])[] = [
  ...[BCRYPT, ARGON, DJANGO, WERKZEUG, PHPASS, SHA512, SHA256].map(
    (hash) => [LOGIN, 'db/seed.sql', `INSERT INTO users (name, password) VALUES ('admin', '${hash}');`] as const,
  ),
  [LOGIN, 'db/dump.sql', `COPY public.users (id, email, password) FROM stdin;\n1\ta@shop.io\t${BCRYPT}\n\\.`],
  [LOGIN, 'db/fix.sql', `UPDATE users SET password = '${SHA256}' WHERE name = 'admin';`],
  [LOGIN, 'db/roles.sql', `CREATE ROLE shop LOGIN PASSWORD '${SCRAM}';`],
  ['S high postgres-md5', 'db/roles.sql', `CREATE ROLE shop LOGIN PASSWORD '${POSTGRES}';`],
  [LOGIN, 'prisma/seed.ts', `await db.user.create({ data: { email: 'a@shop.io', passwordHash: '${BCRYPT}' } });`],
  [LOGIN, 'app/seed.py', `USERS = [{"username": "admin", "hashed_password": "${ARGON}"}]`],
  [LOGIN, 'config/users.yaml', `staticPasswords:\n  - email: admin@shop.io\n    hash: "${BCRYPT}"`],
  [
    LOGIN,
    'compose.yml',
    `services:\n  proxy:\n    image: traefik\n    labels:\n      - "basicauth.users=admin:${APR1.replaceAll('$', '$$$$')}"`,
  ],
  [LOGIN, 'cloud-init.yml', `users:\n  - name: shop\n    passwd: ${SHA512}`],
  [LOGIN, 'pgbouncer/userlist.txt', `"shop" "${SCRAM}"`],
  ['S high postgres-md5', 'pgbouncer/userlist.txt', `"shop" "${POSTGRES}"`],
  ['S blocker password', 'pgbouncer/userlist.txt', `"shop" "${PASSWORD}"`],
  ['D blocker password', 'pgbouncer/userlist.txt', '"postgres" "postgres"'],
  ['', 'pgbouncer/userlist.txt.example', `"shop" "${SCRAM}"`],
  ['D low password-hash', 'db/dev/seed.sql', `INSERT INTO users (name, password) VALUES ('admin', '${BCRYPT}');`],
  [LOGIN, 'db/rows.sql', `INSERT INTO shop_user VALUES (1, 'admin', '${SHA256.slice(0, 32)}');`],
  ['', 'db/rows.sql', `INSERT INTO shop_file VALUES (1, 'a.png', '${SHA256.slice(0, 32)}');`],
  [
    LOGIN,
    'db/bytes.sql',
    `INSERT INTO users (name, password) VALUES ('admin', X'${Buffer.from(SHA512).toString('hex')}');`,
  ],
  // Compared with, so that an unknown user takes as long; shown in a document; used by tests.
  ['', 'src/login.ts', `const DUMMY_HASH = '${BCRYPT}';\nconst user = await find({ email: input.email });`],
  ['', 'src/login.py', `UNKNOWN = "${BCRYPT}"\n\ndef check(given):\n    return verify(given, UNKNOWN)`],
  ['', 'README.md', `Reset it: UPDATE users SET password = '${SHA256}' WHERE name = 'admin';`],
  ['', 'README.md', `The column holds \`${BCRYPT}\`.`],
  ['', 'tests/users.sql', `INSERT INTO users (name, password) VALUES ('admin', '${BCRYPT}');`],
  ['', 'db/seed.sql', `-- ${BCRYPT}\nSELECT 1;`],
];

describe('hashes of passwords', () => {
  for (const [expected, path, text] of CASES) {
    const shown = text
      .split('\n')
      .join(' ')
      .replace(/[A-Za-z0-9/+=.]{16,}/g, '…')
      .slice(0, 90);
    it(`${expected === '' ? 'nothing' : expected} in ${path}: ${shown}`, async () => {
      assert.equal(await found(path, text), expected);
    });
  }

  it('are told once for a table of users', async () => {
    const rows = ['a', 'b', 'c'].map((name) => `('${name}', '${dollars('2a', '10', madeUp(name, 53, ALPHANUMERIC))}')`);
    const text = `INSERT INTO users (name, password) VALUES\n${rows.join(',\n')};\n`;
    const { findings } = await analyze({ 'db/seed.sql': text });
    const told = findings.filter(({ check }) => check === 'default-secret-value');
    assert.deepEqual(
      told.map(({ line }) => line),
      [2],
    );
    assert.match(told[0]?.message ?? '', /and 2 more in this file/);
  });

  it('make their own file one of medium weight', async () => {
    const { findings } = await analyze({ '.htpasswd': `admin:${APR1}\n` });
    const told = findings.filter(({ check }) => check !== 'secret-scan' && /secret/.test(check));
    assert.deepEqual(
      told.filter(({ path }) => path === '.htpasswd').map(({ check, rule, severity }) => [check, rule, severity]),
      [['secret-file-committed', 'password-hashes', 'medium']],
    );
  });
});

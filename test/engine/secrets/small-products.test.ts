// What small products and students' projects hold: seeded logins, mail accounts, pairs of keys, requests sent by hand.

import assert from 'node:assert/strict';

import { classifyValue } from '../../../src/engine/secrets/values/value';
import { isSecretName } from '../../../src/engine/secrets/names';
import { analyze } from '../../support/analyze';
import { ALPHANUMERIC, madeUp } from '../../support/made-up-secrets';
import { describePositions, PASSWORD, TOKEN } from '../../support/secret-positions';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';
const APP_PASSWORD = ['qzkt', 'vbnw', 'rfhd', 'mjxu'];
const SALAD = ['IZqTkrWbXn', 'cPaLvGyDfs', 'HmJoEuRtKwVb'].join('');
const BASE64_160 = `${madeUp('start', 40, ALPHANUMERIC)}/${madeUp('rest', 118, ALPHANUMERIC)}=`;

describePositions('passwords of mail accounts', [
  ['S', 'application.yml', `mail:\n  host: smtp.gmail.com\n  username: shop\n  password: ${APP_PASSWORD.join('')}\n`],
  ['S', 'mail.py', `HOST = "smtp.gmail.com"\nMAIL_PASSWORD = "${APP_PASSWORD.join(' ')}"`],
  ['-', 'application.yml', `mail:\n  host: mail.shop.io\n  username: shop\n  password: ${APP_PASSWORD.join('')}\n`],
  ['-', 'mail.py', 'HOST = "smtp.gmail.com"\nMAIL_PASSWORD = "your gmail pass word"'],
]);

describePositions('values that generators give', [
  ['S', 'application.yml', `datasource:\n  password: ${SALAD}\n`],
  ['S', 'application.yml', `jwt:\n  secretKey: ${BASE64_160}\n`],
  ['D', 'application.yml', 'jwt:\n  access-token:\n    secret: myShopTokenSecretKeyExampleOne\n'],
  ['-', 'application.yml', 'shop:\n  title-secret: a sample of words\n'],
]);

describePositions('logins that are seeded', [
  ['D', 'DatabaseSeeder.java', 'user.password(passwordEncoder.encode("manager"));'],
  ['D', 'DatabaseSeeder.java', 'user.password(passwordEncoder().encode("manager"));'],
  ['D', 'prisma/seed.ts', 'await create({ email, password: await argon2.hash("!admin") });'],
  ['D', 'seed.php', '<?php $user->password = password_hash("shop-1", PASSWORD_DEFAULT);'],
  ['D', 'seed.py', 'db.add(User(email=MAIL, hashed=get_password_hash("admin123")))'],
  ['-', 'Users.java', 'user.password(passwordEncoder.encode(request.password()));'],
  ['-', 'src/test/java/UsersTest.java', 'user.password(passwordEncoder.encode("manager"));'],
]);

describePositions('defaults in templates and manifests', [
  ['D', 'group_vars/all.yml', `db_password: "{{ lookup('env', 'DB') | default('admin123', true) }}"`],
  ['D', 'templates/secret.yaml', 'kind: Deployment\nspec:\n  password: {{ .Values.password | default "admin123" }}\n'],
  ['-', 'group_vars/all.yml', `db_password: "{{ vault_db_password | default('') }}"`],
  ['-', 'group_vars/all.yml', `db_password: "{{ vault_db_password | default(omit) }}"`],
  ['D', 'variables.tf', 'variable "db_password" {\n  type = string\n  default = "change-me-in-production"\n}'],
  ['S', 'variables.tf', `variable "token" {\n  description = "of {shop}"\n  default = "${TOKEN}"\n}`],
  [
    '-',
    'variables.tf',
    'variable "db_password" {\n  sensitive = true\n}\nvariable "size" {\n  default = "admin123"\n}',
  ],
  [
    'D',
    'k8s/secret.yaml',
    `kind: Secret\nmetadata:\n  name: shop\ndata:\n  password: ${Buffer.from('admin123\n').toString('base64')}\n`,
  ],
  ['D', 'Startup.cs', 'var key = Configuration["Jwt:Secret"] ?? "change-me-in-production";'],
]);

describePositions('pairs of keys', [
  [
    'D',
    'compose.yml',
    'services:\n  api:\n    environment:\n      MINIO_ACCESS_KEY: admin\n      MINIO_SECRET_KEY: admin123\n',
  ],
  ['D', 'compose.yml', 'services:\n  api:\n    environment:\n      SHOP_ACCESS_KEY: admin123\n'],
]);

describePositions('what nothing of the product runs with', [
  ['-', 'shop.postman_collection.json', '{"key": "client_secret", "value": "secret"}'],
  ['-', 'rest/login.bru', 'body:json {\n  "username": "shop", "password": "admin123"\n}'],
  ['-', '.env.patch', '+# KAFKA_SASL_PASSWORD=password\n'],
  ['-', 'compose.patch', '+      MYSQL_PASSWORD: admin123\n'],
  ['-', 'integrations.go', 'const fixturePassword = "12345678"'],
  ['-', 'lib/tasks/copy.rake', "PASSWORD_REPLACEMENT = 'password'"],
  ['-', 'publiccode.yml', `roadmap: 'https://plans.shop.io/16/list#share-auth-token=${TOKEN}'`],
  ['-', '.env', `RECAPTCHA_PRIVATE_KEY=${['6LeIxAcT', 'AAAAA', madeUp('captcha', 27, ALPHANUMERIC)].join('')}\n`],
]);

describe('credentials in small products', () => {
  it('takes a key in a comment that a generator has left for what it is', async () => {
    const key = madeUp('devise', 128, '0123456789abcdef');
    const severityOf = async (line: string): Promise<string[]> => {
      const { findings } = await analyze({
        'config/initializers/devise.rb': `Devise.setup do |config|\n${line}\nend\n`,
      });
      return findings.filter(({ check }) => check === 'hardcoded-secret').map(({ severity }) => severity);
    };
    assert.deepEqual(await severityOf(`  # config.secret_key = '${key}'`), ['medium']);
    assert.deepEqual(await severityOf(`  config.secret_key = '${key}'`), ['blocker']);
    assert.deepEqual(await severityOf(`  config.secret_key = "#{''}${key}"`), []);
  });

  it('reports a value of compose also where a configuration repeats it, without blocking twice', async () => {
    const { findings } = await analyze({
      'compose.yml': 'services:\n  db:\n    image: mysql:8\n    environment:\n      MYSQL_ROOT_PASSWORD: shopping\n',
      'config/orders.yml': 'spring:\n  datasource:\n    username: root\n    password: shopping\n',
      'docs/setup.md': 'MYSQL_ROOT_PASSWORD=shopping\n',
    });
    const seen = findings.filter(({ check }) => check === 'default-secret-value');
    assert.deepEqual(
      seen.map(({ severity, path }) => `${severity} ${path}`),
      ['blocker compose.yml', 'medium config/orders.yml', 'low docs/setup.md'],
    );
  });

  it('counts a pair of keys once, at the half that proves who asks', async () => {
    const { findings } = await analyze({
      'compose.yml':
        'services:\n  api:\n    environment:\n      MINIO_ACCESS_KEY: admin\n      MINIO_SECRET_KEY: admin123\n',
    });
    const seen = findings.filter(({ check }) => check === 'default-secret-value');
    assert.deepEqual(
      seen.map(({ line }) => line),
      [5],
    );
  });

  it('shows a strong value of a request that is sent by hand, and blocks nothing', async () => {
    const { findings } = await analyze({
      'shop.postman_collection.json': `{"key": "password", "value": "${PASSWORD}"}`,
    });
    assert.deepEqual(
      findings.filter(({ check }) => check === 'hardcoded-secret').map(({ severity }) => severity),
      ['medium'],
    );
  });

  it('takes a patch of a dotenv file for no dotenv file', async () => {
    const { findings } = await analyze({ '.env.patch': '+KAFKA_SASL_PASSWORD=password\n' });
    assert.deepEqual(
      findings.filter(({ check }) => check === 'secret-file-committed'),
      [],
    );
  });

  it('tells letters in no order from words', () => {
    assert.equal(classifyValue(SALAD, 'password'), 'strong');
    for (const words of ['ProtectedRouteMiddlewareHandler', `${LETTERS}${LETTERS}`, 'CreateUserTokenFromSessionStore'])
      assert.notEqual(classifyValue(words, 'password'), 'strong', words);
  });

  it('tells what a link is shared with from a secret that is shared', () => {
    assert.equal(isSecretName('share-auth-token'), false);
    assert.equal(isSecretName('shared_secret'), true);
  });
});

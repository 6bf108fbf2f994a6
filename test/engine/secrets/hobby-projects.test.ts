// What hobby projects, labs at home and older desktop programs hold: pictures on many lines, names of entries, messages of forms.

import assert from 'node:assert/strict';

import { classifyValue } from '../../../src/engine/secrets/values/value';
import { analyze } from '../../support/analyze';
import { ALPHANUMERIC, madeUp } from '../../support/made-up-secrets';
import { describePositions, PASSWORD } from '../../support/secret-positions';

const ZEROES = 'A'.repeat(24);
const BEARER = [ZEROES, madeUp('bearer', 80, ALPHANUMERIC)].join('');
const PICTURE_LINE = (at: number): string => [ZEROES, madeUp(`picture ${at}`, 56, ALPHANUMERIC)].join('');
const resource = (lines: string[]): string => `<data name="icon"><value>\n${lines.join('\n')}\n</value></data>\n`;

describePositions('base64 on several lines', [
  ['-', 'Form.resx', resource([0, 1, 2].map((at) => `        ${PICTURE_LINE(at)}`))],
  ['-', 'Form.resx', resource([`        ${madeUp('first', 79, ALPHANUMERIC)}+`, `        ${PICTURE_LINE(1)}`])],
  ['S', 'Form.resx', `<data name="token"><value>\n        ${BEARER}\n</value></data>\n`],
  ['S', 'feed.py', `TOKEN = "${BEARER}"\nNAMES = []`],
]);

const entry = (rest: string): string => `resource "kubernetes_manifest" "shop" {\n  data = [{\n${rest}\n  }]\n}\n`;

describePositions('names of entries in a store', [
  ['-', 'main.tf', entry('    secretKey = "DB2_PASSWORD"\n    remoteRef = { key = "shop", property = "pw" }')],
  ['-', 'main.tf', entry('    secretKey = "password", remoteRef = { key = "shop" }')],
  ['D', 'main.tf', entry('    secretKey = "password"\n    other = { key = "shop" }')],
  ['-', 'main.tf', 'monitor = { database_password_vault_key = "monitor_db_password" }'],
  ['-', 'main.tf', 'mail = { imap_pw_secret_key = "SHOP_IMAP_PASSWORD" }'],
  ['-', 'rules.json', '{"credential_key": "SHOP_PASSWORD"}'],
]);

describePositions('what is no fallback', [
  ['-', 'Form.vue', "<script>\nconst same = v => v === this.password || 'Passwords do not match'\n</script>"],
  ['D', 'auth.js', "const secret = process.env.JWT_SECRET || 'shop secret value'"],
  ['-', 'shop.go', 'err := fmt.Errorf("set SHOP_TOKEN or `shop login` first")'],
  ['D', 'shop.py', "TOKEN = os.environ.get('SHOP_TOKEN') or 'shop-token'"],
  [
    '-',
    'docker-compose.yml',
    'services:\n  cache:\n    command: sh -c "redis-server --requirepass $$REDIS_PASSWORD"\n',
  ],
  ['D', 'docker-compose.yml', 'services:\n  cache:\n    command: sh -c "redis-server --requirepass shop"\n'],
  ['-', 'Dockerfile', 'FROM node\nENV bot.token env\n'],
  ['-', 'brakeman.ignore', `{"code": "redirect_to(ShopToken::Url${madeUp('call', 20, ALPHANUMERIC)})"}`],
]);

const members = (body: string): string =>
  `<?xml version="1.0"?>\n<doc>\n  <assembly>\n    <name>Zip</name>\n  </assembly>\n  <members>\n${body}\n</members></doc>\n`;

describePositions('comments that a compiler has taken out', [
  ['-', 'lib/Zip.xml', members(`<code>zip.Password = "${PASSWORD}";</code>`)],
  ['S', 'lib/Zip.xml', `<settings>\n<password>${PASSWORD}</password>\n</settings>`],
]);

describePositions('what a person is sent once', [
  ['-', 'db/seed/users.yml', `reset_password_token: '${madeUp('reset', 40, ALPHANUMERIC)}'\n`],
  ['-', 'db/seed/users.yml', `unlock_token: '${madeUp('unlock', 40, ALPHANUMERIC)}'\n`],
  ['S', 'db/seed/users.yml', `verification_token: '${madeUp('reset', 40, ALPHANUMERIC)}'\n`],
]);

describePositions('defaults of small stacks', [
  ['D', 'docker-compose.yml', 'services:\n  shop:\n    environment:\n      - REDIS_PASSWORD=redispassword\n'],
  ['D', '.env', 'MYSQL_PASSWORD=mysql_password\n'],
  ['-', 'values.yaml', 'secretKeys:\n  MYSQL_PASSWORD: mysql-password\n'],
  ['-', '.env.example', 'MYSQL_PASSWORD=mysql_password\n'],
  ['D', 'main.py', "ui.run_with(app, storage_secret='shop-2025')"],
  ['S', 'stack.yml', `services:\n  shop:\n    command:\n      - --admin-password\n      - "${PASSWORD}"\n`],
  ['-', 'stack.yml', 'services:\n  shop:\n    command:\n      - --admin-password\n      - --verbose\n'],
]);

describe('hobby projects', () => {
  it('takes a sign that compose leaves to the shell for a reference', () => {
    assert.equal(classifyValue(['$$', 'REDIS_PASSWORD'].join(''), 'password'), 'reference');
    assert.notEqual(classifyValue(['$$', 'ecret9!Xy'].join(''), 'password'), 'reference');
  });

  it('weighs seeds for development less', async () => {
    const seed = (name: string): Promise<(string | undefined)[]> =>
      analyze({ [`db/seed/${name}.yml`]: "- email: admin@shop.io\n  password: 'changepassword'\n" }).then(
        ({ findings }) =>
          findings.filter(({ check }) => check === 'default-secret-value').map(({ severity }) => severity),
      );
    assert.deepEqual(await seed('users_development'), ['medium']);
    assert.deepEqual(await seed('users'), ['blocker']);
  });
});

// What applications of small teams hold in several languages: what signs by its section, keys handed to helpers, salts, and what is none of them.

import assert from 'node:assert/strict';

import { analyze, placesOf } from '../../support/analyze';
import { ALPHANUMERIC, madeUp } from '../../support/made-up-secrets';
import { describePositions, PASSWORD, TOKEN } from '../../support/secret-positions';
import { classifyValue } from '../../../src/engine/secrets/values/value';

const UUID = [madeUp('a', 8, '0123456789abcdef'), '4b7e', '4c1d', '9a3f', madeUp('b', 12, '0123456789abcdef')].join(
  '-',
);
/** 64 printable characters, as wp-config.php has them, with what other texts begin or interpolate with. */
const SALT = ['{~Kq 7;', '%sWz[@f', 'R*)x=2|', 'VmJ^<4p', 'U!h}$(G', 'e:T?9n,', 'B&dQ+#L', 'y]k8-Xo', '>3uC`jM'].join(
  '',
);

describePositions('secrets of a section that signs', [
  ['D', 'configs/order.toml', '[jwt]\nsecret = "shop-signing"\nissuer = "shop"\n'],
  ['D', 'config.yaml', 'server:\n  port: 80\njwt:\n  # of all services\n  issuer: shop\n  secret: shop-signing\n'],
  ['D', 'config.yaml', 'session:\n  secret: "shop-signing"\n'],
  ['D', 'application.properties', 'app.jwt.secret=shopsigning\n'],
  ['-', 'config.toml', '[jwt]\nissuer = "shop"\n[title]\nsecret = "shop-signing"\n'],
  ['-', 'config.yaml', 'jwt:\n  issuer: shop\nvolume:\n  secret: shop-signing\n'],
  ['-', 'config.yaml', 'jwt:\n  secret: ${JWT_SECRET}\n'],
  ['-', 'docs/config.toml', '[jwt]\nsecret = "shop-signing"\n'],
]);

describePositions('values that calls are handed', [
  ['S', 'a.php', `<?php $id = security::encrypt( $_GET['page']['id'], '${PASSWORD}' );`],
  ['S', 'a.ts', `const id = decrypt(row.id, "${PASSWORD}");`],
  ['-', 'a.ts', 'const id = encrypt(row.id, "aes-256-cbc");'],
  ['-', 'a.ts', 'const id = decrypt(row.id, "AES/CBC/PKCS5Padding");'],
  ['-', 'a.ts', `const id = decrypt(privateKey, "${TOKEN}");`],
  ['-', 'a.ts', `const hash = bcrypt(row.id, "${PASSWORD}");`],
  ['-', 'a.ts', `// const id = decrypt(row.id, "${PASSWORD}");`],
]);

describePositions('values that look like references, identifiers or words', [
  ['S', 'config.php', `<?php define( 'SECRET_KEY', '${SALT}' );`],
  ['S', 'feed.php', `<?php class Feed { const DB_PASS = '{)${PASSWORD}'; }`],
  ['S', 'feed.php', "<?php class Feed { const PASSWORD = 'kXvmTq#'; }"],
  ['-', 'feed.php', "<?php class Feed { const PASSWORD = 'Secret#'; }"],
  ['-', 'feed.php', "<?php class Feed { const PASSWORD = '#kXvmTq'; }"],
  ['-', 'feed.php', "<?php class Feed { const PASSWORD = '{password}'; }"],
  ['S', 'config.env', `AUTH_TOKEN_SECRET=${UUID}\n`],
  ['-', 'config.env', `AUTH_TOKEN_SECRET_ID=${UUID}\n`],
  ['-', 'config.env', `APP_SECRET_REF=${UUID}\n`],
]);

describePositions('what is no credential', [
  ['-', 'a.ts', 'const schema = { password: "^(?=.*[a-z])(?=.*[A-Z])(?=.*[!@#$%^&*()_+=~|<>?:;,./{}-]).{12,64}$" };'],
  ['-', 'a.json', '{"token": "^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)?$"}'],
  ['-', 'map.php', "<?php $types = array('token' => 'Shop\\\\Token', 'card' => 'Shop\\\\Card');"],
  ['-', 'sign.php', "<?php $auth = 'HMAC Credential='.self::$accessKey.'/'.$scope;"],
  ['-', 'sign.php', "<?php $auth = 'HMAC Credential='.$accessKey.'/'.$scope;"],
  ['-', 'form.js', "make({ passwordElement: '#tPassword1' });"],
  ['-', 'entrypoint.sh', 'if [ "$USER" = "a" ] || [ "$DB_PASSWORD" = "admin123" ]; then exit 1; fi\n'],
  ['D', 'start.ps1', '$DB_PASSWORD = "admin123"\n'],
  ['-', 'queue.tsx', "<b>Token #{patient.tokenNumber || 'N/A'}</b>"],
  ['-', 'docs/guide.md', `JWT_SECRET=${'b2Cd3Ef4Gh5Jk6Lm7Np8Qr9'.repeat(2)}\n`],
  ['-', 'docs/guide.md', 'JWT_SECRET=shop-signing-key-that-is-at-least-32-chars-long!\n'],
  ['S', 'docs/guide.md', `JWT_SECRET=${TOKEN}\n`],
  [
    '-',
    'config.py',
    'class Settings(BaseSettings):\n    def __init__(self):\n        if self.SECRET_KEY:\n            self._source = "configured"\n',
  ],
  [
    '-',
    'make_csv.py',
    'def write_example_import(path):\n    rows = [{"login": "ivan", "password": "Shop1234"}]\n    save(path, rows)\n',
  ],
  [
    'D',
    'make_csv.py',
    'def write_import(path):\n    rows = [{"login": "ivan", "password": "Shop1234"}]\n    save(path, rows)\n',
  ],
]);

describePositions('what stands below an example', [
  [
    'D',
    'run.py',
    'def example(path):\n    save(path, rows)\n\nrows = [\n    {"login": "ivan", "password": "Shop1234"},\n]\n',
  ],
]);

describe('what applications hold', () => {
  it('takes a key of Google Calendar in a page for one of browsers, as its documentation has it', async () => {
    const key = ['AI', `za${madeUp('calendar', 35, ALPHANUMERIC)}`].join('');
    const inPage = await analyze({ 'public/js/a.js': `new Calendar(el, { googleCalendarApiKey: "${key}" });` });
    assert.deepEqual(placesOf(inPage, 'hardcoded-secret'), []);
    const inCode = await analyze({ 'src/a.js': `const calendarKey = "${key}";` });
    assert.deepEqual(placesOf(inCode, 'hardcoded-secret'), ['src/a.js:1 google-api-key']);
  });

  it('takes a dotenv template with one more ending for a template', async () => {
    const text = 'DB_PASSWORD=admin123\n';
    const report = await analyze({ '.env.docker.example.clean': text, '.env.docker': text });
    assert.deepEqual(placesOf(report, 'secret-file-committed'), ['.env.docker:1 env-defaults']);
  });

  it('takes no expression and no pattern for a salt', () => {
    assert.equal(classifyValue(SALT, 'SECRET_KEY'), 'strong');
    assert.notEqual(
      classifyValue('^(?=.*[A-Z])(?=.*[a-z])(?=.*\\d)(?=.*[!@#$%^&*])[A-Za-z\\d!@#$%^&*]{8,}$', 'password'),
      'strong',
    );
    assert.notEqual(
      classifyValue('{ a: [1], b: "${x}", c: f(y) || g(z) && !q[7], D: <T>(k) => ~k | 2 }', 'secret'),
      'strong',
    );
  });
});

// What products of many kinds hold beside their code: themes, charts, test data, scripts that make the first login.

import assert from 'node:assert/strict';

import { analyze } from '../../support/analyze';
import { ALPHANUMERIC, jwtOf, madeUp } from '../../support/made-up-secrets';
import { describePositions, PASSWORD, TOKEN } from '../../support/secret-positions';

describePositions('values that only stand under a name of a secret', [
  ['-', 'app/src/main/res/layout/sign_in.xml', '<EditText app:passwordToggleTint="?attr/primary_icon_01" />'],
  ['-', 'app/src/main/res/values/styles.xml', '<item name="passwordToggleDrawable">?attr/secondary_text_02</item>'],
  ['-', 'roles/app/templates/standalone.xml', '<module-option name="password-stacking" value="useFirstPass"/>'],
  ['-', 'db/roles.sql', "ALTER USER keeper WITH PASSWORD :'pgpass';"],
  ['D', 'db/roles.sql', "ALTER USER keeper WITH PASSWORD 'pgpass1';"],
  ['-', 'k8s/db.yaml', "data:\n  roles.sql: |\n    ALTER USER keeper WITH PASSWORD :'pgpass';\n"],
  ['-', 'cmd/build.go', 'args := []string{"-e", "GPG_PASSWORD=" + os.Getenv("GPG_PASSWORD"), "-e", "HOME=/tmp"}'],
  ['-', 'bot/README.md', '- `TELEGRAM_BOT_TOKEN`: **Required** - the token of your bot'],
  ['S', 'bot/README.md', '- `ADMIN_PASSWORD`: **harbour1** - change it'],
  ['-', 'scripts/k6/smoke.js', 'const PASSWORD = __ENV.TEST_PASSWORD || "Harbour1!";'],
  ['D', 'scripts/smoke.js', 'const PASSWORD = process.env.TEST_PASSWORD || "Harbour1!";'],
  ['D', 'cmd/main.go', 'secret := cmp.Or(os.Getenv("JWT_SECRET"), "shop1")'],
  ['D', 'cmd/main.go', 'secret := withDefault(os.Getenv("JWT_SECRET"), "shop1")'],
  ['-', 'internal/const.go', 'const cmdFlagNamePassword = "password"'],
  ['-', 'internal/const.go', 'const DefaultSecretKeyPassword = "password"'],
  ['-', 'internal/const.go', 'const AMRPasswordBasedAuthentication = "pwd"'],
  ['-', 'internal/const.go', 'const ContentEncryptionKey = "enc"'],
  ['-', 'chart/values.yaml', 'middleware:\n  privateKeySecret: "my-secret"\n'],
  ['-', 'cmd/print.go', 'fmt.Fprintf(w, "%t", ser.FollowExternalLinksYes)'],
  [
    '-',
    'main.js',
    "// request('https://AccountSid:AuthToken@api.shop.io/2010')\nrequest('https://AccountSid:AuthToken@api.shop.io')",
  ],
  ['D', 'main.js', "const url = 'postgres://shop:shoppw1@db.shop.io/shop';"],
  [
    'D',
    'compose.yml',
    'services:\n  a:\n    image: a\n    environment:\n      DB: postgres://shop_user:shop_pass@db/shop\n',
  ],
  ['-', 'forms.ts', `command('htpasswd', '${PASSWORD}');`],
  ['-', 'Makefile', 'TEST_DATABASE_URL=postgres://shop:shoppw1@db.shop.io:5432/shop'],
  ['D', 'Makefile', 'DATABASE_URL=postgres://shop:shoppw1@db.shop.io:5432/shop'],
]);

describePositions('places that are tests or foreign code', [
  ['-', 'internal/suites/LDAP/configuration.yml', "session:\n  secret: 'unsecure_session_secret1'\n"],
  ['-', 'internal/test_resources/config.yml', "password: 'password'\n"],
  ['-', 'scripts/smoketest_settings.py', "PASSWORD = os.getenv('DB_PASSWORD', 'shop1')"],
  [
    '-',
    'services/web/vendor/github.com/a/b/docker-compose.yml',
    'services:\n  db:\n    environment:\n      DB_PASSWORD: shop1\n',
  ],
]);

describePositions('credentials that products start with', [
  ['D', 'main.py', 'SECRET_KEY = "your-secret-key-here"'],
  ['D', 'auth.js', "const JWT_SECRET = 'your_jwt_secret';"],
  ['-', 'auth.js', "const JWT_SECRET = '<your_jwt_secret>';"],
  ['-', 'auth.js', "const JWT_SECRET = 'REPLACE_ME';"],
  ['-', 'mail.js', "const MAIL_API_KEY = 'your_api_key';"],
  ['D', 'config/env/all.js', "module.exports = { cookieSecret: 'cookie_secret_goes_here' };"],
  ['D', 'docker-compose.yml', 'services:\n  a:\n    image: a\n    environment:\n      JWT_SECRET: your_jwt_secret\n'],
  ['D', 'docker-compose.yml', 'services:\n  a:\n    image: a\n    environment:\n      DB_PASSWORD: your_password\n'],
  ['-', 'docker-compose.yml', 'services:\n  a:\n    image: a\n    environment:\n      MAIL_API_KEY: your_api_key\n'],
  ['D', 'scripts/init.ts', "const hashed = await bcrypt.hash('admin123', 10);"],
  ['S', 'scripts/init.ts', `const hashed = await bcrypt.hash('${PASSWORD}', 10);`],
  ['-', 'scripts/init.ts', "// bcrypt.hash('admin123', 10)"],
  ['-', 'auth.ts', "const never = await bcrypt.hash('dummy-password', 10);"],
  [
    'D',
    'database/seeders/Seeder.php',
    "<?php\nUser::create(['email' => $mail, 'password' => Hash::make('secret123')]);",
  ],
  ['D', 'seed.py', "user.set(generate_password_hash('admin123'))"],
  ['S', '.bash_profile', `export DEPLOY_TOKEN='${TOKEN}'`],
  ['S', 'home/.credentials', `[default]\napi_token = ${TOKEN}`],
  ['D', 'config.php', "<?php\n$dbhost = 'db';\n$dbuser = 'shop';\n$dbpasswd = 'password1';"],
]);

describe('what is made for examples and tests, by where it stands', () => {
  const token = jwtOf({ sub: 'clerk' });
  const severities = async (path: string, text: string): Promise<string[]> =>
    (await analyze({ [path]: text })).findings
      .filter(({ check }) => check === 'hardcoded-secret')
      .map(({ severity }) => severity);

  it('weighs a token in a document and in a comment less than in code', async () => {
    assert.deepEqual(await severities('docs/jwt.md', `${token}\n`), ['medium']);
    assert.deepEqual(await severities('jwt.go', `// ${token}\n`), ['medium']);
    assert.deepEqual(await severities('jwt.go', `const token = "${token}"\n`), ['blocker']);
  });

  it('weighs one in a document more that says that it runs on', async () => {
    assert.deepEqual(await severities('docs/jwt.md', `${jwtOf({ sub: 'clerk', exp: 4_070_908_800 })}\n`), ['high']);
  });

  it('says nothing of the tokens and JSON Web Keys that tests of signatures are made of', async () => {
    const key = `{"kty":"EC","crv":"P-256","d":"${madeUp('vector', 43, ALPHANUMERIC)}"}`;
    assert.deepEqual(await severities('jwt_test.go', `const token = "${token}"\n`), []);
    assert.deepEqual(await severities('testdata/key.json', key), []);
    assert.deepEqual(await severities('config/key.json', key), ['blocker']);
  });

  it('takes a key for public everywhere that a Firebase configuration publishes', async () => {
    const key = ['AI', 'za', madeUp('firebase', 35, ALPHANUMERIC)].join('');
    const config = `{"client":[{"client_info":{"mobilesdk_app_id":"1:2:android:3"},"api_key":[{"current_key":"${key}"}]}]}`;
    const kinds = async (files: Record<string, string>): Promise<number> =>
      (await analyze(files)).findings.filter(({ check }) => check === 'hardcoded-secret').length;
    assert.equal(await kinds({ 'ci/allow.toml': `keys = ["${key}"]\n` }), 1);
    assert.equal(await kinds({ 'ci/allow.toml': `keys = ["${key}"]\n`, 'app/google-services.json': config }), 0);
  });
});

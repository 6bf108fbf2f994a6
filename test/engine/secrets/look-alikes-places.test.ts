// What unseen repositories are full of: names of fields, placeholders, pictures, labels, keys of documents.

import assert from 'node:assert/strict';

import { analyze } from '../../support/analyze';
import { ALPHANUMERIC, jwtOf, madeUp, strongPassword } from '../../support/made-up-secrets';
import { describePositions, PASSWORD, TOKEN, type PositionCase } from '../../support/secret-positions';

/** Base64 that goes on before and behind a token's prefix. */
const PICTURE = `${madeUp('picture', 80, `${ALPHANUMERIC}+/`)}/`;
const INSTAGRAM = ['IG', 'Q', madeUp('meta', 120, ALPHANUMERIC)].join('');
const CODED = (text: string): string => Buffer.from(text).toString('base64');
const UUID = [8, 4, 4, 4, 12].map((length, at) => madeUp(`uuid ${at}`, length, '0123456789abcdef')).join('-');

describePositions('names and placeholders under a name of a secret', [
  ['-', 'app/Login.php', "protected const SETUP_SECRET_SESSION_KEY = 'mfa-setup-backup-codes';"],
  ['-', 'app/sessions.py', '_totp_secret_key = "_totp_secret"'],
  ['-', 'Adapter.java', 'String KEY_USERNAME = "username";\nString KEY_PASSWORD = "password";'],
  ['D', 'Store.java', 'String KEY_FILE = "shop.jks";\nString KEY_PASSWORD = "password";'],
  ['-', 'Model.java', 'String EDGE_SECRET_PROPERTY = "secret";'],
  ['-', 'password.go', 'const PasswordNumbers = "0123456789"'],
  ['-', 'application.yml', 'limit: "${RESET_PASSWORD_RATE_LIMIT_CONFIGURATION:5:3600}"'],
  ['-', 'application.yml', 'limit: "${PASSWORD_RATE:5:3600,10:60}"'],
  ['-', 'config/env.yml', 'kafka:\n  password: "SHOP_KAFKA_PASSWORD"\n'],
  ['-', 'appsettings.json', '{"mail": {"sendGridApiKey": "SECRET"}}'],
  ['-', 'options.go', 'flag.String("redis", "", "address (eg: redis://[USER[:PASSWORD]@]HOST[:PORT])")'],
  ['-', 'etcd.env', 'ETCD_INITIAL_CLUSTER_TOKEN=shop_etcd1'],
  ['-', 'driver.yml', 'args:\n  - "--cloud-config-secret-namespace=kube-system"\n'],
  ['-', 'Api.java', `String s = "Replies to the call identified by '" + "requestId" + "' parameter";`],
  ['-', 'Compose.java', 'out.append("  - GATEWAY_PASSWORD=").append(credentials.getPassword()).append("\\n");'],
  ['-', 'Login.java', 'boolean passwordCorrect =\n    "admin".equals(username) && PASSWORD.equals(password);'],
  ['-', 'types.cue', '#SecretTypeOpaque: #SecretType & "Opaque"'],
  ['-', 'docs/plan.md', 'Tested by `@shop-1-2`, and `@FR-CART-01` / `@FR-CHECKOUT-12` / `@NFR-CART-03` as well.'],
  ['-', 'docs/plan.md', 'Runs on `Ab3-k9Xq-24x7` / `Cd5-m2Zr-36x5`.'],
  ['-', 'docs/plan.md', 'Rules go through `channel.markets` / `Channel#serves_market?` only.'],
  ['S', 'docs/plan.md', `Sign in as \`clerk\` / \`${PASSWORD}\`.`],
  ['-', 'docs/install.md', 'To set it for MySQL see [below](#set-password-for-root-MySQL-user-on-Ubuntu22).'],
  ['-', 'lib/mail/newsletter_preview.rb', "subscriber.verification_token ||= 'preview-token'"],
]);

describePositions('texts for people', [
  ['-', 'web/locale/de.json', '{"server-secret-key": "LwM2M-Server-Geheimschlüssel"}'],
  ['-', 'web/texts.json', '{"server-secret-key": "X509秘密鍵はPKCS_8形式である必要があります!"}'],
]);

describePositions('values in base64', [
  ['-', 'docs/secret.md', `password: ${CODED('secure-password1')}`],
  ['D', 'application.properties', `shop.password=${CODED('password123')}`],
  ['S', 'application.properties', `shop.password=${CODED(strongPassword(8))}`],
  ['-', 'images.json', `{"image": "data:image/png;base64,${PICTURE}${INSTAGRAM}${PICTURE}"}`],
  ['S', 'hook.json', `{"token": "${INSTAGRAM}"}`],
]);

const build = (line: string): PositionCase[] => [['-', 'Dockerfile', `FROM ruby\nRUN ${line}\n`]];

describePositions('variables of one command of a build', [
  ...build('SECRET_KEY_BASE=secret rake assets:precompile'),
  ...build('apt-get update && \\\n    APP_SECRET=secret123 make'),
  ['D', 'Dockerfile', 'FROM ruby\nRUN make\nENV APP_SECRET=secret123\n'],
  ['S', 'Dockerfile', `FROM ruby\nRUN API_TOKEN=${TOKEN} make\n`],
]);

describePositions('credentials that look like something else', [
  ['S', 'compose.yml', `services:\n  db:\n    image: mssql\n    environment:\n      - SA_PASSWORD=@${PASSWORD}\n`],
  ['-', 'strings.xml', '<item name="api_key">@string/api_key2</item>'],
  ['S', 'proxy.cfg', `client_secret="${UUID}"`],
  ['-', 'proxy.cfg', `secret_name="${UUID}"`],
  ['D', 'Web.cs', 'options.ClientSecret = "secret";'],
  ['S', 'appsettings.json', `{"Mail": {"SmtpPass": "${TOKEN}"}}`],
  ['D', 'config/clock.php', "'authentication_password' => 'VerySecretPassword',"],
  ['-', 'src/Login.php', "'authentication_password' => 'VerySecretPassword',"],
  ['D', 'ansible/group_vars/all', 'admin_password: changeme\n'],
  ['D', 'templates/app.yml.j2', 'redis:\n  password: collector1\n'],
  ['D', 'templates/index.php.j2', "$password = 'secret';"],
]);

const begin = (kind: string): string => ['-----BEGIN', `${kind} KEY-----`].join(' ');
const end = (kind: string): string => ['-----END', `${kind} KEY-----`].join(' ');

/** A key of PKCS #8 that states a length, with so many bytes of it. */
function pem(stated: number, bytes = stated): string {
  const head = Buffer.from([0x30, 0x82, stated >> 8, stated & 255]);
  const body = Buffer.concat([head, Buffer.from(madeUp('der', bytes, ALPHANUMERIC))]).toString('base64');
  return `${begin('PRIVATE')}\n${body}\n${end('PRIVATE')}`;
}

describe('keys and tokens that anybody makes', () => {
  const severities = async (path: string, text: string): Promise<string[]> =>
    (await analyze({ [path]: `${text}\n` })).findings
      .filter(({ check }) => check === 'hardcoded-secret')
      .map(({ severity, rule }) => `${severity} ${rule}`);

  it('finds a key that is whole, and leaves one alone of which the beginning is shown', async () => {
    assert.deepEqual(await severities('deploy.yml', pem(600)), ['blocker private-key']);
    assert.deepEqual(await severities('deploy.yml', pem(1189, 60)), []);
  });

  it('calls a key in a document medium, and one that its name calls fake low', async () => {
    assert.deepEqual(await severities('docs/tls.md', pem(600)), ['medium private-key']);
    assert.deepEqual(await severities('keys.rs', `const FAKE_KEY_7: &str = "${pem(600)}";`), ['low private-key']);
    assert.deepEqual(await severities('keys.rs', `const SHOP_KEY_7: &str = "${pem(600)}";`), ['blocker private-key']);
  });

  it('calls a token low that an API description shows', async () => {
    const token = jwtOf({ user_id: 1 });
    assert.deepEqual(await severities('api.yaml', `openapi: 3.0.3\nexample:\n  token: ${token}`), ['low jwt']);
    assert.deepEqual(await severities('app.yaml', `example:\n  token: ${token}`), ['blocker jwt']);
  });

  it('knows the keys with which every local Supabase starts', async () => {
    const token = jwtOf({ iss: 'supabase-demo', role: 'service_role' });
    assert.deepEqual(await severities('.env.example', `SUPABASE_SERVICE_ROLE_KEY=${token}`), []);
  });

  it('calls the password of a service container of a pipeline low', async () => {
    const url = `DATABASE_URL: postgresql://shop:${PASSWORD.replace('#', '')}`;
    assert.deepEqual(await severities('.ci/compose.yaml', `${url}@postgres/shop`), ['low url-password']);
    assert.deepEqual(await severities('.ci/compose.yaml', `${url}@db.shop.io/shop`), ['high url-password']);
  });
});

describePositions('what frameworks and platforms call a secret', [
  ['-', 'routes/web.php', "Route::get('password', 'SettingsController@password')->name('settings.password');"],
  [
    '-',
    'config/database.yml',
    'a:\n  <% password = ENV.key?("DB_ADMIN_PASSWORD") ? ENV["DB_ADMIN_PASSWORD"] : "" %>\n',
  ],
  ['-', 'static/a.js', `headers.append("Cookie", "csrftoken=${TOKEN}");`],
  ['-', 'Cookies.java', 'String SAFE_MODE_COOKIE_KEY = "safe_mode_key";'],
  ['D', 'cookies.py', 'COOKIE_KEY = "shop-cookie-key"'],
  ['-', 'app/src/main/res/values/keys.xml', '<string name="current_service_key">service</string>'],
  ['-', 'app/src/main/res/values/strings.xml', '<string name="password">Password</string>'],
  ['-', 'external.yaml', 'data:\n  - secretKey: github_app_id\n    remoteRef:\n      key: shop\n'],
  ['-', 'release.yaml', 'values:\n  githubConfigSecret: shop-runner-secret1\n'],
  [
    '-',
    'v.tf',
    'variable "rc_secret_key" {\n  description = "Key of the secret that holds it"\n  default = "credentials"\n}',
  ],
  ['D', 'application.yml', 'spring:\n  security:\n    user:\n      name: shop\n      password: password\n'],
  ['D', 'appsettings.json', '{"Db": "Server=db;Database=shop;Username=shop;Password=password;"}'],
  ['D', 'Db.cs', 'var db = "Server=db;Database=shop;User Id=shop;Password=password;";'],
  ['-', 'form.json', '{"username": "username", "password": "password"}'],
  ['D', 'app/config/auth.config.js', 'module.exports = {\n  secret: "shop-secret-key"\n};'],
  ['-', 'src/form.js', 'module.exports = {\n  secret: "shop-secret-key"\n};'],
  ['D', 'config.json', '{"jwtSecret": "shop-signing"}'],
]);

describe('salts', () => {
  it('calls one that code mixes in for everybody medium', async () => {
    const { findings } = await analyze({
      'lock.ts': `const LOCK_SALT = '${TOKEN}';\n`,
      '.env': `LOCK_SALT=${TOKEN}x\n`,
    });
    assert.deepEqual(
      findings
        .filter(({ check }) => check === 'hardcoded-secret')
        .map(({ path, severity }) => `${path ?? ''} ${severity}`),
      ['.env blocker', 'lock.ts medium'],
    );
  });
});

describePositions('samples and reports', [
  ['-', 'shop-samples/web/application.yml', 'spring:\n  datasource:\n    password: 123456\n'],
  ['D', 'shop-web/application.yml', 'spring:\n  datasource:\n    password: 123456\n'],
  ['-', 'sarif.json', `{"line": "create({ username: 'one', password: '${PASSWORD}' })"}`],
]);

describePositions('patterns, keys of preferences and answers', [
  ['-', 'scanner.go', 'var names = map[string]string{"TokenRange": `U\\+[0-9A-F\\?]{1,6}(?:-[0-9A-F]{1,6})?`}'],
  ['-', 'Code.kt', 'const val PREFERENCE_PASSCODE_D1 = "PrefPinCode1"'],
  ['-', 'users.json', '{"secretAnswer": "Football"}'],
  ['-', 'docs/form.md', "const password = formData?.get('password') as string;"],
  ['S', 'config.yaml', `db:\n  password: ${PASSWORD.replace('#', '&')}\n`],
  ['D', 'application.yml', 'url: jdbc:mysql://db/shop?user=shop&password=password123&ssl=true\n'],
  ['-', 'src/test/resources/app-template.yml', `cookieSigningSecret: "${TOKEN}"\n`],
]);

describePositions('captions, kinds, pointers and sums of strings', [
  ['-', 'app/view.php', "$_['entry_password'] = 'Password';"],
  ['-', 'app/texts.json', '{ "text_password": "Password" }'],
  ['-', 'oauth.go', 'const GrantTypePassword = "password"'],
  ['-', 'store.go', 'const kindPassword = "Password"'],
  ['D', 'a.go', 'const DB_PASSWORD = "password"'],
  ['D', 'compose.yml', 'services:\n  db:\n    image: db\n    environment:\n      DB_PASSWORD: Password\n'],
  ['-', 'src/language/en-gb/login.php', "'password' => 'changeme',"],
  ['-', 'patches.yaml', 'mapping:\n  password: "#/components/schemas/updateLoginWithPasswordMethod1"\n'],
  ['-', 'vk.go', 'client.Get("https://api.vk.com/users?access_token="+exchange.AccessToken1+"&v=5", nil)'],
  ['-', 'map.yaml', 'api: "https://info.shop.io/info?access_token= uid realm=/employees"\n'],
  ['-', 'Inline.php', "if (null === $lastToken || 'separator' === $lastToken) {"],
  ['-', 'schema.html', "<td><a name='sys_role.role_key'>role&#95;key</a></td>"],
  ['D', 'fastdfs.properties', 'fastdfs.http_secret_key = FastServer1234567890'],
]);

describePositions('credentials of tests, samples and developers', [
  ['-', 'driver/stub/app.yaml', 'db:\n  password: super-secret\n'],
  ['-', 'login/.snapshots/answer.json', '{ "secret": "key-0" }'],
  ['-', 'internal/testutil/accounts.go', 'return Account{Username: "admin", Password: "admin123"}'],
  ['-', 'features/support/helpers.rb', 'sign_in(username: "bob", password: "admin123")'],
  ['-', 'runIntegrationTests.cmd', `docker run --rm -e "SA_PASSWORD=${PASSWORD}" mssql`],
  ['-', 'script/test-envs.sh', 'export DATABASE_URL="mysql://root:secret@(127.0.0.1)/mysql"'],
  [
    '-',
    'config/secrets.yml',
    `test:\n  secret_key_base: ${TOKEN}\nproduction:\n  secret_key_base: <%= ENV["SECRET_KEY_BASE"] %>\n`,
  ],
  ['S', 'config/secrets.yml', `production:\n  secret_key_base: ${TOKEN}\n`],
  ['-', 'docs/schema.md', 'PASSWORD: changeme'],
  ['D', 'docs/db/schema.sql', "CREATE USER shop PASSWORD 'shop123';"],
]);

describe('weight of a credential by its place', () => {
  const weights = async (files: Record<string, string>): Promise<string[]> =>
    (await analyze(files)).findings
      .filter(({ check }) => check === 'hardcoded-secret' || check === 'default-secret-value')
      .map(({ path, severity }) => `${path} ${severity}`);

  it('is medium in the part for developers, in templates of samples, and wherever a medium value stands again', async () => {
    const secrets = `development:\n  secret_key_base: ${TOKEN}\nproduction:\n  secret_key_base: <%= ENV["X"] %>\n`;
    assert.deepEqual(await weights({ 'config/secrets.yml': secrets }), ['config/secrets.yml medium']);
    assert.deepEqual(await weights({ 'examples/oidc/config.yaml.tmpl': `client:\n  secret: ${TOKEN}\n` }), [
      'examples/oidc/config.yaml.tmpl medium',
    ]);
    const twice = {
      'examples/oidc/config.yaml': `client:\n  secret: ${TOKEN}\n`,
      'examples/oidc/run.sh': `echo ${TOKEN}\n`,
    };
    assert.deepEqual(await weights(twice), ['examples/oidc/config.yaml medium', 'examples/oidc/run.sh medium']);
  });

  it('is medium for a key that a comment shows, and none the less for one that is the file', async () => {
    const key = [
      '-----BEGIN PRIVATE',
      ` KEY-----\n${madeUp('pem', 64, ALPHANUMERIC)}\n${madeUp('pem 2', 40, ALPHANUMERIC)}\n-----END PRIVATE KEY-----`,
    ].join('');
    assert.deepEqual(await weights({ 'src/import.ts': `/**\n${key}\n*/\nexport {};\n` }), ['src/import.ts medium']);
    assert.deepEqual(await weights({ 'keys/alice.pem': `${key}\n` }), ['keys/alice.pem blocker']);
  });

  it('is medium for a server on the own machine that a committed .env names', async () => {
    assert.deepEqual(await weights({ '.env': 'DATABASE_URL=postgres://shop:shop@127.0.0.1:5432/shop\n' }), [
      '.env medium',
    ]);
    assert.deepEqual(await weights({ '.env': 'DATABASE_URL=postgres://shop:shop@db.shop.io/shop\n' }), [
      '.env blocker',
    ]);
  });

  it('is low where ASP.NET asks for a test environment', async () => {
    const text = `if (environment.IsEnvironment("Test"))\n{\n    users.Add(new User { UserName = "a", Password = "Shop1234!" });\n}\n`;
    assert.deepEqual(await weights({ 'Startup.cs': text }), ['Startup.cs low']);
  });

  it('is low for a setting whose very value start-up refuses', async () => {
    const go = 'if Security.SecretKey == "CHANGE-ME-OR-FAIL" {\n\treturn errors.New("SECRET_KEY must be set")\n}\n';
    const files = { 'conf/app.ini': '[security]\nSECRET_KEY = CHANGE-ME-OR-FAIL\n' };
    assert.deepEqual(await weights({ ...files, 'conf.go': go }), ['conf/app.ini low']);
    assert.deepEqual(await weights({ ...files, 'conf.go': go.replace('-OR-FAIL', '') }), ['conf/app.ini blocker']);
  });
});

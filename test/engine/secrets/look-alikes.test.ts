// What stands under a secret's name and is none, or is less than it seems.

import assert from 'node:assert/strict';

import { analyze, placesOf } from '../../support/analyze';
import { ALPHANUMERIC, jwtOf, madeUp } from '../../support/made-up-secrets';
import { describePositions, PASSWORD, TOKEN } from '../../support/secret-positions';

const HEX = '0123456789abcdef';

describePositions('look-alikes of credentials', [
  ['-', 'app.config', `<assemblyIdentity name="System.Runtime" publicKeyToken="${madeUp('assembly', 16, HEX)}" />`],
  [
    '-',
    'k8s/s.yaml',
    `kind: SealedSecret\nspec:\n  encryptedData:\n    password: ${Buffer.from(PASSWORD.repeat(4)).toString('base64')}\n`,
  ],
  ['-', 'secrets.yaml', `password: ${TOKEN}${TOKEN}\nsops:\n  version: 3.9.0\n`],
  ['-', 'chart/values.yaml', 'auth:\n  existingSecret: shop\n  secretKey: password\n'],
  ['D', 'chart/values.yaml', 'auth:\n  secretKey: password\n'],
  ['-', 'chart/templates/d.yaml', 'metadata:\n  labels:\n    app: shop\n    token: collector1\n'],
  ['D', 'chart/values.yaml', 'redis:\n  password: collector1\n'],
  ['-', 'chart/ci/test-values.yaml', 'redis:\n  password: collector1\n'],
  ['-', 'a.json', `{"image": "https://cdn.shop.io/a.png?e=1576142006&token=${TOKEN}:${TOKEN}"}`],
  ['S', 'a.json', `{"hook": "https://api.shop.io/build?token=${TOKEN}&branch=main"}`],
  [
    '-',
    'docs/.vitepress/config.mts',
    `export default { search: { appId: 'A1B2', apiKey: '${madeUp('search', 32, HEX)}', indexName: 'shop' } };`,
  ],
  ['S', 'src/search.ts', `export default { appId: 'A1B2', apiKey: '${madeUp('search', 32, HEX)}' };`],
  ['-', 'pyproject.toml', '[tool.pytest.ini_options]\nenv = [\n  "SECRET_KEY=secret",\n]\n'],
  ['-', 'app/settings/test.py', 'SECRET_KEY = "secret123"'],
  ['-', 'src/Shop.Api.Tests/Login.cs', `const string Password = "${PASSWORD}";`],
  ['-', 'database/factories/UserFactory.php', "'email' => 'a@shop.io', 'password' => 'secret',"],
  ['-', 'requests/login.http', '{ "email": "a@shop.io", "password": "P@ssword123" }'],
  ['-', 'a.ts', "const shown = hook.token ?? '--none--';"],
  ['-', 'a.txt', `${'x'.repeat(1500)} token=${TOKEN} ${'x'.repeat(1500)}`],
  ['-', 'api/openapi.yaml', `openapi: 3.0.0\ncomponents:\n  examples:\n    session_key: ${TOKEN}\n`],
  [
    '-',
    'a.json',
    `{"link": "https://storage.io/a.pdf?X-Goog-Credential=shop-1%40shop-prod.iam.io%2F20250220&X-Goog-Date=20250220T1"}`,
  ],
  ['-', '.woodpecker.yml', 'steps:\n  a:\n    settings:\n      password:\n        from_secret: docker_password\n'],
  ['-', 'Accept.php', "'password' => 'required|alpha_dash|string|max:255',"],
  ['-', 'config/auth.php', "'passwords' => env('AUTH_PASSWORD_BROKER', 'users'),"],
  ['-', 'a.ts', `const BeeToken = '0x${madeUp('address', 40, HEX)}';`],
  ['-', 'src/lib.rs', `fn a() {}\n#[cfg(test)]\nmod tests {\n  const PASSWORD: &str = "${PASSWORD}";\n}\n`],
  ['-', 'a.yml', 'password: "[[YourPasswordHere]]"'],
  ['-', 'azuredeploy.json', `{"administratorLoginPassword": "[parameters('databaseAdminPassword')]"}`],
  ['-', 'main.json', `{"storageKey": "[listKeys(variables('storageId'), '2023-01-01').keys[0].value]"}`],
  ['-', 'docs/docusaurus.config.ts', `export default { themeConfig: { chat: { apiKey: '${TOKEN}' } } };`],
  ['S', 'docs/docusaurus.config.ts', `export default { customFields: { adminPassword: '${PASSWORD}' } };`],
  ['-', 'app/config.py', 'return Settings(\n  disable_basic_auth=disable_basic_auth,\n)  # npm registry\n'],
  [
    '-',
    'scripts/test-environments/compose.yml',
    'services:\n  db:\n    environment:\n      POSTGRES_PASSWORD: linkding\n',
  ],
]);

describePositions('guessable passwords in disguise', [
  ['D', 'compose.yml', 'services:\n  db:\n    image: mssql\n    environment:\n      SA_PASSWORD: Pass@word1\n'],
  ['D', 'application-prod.yml', 'spring:\n  datasource:\n    password: 123456\n'],
  ['D', 'main.tf', 'administrator_login_password = "Aa12345678"'],
  ['D', 'Login.php', 'private const ACCESS_TOKEN_SECRET = "12345";'],
  ['-', 'chart/values.yaml', 'monitor:\n  apikey: someapikey\n'],
  ['-', 'a.ts', 'export const WRONG_PASSWORD = 10012;'],
  ['D', 'Host.cs', '.WithEnvironment("Seed__AdminPassword", "P@ssw0rd!")'],
  ['D', 'appsettings.json', '{ "Jwt": { "SigningKey": "shop-dev-only-do-not-use" } }'],
]);

describe('certainty and life of a credential', () => {
  const severities = async (path: string, text: string): Promise<string[]> =>
    (await analyze({ [path]: text })).findings
      .filter(({ check }) => check === 'hardcoded-secret')
      .map(({ severity, message }) => `${severity}: ${/characters([^)]*)\)/.exec(message)?.[1] ?? ''}`);

  it('calls a token low that ran out within days, and says until when others are good and for whom', async () => {
    const short = jwtOf({ sub: 'a', iat: 1_600_000_000, exp: 1_600_003_600 });
    const long = jwtOf({ role: 'admin', iat: 1_600_000_000, exp: 2_000_000_000 });
    assert.deepEqual(await severities('a.http.txt', `Authorization: Bearer ${short}\n`), [
      'low: , good for a few days at most',
    ]);
    assert.deepEqual(await severities('a.env', `API_TOKEN=${long}\n`), [
      'blocker: , for the role admin, valid until 2033',
    ]);
  });

  it('calls a token low that ended in an earlier year', async () => {
    const ended = jwtOf({ sub: 'a', exp: 1_600_003_600 });
    assert.deepEqual(await severities('docs/flow.md', `Authorization: Bearer ${ended}\n`), ['low: , ended in 2020']);
    assert.deepEqual(await severities('a.env', `API_TOKEN=${ended}\n`), ['low: , ended in 2020']);
  });

  it('calls a link low that was signed for days at most', async () => {
    const link = (from: string, to: string): string =>
      `![shop](https://shop.blob.core.windows.net/a.png?st=${from}T16%3A45%3A02Z&se=${to}T18%3A45%3A02Z&sp=r&sig=${madeUp('sas', 43, ALPHANUMERIC)}%3D)\n`;
    assert.match(
      (await severities('a.md', link('2023-05-29', '2023-05-29')))[0] ?? '',
      /^low: , good for a few days at most/,
    );
    assert.doesNotMatch((await severities('a.md', link('2023-05-29', '2033-05-29')))[0] ?? 'low', /^low/);
  });

  it('leaves data alone that is called an example', async () => {
    const data = (name: string): string => `${name} = dict(\n    user="clerk",\n    password="demo_password",\n)\n`;
    const places = async (text: string): Promise<string[]> =>
      placesOf(await analyze({ 'shop/args.py': text }), 'default-secret-value');
    assert.deepEqual(await places(data('connection_args_example')), []);
    assert.deepEqual(await places(data('connection_args')), ['shop/args.py:3 password']);
    // What comes after an example is none.
    assert.deepEqual(await places(`example = 1\n\n\ndef connect():\n    return open(password="demo_password")\n`), [
      'shop/args.py:5 password',
    ]);
  });

  it('takes no rate for a token', async () => {
    const text = 'TOKEN_EXCHANGE_RATE = os.environ.get("TOKEN_EXCHANGE_RATE", "60/min")\n';
    assert.deepEqual(
      (await analyze({ 'a.py': `import os\n${text}` })).findings.filter(
        ({ check }) => check === 'default-secret-value',
      ),
      [],
    );
  });

  it('takes no quoted version beside another one for a password', async () => {
    assert.deepEqual(await severities('a.md', '| `engine` | `clerk_v2` / `"clerk-2.0-Kx9!"` | which one runs |\n'), []);
  });

  it('says what it goes by where only name and look tell', async () => {
    assert.deepEqual(await severities('a.py', `PASSWORD = "${PASSWORD}"\n`), [
      'blocker: , told by its name and its look',
    ]);
  });
});

// What product repositories hold beside their code: seeded logins of .NET, commands that an agent may run, scripts, files of test environments.

import assert from 'node:assert/strict';

import { classifyValue } from '../../../src/engine/secrets/values/value';
import { isPasswordName, isSecretName } from '../../../src/engine/secrets/names';
import { analyze } from '../../support/analyze';
import { ALPHANUMERIC, madeUp } from '../../support/made-up-secrets';
import { describePositions, PASSWORD, TOKEN } from '../../support/secret-positions';

const CHAIN_ADDRESS = madeUp('address', 43, ALPHANUMERIC);
const MAPS_KEY = ['AI', 'za', madeUp('maps', 35, ALPHANUMERIC)].join('');
const APP_KEY = ['base', '64:', madeUp('laravel', 43, ALPHANUMERIC), '='].join('');
const LONG_PLACEHOLDER = ['YourShopSecretKey', 'ThatIsAtLeast32CharactersLong!'].join('');

describePositions('logins that ASP.NET seeds', [
  ['D', 'Data/SeedData.cs', 'PasswordHash = BCrypt.Net.BCrypt.HashPassword("Admin123!"),'],
  ['D', 'Data/SeedData.cs', 'user.PasswordHash = hasher.HashPassword(user, "Admin123!");'],
  ['D', 'Data/SeedData.cs', 'await _userManager.CreateAsync(admin, "Admin123!");'],
  ['-', 'Users.cs', 'user.PasswordHash = hasher.HashPassword(user, request.Password);'],
  ['-', 'Clients.cs', 'await _clients.CreateAsync(client, "Admin123!");'],
]);

describePositions('settings that a program reads as they are', [
  ['D', 'appsettings.json', `{ "JwtSettings": { "SecretKey": "${LONG_PLACEHOLDER}" } }`],
  ['-', 'appsettings.json', '{ "JwtSettings": { "SecretKey": "REPLACE_WITH_YOUR_KEY" } }'],
  ['-', 'appsettings.json', '{ "Maps": { "ApiKey": "your-api-key" } }'],
  ['-', 'shop.json', `{ "JwtSettings": { "SecretKey": "${LONG_PLACEHOLDER}" } }`],
]);

describePositions('commands that are kept as strings', [
  ['S', '.claude/settings.local.json', `{ "allow": ["Bash(JWT_SECRET=${TOKEN} SHOP=1 npm start)"] }`],
  ['S', '.claude/settings.local.json', `{ "allow": ["Bash(SHOP=1 JWT_SECRET=${TOKEN} npm start)"] }`],
  ['S', '.vscode/tasks.json', `{ "command": "DB_PASSWORD=${PASSWORD} npm start" }`],
  ['S', '.claude/settings.local.json', JSON.stringify({ allow: [`Bash(JWT_SECRET="${TOKEN}" npm start)`] })],
  ['S', '.claude/settings.local.json', JSON.stringify({ allow: [`Bash(export JWT_SECRET="${TOKEN}")`] })],
  ['-', '.claude/settings.local.json', JSON.stringify({ allow: ['Bash(JWT_SECRET="$JWT_SECRET" npm start)'] })],
  ['-', '.claude/settings.local.json', '{ "allow": ["Bash(JWT_SECRET=$JWT_SECRET npm start)"] }'],
  ['-', '.claude/settings.local.json', '{ "allow": ["Bash(JWT_SECRET=dummy npm start)"] }'],
]);

describePositions('fallbacks', [
  ['D', 'compose.yml', 'services:\n  r:\n    command: ["redis-server", "--requirepass", "${REDIS_PASSWORD:-2580}"]\n'],
  ['D', 'compose.yml', 'services:\n  d:\n    environment:\n      DB_PASSWORD: ${DB_PASSWORD:-2580}\n'],
  ['D', 'run.sh', 'export DB_PASSWORD="${SHOP_WORD:=shop-1}"'],
  ['D', 'scripts/create.ts', "const password = process.argv[2] || 'Admin123';"],
  ['-', 'errors.ts', "const WRONG_PASSWORD = '4010';"],
]);

describePositions('keys that a page loads a map with', [
  ['-', 'contact.php', `<script src="https://maps.googleapis.com/maps/api/js?key=${MAPS_KEY}&sensor=false"></script>`],
  ['S', 'server.js', `const places = new Places('${MAPS_KEY}');`],
]);

describePositions('names in other languages', [
  ['S', 'conexao.js', `module.exports = { usuario: 'loja', senha: '${PASSWORD}' };`],
  ['S', 'conexion.py', `contrasena = "${PASSWORD}"`],
  ['-', 'mensagens.js', "const erro = { senha: 'Senha incorreta' };"],
  ['-', 'conexao.js', "const senha = 'sua-senha';"],
]);

describePositions('look-alikes of code', [
  ['-', 'chain.py', `TOKEN_PROGRAM = "${CHAIN_ADDRESS}"`],
  ['-', 'chain.py', 'notify(token_address=tx.token_mint or "unknown")'],
  ['-', 'chain.py', 'token = tx.token or "unknown"'],
  ['-', 'login.php', "<?php $_SESSION['name'] = $tokenData->username ?? 'admin';"],
  ['D', 'login.php', "<?php $token = $tokenValue ?? 'admin';"],
  ['-', 'sessions.php', "<?php $sessionKey = 'session_' . $number;"],
  ['-', 'sessions.php', "<?php $jwt_secret = 'shop-key' . generate();"],
  ['-', 'Saml.php', "<?php class Saml { public const DATA_SESSION_KEY = '_samlData'; }"],
  ['D', 'sessions.py', 'SESSION_KEY = "secret"'],
  ['-', 'session.go', 'package shop\nconst RedisSessionKey = "session-%v"\n'],
  ['-', 'config.go', 'package shop\nconst EnvClusterPassword = "SHOP_CLUSTER_PASSWORD"\n'],
  ['-', 'schema.go', 'package shop\nconst (\n\tUserName = "name"\n\tUserPassword = "password"\n)\n'],
  ['D', 'schema.go', 'package shop\nconst (\n\tUserName = "shop"\n\tUserPassword = "password"\n)\n'],
  ['-', 'kinds.py', 'SECRET = "secrets"'],
  ['-', 'cloud.yaml', 'files:\n  - content: |\n      api-key = OS_PASSWORD\n'],
  ['D', 'compose.yml', 'services:\n  d:\n    environment:\n      DB_PASSWORD: DEFAULT_PASSWORD\n'],
  ['-', 'tasks.toml', "[tasks.seed]\nhelp = '''\nSigns in with:\n  - password: admin\n'''\n"],
  ['D', 'tasks.toml', '[tasks.seed]\npassword = "admin"\n'],
  ['-', 'internal/httptest/cert.go', `package httptest\n\nconst apiKey = "${TOKEN}"\n`],
  ['S', 'internal/latest/cert.go', `package latest\n\nconst apiKey = "${TOKEN}"\n`],
  ['-', 'Tokens.java', '@Value("${jwt.refresh-token-expiration-ms:1209600000}") long refreshMs;'],
]);

describePositions('addresses of documentation in scripts', [
  ['-', 'run.bat', 'echo    set DATABASE_URL=postgresql://postgres:password@host:port/database'],
  ['-', 'run.ps1', 'Write-Host "set DATABASE_URL=postgresql://shop:password@localhost:5432/shop"'],
  ['-', 'run.bat', 'echo   set DATABASE_URL=postgresql://shop:password@localhost:5432/shop'],
  ['D', 'run.bat', 'set DATABASE_URL=postgresql://shop:password@localhost:5432/shop'],
  ['S', 'run.bat', `set DATABASE_URL=postgresql://postgres:${TOKEN}@host:port/database`],
  ['D', 'run.bat', 'echo DATABASE_URL=postgresql://shop:password@localhost:5432/shop> .env'],
]);

describe('severities', () => {
  async function severityOf(path: string, text: string): Promise<string | undefined> {
    const { findings } = await analyze({ [path]: `${text}\n` });
    return findings.find(({ check }) => check === 'hardcoded-secret' || check === 'default-secret-value')?.severity;
  }

  it('takes files of test environments for tests', async () => {
    for (const path of [
      '.env.testing-ci',
      '.env.unit-tests',
      '.env.tests',
      '.env.testing.example',
      '.env.dusk.local',
    ]) {
      assert.equal(
        await severityOf(path, `APP_KEY=${APP_KEY}`),
        await severityOf('.env.testing', `APP_KEY=${APP_KEY}`),
      );
    }
    assert.equal(await severityOf('.env.latest', `APP_KEY=${APP_KEY}`), 'blocker');
  });

  it('weighs machines of developers less', async () => {
    assert.equal(await severityOf('.vscode/settings.json', '{ "username": "shop", "password": "admin123" }'), 'medium');
    assert.equal(await severityOf('ansible/vagrant_playbook.yml', 'db_password: admin123'), 'medium');
    assert.equal(await severityOf('ansible/playbook.yml', 'db_password: admin123'), 'blocker');
  });

  it('weighs the address of a server on the same machine less, where it is fallen back to', async () => {
    const call = (host: string): string =>
      `import os\nURL = os.getenv("DATABASE_URL", "postgresql://shop:shop@${host}/shop")`;
    assert.equal(await severityOf('settings.py', call('localhost:5432')), 'medium');
    assert.equal(await severityOf('settings.py', call('db.shop.io:5432')), 'blocker');
    assert.equal(await severityOf('settings.py', 'URL = "postgresql://shop:shop@localhost/shop"'), 'blocker');
  });

  it('weighs a key of a service that nobody filled in less', async () => {
    assert.equal(await severityOf('application.properties', 'openai.api.key=${OPENAI_API_KEY:sk-your-api-key}'), 'low');
    assert.equal(
      await severityOf('application.properties', 'jwt.secret=${JWT_SECRET:change-me-in-production}'),
      'blocker',
    );
  });

  it('takes a token with a start and an end five minutes later for run out', async () => {
    const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
    const token = (payload: object): string =>
      [part({ alg: 'HS256', typ: 'JWT' }), part(payload), madeUp('signature', 43, ALPHANUMERIC)].join('.');
    const address = (payload: object): string => `picture: https://img.shop.io/1.png?jwt=${token(payload)}`;
    assert.equal(await severityOf('a.txt', address({ nbf: 4_000_000_000, exp: 4_000_000_300 })), 'low');
    assert.notEqual(await severityOf('a.txt', address({ nbf: 4_000_000_000, exp: 4_100_000_000 })), 'low');
  });
});

describe('names and values', () => {
  it('knows the words for a password', () => {
    for (const name of ['senha', 'DB_SENHA', 'contrasena', 'passwort']) {
      assert.ok(isSecretName(name), name);
      assert.ok(isPasswordName(name), name);
    }
    assert.equal(isSecretName('TOKEN_PROGRAM'), false);
    assert.equal(classifyValue('tu_clave_secreta', 'SECRET_KEY'), 'placeholder');
  });
});

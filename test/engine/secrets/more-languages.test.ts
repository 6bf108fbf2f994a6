// Names and calls in more languages: passwords in Spanish and French, calls that take them by position, interpolation, descriptions of an API.

import assert from 'node:assert/strict';

import { analyze } from '../../support/analyze';
import { isPasswordName, isSecretName } from '../../../src/engine/secrets/names';
import { ALPHANUMERIC, madeUp } from '../../support/made-up-secrets';
import { describePositions, PASSWORD, TOKEN } from '../../support/secret-positions';

const HEX = madeUp('project', 32, '0123456789abcdef');
const MAPS_KEY = ['AI', 'za', madeUp('maps', 35, ALPHANUMERIC)].join('');
const BRACKETED = ['(', PASSWORD.slice(0, 8), '&%{'].join('');

describe('names of credentials', () => {
  it('are read in more languages', () => {
    for (const name of ['contraseña', 'mot_de_passe', 'motDePasse', 'mdp', 'mail.passWord'])
      assert.ok(isPasswordName(name) && isSecretName(name), name);
  });

  it('are read with the environment that they are for, and in one word', () => {
    for (const name of ['SHOP_API_KEY_PROD', 'apiKeyDev', 'authkey']) assert.ok(isSecretName(name), name);
    for (const name of ['PASSWORD_LENGTH_PROD', 'SORT_KEY_PROD', 'monkey', 'hotkey', 'cookiekey'])
      assert.ok(!isSecretName(name), name);
  });

  it('are not those of pages, parts of a text and objects of a cluster', () => {
    for (const name of ['nextToken', 'lastToken', 'page_token', 'continuationToken', 'credentialsSecret'])
      assert.ok(!isSecretName(name), name);
  });
});

describePositions('passwords in other languages', [
  ['S', 'db.php', `<?php $contraseña = "${PASSWORD}";`],
  ['S', 'db.php', `<?php $mot_de_passe = "${PASSWORD}";`],
  ['S', 'Db.java', `String motDePasse = "${PASSWORD}";`],
  ['S', 'db.php', `<?php $mdp = '${PASSWORD}';`],
  ['S', 'db.properties', `mq.shop.passWord=${PASSWORD}`],
  ['-', 'move.js', `console.log('node move.js "mongodb://usuario:contraseña@host:puerto/base"');`],
  ['-', '.env', 'API_TOKEN=votre-jeton-ici'],
]);

describePositions('passwords by position behind variables', [
  ['S', 'Db.java', `DriverManager.getConnection(url, "shop", "${PASSWORD}");`],
  ['D', 'Db.java', 'DriverManager.getConnection(url, "root", "root");'],
  ['S', 'db.php', `<?php $c = new mysqli($host, $user, "${PASSWORD}", "shop");`],
  ['D', 'db.php', "<?php $c = new PDO($dsn, 'root', 'root');"],
  ['S', 'mail.py', `server.login(sender, "${PASSWORD}")`],
  ['-', 'auth.ts', "auth.login(user, 'admin');"],
  ['S', 'Mail.java', `return new PasswordAuthentication(user, "${PASSWORD}");`],
  ['-', 'Mail.java', 'return new PasswordAuthentication(user, password);'],
]);

describePositions('values that are read whole', [
  ['S', 'mail.properties', `mailer.password=${BRACKETED}`],
  ['-', 'mail.properties', 'mailer.password=(see the notes of the team)'],
  ['D', 'secret.yaml', 'apiVersion: v1\nkind: Secret\nstringData:\n  JWT_SECRET: "CHANGE_ME_IN_PRODUCTION"\n'],
  ['-', 'names.ts', "const DB_PASSWORD_KEY = 'DB_PASSWORD_NAME';"],
  ['D', 'config.py', 'SECRET = read_secret("JWT_SECRET", "shop-signing-default")'],
  ['D', 'admin.py', 'ADMIN_PASSWORD = "Shop@12"'],
]);

describePositions('what is no value', [
  [
    '-',
    'Login.swift',
    'let body = "user=\\(email)&password=\\(password.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "")"',
  ],
  ['-', 'Demo.swift', 'user = User(token: "\\(auth.rawValue)-token")'],
  ['-', 'Job.java', 'out.append("user_token: ").append(userToken).append("\\n");'],
  ['-', 'Job.java', 'out.append("export user_token=\\"").append(userToken).append("\\"\\n");'],
  ['-', 'cluster.yml', 'apiVersion: v1\nkind: Tenant\nspec:\n  credentialsSecret: "minio-credentials"\n'],
  ['-', 'job.yml', 'apiVersion: v1\nkind: Job\nscript: |\n  secret=$1\n'],
  ['-', 'merge.yml', "run: |\n  jq '.shop_token = (.data.previous // .other)' in.json\n"],
  ['-', 'pictures.js', "const pictures = { secret: '\\u3299\\ufe0f', hot_pepper: '\\ud83c\\udf36' };"],
  ['-', 'codes.ts', "const lastToken = parts.at(-1)?.toUpperCase() || 'ABC';"],
  ['-', 'persona.yaml', 'persona: |\n  - Secret: Welcome the guests before the tea is cold\n'],
  [
    '-',
    'schemas.py',
    'class Login(BaseModel):\n    model_config = {"json_schema_extra": {"example": {"email": "ana@shop.dev", "password": "admin123"}}}',
  ],
  ['D', 'seed.py', 'example(1)\nADMIN = {"email": "ana@shop.dev", "password": "admin123"}'],
]);

describePositions('keys that are meant for everybody', [
  ['-', 'mixpanel.js', `const TOKEN = '${HEX}';`],
  ['S', 'mixpanel.js', `const API_SECRET = '${HEX}';`],
  ['S', 'events.js', `const TOKEN = '${HEX}';`],
  ['-', 'google-services.json', `{ "client": [{ "api_key": [{ "current_key": "${MAPS_KEY}" }] }] }`],
  ['S', 'settings.json', `{ "client": [{ "api_key": [{ "places": "${MAPS_KEY}" }] }] }`],
  ['S', 'Keys.dart', `static const SHOP_API_KEY_PROD = '${TOKEN}';`],
]);

describePositions('the core of a content system', [
  ['-', 'site/wp-includes/http.php', "<?php $parts = array( 'DB_USER' => 'a', 'DB_PASS' => 'pass' );"],
]);

describe('a word for passwords in the labels of an interface', () => {
  it('is no default, in whatever folder the translations lie', async () => {
    const { findings } = await analyze({ 'web/src/text/pt/translation.json': '{ "password": "Palavra-passe" }' });
    const weights = findings.filter(({ check }) => check === 'default-secret-value').map(({ severity }) => severity);
    assert.deepEqual(
      weights.filter((weight) => weight !== 'low'),
      [],
    );
  });
});

// Syntaxes that are met less often: mobile builds, parameter files, daemons, notebooks' answers, signing calls of other languages.

import { ALPHANUMERIC, madeUp } from '../../support/made-up-secrets';
import { describePositions, PASSWORD, TOKEN } from '../../support/secret-positions';

const basic = Buffer.from(`shop:${PASSWORD}`).toString('base64');

/** A notebook with one cell: its lines, and what they have printed. */
function notebook(source: string, printed = ''): string {
  const outputs = printed === '' ? [] : [{ output_type: 'stream', name: 'stdout', text: [`${printed}\n`] }];
  return JSON.stringify({
    cells: [{ cell_type: 'code', metadata: {}, source: [`${source}\n`], outputs }],
    nbformat: 4,
  });
}

describePositions('credentials in mobile apps', [
  ['S', 'app/build.gradle', `buildConfigField "String", "SHOP_API_KEY", "\\"${TOKEN}\\""`],
  ['S', 'app/build.gradle', `buildConfigField("String", "SHOP_API_SECRET", '"${TOKEN}"')`],
  ['-', 'app/build.gradle', 'buildConfigField "String", "SHOP_API_KEY", "\\"${shopKey}\\""'],
  ['S', 'app/src/main/res/values/strings.xml', `<string name="api_secret">${TOKEN}</string>`],
  ['-', 'app/src/main/res/values-de/strings.xml', `<string name="api_secret">${TOKEN}</string>`],
  ['S', 'Consts.m', `NSString *const kApiSecret = @"${TOKEN}";`],
  ['S', 'consts.dart', `const s = String.fromEnvironment('API_SECRET', defaultValue: '${TOKEN}');`],
]);

describePositions('defaults of declared parameters', [
  ['S', 'stack.yaml', `Parameters:\n  DBPassword:\n    Type: String\n    NoEcho: true\n    Default: ${PASSWORD}\n`],
  ['D', 'stack.yaml', 'Parameters:\n  DBPassword:\n    Type: String\n    Default: password123\n'],
  ['-', 'stack.yaml', 'Parameters:\n  DBPassword:\n    Type: String\n  Size:\n    Default: password123\n'],
  ['S', 'stack.json', `{"Parameters": {"DBPassword": {"Type": "String", "Default": "${PASSWORD}"}}}`],
  ['S', 'azuredeploy.parameters.json', `{"parameters": {"adminPassword": {"value": "${PASSWORD}"}}}`],
  ['S', 'main.bicep', `param adminPassword string = '${PASSWORD}'`],
  ['S', 'main.tf', `user_data = <<EOF\nexport DB_PASSWORD=${PASSWORD}\nEOF`],
]);

describePositions('credentials in XML and in files of daemons', [
  ['S', 'persistence.xml', `<property name="jakarta.persistence.jdbc.password" value="${PASSWORD}"/>`],
  ['S', 'beans.xml', `<property name="password" value="${PASSWORD}"/>`],
  ['-', 'beans.xml', '<property name="password" value="${db.password}"/>'],
  ['S', 'app.config', `<setting name="ApiSecret" serializeAs="String"><value>${TOKEN}</value></setting>`],
  ['S', 'ldap.conf', `bindpw ${PASSWORD}`],
  ['S', 'sssd.conf', `ldap_default_authtok = ${PASSWORD}`],
  ['S', 'redis.conf', `masterauth ${PASSWORD}`],
  ['S', 'haproxy.cfg', `user shop insecure-password ${PASSWORD}`],
  ['S', 'wpa_supplicant.conf', `psk="${PASSWORD}"`],
  ['S', '.npmrc', `//registry.shop.io/:_auth=${basic}`],
  ['S', 'a.sql', `ALTER LOGIN sa WITH PASSWORD=N'${PASSWORD}'`],
]);

describePositions('credentials in commands and requests', [
  ['S', 'deploy.sh', `curl -H "PRIVATE-TOKEN: ${TOKEN}" https://git.shop.io`],
  ['S', 'deploy.sh', `az login --service-principal -u shop -p ${PASSWORD} --tenant shop`],
  ['S', 'deploy.sh', `vault login ${TOKEN}`],
  [
    'S',
    '.github/workflows/a.yml',
    `jobs:\n  a:\n    steps:\n      - run: curl -H "Authorization: Bearer ${TOKEN}" x\n`,
  ],
  ['S', 'db.js', `new Sequelize('shop', 'shop', '${PASSWORD}', { host: 'db' })`],
]);

describePositions('credentials in notebooks', [
  ['S', 'a.ipynb', notebook('print(token)', `API_TOKEN=${TOKEN}`)],
  ['S', 'a.ipynb', notebook(`%env API_TOKEN=${TOKEN}`)],
  ['S', 'a.ipynb', notebook(`!export API_TOKEN=${TOKEN}`)],
  ['-', 'a.ipynb', notebook('print(token)', 'API_TOKEN=your-token')],
]);

describePositions('literals that code signs with', [
  ['D', 'Startup.cs', 'var k = new SymmetricSecurityKey(Encoding.UTF8.GetBytes("shop-signing"));'],
  ['-', 'Startup.cs', 'var k = new SymmetricSecurityKey(Encoding.UTF8.GetBytes(config["Jwt:Key"]));'],
  ['D', 'Jwt.java', 'Jwts.builder().signWith(SignatureAlgorithm.HS512, "shop-signing").compact();'],
  ['D', 'Jwt.java', 'Algorithm a = Algorithm.HMAC256("shop-signing");'],
  ['D', 'Jwt.java', 'new SecretKeySpec("shop-signing".getBytes(), "AES");'],
  ['D', 'main.go', 'signed, err := token.SignedString([]byte("shop-signing"))'],
  ['D', 'main.go', 'var store = sessions.NewCookieStore([]byte("shop-signing"))'],
  ['D', 'Jwt.php', "$t = JWT::encode($payload, 'shop-signing', 'HS256');"],
  ['D', 'jwt.rb', "JWT.encode payload, 'shop-signing', 'HS256'"],
  ['D', 'a.js', "crypto.createCipheriv('aes-256-cbc', 'shop-signing', iv)"],
]);

describePositions('names and values in other languages', [
  ['S', 'a.ex', `@api_secret "${TOKEN}"`],
  ['S', 'a.R', `api_secret <- "${TOKEN}"`],
  ['S', 'config.edn', `{:api-secret "${TOKEN}"}`],
  ['S', 'a.clj', `(def api-secret "${TOKEN}")`],
  ['S', 'a.cpp', `const char password[] = "${PASSWORD}";`],
  ['S', 'devise.rb', `config.pepper = '${madeUp('pepper', 64, '0123456789abcdef')}'`],
]);

const k = madeUp('symmetric', 43, ALPHANUMERIC);
const d = madeUp('private', 43, ALPHANUMERIC);
const xy = `x: '${madeUp('x', 43, ALPHANUMERIC)}', y: '${madeUp('y', 43, ALPHANUMERIC)}'`;

describePositions('JSON Web Keys', [
  ['S', 'keys.ts', `const key = { kty: 'oct', alg: 'HS256', k: '${k}' };`],
  ['S', 'keys.json', `{ "keys": [{ "k": "${k}", "kty": "oct" }] }`],
  ['S', 'Keys.java', `String jwk = "{\\"kty\\":\\"oct\\",\\"k\\":\\"${k}\\"}";`],
  ['S', 'keys.js', `importJWK({ kty: 'EC', crv: 'P-256', ${xy}, d: '${d}' });`],
  ['S', 'keys.py', `KEY = {'kty': 'OKP', 'crv': 'Ed25519', 'd': '${d}'}`],
  ['-', 'keys.js', `importJWK({ kty: 'EC', crv: 'P-256', ${xy} });`],
  ['-', 'keys.js', `importJWK({ kty: 'RSA', e: 'AQAB', n: '${madeUp('n', 342, ALPHANUMERIC)}' });`],
  ['-', 'keys.ts', `const key = { kty: 'oct', alg: 'HS256', k: toBase64Url(process.env.JWT_SECRET) };`],
  ['-', 'colours.ts', `const cell = { k: '${k}', type: 'row' };`],
  // The examples of RFC 7515 and RFC 7517.
  [
    '-',
    'keys.json',
    `{ "kty": "oct", "k": "${['AyM1', 'SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow'].join('')}" }`,
  ],
]);

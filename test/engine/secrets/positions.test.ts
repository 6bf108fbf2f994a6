// Positions of credentials in the syntaxes that people keep them in, and what only looks like one.

import assert from 'node:assert/strict';

import { analyze } from '../../support/analyze';
import { ALPHANUMERIC, madeUp, strongPassword } from '../../support/made-up-secrets';

const PASSWORD = strongPassword(50);
const TOKEN = madeUp('positions', 24, ALPHANUMERIC);

/** `S` = a hardcoded secret, `D` = a default secret, `-` = neither. */
type Kind = 'S' | 'D' | '-';

const FOUND: readonly (readonly [Kind, string, string])[] = [
  ['D', 'a.ts', "module.exports = { secret: process.env.NODE_ENV === 'production' ? process.env.SECRET : 'shop' };"],
  ['D', 'a.ts', "const k = import.meta.env.SESSION_SECRET ?? 'dev-sess';"],
  ['D', 'a.ts', "const k = Deno.env.get('JWT_SECRET') ?? 'dev-sess';"],
  ['D', 'a.ts', "const k = env('JWT_SECRET', 'dev-sess');"],
  ['D', 'a.ts', "function sign(payload: object, secret = 'dev-secret') { return jwt.sign(payload, secret); }"],
  ['D', 'a.ts', "const { JWT_SECRET = 'dev-secret' } = process.env;"],
  ['D', 'a.ts', "const token = jwt.sign({ id: user.id }, 'shop-signing', { expiresIn: '1h' });"],
  ['D', 'a.ts', "const user = jwt.verify(token, 'shop-signing');"],
  ['D', 'a.js', "app.use(session({ secret: 'keyboard cat', resave: false }));"],
  ['D', 'a.js', "app.use(cookieParser('shop cookies'));"],
  ['D', 'a.js', "crypto.createHmac('sha256', 'shop-signing').update(x)"],
  ['S', 'a.ts', `const client = new Client({ user: 'a', password: '${PASSWORD}' });`],
  ['S', 'a.ts', `const apiKey = '${TOKEN}';`],
  ['S', 'a.ts', `headers: { 'X-Api-Key': '${TOKEN}' }`],
  ['S', 'a.ts', `axios.get(url, { headers: { Authorization: 'Bearer ${TOKEN}' } })`],
  ['D', 'a.py', "JWT_SECRET = config('JWT_SECRET', default='dev-secret')"],
  ['D', 'a.py', "SECRET_KEY = 'django-insecure-abc$def%k2j3h4g5'"],
  ['D', 'a.py', "app.secret_key = 'dev'"],
  ['D', 'a.py', "app.config['SECRET_KEY'] = 'my little secret'"],
  ['D', 'a.py', "t = jwt.encode({'sub': 1}, 'shop-signing', algorithm='HS256')"],
  ['D', 'a.py', "import os\nKEY = os.environ.get('API_SECRET') or 'dev'"],
  ['D', 'a.py', "class Settings(BaseSettings):\n    jwt_secret: SecretStr = SecretStr('dev-secret')"],
  ['D', 'a.py', "class Settings(BaseSettings):\n    jwt_secret: str = 'dev-secret'"],
  ['D', 'a.py', "@dataclass\nclass Config:\n    secret_key: str = 'dev-secret'"],
  ['S', 'a.py', `conn = psycopg2.connect(host='db', user='shop', password='${PASSWORD}')`],
  ['S', 'a.py', `requests.get(u, auth=('shop', '${PASSWORD}'))`],
  ['D', 'Dockerfile', 'FROM x\nARG DB_PASSWORD=shop\n'],
  ['D', 'Dockerfile', 'FROM x\nENV DB_PASSWORD shop\n'],
  [
    'D',
    'k8s/d.yaml',
    'apiVersion: apps/v1\nkind: Deployment\nspec:\n  env:\n    - name: DB_PASSWORD\n      value: "shop"\n',
  ],
  ['S', 'k8s/s.yaml', `apiVersion: v1\nkind: Secret\ndata:\n  password: ${Buffer.from(PASSWORD).toString('base64')}\n`],
  [
    'D',
    'k8s/s.yaml',
    `apiVersion: v1\nkind: Secret\ndata:\n  password: ${Buffer.from('changeme').toString('base64')}\n`,
  ],
  ['S', 'k8s/s.yaml', `apiVersion: v1\nkind: Secret\nstringData:\n  password: ${PASSWORD}\n`],
  ['D', 'src/main/resources/application.properties', 'spring.datasource.password=shop123'],
  ['D', 'src/main/resources/application.yml', 'spring:\n  datasource:\n    username: root\n    password: root\n'],
  ['D', 'src/main/resources/application.yml', 'spring:\n  datasource:\n    password: ${DB_PASSWORD:shop123}\n'],
  ['S', 'src/main/resources/application.properties', `jwt.secret=${TOKEN}${TOKEN}`],
  [
    'S',
    'appsettings.json',
    `{ "ConnectionStrings": { "Default": "Server=db;Database=shop;User Id=sa;Password=${PASSWORD};" } }`,
  ],
  [
    'D',
    'appsettings.json',
    `{ "ConnectionStrings": { "Default": "Server=db;Database=shop;User Id=sa;Password=changeme;" } }`,
  ],
  ['D', 'appsettings.json', `{ "Jwt": { "Key": "shop-signing", "Secret": "secret123" } }`],
  ['D', 'db.sql', "CREATE USER 'shop'@'%' IDENTIFIED BY 'shoppw';"],
  ['D', 'db.sql', "ALTER ROLE shop WITH LOGIN PASSWORD 'shoppw';"],
  ['S', 'config/database.yml', `production:\n  password: ${PASSWORD}\n`],
  ['D', 'config/database.yml', `production:\n  username: root\n  password: root\n`],
  ['S', 'README.md', `API key: ${TOKEN}`],
  ['S', 'README.md', `| Password | \`${PASSWORD}\` |`],
  ['S', 'README.md', `export DB_PASSWORD='${PASSWORD}'`],
  ['S', 'README.md', `mysql -u root -p${PASSWORD}`],
  ['S', 'deploy.sh', `PGPASSWORD=${PASSWORD} psql -h db`],
  ['S', 'deploy.sh', `docker login -u shop -p ${PASSWORD} registry.shop.io`],
  ['S', 'deploy.sh', `curl -u shop:${PASSWORD} https://x.io`],
  ['S', 'deploy.sh', `sshpass -p '${PASSWORD}' ssh a@b`],
  ['S', 'main.tf', `variable "db_password" {\n  default = "${PASSWORD}"\n}`],
  ['S', 'main.tf', `  master_password = "${PASSWORD}"`],
  ['S', 'main.go', `const apiKey = "${TOKEN}"`],
  ['S', 'Main.java', `private static final String DB_PASSWORD = "${PASSWORD}";`],
  ['D', 'Main.java', `@Value("\${jwt.secret:shop-signing}")\nprivate String secret;`],
  ['S', 'config.php', `define('DB_PASSWORD', '${PASSWORD}');`],
  ['D', 'config.php', `'password' => env('DB_PASSWORD', 'secret'),`],
  ['D', 'config.php', `define('DB_PASSWORD', 'root');`],
  ['S', 'a.rb', `password: ENV.fetch("DB_PASSWORD", "${PASSWORD}")`],
  ['D', 'a.rb', `password: ENV.fetch("DB_PASSWORD") { "shop" }`],
  ['S', '.npmrc', `//registry.example.org/:_authToken=${TOKEN}${TOKEN}`],
  [
    'S',
    'wg.conf',
    `PresharedKey = ${Buffer.from('k' + TOKEN + 'zzQ19')
      .toString('base64')
      .slice(0, 43)}=`,
  ],
  ['S', '.pgpass', `db:5432:shop:shop:${PASSWORD}`],
  ['S', '.netrc', `machine x.io login shop password ${PASSWORD}`],
  ['S', 'settings.xml', `<password>${PASSWORD}</password>`],
  ['S', 'web.config', `<add key="ApiKey" value="${TOKEN}" />`],
  ['S', 'a.ipynb', `"source": ["api_key = '${TOKEN}'\\n"]`],
  [
    'S',
    'cred.json',
    `{"type":"service_account","private_key_id":"a","aws_secret_access_key": "${TOKEN}${TOKEN.slice(0, 16)}"}`,
  ],
];

const NOT_FOUND: readonly (readonly [Kind, string, string])[] = [
  ['-', 'a.ts', "const name = redis ? 'REDIS_PASSWORD' : 'SECRET';"],
  ['-', 'a.ts', "export const DEFAULT_SALT = 'shop-1';"],
  ['-', 'a.ts', "const tokenTypes = { access: 'access_token', refresh: 'refresh_token' };"],
  ['-', 'a.ts', "export const PASSWORD_MIN_LENGTH = 'eight';"],
  ['-', 'a.tsx', '<input type="password" name="password" placeholder="Password" autoComplete="current-password" />'],
  ['-', 'a.ts', "if (password === 'Sup3r!pass') return;"],
  ['-', 'a.ts', "t('auth.password.required')"],
  ['-', 'a.ts', "const errors = { password: 'Password must be at least 8 characters', token: 'Invalid token' };"],
  ['-', 'a.ts', "const secretName = 'prod/shop/db';"],
  ['-', 'a.ts', "const key = await getSecret('projects/x/secrets/db-password/versions/latest');"],
  ['-', 'a.ts', "const csrfToken = 'X-CSRF-Token';"],
  ['-', 'a.ts', "localStorage.setItem('token', value); const TOKEN_KEY = 'shop.token';"],
  ['-', 'a.ts', "const AUTH_TOKEN_COOKIE = 'shop-auth-token';"],
  ['-', 'a.ts', "enum Kind { Password = 'password', ApiKey = 'api-key', Secret = 'secret' }"],
  ['-', 'a.ts', "const schema = { password: { type: 'string', format: 'password' }, token: { type: 'string' } };"],
  ['-', 'a.ts', "password: z.string().min(8, 'Password too short'),"],
  ['-', 'a.ts', "const { password } = req.body; const token = req.headers['authorization'];"],
  ['-', 'a.ts', "passwordField: '#password', tokenSelector: 'input[name=token]'"],
  ['-', 'a.py', "password = getpass.getpass('Password: ')"],
  ['-', 'a.py', "parser.add_argument('--password', help='The password', default=None)"],
  ['-', 'a.py', "token_url = 'https://x.io/oauth/token'"],
  ['-', 'a.py', "PASSWORD_HASHERS = ['django.contrib.auth.hashers.Argon2PasswordHasher']"],
  ['-', 'a.py', "raise ValueError('secret must be set')"],
  ['-', 'a.py', "oauth2_scheme = OAuth2PasswordBearer(tokenUrl='token')"],
  ['-', 'a.py', "SECRET_NAME = 'shop-db-credentials'"],
  ['-', 'a.py', "secret = os.environ['SECRET']\ntoken = data['access_token']"],
  ['-', 'a.py', "password: str = Field(..., min_length=8, description='The password')"],
  [
    '-',
    'compose.yml',
    'services:\n  a:\n    image: a\n    environment:\n      POSTGRES_PASSWORD_FILE: /run/secrets/db\n    secrets:\n      - db_password\nsecrets:\n  db_password:\n    file: ./db_password.txt\n',
  ],
  [
    '-',
    'k8s/d.yaml',
    'apiVersion: apps/v1\nkind: Deployment\nspec:\n  env:\n    - name: DB_PASSWORD\n      valueFrom:\n        secretKeyRef:\n          name: shop-secret\n          key: db-password\n',
  ],
  [
    '-',
    '.github/workflows/a.yml',
    'on: push\njobs:\n  a:\n    steps:\n      - uses: x\n        with:\n          token: ${{ secrets.GITHUB_TOKEN }}\n',
  ],
  ['-', '.env.example', 'SECRET_KEY=\nJWT_SECRET=changeme\nSTRIPE_KEY=sk_test_xxx\n'],
  [
    '-',
    'README.md',
    'Set `SECRET_KEY` to a random value, e.g. `openssl rand -hex 32`.\n\nPassword: at least 8 characters\n\nToken: see settings',
  ],
  ['-', 'tsconfig.json', '{"compilerOptions":{"tokenizer":"a"}}'],
  [
    '-',
    'main.tf',
    'variable "db_password" {\n  type = string\n  sensitive = true\n}\nresource "x" "y" { password = var.db_password }',
  ],
  ['-', 'a.go', 'password := os.Getenv("DB_PASSWORD")\ntoken := r.Header.Get("Authorization")'],
  [
    '-',
    'Main.java',
    'String password = request.getParameter("password"); @Column(name = "password") private String password;',
  ],
  ['-', 'i18n/en.json', '{"password": "Password", "token": "Token", "secret": "My secret 1!"}'],
  ['-', 'package.json', '{"dependencies": {"password-hash": "^1.2.2", "jsonwebtoken": "^9"}}'],
  ['-', 'a.css', '.token.password { color: red }'],
  ['-', 'a.html', '<label for="password">Password</label><input id="password" value="">'],
  ['-', 'a.ts', "const sha = 'd41d8cd98f00b204e9800998ecf8427e'; const integrity = 'sha512-abc';"],
  [
    '-',
    'a.ts',
    "const secretId = '5406ba8a-16e1-451d-96d7-4931b0a0d966'; const token = '5406ba8a-16e1-451d-96d7-4931b0a0d966';",
  ],
  ['-', 'a.ts', "const mask = 'sk_live_••••••••'; const t = 'ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx';"],
];

async function kindOf(path: string, text: string): Promise<Kind> {
  const { findings } = await analyze({ [path]: text.endsWith('\n') ? text : `${text}\n` });
  if (findings.some(({ check }) => check === 'hardcoded-secret')) return 'S';
  return findings.some(({ check }) => check === 'default-secret-value') ? 'D' : '-';
}

describe('positions of credentials', () => {
  for (const [kind, path, text] of FOUND) {
    const shown = text.replaceAll(PASSWORD, '…').replaceAll(TOKEN, '…').split('\n').join(' ').slice(0, 90);
    it(`${kind === 'S' ? 'secret' : 'default'} in ${path}: ${shown}`, async () => {
      assert.equal(await kindOf(path, text), kind);
    });
  }
});

describe('what only looks like a credential', () => {
  for (const [kind, path, text] of NOT_FOUND) {
    it(`${path}: ${text.split('\n').join(' ').slice(0, 90)}`, async () => {
      assert.equal(await kindOf(path, text), kind);
    });
  }
});

// Guessable values that something runs with.

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';

const ID = 'default-secret-value';

async function places(files: Files): Promise<string[]> {
  return placesOf(await analyze(files), ID);
}

describe(ID, () => {
  it('holds where every secret must be set', async () => {
    const report = await analyze({
      'settings.py': 'class Settings(BaseSettings):\n    SECRET_KEY: str\n    SESSION_MINUTES: int = 30\n',
      'compose.yml':
        'services:\n  db:\n    image: postgres\n    environment:\n      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD:?set it}\n',
    });
    assert.equal(checkOf(report, ID).verdict, 'pass');
  });

  it('finds fallbacks in Python', async () => {
    assert.deepEqual(
      await places({
        'a.py': [
          'import os',
          'SECRET = os.getenv("JWT_SECRET", "shop-secret-key")',
          'SALT = settings.PASSWORD_SALT or "shop_salt"',
          'os.environ.setdefault("SERVICE_TOKEN", "local-service-token")',
          'DATABASE_URL = os.environ.get(',
          '    "DATABASE_URL",',
          '    "postgresql://shop:shop123@localhost/shop",',
          ')',
        ].join('\n'),
      }),
      ['a.py:2 secret', 'a.py:3 salt', 'a.py:4 token', 'a.py:7 url-password'],
    );
  });

  it('finds defaults of settings classes and validators', async () => {
    assert.deepEqual(
      await places({
        'config.py': [
          'class Settings(BaseSettings):',
          '    SECRET_KEY: str = Field(default="development-secret-change-me")',
          '    DATABASE_URL: str = "mysql://root:root@localhost/shop"',
          '    JWT_SECRET: Optional[str] = None',
          '',
          '    @field_validator("JWT_SECRET", mode="before")',
          '    @classmethod',
          '    def fill(cls, value):',
          '        if not value:',
          '            return "shop-jwt-secret"',
          '        return value',
        ].join('\n'),
      }),
      ['config.py:2 secret', 'config.py:3 url-password', 'config.py:10 secret'],
    );
  });

  it('finds fallbacks in JavaScript and TypeScript, through a local variable too', async () => {
    assert.deepEqual(
      await places({
        'src/config.ts': [
          "export const key = process.env.ENCRYPTION_KEY ?? 'dev-encryption-key';",
          'const jwtSecret = process.env.JWT_SECRET;',
          "export const config = { jwtSecret: jwtSecret || 'dev-only-value' };",
          "const schema = z.object({ SESSION_SECRET: z.string().min(8).default('keyboard cat') });",
          "const token = import.meta.env.ADMIN_TOKEN || 'admin-token';",
        ].join('\n'),
      }),
      ['src/config.ts:1 secret', 'src/config.ts:3 secret', 'src/config.ts:4 secret', 'src/config.ts:5 token'],
    );
  });

  it('finds values of compose, Helm, Kubernetes and Dockerfiles', async () => {
    assert.deepEqual(
      await places({
        'compose.yml': [
          'services:',
          '  db:',
          '    image: postgres:17',
          '    environment:',
          '      POSTGRES_PASSWORD: shopdb',
          '      - JWT_SECRET=please-change-me',
          '      GRAFANA_PASSWORD: ${GRAFANA_PASSWORD:-admin}',
          '    command: redis-server --requirepass shopcache',
        ].join('\n'),
        'chart/values.yaml': 'auth:\n  password: "changeme"\n',
        Dockerfile: 'FROM node:22\nENV SESSION_SECRET=dev\n',
      }),
      [
        'Dockerfile:2 secret',
        'chart/values.yaml:2 password',
        'compose.yml:5 password',
        'compose.yml:6 secret',
        'compose.yml:7 password',
        'compose.yml:8 password',
      ],
    );
  });

  it('finds users and logins that SQL creates', async () => {
    assert.deepEqual(
      await places({
        'db/init.sql': [
          "CREATE USER shop WITH PASSWORD 'shop_password';",
          "INSERT INTO accounts VALUES ('admin', crypt('letmein42', gen_salt('bf')));",
        ].join('\n'),
      }),
      ['db/init.sql:1 password', 'db/init.sql:2 seeded-login'],
    );
  });

  it('calls a documented value low, and only when it is really in use', async () => {
    const report = await analyze({
      'db/init.sql': "CREATE USER shop WITH PASSWORD 'shop_password';\n",
      'README.md': 'DATABASE_URL=postgres://shop:shop_password@localhost/shop\nOTHER_PASSWORD=something_else\n',
    });
    assert.deepEqual(
      report.findings.filter(({ check }) => check === ID).map(({ path, line, severity }) => [path, line, severity]),
      [
        ['README.md', 1, 'low'],
        ['db/init.sql', 1, 'blocker'],
      ],
    );
  });

  it('leaves guards, tests, CI services, templates and instructions alone', async () => {
    assert.deepEqual(
      await places({
        'main.py': 'if settings.SECRET_KEY == "change-me-in-production":\n    raise RuntimeError("set SECRET_KEY")\n',
        'tests/conftest.py': 'os.environ.setdefault("SECRET_KEY", "some-key-for-tests")\n',
        '.github/workflows/ci.yml':
          'jobs:\n  test:\n    services:\n      db:\n        env:\n          POSTGRES_PASSWORD: postgres\n',
        '.env.example': 'SECRET_KEY=change-me\nDB_PASSWORD=postgres\n',
        'k8s/app.yaml': 'apiVersion: v1\nkind: Secret\nstringData:\n  DB_PASSWORD: "REPLACE_WITH_A_PASSWORD"\n',
        'src/ui.ts':
          "const labels = { password: 'Password', apiKey: 'API key' };\nfetch('/x', { credentials: 'include' });\n",
      }),
      [],
    );
  });

  it('leaves fallbacks of names alone that are no secrets', async () => {
    assert.deepEqual(
      await places({
        'src/a.ts':
          "const mount = process.env.VAULT_MOUNT ?? 'secret';\nconst key = process.env.NEXT_PUBLIC_SEARCH_KEY || 'demo';\n",
      }),
      [],
    );
  });
});

// Defaults of secrets to required variables.

import assert from 'node:assert/strict';

import { analyze, applyFix, openSession, type Files } from '../../support/analyze';
import { assertParse } from '../../support/parses';

const CHECK = 'default-secret-value';
const FIX = 'require-secret';

async function fix(files: Files): Promise<Files> {
  const fixed = await applyFix(files, CHECK, FIX, { unlisted: ['.env'] });
  await assertParse(fixed.files);
  return fixed.files;
}

async function text(path: string, before: string): Promise<string> {
  return (await fix({ [path]: before, '.env.example': 'JWT_SECRET=\nSALT=\n' }))[path] ?? '';
}

describe(FIX, () => {
  it('requires the variable in Python', async () => {
    assert.equal(
      await text('a.py', 'import os\n\nkey = os.getenv("JWT_SECRET", "dev-key")\n'),
      'import os\n\nkey = os.environ["JWT_SECRET"]\n',
    );
    assert.equal(
      await text('a.py', 'from os import getenv\n\nkey = getenv("JWT_SECRET") or "dev-key"\n'),
      'import os\nfrom os import getenv\n\nkey = os.environ["JWT_SECRET"]\n',
    );
    assert.equal(
      await text('a.py', 'def f():\n    salt = settings.PASSWORD_SALT or "dev_salt"\n    return salt\n'),
      'def f():\n    salt = settings.PASSWORD_SALT\n    if not salt:\n        raise RuntimeError("Set PASSWORD_SALT.")\n    return salt\n',
    );
  });

  it('takes the default of a settings field and of its validator away', async () => {
    assert.match(
      await text('a.py', 'class S(BaseSettings):\n    JWT_SECRET: str = Field(default="dev-key", min_length=8)\n'),
      /JWT_SECRET: str = Field\(\.\.\., min_length=8\)/,
    );
    assert.match(
      await text('a.py', 'class S(BaseSettings):\n    API_URL: str = "a"\n    JWT_SECRET: str = "changeme"  # dev\n'),
      /JWT_SECRET: str {2}# dev/,
    );
    assert.match(
      await text(
        'a.py',
        'class S(BaseSettings):\n    @validator("JWT_SECRET")\n    def f(cls, v):\n        if not v:\n            return "dev-key"\n        return v\n',
      ),
      /raise ValueError\("Set JWT_SECRET\."\)/,
    );
  });

  it('names the variable that a settings field reads, with the prefix of its class', async () => {
    const settings = (prefix: string): string =>
      `class S(BaseSettings):\n    api_url: str = "a"\n    jwt_secret: str = "changeme"\n\n    class Config:\n        env_prefix = ${prefix}\n`;
    const fixed = async (prefix: string): ReturnType<Awaited<ReturnType<typeof openSession>>['session']['fix']> => {
      const { session } = await openSession({ 'a.py': settings(prefix) });
      const finding = session.report().findings.find(({ check }) => check === CHECK);
      return session.fix(FIX, finding?.fingerprint ?? '');
    };
    const edit = await fixed('"shop_"');
    assert.equal('refused' in edit ? edit.refused : edit.files[0]?.label, 'Fail when SHOP_JWT_SECRET is not set');
    assert.ok('refused' in (await fixed('PREFIX')), 'a prefix that is not written there');
  });

  it('leaves a private attribute of a settings class alone, which nothing fills in', async () => {
    const { session } = await openSession({
      'a.py': 'class S(BaseSettings):\n    _DEFAULT_PASSWORD: str = "changeme"\n',
    });
    const [finding] = session.report().findings.filter(({ check }) => check === 'default-secret-value');
    const edit = await session.fix('require-secret', finding?.fingerprint ?? '');
    assert.match('refused' in edit ? edit.refused : '', /remove it by hand/);
  });

  it('rewrites the Ruby of a template, and puts no template into it', async () => {
    const config = (password: string): string => `production:\n  adapter: postgresql\n  password: ${password}\n`;
    for (const [before, after] of [
      ["<%= ENV['JWT_SECRET'] || 'postgres' %>", '<%= ENV.fetch("JWT_SECRET") %>'],
      ["<%= ENV.fetch('JWT_SECRET', 'postgres') %>", '<%= ENV.fetch("JWT_SECRET") %>'],
      ['<%= ENV.fetch("JWT_SECRET") { "postgres" } %>', '<%= ENV.fetch("JWT_SECRET") %>'],
    ] as const) {
      const { files } = await applyFix(
        { 'config/database.yml': config(before), '.env.example': 'JWT_SECRET=\n' },
        CHECK,
        FIX,
        { unlisted: ['.env'] },
      );
      assert.equal(files['config/database.yml'], config(after));
    }
  });

  it('goes on to read the same array in PHP, in a form that every release understands', async () => {
    const failing = "(function () { throw new \\RuntimeException('JWT_SECRET is not set'); })()";
    assert.equal(
      await text('a.php', "<?php\n$key = $_ENV['JWT_SECRET'] ?? 'dev-key';\n"),
      `<?php\n$key = ($_ENV['JWT_SECRET'] ?? ${failing});\n`,
    );
    assert.equal(
      await text('a.php', "<?php\n$key = getenv('JWT_SECRET') ?: 'dev-key';\n"),
      `<?php\n$key = (getenv('JWT_SECRET') ?: ${failing});\n`,
    );
  });

  it('fails at start in JavaScript and TypeScript', async () => {
    assert.equal(
      await text('a.js', "const key = process.env.JWT_SECRET || 'dev-key';\nrun(key);\n"),
      "const key = process.env.JWT_SECRET;\nif (!key) throw new Error('JWT_SECRET is not set');\nrun(key);\n",
    );
    assert.equal(
      await text('a.ts', "export const config = {\n  key: process.env.JWT_SECRET ?? 'dev-key',\n};\n"),
      "export const config = {\n  key: process.env.JWT_SECRET ?? (() => { throw new Error('JWT_SECRET is not set'); })(),\n};\n",
    );
    assert.match(
      await text('a.js', "export const secret = production ? process.env.JWT_SECRET : 'dev-key';\n"),
      /JWT_SECRET : \(\(\) => \{ throw new Error\('JWT_SECRET is not set'\); \}\)\(\);/,
    );
    assert.equal(
      await text('a.ts', "const schema = z.object({ JWT_SECRET: z.string().min(8).default('dev-key') });\n"),
      'const schema = z.object({ JWT_SECRET: z.string().min(8) });\n',
    );
  });

  it('requires the variable in compose, in step with what connects to it, and keeps development going', async () => {
    const files = await fix({
      'compose.yml':
        'services:\n  api:\n    image: api\n    environment:\n      - SESSION_SECRET=keyboardcat\n      - TOKEN_SALT=${TOKEN_SALT:-pepper}\n',
      '.gitignore': '.env*\n!.env*.example\n',
    });
    assert.match(files['compose.yml'] ?? '', /- SESSION_SECRET=\$\{SESSION_SECRET:\?set SESSION_SECRET\}\n/);
    assert.equal(files['.env'], 'SESSION_SECRET=keyboardcat\n');
    assert.equal(files['.env.example'], 'SESSION_SECRET=\n');
  });

  it('replaces a fallback of compose', async () => {
    const files = await fix({
      'compose.yml': 'services:\n  a:\n    image: a\n    environment:\n      KEY: "${API_SECRET:-changeme}"\n',
    });
    assert.match(files['compose.yml'] ?? '', /KEY: "\$\{API_SECRET:\?set API_SECRET\}"/);
  });

  it('names the variable in the template', async () => {
    const files = await fix({ 'a.py': 'import os\nk = os.getenv("SIGNING_SECRET", "dev-key")\n' });
    assert.equal(files['.env.example'], 'SIGNING_SECRET=\n');
  });

  it('takes the fallback of a substitution away, as its reader understands it', async () => {
    assert.equal(
      await text('src/main/resources/application.properties', 'jwt.secret=${JWT_SECRET:changeme}\n'),
      'jwt.secret=${JWT_SECRET}\n',
    );
    assert.equal(
      await text('init.sh', '#!/bin/sh\nDB_PASSWORD="${DB_PASSWORD:=changeme}"\n'),
      '#!/bin/sh\nDB_PASSWORD="${DB_PASSWORD:?set DB_PASSWORD}"\n',
    );
  });

  it('takes the default of a Terraform variable away, and keeps its value for development', async () => {
    const files = await fix({ 'db.tf': 'variable "db_password" {\n  type    = string\n  default = "changeme"\n}\n' });
    assert.equal(files['db.tf'], 'variable "db_password" {\n  type    = string\n  sensitive = true\n}\n');
    assert.equal(files['.env'], 'TF_VAR_db_password=changeme\n');
  });

  it('fails at start in other languages', async () => {
    const cases: [string, string, string][] = [
      ['a.rb', "key = ENV.fetch('JWT_SECRET', 'dev-key')\n", 'key = ENV.fetch("JWT_SECRET")\n'],
      ['a.rb', "key = ENV['JWT_SECRET'] || 'dev-key'\n", 'key = ENV.fetch("JWT_SECRET")\n'],
      [
        'config/a.php',
        "<?php\nreturn ['key' => env('JWT_SECRET', 'dev-key')];\n",
        "<?php\nreturn ['key' => env('JWT_SECRET')];\n",
      ],
      [
        'A.cs',
        'var key = Environment.GetEnvironmentVariable("JWT_SECRET") ?? "dev-key";\n',
        'var key = System.Environment.GetEnvironmentVariable("JWT_SECRET") ?? throw new System.InvalidOperationException("JWT_SECRET is not set");\n',
      ],
      [
        'a.kt',
        'val key = System.getenv("JWT_SECRET") ?: "dev-key"\n',
        'val key = System.getenv("JWT_SECRET") ?: error("JWT_SECRET is not set")\n',
      ],
      [
        'a.exs',
        'config :a, key: System.get_env("JWT_SECRET") || "dev-key"\n',
        'config :a, key: System.fetch_env!("JWT_SECRET")\n',
      ],
    ];
    for (const [path, before, after] of cases) assert.equal(await text(path, before), after, path);
  });

  it('keeps every client of a datastore in step with it', async () => {
    const compose = (password: string): string =>
      `services:\n  db:\n    image: postgres:16\n    environment:\n      POSTGRES_PASSWORD: ${password}\n  errors:\n    image: errors\n    environment:\n      ERRORS_DB_PASSWORD: ${password}\n  api:\n    image: api\n    environment:\n      DATABASE_URL: postgres://shop:${password}@db/shop\n`;
    const files = await fix({ 'compose.yml': compose('shop123') });
    assert.equal(files['compose.yml'], compose('${POSTGRES_PASSWORD:?set POSTGRES_PASSWORD}'));
    assert.equal(files['.env'], 'POSTGRES_PASSWORD=shop123\n');
  });

  it('keeps the health check of a datastore in step with it, and says what a committed .env asks for', async () => {
    const compose = (password: string): string =>
      `services:\n  db:\n    image: mysql:8\n    environment:\n      MYSQL_ROOT_PASSWORD: ${password}\n    healthcheck:\n      test: ["CMD", "mysqladmin", "ping", "-u", "root", "--password=${password}"]\n`;
    const files = { 'compose.yml': compose('shop123'), '.env': 'PORT=1\n' };
    const { files: after, edit } = await applyFix(files, CHECK, FIX, { pick: ({ path }) => path === 'compose.yml' });
    await assertParse(after);
    assert.equal(after['compose.yml'], compose('${MYSQL_ROOT_PASSWORD:?set MYSQL_ROOT_PASSWORD}'));
    assert.match(edit.nextSteps.join(' '), /git rm --cached \.env/);
  });

  it('says that a key of a schema is required where keys are optional by themselves', async () => {
    const line = async (before: string): Promise<string> =>
      (await text('a.ts', `export const schema = {\n  USER: Joi.string().required(),\n  ${before},\n};\n`)).split(
        '\n',
      )[2] ?? '';
    assert.equal(await line("JWT_SECRET: Joi.string().default('changeme')"), '  JWT_SECRET: Joi.string().required(),');
    assert.equal(
      await line("JWT_SECRET: yup.string().min(2).default('changeme')"),
      '  JWT_SECRET: yup.string().min(2).required(),',
    );
    assert.equal(
      await line("JWT_SECRET: Joi.string().required().default('changeme')"),
      '  JWT_SECRET: Joi.string().required(),',
    );
    const zod =
      "import { z } from 'zod';\nexport const s = z.object({ JWT_SECRET: z.string().optional().default('changeme') });\n";
    assert.match(await text('a.ts', zod), /JWT_SECRET: z\.string\(\) /);
  });

  it('keeps the lines of a field', async () => {
    assert.equal(
      await text(
        'a.py',
        'class S(BaseSettings):\n    JWT_SECRET: str = Field(\n        default="dev-key",\n        min_length=8,\n    )\n',
      ),
      'class S(BaseSettings):\n    JWT_SECRET: str = Field(\n        ...,\n        min_length=8,\n    )\n',
    );
  });

  it('requires nothing in production that only tests use', async () => {
    const config = (name: string): string =>
      `import os\n\n\nclass ${name}(Config):\n    TESTING = True\n    SECRET_KEY = os.getenv("TEST_SECRET_KEY", "changeme")\n`;
    const { session } = await openSession({ 'config.py': config('TestingConfig') });
    const finding = session.report().findings.find(({ check }) => check === CHECK);
    assert.ok(finding);
    const edit = await session.fix(FIX, finding.fingerprint);
    assert.match('refused' in edit ? edit.refused : '', /^TestingConfig is read wherever this module is/);
    assert.match(
      (await fix({ 'config.py': config('DevelopmentConfig') }))['config.py'] ?? '',
      /os\.environ\["TEST_SECRET_KEY"\]/,
    );
  });

  it('has nothing to require in the set-up of a test runner', async () => {
    for (const path of ['jest.setup.js', 'vitest.setup.ts', 'src/setupTests.ts']) {
      const { findings } = await analyze({
        [path]: "process.env.JWT_SECRET = process.env.JWT_SECRET || 'changeme';\n",
      });
      assert.deepEqual(
        findings.filter(({ check, severity }) => check === CHECK && severity !== 'low'),
        [],
        path,
      );
    }
  });

  it('names the password of the user before that of the root, where both are one', async () => {
    const after = await fix({
      'docker-compose.yml':
        'services:\n  db:\n    image: mysql:8\n    environment:\n      MYSQL_ROOT_PASSWORD: books\n      MYSQL_PASSWORD: books\n',
    });
    assert.match(after['.env'] ?? '', /^MYSQL_PASSWORD=books\n$/);
  });

  it('keeps the line ends of the file in what it adds', async () => {
    for (const [path, before] of [
      ['a.py', 'def f():\r\n    salt = settings.PASSWORD_SALT or "dev_salt"\r\n    return salt\r\n'],
      ['a.js', "const secret = process.env.JWT_SECRET || 'changeme';\r\nrun(secret);\r\n"],
    ] as const) {
      const after = await text(path, before);
      assert.equal(after.split('\r\n').length, before.split('\r\n').length + (path === 'a.py' ? 2 : 1));
      assert.doesNotMatch(after, /(?<!\r)\n/);
    }
  });

  it('imports what is read before it is read', async () => {
    assert.equal(
      await text('a.py', 'from os import getenv\n\nJWT_SECRET = getenv("JWT_SECRET", "changeme")\n\nimport os\n'),
      'import os\nfrom os import getenv\n\nJWT_SECRET = os.environ["JWT_SECRET"]\n\nimport os\n',
    );
    assert.equal(
      await text('a.py', 'import os as system\n\nJWT_SECRET = system.getenv("JWT_SECRET") or "changeme"\n'),
      'import os\nimport os as system\n\nJWT_SECRET = os.environ["JWT_SECRET"]\n',
    );
  });

  it('ships no new default in the template', async () => {
    const { files, report } = await applyFix(
      { 'a.py': 'import os\n\nSECRET = os.getenv("JWT_SECRET", "changeme")\n' },
      CHECK,
      FIX,
      { unlisted: ['.env'] },
    );
    assert.equal(files['.env.example'], 'JWT_SECRET=\n');
    assert.deepEqual(
      report.findings.filter(({ check }) => check.startsWith('default-secret')),
      [],
    );
  });
});

// Which dotenv file gets a value, under which name, and who else reads that file.

import assert from 'node:assert/strict';

import { applyFix, openSession, type Files, type Fixed } from '../../support/analyze';
import { strongPassword } from '../../support/made-up-secrets';
import { assertParse } from '../../support/parses';

const IGNORED: Files = { '.gitignore': '.env*\n!.env*.example\n' };
const secret = strongPassword(40);

async function moved(files: Files, path: string): Promise<Fixed> {
  const fixed = await applyFix({ ...IGNORED, ...files }, 'hardcoded-secret', 'move-secret-to-env', {
    unlisted: ['.env'],
    pick: (finding) => finding.path === path,
  });
  await assertParse(fixed.files);
  return fixed;
}

/** A fix that follows another one: the texts of the first are where the second begins. */
async function required(files: Files, path: string, line?: number): Promise<Files> {
  const { files: after } = await applyFix({ ...IGNORED, ...files }, 'default-secret-value', 'require-secret', {
    unlisted: ['.env'],
    pick: (finding) => finding.path === path && (line === undefined || finding.line === line),
  });
  await assertParse(after);
  return after;
}

const database = (name: string, password: string): string =>
  `  ${name}:\n    image: postgres:17\n    environment:\n      POSTGRES_PASSWORD: ${password}\n`;

describe('The dotenv file of a compose file', () => {
  it('is the one beside it, which compose reads wherever it is started', async () => {
    const after = await required(
      { 'monitoring/docker-compose.yml': `services:\n${database('db', 'postgres')}`, '.env.example': 'MAIL_HOST=\n' },
      'monitoring/docker-compose.yml',
    );
    assert.equal(after['monitoring/.env'], 'POSTGRES_PASSWORD=postgres\n');
    assert.equal(after['.env'], undefined);
    assert.equal(after['.env.example'], 'MAIL_HOST=\n');
  });

  it('is the one further up where that declares what the compose file reads', async () => {
    const compose = `services:\n${database('db', 'postgres')}  app:\n    image: acme/app:1\n    environment:\n      MAIL_HOST: \${MAIL_HOST}\n`;
    const after = await required(
      { 'docker/compose.yml': compose, '.env.example': 'MAIL_HOST=\n' },
      'docker/compose.yml',
    );
    assert.equal(after['.env'], 'POSTGRES_PASSWORD=postgres\n');
  });

  it('keeps two databases apart that have one variable and two passwords', async () => {
    const path = 'docker-compose.yml';
    const one = await required(
      { [path]: `services:\n${database('db', 'postgres')}${database('test_db', 'test-password')}` },
      path,
      5,
    );
    const two = await required(one, path, 9);
    assert.equal(two['.env'], 'POSTGRES_PASSWORD=postgres\nPOSTGRES_PASSWORD_2=test-password\n');
    assert.match(two[path] ?? '', /POSTGRES_PASSWORD: \$\{POSTGRES_PASSWORD_2:\?set POSTGRES_PASSWORD_2\}/);
  });

  it('leaves the value of another variable to it that happens to be the same', async () => {
    const path = 'docker-compose.yml';
    const after = await required(
      { [path]: `services:\n${database('db', 'postgres')}`, '.env': 'POSTGRES_USER=postgres\n' },
      path,
    );
    assert.equal(after['.env'], 'POSTGRES_USER=postgres\nPOSTGRES_PASSWORD=postgres\n');
  });

  it('gets the value beside that of the code', async () => {
    const { files } = await moved(
      {
        'backend/package.json': '{"name": "backend", "dependencies": {"express": "^5"}}\n',
        'backend/src/db.ts': `export const DB_PASSWORD = '${secret}';\n`,
        'deploy/docker-compose.yml': `services:\n  app:\n    image: acme/app:1\n    environment:\n      DB_PASSWORD: "${secret}"\n`,
      },
      'backend/src/db.ts',
    );
    assert.match(files['deploy/docker-compose.yml'] ?? '', /\$\{DB_PASSWORD:\?set DB_PASSWORD\}/);
    for (const path of ['backend/.env', 'deploy/.env']) assert.equal(files[path], `DB_PASSWORD='${secret}'\n`, path);
  });
});

describe('A dotenv file that is extended', () => {
  it('gets a value behind the empty one and behind the placeholder of its template', async () => {
    for (const before of ['MAIL_PASSWORD=\n', 'MAIL_PASSWORD=your-mail-password\n']) {
      const { files } = await moved({ 'mail.py': `MAIL_PASSWORD = "${secret}"\n`, '.env': before }, 'mail.py');
      assert.equal(files['.env'], `${before}MAIL_PASSWORD='${secret}'\n`);
    }
  });

  it('stays readable for settings that take no other name', async () => {
    const body = '    api_url: str\n    debug: bool = False\n';
    const head = 'from pydantic_settings import BaseSettings, SettingsConfigDict\n\n\nclass Settings(BaseSettings):\n';
    for (const [before, after] of [
      [
        'model_config = SettingsConfigDict(env_file=".env")',
        'model_config = SettingsConfigDict(env_file=".env", extra="ignore")',
      ],
      [
        'model_config = SettingsConfigDict(\n        env_file=(".env", ".env.local"),\n    )',
        'model_config = SettingsConfigDict(\n        env_file=(".env", ".env.local"),\n        extra="ignore",\n    )',
      ],
      [
        'model_config = SettingsConfigDict(\n        env_file=".env"  # (as deployed)\n    )',
        'model_config = SettingsConfigDict(\n        env_file=".env", extra="ignore"  # (as deployed)\n    )',
      ],
      [
        'model_config = SettingsConfigDict(env_prefix="A)", env_file=".env")',
        'model_config = SettingsConfigDict(env_prefix="A)", env_file=".env", extra="ignore")',
      ],
      ['model_config = {"env_file": ".env"}', 'model_config = {"env_file": ".env", "extra": "ignore"}'],
      [
        'model_config = SettingsConfigDict(env_file=".env", extra="forbid")',
        'model_config = SettingsConfigDict(env_file=".env", extra="ignore")',
      ],
      [
        'class Config:\n        env_file = ".env"',
        'class Config:\n        extra = "ignore"\n        env_file = ".env"',
      ],
      ['model_config = SettingsConfigDict(env_file=".env", extra="allow")', null],
      ['model_config = SettingsConfigDict(env_file=".env.test")', null],
      ['model_config = SettingsConfigDict(case_sensitive=True)', null],
    ] as const) {
      const settings = `${head}    ${before}\n${body}`;
      for (const eol of ['\n', '\r\n']) {
        const files = { 'app/settings.py': settings, 'app/mail.py': `MAIL_PASSWORD = "${secret}"\n` };
        const written = Object.fromEntries(
          Object.entries(files).map(([path, text]) => [path, text.replaceAll('\n', eol)]),
        );
        const { files: made } = await moved(written, 'app/mail.py');
        assert.equal(made['app/settings.py'], settings.replace(before, after ?? before).replaceAll('\n', eol));
      }
    }
  });

  it('is left alone by a value that nothing reads', async () => {
    const { files, edit } = await moved(
      { 'docs/notes.md': `The password: MAIL_PASSWORD="${secret}"\n`, '.gitignore': '' },
      'docs/notes.md',
    );
    assert.deepEqual(
      edit.files.map(({ path }) => path),
      ['docs/notes.md'],
    );
    assert.equal(files['.gitignore'], '');
  });

  it('asks for rules that keep the template that is there', async () => {
    const rules = '.env*\n!.env.template\n';
    const { files } = await moved(
      { 'mail.py': `MAIL_PASSWORD = "${secret}"\n`, '.env.template': 'MAIL_HOST=\n', '.gitignore': rules },
      'mail.py',
    );
    assert.equal(files['.gitignore'], rules);
    const hidden = await moved(
      { 'mail.py': `MAIL_PASSWORD = "${secret}"\n`, '.env.template': 'MAIL_HOST=\n', '.gitignore': '.env*\n' },
      'mail.py',
    );
    assert.equal(hidden.files['.gitignore'], '.env*\n!.env.template\n');
  });

  it('keeps what stands in it, in comments as well: no fix is offered there', async () => {
    const { session } = await openSession({ '.env': `# MAIL_PASSWORD=${secret}\n`, 'a.py': 'x = 1\n' });
    const finding = session
      .report()
      .findings.find(({ check, path }) => check === 'hardcoded-secret' && path === '.env');
    assert.deepEqual(finding?.fixes, []);
  });
});

describe('A dotenv file', () => {
  it('that is sourced exports what is added, for the programs that the shell starts', async () => {
    const files = {
      'pay.py': `import os\n\nHOST = os.environ["MAIL_HOST"]\nAPI_SECRET = "${secret}"\n`,
      '.env': 'export MAIL_HOST=mail\n',
      '.env.example': 'export MAIL_HOST=\n',
    };
    const { files: after } = await moved(files, 'pay.py');
    assert.equal(after['.env'], `export MAIL_HOST=mail\nexport API_SECRET='${secret}'\n`);
    assert.equal(after['.env.example'], 'export MAIL_HOST=\nexport API_SECRET=your-api-secret\n');
  });

  it('that is committed is not said to be none of that', async () => {
    const files = { 'pay.py': `API_SECRET = "${secret}"\n`, '.env': 'MAIL_HOST=mail\n' };
    const { edit } = await applyFix(files, 'hardcoded-secret', 'move-secret-to-env', {
      pick: (finding) => finding.path === 'pay.py',
    });
    assert.match(edit.files.find(({ path }) => path === '.env')?.label ?? '', /committed still/);
  });

  it('has a variable for each of two datastores that happen to have the same password', async () => {
    const text = `services:\n${database('db', 'shop123')}  events:\n    image: mongo:8\n    environment:\n      MONGO_INITDB_ROOT_PASSWORD: shop123\n`;
    const first = await required({ 'compose.yml': text }, 'compose.yml', 5);
    const { 'compose.yml': after } = await required(first, 'compose.yml', 9);
    assert.match(after ?? '', /MONGO_INITDB_ROOT_PASSWORD: \$\{MONGO_INITDB_ROOT_PASSWORD:\?/);
  });

  it('of the root is that of a package only where it names what the package reads', async () => {
    const code = `import os\n\nHOST = os.environ["MAIL_HOST"]\nAPI_SECRET = "${secret}"\n`;
    const files = { 'api/pyproject.toml': '[project]\nname = "api"\n', 'api/pay.py': code };
    for (const [root, wanted] of [
      ['POSTGRES_PASSWORD=postgres\n', 'api/.env'],
      ['MAIL_HOST=mail\n', '.env'],
    ] as const) {
      const { files: after } = await moved({ ...files, '.env': root }, 'api/pay.py');
      assert.match(after[wanted] ?? '', /^API_SECRET=/m, root);
    }
  });

  it('of the name .example.env is a template as well', async () => {
    const files = { 'pay.py': `API_SECRET = "${secret}"\n`, '.example.env': 'MAIL_HOST=\n' };
    const { files: after } = await moved(files, 'pay.py');
    assert.equal(after['.example.env'], 'MAIL_HOST=\nAPI_SECRET=your-api-secret\n');
    assert.equal(after['.env.example'], undefined);
  });
});

// Every shipped default against every start-up guard.

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';

const ID = 'default-secret-guard';

const compose = (value: string): string =>
  `services:\n  api:\n    image: api\n    environment:\n      SECRET_KEY: ${value}\n`;

const main = (condition: string): string =>
  `import os\nSECRET_KEY = os.environ["SECRET_KEY"]\n\ndef start():\n    if ${condition}:\n        raise RuntimeError("refused")\n`;

async function verdict(files: Files): Promise<string> {
  const { verdict: answer, level } = checkOf(await analyze(files), ID);
  return level === null ? answer : `${answer} ${level}`;
}

describe(ID, () => {
  it('holds when the guard refuses the value that ships', async () => {
    assert.equal(
      await verdict({ 'main.py': main('SECRET_KEY == "shop-change-me"'), 'compose.yml': compose('shop-change-me') }),
      'pass E4',
    );
  });

  it('does not hold when the guard refuses another wording', async () => {
    const report = await analyze({
      'main.py': main('SECRET_KEY == "shop-change-this"'),
      'compose.yml': compose('shop-change-me'),
    });
    assert.equal(checkOf(report, ID).level, 'E3');
    assert.deepEqual(placesOf(report, ID), ['compose.yml:5 accepted']);
    const [finding] = report.findings.filter(({ check }) => check === ID);
    assert.deepEqual(
      finding?.related.map(({ path, line, kind }) => `${path}:${line} ${kind}`),
      ['main.py:5 guard'],
    );
  });

  it('does not hold without a guard', async () => {
    const report = await analyze({ 'app.ts': "export const key = process.env.SIGNING_SECRET || 'shop-signing';\n" });
    assert.deepEqual(placesOf(report, ID), ['app.ts:1 unguarded']);
    assert.equal(checkOf(report, ID).level, 'E0');
  });

  it('tells once what is missing for all variables, with the places of the others', async () => {
    const read = (name: string): string => `export const ${name} = process.env.${name}_SECRET || 'shop-signing';\n`;
    const report = await analyze({ 'app.ts': ['A', 'B', 'C', 'D'].map(read).join('') });
    const [finding, ...others] = report.findings.filter(({ check }) => check === ID);
    assert.equal(others.length, 0);
    assert.match(finding?.message ?? '', /the defaults of A_SECRET, B_SECRET and 2 more\./);
    assert.deepEqual(
      finding?.related.map(({ line }) => line),
      [2, 3, 4],
    );
    assert.match(checkOf(report, ID).summary, /^4 of 4 /);
  });

  it('knows lists and lengths', async () => {
    const files = { 'compose.yml': compose('shop-change-me') };
    assert.equal(
      await verdict({ ...files, 'main.py': main('SECRET_KEY in ("a-default", "shop-change-me")') }),
      'pass E4',
    );
    assert.equal(await verdict({ ...files, 'main.py': main('len(SECRET_KEY) < 32') }), 'pass E4');
    assert.equal(await verdict({ ...files, 'main.py': main('len(SECRET_KEY) < 8') }), 'fail E3');
  });

  it('reads guards of other languages', async () => {
    const guards: Record<string, (condition: string) => string> = {
      'main.go': (value) =>
        `package main\nfunc main() {\n\tsecretKey := os.Getenv("SECRET_KEY")\n\tif secretKey == "${value}" {\n\t\tlog.Fatal("refused")\n\t}\n}\n`,
      'Main.java': (value) =>
        `String secretKey = System.getenv("SECRET_KEY");\nif ("${value}".equals(secretKey)) {\n  throw new IllegalStateException("refused");\n}\n`,
      'Program.cs': (value) =>
        `var secretKey = Environment.GetEnvironmentVariable("SECRET_KEY");\nif (secretKey == "${value}") throw new Exception("refused");\n`,
      'boot.rb': (value) => `secret_key = ENV["SECRET_KEY"]\nraise "refused" if secret_key == "${value}"\n`,
      'main.rs': (value) =>
        `let secret_key = env::var("SECRET_KEY").unwrap();\nif secret_key == "${value}" {\n    panic!("refused");\n}\n`,
      'index.php': (value) =>
        `<?php\n$secret_key = getenv("SECRET_KEY");\nif ($secret_key === "${value}") { throw new Exception("refused"); }\n`,
    };
    for (const [path, guard] of Object.entries(guards)) {
      const files = { 'compose.yml': compose('shop-change-me') };
      assert.equal(await verdict({ ...files, [path]: guard('shop-change-me') }), 'pass E4', path);
      assert.equal(await verdict({ ...files, [path]: guard('another') }), 'fail E3', path);
    }
  });

  it('reads a list that stands above the condition', async () => {
    const text = `import os\nSECRET_KEY = os.environ["SECRET_KEY"]\nWEAK = [\n    "shop-change-me",\n    "secret",\n]\nif SECRET_KEY in WEAK:\n    raise SystemExit("refused")\n`;
    assert.equal(await verdict({ 'main.py': text, 'compose.yml': compose('shop-change-me') }), 'pass E4');
  });

  it('wants a flag that some manifest sets', async () => {
    const text = main('os.getenv("APP_ENV") == "production" and SECRET_KEY == "shop-change-me"');
    const files = { 'main.py': text, 'compose.yml': compose('shop-change-me') };
    assert.deepEqual(placesOf(await analyze(files), ID), ['main.py:5 never-on']);
    assert.equal(await verdict({ ...files, Dockerfile: 'FROM python:3.14\nENV APP_ENV=production\n' }), 'pass E4');
  });

  it('knows that a validator does not see the default of its own field', async () => {
    const settings = (extra: string): string =>
      [
        'class Settings(BaseSettings):',
        `    SECRET_KEY: str = Field(default="shop-change-me"${extra})`,
        '',
        '    @field_validator("SECRET_KEY")',
        '    @classmethod',
        '    def strong(cls, v):',
        '        if v == "shop-change-me":',
        '            raise ValueError("refused")',
        '        return v',
      ].join('\n');
    assert.equal(await verdict({ 'config.py': settings('') }), 'fail E3');
    assert.equal(await verdict({ 'config.py': settings(', validate_default=True') }), 'pass E4');
  });

  it('follows a guard that is a function of its own', async () => {
    const text = [
      'class Settings(BaseSettings):',
      '    SECRET_KEY: str',
      '',
      '    def refuse_default(self, name, value):',
      '        if value == "shop-change-me":',
      '            raise ValueError(name)',
      '',
      '    def check(self):',
      '        self.refuse_default("SECRET_KEY", self.SECRET_KEY)',
    ].join('\n');
    assert.equal(await verdict({ 'config.py': text, 'compose.yml': compose('shop-change-me') }), 'pass E4');
    assert.equal(await verdict({ 'config.py': text, 'compose.yml': compose('shop-change-this') }), 'fail E3');
  });

  it('follows a local variable in JavaScript', async () => {
    const text = [
      'export function load() {',
      '  const jwtSecret = process.env.JWT_SECRET;',
      '  if (!jwtSecret) {',
      "    throw new Error('JWT_SECRET is not set');",
      '  }',
      "  return jwtSecret || 'dev-only';",
      '}',
    ].join('\n');
    assert.equal(await verdict({ 'src/config.ts': text }), 'pass E4');
  });

  it('does not apply where no secret has a default, nor to comparisons in tests', async () => {
    assert.equal(
      await verdict({
        'tests/test_main.py': main('SECRET_KEY == "x"'),
        'app.py': 'import os\nKEY = os.environ["API_KEY"]\n',
      }),
      'not-applicable',
    );
  });
});

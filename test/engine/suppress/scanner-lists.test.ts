// What teams have accepted with other secret scanners is accepted here, and counted as theirs.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';

import { analyze, type Files } from '../../support/analyze';
import { githubToken, strongPassword } from '../../support/made-up-secrets';

const CHECK = 'hardcoded-secret';
const token = githubToken('lists');
const password = strongPassword(61);
const code = `import os\n\ntoken = "${token}"\nMAIL_PASSWORD = "${password}"\n`;

/** `line tool` of every secret finding in app/a.py; `live` where nothing silences it. */
async function states(files: Files, path = 'app/a.py'): Promise<string[]> {
  const { findings } = await analyze({ 'app/a.py': code, ...files });
  const own = findings.filter((finding) => finding.check === CHECK && finding.path === path);
  return own.map(({ line, suppressed }) => `${line} ${suppressed?.by ?? 'live'}`);
}

function baseline(entries: object[], path = 'app/a.py'): string {
  return JSON.stringify({ version: '1.5.0', plugins_used: [], results: { [path]: entries } }, null, 2);
}

function entry(value: string, more: object = {}): object {
  const hashed = createHash('sha1').update(value).digest('hex');
  return { type: 'Secret Keyword', filename: 'app/a.py', hashed_secret: hashed, is_verified: false, ...more };
}

describe('.gitleaksignore', () => {
  it('accepts a line of a file, whatever rule found it', async () => {
    assert.deepEqual(await states({ '.gitleaksignore': '# old\napp/a.py:github-pat:3\n' }), ['3 gitleaks', '4 live']);
  });

  it('accepts what a fingerprint of a commit points at and still stands there', async () => {
    const list = `${'a1'.repeat(20)}:app/a.py:generic-api-key:4\n`;
    assert.deepEqual(await states({ '.gitleaksignore': list }), ['3 live', '4 gitleaks']);
  });

  it('does not reach other lines and files', async () => {
    const list = 'app/b.py:github-pat:3\napp/a.py:github-pat:30\napp/a.py:3\n#app/a.py:github-pat:3\n';
    assert.deepEqual(await states({ '.gitleaksignore': list }), ['3 live', '4 live']);
  });

  it('says where it stands', async () => {
    const { findings } = await analyze({ 'app/a.py': code, '.gitleaksignore': 'app/a.py:github-pat:3\n' });
    const finding = findings.find(({ check, line }) => check === CHECK && line === 3);
    assert.deepEqual(finding?.suppressed, { by: 'gitleaks', reason: 'listed in .gitleaksignore' });
  });

  it('accepts nothing but secrets', async () => {
    const files = { 'app.py': 'from flask import Flask\n\napp = Flask(__name__)\napp.run(debug=True)\n' };
    const before = await analyze(files);
    const lists = before.findings.map(({ path, line }) => `${path}:any:${line}\n`).join('');
    const after = await analyze({ ...files, '.gitleaksignore': lists });
    assert.ok(before.findings.length > 0);
    assert.deepEqual(after.findings.map(({ suppressed }) => suppressed).filter(Boolean), []);
  });
});

describe('.secrets.baseline', () => {
  it('accepts a value wherever it stands in its file', async () => {
    const list = baseline([entry(password, { line_number: 999 })]);
    assert.deepEqual(await states({ '.secrets.baseline': list }), ['3 live', '4 detect-secrets']);
  });

  it('does not hide another value on the same line', async () => {
    const list = baseline([entry('the value of last year', { line_number: 4 })]);
    assert.deepEqual(await states({ '.secrets.baseline': list }), ['3 live', '4 live']);
  });

  it('does not accept what an audit has confirmed', async () => {
    const list = baseline([entry(password, { is_secret: true }), entry(token, { is_secret: false })]);
    assert.deepEqual(await states({ '.secrets.baseline': list }), ['3 detect-secrets', '4 live']);
  });

  it('counts from its own folder', async () => {
    assert.deepEqual(await states({ 'app/.secrets.baseline': baseline([entry(token)], 'a.py') }), [
      '3 detect-secrets',
      '4 live',
    ]);
    assert.deepEqual(await states({ 'app/.secrets.baseline': baseline([entry(token)]) }), ['3 live', '4 live']);
  });

  it('is no finding itself, and broken ones accept nothing', async () => {
    const list = baseline([entry(password), entry(token)]);
    assert.deepEqual(await states({ '.secrets.baseline': list }, '.secrets.baseline'), []);
    for (const broken of ['', '[]', '{"results": []}', '{"results": {"app/a.py": [{}]}}', list.slice(0, 40)])
      assert.deepEqual(await states({ '.secrets.baseline': broken }), ['3 live', '4 live']);
  });
});

describe('.secretlintignore', () => {
  it('accepts files by rules like those of .gitignore', async () => {
    for (const rules of ['app/', '*.py', '/app/a.py', '# all\n**/a.py'])
      assert.deepEqual(await states({ '.secretlintignore': rules }), ['3 secretlint', '4 secretlint'], rules);
    for (const rules of ['', 'lib/', 'app/\n!app/', '/a.py'])
      assert.deepEqual(await states({ '.secretlintignore': rules }), ['3 live', '4 live'], rules);
  });
});

describe('comments of secretlint and semgrep', () => {
  async function lines(text: string): Promise<string[]> {
    return states({ 'b.ts': text }, 'b.ts');
  }
  const own = `export const token = '${token}';\n`;

  it('switch secrets off for a block, and on again', async () => {
    const text = `// secretlint-disable\n${own}// secretlint-enable\nexport const MAIL_PASSWORD = '${password}';\n`;
    assert.deepEqual(await lines(text), ['2 secretlint', '4 live']);
    assert.deepEqual(await lines(`/* secretlint-disable */\n\n${own}`), ['3 secretlint']);
  });

  it('speak of the rules they name', async () => {
    const rule = '@secretlint/secretlint-rule';
    assert.deepEqual(await lines(`/* secretlint-disable ${rule}-github -- a sample */\n${own}`), ['2 secretlint']);
    assert.deepEqual(await lines(`/* secretlint-disable ${rule}-slack */\n${own}`), ['2 live']);
    assert.deepEqual(await lines(`// secretlint-disable-next-line ${rule}-github\n${own}`), ['2 secretlint']);
    assert.deepEqual(
      await lines(
        `/* secretlint-disable ${rule}-github */\n/* secretlint-enable ${rule}-slack */\n${own}/* secretlint-enable ${rule}-github */\n`,
      ),
      ['3 secretlint'],
    );
  });

  it('stand above a line or behind it', async () => {
    assert.deepEqual(await lines(`// nosemgrep\n${own}`), ['2 semgrep']);
    assert.deepEqual(await lines(own.replace('\n', ' // nosemgrep: generic.secrets.detected-github-token\n')), [
      '1 semgrep',
    ]);
    assert.deepEqual(await lines(`f(); // nosemgrep\n${own}`), ['2 live']);
    assert.deepEqual(await lines(own.replace('\n', ' // nosemgrep: javascript.lang.eval-detected\n')), ['1 live']);
  });
});

describe('the fingerprint of a secret', () => {
  it('does not depend on the line', async () => {
    const prints = async (text: string): Promise<string[]> => {
      const { findings } = await analyze({ 'app/a.py': text, '.env.example': `MAIL_PASSWORD=${password}\n` });
      return findings.filter(({ check }) => check === CHECK).map(({ fingerprint }) => fingerprint);
    };
    const before = await prints(code);
    assert.equal(before.length, 3);
    assert.deepEqual(
      await prints(`"""Moved down."""\n\n\n${code.replace('import os\n', 'import os\nimport re\n')}`),
      before,
    );
    assert.deepEqual(new Set(await prints(code.split('\n').reverse().join('\n'))), new Set(before));
    assert.notDeepEqual(await prints(code.replace(password, strongPassword(62))), before);
  });
});

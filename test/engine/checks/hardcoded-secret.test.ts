// Credentials by form, by name and value, and by being the same value elsewhere.

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';
import { githubToken, jwtOf, strongPassword } from '../../support/made-up-secrets';

const ID = 'hardcoded-secret';

async function places(files: Files): Promise<string[]> {
  return placesOf(await analyze(files), ID);
}

describe(ID, () => {
  it('holds where nothing is a credential', async () => {
    const report = await analyze({ 'app.py': 'import os\nAPI_KEY = os.environ["API_KEY"]\n' });
    assert.equal(checkOf(report, ID).verdict, 'pass');
  });

  it('finds a provider token in code, documents and templates', async () => {
    const token = githubToken('a');
    assert.deepEqual(
      await places({
        'src/client.ts': `const client = new Client({ auth: '${token}' });\n`,
        'docs/setup.md': `Run with \`${token}\`.\n`,
        '.env.example': `GITHUB_TOKEN=${token}\n`,
      }),
      ['.env.example:1 github-token', 'docs/setup.md:1 github-token', 'src/client.ts:1 github-token'],
    );
  });

  it('gives every place of one value the same group and names the others', async () => {
    const password = strongPassword(1);
    const report = await analyze({
      'sync.py': `PASSWORD = "${password}"\n`,
      'docs/notes.md': `Sign in as \`books\` / \`${password}\`.\n`,
      'tests/test_sync.py': `LOGIN = ("books", "${password}")\n`,
    });
    const findings = report.findings.filter((finding) => finding.check === ID);
    assert.deepEqual(
      findings.map(({ path, severity }) => [path, severity]),
      [
        ['docs/notes.md', 'high'],
        ['sync.py', 'blocker'],
        ['tests/test_sync.py', 'low'],
      ],
    );
    assert.equal(new Set(findings.map(({ group }) => group)).size, 1);
    assert.deepEqual(
      findings[1]?.related.map(({ path, kind }) => `${path} ${kind}`),
      ['docs/notes.md same-value', 'tests/test_sync.py same-value'],
    );
  });

  it('tells of a token that stands in tests alone once, and names the others', async () => {
    const token = jwtOf({ sub: 'clerk', exp: 2_500_000_000 });
    const send = `request({ headers: { Authorization: 'Bearer ${token}' } });\n`;
    const files = { 'tests/a.test.ts': send.repeat(3), 'tests/b.test.ts': send };
    const report = await analyze(files);
    assert.deepEqual(placesOf(report, ID), ['tests/a.test.ts:1 jwt']);
    assert.equal(report.findings.find(({ check }) => check === ID)?.related.length, 3);
    // Where it stands in the program as well, every place counts.
    assert.equal((await places({ ...files, 'src/client.ts': `export const TOKEN = '${token}';\n` })).length, 5);
  });

  it('never shows a value', async () => {
    const password = strongPassword(2);
    const token = githubToken('b');
    const report = await analyze({
      'a.py': `TOKEN = "${token}"\nDB = "postgres://shop:${password}@db.shop.io/shop"\n`,
    });
    assert.equal(report.findings.length >= 2, true);
    const text = JSON.stringify(report);
    assert.equal(text.includes(token) || text.includes(password), false);
  });

  it('decodes JSON Web Tokens: the role decides', async () => {
    assert.deepEqual(
      await places({
        'a.env': `SUPABASE_KEY=${jwtOf({ role: 'service_role', exp: 2_000_000_000 })}\n`,
        'b.env': `SUPABASE_KEY=${jwtOf({ role: 'anon', exp: 2_000_000_000 })}\n`,
      }),
      ['a.env:1 supabase-service-role'],
    );
  });

  it('finds strong passwords in URLs, command lines and prose', async () => {
    const password = strongPassword(3);
    assert.deepEqual(
      await places({
        'config.toml': `url = "amqp://worker:${password}@queue.shop.io"\n`,
        'RUNBOOK.md': `curl -u worker:${strongPassword(4)} https://queue.shop.io\n\n- **Password**: \`${strongPassword(5)}\`\n`,
      }),
      ['RUNBOOK.md:1 basic-auth', 'RUNBOOK.md:3 password', 'config.toml:1 url-password'],
    );
  });

  it('finds a private key with a body and leaves a header alone', async () => {
    const body = Buffer.from(strongPassword(6).repeat(8)).toString('base64');
    const begin = ['-----BEGIN', 'PRIVATE KEY-----'].join(' ');
    const end = ['-----END', 'PRIVATE KEY-----'].join(' ');
    assert.deepEqual(
      await places({
        'deploy/server.pem': `${begin}\n${body}\n${end}\n`,
        'keys.py': `assert pem.startswith("${begin}")\nFAKE = "${begin}\\nFAKE\\n${end}"\n`,
      }),
      ['deploy/server.pem:1 private-key'],
    );
  });

  it('finds a file that is a key', async () => {
    const key = Buffer.from(strongPassword(7).repeat(2)).toString('base64').slice(0, 44);
    assert.deepEqual(await places({ 'config/.master.key': `${key}\n` }), ['config/.master.key:1 key-file']);
  });

  it('leaves references, placeholders, comparisons, names, hashes and cut-off values alone', async () => {
    assert.deepEqual(
      await places({
        'compose.yml': 'services:\n  api:\n    image: api\n    environment:\n      API_TOKEN: ${API_TOKEN}\n',
        'app.ts': [
          'const apiKey = process.env.API_KEY;',
          "if (secret === 'Sup3r!secret#value9') throw new Error('refused');",
          "const PASSWORD_CHANGED = 'auth.password_changed';",
          "const tokenUrl = 'https://login.shop.io/oauth/token';",
          "const passwordPolicy = 'min12-Upper-1digit!';",
        ].join('\n'),
        'README.md': 'Token: eyJhbGciOiJIUzI1NiIsInR5cCI6...\n\nAPI_KEY=your-api-key-here\n',
        'package-lock.json': '{"integrity": "sha512-E4KcWTpoLHqwPHLxidpOqQbcrZVgi0rsmmZXUle1jXmJ=="}\n',
      }),
      [],
    );
  });

  it('tells a leaked value in a comment or docstring from code', async () => {
    const report = await analyze({ 'a.py': `# password = "${strongPassword(8)}"\n` });
    assert.deepEqual(
      report.findings.filter(({ check }) => check === ID).map(({ severity }) => severity),
      ['medium'],
    );
  });
});

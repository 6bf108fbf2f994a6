import assert from 'node:assert/strict';

import { checkById } from '../../../src/engine/registry';
import { applyEdits } from '../../../src/engine/fix';
import type { Finding } from '../../../src/engine/finding';
import { analyze, openSession, type Files } from '../../support/analyze';

/** Made up; joined at run time so that no scanner takes it for a real one. */
const KEY = ['sk', '_live_', 'Zt7Qm2Xw9Lk4Vb8Nc3Hd6Jf1'].join('');
const CHECK = 'hardcoded-secret';
const WHY = 'made up for the manual';
const COMMENT = `preflight-ignore ${CHECK} -- ${WHY}`;

/** The secret findings of a report with what silences them. */
async function secrets(files: Files): Promise<(string | null)[]> {
  const report = await analyze(files);
  const own = report.findings.filter((finding) => finding.check === CHECK);
  assert.ok(own.length > 0, 'the sample has no finding');
  return own.map((finding) => finding.suppressed?.reason ?? null);
}

describe('a suppression comment', () => {
  before(function () {
    if (!checkById(CHECK)) this.skip();
  });

  const comments: [string, string, string][] = [
    ['TypeScript, above', 'a.ts', `// ${COMMENT}\nexport const token = '${KEY}';\n`],
    ['TypeScript, behind', 'a.ts', `export const token = '${KEY}'; // ${COMMENT}\n`],
    ['TypeScript, as a block', 'a.ts', `/* ${COMMENT} */\nexport const token = '${KEY}';\n`],
    ['TypeScript, with a colon', 'a.ts', `// preflight-ignore ${CHECK}: ${WHY}\nexport const token = '${KEY}';\n`],
    ['JSX', 'a.tsx', `export const a = (\n  <div>\n    {/* ${COMMENT} */}\n    <Api token="${KEY}" />\n  </div>\n);\n`],
    ['Python, above a blank line', 'a.py', `# ${COMMENT}\n\ntoken = "${KEY}"\n`],
    ['Python, behind', 'a.py', `token = "${KEY}"  # ${COMMENT}\n`],
    ['YAML', 'a.yaml', `env:\n  # ${COMMENT}\n  token: ${KEY}\n`],
    ['dotenv', '.env.sample', `# ${COMMENT}\nTOKEN=${KEY}\n`],
    ['TOML', 'a.toml', `# ${COMMENT}\ntoken = "${KEY}"\n`],
    ['INI', 'a.ini', `; ${COMMENT}\ntoken = ${KEY}\n`],
    ['a Dockerfile', 'Dockerfile', `FROM scratch\n# ${COMMENT}\nENV TOKEN=${KEY}\n`],
    ['SQL', 'a.sql', `-- ${COMMENT}\nINSERT INTO t (token) VALUES ('${KEY}');\n`],
    ['a shell script', 'a.sh', `export TOKEN=${KEY} # ${COMMENT}\n`],
    ['Markdown', 'a.md', `token: ${KEY} <!-- ${COMMENT} -->\n`],
    ['a sample in Markdown', 'a.md', `# x\n\n\`\`\`sh\nexport TOKEN=${KEY} # ${COMMENT}\n\`\`\`\n`],
    ['a Vue script', 'a.vue', `<script>\n// ${COMMENT}\nconst token = '${KEY}';\n</script>\n`],
    ['a whole file', 'a.py', `# preflight-ignore-file ${CHECK} -- ${WHY}\n\nx = 1\ntoken = "${KEY}"\n`],
  ];
  for (const [name, path, text] of comments) {
    it(`is read in ${name}`, async () => {
      assert.deepEqual(await secrets({ [path]: text }), [WHY]);
    });
  }

  const others: [string, string, string][] = [
    ['a string of TypeScript', 'a.ts', `export const help = '# // ${COMMENT}', token = '${KEY}';\n`],
    ['a template of TypeScript', 'a.ts', `export const help = \`\n// ${COMMENT}\`, token = '${KEY}';\n`],
    [
      'the text between JSX tags',
      'a.tsx',
      `export const a = (\n  <p>\n    // ${COMMENT}\n    <b title="${KEY}">token</b>\n  </p>\n);\n`,
    ],
    ['a docstring of Python', 'a.py', `"""\n# ${COMMENT}"""\ntoken = "${KEY}"\n`],
    ['a block of text in YAML', 'a.yaml', `a:\n  text: |\n    # ${COMMENT}\n  token: ${KEY}\n`],
    ['a value of dotenv', '.env.sample', `TOKEN='${KEY} # ${COMMENT}'\n`],
    ['another language’s comment', 'a.py', `token = "${KEY}"; x = 7 // 2  ; y = 1 -- 1 ; // ${COMMENT}\n`],
    ['a line too far away', 'a.py', `# ${COMMENT}\nx = 1\ntoken = "${KEY}"\n`],
    ['a comment without a reason', 'a.py', `# preflight-ignore ${CHECK}\ntoken = "${KEY}"\n`],
    ['a comment for another check', 'a.py', `# preflight-ignore cors-restricted -- ${WHY}\ntoken = "${KEY}"\n`],
  ];
  for (const [name, path, text] of others) {
    it(`is not ${name}`, async () => {
      assert.deepEqual(await secrets({ [path]: text }), [null]);
    });
  }

  it('that does nothing is reported, with the way out', async () => {
    const report = await analyze({
      'a.py': `# preflight-ignore ${CHECK} -- gone long ago\nx = 1\n# preflight-ignore ${CHECK}\ny = 2\n# preflight-ignore -- why\nz = 3\n`,
    });
    const idle = report.findings.filter((finding) => finding.check === 'suppression-valid');
    assert.deepEqual(
      idle.map(({ line, rule, severity }) => [line, rule, severity]),
      [
        [1, 'unused', 'info'],
        [3, 'no-reason', 'info'],
        [5, 'no-check', 'info'],
      ],
    );
  });

  it('in a sample of a document is no news when it silences nothing', async () => {
    const report = await analyze({ 'a.md': `\`\`\`python\nx = 1  # ${COMMENT}\n\`\`\`\n` });
    assert.deepEqual(
      report.findings.filter((finding) => finding.check === 'suppression-valid'),
      [],
    );
  });

  it('of every place lets the check count as answered by people', async () => {
    const report = await analyze({ 'a.py': `token = "${KEY}"  # ${COMMENT}\n` });
    const check = report.checks.find((candidate) => candidate.id === CHECK);
    assert.deepEqual([check?.verdict, check?.level], ['attested', null]);
    assert.match(check?.summary ?? '', /accepted with a reason/);
  });
});

describe('the comments of other scanners', () => {
  before(function () {
    if (!checkById(CHECK)) this.skip();
  });
  const comments: [string, string, string | null][] = [
    ['gitleaks', `token = "${KEY}"  # gitleaks:allow\n`, 'gitleaks comment'],
    ['detect-secrets', `token = "${KEY}"  # pragma: allowlist secret\n`, 'detect-secrets comment'],
    ['detect-secrets, of old', `token = "${KEY}"  # pragma: whitelist secret\n`, 'detect-secrets comment'],
    ['detect-secrets, above', `# pragma: allowlist nextline secret\ntoken = "${KEY}"\n`, 'detect-secrets comment'],
    ['trufflehog', `token = "${KEY}"  # trufflehog:ignore\n`, 'trufflehog comment'],
    ['semgrep', `token = "${KEY}"  # nosemgrep\n`, 'semgrep comment'],
    ['gitleaks, on another line', `# gitleaks:allow\ntoken = "${KEY}"\n`, null],
  ];
  for (const [name, text, reason] of comments) {
    it(`are honoured: ${name}`, async () => {
      assert.deepEqual(await secrets({ 'a.py': text }), [reason]);
    });
  }
});

describe('an exemption', () => {
  before(function () {
    if (!checkById(CHECK)) this.skip();
  });
  const config = (exemption: object): Files => ({
    'preflight.json': JSON.stringify({ exemptions: [{ check: CHECK, reason: WHY, ...exemption }] }),
    'old/[id]/a.py': `token = "${KEY}"\n`,
  });

  it('silences what it names', async () => {
    assert.deepEqual(await secrets(config({ paths: ['old/**'] })), [WHY]);
    assert.deepEqual(await secrets(config({})), [WHY]);
    assert.deepEqual(await secrets(config({ paths: ['old/\\[id\\]/a.py'], expires: '2026-01-15' })), [WHY]);
  });

  it('does not reach further', async () => {
    assert.deepEqual(await secrets(config({ paths: ['new/**'] })), [null]);
  });

  it('that has ended, or silences nothing, is reported where it stands', async () => {
    const report = await analyze(config({ expires: '2025-12-31' }));
    assert.deepEqual(
      report.findings
        .map(({ check, path, rule, suppressed }) => [check, path, rule, suppressed])
        .filter(([, path]) => path === 'preflight.json'),
      [['suppression-valid', 'preflight.json', 'expired', null]],
    );
    assert.equal(report.findings.find((finding) => finding.check === CHECK)?.suppressed, null);
    const unused = await analyze(config({ paths: ['new/**'] }));
    assert.match(unused.findings.find((finding) => finding.rule === 'unused')?.message ?? '', /silences nothing/);
  });
});

describe('ignoring a finding', () => {
  before(function () {
    if (!checkById(CHECK)) this.skip();
  });

  /** The texts after ignoring the only secret finding, the finding afterwards, and the paths that changed. */
  async function ignored(
    files: Files,
    reason = WHY,
  ): Promise<{ files: Files; finding: Finding | undefined; changed: string[] }> {
    const { session } = await openSession(files);
    const finding = session.report().findings.find((candidate) => candidate.check === CHECK);
    assert.ok(finding, 'the sample has no finding');
    const edit = await session.ignore(finding.fingerprint, reason);
    assert.ok(!('refused' in edit), 'refused' in edit ? edit.refused : '');
    const after = { ...files };
    for (const file of edit.files) after[file.path] = applyEdits(files[file.path] ?? '', file.edits);
    const again = await openSession(after);
    const now = again.session.report().findings.find((candidate) => candidate.check === CHECK);
    assert.notEqual(now?.suppressed ?? null, null, `it is not silenced:\n${Object.values(after).join('\n---\n')}`);
    const second = await again.session.ignore(now?.fingerprint ?? '', reason);
    assert.ok('refused' in second, 'ignoring it twice is refused');
    return { files: after, finding: now, changed: edit.files.map((file) => file.path) };
  }

  const edits: [string, string, string, string][] = [
    ['TypeScript', 'a.ts', `  const token = '${KEY}';\n`, `  // ${COMMENT}\n  const token = '${KEY}';\n`],
    ['CRLF', 'a.ts', `x();\r\nconst token = '${KEY}';\r\n`, `x();\r\n// ${COMMENT}\r\nconst token = '${KEY}';\r\n`],
    ['Python', 'a.py', `def f():\n\ttoken = "${KEY}"\n`, `def f():\n\t# ${COMMENT}\n\ttoken = "${KEY}"\n`],
    [
      'a JSX child',
      'a.tsx',
      `const a = (\n  <p>\n    <Api token="${KEY}" />\n  </p>\n);\n`,
      `const a = (\n  <p>\n    {/* ${COMMENT} */}\n    <Api token="${KEY}" />\n  </p>\n);\n`,
    ],
    [
      'a JSX attribute',
      'a.tsx',
      `const a = (\n  <Api\n    token="${KEY}"\n  />\n);\n`,
      `const a = (\n  <Api\n    // ${COMMENT}\n    token="${KEY}"\n  />\n);\n`,
    ],
    ['YAML', 'a.yaml', `env:\n  token: ${KEY}\n`, `env:\n  # ${COMMENT}\n  token: ${KEY}\n`],
    ['Markdown', 'a.md', `- token: ${KEY}\n`, `- token: ${KEY} <!-- ${COMMENT} -->\n`],
    [
      'Vue',
      'a.vue',
      `<script>\nconst token = '${KEY}';\n</script>\n`,
      `<script>\n// ${COMMENT}\nconst token = '${KEY}';\n</script>\n`,
    ],
    [
      'SQL',
      'a.sql',
      `INSERT INTO t (token) VALUES ('${KEY}');\n`,
      `-- ${COMMENT}\nINSERT INTO t (token) VALUES ('${KEY}');\n`,
    ],
    [
      'a comment that is there',
      'a.py',
      `# preflight-ignore debug-logging-left -- a demo\ntoken = "${KEY}"\n`,
      `# preflight-ignore debug-logging-left ${CHECK} -- a demo; ${WHY}\ntoken = "${KEY}"\n`,
    ],
    [
      'a comment without a reason',
      'a.ts',
      `/* preflight-ignore ${CHECK} */\nconst token = '${KEY}';\n`,
      `/* ${COMMENT} */\nconst token = '${KEY}';\n`,
    ],
  ];
  for (const [name, path, before, after] of edits) {
    it(`writes a comment: ${name}`, async () => {
      const result = await ignored({ [path]: before });
      assert.equal(result.files[path], after);
      assert.equal(result.finding?.suppressed?.by, 'comment');
    });
  }

  it('writes an exemption where no comment can stand', async () => {
    const files = {
      'data/[x].json': `{ "token": "${KEY}" }\n`,
      'preflight.jsonc': '{\n  // ours\n  "failOn": "high", // strict\n}\n',
    };
    const result = await ignored(files);
    assert.deepEqual(result.changed, ['preflight.jsonc']);
    assert.match(result.files['preflight.jsonc'] ?? '', /\/\/ ours[^]*"exemptions"[^]*\/\/ strict/);
    assert.equal(result.finding?.suppressed?.by, 'config');
  });

  it('makes the configuration when there is none, and adds to the exemptions that are there', async () => {
    const json = { 'a.json': `{ "token": "${KEY}" }\n` };
    const first = await ignored(json);
    assert.deepEqual(first.changed, ['preflight.jsonc']);
    const more = await ignored({
      ...json,
      'preflight.json': `{ "exemptions": [\n    { "check": "${CHECK}", "paths": ["old/**"], "reason": "old" } // keep\n  ] }\n`,
    });
    assert.match(more.files['preflight.json'] ?? '', /\/\/ keep/);
    assert.equal(
      (JSON.parse((more.files['preflight.json'] ?? '').replace('// keep', '')) as { exemptions: unknown[] }).exemptions
        .length,
      2,
    );
  });

  it('falls back to an exemption inside of a text of many lines', async () => {
    const result = await ignored({ 'a.py': `HELP = """\nexport TOKEN=${KEY}\n"""\n` });
    assert.deepEqual(result.changed, ['preflight.jsonc']);
  });

  const languages: [path: string, text: string, comment: string][] = [
    ['a.go', `package a\n\nvar token = "${KEY}"\n`, '// preflight-ignore'],
    ['A.java', `class A {\n  String token = "${KEY}";\n}\n`, '// preflight-ignore'],
    ['A.cs', `class A {\n  string token = "${KEY}";\n}\n`, '// preflight-ignore'],
    ['a.php', `<?php\n$token = '${KEY}';\n`, '// preflight-ignore'],
    ['a.rb', `TOKEN = '${KEY}'\n`, '# preflight-ignore'],
  ];
  for (const [path, text, comment] of languages)
    it(`writes the comment of ${path}`, async () => {
      const { files, changed } = await ignored({ [path]: text });
      assert.deepEqual(changed, [path]);
      assert.ok((files[path] ?? '').includes(`${comment} hardcoded-secret -- `));
    });

  it('keeps the reason on one line and inside of its comment', async () => {
    const result = await ignored({ 'a.ts': `const token = '${KEY}';\n` }, 'first */ line\nsecond --> line');
    assert.match(
      result.files['a.ts'] ?? '',
      /^\/\/ preflight-ignore hardcoded-secret -- first line second line\nconst/,
    );
  });

  it('needs a reason', async () => {
    const { session } = await openSession({ 'a.ts': `const token = '${KEY}';\n` });
    const [finding] = session.report().findings.filter((candidate) => candidate.check === CHECK);
    assert.deepEqual(await session.ignore(finding?.fingerprint ?? '', '  '), {
      refused: 'Silencing a finding needs a reason.',
    });
  });
});

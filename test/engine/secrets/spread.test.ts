// The same-value pass: which values are searched, and where they are found.

import assert from 'node:assert/strict';

import { analyze, openSession } from '../../support/analyze';
import { findValues } from '../../../src/engine/secrets/spread';
import { strongPassword } from '../../support/made-up-secrets';

const CHECK = 'hardcoded-secret';
const value = strongPassword(70);

describe('the same-value pass', () => {
  it('finds a confirmed value where no rule would', async () => {
    const report = await analyze({
      'a.py': `PASSWORD = "${value}"\n`,
      'notes.txt': `then type ${value} and press enter\n`,
      'b.py': `print("try ${value}")\n`,
    });
    assert.deepEqual(
      report.findings.filter(({ check }) => check === CHECK).map(({ path, rule }) => `${path} ${rule}`),
      ['a.py password', 'b.py same-value', 'notes.txt same-value'],
    );
  });

  it('does not search guessable values, nor those of tests', async () => {
    const report = await analyze({
      'a.py': 'PASSWORD = "admin123"\n',
      'tests/test_a.py': `KEY = "${strongPassword(71)}"\n`,
      'notes.txt': `admin123 ${strongPassword(71)}\n`,
    });
    assert.deepEqual(
      report.findings.filter(({ check }) => check === CHECK),
      [],
    );
  });

  it('does not find a value inside a longer word, and counts at most fifty a file', () => {
    const values = new Map([['hash', 'k7Qz9Wm2Rt']]);
    assert.equal(findValues(values, 'a.txt', 'xk7Qz9Wm2Rt k7Qz9Wm2Rty').length, 0);
    assert.equal(findValues(values, 'a.txt', 'k7Qz9Wm2Rt\n'.repeat(80)).length, 50);
    assert.deepEqual(findValues(values, 'a.txt', 'a = "k7Qz9Wm2Rt"')[0]?.span, {
      line: 1,
      column: 6,
      endLine: 1,
      endColumn: 16,
    });
  });

  it('names at most twenty places, and says how many there are', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 30 }, (_, index) => [`docs/${index + 10}.md`, `Use ${value}\n`]),
    );
    const report = await analyze({ ...files, 'a.py': `PASSWORD = "${value}"\n` });
    const finding = report.findings.find(({ path }) => path === 'a.py');
    assert.equal(finding?.related.length, 20);
    assert.match(finding.message, /30 other places/);
  });

  it('follows a change of the value', async () => {
    const { session, host } = await openSession({ 'a.py': `PASSWORD = "${value}"\n`, 'b.txt': `${value}\n` });
    assert.equal(session.report().findings.filter(({ check }) => check === CHECK).length, 2);
    host.files['a.py'] = 'PASSWORD = os.environ["PASSWORD"]\n';
    await session.update([{ path: 'a.py' }]);
    assert.equal(session.report().findings.filter(({ check }) => check === CHECK).length, 0);
  });

  it('keeps fingerprints when lines move', async () => {
    const before = await analyze({ 'a.py': `PASSWORD = "${value}"\n` });
    const after = await analyze({ 'a.py': `\n\n# moved\nPASSWORD = "${value}"\n` });
    const of = (report: typeof before): string | undefined =>
      report.findings.find(({ check }) => check === CHECK)?.fingerprint;
    assert.equal(of(before), of(after));
  });
});

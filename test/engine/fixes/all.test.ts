// Every fix of the registry: offered, applied, what it edited still parses, the finding is gone, and a second time changes nothing.

import assert from 'node:assert/strict';

import { applyEdits } from '../../../src/engine/fix';
import { FIXES } from '../../../src/engine/fixes';
import { analyze, applyFix, openSession, type Files } from '../../support/analyze';
import { assertParse } from '../../support/parses';
import { FIX_CASES, type FixCase } from './cases';

/** Applies the fix of a case and checks all that holds for every fix; the texts afterwards. */
async function fixed({ fix, check, files, unlisted = [], pick }: FixCase): Promise<Files> {
  const options = { unlisted, ...(pick && { pick }) };
  const { files: after, edit, report } = await applyFix(files, check, fix, options);
  assert.ok(edit.files.length > 0, 'the edit is empty');
  for (const { path, edits } of edit.files) {
    assert.notEqual(after[path], files[path], `${path} is edited and does not change`);
    assert.ok(
      edits.every(({ start, end, newText }) => newText !== '' || end > start),
      `${path} has an edit of nothing`,
    );
  }
  await assertParse(after);
  const known = new Set((await analyze(files, options)).findings.map(({ fingerprint }) => fingerprint));
  const added = report.findings.filter(
    ({ fingerprint, severity }) => !known.has(fingerprint) && severity === 'blocker',
  );
  assert.deepEqual(
    added.map(({ check: id, path }) => `${id} ${path ?? ''}`),
    [],
    'the fix makes a blocker',
  );
  await assertNothingLeft(
    files,
    after,
    edit.files.map(({ path }) => path),
    { fix, check, unlisted, pick },
  );
  return after;
}

type Again = Pick<FixCase, 'fix' | 'check' | 'unlisted' | 'pick'>;

/** The same fix on its own result: refused, since the finding is gone, and so is whoever asks for it with a finding of before. */
async function assertNothingLeft(before: Files, after: Files, paths: string[], again: Again): Promise<void> {
  const { session: first } = await openSession(before, { unlisted: again.unlisted ?? [] });
  const { session: second, host } = await openSession(after, { unlisted: again.unlisted ?? [] });
  const finding = first
    .report()
    .findings.find((one) => one.check === again.check && one.fixes.includes(again.fix) && (again.pick?.(one) ?? true));
  assert.ok(finding);
  const answer = await second.fix(again.fix, finding.fingerprint);
  assert.ok('refused' in answer, 'the fix is offered on its own result');
  for (const path of paths) {
    const text = await host.readText(path);
    assert.equal(text, after[path]);
    assert.equal(applyEdits(text ?? '', []), after[path]);
  }
}

function withCarriageReturns(files: Files): Files {
  return Object.fromEntries(Object.entries(files).map(([path, text]) => [path, text.replaceAll('\n', '\r\n')]));
}

describe('every fix', () => {
  it('has a case', () => {
    const covered = new Set(FIX_CASES.map(({ fix }) => fix));
    assert.deepEqual(
      FIXES.map(({ id }) => id).filter((id) => !covered.has(id)),
      [],
    );
  });

  it('says why it is not safe where it is not, in a sentence', () => {
    for (const { id, safe, unsafeBecause } of FIXES) {
      if (safe) assert.equal(unsafeBecause, undefined, id);
      else assert.match(unsafeBecause ?? '', /^[A-Z].*\.$/, id);
    }
  });

  for (const one of FIX_CASES) {
    it(`${one.fix}: ${one.name}`, async () => {
      const after = await fixed(one);
      for (const [path, text] of Object.entries(one.after ?? {})) assert.equal(after[path], text);
      const windows = await fixed({ ...one, files: withCarriageReturns(one.files) });
      for (const [path, text] of Object.entries(windows)) {
        if (path in one.files) assert.doesNotMatch(text, /(?<!\r)\n/, `${path} mixes line ends`);
        assert.equal(text.replaceAll('\r\n', '\n'), after[path], `${path} differs with Windows line ends`);
      }
    });
  }
});

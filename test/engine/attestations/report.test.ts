// What people answer for in the report: verdicts, score, level, findings, checklist.

import assert from 'node:assert/strict';

import { attestEdit, withdrawEdit, type AttestRequest } from '../../../src/engine/attestations/request';
import { withAttestation, withoutAttestation } from '../../../src/engine/attestations/edit';
import type { Attestation } from '../../../src/engine/attestations/attestation';
import { applyEdits, type EngineEdit } from '../../../src/engine/fix';
import { checklistOutcome, lackingForProduction, verdictCounts } from '../../../src/engine/report/present';
import type { Report } from '../../../src/engine/report/report';
import { scoreOf } from '../../../src/engine/report/score';
import { analyze, checkOf, openSession, placesOf, TODAY, type Files } from '../../support/analyze';

const PATH = '.preflight/attestations.json';
const VALID: Attestation = { id: 'att-restore-tested', by: 'Ana', date: '2026-01-10', expires: '2026-04-10' };
const EXPIRED: Attestation = { id: 'att-restore-tested', by: 'Ana', date: '2025-06-01', expires: '2025-08-30' };
const HTTPS: Attestation = { id: 'https-enforced', by: 'Ben', date: '2026-01-10', expires: '2026-07-09' };

/** An application of which no file says where TLS ends. */
const APP: Files = {
  'src/server.js':
    "const express = require('express');\nconst app = express();\napp.get('/books', (req, res) => res.json([]));\n",
};
const withEntries = (files: Files, ...attestations: Attestation[]): Files => ({
  ...files,
  [PATH]: `${JSON.stringify({ attestations }, null, 2)}\n`,
});
const stateOf = (report: Report, id: string): string | undefined =>
  report.attestations.find((entry) => entry.id === id)?.state;

describe('attestations in the report', () => {
  it('are listed whether stated or not, and change nothing where nobody has stated anything', async () => {
    const report = await analyze(APP);
    assert.equal(report.attestations.filter(({ kind }) => kind === 'statement').length, 16);
    assert.ok(report.attestations.every(({ state }) => state === 'not-stated'));
    assert.deepEqual(report.score, scoreOf(report.checks));
    assert.deepEqual(report.score, (await analyze(withEntries(APP))).score);
  });

  it('list an open check only where the files do not decide it', async () => {
    assert.equal(stateOf(await analyze(APP), 'https-enforced'), 'not-stated');
    assert.equal(stateOf(await analyze({ 'README.md': '# Shop\n' }), 'https-enforced'), undefined);
  });

  it('weigh like a check of severity "high" while they hold, and nothing afterwards', async () => {
    const before = await analyze(APP);
    const valid = await analyze(withEntries(APP, VALID));
    const expired = await analyze(withEntries(APP, EXPIRED));
    assert.equal(stateOf(valid, VALID.id), 'attested');
    assert.equal(stateOf(expired, VALID.id), 'expired');
    assert.ok(valid.score.value > before.score.value);
    assert.equal(expired.score.value, before.score.value);
    assert.ok(expired.score.decided < before.score.decided);
  });

  it('answer a check that the files do not decide, with their place', async () => {
    const check = checkOf(await analyze(withEntries(APP, HTTPS)), 'https-enforced');
    assert.deepEqual([check.verdict, check.level], ['attested', null]);
    assert.match(check.summary, /^Ben attested it on 2026-01-10; it holds until 2026-07-09\. /);
    assert.deepEqual(check.evidence[0], { path: PATH, line: 3, note: 'Ben attested it on 2026-01-10' });
  });

  it('leave a check unknown when they have ended, and count it so', async () => {
    const ended = await analyze(withEntries(APP, { ...HTTPS, date: '2025-01-10', expires: '2025-07-09' }));
    assert.equal(checkOf(ended, 'https-enforced').verdict, 'expired');
    assert.equal(verdictCounts(ended), verdictCounts(await analyze(APP)));
    assert.deepEqual(placesOf(ended, 'attestation-valid'), [`${PATH}:3 attestation-expired`]);
  });

  it('never outweigh what the files decide', async () => {
    const files = { ...APP, 'compose.yaml': 'services:\n  api:\n    build: .\n    ports: ["8000:8000"]\n' };
    const report = await analyze(withEntries(files, HTTPS));
    assert.equal(checkOf(report, 'https-enforced').verdict, 'fail');
    assert.equal(stateOf(report, 'https-enforced'), undefined);
    assert.deepEqual(placesOf(report, 'attestation-valid'), [`${PATH}:3 attestation-refuted`]);
  });

  it('that have ended are a warning at the entry, which may be given another severity', async () => {
    const files = withEntries(APP, VALID, { ...EXPIRED, id: 'att-rollback-tested' });
    const found = (await analyze(files)).findings.filter(({ check }) => check === 'attestation-valid');
    assert.deepEqual(
      found.map(({ path, line, rule, severity }) => [path, line, rule, severity]),
      [[PATH, 9, 'attestation-expired', 'high']],
    );
    assert.match(
      found[0]?.message ?? '',
      /attested by Ana on 2025-06-01, held until 2025-08-30.*preflight attest att-rollback-tested/,
    );
    const config = { 'preflight.json': '{ "severities": { "attestation-valid": "off" } }' };
    assert.deepEqual(placesOf(await analyze({ ...files, ...config }), 'attestation-valid'), []);
  });
});

describe('the level "Ready for production"', () => {
  const good = [{ severity: 'high', verdict: 'pass', category: 'docs' }] as Report['checks'];

  it('is there where nothing has to be attested', () => {
    assert.equal(scoreOf(good).level, 'production');
    assert.equal(scoreOf(good, [], false).level, 'beta');
  });

  it('waits for what the configuration asks for and for what has ended', async () => {
    const config = { 'preflight.json': '{ "attestations": { "required": ["att-restore-tested"] } }' };
    const lacking = async (files: Files): Promise<string[]> =>
      lackingForProduction((await analyze(files)).attestations).map(({ id }) => id);
    assert.deepEqual(await lacking(APP), []);
    assert.deepEqual(await lacking({ ...APP, ...config }), ['att-restore-tested']);
    assert.deepEqual(await lacking(withEntries({ ...APP, ...config }, VALID)), []);
    assert.deepEqual(await lacking(withEntries(APP, EXPIRED)), ['att-restore-tested']);
  });
});

describe('a checklist item that speaks of a statement', () => {
  const doc = (section: string, line: string): Files => ({
    'docs/GO-LIVE.md': `# Go-live\n\n## ${section}\n\n${line}\n`,
  });
  const outcomes = (report: Report): string[] =>
    report.checklist.map((entry) => `${entry.checks} ${checklistOutcome(entry)}`);

  it('is what only people can say, until somebody says it', async () => {
    const files = doc('Operations', '- [x] Restore tested');
    assert.deepEqual(outcomes(await analyze(files)), ['att-restore-tested only people can say']);
    assert.deepEqual(outcomes(await analyze(withEntries(files, VALID))), ['att-restore-tested attested']);
    assert.deepEqual(outcomes(await analyze(withEntries(files, EXPIRED))), ['att-restore-tested attestation expired']);
  });

  it('is bound by a comment as well', async () => {
    const files = doc('Operations', '- [x] We got the shop back <!-- preflight: att-restore-tested -->');
    assert.deepEqual(outcomes(await analyze(withEntries(files, VALID))), ['att-restore-tested attested']);
  });

  it('is told quietly when it is ticked and the attestation has ended', async () => {
    const report = await analyze(withEntries(doc('Operations', '- [x] Restore tested'), EXPIRED));
    const own = report.findings.filter(({ path }) => path === 'docs/GO-LIVE.md');
    assert.deepEqual(
      own.map(({ rule, severity, line }) => [rule, severity, line]),
      [['ticked-expired', 'info', 5]],
    );
    assert.equal(report.checklist[0]?.contradiction, false);
  });

  const silent: [string, Files][] = [
    ['an open item', doc('Operations', '- [ ] Restore tested')],
    ['a plan', doc('Next steps', '- ✅ Restore tested')],
    ['history', doc('Before', '- ✅ Restore tested')],
    ['a template', doc('Template', '- [x] Restore tested')],
  ];
  for (const [name, files] of silent) {
    it(`is not told in ${name}`, async () => {
      const report = await analyze(withEntries(files, EXPIRED));
      assert.deepEqual(
        report.findings.filter(({ path }) => path === 'docs/GO-LIVE.md'),
        [],
      );
    });
  }

  it('makes no checklist agree or disagree with the code', async () => {
    const report = await analyze(withEntries(doc('Operations', '- [x] Restore tested'), VALID));
    assert.equal(checkOf(report, 'checklist-contradiction').verdict, 'not-applicable');
  });
});

describe('a session', () => {
  it('takes a change of the file in without collecting anything else', async () => {
    const { session, host } = await openSession(withEntries(APP));
    host.files[PATH] = withEntries(APP, VALID)[PATH] ?? '';
    await session.update([{ path: PATH }]);
    assert.equal(stateOf(session.report(), VALID.id), 'attested');
    assert.equal(session.counters.collected, 1);
    await session.update([{ path: PATH, text: '{ "attestations": [' }]);
    assert.equal(stateOf(session.report(), VALID.id), 'attested');
    assert.equal(session.configProblems().length, 1);
    await session.update([{ path: PATH, text: '{}' }]);
    assert.equal(stateOf(session.report(), VALID.id), 'not-stated');
    assert.deepEqual(session.configProblems(), []);
  });

  it('says what a scan says after the file came into being and went', async () => {
    const { session, host } = await openSession(APP);
    host.files[PATH] = withEntries(APP, HTTPS)[PATH] ?? '';
    await session.update([{ path: PATH }]);
    assert.deepEqual(session.report(), await analyze(withEntries(APP, HTTPS)));
    delete host.files[PATH];
    await session.update([{ path: PATH }]);
    assert.deepEqual(session.report(), await analyze(APP));
  });

  it('does not read attestations outside of the workspace', async () => {
    const config = { 'preflight.json': '{ "attestations": { "file": "../said.json" } }' };
    const { session } = await openSession({ ...APP, ...config });
    assert.deepEqual(
      session.configProblems().map(({ path, message }) => `${path} ${message}`),
      ['preflight.json "attestations.file" leads out of the workspace: ../said.json.'],
    );
  });
});

describe('the edit of an attestation', () => {
  const OTHER =
    '{\n\t// kept\n\t"attestations": [\n\t\t{ "id": "att-staging", "by": "Ben", "date": "2026-01-14" }\n\t]\n}\n';

  it('adds, replaces and takes out one entry, and keeps the rest', () => {
    const added = withAttestation(OTHER, VALID) ?? '';
    for (const kept of ['\t// kept\n', '{ "id": "att-staging", "by": "Ben", "date": "2026-01-14" }'])
      assert.ok(added.includes(kept), added);
    const renewed = withAttestation(added, { ...VALID, by: 'Cleo' }) ?? '';
    assert.deepEqual(renewed, added.replace('"Ana"', '"Cleo"'));
    assert.equal(withoutAttestation(renewed, VALID.id)?.replace(/\s+/g, ''), OTHER.replace(/\s+/g, ''));
    assert.equal(withAttestation(undefined, VALID), `${JSON.stringify({ attestations: [VALID] }, null, 2)}\n`);
    assert.match(withAttestation('{ "$schema": "x" }', VALID) ?? '', /"\$schema": "x",\s+"attestations": \[/);
  });

  it('writes nothing into what is no such file', () => {
    for (const text of ['{ "attestations": [', '[]', '{ "attestations": {} }'])
      assert.equal(withAttestation(text, VALID), undefined);
    assert.equal(withoutAttestation(OTHER, VALID.id), undefined);
  });

  it('says who, when, of which commit, how it is known and until when', async () => {
    const context = { report: await analyze(APP), path: PATH, text: undefined, today: TODAY };
    const request = {
      id: 'att-restore-tested',
      by: ' Ana ',
      commit: 'c0ffee',
      link: 'https://x.example/1',
      note: 'a\nb',
    };
    const { files, needsConfirmation } = attestEdit(request, context) as EngineEdit;
    assert.equal(needsConfirmation, false);
    assert.deepEqual(JSON.parse(applyEdits('', files[0]?.edits ?? [])), {
      attestations: [
        {
          id: request.id,
          by: 'Ana',
          date: TODAY,
          commit: 'c0ffee',
          link: request.link,
          note: 'a b',
          expires: '2026-04-15',
        },
      ],
    });
  });

  const refused: [string, Partial<AttestRequest>, RegExp][] = [
    ['an unknown id', { id: 'att-restore-test' }, /cannot be attested\. Did you mean "att-restore-tested"\?/],
    ['a check that files always decide', { id: 'hardcoded-secret' }, /cannot be attested/],
    [
      'a check that the files decide here',
      { id: 'db-backup-automated' },
      /The files decide db-backup-automated: it does not apply/,
    ],
    ['nobody', { by: ' ' }, /needs the name/],
    ['a release without an end', { id: 'att-signoff' }, /belongs to one release/],
    ['a day in words', { expires: 'tomorrow' }, /"tomorrow" is no day/],
    ['a day that is over', { expires: '2026-01-14' }, /is over already/],
    ['a day too far', { expires: '2027-01-16' }, /365 days at most: until 2027-01-15/],
  ];
  for (const [name, part, reason] of refused) {
    it(`is refused for ${name}`, async () => {
      const context = { report: await analyze(APP), path: PATH, text: undefined, today: TODAY };
      const answer = attestEdit({ id: 'att-restore-tested', by: 'Ana', ...part }, context);
      assert.match('refused' in answer ? answer.refused : '', reason);
    });
  }

  it('renews what was attested, and takes back only what was', async () => {
    const files = withEntries(APP, HTTPS);
    const context = { report: await analyze(files), path: PATH, text: files[PATH], today: TODAY };
    assert.ok(!('refused' in attestEdit({ id: 'https-enforced', by: 'Ana' }, context)));
    assert.ok(!('refused' in withdrawEdit('https-enforced', context)));
    assert.deepEqual(withdrawEdit('att-staging', context), { refused: 'Nobody has attested att-staging.' });
  });
});

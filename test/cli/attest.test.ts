// What people answer for, stated, listed and taken back on the command line.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import type { Attestation } from '../../src/engine/attestations/attestation';
import { folderOf, preflight, read, removeFolders, runGit, write } from './support';

const PATH = '.preflight/attestations.json';
const FILES = { 'src/index.ts': 'export const answer = 42;\n', 'preflight.json': '{}' };

const entries = (folder: string): Attestation[] =>
  (JSON.parse(read(folder, PATH)) as { attestations: Attestation[] }).attestations;

describe('preflight attest', function () {
  this.timeout(60_000);
  after(removeFolders);

  it('writes who, of which commit, how it is known and until when, and the report knows it', async () => {
    const folder = folderOf(FILES, { git: true });
    runGit(folder, 'config', 'user.name', 'Ana Ruiz');
    const run = await preflight(folder, [
      'attest',
      'att-restore-tested',
      '--link',
      'https://x.example/1',
      '--note',
      'back in 40 minutes',
    ]);
    assert.deepEqual([run.code, run.stderr], [0, '']);
    assert.equal(run.stdout, `“A backup was restored” is attested in ${PATH}. Commit it.\n`);
    const [entry] = entries(folder);
    assert.equal(entry?.by, 'Ana Ruiz');
    assert.equal(entry.commit, runGit(folder, 'rev-parse', 'HEAD').trim());
    assert.deepEqual([entry.link, entry.note], ['https://x.example/1', 'back in 40 minutes']);
    assert.ok(entry.expires !== undefined && entry.expires > entry.date);
    const text = await preflight(folder, ['check', '--no-color']);
    assert.match(
      text.stdout,
      /Attested by people\n\n {2}✓ A backup was restored {2}Ana Ruiz, \d{4}-\d\d-\d\d · holds until/,
    );
    const json = await preflight(folder, ['check', '--format', 'json']);
    const { attestations } = JSON.parse(json.stdout) as { attestations: { id: string; state: string }[] };
    assert.equal(attestations.find(({ id }) => id === 'att-restore-tested')?.state, 'attested');
    const markdown = await preflight(folder, ['check', '--format', 'markdown']);
    assert.match(markdown.stdout, /## Attested by people\n\n.*\n.*\n\| A backup was restored \| Ana Ruiz, /);
  });

  it('renews and takes back one entry and keeps the rest of the file', async () => {
    const folder = folderOf({
      ...FILES,
      [PATH]:
        '{\n  // ours\n  "attestations": [\n    { "id": "att-staging", "by": "Ben", "date": "2020-01-01" }\n  ]\n}\n',
    });
    assert.equal((await preflight(folder, ['attest', 'att-on-call', '--by', 'Cleo'])).code, 0);
    assert.equal((await preflight(folder, ['attest', 'att-on-call', '--by', 'Dan'])).code, 0);
    assert.match(read(folder, PATH), /\/\/ ours[^]*"Ben"[^]*"Dan"/);
    assert.ok(!read(folder, PATH).includes('Cleo'));
    const list = await preflight(folder, ['attest', '--list', '--no-color'], { env: { COLUMNS: '100' } });
    assert.equal(list.code, 0);
    assert.match(list.stdout, /✓ att-on-call +Dan, /);
    assert.match(list.stdout, /! att-staging +Ben, 2020-01-01 · held until 2020-01-15/);
    assert.match(list.stdout, /· att-signoff +not stated/);
    const gone = await preflight(folder, ['attest', 'att-on-call', '--remove']);
    assert.deepEqual([gone.code, gone.stdout], [0, `att-on-call is not attested any more. Commit ${PATH}.\n`]);
    assert.ok(!read(folder, PATH).includes('Dan'));
  });

  it('tells an attestation that has ended, and its gate, in SARIF as a warning at the entry', async () => {
    const folder = folderOf({
      ...FILES,
      [PATH]: '{ "attestations": [\n{ "id": "att-staging", "by": "Ben", "date": "2020-01-01" }\n] }\n',
    });
    const sarif = await preflight(folder, ['check', '--format', 'sarif']);
    const log = JSON.parse(sarif.stdout) as {
      runs: {
        results: {
          ruleId: string;
          level: string;
          locations: { physicalLocation: { region: { startLine: number } } }[];
        }[];
      }[];
    };
    const results = log.runs[0]?.results.filter(({ ruleId }) => ruleId === 'attestation-valid') ?? [];
    assert.deepEqual(
      results.map(({ level, locations }) => [level, locations[0]?.physicalLocation.region.startLine]),
      [['warning', 2]],
    );
    const only = ['check', '--only', 'attestation-valid'];
    assert.equal((await preflight(folder, only)).code, 0);
    assert.equal((await preflight(folder, [...only, '--fail-on', 'high'])).code, 1);
  });

  const wrong: [string, string[], RegExp][] = [
    ['no id', [], /Say what is attested/],
    ['an unknown id', ['att-restore-test', '--by', 'Ana'], /Did you mean "att-restore-tested"\?/],
    ['a release without an end', ['att-signoff', '--by', 'Ana'], /belongs to one release/],
    ['a day in words', ['att-staging', '--by', 'Ana', '--expires', 'soon'], /"soon" is no day/],
    ['what is not stated', ['att-staging', '--remove'], /Nobody has attested att-staging/],
    ['a list with more', ['--list', 'att-staging'], /"--list" stands alone/],
    ['words for what is taken back', ['att-staging', '--remove', '--note', 'x'], /needs the id alone/],
  ];
  for (const [name, args, message] of wrong) {
    it(`refuses ${name}`, async () => {
      const folder = folderOf(FILES);
      const run = await preflight(folder, ['attest', ...args]);
      assert.equal(run.code, 2);
      assert.match(run.stderr, message);
      assert.ok(!fs.existsSync(path.join(folder, PATH)));
    });
  }

  it('asks for a name where git knows none', async () => {
    const folder = folderOf(FILES);
    const env = { HOME: folder, XDG_CONFIG_HOME: folder, USERPROFILE: folder };
    const run = await preflight(folder, ['attest', 'att-staging'], { env });
    assert.equal(run.code, 2);
    assert.match(run.stderr, /--by NAME/);
  });

  it('stops every command on a half-written file, with its place', async () => {
    const folder = folderOf(FILES);
    write(folder, { [PATH]: '{ "attestations": [\n' });
    for (const args of [['check'], ['attest', 'att-staging', '--by', 'Ana'], ['attest', '--list']]) {
      const run = await preflight(folder, args);
      assert.equal(run.code, 2);
      assert.match(run.stderr, /attestations\.json:1:\d+\n {2}This is not valid JSON yet/);
    }
    assert.equal(read(folder, PATH), '{ "attestations": [\n');
  });
});

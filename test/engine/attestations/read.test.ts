import assert from 'node:assert/strict';

import Ajv from 'ajv';

import { attestationsSchema } from '../../../scripts/generate/schema';
import { ATTESTABLE, daysOf } from '../../../src/engine/attestations/attestable';
import { readAttestations } from '../../../src/engine/attestations/read';
import { STATEMENTS } from '../../../src/engine/attestations/statements';

const PATH = '.preflight/attestations.json';
const TODAY = '2026-03-10';
const ENTRY = { id: 'att-restore-tested', by: 'Ana', date: '2026-03-01' };

const fileOf = (...attestations: unknown[]): string => JSON.stringify({ attestations });

/** What is stated, as `id state until`. */
function stated(text: string): string[] {
  const { attestations, problems } = readAttestations(PATH, text, TODAY);
  assert.deepEqual(problems, []);
  return [...(attestations?.stated.values() ?? [])].map(({ id, state, expires }) => `${id} ${state} ${expires}`);
}

function problems(text: string): string[] {
  return readAttestations(PATH, text, TODAY).problems.map(({ path, span, message }) =>
    span ? `${path}:${span.line}:${span.column} ${message}` : `${path} ${message}`,
  );
}

describe('the attestations file', () => {
  it('may hold comments, trailing commas and nothing at all', () => {
    assert.deepEqual(stated('{}'), []);
    assert.deepEqual(stated('{ "attestations": [] }'), []);
    assert.deepEqual(stated(`{\n  // the drill of March\n  "attestations": [${JSON.stringify(ENTRY)},],\n}\n`), [
      'att-restore-tested attested 2026-05-30',
    ]);
  });

  it('ends a statement after the days that it holds, or on the day it says; that day counts', () => {
    assert.deepEqual(stated(fileOf({ ...ENTRY, date: '2025-12-10' })), ['att-restore-tested attested 2026-03-10']);
    assert.deepEqual(stated(fileOf({ ...ENTRY, date: '2025-12-09' })), ['att-restore-tested expired 2026-03-09']);
    assert.deepEqual(stated(fileOf({ ...ENTRY, expires: '2026-03-10' })), ['att-restore-tested attested 2026-03-10']);
    assert.deepEqual(stated(fileOf({ ...ENTRY, expires: '2026-03-09' })), ['att-restore-tested expired 2026-03-09']);
  });

  it('may answer for a check that files cannot always decide', () => {
    assert.deepEqual(stated(fileOf({ ...ENTRY, id: 'https-enforced' })), ['https-enforced attested 2026-08-28']);
  });

  it('keeps the entries that are right beside one that is not', () => {
    const read = readAttestations(PATH, fileOf(ENTRY, { id: 'att-staging' }), TODAY);
    assert.deepEqual([...(read.attestations?.stated.keys() ?? [])], ['att-restore-tested']);
    assert.equal(read.problems.length, 1);
  });

  it('keeps what was stated before while it is half-written', () => {
    assert.equal(readAttestations(PATH, '{ "attestations": [', TODAY).attestations, null);
  });

  const wrong: [string, string, string][] = [
    ['an empty file', '', `${PATH}:1:1 The file is empty. Write { } for "nothing attested".`],
    [
      'half-written text',
      '{\n  "attestations": [\n',
      `${PATH}:2:19 This is not valid JSON yet: a closing ] is missing.`,
    ],
    ['a list', '[]', `${PATH}:1:1 The attestations file must be an object: { … }.`],
    ['another shape', '{ "attestations": {} }', `${PATH}:1:19 "attestations" must be a list: [ … ].`],
    [
      'a statement that does not exist',
      '{ "attestations": [{ "id": "att-restore-test", "by": "Ana", "date": "2026-03-01" }] }',
      'Did you mean "att-restore-tested"?',
    ],
    [
      'a check that files always decide',
      '{ "attestations": [{ "id": "hardcoded-secret", "by": "Ana", "date": "2026-03-01" }] }',
      'must be one of',
    ],
    [
      'nobody',
      '{ "attestations": [{ "id": "att-staging", "date": "2026-03-01" }] }',
      `${PATH}:1:20 An entry of "attestations" needs "by".`,
    ],
    [
      'a day that does not exist',
      '{ "attestations": [{ "id": "att-staging", "by": "Ana", "date": "2026-02-30" }] }',
      `${PATH}:1:64 "date" must be a day as YYYY-MM-DD.`,
    ],
    [
      'a day that is to come',
      '{ "attestations": [{ "id": "att-staging", "by": "Ana", "date": "2027-02-01" }] }',
      `${PATH}:1:64 "date" lies in the future: what is stated was done by then.`,
    ],
    [
      'an end before the beginning',
      '{ "attestations": [{ "id": "att-staging", "by": "Ana", "date": "2026-03-01", "expires": "2026-02-01" }] }',
      `${PATH}:1:89 "expires" is before "date".`,
    ],
    [
      'no end in sight',
      '{ "attestations": [{ "id": "att-staging", "by": "Ana", "date": "2026-03-01", "expires": "2036-03-01" }] }',
      `${PATH}:1:89 An attestation holds for 365 days at most: until 2027-03-01.`,
    ],
    [
      'a sign-off for ever',
      '{ "attestations": [{ "id": "att-signoff", "by": "Ana", "date": "2026-03-01" }] }',
      `${PATH}:1:20 "att-signoff" belongs to one release: it needs "expires", the last day it holds.`,
    ],
    [
      'the same twice',
      fileOf(ENTRY, ENTRY),
      `${PATH}:1:77 "att-restore-tested" is stated twice. Keep the newer entry.`,
    ],
    [
      'a misspelt key',
      '{ "attestation": [] }',
      `${PATH}:1:3 There is no setting "attestation" here. Did you mean "attestations"?`,
    ],
  ];
  for (const [name, text, problem] of wrong) {
    it(`complains once about ${name}`, () => {
      const found = problems(text);
      assert.equal(found.length, 1, found.join('\n'));
      assert.ok(found[0]?.includes(problem), found[0]);
    });
  }

  it('has a schema that agrees with the reader', () => {
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(JSON.parse(attestationsSchema()));
    const cases: [unknown, boolean][] = [
      [{}, true],
      [
        {
          $schema: 'x',
          attestations: [{ ...ENTRY, link: 'https://x.example', note: 'n', commit: 'c', expires: '2026-04-01' }],
        },
        true,
      ],
      [{ attestations: [{ ...ENTRY, id: 'att-nothing' }] }, false],
      [{ attestations: [{ id: 'att-staging' }] }, false],
      [{ attestations: [{ ...ENTRY, who: 'Ana' }] }, false],
      [{ attestations: {} }, false],
    ];
    for (const [value, expected] of cases) {
      assert.equal(validate(value), expected, JSON.stringify(value));
      assert.equal(problems(JSON.stringify(value)).length === 0, expected, JSON.stringify(value));
    }
  });
});

describe('what can be attested', () => {
  it('are sixteen statements, and checks that exist', () => {
    assert.equal(STATEMENTS.length, 16);
    const checks = ATTESTABLE.filter(({ kind }) => kind === 'check').map(({ id }) => id);
    for (const id of ['https-enforced', 'db-backup-automated', 'error-tracking']) assert.ok(checks.includes(id), id);
  });

  it('say how long an answer holds, at most a year; a sign-off belongs to its release', () => {
    for (const { id } of ATTESTABLE) {
      const days = daysOf(id);
      assert.ok(id === 'att-signoff' ? days === null : days !== null && days > 0 && days <= 365, id);
    }
  });
});

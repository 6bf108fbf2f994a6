import assert from 'node:assert/strict';

import { type Config, matchesGlob } from '../../../src/engine/config/config';
import { readConfigs } from '../../../src/engine/config/read';
import { nearestWord } from '../../../src/engine/text/did-you-mean';
import type { Files } from '../../support/memory-host';

/** Reads the configuration files among some texts; problems as `path:line:column message`. */
async function read(files: Files, explicit?: string): Promise<{ config: Config; problems: string[] }> {
  const { config, problems } = await readConfigs(Object.keys(files), async (path) => files[path], explicit);
  const place = problems.map(({ path, span, message }) =>
    span ? `${path}:${span.line}:${span.column} ${message}` : `${path} ${message}`,
  );
  return { config, problems: place };
}

const CHECK = 'suppression-valid';

describe('the configuration', () => {
  it('may hold comments and trailing commas', async () => {
    const { config, problems } = await read({ 'preflight.json': '{\n  // why\n  "exclude": ["old/**",],\n}\n' });
    assert.deepEqual(problems, []);
    assert.equal(config.includes('old/a.ts'), false);
    assert.equal(config.includes('new/a.ts'), true);
  });

  it('is asked nearest first, setting by setting', async () => {
    const { config } = await read({
      'preflight.json': `{ "severities": { "${CHECK}": "high" }, "failOn": "low" }`,
      'apps/shop/preflight.jsonc': `{ "severities": { "${CHECK}": "off" } }`,
    });
    assert.equal(config.severity(CHECK, 'apps/shop/a.ts'), 'off');
    assert.equal(config.severity(CHECK, 'apps/shopping/a.ts'), 'high');
    assert.equal(config.severity(CHECK, null), 'high');
    assert.equal(config.root.failOn, 'low');
  });

  it('reads globs relative to the folder of the file', async () => {
    const { config } = await read({ 'a/preflight.json': '{ "exclude": ["gen/"] }' });
    assert.equal(config.includes('a/gen/x.ts'), false);
    assert.equal(config.includes('gen/x.ts'), true);
  });

  it('is read at the root although the list of files leaves it out', async () => {
    const files: Files = { 'preflight.json': '{ "failOn": "high" }' };
    const { config } = await readConfigs([], async (path) => files[path]);
    assert.equal(config.root.failOn, 'high');
  });

  it('is not read in a folder that the root leaves out', async () => {
    const { problems } = await read({
      'preflight.json': '{ "exclude": ["old/**"] }',
      'old/preflight.json': '{ "x": 1 }',
    });
    assert.deepEqual(problems, []);
  });
});

describe('"extends"', () => {
  it('reads the other file first: lists of exclusions add up, the rest is won by the nearer file', async () => {
    const { config, problems } = await read({
      'preflight.json': '{ "extends": "./shared/base.json", "exclude": ["b/**"], "failOn": "high" }',
      'shared/base.json': '{ "exclude": ["a/**"], "failOn": "low", "baseline": "debt.json" }',
    });
    assert.deepEqual(problems, []);
    assert.deepEqual([config.includes('a/x'), config.includes('b/x'), config.includes('c/x')], [false, false, true]);
    assert.deepEqual([config.root.failOn, config.root.baseline], ['high', 'debt.json']);
  });

  const broken: [string, Files, string][] = [
    [
      'names a circle',
      { 'preflight.json': '{ "extends": "b.json" }', 'b.json': '{ "extends": "preflight.json" }' },
      'b.json:1:14 "extends" goes in a circle: preflight.json → b.json → preflight.json.',
    ],
    [
      'names a file that is not there',
      { 'preflight.json': '{ "extends": "nope.json" }' },
      'preflight.json:1:14 "extends" names a file that cannot be read: nope.json.',
    ],
    [
      'stays inside the workspace',
      { 'preflight.json': '{ "extends": "../x.json" }' },
      'preflight.json:1:14 "extends" leads out of the workspace: ../x.json.',
    ],
    [
      'stays inside the workspace when it is absolute',
      { 'preflight.json': '{ "extends": "/etc/x.json" }' },
      'preflight.json:1:14 "extends" leads out of the workspace: /etc/x.json.',
    ],
  ];
  for (const [name, files, problem] of broken) {
    it(name, async () => {
      assert.deepEqual((await read(files)).problems, [problem]);
    });
  }
});

describe('a wrong configuration', () => {
  const cases: [string, string, string][] = [
    ['an empty file', '', 'preflight.json:1:1 The file is empty. Write { } for "no settings".'],
    [
      'half-typed text',
      '{\n  "exclude": [\n',
      'preflight.json:2:14 This is not valid JSON yet: a closing ] is missing.',
    ],
    ['a list', '[]', 'preflight.json:1:1 The configuration must be an object: { … }.'],
    [
      'a misspelt setting',
      '{ "exlude": [] }',
      'preflight.json:1:3 There is no setting "exlude" here. Did you mean "exclude"?',
    ],
    [
      'a check that does not exist',
      '{ "severities": { "supression-valid": "off" } }',
      'preflight.json:1:19 There is no check "supression-valid". Did you mean "suppression-valid"?',
    ],
    [
      'a severity that does not exist',
      `{ "severities": { "${CHECK}": "hihg" } }`,
      `preflight.json:1:${22 + CHECK.length + 1} "${CHECK}" must be one of "blocker", "high", "medium", "low", "info", "off". Did you mean "high"?`,
    ],
    [
      'a glob that is a number',
      '{ "exclude": [7] }',
      'preflight.json:1:15 An entry of "exclude" must be a text in quotes.',
    ],
    [
      'a budget of nothing',
      '{ "budgets": { "hardLines": 0 } }',
      'preflight.json:1:29 "hardLines" must be a whole number above 0.',
    ],
    [
      'an exemption without a reason',
      `{ "exemptions": [{ "check": "${CHECK}" }] }`,
      'preflight.json:1:18 An entry of "exemptions" needs "reason".',
    ],
    [
      'an exemption until a day that does not exist',
      `{ "exemptions": [{ "check": "${CHECK}", "reason": "x", "expires": "2026-02-30" }] }`,
      'preflight.json:1:76 "expires" must be a day as YYYY-MM-DD.',
    ],
    [
      'an exemption of an unknown check',
      '{ "exemptions": [{ "check": "unknown-thing", "reason": "x" }] }',
      'preflight.json:1:29 There is no check or rule "unknown-thing".',
    ],
    ['a setting given twice', '{ "failOn": "low", "failOn": "high" }', 'preflight.json:1:20 "failOn" is given twice.'],
  ];
  for (const [name, text, problem] of cases) {
    it(`says so of ${name}`, async () => {
      assert.deepEqual((await read({ 'preflight.json': text })).problems, [problem]);
    });
  }

  it('says so of two files in one folder', async () => {
    const { problems } = await read({ 'preflight.json': '{}', 'preflight.jsonc': '{}' });
    assert.deepEqual(problems, [
      'preflight.jsonc This folder has both preflight.json and preflight.jsonc. Keep one of them.',
    ]);
  });

  it('says so of a file that was asked for and is not there', async () => {
    assert.deepEqual((await read({}, 'team.json')).problems, ['team.json The configuration file cannot be read.']);
  });

  it('keeps the parts that are right', async () => {
    const { config } = await read({
      'preflight.json': '{ "exclude": ["a/**", 7], "failOn": "nope", "baseline": "b.json" }',
    });
    assert.equal(config.includes('a/x'), false);
    assert.deepEqual([config.root.failOn, config.root.baseline], [undefined, 'b.json']);
  });

  it('keeps what held before while it is half-typed', async () => {
    const before = (await read({ 'preflight.json': '{ "exclude": ["a/**"] }' })).config;
    const files: Files = { 'preflight.json': '{ "exclude": ["a/**"], "fail' };
    const { config, problems } = await readConfigs(['preflight.json'], async (path) => files[path], undefined, before);
    assert.equal(problems.length, 1);
    assert.equal(config.includes('a/x'), false);
  });
});

describe('globs', () => {
  const cases: [string, string, boolean][] = [
    ['src/a.ts', 'src/**', true],
    ['deep/down/a.test.ts', '*.test.ts', true],
    ['src/a.ts', 'src/', true],
    ['src/.hidden/a.ts', 'src/**', true],
    ['src/a.ts', './src/*.ts', true],
    ['other/src/a.ts', 'src/**', false],
    ['app/[id]/page.tsx', 'app/[id]/page.tsx', true],
    ['app/[[...slug]]/page.tsx', 'app/[[...slug]]/**', true],
    ['app/[id]/page.tsx', 'app/\\[id\\]/**', true],
    ['app/i/page.tsx', 'app/[id]/**', true],
    ['app/[slug]/page.tsx', 'app/[id]/**', false],
  ];
  for (const [path, glob, expected] of cases) {
    it(`${glob} ${expected ? 'matches' : 'does not match'} ${path}`, () => {
      assert.equal(matchesGlob(path, glob), expected);
    });
  }

  it('of hostile size cost nothing', () => {
    const started = performance.now();
    matchesGlob('a'.repeat(200), '{a,b}'.repeat(200));
    matchesGlob('a'.repeat(50), '+(a|aa)'.repeat(12));
    assert.ok(performance.now() - started < 2000);
  });
});

describe('the nearest word', () => {
  it('is found within a third of the letters, swaps counting once', () => {
    assert.equal(nearestWord('exlcude', ['include', 'exclude']), 'exclude');
    assert.equal(nearestWord('secret', ['hardcoded-secret', 'ci-present']), 'hardcoded-secret');
    assert.equal(nearestWord('zebra', ['include', 'exclude']), undefined);
  });
});

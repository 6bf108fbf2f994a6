// What is generated is up to date, and right.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import Ajv from 'ajv';

import { derived, indexes } from '../scripts/generate';
import { exampleConfiguration, withChecksTable } from '../scripts/generate/documents';
import { configSchema } from '../scripts/generate/schema';
import { CHECKS } from '../src/engine/checks';
import { readConfigs } from '../src/engine/config/read';

const root = path.resolve(__dirname, '..');

describe('generated files', () => {
  it('are up to date (npm run generate)', async () => {
    const files = new Map([...indexes(), ...(await derived())]);
    const drifted = [...files].filter(([file, content]) => {
      const target = path.join(root, file);
      return !fs.existsSync(target) || fs.readFileSync(target, 'utf8') !== content;
    });
    assert.deepEqual(
      drifted.map(([file]) => file),
      [],
    );
  });

  it('name every check', async () => {
    const files = await derived();
    for (const { id } of CHECKS) {
      assert.ok(files.get('docs/checks/README.md')?.includes(`(${id}.md)`), `the index of checks has ${id}`);
      assert.ok(files.get('schemas/preflight.schema.json')?.includes(`"${id}"`), `the schema has ${id}`);
    }
  });

  it('put the table of checks between the markers only', () => {
    const page = 'a\n<!-- checks:begin -->\nold\n<!-- checks:end -->\nz\n';
    const renewed = withChecksTable(page, CHECKS);
    assert.match(renewed, /^a\n<!-- checks:begin -->\n\n\|[^]*\n<!-- checks:end -->\nz\n$/);
    assert.equal(withChecksTable(renewed, CHECKS), renewed);
    assert.equal(withChecksTable('no markers', CHECKS), 'no markers');
  });
});

describe('the JSON schema', () => {
  const validate = new Ajv({ strict: false, validateFormats: false }).compile(JSON.parse(configSchema()));

  /** What the reader of configurations complains about. */
  async function problems(value: unknown): Promise<string[]> {
    const text = JSON.stringify(value);
    const read = async (file: string): Promise<string | undefined> =>
      file === 'preflight.json' || file === 'base.json' ? (file === 'base.json' ? '{}' : text) : undefined;
    return (await readConfigs(['preflight.json'], read)).problems.map((problem) => problem.message);
  }

  it('accepts the example of the documentation, as the reader does', async () => {
    const example = exampleConfiguration();
    assert.ok(validate(example), JSON.stringify(validate.errors));
    assert.deepEqual(await problems(example), []);
  });

  const check = CHECKS[0]?.id ?? '';
  const cases: [string, unknown, boolean][] = [
    ['an empty file', {}, true],
    ['extends', { extends: 'base.json' }, true],
    ['a severity', { severities: { [check]: 'low' } }, true],
    ['a switched-off check', { severities: { [check]: 'off' } }, true],
    ['an unknown check', { severities: { 'no-such-check': 'low' } }, false],
    ['an unknown severity', { severities: { [check]: 'fatal' } }, false],
    ['an unknown setting', { exlude: [] }, false],
    ['a budget by glob', { budgets: { files: { '*.sql': { lines: 10 } } } }, true],
    ['a budget below 1', { budgets: { hardLines: 0 } }, false],
    ['a route without a reason', { routes: { public: [{ path: '/x' }] } }, false],
    ['an exemption', { exemptions: [{ check, reason: 'because', expires: '2030-01-01' }] }, true],
    ['an exemption without a reason', { exemptions: [{ check }] }, false],
    ['a day in words', { exemptions: [{ check, reason: 'because', expires: 'tomorrow' }] }, false],
    ['an empty text', { baseline: '' }, false],
    ['a list where a text is due', { baseline: [] }, false],
  ];
  for (const [name, value, expected] of cases) {
    it(`and the reader agree on ${name}`, async () => {
      assert.equal(validate(value), expected, JSON.stringify(validate.errors));
      assert.equal((await problems(value)).length === 0, expected);
    });
  }
});

// Every check has a page, every page has its sections, and its examples do what the page says.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { CHECKS } from '../src/engine/checks';
import { analyze, checkOf } from './support/analyze';
import { filesOf, headingsOf, SECTIONS } from './support/docs-page';

const folder = path.resolve(__dirname, '../docs/checks');

describe('the pages of the checks', () => {
  it('are one for each check', () => {
    const pages = fs.readdirSync(folder).filter((name) => name.endsWith('.md') && name !== 'README.md');
    assert.deepEqual(pages.sort(), CHECKS.map((check) => `${check.id}.md`).sort());
  });

  for (const check of CHECKS) {
    describe(check.id, () => {
      const file = path.join(folder, `${check.id}.md`);
      const page = fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : '';

      it('has the title, the question and the sections in order', () => {
        assert.ok(page.startsWith(`# ${check.title}\n`), `the page of ${check.id} starts with "# ${check.title}"`);
        assert.ok(page.includes(check.question), 'the page holds the question');
        const expected = SECTIONS.filter((section) => section !== 'Options' || page.includes('\n## Options\n'));
        assert.deepEqual(headingsOf(page), expected);
      });

      it('shows an example that does not hold', async () => {
        const files = filesOf(page, 'Example that does not hold');
        assert.notDeepEqual(files, {});
        const { verdict, summary } = checkOf(await analyze(files), check.id);
        assert.equal(verdict, 'fail', summary);
      });

      it('shows an example that holds', async () => {
        const files = filesOf(page, 'Example that holds');
        assert.notDeepEqual(files, {});
        const { verdict, summary } = checkOf(await analyze(files), check.id);
        assert.equal(verdict, 'pass', summary);
      });
    });
  }
});

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { eventually, openWorkbench, type Workbench } from './harness';
import { keepPictureOfFailure } from './support';

/** Made up; it opens nothing. */
const TOKEN = ['gh', 'p_', 'r4Kd81LmQ0zXv7Tb', '5NcW2yHs9JfE6uGa3PoV'].join('');

const SAMPLE = ['gh', 'p_', 'Zt5Rw8PnB3kYx6Mc', '1VqJ7dGf2HsLa9Eu4TiO'].join('');

const FILES = {
  'src/deploy.py': `GITHUB_TOKEN = "${TOKEN}"\n\n\ndef headers():\n    return {"Authorization": GITHUB_TOKEN}\n`,
  'src/mirror.py': `MIRROR_TOKEN = "${SAMPLE}"\n`,
  'scripts/release.py': `GITHUB_TOKEN = "${TOKEN}"\nprint(len(GITHUB_TOKEN))\n`,
};

describe('a secret in the window of VS Code', () => {
  let workbench: Workbench;
  let folder: string;

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'preflight-secret-'));
    for (const [file, text] of Object.entries(FILES)) {
      fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      fs.writeFileSync(path.join(folder, file), text);
    }
    workbench = await openWorkbench(folder, { folderName: 'deployer', openFiles: ['src/deploy.py'] });
  });
  afterEach(async function () {
    await keepPictureOfFailure(workbench, this.currentTest);
  });
  after(async () => {
    await workbench?.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('is an error where it stands, and a badge counts it', async () => {
    await workbench.squiggles('error').first().waitFor();
    await workbench.page.locator('.activitybar .badge-content').filter({ hasText: /^\d+$/ }).first().waitFor();
    await workbench
      .statusItem('status')
      .filter({ hasText: /\d+ blockers/ })
      .waitFor();
  });

  it('is ignored with a reason that a person gives', async () => {
    await workbench.openFile('src/mirror.py');
    const squiggle = workbench.squiggles('error').first();
    await squiggle.waitFor();
    await workbench.applyQuickFix(squiggle, 'Ignore with a reason…');
    await workbench.quickInput().filter({ hasText: 'Ignore this finding' }).waitFor();
    await workbench.page.keyboard.type('made up for the manual');
    await workbench.page.keyboard.press('Enter');
    await eventually(
      'the comment',
      () => workbench.editorText(),
      (text) => text.includes('preflight-ignore') && text.includes('-- made up for the manual'),
    );
    await squiggle.waitFor({ state: 'detached' });
  });

  it('stays as it is when a file was changed while the changes were shown', async () => {
    await workbench.openFile('scripts/release.py');
    await workbench.squiggles('error').first().waitFor();
    await workbench.applyQuickFix(workbench.squiggles('error').first(), 'Move to GITHUB_TOKEN in .env (2 files)');
    await workbench.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Show Changes' }).click();
    await workbench.page.locator('.multiDiffEditor').waitFor();
    const file = path.join(workbench.folder, 'scripts/release.py');
    const changed = `# one more line\n${FILES['scripts/release.py']}`;
    fs.writeFileSync(file, changed);
    await workbench.page.locator('.multiDiffEditor .view-line', { hasText: 'one more line' }).first().waitFor();
    await workbench.notification('Move to GITHUB_TOKEN').getByRole('button', { name: 'Apply' }).click();
    await workbench.message(/Nothing was changed: a file is no longer as it was shown/).waitFor();
    assert.equal(workbench.readFile('scripts/release.py'), changed);
    assert.equal(await workbench.dirtyTabs().filter({ hasText: 'release.py' }).count(), 0);
    fs.writeFileSync(file, FILES['scripts/release.py']);
  });

  it('is back in all files, with nothing left to save, after one undo', async () => {
    const dirty = (): Promise<number> => workbench.dirtyTabs().count();
    const others = await dirty();
    await workbench.openFile('src/deploy.py');
    await workbench.squiggles('error').first().waitFor();
    await workbench.applyQuickFix(workbench.squiggles('error').first(), 'Move to GITHUB_TOKEN in .env (2 files)');
    await workbench.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Apply' }).click();
    const text = (): Promise<string> => workbench.editorText();
    await eventually('the new text', text, (now) => now.includes('os.environ["GITHUB_TOKEN"]'));
    const isThere = (): boolean => fs.existsSync(path.join(workbench.folder, '.env'));
    assert.ok(isThere());
    await eventually('tabs to save', dirty, (count) => count > others);
    await workbench.page.locator('.editor-group-container.active .view-line').first().click();
    await workbench.page.keyboard.press('Control+z');
    await eventually('the old text', text, (now) => now.includes(TOKEN));
    await eventually('nothing left to save', dirty, (count) => count === others);
    await eventually('the file gone', isThere, (is) => !is);
    assert.equal(workbench.readFile('scripts/release.py'), FILES['scripts/release.py']);
    assert.equal(workbench.readFile('src/deploy.py'), FILES['src/deploy.py']);
    await workbench.squiggles('error').first().waitFor();
    await workbench.settle();
  });

  it('is moved to the environment in all files after a look at the changes', async () => {
    await workbench.openFile('src/deploy.py');
    await workbench.squiggles('error').first().waitFor();
    await workbench.applyQuickFix(workbench.squiggles('error').first(), 'Move to GITHUB_TOKEN in .env (2 files)');
    const dialog = workbench.page.locator('.monaco-dialog-box');
    await dialog.filter({ hasText: 'scripts/release.py: ' }).waitFor();
    await dialog.filter({ hasText: '.env: ' }).waitFor();
    await dialog.getByRole('button', { name: 'Show Changes' }).click();
    await workbench.page.locator('.multiDiffEditor').waitFor();
    await workbench.page.locator('.multiDiffEntry', { hasText: 'release.py' }).first().waitFor();
    await workbench.notification('Move to GITHUB_TOKEN').getByRole('button', { name: 'Apply' }).click();
    await workbench.page.locator('.multiDiffEditor').waitFor({ state: 'detached' });
    await eventually(
      'the new text',
      () => workbench.editorText(),
      (text) => text.includes('os.environ["GITHUB_TOKEN"]'),
    );
    await workbench.squiggles('error').first().waitFor({ state: 'detached' });
    await workbench.message(/Rotate|rotate/).waitFor();
  });

  it('leaves files that a person saves when they like', async () => {
    // Saving all means all tabs, and those of files that nobody had open come a moment later.
    for (const file of ['.env.example', '.gitignore', 'release.py'])
      await workbench.dirtyTabs().filter({ hasText: file }).first().waitFor();
    await workbench.runCommand('File: Save All Files');
    await eventually(
      'saved files',
      () => workbench.dirtyTabs().count(),
      (count) => count === 0,
    );
    assert.doesNotMatch(workbench.readFile('scripts/release.py'), new RegExp(TOKEN));
    assert.match(workbench.readFile('.env'), new RegExp(TOKEN));
    assert.match(workbench.readFile('.gitignore'), /^\.env/m);
  });
});

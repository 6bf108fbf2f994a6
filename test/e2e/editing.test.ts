import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { eventually, openWorkbench, type Workbench } from './harness';
import { keepPictureOfFailure } from './support';

const fixture = path.resolve(__dirname, '../integration/fixtures/workspace');
const CHECK = 'TypeScript is strict everywhere';

/** VS Code would fetch the schema of tsconfig.json from the network, and warn that it cannot. */
const settings = { 'json.validate.enable': false };

/** Makes the copy a repository with a second branch, on which the project is strict. */
function prepare(folder: string): void {
  const identity = ['-c', 'user.name=Test', '-c', 'user.email=test@example.org', '-c', 'commit.gpgsign=false'];
  const git = (...args: string[]): unknown =>
    execFileSync('git', [...identity, ...args], { cwd: folder, stdio: 'pipe' });
  git('init', '-q', '-b', 'main');
  git('add', '.');
  git('commit', '-q', '-m', 'Start');
  git('checkout', '-q', '-b', 'strict');
  execFileSync('sed', ['-i', 's/"strict": false/"strict": true/', 'tsconfig.json'], { cwd: folder });
  git('commit', '-q', '-a', '-m', 'Switch strict on');
  git('checkout', '-q', 'main');
}

describe('a folder in the window of VS Code', () => {
  let workbench: Workbench;

  before(async () => {
    workbench = await openWorkbench(fixture, { folderName: 'books', prepare, settings });
  });
  afterEach(async function () {
    await keepPictureOfFailure(workbench, this.currentTest);
  });
  after(() => workbench?.close());

  it('has a status item that leads to the Readiness view', async () => {
    const item = workbench.statusItem('status');
    await item.filter({ hasText: /Preflight \d+/ }).waitFor();
    await item.click();
    await workbench.page.locator('.sidebar .composite.title', { hasText: /preflight/i }).waitFor();
    await workbench.viewRow(/ · \d+ of 100$/).waitFor();
  });

  it('shows a category, its check and the place that does not hold', async () => {
    const check = workbench.viewRow(CHECK);
    await eventually(
      'the outcome of the check',
      () => workbench.rowDescription(check),
      (text) => text.includes('does not hold yet'),
    );
    await workbench.expand(check);
    await workbench.viewRow(/is not fully strict|strict/).waitFor();
  });

  it('goes to the place when a finding is clicked', async () => {
    await findingRow().click();
    await workbench.page.locator('.tab.active', { hasText: 'tsconfig.json' }).waitFor();
    await workbench.squiggles('warning').first().waitFor();
  });

  it('says in a hover what is wrong, with the id of the check', async () => {
    const hover = await workbench.hover(workbench.squiggles('warning').first());
    await hover.filter({ hasText: 'ts-strict' }).first().waitFor();
  });

  it('says the same in the Problems panel', async () => {
    await workbench.openProblems();
    await workbench.problemRows('ts-strict').first().waitFor();
    await workbench.problemRows('checklist-contradiction').first().waitFor();
  });

  it('keeps rows open when the workspace is scanned again', async () => {
    await workbench.runCommand('Preflight: Scan Workspace');
    await findingRow().waitFor();
    assert.equal(await workbench.viewRow(CHECK).getAttribute('aria-expanded'), 'true');
  });

  it('puts a finding right by the light bulb, in the text that is not saved yet', async () => {
    await workbench.openFile('tsconfig.json', 6);
    const squiggle = workbench.squiggles('warning').first();
    await squiggle.waitFor();
    await workbench.applyQuickFix(squiggle, 'Switch strict on in tsconfig.json');
    await eventually(
      'the new text',
      () => workbench.editorText(),
      (text) => text.includes('"strict": true'),
    );
    await workbench.squiggles('warning').first().waitFor({ state: 'detached' });
    await workbench.problemRows('ts-strict').first().waitFor({ state: 'detached' });
    await workbench.problemRows('checklist-contradiction').first().waitFor({ state: 'detached' });
    await findingRow().waitFor({ state: 'detached' });
    assert.match(workbench.readFile('tsconfig.json'), /"strict": false/);
  });

  it('takes the fix back with one undo', async () => {
    await workbench.page.locator('.editor-group-container.active .view-line').first().click();
    await workbench.page.keyboard.press('Control+z');
    await workbench.squiggles('warning').first().waitFor();
    await workbench.problemRows('ts-strict').first().waitFor();
    assert.equal(await workbench.dirtyTabs().count(), 0);
  });

  it('shows only what does not hold when the filter says so', async () => {
    const holds = workbench.viewRow(/^Holds \(/);
    await holds.waitFor();
    await chooseFilter('Only what does not hold');
    await holds.waitFor({ state: 'detached' });
    await workbench.page.locator('.sidebar .message', { hasText: 'only what does not hold' }).waitFor();
    await workbench.runCommand('Preflight: Clear Filter');
    await holds.waitFor();
  });

  it('shows only findings in changed files when the filter says so', async () => {
    await chooseFilter('Only changed files');
    await workbench.viewRow(CHECK).waitFor({ state: 'detached' });
    await workbench.runCommand('Preflight: Clear Filter');
    await workbench.viewRow(CHECK).waitFor();
  });

  it('explains a check on its page', async () => {
    await workbench.clickRowButton(workbench.viewRow(CHECK), 'Explain Check');
    const title = await workbench.webviewElement('h1');
    assert.match(await title.innerText(), /TypeScript/);
  });

  it('forgets what stood in a folder that is deleted outside of the window', async () => {
    await workbench.problemRows('checklist-contradiction').first().waitFor();
    fs.rmSync(path.join(workbench.folder, 'docs'), { recursive: true });
    await workbench.problemRows('checklist-contradiction').first().waitFor({ state: 'detached' });
    execFileSync('git', ['checkout', '-q', '--', 'docs'], { cwd: workbench.folder });
    await workbench.problemRows('checklist-contradiction').first().waitFor();
  });

  it('follows a switch of branches outside of the window', async () => {
    execFileSync('git', ['checkout', '-q', 'strict'], { cwd: workbench.folder });
    await workbench.problemRows('ts-strict').first().waitFor({ state: 'detached' });
    await workbench.viewRow(CHECK).waitFor({ state: 'detached' });
    execFileSync('git', ['checkout', '-q', 'main'], { cwd: workbench.folder });
    await workbench.viewRow(CHECK).waitFor();
  });

  function findingRow(): ReturnType<Workbench['viewRow']> {
    return workbench.page
      .locator('.sidebar .monaco-list-row[role="treeitem"]')
      .filter({ hasText: 'tsconfig.json:6' })
      .first();
  }

  async function chooseFilter(label: string): Promise<void> {
    await workbench.runCommand('Preflight: Filter…');
    await workbench.quickInput().locator('.monaco-list-row').filter({ hasText: label }).first().click();
    await workbench.page.keyboard.press('Enter');
    await workbench
      .quickInput()
      .waitFor({ state: 'detached' })
      .catch(() => {});
  }
});

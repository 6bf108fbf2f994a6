import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import { openWorkbench, type Workbench, type WorkbenchOptions } from './harness';
import { keepPictureOfFailure } from './support';

const fixtures = path.resolve(__dirname, '../integration/fixtures');

describe('windows of VS Code', () => {
  let workbench: Workbench | undefined;

  async function open(folder: string, options: WorkbenchOptions): Promise<Workbench> {
    workbench = await openWorkbench(folder, options);
    return workbench;
  }

  afterEach(async function () {
    await keepPictureOfFailure(workbench, this.currentTest);
    await workbench?.close();
    workbench = undefined;
  });

  it('without a folder say what to do', async () => {
    const window = await open(fixtures, { show: 'empty' });
    await window.openViewContainer('Preflight');
    const welcome = window.page.locator('.sidebar .welcome-view-content');
    await welcome.filter({ hasText: 'No folder is open' }).first().waitFor();
    await welcome.getByRole('button', { name: 'Open Folder' }).first().waitFor();
    assert.equal(await window.statusItem('status').count(), 0);
  });

  it('in Restricted Mode show the same findings', async () => {
    const window = await open(path.join(fixtures, 'workspace'), { trust: 'ask' });
    await window.declineTrust();
    await window.openViewContainer('Preflight');
    await window.viewRow('TypeScript is strict everywhere').waitFor();
    await window.openProblems();
    await window.problemRows('ts-strict').first().waitFor();
  });

  it('say that a folder is gone when one above it is renamed, and find it again', async () => {
    const window = await open(path.join(fixtures, 'workspace'), { folderName: 'team/books' });
    const status = window.statusItem('status');
    await status.filter({ hasText: /Preflight \d+/ }).waitFor();
    const above = path.dirname(window.folder);
    fs.renameSync(above, `${above}-elsewhere`);
    await status.filter({ hasText: 'the scan has failed' }).waitFor();
    fs.renameSync(`${above}-elsewhere`, above);
    await status.filter({ hasText: /Preflight \d+/ }).waitFor();
  });

  it('with several folders keep them apart', async () => {
    const window = await open(fixtures, { show: 'subfolders' });
    await window.openViewContainer('Preflight');
    await window.viewRow('second').waitFor();
    await window.viewRow('workspace').waitFor();
    await window.openProblems();
    const files = window.problemRows('tsconfig.json');
    await files.filter({ hasText: 'second' }).first().waitFor();
    await files.filter({ hasText: 'workspace' }).first().waitFor();
  });

  it('answer a command once, where it can be seen', async () => {
    const window = await open(fixtures, { show: 'subfolders' });
    await window.runCommand('Preflight: Scan Workspace');
    await window.notification(/Scanned \d folders: \d+/).waitFor();
    await window.runCommand('Preflight: Open Configuration');
    await window.quickInput().getByText('workspace').first().waitFor();
    await window.page.keyboard.press('Escape');
    await window.runCommand('Preflight: Search Routes…');
    await window.quickInput().locator('input').first().fill('nowhere');
    await window.page.keyboard.press('Enter');
    await window.page.locator('.sidebar').getByText('No route holds "nowhere".').first().waitFor();
    assert.equal(await window.message('Open a folder first').count(), 0, 'whoever gives up is told nothing');
  });
});

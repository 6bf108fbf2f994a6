import assert from 'node:assert/strict';
import path from 'node:path';

import { openWorkbench, type Workbench } from './harness';
import { keepPictureOfFailure } from './support';

describe('the window of VS Code', () => {
  let workbench: Workbench;

  before(async () => {
    const folder = path.resolve(__dirname, '../integration/fixtures/workspace');
    workbench = await openWorkbench(folder, { folderName: 'shop' });
  });
  afterEach(async function () {
    await keepPictureOfFailure(workbench, this.currentTest);
  });
  after(() => workbench?.close());

  it('shows the readiness views of the extension', async () => {
    await workbench.openViewContainer('Preflight');
    const title = workbench.page.locator('.sidebar .composite.title');
    assert.match(await title.innerText(), /preflight/i);
  });

  it('opens a file of the folder', async () => {
    await workbench.openFile('src/index.js');
    assert.equal(await workbench.editorText(), workbench.readFile('src/index.js').trimEnd() + '\n');
  });
});

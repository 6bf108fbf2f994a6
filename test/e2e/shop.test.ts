// The sample project, as somebody sees it who tries Preflight for the first time.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { writeExample } from '../../scripts/vscode/example.mjs';
import { eventually, openWorkbench, type Workbench } from './harness';
import { keepPictureOfFailure } from './support';

const ROUTE = 'DELETE /api/tenants/{tenant_id}';

describe('the sample project in the window of VS Code', () => {
  let workbench: Workbench;
  let folder: string;

  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'preflight-sample-'));
    writeExample(folder);
    workbench = await openWorkbench(folder, { folderName: 'shop', viewport: { width: 1440, height: 900 } });
    await workbench.openViewContainer('Preflight');
  });
  afterEach(async function () {
    await keepPictureOfFailure(workbench, this.currentTest);
  });
  after(async () => {
    await workbench?.close();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it('is blocked, and says what to do next', async () => {
    await workbench.viewRow(/^Blocked · \d+ of 100$/).waitFor();
    await workbench.viewRow(/^Next: /).waitFor();
    await workbench
      .statusItem('status')
      .filter({ hasText: /Preflight \d+ · \d+ blockers/ })
      .waitFor();
  });

  it('has a checklist that is held against the code, item by item', async () => {
    await workbench.expand(workbench.viewRow('Your checklist'));
    await workbench.expand(workbench.viewRow('Phase 1: Security'));
    const item = workbench.viewRow('Passwords hashed with bcrypt');
    assert.equal(await workbench.rowDescription(item), 'proven');
    await workbench.expand(item);
    await item.click();
    await workbench.page.locator('.tab.active', { hasText: 'PRODUCTION_READINESS.md' }).waitFor();
    await workbench.squiggles('info').first().waitFor();
  });

  it('lists its routes by verdict, each with the chain that proves it', async () => {
    await workbench.openPane('Routes');
    await workbench.viewRow(/^Open to anyone \(\d+\)$/).waitFor();
    const route = workbench.viewRow(ROUTE);
    await workbench.expand(route);
    await workbench.viewRow(/^mounted here under/).click();
    await workbench.page.locator('.tab.active', { hasText: 'main.py' }).waitFor();
    await workbench.clickRowButton(route, 'Ignore with a Reason…');
    await workbench
      .quickInput()
      .filter({ hasText: `${ROUTE} answers anyone` })
      .waitFor();
    await workbench.page.keyboard.press('Escape');
  });

  it('says in a hover on a handler who can reach it', async () => {
    await workbench.openFile('api/app/routers/tenants.py', 23);
    const handler = workbench.page.locator('.view-line span span', { hasText: /^delete_tenant$/ }).first();
    const seen = async (): Promise<boolean> => {
      await workbench.page.mouse.move(0, 0);
      await handler.hover();
      const hover = workbench.page.locator('.monaco-hover:visible', { hasText: ROUTE }).first();
      return hover.waitFor({ timeout: 3000 }).then(
        () => true,
        () => false,
      );
    };
    await eventually('the hover', seen, Boolean);
    await workbench.page.locator('.monaco-hover:visible', { hasText: 'open to anyone' }).first().waitFor();
  });
});

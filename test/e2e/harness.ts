// Opens a real VS Code window on a copy of a folder and gives user-interface tests the things a person sees and does.
//
// Everything that passes through the extension host arrives later than the click that caused it. Playwright's locators
// wait by themselves; for anything else there is `eventually`.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { PayloadEntry, Place, Server } from '../../scripts/vscode/workbench.mjs';
import {
  installVsixIntoServer,
  launchBrowser,
  linkExtension,
  newestServerOnNode20,
  remoteUri,
  startServer,
  workbenchAddress,
} from '../../scripts/vscode/workbench.mjs';
import { Workbench } from './workbench';

export { eventually, Workbench } from './workbench';
export type { Severity } from './workbench';

/** How a window is opened. */
export interface WorkbenchOptions {
  /** The name of the folder in the window; that of the original if left out. */
  folderName?: string;
  /** `empty` opens a window without the folder; `subfolders` one with every folder in it, as a multi-root workspace. */
  show?: 'folder' | 'empty' | 'subfolders';
  /** Changes the copy before it is opened: makes it a git repository, adds files. */
  prepare?: (folder: string) => void | Promise<void>;
  /** Files, relative to the folder, that are open at the start. */
  openFiles?: string[];
  /** Added to the settings that every window has. */
  settings?: Record<string, unknown>;
  /** `ask` leaves workspace trust on, so that the window opens in Restricted Mode. */
  trust?: 'granted' | 'ask';
  /** Install this package; the extension of the working tree if left out. */
  vsix?: string;
  /** Pixels of a picture per pixel of the window. */
  scale?: number;
  /** The size of the window. */
  viewport?: { width: number; height: number };
}

const defaultViewport = { width: 1280, height: 800 };

/** Opens a window on a fresh copy of a folder. Whoever opens it closes it. */
export async function openWorkbench(folder: string, options: WorkbenchOptions = {}): Promise<Workbench> {
  const workFolder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'preflight-e2e-')));
  const undo: (() => Promise<unknown>)[] = [];
  undo.push(() => fs.promises.rm(workFolder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }));
  const close = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };

  try {
    const copy = path.join(workFolder, options.folderName ?? path.basename(folder));
    fs.cpSync(folder, copy, { recursive: true });
    await options.prepare?.(copy);

    const server = await startServerWithExtension(workFolder, options);
    undo.push(() => server.stop());
    const browser = await launchBrowser();
    undo.push(() => Promise.race([browser.close(), sleep(3000)]));

    const page = await browser.newPage({
      viewport: options.viewport ?? defaultViewport,
      deviceScaleFactor: options.scale ?? 1,
    });
    page.setDefaultTimeout(20_000);
    const place = placeOf(copy, options);
    await page.goto(workbenchAddress(server, { place, payload: payloadFor(server, copy, options) }));
    const workbench = new Workbench(page, copy, close);
    if (place.kind === 'ew') await page.locator('.statusbar').waitFor();
    else if (options.trust !== 'ask') await workbench.waitUntilLoaded();
    return workbench;
  } catch (error) {
    await close();
    throw error;
  }
}

function placeOf(folder: string, { show = 'folder' }: WorkbenchOptions): Place {
  if (show === 'empty') return { kind: 'ew' };
  if (show === 'folder') return { kind: 'folder', path: folder };
  const file = path.join(folder, 'all.code-workspace');
  const names = fs.readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  fs.writeFileSync(file, JSON.stringify({ folders: names.map(({ name }) => ({ path: name })) }));
  return { kind: 'workspace', path: file };
}

async function startServerWithExtension(workFolder: string, options: WorkbenchOptions): Promise<Server> {
  const version = process.env.VSCODE_SERVER_VERSION ?? newestServerOnNode20;
  const extensionsFolder = path.join(workFolder, 'extensions');
  if (options.vsix) await installVsixIntoServer(version, options.vsix, extensionsFolder);
  else linkExtension(extensionsFolder);
  return startServer({
    version,
    extensionsFolder,
    dataFolder: path.join(workFolder, 'data'),
    settings: options.settings,
    askForTrust: options.trust === 'ask',
  });
}

function payloadFor(server: Server, folder: string, { openFiles = [] }: WorkbenchOptions): PayloadEntry[] {
  const files = openFiles.map((file): PayloadEntry => ['openFile', remoteUri(server, path.join(folder, file))]);
  return [['skipWelcome', 'true'], ...files];
}

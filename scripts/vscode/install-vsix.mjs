// Installs a packaged extension into an extensions folder, offline, through VS Code's own command line.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { resolveCliArgsFromVSCodeExecutablePath } from '@vscode/test-electron';

import { run } from './npm-package.mjs';
import { prepareServer } from './server-command.mjs';
import { oldestServer } from './versions.mjs';

/**
 * Installs a VSIX for a host. VS Code refuses one whose floor is above the host's version.
 *
 * @param {import('./choose.mjs').Host} host
 * @param {string} vsix
 * @param {string} extensionsFolder
 */
export async function installVsix(host, vsix, extensionsFolder) {
  if (host.kind === 'web') {
    const version = process.env.VSCODE_SERVER_VERSION ?? oldestServer;
    await installVsixIntoServer(version, vsix, extensionsFolder);
    return;
  }
  const [command, ...args] = resolveCliArgsFromVSCodeExecutablePath(host.executable);
  if (!command) throw new Error(`${host.executable} has no command line to install extensions with`);
  const install = ['--extensions-dir', extensionsFolder, '--install-extension', path.resolve(vsix), '--force'];
  await run(command, [...args, ...install], { cwd: extensionsFolder });
}

/**
 * Installs a VSIX for a server from npm.
 *
 * @param {string} version of the server
 * @param {string} vsix
 * @param {string} extensionsFolder
 */
export async function installVsixIntoServer(version, vsix, extensionsFolder) {
  const { folder, node, environment } = await prepareServer(version);
  const dataFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'preflight-install-'));
  try {
    const args = [
      ...['out/server-main.js', '--accept-server-license-terms', '--server-data-dir', dataFolder],
      ...['--extensions-dir', extensionsFolder, '--install-extension', path.resolve(vsix), '--force'],
    ];
    await run(node, args, { cwd: folder, environment });
  } finally {
    fs.rmSync(dataFolder, { recursive: true, force: true });
  }
}

// Which VS Code runs: the one that the developer named, the one on the desktop, a download, or the server from npm.
//
// Falling through is decided within seconds and told in the host's description, so a machine without display or network
// is not slower than one that has everything.

import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { cacheFolder, root } from './project.mjs';

const require = createRequire(import.meta.url);

/**
 * @typedef {'named' | 'desktop' | 'download' | 'web'} HostKind
 * @typedef {{ kind: HostKind, executable: string, description: string }} Host `executable` understands the command
 *   line of desktop VS Code, whatever stands behind it; `description` says in one line what runs and why
 */

/** How long the list of releases may take before the download service counts as out of reach. */
const releaseListTimeout = 3000;

/** How long a download may stay silent. */
const downloadTimeout = 15_000;

/**
 * Chooses the host. `VSCODE_PATH` names an executable; `PREFLIGHT_TEST_HOST` (`web`, `desktop`, `download`) insists on a
 * kind, so that falling back to another one is an error.
 *
 * @param {{ version?: string, environment?: NodeJS.ProcessEnv }} [options] `version` of a download
 * @returns {Promise<Host>}
 */
export async function chooseHost({ version = 'stable', environment = process.env } = {}) {
  const named = environment.VSCODE_PATH;
  if (named) {
    if (!isFile(named)) throw new Error(`VSCODE_PATH names ${named}, which is not a file`);
    return { kind: 'named', executable: named, description: `VS Code at ${named}` };
  }

  const wanted = environment.PREFLIGHT_TEST_HOST;
  if (wanted === 'web') return webHost('asked for');

  const found = await findDesktopHost({ version, wanted, environment });
  if (typeof found !== 'string') return found;
  if (wanted) throw new Error(`PREFLIGHT_TEST_HOST=${wanted} cannot be had: ${found}`);
  return webHost(found);
}

/**
 * @param {string} reason
 * @returns {Host}
 */
function webHost(reason) {
  const executable = path.join(import.meta.dirname, 'web-executable.mjs');
  return { kind: 'web', executable, description: `the VS Code server from npm (${reason})` };
}

/**
 * A desktop host, or the reason why there is none.
 *
 * @param {{ version: string, wanted: string | undefined, environment: NodeJS.ProcessEnv }} options
 * @returns {Promise<Host | string>}
 */
async function findDesktopHost({ version, wanted, environment }) {
  const hasDisplay = process.platform !== 'linux' || environment.DISPLAY || environment.WAYLAND_DISPLAY;
  if (!hasDisplay) return 'no display for a desktop VS Code';

  const installed = wanted === 'download' ? undefined : findInstalled(environment);
  if (installed) return { kind: 'desktop', executable: installed, description: `VS Code at ${installed}` };
  if (wanted === 'desktop') return 'no desktop VS Code was found';

  const { fetchStableVersions, downloadAndUnzipVSCode } = require('@vscode/test-electron/out/download.js');
  if (!hasFinishedDownload()) {
    const isReachable = await fetchStableVersions(true, releaseListTimeout).then(
      () => true,
      () => false,
    );
    if (!isReachable) return 'the VS Code download service cannot be reached';
  }
  try {
    const options = { version, timeout: downloadTimeout, extensionDevelopmentPath: root, cachePath: cacheFolder };
    const executable = await downloadAndUnzipVSCode(options);
    return { kind: 'download', executable, description: `VS Code download at ${executable}` };
  } catch (error) {
    return `download failed: ${error instanceof Error ? error.message : error}`;
  }
}

/**
 * The desktop application itself. On Linux that is the binary beside the launcher; where there is none (a remote
 * terminal, a snap) the launcher does not lead to a desktop VS Code that tests can drive.
 *
 * @param {NodeJS.ProcessEnv} environment
 */
function findInstalled(environment) {
  if (process.platform === 'darwin') {
    return ['/Applications/Visual Studio Code.app/Contents/MacOS/Electron'].find(isFile);
  }
  if (process.platform === 'win32') {
    return [path.join(environment.LOCALAPPDATA ?? '', 'Programs/Microsoft VS Code/Code.exe')].find(isFile);
  }
  for (const folder of (environment.PATH ?? '').split(path.delimiter)) {
    for (const name of ['code', 'codium']) {
      const launcher = path.join(folder, name);
      if (!isFile(launcher)) continue;
      const application = path.resolve(fs.realpathSync(launcher), '../..', name);
      if (isFile(application)) return application;
    }
  }
  return undefined;
}

function hasFinishedDownload() {
  if (!fs.existsSync(cacheFolder)) return false;
  const names = fs.readdirSync(cacheFolder).filter((name) => name.startsWith('vscode-'));
  return names.some((name) => isFile(path.join(cacheFolder, name, 'is-complete')));
}

/** @param {string} file */
function isFile(file) {
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ?? false;
}

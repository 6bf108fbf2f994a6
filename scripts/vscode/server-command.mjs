// How the programs of an installed VS Code server are started: which Node runs them, in which environment.

import { spawnSync } from 'node:child_process';

import { ensureNode, ensureServer } from './install.mjs';
import { serverRunsOn } from './versions.mjs';

/** What VS Code's own terminals set; a server that inherits it takes itself for a part of that window. */
const foreignVariables = /^(ELECTRON_|VSCODE_(IPC|GIT|CLI|PID|CWD|NLS|AGENT|PARENT|HANDLES|ESM))/;

/**
 * Installs a server if needed and says how to start its programs.
 *
 * @param {string} version
 * @returns {Promise<{ folder: string, node: string, environment: NodeJS.ProcessEnv }>}
 */
export async function prepareServer(version) {
  const [folder, node] = await Promise.all([ensureServer(version), chooseNode(version)]);
  const ownVariables = Object.entries(process.env).filter(([name]) => !foreignVariables.test(name));
  /** @type {NodeJS.ProcessEnv} */
  const environment = { ...Object.fromEntries(ownVariables), EXTENSIONS_GALLERY: '{}' };
  if (node.majorVersion < 22) {
    // Extension hosts from 1.112 on wait for a WebSocket class that Node 20 has behind a flag.
    environment.NODE_OPTIONS = `${environment.NODE_OPTIONS ?? ''} --experimental-websocket`.trim();
  }
  return { folder, node: node.executable, environment };
}

/** @param {string} serverVersion */
async function chooseNode(serverVersion) {
  const named = process.env.VSCODE_SERVER_NODE;
  const own = process.versions.node;
  if (!named && serverRunsOn(serverVersion, own)) {
    return { executable: process.execPath, majorVersion: Number.parseInt(own, 10) };
  }
  const executable = named ?? (await ensureNode());
  const answer = spawnSync(executable, ['--version'], { encoding: 'utf8' });
  if (answer.status !== 0) throw new Error(`${executable} is no Node: ${answer.error?.message ?? answer.stderr}`);
  return { executable, majorVersion: Number.parseInt(answer.stdout.slice(1), 10) };
}

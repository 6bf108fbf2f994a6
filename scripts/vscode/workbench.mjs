// Starts the VS Code server and opens its page: what tests, pictures and `npm start` share.

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { chromium } from 'playwright-core';

import { ensureBrowser } from './install.mjs';
import { extensionId, readManifest, root } from './project.mjs';
import { prepareServer } from './server-command.mjs';

export { installVsixIntoServer } from './install-vsix.mjs';
export { newestServerOnNode20 } from './versions.mjs';

/** @typedef {import('./workbench.d.mts').ServerOptions} ServerOptions */
/** @typedef {import('./workbench.d.mts').Server} Server */
/** @typedef {import('./workbench.d.mts').Place} Place */
/** @typedef {import('./workbench.d.mts').PayloadEntry} PayloadEntry */

const onWindows = process.platform === 'win32';
const startTimeout = 15_000;

/** Settings for every window: quiet, and nothing is saved that a person or a test did not save. */
const usualSettings = {
  'chat.disableAIFeatures': true,
  'files.autoSave': 'off',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
};

/**
 * Starts a VS Code server on the loopback interface. Every page that opens it needs the connection token: without one,
 * any page in any local browser could reach a terminal.
 *
 * @param {ServerOptions} options
 * @returns {Promise<Server>}
 */
export async function startServer(options) {
  const { folder, node, environment } = await prepareServer(options.version);
  const { dataFolder, extensionsFolder } = options;
  writeSettings(dataFolder, { ...usualSettings, ...options.settings });
  fs.mkdirSync(extensionsFolder, { recursive: true });
  const token = randomBytes(16).toString('hex');
  const tokenFile = path.join(dataFolder, 'connection-token');
  fs.writeFileSync(tokenFile, token, { mode: 0o600 }); // a file, because command lines are public

  const args = [
    ...['-r', path.join(import.meta.dirname, 'watch-parent.cjs'), 'out/server-main.js'],
    ...['--host', '127.0.0.1', '--port', options.ports ?? '0', '--connection-token-file', tokenFile],
    ...['--accept-server-license-terms', '--telemetry-level', 'off'],
    ...['--server-data-dir', dataFolder, '--extensions-dir', extensionsFolder],
    ...(options.askForTrust ? [] : ['--disable-workspace-trust']),
    ...(options.testDriver ? ['--enable-smoke-test-driver'] : []),
    ...(options.defaultFolder ? ['--default-folder', options.defaultFolder] : []),
  ];
  // Its stdin stays open as long as this program lives (see watch-parent.cjs); a process group of its own gathers the
  // extension hosts and language servers, so that all of them end together.
  const child = spawn(node, args, { cwd: folder, env: environment, stdio: 'pipe', detached: !onWindows });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));

  const ended = new Promise((resolve) => child.once('exit', resolve));
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      endGroup(child.pid, 'SIGTERM');
      await Promise.race([ended, sleep(3000)]);
    }
    endGroup(child.pid, 'SIGKILL'); // whatever is left of the group
  };

  try {
    const port = await readPort(child, () => output);
    return { port, token, output: () => output, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * @param {string} dataFolder
 * @param {Record<string, unknown>} settings
 */
function writeSettings(dataFolder, settings) {
  const folder = path.join(dataFolder, 'data', 'Machine');
  fs.mkdirSync(folder, { recursive: true });
  fs.writeFileSync(path.join(folder, 'settings.json'), JSON.stringify(settings, null, 2));
}

/**
 * The port that the server says it listens on.
 *
 * @param {import('node:child_process').ChildProcessWithoutNullStreams} child
 * @param {() => string} output
 * @returns {Promise<number>}
 */
function readPort(child, output) {
  return new Promise((resolve, reject) => {
    const giveUp = setTimeout(() => fail(`did not start within ${startTimeout / 1000} s`), startTimeout);
    const fail = (/** @type {string} */ what) => {
      clearTimeout(giveUp);
      reject(new Error(`The VS Code server ${what}\n${output()}`));
    };
    child.once('error', (error) => fail(`cannot be started: ${error.message}`));
    child.once('exit', (code) => fail(`ended with ${code}`));
    child.stdout.on('data', () => {
      const [, port] = /listening on (\d+)/.exec(output()) ?? [];
      if (!port) return;
      clearTimeout(giveUp);
      resolve(Number(port));
    });
  });
}

/**
 * @param {number | undefined} pid
 * @param {NodeJS.Signals} signal
 */
function endGroup(pid, signal) {
  if (pid === undefined) return;
  try {
    process.kill(onWindows ? pid : -pid, signal);
  } catch {
    // already gone
  }
}

/**
 * The address of a workbench page.
 *
 * @param {Server} server
 * @param {{ place?: Place, payload?: PayloadEntry[] }} [options] `place` is left out for the server's default folder
 */
export function workbenchAddress(server, { place, payload = [] } = {}) {
  const query = new URLSearchParams({ tkn: server.token });
  if (place) query.set(place.kind, place.kind === 'ew' ? 'true' : path.resolve(place.path));
  if (payload.length > 0) query.set('payload', JSON.stringify([['skipWelcome', 'true'], ...payload]));
  return `http://127.0.0.1:${server.port}/?${query}`;
}

/**
 * How a page names a file or folder of the server's machine.
 *
 * @param {Server} server
 * @param {string} file
 */
export function remoteUri(server, file) {
  return `vscode-remote://127.0.0.1:${server.port}${encodeURI(path.resolve(file))}`;
}

/** Starts the browser. It does not listen to signals: whoever starts it ends it together with the server. */
export async function launchBrowser() {
  const { executable, environment } = await ensureBrowser();
  return chromium.launch({
    executablePath: executable,
    env: definedOnly(environment),
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/**
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Record<string, string>}
 */
function definedOnly(environment) {
  const entries = Object.entries(environment).map(([name, value]) => [name, value ?? '']);
  return Object.fromEntries(entries);
}

/**
 * Makes the project an installed extension by a link, so that a rebuild and "Developer: Reload Window" show new code.
 *
 * @param {string} extensionsFolder
 */
export function linkExtension(extensionsFolder) {
  fs.mkdirSync(extensionsFolder, { recursive: true });
  const id = extensionId();
  for (const name of fs.readdirSync(extensionsFolder)) {
    if (name.startsWith(`${id}-`)) fs.rmSync(path.join(extensionsFolder, name), { recursive: true });
  }
  const link = path.join(extensionsFolder, `${id}-${readManifest().version}`);
  fs.symlinkSync(root, link, onWindows ? 'junction' : 'dir');
}

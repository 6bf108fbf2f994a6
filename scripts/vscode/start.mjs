// `npm start -- [folder] [--trust=ask] [--no-open]`: builds the extension and opens a folder in a VS Code that runs it.

import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { chooseHost } from './choose.mjs';
import { writeExample } from './example.mjs';
import { cacheFolder, root } from './project.mjs';
import { newestRunnableServer } from './versions.mjs';
import { linkExtension, startServer, workbenchAddress } from './workbench.mjs';

/** Browsers keep layout and settings per port, so the same one is tried first every time. */
const preferredPorts = '9700-9799';

/** Extensions, settings and open editors stay from one start to the next. */
const stateFolder = path.join(cacheFolder, 'start');
const extensionsFolder = path.join(stateFolder, 'extensions');
const dataFolder = path.join(stateFolder, 'data');

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  allowNegative: true,
  options: { trust: { type: 'string', default: 'granted' }, open: { type: 'boolean', default: true } },
});

const named = positionals[0];
const folder = named === undefined ? sample() : path.resolve(process.env.INIT_CWD ?? '.', named);
if (!fs.existsSync(folder)) fail(`There is no folder ${folder}`);
if (!['ask', 'granted'].includes(options.trust)) fail('--trust is "ask" or "granted"');

const build = spawnSync(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: 'inherit' });
if (build.status !== 0) fail('The build has failed');

const host = await chooseHost();
console.log(`Starting ${host.description}`);
if (host.kind === 'web') await startInBrowser();
else startOnDesktop(host.executable);

/** The sample project, as it was left the last time. */
function sample() {
  const copy = path.join(stateFolder, 'shop');
  if (!fs.existsSync(copy)) writeExample(copy);
  return copy;
}

async function startInBrowser() {
  const server = await startServer({
    version: process.env.VSCODE_SERVER_VERSION ?? newestRunnableServer(),
    dataFolder,
    extensionsFolder: prepareExtensions(),
    ports: preferredPorts,
    askForTrust: options.trust === 'ask',
    defaultFolder: folder,
  });
  const address = workbenchAddress(server);
  console.log(`\nPreflight runs on ${folder}\n\n  ${address}\n`);
  console.log('After a rebuild: "Developer: Reload Window". Ctrl-C ends it.');
  if (options.open && hasDisplay()) openInBrowser(address);

  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, async () => {
      if (isStopping) return;
      isStopping = true;
      await server.stop();
      process.exit(0);
    });
  }
  await server.ended;
  if (!isStopping) fail(`The VS Code server ended\n${server.output()}`);
}

function prepareExtensions() {
  linkExtension(extensionsFolder);
  return extensionsFolder;
}

/** @param {string} executable */
function startOnDesktop(executable) {
  const args = [
    `--extensionDevelopmentPath=${root}`,
    `--extensions-dir=${extensionsFolder}`,
    `--user-data-dir=${dataFolder}`,
    ...['--disable-updates', '--skip-welcome', '--skip-release-notes'],
    ...(options.trust === 'ask' ? [] : ['--disable-workspace-trust']),
    ...(process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    folder,
  ];
  const child = spawn(executable, args, { stdio: 'inherit' });
  child.on('error', (error) => fail(`VS Code cannot be started: ${error.message}`));
  child.on('exit', (code) => process.exit(code ?? 0));
}

function hasDisplay() {
  return process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY);
}

/** @param {string} address */
function openInBrowser(address) {
  const [command, ...args] =
    process.platform === 'darwin'
      ? ['open', address]
      : process.platform === 'win32'
        ? ['rundll32', 'url.dll,FileProtocolHandler', address]
        : ['xdg-open', address];
  // The address is printed anyway, so a system without such a command loses nothing.
  spawn(command, args, { stdio: 'ignore', detached: true })
    .on('error', () => {})
    .unref();
}

/**
 * @param {string} message
 * @returns {never}
 */
function fail(message) {
  console.error(message);
  process.exit(1);
}

// A real VS Code and a browser from the npm registry alone: no compiler, no download service, nothing outside
// `.vscode-test/`. Everything is installed once and kept.

import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import zlib from 'node:zlib';

import { fillOnce, npm, run, unpackPackage } from './npm-package.mjs';
import { cacheFolder, root } from './project.mjs';
import { droppedExtensions, reduceDependencies, stubs } from './server-recipe.mjs';
import { browserPin, emojiFontPin, fontConverterPin, nodePin, serverPin, textFontPin } from './versions.mjs';

const isLinuxX64 = process.platform === 'linux' && process.arch === 'x64';
const linkType = process.platform === 'win32' ? 'junction' : 'dir';

/** Changes with the code of the installation, so that an edited recipe takes effect without anybody clearing a cache. */
const recipeHash = hashFiles(['install.mjs', 'npm-package.mjs', 'server-recipe.mjs', 'versions.mjs']);

/**
 * The folder of a VS Code server, installed if it is not there yet.
 *
 * @param {string} version a version of the package `code-server`
 */
export function ensureServer(version) {
  const pin = serverPin(version);
  return fillOnce(path.join(cacheFolder, `server-${version}`), `${version} ${recipeHash}`, async (folder) => {
    const exclude = ['*.map', ...droppedExtensions.map((name) => `package/lib/vscode/extensions/${name}`)];
    await unpackPackage(pin, folder, { parts: ['package/lib/vscode'], strip: 3, exclude });
    writeReducedManifest(folder);
    const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline'];
    await npm(['install', '--omit=dev', ...quiet], folder);
    writeStubs(path.join(folder, 'node_modules'));
    removeForeignSearchBinaries(folder);
    removeSourceMaps(path.join(folder, 'node_modules'));
    linkTypeScript(folder);
    // The built workbench asks for its modules under both names.
    fs.symlinkSync('node_modules', path.join(folder, 'node_modules.asar'), linkType);
  });
}

/** @param {string} folder */
function writeReducedManifest(folder) {
  const file = path.join(folder, 'package.json');
  const { name, version, dependencies } = JSON.parse(fs.readFileSync(file, 'utf8'));
  const reduced = { name, version, private: true, type: 'module', dependencies: reduceDependencies(dependencies) };
  fs.writeFileSync(file, JSON.stringify(reduced, null, 2));
  fs.rmSync(path.join(folder, 'npm-shrinkwrap.json'), { force: true });
}

/** @param {string} modules */
function writeStubs(modules) {
  for (const [name, code] of Object.entries(stubs)) {
    const folder = path.join(modules, name);
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, 'package.json'), JSON.stringify({ name, version: '0.0.0', main: 'index.js' }));
    fs.writeFileSync(path.join(folder, 'index.js'), code);
  }
}

/** Newer servers bring ripgrep for every platform, 56 MB of it. @param {string} folder */
function removeForeignSearchBinaries(folder) {
  const binaries = path.join(folder, 'node_modules/@vscode/ripgrep-universal/bin');
  if (!fs.existsSync(binaries)) return;
  const own = `${process.platform}-${process.arch}`;
  for (const name of fs.readdirSync(binaries)) {
    if (name !== own) fs.rmSync(path.join(binaries, name), { recursive: true });
  }
}

/** @param {string} folder */
function removeSourceMaps(folder) {
  for (const name of fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (name.endsWith('.map')) fs.rmSync(path.join(folder, name), { force: true });
  }
}

/** Without a `typescript` of its own VS Code says that its TypeScript server was deleted. @param {string} folder */
function linkTypeScript(folder) {
  const modules = path.join(folder, 'extensions/node_modules');
  const link = path.join(modules, 'typescript');
  fs.mkdirSync(modules, { recursive: true });
  fs.rmSync(link, { recursive: true, force: true });
  fs.symlinkSync(path.relative(modules, path.join(root, 'node_modules/typescript')), link, linkType);
}

/**
 * A browser and the environment it needs. `VSCODE_BROWSER` names another one; where npm has no browser for the
 * platform, the system's is used.
 *
 * @returns {Promise<{ executable: string, environment: NodeJS.ProcessEnv }>}
 */
export async function ensureBrowser() {
  const named = process.env.VSCODE_BROWSER;
  if (named) return { executable: named, environment: process.env };
  if (!isLinuxX64) return { executable: findSystemBrowser(), environment: process.env };

  const folder = await installBrowser();
  // The paths in it are absolute, and the folder may have been filled under another name.
  fs.writeFileSync(path.join(folder, 'fonts.conf'), fontConfiguration(folder));
  const environment = { ...process.env, LD_LIBRARY_PATH: path.join(folder, 'lib'), FONTCONFIG_PATH: folder };
  return { executable: path.join(folder, 'chromium'), environment };
}

function findSystemBrowser() {
  const candidates = [
    '/usr/bin/chromium',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    path.join(process.env.PROGRAMFILES ?? '', 'Google/Chrome/Application/chrome.exe'),
    path.join(process.env['PROGRAMFILES(X86)'] ?? '', 'Microsoft/Edge/Application/msedge.exe'),
  ];
  const found = candidates.find((file) => fs.existsSync(file));
  if (!found) throw new Error('No Chromium, Chrome or Edge was found: name one in VSCODE_BROWSER');
  return found;
}

function installBrowser() {
  const target = path.join(cacheFolder, `chromium-${browserPin.version}`);
  return fillOnce(target, `${browserPin.version} ${recipeHash}`, async (folder) => {
    await unpackPackage(browserPin, folder, { parts: ['package/bin'], strip: 2 });
    const decompress = (/** @type {string} */ name) =>
      zlib.brotliDecompressSync(fs.readFileSync(path.join(folder, name)));
    fs.writeFileSync(path.join(folder, 'chromium'), decompress('chromium.br'), { mode: 0o755 });
    await run('tar', ['xf', '-'], { cwd: folder, input: decompress('al2023.tar.br') });
    for (const name of fs.readdirSync(folder)) {
      if (name.endsWith('.br')) fs.rmSync(path.join(folder, name));
    }
    await addTextFonts(folder);
    await addEmojiFont(folder);
  });
}

/** @param {string} folder */
async function addTextFonts(folder) {
  const faces = ['DejaVuSans', 'DejaVuSans-Bold', 'DejaVuSansMono', 'DejaVuSansMono-Bold'];
  await unpackPackage(textFontPin, folder, { parts: faces.map((face) => `package/ttf/${face}.ttf`), strip: 2 });
}

/** @param {string} folder */
async function addEmojiFont(folder) {
  const workFolder = path.join(folder, 'emoji');
  fs.mkdirSync(workFolder);
  await unpackPackage(emojiFontPin, workFolder, { parts: ['package/twemoji.woff2'], strip: 1 });
  await unpackPackage(fontConverterPin, workFolder, { parts: ['package'], strip: 1 });
  const require = createRequire(path.join(workFolder, 'package.json'));
  const decompress = require(path.join(workFolder, 'decompress.js'));
  const trueType = await decompress(fs.readFileSync(path.join(workFolder, 'twemoji.woff2')));
  fs.writeFileSync(path.join(folder, 'Twemoji.ttf'), trueType);
  fs.rmSync(workFolder, { recursive: true });
}

/** @param {string} folder */
function fontConfiguration(folder) {
  const prefer = (/** @type {string} */ family, /** @type {string} */ font) =>
    `  <alias binding="same"><family>${family}</family><prefer><family>${font}</family></prefer></alias>`;
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    '<fontconfig>',
    `  <dir>${folder}</dir>`,
    `  <cachedir>${path.join(folder, 'cache')}</cachedir>`,
    prefer('monospace', 'DejaVu Sans Mono'),
    prefer('sans-serif', 'DejaVu Sans'),
    '</fontconfig>',
    '',
  ].join('\n');
}

/** A newer Node, for servers that do not run on the one in use. */
export async function ensureNode() {
  if (!isLinuxX64) throw new Error('This VS Code server needs Node 22.15 or newer: name one in VSCODE_SERVER_NODE');
  const target = path.join(cacheFolder, `node-${nodePin.version}`);
  const folder = await fillOnce(target, `${nodePin.version} ${recipeHash}`, (workFolder) =>
    unpackPackage(nodePin, workFolder, { parts: ['package/bin/node'], strip: 2 }),
  );
  return path.join(folder, 'node');
}

/** @param {string[]} names of files beside this one */
function hashFiles(names) {
  const hash = createHash('sha256');
  for (const name of names) hash.update(fs.readFileSync(path.join(import.meta.dirname, name)));
  return hash.digest('hex').slice(0, 16);
}

#!/usr/bin/env node
// Takes the command line of the desktop executable and runs it on the VS Code server from npm in a headless browser.
//
// `runTests` of @vscode/test-electron starts an executable and looks at its exit code. With this file as the
// executable, one test program serves both hosts. Exit codes: 0 all tests pass, 1 a test fails or the browser dies,
// 70 the extension host ended before the tests did, 124 the time limit, 130 interrupted.

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { cacheFolder } from './project.mjs';
import { oldestServer } from './versions.mjs';
import { launchBrowser, remoteUri, startServer, workbenchAddress } from './workbench.mjs';

/** What the tests' reporter puts before each of its lines; other output of the extension host is noise. */
const testLinePrefix = '[t] ';
const closingLine = /^\d+ passed, (\d+) failed/;

const timeLimit = Number(process.env.VSCODE_TEST_TIMEOUT ?? 120_000);
const debug = process.env.VSCODE_SHIM_DEBUG ? (/** @type {string} */ line) => console.error(line) : () => {};

const request = parseCommandLine(process.argv.slice(2));
const workFolder = fs.mkdtempSync(path.join(os.tmpdir(), 'preflight-vscode-'));
let isEnding = false;
/** The number of failures in the tests' closing line, once it has come. @type {number | undefined} */
let failures;
/** @type {import('./workbench.d.mts').Server | undefined} */
let server;
/** @type {import('playwright-core').Browser | undefined} */
let browser;

for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => void end(130, 'interrupted'));

try {
  await runWorkbench();
} catch (error) {
  await end(1, error instanceof Error ? error.message : String(error));
}

async function runWorkbench() {
  server = await startServer({
    version: process.env.VSCODE_SERVER_VERSION ?? oldestServer,
    dataFolder: path.join(workFolder, 'data'),
    extensionsFolder: request.extensionsFolder ?? path.join(workFolder, 'extensions'),
    askForTrust: !request.disableTrust,
    testDriver: true,
  });
  void server.ended.then(() => end(1, `the VS Code server ended\n${server?.output()}`));
  browser = await launchBrowser();
  browser.on('disconnected', () => void end(1, 'the browser ended'));
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  page.on('crash', () => void end(1, 'the workbench page crashed'));
  await page.exposeFunction('codeAutomationLog', takeHostLine);
  await page.exposeFunction('codeAutomationExit', (/** @type {number} */ code) => void endOfTests(code));

  setTimeout(() => void endByTimeout(page), timeLimit).unref();
  await page.goto(workbenchAddress(server, { place: request.place, payload: payloadFor(server) }));
}

/**
 * The part of the desktop's command line that means something here; the rest is about windows and updates.
 *
 * @param {string[]} args
 */
function parseCommandLine(args) {
  const options = args.filter((arg) => arg.startsWith('--'));
  const valuesOf = (/** @type {string} */ name) =>
    options.filter((option) => option.startsWith(`--${name}=`)).map((option) => option.slice(name.length + 3));
  const existing = args.find((arg) => !arg.startsWith('--') && fs.existsSync(arg));
  return {
    developmentFolders: valuesOf('extensionDevelopmentPath'),
    testsModule: valuesOf('extensionTestsPath').at(-1),
    extensionsFolder: valuesOf('extensions-dir').at(-1),
    disableTrust: options.includes('--disable-workspace-trust'),
    disableExtensions: options.includes('--disable-extensions'),
    place: toPlace(existing),
  };
}

/**
 * @param {string | undefined} file
 * @returns {import('./workbench.d.mts').Place}
 */
function toPlace(file) {
  if (!file) return { kind: 'ew' };
  return { kind: file.endsWith('.code-workspace') ? 'workspace' : 'folder', path: file };
}

/**
 * @param {import('./workbench.d.mts').Server} running
 * @returns {import('./workbench.d.mts').PayloadEntry[]}
 */
function payloadFor(running) {
  const { developmentFolders, testsModule, disableExtensions } = request;
  /** @type {import('./workbench.d.mts').PayloadEntry[]} */
  const payload = developmentFolders.map((folder) => ['extensionDevelopmentPath', remoteUri(running, folder)]);
  if (testsModule) payload.push(['extensionTestsPath', remoteUri(running, testsModule)]);
  if (disableExtensions) payload.push(['disableExtensions', 'true']);
  return payload;
}

/**
 * One console call of the extension host.
 *
 * @param {string} type
 * @param {unknown[]} args
 */
function takeHostLine(type, args) {
  const text = args.map((arg) => (typeof arg === 'string' ? arg : JSON.stringify(arg))).join(' ');
  if (!text.startsWith(testLinePrefix)) {
    debug(`[${type}] ${text.slice(0, 500)}`);
    return;
  }
  const line = text.slice(testLinePrefix.length);
  console.log(line);
  const closing = closingLine.exec(line);
  if (closing) failures = Number(closing[1]);
}

/**
 * The workbench says that the test run is over. Its code alone proves nothing: a host that dies in the middle of a test
 * is reported as 0, so only the tests' own closing line counts.
 *
 * @param {number} code
 */
async function endOfTests(code) {
  if (request.testsModule && failures === undefined && code === 0) {
    const deaths = server?.output().match(/Extension Host Process exited.*/g) ?? [];
    await end(70, ['the extension host ended before the tests did', ...deaths].join('\n'));
    return;
  }
  await end(failures ? 1 : code);
}

/** @param {import('playwright-core').Page} page */
async function endByTimeout(page) {
  const picture = path.join(cacheFolder, 'timeout.png');
  await page.screenshot({ path: picture }).catch(() => {});
  await end(124, `no result after ${timeLimit} ms; what the window shows: ${picture}\n${server?.output()}`);
}

/**
 * Ends browser and server, then this program. Only the first reason counts: the others follow from it.
 *
 * @param {number} code
 * @param {string} [reason]
 */
async function end(code, reason) {
  if (isEnding) return;
  isEnding = true;
  if (reason) console.error(reason);
  if (process.env.NODE_V8_COVERAGE) await waitForHostExit();
  await Promise.race([browser?.close().catch(() => {}), sleep(3000)]);
  await server?.stop();
  fs.rmSync(workFolder, { recursive: true, force: true, maxRetries: 3 });
  process.exit(code);
}

/** The extension host writes its coverage as it exits, which it does when the page has said that tests are over. */
async function waitForHostExit() {
  for (let waited = 0; waited < 5000; waited += 100) {
    if (server?.output().includes('Extension Host Process exited')) return;
    await sleep(100);
  }
}

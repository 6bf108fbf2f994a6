// Runs the integration tests inside the extension host of a real VS Code.
//
//   node test/integration/runTest.mjs                 the extension of this working tree
//   node test/integration/runTest.mjs --vsix FILE     the packaged extension, installed as a user would
//
// Environment: VSCODE_SERVER_VERSION (oldest if not set), VSCODE_PATH and PREFLIGHT_TEST_HOST (see choose.mjs),
// PREFLIGHT_TEST_GREP (only tests whose title matches), PREFLIGHT_TEST_COUNTS (a file that receives the counts).

import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';

import { chooseHost } from '../../scripts/vscode/choose.mjs';
import { installVsix } from '../../scripts/vscode/install-vsix.mjs';
import { cacheFolder, readManifest, root } from '../../scripts/vscode/project.mjs';

const { values: options } = parseArgs({ options: { vsix: { type: 'string' } } });

// Everything that is written lies in fresh folders, so that runs at the same time don't meet.
const workFolder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'preflight-integration-')));
const testsFolder = path.join(cacheFolder, 'out', `integration-${process.pid}`);
try {
  process.exitCode = await runSuite();
} finally {
  fs.rmSync(workFolder, { recursive: true, force: true });
  fs.rmSync(testsFolder, { recursive: true, force: true });
}

/** @returns {Promise<number>} the exit code */
async function runSuite() {
  const workspace = path.join(workFolder, 'workspace');
  fs.cpSync(path.join(import.meta.dirname, 'fixtures/workspace'), workspace, { recursive: true });
  await buildTests();

  const host = await chooseHost();
  console.log(`Integration tests run in ${host.description}`);
  const extension = options.vsix ? await useVsix(host, options.vsix) : useWorkingTree();
  const countsFile = process.env.PREFLIGHT_TEST_COUNTS ?? path.join(workFolder, 'counts.json');
  fs.rmSync(countsFile, { force: true });
  try {
    await runTests({
      vscodeExecutablePath: host.executable,
      extensionDevelopmentPath: extension.developmentFolder,
      extensionTestsPath: path.join(testsFolder, 'index.js'),
      launchArgs: [workspace, ...extension.launchArgs],
      extensionTestsEnv: {
        PREFLIGHT_TEST_COUNTS: countsFile,
        PREFLIGHT_TEST_EXTENSION_HOME: extension.home,
      },
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return exitCodeOf(error);
  }
  return judge(countsFile);
}

/**
 * Tests become CommonJS, which all hosts load; an ES module hangs some of them.
 */
async function buildTests() {
  const names = fs.readdirSync(import.meta.dirname).filter((name) => name.endsWith('.test.ts'));
  await build({
    entryPoints: ['index.ts', ...names].map((name) => path.join(import.meta.dirname, name)),
    outdir: testsFolder,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  });
}

/**
 * @typedef {{ developmentFolder: string, launchArgs: string[], home: string }} ExtensionUnderTest `home` is the folder
 *   that the extension must have been loaded from
 */

/** @returns {ExtensionUnderTest} */
function useWorkingTree() {
  return { developmentFolder: root, launchArgs: ['--disable-extensions'], home: root };
}

/**
 * The packaged extension in an extensions folder of its own. VS Code runs tests only if there is a development
 * extension, so it gets an empty one.
 *
 * @param {import('../../scripts/vscode/choose.mjs').Host} host
 * @param {string} vsix
 * @returns {Promise<ExtensionUnderTest>}
 */
async function useVsix(host, vsix) {
  const extensionsFolder = path.join(workFolder, 'extensions');
  await installVsix(host, vsix, extensionsFolder);
  const developmentFolder = path.join(workFolder, 'empty-extension');
  fs.mkdirSync(developmentFolder);
  const { publisher, engines } = readManifest();
  const manifest = { name: 'empty', publisher, version: '0.0.0', engines: { vscode: engines.vscode } };
  fs.writeFileSync(path.join(developmentFolder, 'package.json'), JSON.stringify(manifest));
  return { developmentFolder, launchArgs: [`--extensions-dir=${extensionsFolder}`], home: extensionsFolder };
}

/**
 * Green only if the tests themselves have said so: a host that dies may end with 0.
 *
 * @param {string} countsFile
 */
function judge(countsFile) {
  if (!fs.existsSync(countsFile)) {
    console.error('The extension host ended before the tests did');
    return 70;
  }
  const { passed, failed } = JSON.parse(fs.readFileSync(countsFile, 'utf8'));
  if (passed + failed === 0) console.error('No test has run');
  return failed === 0 && passed > 0 ? 0 : 1;
}

/** @param {unknown} error */
function exitCodeOf(error) {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'number' && code !== 0 ? code : 1;
}

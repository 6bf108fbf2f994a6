// Runs the user-interface tests: mocha in plain Node, which drives a VS Code window in a headless browser.
//
//   node test/e2e/run.mjs [mocha arguments, such as --grep TITLE]
//
// Environment: VSCODE_SERVER_VERSION (the newest that runs on Node 20 if not set), VSCODE_BROWSER.

import { spawnSync } from 'node:child_process';
import path from 'node:path';

import { ensureBrowser, ensureServer } from '../../scripts/vscode/install.mjs';
import { root } from '../../scripts/vscode/project.mjs';
import { newestServerOnNode20 } from '../../scripts/vscode/versions.mjs';

const version = process.env.VSCODE_SERVER_VERSION ?? newestServerOnNode20;

// Before the tests, whose time limits are meant for a window and not for an installation.
await Promise.all([ensureServer(version), ensureBrowser()]);
console.log(`User-interface tests run in the VS Code server ${version} from npm`);

const mocha = [
  ...['--import', 'tsx', path.join(root, 'node_modules/mocha/bin/mocha.js')],
  ...['--reporter', path.join(root, 'test/support/closing-line-reporter.cjs')],
  ...['--timeout', '60000', '--exit', ...(process.env.PREFLIGHT_FORBID_ONLY ? ['--forbid-only'] : [])],
];
const args = [...mocha, ...process.argv.slice(2), 'test/e2e/**/*.test.ts'];
const { status } = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
process.exitCode = status ?? 1;

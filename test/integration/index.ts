// The module that VS Code loads to run the integration tests inside its extension host.

import fs from 'node:fs';
import path from 'node:path';

import Mocha from 'mocha';

import ClosingLineReporter from '../support/closing-line-reporter.cjs';

/** Runs every test file that was built beside this one; rejected when a test fails. */
export async function run(): Promise<void> {
  const mocha = new Mocha({
    ui: 'bdd',
    timeout: 30_000,
    grep: process.env.PREFLIGHT_TEST_GREP,
    forbidOnly: Boolean(process.env.PREFLIGHT_FORBID_ONLY),
    reporter: ClosingLineReporter,
    reporterOptions: { linePrefix: '[t] ', countsFile: process.env.PREFLIGHT_TEST_COUNTS },
  });
  const names = fs.readdirSync(__dirname).filter((name) => name.endsWith('.test.js'));
  for (const name of names.sort()) mocha.addFile(path.join(__dirname, name));

  const failures = await new Promise<number>((resolve) => void mocha.run(resolve));
  if (failures > 0) throw new Error(`${failures} integration tests failed`);
}

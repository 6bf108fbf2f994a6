// A mocha reporter whose last line is the run's result: `N passed, N failed[, N skipped]`. Exit codes alone prove
// nothing (a host that dies in the middle of a run may end with 0), so a suite counts only if this line has come.
//
// Each line is one ready-made string, so that no console formats a title that contains `%s` or braces.

const fs = require('node:fs');
const { stripVTControlCharacters } = require('node:util');

class ClosingLineReporter {
  /**
   * @param {import('mocha').Runner} runner
   * @param {{ reporterOptions?: { linePrefix?: string, countsFile?: string } }} [mochaOptions] `linePrefix` is put before
   *   every line, to tell the tests' lines from other output; `countsFile` also receives the counts, as JSON
   */
  constructor(runner, mochaOptions = {}) {
    const { linePrefix = '', countsFile } = mochaOptions.reporterOptions ?? {};
    const counts = { passed: 0, failed: 0, skipped: 0 };

    const print = (/** @type {string} */ text) => {
      for (const line of text.split('\n')) console.log(linePrefix + line);
    };
    const indent = (/** @type {{ titlePath(): string[] }} */ item) => '  '.repeat(item.titlePath().length - 1);

    runner.on('suite', (suite) => {
      if (!suite.root) print(indent(suite) + suite.title);
    });
    runner.on('pass', (test) => {
      counts.passed += 1;
      print(`${indent(test)}ok   ${test.title} (${test.duration} ms)`);
    });
    runner.on('pending', (test) => {
      counts.skipped += 1;
      print(`${indent(test)}skip ${test.title}`);
    });
    runner.on('fail', (test, error) => {
      counts.failed += 1;
      print(`${indent(test)}FAIL ${test.fullTitle()}`);
      print(stripVTControlCharacters(describeError(error)));
    });
    runner.on('end', () => {
      const skipped = counts.skipped > 0 ? `, ${counts.skipped} skipped` : '';
      if (countsFile) fs.writeFileSync(countsFile, JSON.stringify(counts));
      print(`${counts.passed} passed, ${counts.failed} failed${skipped}`);
    });
  }
}

/**
 * @param {unknown} error
 */
function describeError(error) {
  if (!(error instanceof Error)) return String(error);
  const text = error.stack ?? String(error);
  // Assertion errors of node:assert carry both sides in their message; those of other libraries may not.
  return text.includes(error.message) ? text : `${error.message}\n${text}`;
}

module.exports = ClosingLineReporter;

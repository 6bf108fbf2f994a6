import { describeCheck } from '../../support/answer';

const lcov = (...files: [string, number, number][]): string =>
  files.map(([name, lines, hit]) => `TN:\nSF:${name}\nLF:${lines}\nLH:${hit}\nend_of_record\n`).join('');
const TEST = { 'test/a.test.ts': "it('a', () => { expect(1).toBe(1); });\n" };

describeCheck('coverage-measured', [
  { it: 'holds at the usual target', files: { 'coverage/lcov.info': lcov(['src/a.ts', 10, 8]) }, answer: 'pass E4' },
  {
    it: 'fails just below it, all files together',
    files: { 'coverage/lcov.info': lcov(['src/a.ts', 500, 500], ['src/b.ts', 500, 299]) },
    answer: 'fail E3 coverage/lcov.info:1',
  },
  {
    it: 'takes the threshold that is in force as the target',
    files: {
      'coverage.xml':
        '<coverage line-rate="0.85" lines-valid="100" lines-covered="85"><class filename="a.py"/></coverage>',
      'pyproject.toml': '[tool.coverage.report]\nfail_under = 90\n',
    },
    answer: 'fail E3 coverage.xml:1',
  },
  {
    it: 'is not held to a threshold that nothing reads',
    files: {
      'coverage/coverage-summary.json': '{"total":{"lines":{"total":100,"covered":85}},"/home/ci/a/src/a.ts":{}}',
      'package.json': '{"jest":{"coverageThresholds":{"global":{"lines":99}}}}',
    },
    answer: 'pass E4',
  },
  { it: 'cannot tell without a report', files: TEST, answer: 'unknown' },
  { it: 'does not apply without tests', files: { 'src/a.ts': 'export const a = 1;\n' }, answer: 'not-applicable' },
]);

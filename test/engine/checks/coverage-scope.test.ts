import { describeCheck } from '../../support/answer';

const report = (...files: string[]): string => files.map((name) => `SF:${name}\nLF:10\nLH:9\nend_of_record\n`).join('');
const SOURCE = {
  'src/a.ts': 'export const a = 1;\n',
  'src/b.ts': 'export const b = 1;\n',
  'src/c.ts': 'export const c = 1;\n',
};
const TEST = { 'test/a.test.ts': "it('a', () => { expect(1).toBe(1); });\n" };

describeCheck('coverage-scope', [
  {
    it: 'holds where most files are named, however their paths are written',
    files: { ...SOURCE, 'coverage/lcov.info': report('/home/ci/shop/src/a.ts', 'src\\b.ts') },
    answer: 'pass E4',
  },
  {
    it: 'fails for a report of one file, tests not counted',
    files: { ...SOURCE, ...TEST, 'coverage/lcov.info': report('src/a.ts', 'test/a.test.ts') },
    answer: 'fail E3 coverage/lcov.info:1',
  },
  {
    it: 'asks a report for its own folder and language alone',
    files: {
      'web/src/a.ts': 'export const a = 1;\n',
      'web/coverage/lcov.info': report('src/a.ts'),
      'api/b.py': 'b = 1\n',
      'api/c.ts': 'export const c = 1;\n',
      'api/d.ts': 'export const d = 1;\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'cannot tell from files that are not here',
    files: { ...SOURCE, 'lcov.info': report('gone.ts') },
    answer: 'unknown',
  },
  { it: 'cannot tell without a report', files: { ...SOURCE, ...TEST }, answer: 'unknown' },
  { it: 'does not apply without tests', files: SOURCE, answer: 'not-applicable' },
]);

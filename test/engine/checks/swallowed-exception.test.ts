import { describeCheck } from '../../support/answer';
import { express, fastapi } from '../../support/samples';

const handling = (head: string, ...body: string[]): Record<string, string> =>
  fastapi({}, `try:\n    a()\n${head}\n${body.map((line) => `    ${line}\n`).join('')}`);

describeCheck('swallowed-exception', [
  {
    it: 'holds for a handler that logs',
    files: handling('except Exception:', 'logger.exception("a")', 'result = None'),
    answer: 'pass E4',
  },
  { it: 'holds for an error that is expected', files: handling('except KeyError:', 'pass'), answer: 'pass E4' },
  { it: 'fails for pass, bare or not', files: handling('except:', 'pass'), answer: 'fail E0 main.py:5' },
  {
    it: 'fails for a constant',
    files: fastapi({}, 'def f():\n    try:\n        a()\n    except Exception as e:\n        return None\n'),
    answer: 'fail E0 main.py:6',
  },
  { it: 'fails for an empty catch', files: express({}, 'try { a(); } catch (e) {}\n'), answer: 'fail E0 server.ts:3' },
  {
    it: 'fails for one that is empty over two lines',
    files: express({}, 'try { a(); } catch (e) {\n}\n'),
    answer: 'fail E0 server.ts:3',
  },
  {
    it: 'leaves a catch alone that says why on its own line',
    files: express({}, 'try { a(); } catch (e) { // gone already\n}\n'),
    answer: 'pass E4',
  },
  {
    it: 'leaves a catch alone that says why',
    files: express({}, 'try { a(); } catch {\n  // The file may be gone already.\n}\n'),
    answer: 'pass E4',
  },
  {
    it: 'leaves tests, scripts and unused code alone',
    files: {
      ...fastapi(),
      'tests/test_a.py': 'try:\n    a()\nexcept:\n    pass\n',
      'old.py': 'try:\n    a()\nexcept:\n    pass\n',
    },
    answer: 'pass E4',
  },
  { it: 'does not apply without code', files: { 'README.md': '# a\n' }, answer: 'not-applicable' },
]);

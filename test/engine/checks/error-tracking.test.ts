import { describeCheck } from '../../support/answer';
import { express, fastapi } from '../../support/samples';

describeCheck('error-tracking', [
  {
    it: 'holds where the application starts',
    files: fastapi({ 'errors.py': 'import sentry_sdk\nsentry_sdk.init()\n' }),
    answer: 'pass E4',
  },
  {
    it: 'holds for Node',
    files: express({ 'errors.ts': "import * as Sentry from '@sentry/node';\nSentry.init({});\n" }),
    answer: 'pass E4',
  },
  {
    it: 'fails for a module that nothing imports',
    files: { ...fastapi(), 'errors.py': 'import sentry_sdk\nsentry_sdk.init()\n' },
    answer: 'fail E2 errors.py:2',
  },
  {
    it: 'fails for a package alone',
    files: { ...fastapi(), 'requirements.txt': 'sentry-sdk==2.18.0\n' },
    answer: 'fail E1 main.py:2',
  },
  { it: 'fails without', files: fastapi(), answer: 'fail E0 main.py:2' },
  {
    it: 'does not take a use of the package for its set-up',
    files: fastapi({ 'errors.py': 'import sentry_sdk\nsentry_sdk.capture_exception(e)\n' }),
    answer: 'fail E0 main.py:3',
  },
  { it: 'does not apply where nothing is served', files: { 'a.py': 'x = 1\n' }, answer: 'not-applicable' },
]);

import { describeCheck } from '../../support/answer';
import { express, fastapi } from '../../support/samples';

const SET_UP = 'def configure_logging():\n    structlog.configure(processors=[structlog.processors.JSONRenderer()])\n';

describeCheck('structured-logging', [
  {
    it: 'holds for a set-up that is called',
    files: fastapi({ 'logs.py': SET_UP }, 'logs.configure_logging()\n'),
    answer: 'pass E4',
  },
  {
    it: 'holds for pino',
    files: express({ 'log.ts': "import pino from 'pino';\nexport const log = pino();\n" }),
    answer: 'pass E4',
  },
  { it: 'fails for a set-up that nobody calls', files: fastapi({ 'logs.py': SET_UP }), answer: 'fail E2 logs.py:2' },
  {
    it: 'fails for a module that nothing loads',
    files: { ...fastapi(), 'logs.py': `${SET_UP}configure_logging()\n` },
    answer: 'fail E2 logs.py:2',
  },
  {
    it: 'fails for a console renderer alone',
    files: fastapi({ 'logs.py': 'structlog.configure(processors=[structlog.dev.ConsoleRenderer()])\n' }),
    answer: 'fail E2 logs.py:1',
  },
  {
    it: 'fails for a package alone',
    files: { ...fastapi(), 'requirements.txt': 'structlog==24.4.0\n' },
    answer: 'fail E1 main.py:2',
  },
  { it: 'fails for plain text', files: fastapi({ 'logs.py': 'logging.basicConfig()\n' }), answer: 'fail E0 main.py:3' },
  { it: 'does not apply where nothing is served', files: { 'a.py': 'x = 1\n' }, answer: 'not-applicable' },
]);

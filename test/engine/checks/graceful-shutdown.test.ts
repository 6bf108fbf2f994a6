import { describeCheck } from '../../support/answer';
import { express, fastapi } from '../../support/samples';

const stop = (body: string): string => `\n@app.on_event("shutdown")\nasync def stop():\n    ${body}\n`;
const lifespan = (after: string): string =>
  `from contextlib import asynccontextmanager\n\n@asynccontextmanager\nasync def lifespan(app):\n    start()\n    yield\n    ${after}\n`;

describeCheck('graceful-shutdown', [
  { it: 'holds for a handler that closes', files: fastapi({}, stop('await engine.dispose()')), answer: 'pass E4' },
  {
    it: 'holds for a lifespan that closes',
    files: fastapi({ 'life.py': lifespan('pool.close()') }),
    answer: 'pass E4',
  },
  {
    it: 'holds for SIGTERM in Node',
    files: express({}, "process.on('SIGTERM', () => server.close());\n"),
    answer: 'pass E4',
  },
  {
    it: 'fails for a handler that only logs',
    files: fastapi({}, stop('logger.info("bye")')),
    answer: 'fail E2 main.py:4 idle',
  },
  {
    it: 'fails for a lifespan with nothing after the yield',
    files: fastapi({ 'life.py': lifespan('logger.info("bye")') }),
    answer: 'fail E2 life.py:3 idle',
  },
  { it: 'fails without', files: fastapi(), answer: 'fail E0 main.py:2 missing' },
  { it: 'does not apply where nothing is served', files: { 'a.py': 'x = 1\n' }, answer: 'not-applicable' },
  {
    it: 'holds for the program that lets the application of another file listen',
    files: {
      'src/app.js': "const express = require('express');\nconst app = express();\nmodule.exports = app;\n",
      'src/index.js':
        "const app = require('./app');\nconst server = app.listen(3000);\nprocess.on('SIGTERM', () => {\n  server.close();\n});\n",
    },
    answer: 'pass E4',
  },
  {
    it: 'knows such a program by what it runs',
    files: {
      'lib/service.js':
        "const express = require('express');\nmodule.exports = () => {\n  const service = express();\n  return service;\n};\n",
      'lib/bin/run-server.js':
        "const service = require('../service')();\nconst server = service.listen(3000);\nprocess.on('SIGTERM', () => {\n  server.close();\n});\n",
    },
    answer: 'pass E4',
  },
  {
    it: 'is not fooled by a script that loads the application',
    files: {
      'src/app.js': "const express = require('express');\nconst app = express();\nmodule.exports = app;\n",
      'src/fill.js': "const app = require('./app');\nprocess.on('SIGTERM', () => {\n  app.db.close();\n});\n",
    },
    answer: 'fail E0 src/app.js:2 missing',
  },
]);

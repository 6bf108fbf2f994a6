// Log files that grow, and those that rotate.

import assert from 'node:assert/strict';

import { analyze, checkOf, placesOf, type Files } from '../../support/analyze';

const ID = 'log-rotation';

async function outcome(files: Files): Promise<string[]> {
  const report = await analyze(files);
  const { verdict, level } = checkOf(report, ID);
  return [level === null ? verdict : `${verdict} ${level}`, ...placesOf(report, ID)];
}

const app = (line: string): Files => ({
  'app/main.py': `import logging
from logging.handlers import RotatingFileHandler
from fastapi import FastAPI
app = FastAPI()
${line}
`,
});

describe('log-rotation', () => {
  it('holds when files rotate or logs go to the output', async () => {
    assert.deepEqual(await outcome(app('h = RotatingFileHandler("a.log", maxBytes=1000, backupCount=3)')), ['pass E4']);
    assert.deepEqual(await outcome(app('logging.basicConfig(level="INFO")')), ['pass E3']);
  });

  it('does not hold with a file that only grows', async () => {
    for (const line of [
      'h = logging.FileHandler("a.log")',
      'logging.basicConfig(filename="a.log")',
      'h = RotatingFileHandler("a.log", backupCount=3)',
      'LOGGING = {"handlers": {"file": {"class": "logging.FileHandler"}}}',
    ])
      assert.deepEqual(await outcome(app(line)), ['fail E0', 'app/main.py:5'], line);
  });

  it('leaves alone what is served by nothing', async () => {
    const script = { 'scripts/load.py': 'import logging\nlogging.basicConfig(filename="a.log")\n' };
    assert.deepEqual(await outcome({ ...app(''), ...script }), ['pass E3']);
    assert.deepEqual(await outcome(script), ['not-applicable']);
  });

  it('does not let a handler under __main__ stand for the one that is served', async () => {
    const both =
      'h = logging.FileHandler("a.log")\nif __name__ == "__main__":\n    h = RotatingFileHandler("a.log", maxBytes=9)';
    assert.deepEqual(await outcome(app(both)), ['fail E0', 'app/main.py:5']);
  });

  it('knows logrotate, and winston', async () => {
    assert.deepEqual(
      await outcome({ ...app('h = logging.FileHandler("a.log")'), 'deploy/logrotate.conf': '/a.log { daily }\n' }),
      ['pass E3'],
    );
    const server = (options: string): Files => ({
      'src/server.js': `const express = require('express');\nconst app = express();\nconst t = new winston.transports.File({ ${options} });\n`,
    });
    assert.deepEqual(await outcome(server("filename: 'a.log'")), ['fail E0', 'src/server.js:3']);
    assert.deepEqual(await outcome(server("filename: 'a.log', maxsize: 1000")), ['pass E4']);
  });
});

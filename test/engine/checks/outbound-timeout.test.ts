import { describeCheck } from '../../support/answer';
import { express, fastapi } from '../../support/samples';

const client = (line: string): Record<string, string> => fastapi({ 'client.py': `${line}\n` });

describeCheck('outbound-timeout', [
  {
    it: 'holds for timeouts, and for httpx, which has one',
    files: client('requests.get(URL, timeout=5)\nhttpx.get(URL)\nurlopen(URL, None, 5)'),
    answer: 'pass E3',
  },
  {
    it: 'fails without',
    files: client('requests.post(\n    URL,\n    json=data,\n)'),
    answer: 'fail E0 client.py:1 no-timeout',
  },
  {
    it: 'fails for httpx when it is taken away',
    files: client('httpx.Client(timeout=None)'),
    answer: 'fail E0 client.py:1 no-timeout',
  },
  {
    it: 'fails for axios',
    files: express({ 'client.ts': "axios.get('/a');\n" }),
    answer: 'fail E0 client.ts:1 no-timeout',
  },
  {
    it: 'holds for axios with a default for all',
    files: express({ 'client.ts': "axios.defaults.timeout = 5000;\naxios.get('/a');\n" }),
    answer: 'pass E3',
  },
  {
    it: 'names a setting that nothing reads',
    files: fastapi({
      'client.py': 'Repo.clone_from(URL, FOLDER)\n',
      'config.py': 'class Settings(BaseSettings):\n    CLONE_TIMEOUT_SECONDS: int = 300\n',
    }),
    answer: 'fail E1 client.py:1 no-timeout, config.py:2 unused-setting',
  },
  {
    it: 'sees programs of their own',
    files: { ...fastapi(), 'worker.py': 'requests.get(URL)\nif __name__ == "__main__":\n    main()\n' },
    answer: 'fail E0 worker.py:1 no-timeout',
  },
  {
    it: 'leaves scripts, tests and unused code alone',
    files: {
      ...client('x = 1'),
      'scripts/a.py': 'requests.get(URL)\n',
      'tests/test_a.py': 'requests.get(URL)\n',
      'old.py': 'requests.get(URL)\n',
    },
    answer: 'pass E3',
  },
  {
    it: 'leaves code alone that browsers run',
    files: {
      ...client('x = 1'),
      'web/package.json': '{ "dependencies": { "axios": "1.7.0" }, "devDependencies": { "vite": "6.0.0" } }\n',
      'web/src/main.ts': "import axios from 'axios';\nexport const get = () => axios.get('/orders');\n",
    },
    answer: 'pass E3',
  },
  {
    it: 'is not fooled by a bundler beside a server',
    files: {
      'package.json': '{ "dependencies": { "axios": "1.7.0", "express": "5.0.0", "vite": "6.0.0" } }\n',
      'server.ts': "import express from 'express';\nimport axios from 'axios';\nexpress();\naxios.get('/a');\n",
    },
    answer: 'fail E0 server.ts:4 no-timeout',
  },
  {
    it: 'does not take a comment or a string for a call',
    files: client('# requests.get(URL)\nx = "requests.get(URL)"'),
    answer: 'pass E3',
  },
  { it: 'does not apply without calls or a service', files: { 'a.py': 'x = 1\n' }, answer: 'not-applicable' },
]);

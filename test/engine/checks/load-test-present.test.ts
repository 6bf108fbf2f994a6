import { describeCheck } from '../../support/answer';
import { fastapi } from '../../support/samples';

describeCheck('load-test-present', [
  {
    it: 'holds for k6',
    files: { ...fastapi(), 'perf/books.js': "import http from 'k6/http';\nexport default function () {}\n" },
    answer: 'pass E4',
  },
  {
    it: 'holds for Locust',
    files: { ...fastapi(), 'locustfile.py': 'from locust import HttpUser\n' },
    answer: 'pass E4',
  },
  { it: 'fails without', files: fastapi(), answer: 'fail E0 workspace' },
  {
    it: 'is not fooled by a document on it, or by an example',
    files: { ...fastapi(), 'docs/load-test.md': '# k6\n', 'examples/locustfile.py': 'from locust import HttpUser\n' },
    answer: 'fail E0 workspace',
  },
  { it: 'does not apply where nothing is served', files: { 'a.py': 'x = 1\n' }, answer: 'not-applicable' },
]);

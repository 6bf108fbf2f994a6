import { describeCheck, workflow } from '../../support/answer';

describeCheck('ci-coverage', [
  { it: 'holds for tests that measure', files: workflow('run: pytest --cov=app'), answer: 'pass E4' },
  {
    it: 'follows scripts',
    files: { 'package.json': '{ "scripts": { "cov": "vitest run --coverage" } }\n', ...workflow('run: npm run cov') },
    answer: 'pass E4',
  },
  { it: 'fails for tests that do not', files: workflow('run: pytest'), answer: 'fail E0 .github/workflows/ci.yml:2' },
  {
    it: 'fails when the measuring run is ignored',
    files: workflow('run: pytest --cov=app || true'),
    answer: 'fail E3 .github/workflows/ci.yml:7 swallowed',
  },
  {
    it: 'does not take a package of a similar name for it',
    files: workflow('run: pip install pytest-cov', 'run: pytest'),
    answer: 'fail E0 .github/workflows/ci.yml:2',
  },
  { it: 'fails without CI', files: { 'a.py': 'x = 1\n' }, answer: 'fail E0 workspace' },
]);

import { describeCheck, workflow } from '../../support/answer';

describeCheck('ci-gates-swallowed', [
  {
    it: 'accepts a later step that judges the outcome',
    files: workflow(
      'run: pytest\nid: unit\ncontinue-on-error: true',
      "if: steps.unit.outcome == 'failure'\nrun: exit 1",
    ),
    answer: 'pass E4',
  },
  { it: 'holds when every gate can fail', files: workflow('run: npm test', 'run: npx eslint .'), answer: 'pass E4' },
  {
    it: 'fails for each gate that cannot',
    files: workflow(
      'run: npm test || echo "tests failed"',
      'run: npx tsc --noEmit\ncontinue-on-error: true',
      'run: npm audit; true',
    ),
    answer: 'fail E3 .github/workflows/ci.yml:7 swallowed, .github/workflows/ci.yml:8 swallowed',
  },
  {
    it: 'fails for a job that is allowed to fail',
    files: { '.gitlab-ci.yml': 'unit:\n  allow_failure: true\n  script:\n    - pytest\n' },
    answer: 'fail E3 .gitlab-ci.yml:4 swallowed',
  },
  {
    it: 'sees what a script of package.json swallows',
    files: { 'package.json': '{ "scripts": { "lint": "eslint . || true" } }\n', ...workflow('run: npm run lint') },
    answer: 'fail E3 .github/workflows/ci.yml:7 swallowed',
  },
  {
    it: 'leaves cleaning up, uploads and own exit codes alone',
    files: workflow(
      'run: docker rm -f db || true',
      'uses: codecov/codecov-action@v4\ncontinue-on-error: true',
      'run: pytest || exit 1',
    ),
    answer: 'pass E4',
  },
  {
    it: 'leaves an expression alone',
    files: workflow('run: pytest\ncontinue-on-error: ${{ matrix.experimental }}'),
    answer: 'pass E4',
  },
  { it: 'does not apply without gates', files: workflow('run: echo hello'), answer: 'not-applicable' },
  { it: 'does not apply without CI', files: { 'a.py': 'x = 1\n' }, answer: 'not-applicable' },
]);

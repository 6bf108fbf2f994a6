import { describeCheck, workflow } from '../../support/answer';

describeCheck('ci-lint', [
  { it: 'holds for linters', files: workflow('run: npx eslint .', 'run: ruff check .'), answer: 'pass E4' },
  {
    it: 'knows the plug-ins of build tools',
    files: workflow('run: ./gradlew --no-daemon checkstyleMain', 'run: mvn -B spotbugs:check || true'),
    answer: 'pass E4',
  },
  { it: 'holds for a linter’s action', files: workflow('uses: golangci/golangci-lint-action@v6'), answer: 'pass E4' },
  {
    it: 'fails for a linter that may find what it likes',
    files: workflow('run: flake8 --exit-zero src'),
    answer: 'fail E3 .github/workflows/ci.yml:7 swallowed',
  },
  {
    it: 'asks each language for a linter of its own',
    files: workflow('run: npx eslint .', 'run: ruff check . || true'),
    answer: 'fail E3 .github/workflows/ci.yml:8 swallowed',
  },
  {
    it: 'does not take a repairing run for the gate',
    files: workflow('run: ruff check --fix . || true', 'run: ruff check .'),
    answer: 'pass E4',
  },
  {
    it: 'does not take a formatter or an echo for a linter',
    files: workflow('run: echo "eslint ."', 'run: prettier --check .'),
    answer: 'fail E0 .github/workflows/ci.yml:2',
  },
  { it: 'fails without CI', files: { 'a.py': 'x = 1\n' }, answer: 'fail E0 workspace' },
]);

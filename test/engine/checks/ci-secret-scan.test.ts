import { describeCheck, workflow } from '../../support/answer';

describeCheck('ci-secret-scan', [
  { it: 'holds for a scanner’s action', files: workflow('uses: gitleaks/gitleaks-action@v2'), answer: 'pass E4' },
  { it: 'holds for a scanner’s command', files: workflow('run: trufflehog git file://. --fail'), answer: 'pass E4' },
  {
    it: 'holds for a commit hook, one level lower',
    files: {
      '.pre-commit-config.yaml':
        'repos:\n  - repo: https://github.com/gitleaks/gitleaks\n    rev: v8.18.0\n    hooks:\n      - id: gitleaks\n',
    },
    answer: 'pass E3',
  },
  {
    it: 'fails for a configuration that nothing runs',
    files: { '.gitleaks.toml': 'title = "x"\n', ...workflow('run: npm test') },
    answer: 'fail E1 .github/workflows/ci.yml:2',
  },
  {
    it: 'fails for a scanner that is ignored',
    files: workflow('run: gitleaks detect\ncontinue-on-error: true'),
    answer: 'fail E3 .github/workflows/ci.yml:7 swallowed',
  },
  {
    it: 'does not take a comment in a hook for a scanner',
    files: { '.husky/pre-commit': '# gitleaks protect\nnpm test\n' },
    answer: 'fail E0 workspace',
  },
]);

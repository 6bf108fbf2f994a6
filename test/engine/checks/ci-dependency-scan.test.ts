import { describeCheck, workflow } from '../../support/answer';

describeCheck('ci-dependency-scan', [
  { it: 'holds for an audit', files: workflow('run: npm audit --audit-level=high'), answer: 'pass E4' },
  {
    it: 'holds for the review action',
    files: workflow('uses: actions/dependency-review-action@v4'),
    answer: 'pass E4',
  },
  {
    it: 'holds for a nightly audit',
    files: {
      '.github/workflows/n.yml':
        'on:\n  schedule:\n    - cron: "0 3 * * *"\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: pip-audit\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'fails for an audit that is ignored',
    files: workflow('run: npm audit --omit=dev || true'),
    answer: 'fail E3 .github/workflows/ci.yml:7 swallowed',
  },
  {
    it: 'knows that Trivy’s action only reports unless it is told to fail',
    files: workflow('uses: aquasecurity/trivy-action@0.28.0\nwith:\n  scan-type: fs'),
    answer: 'fail E3 .github/workflows/ci.yml:7 swallowed',
  },
  {
    it: 'holds for Trivy with an exit code',
    files: workflow("uses: aquasecurity/trivy-action@0.28.0\nwith:\n  exit-code: '1'"),
    answer: 'pass E4',
  },
  {
    it: 'does not take an install for an audit',
    files: workflow('run: npm install --no-audit'),
    answer: 'fail E0 .github/workflows/ci.yml:2',
  },
  {
    it: 'does not take every script about security for an audit',
    files: {
      ...workflow('run: npm run security:routes'),
      'package.json': '{ "scripts": { "security:routes": "node scripts/routes.mjs" } }\n',
    },
    answer: 'fail E0 .github/workflows/ci.yml:2',
  },
  { it: 'fails without CI', files: { 'a.py': 'x = 1\n' }, answer: 'fail E0 workspace' },
]);

import { describeCheck } from '../../support/answer';

describeCheck('pre-commit', [
  {
    it: 'holds for pre-commit',
    files: { '.pre-commit-config.yaml': 'repos:\n  - repo: local\n    hooks:\n      - id: ruff\n' },
    answer: 'pass E4',
  },
  { it: 'holds for Husky', files: { '.husky/pre-commit': 'npx lint-staged\n' }, answer: 'pass E4' },
  {
    it: 'fails for a hook that runs nothing',
    files: { '.husky/pre-commit': '#!/bin/sh\n. "$(dirname "$0")/_/husky.sh"\n' },
    answer: 'fail E2 .husky/pre-commit:1',
  },
  {
    it: 'fails without, at the root’s manifest',
    files: { 'package.json': '{ "dependencies": { "a": "1" } }\n' },
    answer: 'fail E0 package.json:1',
  },
  {
    it: 'does not take the list of lint-staged for a hook',
    files: { '.lintstagedrc.json': '{ "*.ts": "eslint" }\n' },
    answer: 'fail E2 .lintstagedrc.json:1',
  },
]);

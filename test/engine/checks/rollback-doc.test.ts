import { describeCheck } from '../../support/answer';

describeCheck('rollback-doc', [
  {
    it: 'holds for a section with a command',
    files: { 'DEPLOYMENT.md': '# Deploying\n\n## Rollback\n\n```sh\nhelm rollback shop\n```\n' },
    answer: 'pass E4',
  },
  {
    it: 'holds for a document of its own',
    files: { 'docs/ROLLBACK_PLAN.md': '# Plan\n\n```sh\nhelm rollback shop\n```\n' },
    answer: 'pass E4',
  },
  {
    it: 'fails for a heading with nothing under it',
    files: { 'DEPLOYMENT.md': '# Deploying\n\n## Rollback\n' },
    answer: 'fail E1 DEPLOYMENT.md:3',
  },
  {
    it: 'fails without',
    files: { 'DEPLOYMENT.md': '# Deploying\n\nWe never roll back.\n' },
    answer: 'fail E0 workspace',
  },
]);

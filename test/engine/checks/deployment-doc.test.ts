import { describeCheck } from '../../support/answer';

describeCheck('deployment-doc', [
  {
    it: 'holds for a document with commands',
    files: { 'DEPLOYMENT.md': '# Deploying\n\n```sh\nhelm upgrade\n```\n' },
    answer: 'pass E4',
  },
  {
    it: 'holds for a folder',
    files: { 'docs/deployment/aws.md': '# AWS\n\n```sh\ncdk deploy\n```\n' },
    answer: 'pass E4',
  },
  {
    it: 'fails for a document without a command',
    files: { 'docs/deploy.md': '# Deploying\n\nAsk Mia.\n' },
    answer: 'fail E1 docs/deploy.md:1',
  },
  { it: 'fails without', files: { 'README.md': '# Shop\n' }, answer: 'fail E0 workspace' },
]);

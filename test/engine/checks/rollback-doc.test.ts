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
    it: 'is not fooled by decisions about transactions, plans of changes and pages of one feature',
    files: {
      'docs/arch/adr-004-consistent-orders.md':
        '# Consistent orders\n\n## Roll back the change\n\n```sh\nrun it\n```\n',
      'docs/plans/new-tests.md':
        '# Moving the tests to production runners\n\n## Rollback\n\n```sh\ngit revert HEAD\n```\n',
      'docs/FEES.md': '# Fees\n\n## Rollback\n\n```sh\npython fees.py --phase beta\n```\n',
    },
    answer: 'fail E0 workspace',
  },
  {
    it: 'fails for a heading with nothing under it',
    files: { 'DEPLOYMENT.md': '# Deploying\n\n## Rollback\n' },
    answer: 'fail E1 DEPLOYMENT.md:3',
  },
  {
    it: 'does not take boxes that ask for it for its description',
    files: {
      'DEPLOYMENT.md': `# Deploying\n${'words '.repeat(300)}\n## Rollback plan\n- [ ] Rollback documented\n\n## Team\n${'words '.repeat(1200)}\n`,
    },
    answer: 'fail E1 DEPLOYMENT.md:3',
  },
  {
    it: 'holds for steps in words, however far down they stand',
    files: {
      'DEPLOYMENT.md': `# Deploying\n${'words '.repeat(1200)}\n## Rollback\nTake the last image from the registry.\n`,
    },
    answer: 'pass E4',
  },
  {
    it: 'fails without',
    files: { 'DEPLOYMENT.md': '# Deploying\n\nWe never roll back.\n' },
    answer: 'fail E0 workspace',
  },
]);

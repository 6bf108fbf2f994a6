import { describeCheck } from '../../support/answer';

const TEXT = 'Look at the dashboard first and see what changed. '.repeat(10);

describeCheck('runbook-doc', [
  { it: 'holds for a runbook', files: { 'docs/RUNBOOK.md': `# Runbook\n\n${TEXT}\n` }, answer: 'pass E4' },
  { it: 'holds for a folder', files: { 'ops/runbooks/queue.md': `# Queue\n\n${TEXT}\n` }, answer: 'pass E4' },
  {
    it: 'fails for a title alone',
    files: { 'docs/runbook.md': '# Runbook\n\nTo be written.\n' },
    answer: 'fail E1 docs/runbook.md:1',
  },
  {
    it: 'is not fooled by what sellers call a playbook',
    files: {
      'research/pricing_playbook.md': `# Playbook\n\n${TEXT}\n`,
      'docs/sales-playbook.md': `# Playbook\n\n${TEXT}\n`,
    },
    answer: 'fail E0 workspace',
  },
  { it: 'fails without', files: { 'README.md': `# Operations\n\n${TEXT}\n` }, answer: 'fail E0 workspace' },
]);

import { describeCheck } from '../../support/answer';

describeCheck('troubleshooting-doc', [
  {
    it: 'holds for a section',
    files: { 'docs/setup.md': '# Set-up\n\n## Troubleshooting\n\n```sh\ndocker compose logs\n```\n' },
    answer: 'pass E4',
  },
  {
    it: 'holds for a document',
    files: { 'docs/FAQ.md': `# Questions\n\n${'Why does it not start? Because the port is taken. '.repeat(6)}\n` },
    answer: 'pass E4',
  },
  {
    it: 'fails for a heading alone',
    files: { 'README.md': '# Shop\n\n## Troubleshooting\n' },
    answer: 'fail E1 README.md:3',
  },
  { it: 'fails without', files: { 'README.md': '# Shop\n' }, answer: 'fail E0 workspace' },
]);

import { describeCheck } from '../../support/answer';

describeCheck('readme-setup', [
  {
    it: 'holds for a section on it',
    files: { 'README.md': '# Shop\n\n## Quick start\n\nRun it.\n' },
    answer: 'pass E4',
  },
  {
    it: 'fails without such a section',
    files: { 'README.md': '# Shop\n\nSells books.\n' },
    answer: 'fail E1 README.md:1',
  },
  {
    it: 'fails without a README',
    files: { 'docs/README.md': '# Shop\n\n## Installation\n' },
    answer: 'fail E0 workspace',
  },
  {
    it: 'is not fooled by a comment in a code block',
    files: { 'README.md': '# Shop\n\n```sh\n# install\n```\n' },
    answer: 'fail E1 README.md:1',
  },
]);

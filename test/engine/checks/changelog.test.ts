import { describeCheck } from '../../support/answer';

const TEXT = `# Changelog\n\n## 1.2.0\n\n${'- Orders can be cancelled.\n'.repeat(8)}`;

describeCheck('changelog', [
  { it: 'holds for entries', files: { 'CHANGELOG.md': TEXT }, answer: 'pass E4' },
  {
    it: 'holds for changesets',
    files: {
      '.changeset/README.md': '# Changesets\n',
      '.changeset/brave-cats.md': '---\n---\nOrders can be cancelled.\n',
    },
    answer: 'pass E3',
  },
  {
    it: 'fails for a set-up without an entry',
    files: { '.changeset/README.md': '# Changesets\n' },
    answer: 'fail E1 .changeset/README.md:1',
  },
  { it: 'fails for an empty file', files: { 'CHANGELOG.md': '# Changelog\n' }, answer: 'fail E1 CHANGELOG.md:1' },
  { it: 'fails without', files: { 'README.md': TEXT }, answer: 'fail E0 workspace' },
]);

import { describeCheck } from '../../support/answer';

const TEXT =
  '# Security\n\nPlease write to security@example.com; we answer within two working days and tell you more.\n';

describeCheck('security-policy-doc', [
  { it: 'holds at the usual places', files: { 'SECURITY.md': TEXT }, answer: 'pass E4' },
  {
    it: 'holds in .github and for security.txt',
    files: { 'public/.well-known/security.txt': 'Contact: mailto:security@example.com\n' },
    answer: 'pass E4',
  },
  { it: 'fails for an empty one', files: { 'SECURITY.md': '# Security\n' }, answer: 'fail E0 workspace' },
  {
    it: 'is not fooled by a report on security',
    files: { 'docs/security-audit.md': TEXT },
    answer: 'fail E0 workspace',
  },
  {
    it: 'holds for a policy in a language without spaces',
    files: { 'SECURITY.md': '# 方針\n\n脆弱性を見つけた場合は公開せずに次の連絡先までお知らせください。\n' },
    answer: 'pass E4',
  },
]);

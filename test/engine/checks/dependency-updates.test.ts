import { describeCheck } from '../../support/answer';

const MANIFESTS = {
  'package.json': '{ "dependencies": { "a": "1" } }\n',
  'api/requirements.txt': 'fastapi==0.115.0\n',
};
const NPM = 'version: 2\nupdates:\n  - package-ecosystem: npm\n    directory: /\n';

describeCheck('dependency-updates', [
  { it: 'holds for Renovate', files: { ...MANIFESTS, 'renovate.json': '{}\n' }, answer: 'pass E4' },
  {
    it: 'holds for a complete Dependabot',
    files: { ...MANIFESTS, '.github/dependabot.yml': `${NPM}  - package-ecosystem: pip\n    directory: /api\n` },
    answer: 'pass E4',
  },
  {
    it: 'fails for an ecosystem that is left out',
    files: { ...MANIFESTS, '.github/dependabot.yml': NPM },
    answer: 'fail E2 .github/dependabot.yml:1',
  },
  {
    it: 'does not count an entry for named packages alone',
    files: {
      'package.json': '{ "dependencies": { "a": "1.0.0" } }',
      '.github/dependabot.yml': `${NPM}    allow:\n      - dependency-name: a\n`,
    },
    answer: 'fail E2 .github/dependabot.yml:1',
  },
  {
    it: 'counts one for kinds of packages',
    files: {
      'package.json': '{ "dependencies": { "a": "1.0.0" } }',
      '.github/dependabot.yml': `${NPM}    allow:\n      - dependency-type: direct\n`,
    },
    answer: 'pass E4',
  },
  { it: 'fails without', files: MANIFESTS, answer: 'fail E0 workspace' },
  {
    it: 'does not ask for examples',
    files: {
      'package.json': MANIFESTS['package.json'],
      'examples/a/requirements.txt': 'x==1\n',
      '.github/dependabot.yml': NPM,
    },
    answer: 'pass E4',
  },
  { it: 'does not apply without dependencies', files: { 'a.py': 'x = 1\n' }, answer: 'not-applicable' },
  {
    it: 'asks for the modules of Go, and the packages of Java',
    files: {
      'go.mod': 'module example.com/shop\n',
      'jobs/pom.xml': '<project/>\n',
      '.github/dependabot.yml': 'version: 2\nupdates:\n  - package-ecosystem: gomod\n    directory: /\n',
    },
    answer: 'fail E2 .github/dependabot.yml:1',
  },
  {
    it: 'leaves what was put away alone',
    files: {
      'go.mod': 'module example.com/shop\n',
      '_archived/app/build.gradle.kts': 'plugins {}\n',
      '.github/dependabot.yml': 'version: 2\nupdates:\n  - package-ecosystem: gomod\n    directory: /\n',
    },
    answer: 'pass E4',
  },
]);

import { describeCheck, workflow } from '../../support/answer';

const NPM = { 'package.json': '{ "dependencies": { "express": "^5.0.0" } }\n' };
const LOCKED = { ...NPM, 'package-lock.json': '{}\n' };

describeCheck('lockfile-used', [
  { it: 'holds for a lock that CI installs', files: { ...LOCKED, ...workflow('run: npm ci') }, answer: 'pass E4' },
  {
    it: 'holds for pinned requirements',
    files: { 'requirements.txt': 'fastapi==0.115.0\nuvicorn==0.32.0\n' },
    answer: 'pass E3',
  },
  { it: 'fails without a lock', files: NPM, answer: 'fail E0 package.json:1 no-lock' },
  {
    it: 'fails for open requirements, at the first of them',
    files: { 'requirements.txt': 'fastapi==0.115.0\nuvicorn>=0.30\n' },
    answer: 'fail E0 requirements.txt:2 no-lock',
  },
  {
    it: 'fails for an image that does not use the lock',
    files: {
      ...LOCKED,
      Dockerfile: 'FROM node:20-alpine\nCOPY package*.json ./\nRUN npm install\nCMD ["node", "a.js"]\n',
    },
    answer: 'fail E2 Dockerfile:3 not-enforced',
  },
  {
    it: 'fails for an install that cannot succeed',
    files: { ...NPM, ...workflow('run: npm ci') },
    answer: 'fail E3 .github/workflows/ci.yml:7 cannot-install',
  },
  {
    it: 'accepts members of a workspace, libraries and tools that are installed globally',
    files: {
      'package.json': '{ "workspaces": ["packages/*"], "dependencies": { "a": "1" } }\n',
      'package-lock.json': '{}\n',
      'packages/a/package.json': '{ "dependencies": { "b": "^1" } }\n',
      'lib/pyproject.toml': '[project]\nname = "lib"\ndependencies = ["httpx>=0.27"]\n',
      ...workflow('run: npm install -g pnpm@9', 'run: npm ci'),
    },
    answer: 'pass E4',
  },
  { it: 'does not apply without dependencies', files: { 'a.py': 'x = 1\n' }, answer: 'not-applicable' },
  {
    it: 'holds for the sums of Go modules',
    files: {
      'go.mod': 'module example.com/shop\n\nrequire example.com/a v1.0.0\n',
      'go.sum': 'example.com/a v1.0.0 h1:x=\n',
    },
    answer: 'pass E3',
  },
  {
    it: 'takes the root of a pnpm workspace for the project, whatever the list of members says',
    files: {
      'pnpm-workspace.yaml': "packages:\n  - '**'\n",
      'package.json': '{ "devDependencies": { "turbo": "^2" } }\n',
      'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
      'apps/web/package.json': '{ "dependencies": { "b": "^1" } }\n',
      ...workflow('run: pnpm install --frozen-lockfile'),
    },
    answer: 'pass E4',
  },
]);

import { describeCheck } from '../../support/answer';
import type { Files } from '../../support/analyze';

const APP = { 'app/main.py': 'from fastapi import FastAPI\napp = FastAPI()\n', Dockerfile: 'FROM python:3.12\n' };

/** A workflow that deploys; its first step stands on line 7 or, with inputs, on line 12. */
function deploy(steps: string[], inputs = ''): Files {
  const on =
    inputs === ''
      ? 'on: [push]\n'
      : `on:\n  workflow_dispatch:\n    inputs:\n      ${inputs}:\n        required: false\n        type: string\n`;
  const list = steps.map((step) => `      - ${step}\n`).join('');
  return {
    ...APP,
    '.github/workflows/deploy.yml': `name: Deploy\n${on}jobs:\n  deploy:\n    runs-on: ubuntu-latest\n    steps:\n${list}`,
  };
}

describeCheck('rollback-automated', [
  {
    it: 'holds for a deployment that goes back by itself',
    files: deploy(['run: helm upgrade --install shop ./chart --atomic']),
    answer: 'pass E4',
  },
  {
    it: 'holds for a job that goes back when the deployment failed',
    files: deploy(['run: kubectl apply -f k8s/', 'run: kubectl rollout undo deployment/shop\n        if: failure()']),
    answer: 'pass E4',
  },
  {
    it: 'holds for an input that chooses the version',
    files: deploy(['run: bash ./scripts/deploy.sh "${{ inputs.version }}"'], 'version'),
    answer: 'pass E3',
  },
  {
    it: 'holds for a target of the Makefile',
    files: { ...deploy(['run: helm upgrade shop ./chart']), Makefile: 'back:\n\thelm rollback shop\n' },
    answer: 'pass E3',
  },
  {
    it: 'fails for a deployment without a way back',
    files: deploy(['run: helm upgrade shop ./chart']),
    answer: 'fail E0 .github/workflows/deploy.yml:7 missing',
  },
  {
    it: 'fails for an input that nothing uses (trap that looks like a pass)',
    files: deploy(['run: helm upgrade shop ./chart'], 'version'),
    answer: 'fail E0 .github/workflows/deploy.yml:12 missing',
  },
  {
    it: 'fails for a rollback that only says so (trap that looks like a pass)',
    files: {
      ...APP,
      '.github/workflows/deploy.yml':
        'on: [push]\njobs:\n  deploy:\n    runs-on: x\n    steps:\n      - run: helm upgrade shop ./chart\n' +
        '  rollback:\n    runs-on: x\n    steps:\n      - run: echo "rolling back"\n',
    },
    answer: 'fail E2 .github/workflows/deploy.yml:7 hollow',
  },
  { it: 'fails where nothing deploys', files: APP, answer: 'fail E0 workspace' },
  {
    it: 'does not take services for tests for a deployment (trap that looks like a fail)',
    files: {
      'vercel.json': '{}',
      ...APP,
      '.github/workflows/e2e.yml':
        'on: [push]\njobs:\n  e2e:\n    runs-on: x\n    steps:\n      - run: docker compose up -d\n',
    },
    answer: 'unknown',
  },
  { it: 'does not know what a platform keeps', files: deploy(['run: flyctl deploy']), answer: 'unknown' },
  {
    it: 'does not know how those who run a published image go back',
    files: deploy(['run: docker push acme/shop']),
    answer: 'unknown',
  },
  { it: 'is about nothing in a library', files: { 'src/index.ts': 'export const a = 1;\n' }, answer: 'not-applicable' },
]);

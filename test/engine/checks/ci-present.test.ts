import assert from 'node:assert/strict';

import { answer } from '../../support/answer';

const ID = 'ci-present';
const JOBS = 'jobs:\n  test:\n    runs-on: ubuntu-latest\n    steps:\n      - run: npm test\n';

describe(ID, () => {
  it('holds for a workflow on push or pull request, however the triggers are written', async () => {
    for (const on of ['on: push\n', 'on: [push, pull_request]\n', '"on":\n  pull_request:\n    branches: [main]\n']) {
      assert.equal(await answer(ID, { '.github/workflows/ci.yml': on + JOBS }), 'pass E4', on);
    }
  });

  it('holds for pipelines of other providers', async () => {
    const files = {
      '.gitlab-ci.yml': 'test:\n  script:\n    - npm test\n',
      '.circleci/config.yml': 'version: 2.1\njobs:\n  test:\n    steps:\n      - run: npm test\n',
      Jenkinsfile: "pipeline { stages { stage('t') { steps { sh 'npm test' } } } }\n",
      Jenkinsfile_CI: "pipeline { stages { stage('t') { steps { sh 'npm test' } } } }\n",
      'azure-pipelines.yml': 'trigger: [main]\nsteps:\n  - script: npm test\n',
    };
    for (const [path, text] of Object.entries(files)) assert.equal(await answer(ID, { [path]: text }), 'pass E4', path);
  });

  it('takes a Jenkinsfile for the night, or with parameters, for none that starts on a change', async () => {
    for (const path of ['Jenkinsfile_nightly', 'ci/Jenkinsfile.parameterized'])
      assert.match(
        await answer(ID, { [path]: "pipeline { stages { stage('t') { steps { sh 'npm test' } } } }\n" }),
        /^fail E2/,
        path,
      );
  });

  it('fails without any pipeline, at no file', async () => {
    assert.equal(await answer(ID, { 'app.py': 'x = 1\n' }), 'fail E0 workspace');
  });

  it('fails for workflows that nobody starts on a change', async () => {
    const files = {
      '.github/workflows/nightly.yml': `name: nightly\non:\n  schedule:\n    - cron: "0 3 * * *"\n${JOBS}`,
    };
    assert.equal(await answer(ID, files), 'fail E2 .github/workflows/nightly.yml:2');
  });

  it('is not fooled by workflows where GitHub does not look, or in a copied project', async () => {
    assert.equal(await answer(ID, { 'docs/.github/workflows/ci.yml': `on: push\n${JOBS}` }), 'fail E0 workspace');
  });

  it('fails for a workflow without jobs', async () => {
    assert.equal(await answer(ID, { '.github/workflows/ci.yml': 'on: push\n' }), 'fail E1 .github/workflows/ci.yml:1');
  });
});

import { describeCheck, workflow } from '../../support/answer';

const SCRIPTS = {
  'package.json': '{ "scripts": { "test": "vitest run", "verify": "npm test" } }\n',
  'package-lock.json': '{}\n',
};

/** As the documentation of each runner says how to start it. */
const RUNNERS = [
  'bin/rails test',
  'RAILS_ENV=test bin/rails test:system',
  'bundle exec rspec',
  'bundle exec rake',
  'composer test',
  'composer run-script test',
  'vendor/bin/pest --parallel',
  'php -d memory_limit=-1 vendor/bin/phpunit',
  'php artisan test',
  './vendor/bin/sail test',
  './gradlew build',
  'gradle check --no-daemon',
  './gradlew :app:testDebugUnitTest',
  './mvnw -B package',
  'mvn -B clean install -DskipTests=false',
  'dotnet test --no-build',
  'gotestsum --format testname',
  'cargo llvm-cov --workspace',
  'flutter test',
  'mix test',
  'sbt clean test',
  'bazel test //...',
];
/** Beside them: what builds and runs no test. */
const OTHERS = [
  'bin/rails db:test:prepare',
  'bundle exec rake db:migrate',
  'composer install',
  './gradlew build -x test',
  'mvn -B package -DskipTests',
  'mvn install -Dmaven.test.skip=true',
  'dotnet build',
  'cargo build',
  'php artisan migrate',
];

describeCheck('ci-runs-tests', [
  ...RUNNERS.map((run) => ({ it: `holds for ${run}`, files: workflow(`run: ${run}`), answer: 'pass E4' })),
  ...OTHERS.map((run) => ({
    it: `fails for ${run} alone`,
    files: workflow(`run: ${run}`),
    answer: 'fail E0 .github/workflows/ci.yml:2',
  })),
  {
    it: 'knows actions that run a program',
    files: workflow('uses: gradle/gradle-build-action@v3\nwith:\n  arguments: build'),
    answer: 'pass E4',
  },
  {
    it: 'follows a script in bin/',
    files: { ...workflow('run: bin/ci.sh'), 'bin/ci.sh': '#!/bin/sh\nset -e\nbin/rspec\n' },
    answer: 'pass E4',
  },
  { it: 'holds for a runner', files: workflow('run: pytest -q'), answer: 'pass E4' },
  {
    it: 'follows scripts of package.json',
    files: { ...SCRIPTS, ...workflow('run: npm ci', 'run: npm run verify') },
    answer: 'pass E4',
  },
  {
    it: 'takes a test program of the repository for what its script is called',
    files: {
      'package.json': '{ "scripts": { "test": "node scripts/test.mjs" } }\n',
      'package-lock.json': '{}\n',
      ...workflow('run: npm ci && npm test'),
    },
    answer: 'pass E4',
  },
  {
    it: 'does not take a placeholder for a test',
    files: {
      'package.json': '{ "scripts": { "test": "echo \\"no tests yet\\"" } }\n',
      'package-lock.json': '{}\n',
      ...workflow('run: npm ci && npm test'),
    },
    answer: 'fail E0 .github/workflows/ci.yml:2',
  },
  {
    it: 'follows a reusable workflow and a composite action of the repository',
    files: {
      '.github/workflows/ci.yml': 'on: push\njobs:\n  call:\n    uses: ./.github/workflows/tests.yml\n',
      '.github/workflows/tests.yml':
        'on: workflow_call\njobs:\n  t:\n    runs-on: x\n    steps:\n      - uses: ./.github/actions/test\n',
      '.github/actions/test/action.yml': 'runs:\n  using: composite\n  steps:\n    - run: pytest\n      shell: bash\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'follows a shell script of the repository',
    files: { ...workflow('run: bash scripts/ci.sh'), 'scripts/ci.sh': '#!/bin/sh\nset -e\npytest\n' },
    answer: 'pass E4',
  },
  {
    it: 'is not fooled by a script that swallows the failure',
    files: { ...workflow('run: ./scripts/ci.sh'), 'scripts/ci.sh': '#!/bin/sh\npytest || true\n' },
    answer: 'fail E3 .github/workflows/ci.yml:7 swallowed',
  },
  { it: 'knows GitLab', files: { '.gitlab-ci.yml': 'unit:\n  script:\n    - pytest\n' }, answer: 'pass E4' },
  {
    it: 'fails for a runner whose failure is ignored, in every spelling',
    files: workflow(
      'run: pytest || true',
      'run: npm test\ncontinue-on-error: true',
      'run: |\n  set +e\n  pytest\n  echo done',
    ),
    answer:
      'fail E3 .github/workflows/ci.yml:7 swallowed, .github/workflows/ci.yml:8 swallowed, .github/workflows/ci.yml:12 swallowed',
  },
  {
    it: 'fails when the output is piped without pipefail, holds with it',
    files: workflow('run: pytest | tee log.txt'),
    answer: 'fail E3 .github/workflows/ci.yml:7 swallowed',
  },
  {
    it: 'holds for a pipe in a bash shell',
    files: workflow('run: pytest | tee log.txt\nshell: bash'),
    answer: 'pass E4',
  },
  {
    it: 'takes an own exit code for a gate',
    files: workflow('run: |\n  pytest || (echo failed && exit 1)', 'run: npm run a || npm run b'),
    answer: 'pass E4',
  },
  {
    it: 'fails behind an install that cannot succeed',
    files: {
      'package.json': '{ "scripts": { "test": "vitest" }, "dependencies": { "a": "1" } }\n',
      ...workflow('run: npm ci', 'run: npm test'),
    },
    answer: 'fail E3 .github/workflows/ci.yml:7 cannot-install',
  },
  {
    it: 'fails behind a protocol that npm does not know, in a job that needs the install',
    files: {
      'package.json': '{ "workspaces": ["packages/*"] }\n',
      'package-lock.json': '{}\n',
      'packages/a/package.json': '{ "name": "a", "dependencies": { "b": "workspace:*" } }\n',
      '.github/workflows/ci.yml':
        'on: push\njobs:\n  setup:\n    runs-on: x\n    steps:\n      - run: npm ci\n  test:\n    needs: setup\n    runs-on: x\n    steps:\n      - run: npx vitest run\n',
    },
    answer: 'fail E3 .github/workflows/ci.yml:6 cannot-install',
  },
  {
    it: 'fails when no step tests, at the triggers',
    files: workflow('run: npm run build'),
    answer: 'fail E0 .github/workflows/ci.yml:2',
  },
  { it: 'fails without CI', files: { 'a.py': 'x = 1\n' }, answer: 'fail E0 workspace' },
  {
    it: 'is not fooled by tests that only a person can start',
    files: {
      '.github/workflows/t.yml':
        'on: workflow_dispatch\njobs:\n  t:\n    runs-on: x\n    steps:\n      - run: pytest\n',
    },
    answer: 'fail E0 .github/workflows/t.yml:1',
  },
  {
    it: 'is unknown when another repository’s workflow may do it',
    files: {
      '.github/workflows/ci.yml': 'on: push\njobs:\n  t:\n    uses: acme/workflows/.github/workflows/ci.yml@v1\n',
    },
    answer: 'unknown',
  },
  {
    it: 'does not take a program that checks something for tests',
    files: {
      ...workflow('run: npm run check-texts', 'run: npm run e2e:validate-fixtures'),
      'package.json':
        '{ "scripts": { "check-texts": "node scripts/texts.mjs", "e2e:validate-fixtures": "node scripts/fixtures.mjs" } }\n',
      'src/a.test.js': "it('adds', () => { expect(1 + 1).toBe(2); });\n",
    },
    answer: 'fail E0 .github/workflows/ci.yml:2',
  },
]);

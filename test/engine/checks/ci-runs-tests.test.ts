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
  "RUBYOPT='-W:no-deprecated -W:no-experimental' bin/turbo_rspec",
  'bundle exec rake knapsack_pro:queue:rspec',
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
  'mvnd verify',
  'docker run -d acme/app pytest',
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

/** A test that CI could run. */
const TESTED = { 'tests/test_adds.py': 'def test_adds():\n    assert 1 + 1 == 2\n' };
const ADDS = "it('adds', () => { expect(1 + 1).toBe(2); });\n";

/** Two back ends in two languages, each with a test. */
const TWO = {
  'api/Dockerfile': 'FROM python:3.12\n',
  'api/requirements.txt': 'pytest\n',
  'api/tests/test_a.py': 'def test_a():\n    assert 1 + 1 == 2\n',
  'web/package.json': '{ "name": "web", "scripts": { "start": "node .", "test": "vitest run" } }\n',
  'web/src/a.test.ts': ADDS,
};

/** Two packages of one language. */
const SIBLINGS = {
  'shop/package.json': '{ "name": "shop", "scripts": { "test": "vitest run" } }\n',
  'shop/src/a.test.ts': ADDS,
  'mail/package.json': '{ "name": "mail", "scripts": { "start": "node .", "test": "vitest run" } }\n',
  'mail/src/a.test.ts': ADDS,
};

describeCheck('ci-runs-tests', [
  ...RUNNERS.map((run) => ({ it: `holds for ${run}`, files: workflow(`run: ${run}`), answer: 'pass E4' })),
  ...OTHERS.map((run) => ({
    it: `fails for ${run} alone`,
    files: { ...TESTED, ...workflow(`run: ${run}`) },
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
      ...TESTED,
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
    files: { ...TESTED, ...workflow('run: npm run build') },
    answer: 'fail E0 .github/workflows/ci.yml:2',
  },
  {
    it: 'fails without CI',
    files: {
      ...TESTED,
      'a.py': 'x = 1\n',
    },
    answer: 'fail E0 workspace',
  },
  {
    it: 'is not fooled by tests that only a person can start',
    files: {
      ...TESTED,
      '.github/workflows/t.yml':
        'on: workflow_dispatch\njobs:\n  t:\n    runs-on: x\n    steps:\n      - run: pytest\n',
    },
    answer: 'fail E0 .github/workflows/t.yml:1',
  },
  {
    it: 'is unknown when another repository’s workflow may do it',
    files: {
      ...TESTED,
      '.github/workflows/ci.yml': 'on: push\njobs:\n  t:\n    uses: acme/workflows/.github/workflows/ci.yml@v1\n',
    },
    answer: 'unknown',
  },
  {
    it: 'does not take a program that checks something for tests',
    files: {
      ...TESTED,
      ...workflow('run: npm run check-texts', 'run: npm run e2e:validate-fixtures'),
      'package.json':
        '{ "scripts": { "check-texts": "node scripts/texts.mjs", "e2e:validate-fixtures": "node scripts/fixtures.mjs" } }\n',
      'src/a.test.js': "it('adds', () => { expect(1 + 1).toBe(2); });\n",
    },
    answer: 'fail E0 .github/workflows/ci.yml:2',
  },
  {
    it: 'asks for the tests of every back end',
    files: { ...TWO, ...workflow('run: cd api && pytest') },
    answer: 'fail E3 .github/workflows/ci.yml:7 not-run',
  },
  {
    it: 'tells packages of one language apart by where the runner is called',
    files: { ...SIBLINGS, ...workflow('run: npm test\nworking-directory: shop') },
    answer: 'fail E3 .github/workflows/ci.yml:7 not-run',
  },
  {
    it: 'does not count a step whose failure is ignored as one that runs the others',
    files: { ...TWO, ...workflow('run: cd api && pytest', 'run: cd web && npx vitest run || true') },
    answer: 'fail E3 .github/workflows/ci.yml:7 not-run',
  },
  {
    it: 'holds when each has a step, also when a path names what is run',
    files: { ...TWO, ...workflow('run: pytest api/tests', 'run: npx vitest run\nworking-directory: web') },
    answer: 'pass E4',
  },
  {
    it: 'holds for a runner that is called above all of them, and for a folder that a matrix fills in',
    files: { ...SIBLINGS, ...workflow('run: npm test\nworking-directory: ${{ matrix.package }}') },
    answer: 'pass E4',
  },
  {
    it: 'holds for a target of a Makefile that may run both, and for tests in a container',
    files: { ...TWO, ...workflow('run: make test') },
    answer: 'pass E4',
  },
  {
    it: 'does not ask CI for tests that drive a whole system or belong to an example',
    files: {
      ...workflow('run: pytest'),
      'app/tests/test_a.py': 'def test_a():\n    assert 1 + 1 == 2\n',
      'e2e/package.json': '{ "name": "e2e" }\n',
      'e2e/shop.spec.ts':
        "import { test, expect } from '@playwright/test';\ntest('buys', () => { expect(1).toBe(1); });\n",
      'examples/cart/a.test.js': "it('adds', () => { expect(1 + 1).toBe(2); });\n",
    },
    answer: 'pass E4',
  },
  {
    it: 'leaves open what a workflow of another repository runs',
    files: {
      ...TESTED,
      ...TWO,
      '.github/workflows/ci.yml':
        'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: cd api && pytest\n  b:\n    uses: acme/workflows/.github/workflows/ci.yml@v1\n',
    },
    answer: 'unknown',
  },
  {
    it: 'knows the phases of Maven and tasks of Gradle that run tests',
    files: workflow('run: ./mvnw -B package --file pom.xml', 'run: ./gradlew build'),
    answer: 'pass E4',
  },
  {
    it: 'is not fooled by a build that leaves the tests out',
    files: { ...TESTED, ...workflow('run: mvn -B package -DskipTests', 'run: ./gradlew build -x test') },
    answer: 'fail E0 .github/workflows/ci.yml:2',
  },
  { it: 'knows composer, artisan and pest', files: workflow('run: php artisan test'), answer: 'pass E4' },
  {
    it: 'finds the program of a project in its folder',
    files: workflow('run: python site/manage.py test'),
    answer: 'pass E4',
  },
  {
    it: 'holds for what is served, and says that the tests of a library are not run',
    files: {
      ...SIBLINGS,
      'mail/package.json': '{ "name": "mail" }\n',
      ...workflow('run: npm test\nworking-directory: shop'),
    },
    answer: 'pass E4',
  },
  {
    it: 'takes a solution for everything around it',
    files: {
      ...workflow('run: dotnet test ./Shop.sln'),
      'Shop.sln': 'Microsoft Visual Studio Solution File\n',
      'tests/Unit/CartTests.cs':
        'public class CartTests {\n  [Fact]\n  public void Adds() { Assert.Equal(2, 1 + 1); }\n}\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'follows a script that is run in a container, by the one file of its name',
    files: {
      ...workflow('run: docker compose exec -T api bash /app/tests-start.sh'),
      'api/tests-start.sh': '#!/bin/sh\nset -e\npytest\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'knows what Travis runs where no script is written',
    files: { '.travis.yml': 'language: java\njdk: openjdk17\n' },
    answer: 'pass E4',
  },
  {
    it: 'takes the script of Travis where one is written',
    files: {
      ...TESTED,
      '.travis.yml': 'language: java\nscript: mvn -B compile\n',
    },
    answer: 'fail E0 .travis.yml:1',
  },
  {
    it: 'does not apply where there is nothing to run',
    files: workflow('run: npm run build'),
    answer: 'not-applicable',
  },
  ...['php${{ matrix.php }} ./vendor/bin/phpunit', 'sudo ./vendor/bin/phpunit', 'gulp test', 'grunt coverage'].map(
    (run) => ({ it: `holds for ${run}`, files: workflow(`run: ${run}`), answer: 'pass E4' }),
  ),
  {
    it: 'takes a script by its name where it lies in a folder that is made on the way',
    files: { ...workflow('run: cd made && ./scripts/test.sh') },
    answer: 'pass E4',
  },
  {
    it: 'is not fooled by another script in such a folder',
    files: { ...TESTED, ...workflow('run: cd made && ./scripts/start.sh') },
    answer: 'fail E0 .github/workflows/ci.yml:2',
  },
  {
    it: 'holds for tests that run side by side with others, and for those that a variable of the matrix names',
    files: {
      ...TESTED,
      ...workflow('parallel:\n    - name: Lint\n      run: ruff check .\n    - name: Tests\n      run: pytest'),
    },
    answer: 'pass E4',
  },
  {
    it: 'reads what a variable lets a program do',
    files: {
      'test/models/book_test.rb':
        "class BookTest < ActiveSupport::TestCase\n  test 'reads' do\n    assert true\n  end\nend\n",
      '.github/workflows/ci.yml':
        'on: [push]\njobs:\n  rails:\n    runs-on: ubuntu-latest\n    strategy:\n      matrix:\n        part:\n          - id: all\n            command: test\n          - id: system\n            command: test:system\n    steps:\n      - run: bin/rails $WHAT\n        env:\n          WHAT: ${{ matrix.part.command }}\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'does not take any program with a variable for tests',
    files: {
      ...TESTED,
      '.github/workflows/ci.yml':
        'on: [push]\njobs:\n  a:\n    runs-on: ubuntu-latest\n    env:\n      WHAT: db:migrate\n    steps:\n      - run: bin/rails $WHAT\n',
    },
    answer: 'fail E0 .github/workflows/ci.yml:1',
  },
  {
    it: 'follows Turborepo into the packages, past the script of the root that starts it',
    files: {
      'package.json': '{ "workspaces": ["packages/*"], "scripts": { "test": "turbo --no-daemon test" } }\n',
      'package-lock.json': '{}\n',
      'packages/a/package.json': '{ "name": "a", "scripts": { "test": "vitest run" } }\n',
      'packages/a/adds.test.ts': ADDS,
      ...workflow('run: npm ci', 'run: npm test'),
    },
    answer: 'pass E4',
  },
]);

/** What a command or an action of a pipeline is for. The tables name tools by their documented command lines. */
import { joinPath, shellCommands, wordsOf } from '../collect/shell';
import { folderOf, isWithin, manifests } from '../manifests';
import type { Workspace } from '../workspace';
import { testRun, type TestRun } from './test-runs';

export type Purpose =
  | 'test'
  | 'e2e'
  | 'coverage'
  | 'lint'
  | 'format'
  | 'types'
  | 'audit'
  | 'secrets'
  | 'build'
  | 'migrate'
  | 'load'
  | 'backup';

/** What a command does, and whether its own script keeps it from failing. */
export interface CommandUse {
  purposes: Purpose[];
  /** The script behind the name ends in `|| true` or the like. */
  swallowed: string | null;
  /** Which tests it runs. */
  tests: TestRun[];
}

/** Programs by name; the first pattern that matches the start of a command decides. */
const TOOLS: readonly [RegExp, Purpose[]][] = [
  [/^(?:pytest|py\.test|nose2|unittest|coverage run|behave|robot)\b/, ['test']],
  [/^(?:jest|vitest|mocha|ava|tap|node --test|karma|wtr|web-test-runner|uvu|deno test|bun test)\b/, ['test']],
  [/^(?:go test|gotestsum|ginkgo|cargo (?:test|nextest)|ctest|prove)\b/, ['test']],
  [/^cargo (?:llvm-cov|tarpaulin)\b/, ['test', 'coverage']],
  [
    /^(?:sbt|lein|stack|cabal|zig build|swift|xcodebuild|mix|flutter|dart|bazel|bazelisk|buck2|pants)\b.*\btest\b/,
    ['test'],
  ],
  [/^dotnet (?:test|vstest)\b/, ['test']],
  // docs.knapsackpro.com; programs of a project that are called after what they run.
  [
    /^(?:(?:\w+_)?rspec|cucumber|minitest|(?:rails|rake) (?:db:\S+ )*(?:test|spec)|rake (?:ci|["']?knapsack\w*:)|rake$|turbo_tests|parallel_test)\b/,
    ['test'],
  ],
  [/^(?:phpunit|simple-phpunit|paratest|pest|behat|phpspec|codecept|(?:artisan|sail|sail artisan) test)\b/, ['test']],
  [/^(?:(?:[\w./-]*\/)?manage\.py test|django(?:-admin)? test|trial|hatch test)\b/, ['test']],
  [/^(?:ng test|react-scripts test|craco test)\b/, ['test']],
  [/^(?:tox|nox)\b/, ['test']],
  [/^coverage (?:report|xml|html|json|combine|lcov)\b/, ['coverage']],
  [/^(?:playwright test|cypress run|wdio|testcafe|nightwatch|cucumber-js|start-server-and-test)\b/, ['test', 'e2e']],
  [
    /^(?:eslint|ruff(?: check)?(?= |$)(?! format)|flake8|pylint|biome (?:check|lint|ci)|oxlint|standard|xo|tslint|golangci-lint|staticcheck|revive|go vet|cargo clippy|rubocop|standardrb|erb_?lint|reek|phpcs|ktlint|detekt|checkstyle|next lint|ng lint|stylelint|semgrep|prospector|(?:pre-commit|prek) run|trunk check|deno lint)\b/,
    ['lint'],
  ],
  [
    /^(?:prettier|black|isort|ruff format|gofmt|gofumpt|cargo fmt|dprint|pint|php-cs-fixer|dotnet format)\b/,
    ['format'],
  ],
  [
    /^(?:tsc|vue-tsc|mypy|pyright|basedpyright|pyre|flow check|pytype|ty check|phpstan|psalm|srb tc|steep check)\b/,
    ['types'],
  ],
  [
    /^(?:npm audit|pnpm audit|yarn (?:npm )?audit|bun audit|pip-audit|pip_audit|safety (?:check|scan)|snyk (?:test|monitor)|osv-scanner|audit-ci|better-npm-audit|trivy (?:fs|image|repo|filesystem|rootfs)|grype|cargo audit|cargo deny|govulncheck|bundle audit|bundler-audit|dependency-check|nancy|retire|composer audit|importmap audit|auditjs|uv audit)\b/,
    ['audit'],
  ],
  [
    /^(?:gitleaks|trufflehog|detect-secrets|ggshield|git-secrets|git secrets|secretlint|talisman|trivy .*--scanners? \S*secret)\b/,
    ['secrets'],
  ],
  [/^(?:k6 run|locust|artillery run|jmeter|wrk|ab|autocannon|vegeta|oha)\b/, ['load']],
  [
    /^(?:alembic upgrade|prisma migrate deploy|(?:[\w./-]*\/)?manage\.py migrate|flask db upgrade|knex migrate|sequelize db:migrate|supabase db push|flyway migrate|typeorm migration:run|drizzle-kit migrate|(?:rails|rake) db:(?:migrate|prepare)|artisan migrate|dotnet ef database update|liquibase .*update|goose .*up|dbmate (?:up|migrate)|atlas migrate apply|sqlx migrate run|diesel migration run|migrate .*up)\b/,
    ['migrate'],
  ],
  [/^(?:pg_dump|pg_dumpall|mysqldump|mongodump|restic|borg|wal-g|pgbackrest)\b/, ['backup']],
  [
    /^(?:vite build|next build|webpack|rollup|esbuild|tsup|turbo build|nx build|ng build|react-scripts build|docker (?:buildx )?build|dotnet (?:build|publish)|rails assets:precompile|go build|cargo build|python -m build|poetry build|nest build)\b/,
    ['build'],
  ],
];

/** Phases behind the tests run them (maven.apache.org "Lifecycle Reference"; docs.gradle.org "The Java Plugin", `build` and `check`). */
const JVM_TESTS =
  /^(?:mvnd?|(?:[\w./-]*\/)?mvnw) (?:.*\s)?(?:test|package|verify|install|deploy)\b|^(?:gradle|(?:[\w./-]*\/)?gradlew) (?:.*[\s:])?(?:\w*[tT]est|check|build)\b/;
/** Tasks and goals of plug-ins (github.com/diffplug/spotless, docs.gradle.org "The Checkstyle Plugin", "The PMD Plugin", spotbugs.readthedocs.io). */
const JVM_LINTS =
  /^(?:mvnd?|gradle|(?:[\w./-]*\/)?(?:mvnw|gradlew)) (?:.*[\s:])?(?:(checkstyle|pmd|spotbugs|ktlint|detekt)(?:[A-Z:]\w*)?|spotless(?:Check|:check))(?:\s|$)/;
const JVM_SKIPS = /-DskipTests(?!=false)|-Dmaven\.test\.skip(?!=false)|\s(?:-x|--exclude-task)[= ]?:?\S*test\b/i;

/** Actions by name (before `@`). */
const ACTIONS: readonly [RegExp, Purpose[]][] = [
  [
    /^(?:gitleaks\/gitleaks-action|trufflesecurity\/trufflehog|gitguardian\/ggshield(?:-action)?|zricethezav\/gitleaks-action|secret-scanner\/|max\/secret-scan)/i,
    ['secrets'],
  ],
  [
    /^(?:aquasecurity\/trivy-action|snyk\/actions|actions\/dependency-review-action|pypa\/gh-action-pip-audit|pyupio\/safety|google\/osv-scanner-action|anchore\/scan-action|dependency-check\/)/i,
    ['audit'],
  ],
  [
    /^(?:golangci\/golangci-lint-action|github\/super-linter|super-linter\/super-linter|oxsecurity\/megalinter|pre-commit\/action|astral-sh\/ruff-action|chartboost\/ruff-action|biomejs\/setup-biome|reviewdog\/)/i,
    ['lint'],
  ],
  [/^(?:cypress-io\/github-action)/i, ['test', 'e2e']],
  [/^(?:php-actions\/(?:phpunit|pest|codeception)|robherley\/go-test-action)/i, ['test']],
  [/^php-actions\/(?:phpstan|psalm)/i, ['types']],
  [
    /^(?:codecov\/codecov-action|coverallsapp\/github-action|py-cov-action\/|irongut\/codecoveragesummary|davelosert\/vitest-coverage-report-action|artiomtr\/jest-coverage-report-action)/i,
    ['coverage'],
  ],
];

/** Actions that run a program: the program and the input that holds its arguments. */
const COMMAND_INPUTS: readonly [RegExp, string, string][] = [
  [
    /^(?:gradle\/gradle-build-action|gradle\/actions\/setup-gradle|eskatos\/gradle-command-action|burrunan\/gradle-cache-action)/i,
    'gradle',
    'arguments',
  ],
  [/^(?:actions-rs\/cargo|clechasseur\/rs-cargo)/i, 'cargo', 'command'],
];

const WRAPPERS =
  /^(?:npx|bunx|pnpx|pnpm (?:exec|dlx)|yarn (?:exec|dlx)|npm exec|python3?(?:\.\d+)? -m|py -m|poetry run|uv run|uvx|pipenv run|pdm run|hatch run|pipx run|xvfb-run|timeout \S+|cross-env|dotenv|env|node_modules\/\.bin\/|\.\/node_modules\/\.bin\/|docker(?:-| )compose (?:-f \S+ )*(?:run|exec)|docker run|python3?|php(?:[\d.]+|\$\{\{[^}]+\}\})?(?=\s)|sudo|deno run|bundle exec|(?:\.\/)?vendor\/bin\/sail(?: php| bin)?(?= (?!test))|corepack|nyc|c8|doppler run --|op run --|with-env)\s*/;
const FLAG = /^(?:-d \w+=\S+|--?[\w-]+(?:=\S+)?|[A-Z_][A-Z0-9_]*=\S*|--)\s+/;
const RUNNER =
  /^(npm|pnpm|yarn|bun|turbo|nx|lerna|make|just|task|rush|moon|invoke|inv|poe|hatch|composer|npm-run-all|run-s|run-p|concurrently|gulp|grunt)\b\s*(.*)$/;

/** `node scripts/test.mjs`: an interpreter and a file of the repository. */
const OWN_PROGRAM = /^(?:[A-Z_]+=\S+\s+)*(?:node|tsx|ts-node|bun|python3?)\s+(?:-\S+\s+)*[\w./-]+\.(?:[cm]?[jt]s|py)\b/;

/** What an action is for. Trivy's action fails nothing unless `exit-code` is set (github.com/aquasecurity/trivy-action, "inputs"). */
export function actionUse(uses: string, inputs: Readonly<Record<string, string>>): CommandUse {
  const command = COMMAND_INPUTS.find(([pattern]) => pattern.test(uses));
  const given = command && inputs[command[2]];
  const purposes = given
    ? (purposesOf(`${command[1]} ${given}`) ?? [])
    : (ACTIONS.find(([pattern]) => pattern.test(uses))?.[1] ?? []);
  const reportsOnly = /aquasecurity\/trivy-action/i.test(uses) && (inputs['exit-code'] ?? '0') === '0';
  const tests: TestRun[] = purposes.includes('test') ? [{ family: null, folders: null }] : [];
  return { purposes, swallowed: reportsOnly ? '`exit-code` is not set' : null, tests };
}

/** What a command is for, scripts of package.json followed. `folder` is where it runs, null when that cannot be told. */
export function commandUse(workspace: Workspace, command: string, folder: string | null, depth = 0): CommandUse {
  const bare = unwrap(command);
  // Where Rails, Bundler and Composer put the programs of a project.
  const program = bare.replace(/^(?:\.\/)?(?:(?:vendor\/)?bin\/)?(?=[\w-]+(?:\s|$))/, '');
  const direct = purposesOf(program);
  if (direct) {
    // In a container folders are called otherwise.
    const at = /^docker/.test(command) ? null : folder;
    const tests = direct.includes('test') ? [testRun(workspace, program, at)] : [];
    return { purposes: withCoverage(command, direct), swallowed: quiet(bare), tests };
  }
  const script = /^(?:(?:bash|sh|zsh)\s+(?:-\w+\s+)*)?(?:\.\/)?([\w./-]+\.sh)\b/.exec(bare)?.[1];
  const copied = script !== undefined && /^docker/.test(command) && depth <= 4 ? copiedScript(workspace, script) : null;
  if (copied !== null) return shellUse(workspace, copied.name, copied.folder, depth);
  if (script && folder !== null && depth <= 4) return shellUse(workspace, script, folder, depth);
  const runner = RUNNER.exec(bare);
  if (!runner || depth > 4) return { purposes: [], swallowed: null, tests: [] };
  return scriptUse(workspace, runner[1] ?? '', runner[2] ?? '', folder, depth);
}

function purposesOf(bare: string): Purpose[] | undefined {
  if (JVM_TESTS.test(bare)) return JVM_SKIPS.test(bare) ? ['build'] : ['test'];
  const [lints, linter] = JVM_LINTS.exec(bare) ?? [];
  if (lints !== undefined) return [linter === undefined ? 'format' : 'lint'];
  return TOOLS.find(([pattern]) => pattern.test(bare))?.[1];
}

/** Options that make a linter or scanner succeed whatever it finds. */
function quiet(command: string): string | null {
  const flag = /\s(--exit-zero|--exit-code[= ]0|--passive|--no-fail|--no-exit-code)\b/.exec(command)?.[1];
  return flag ? `\`${flag}\`` : null;
}

function withCoverage(command: string, purposes: Purpose[]): Purpose[] {
  const measured =
    /--cov\b|--coverage\b|\bcoverage run\b|--collect-coverage|-coverprofile|--code-coverage|(?:^|\s)(?:nyc|c8)\s/.test(
      command,
    );
  return measured ? [...purposes, 'coverage'] : purposes;
}

function unwrap(command: string): string {
  let text = command;
  for (let round = 0; round < 8; round++) {
    const wrapper = WRAPPERS.exec(text);
    if (!wrapper) break;
    const inner = text.slice(wrapper[0].length);
    let rest = inner;
    while (FLAG.test(rest)) rest = rest.replace(FLAG, '');
    if (/^docker/.test(wrapper[0])) rest = rest.replace(/^\S+\s+/, '');
    if (rest === '' || rest === text) break;
    text = rest;
  }
  return text.replace(/^\.\/(?:node_modules\/\.bin\/|venv\/bin\/)/, '');
}

/** A script in an image, by the one file of the workspace that ends like its path; null = none or several. */
function copiedScript(workspace: Workspace, script: string): { name: string; folder: string } | null {
  const parts = script.split('/').filter(Boolean);
  for (let from = 0; from < parts.length; from++) {
    const end = parts.slice(from).join('/');
    const found = [...workspace.files.keys()].filter((path) => path === end || path.endsWith(`/${end}`));
    const [path] = found;
    if (path !== undefined && found.length === 1)
      return { name: end, folder: path.slice(0, Math.max(0, path.length - end.length - 1)) };
  }
  return null;
}

/** What a shell script of the repository does, all its commands together. */
function shellUse(workspace: Workspace, script: string, folder: string, depth: number): CommandUse {
  const path = joinPath(folder, script);
  const commands = path === null ? undefined : workspace.part(path, 'shellScript');
  // In a folder that a command before has made, nobody can look: it does what it is called for.
  if (path !== null && !workspace.files.has(path)) {
    const called = byName(script.replace(/^.*\//, '').replace(/\.sh$/, ''));
    return {
      purposes: called,
      swallowed: null,
      tests: called.includes('test') ? [{ family: null, folders: null }] : [],
    };
  }
  const purposes = new Set<Purpose>();
  const tests: TestRun[] = [];
  let swallowed: string | null = null;
  for (const command of commands ?? []) {
    const at = command.folder === null ? null : joinPath(folder, command.folder);
    const use = commandUse(workspace, command.text, at, depth + 1);
    for (const purpose of use.purposes) purposes.add(purpose);
    tests.push(...use.tests);
    if (use.purposes.length > 0) swallowed ??= command.swallowed ?? use.swallowed;
  }
  return { purposes: [...purposes], swallowed, tests };
}

/** Runners whose scripts are not read: the name tells. */
const NAMED_ELSEWHERE = new Set(['make', 'just', 'task', 'invoke', 'inv', 'poe', 'composer', 'gulp', 'grunt']);

/** A script by its name: what package.json says it runs; without such a script its own name. */
function scriptUse(
  workspace: Workspace,
  runner: string,
  rest: string,
  folder: string | null,
  depth: number,
): CommandUse {
  const names = scriptNames(runner, rest);
  const purposes = new Set<Purpose>();
  const tests: TestRun[] = [];
  let swallowed: string | null = null;
  for (const name of names) {
    const commands = NAMED_ELSEWHERE.has(runner) ? [] : scriptsNamed(workspace, name, folder, runner, rest);
    // A program of the repository does what its script is called for: nothing is run here to find out more.
    if (commands.length === 0 || commands.every(({ text }) => OWN_PROGRAM.test(text)))
      for (const purpose of byName(name)) {
        purposes.add(purpose);
        if (purpose === 'test') tests.push(byNameOnly(runner, folder, rest));
      }
    for (const { text, at } of commands) {
      for (const part of shellCommands([{ line: 1, text }], { errexit: false, pipefail: false })) {
        const use = commandUse(workspace, part.text, at, depth + 1);
        for (const purpose of use.purposes) purposes.add(purpose);
        tests.push(...use.tests);
        if (use.purposes.length > 0)
          swallowed ??= use.swallowed ?? (/set [-+]e/.test(part.swallowed ?? '') ? null : part.swallowed);
      }
    }
  }
  if (/--coverage\b|--cov\b/.test(rest) && purposes.has('test')) purposes.add('coverage');
  return { purposes: [...purposes], swallowed, tests };
}

/** A script whose commands are not read may run whatever lies where it is called. */
function byNameOnly(runner: string, folder: string | null, rest: string): TestRun {
  const elsewhere =
    /(?:^|\s)(?:-\w*C|--dir(?:ectory)?|--prefix|--cwd|--filter|-F|-w|--workspaces?|-ws|-r|--recursive)\b/.test(rest);
  const family = /^(?:npm|pnpm|yarn|bun)$/.test(runner) ? 'javascript' : null;
  return { family, folders: folder === null || elsewhere ? null : [folder] };
}

function scriptNames(runner: string, rest: string): string[] {
  if (runner === 'nx') return ((NX_TARGETS.exec(rest) ?? NX_TARGET.exec(rest))?.[1] ?? '').split(/[ ,]/);
  const words = wordsOf(rest.replace(/(?:^|\s)--\s.*$/, '')).filter((word, index, all) => {
    const before = all[index - 1] ?? '';
    return (
      !word.startsWith('-') &&
      !/^(?:-w|-F|-C|--filter|--workspace|--prefix|--cwd|--dir|-r|--scope|--projects)$/.test(before)
    );
  });
  if (runner === 'npm' && /^(?:t|test|tst)$/.test(words[0] ?? '')) return ['test'];
  const first = words[0] ?? '';
  if (first === 'run' || first === 'run-script' || first === 'run-many')
    return runner === 'turbo' || runner === 'lerna' ? words.slice(1) : words.slice(1, 2);
  if (
    /^(?:install|ci|add|i|audit|exec|dlx|publish|login|config|cache|pack|version|link|store|require|update|validate|dump-autoload|check-platform-reqs)$/.test(
      first,
    )
  )
    return [];
  if (runner === 'yarn' && first === 'workspace') return words.slice(2, 3);
  if (runner === 'yarn' && first === 'workspaces') return words.slice(-1);
  if (
    runner === 'make' ||
    runner === 'turbo' ||
    runner.startsWith('run-') ||
    runner === 'npm-run-all' ||
    runner === 'concurrently'
  )
    return words;
  return first === '' ? [] : [first];
}

/** `nx affected -t lint,test`, `nx run-many --targets=lint test`, `nx run app:test`, `nx test app` (nx.dev, "Run Tasks"). */
const NX_TARGETS = /(?:^|\s)(?:-t|--targets?)[= ](\w[\w:-]*(?:[ ,]\w[\w:-]*)*)/;
const NX_TARGET = /^(?:run \S+?:|affected:)?([\w-]+)/;

/** Scripts of a name: of the folder's own package, else of any package of the workspace (`--filter`, `-w`, `turbo`). */
function scriptsNamed(
  workspace: Workspace,
  name: string,
  folder: string | null,
  runner: string,
  rest: string,
): { text: string; at: string }[] {
  // Turborepo, Nx and Lerna run a script in the packages; the one of the root that starts them is not among those.
  const isOwn = (command: string): boolean => /^(?:turbo|nx|lerna)$/.test(runner) && wordsOf(command).includes(runner);
  const all = manifests(workspace, 'npm');
  const filtered = /(?:^|\s)(?:-w|--workspace|--filter|-F|-r|--recursive|--workspaces|-ws|--prefix|--cwd|-C)\b/.test(
    rest,
  );
  const own =
    folder === null
      ? []
      : all.filter((entry) => isWithin(`${folder === '' ? '' : `${folder}/`}package.json`, folderOf(entry.path)));
  const nearest = own.sort((a, b) => folderOf(b.path).length - folderOf(a.path).length).slice(0, 1);
  for (const candidates of filtered ? [all] : [nearest, all]) {
    const found = candidates.flatMap(({ path, manifest }) =>
      manifest.scripts
        .filter((script) => script.name === name && !isOwn(script.command))
        .map((script) => ({ text: script.command, at: folderOf(path) })),
    );
    if (found.length > 0) return found.slice(0, 40);
  }
  return [];
}

function byName(name: string): Purpose[] {
  if (/^(?:test|tests|unit|spec)(?:[:_-]|$)|^(?:check|verify)$|[:_-]tests?$/i.test(name))
    return /e2e|playwright|cypress/.test(name) ? ['test', 'e2e'] : ['test'];
  // `e2e:validate-fixtures` looks after tests and runs none.
  if (/^e2e(?!.*(?:validate|fixture|set-?up|seed|install|report|lint))|[:_-]e2e$/.test(name)) return ['test', 'e2e'];
  if (/lint/i.test(name)) return ['lint'];
  if (/^(?:format|fmt)/i.test(name)) return ['format'];
  if (/type-?check|^types?(?::|$)|^tsc$|^mypy$|phpstan|psalm|analy[sz]e/i.test(name)) return ['types'];
  if (/cov/i.test(name)) return ['test', 'coverage'];
  if (/audit|vulnerab|^security(?:[:_-](?:check|scan|deps|dependencies))?$/i.test(name)) return ['audit'];
  if (/^build(?:[:_-]|$)/i.test(name)) return ['build'];
  return [];
}

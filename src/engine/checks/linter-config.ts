/** A linter or formatter is configured. */
import { defineCheck } from '../check';
import { CODE_LANGUAGES } from '../collect/language';
import { evidence, fail, missing, notApplicable, pass } from '../readiness/answers';
import { gatesFor } from '../readiness/ci-gates';
import { declarationsOf } from '../manifests';
import type { Workspace } from '../workspace';

const FILES =
  /(?:^|\/)(?:\.eslintrc(?:\.\w+)?|eslint\.config\.[cm]?[jt]s|biome\.jsonc?|\.oxlintrc\.json|\.prettierrc(?:\.\w+)?|prettier\.config\.[cm]?js|\.?ruff\.toml|\.flake8|\.pylintrc|pylintrc|\.golangci\.ya?ml|\.rubocop\.yml|\.stylelintrc(?:\.\w+)?|deno\.jsonc?|tslint\.json|(?:rustfmt|clippy)\.toml|\.swiftlint\.yml|\.standard\.yml|\.erb[-_]lint\.yml|pint\.json|phpcs\.xml(?:\.dist)?|\.php-cs-fixer(?:\.dist)?\.php|phpstan\.neon(?:\.dist)?|psalm\.xml(?:\.dist)?|checkstyle\.xml|pmd\.xml|detekt\.ya?ml|\.scalafmt\.conf|analysis_options\.yaml|\.credo\.exs|stylecop\.json|\.globalconfig)$/;
const TABLES = /^tool\.(?:ruff|black|flake8|pylint|isort|autopep8|yapf)\b/;

export default defineCheck({
  id: 'linter-config',
  title: 'A linter is configured',
  question: 'Is a linter or formatter configured?',
  category: 'ci',
  severity: 'low',
  effort: 'low',
  since: '0.1.0',
  asks: ['002'],
  reads: 'code',
  conclude(workspace) {
    const files = [...workspace.files.keys()]
      .filter((path) => FILES.test(path) && workspace.view(path)?.fileClass !== 'vendored')
      .map((path) => evidence(path, 1, 'configures it'));
    const tables = [...workspace.each('settings')].flatMap(({ file, facts }) =>
      facts.sections
        .filter(({ name }) => TABLES.test(name) || name === 'flake8' || name === 'pylint')
        .map(({ name, span }) => evidence(file.path, span, `[${name}]`)),
    );
    const found = [...files, ...tables];
    if (found.length > 0) return pass('E4', 'A linter or formatter is configured.', found);
    // Many have rules of their own as long as nobody writes others.
    const run = [...gatesFor(workspace, 'lint'), ...gatesFor(workspace, 'format')];
    if (run.length > 0)
      return pass(
        'E4',
        'CI runs a linter with its own rules.',
        run.slice(0, 3).map(({ path, line, text }) => evidence(path, line, text)),
      );
    const code = [...workspace.views].some(
      (file) => CODE_LANGUAGES.has(file.language) && file.fileClass === 'hand-written',
    );
    if (!code) return notApplicable('There is no code.');
    const declared = declaredTool(workspace);
    return fail(
      declared ? 'E1' : 'E0',
      declared ? 'A linter is a dependency, and nothing configures it.' : 'No linter or formatter is configured.',
      [
        missing(
          declared?.path ?? null,
          'No linter or formatter is configured, so style and easy mistakes are left to reviews. Add the one of your stack (ESLint, Biome, Ruff) with its recommended rules.',
        ),
      ],
      declared ? [declared] : [],
    );
  },
});

function declaredTool(workspace: Workspace) {
  const found = [
    ...declarationsOf(workspace, 'npm', /^(?:eslint|prettier|@biomejs\/biome)$/),
    ...declarationsOf(workspace, 'python', /^(?:ruff|flake8|black|pylint)$/),
  ][0];
  return found ? evidence(found.path, found.dependency.span, `declares ${found.dependency.name}`) : undefined;
}

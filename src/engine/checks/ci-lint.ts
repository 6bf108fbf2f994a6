/** A linter runs in CI and can fail. */
import { defineCheck } from '../check';
import { concludeGate } from '../readiness/gate-check';

/** A Go linter that can fail says nothing of the Python next to it. */
const LANGUAGES: readonly [RegExp, string][] = [
  [/golangci|go vet|staticcheck/, 'go'],
  [/\b(?:ruff|flake8|pylint|black|prospector)\b/, 'python'],
  [/clippy/, 'rust'],
  [/rubocop/, 'ruby'],
  [/pre-commit|megalinter|super-linter|trunk/, 'all'],
];

export default defineCheck({
  id: 'ci-lint',
  title: 'CI lints',
  question: 'Does CI run a linter on every change, and can it stop it?',
  category: 'ci',
  severity: 'medium',
  effort: 'low',
  since: '0.1.0',
  asks: ['001'],
  rules: {
    swallowed: 'The step runs, and its failure is ignored.',
    'cannot-install': 'An install before the step cannot succeed, so that it never runs.',
  },
  conclude: (workspace) =>
    concludeGate(workspace, {
      purpose: 'lint',
      language: ({ text }) => LANGUAGES.find(([pattern]) => pattern.test(text))?.[1] ?? 'javascript',
      does: 'runs a linter',
      thing: 'the linter',
      advice: 'Add a step for the linter of your stack (ESLint, Biome, Ruff).',
    }),
});

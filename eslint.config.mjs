import js from '@eslint/js';
import tseslint from 'typescript-eslint';

/** Globals of plain scripts, which have no type information to find them by. */
const nodeGlobals = Object.fromEntries(
  [
    'console',
    'process',
    'URL',
    'URLSearchParams',
    'Buffer',
    'setTimeout',
    'clearTimeout',
    'performance',
    'module',
    'require',
    '__dirname',
  ].map((name) => [name, 'readonly']),
);

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.vscode-test/', 'coverage/', 'examples/', 'test/**/fixtures/'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    rules: {
      'no-empty': ['error', { allowEmptyCatch: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      eqeqeq: 'error',
    },
  },
  { files: ['**/*.mjs', '**/*.cjs'], languageOptions: { globals: nodeGlobals } },
  { files: ['**/*.cjs', '**/*.cts'], rules: { '@typescript-eslint/no-require-imports': 'off' } },
  {
    // The engine sees a Host and nothing else: see "Invariants" in ARCHITECTURE.md; test/layers.test.ts says the same of whole layers.
    files: ['src/engine/**/*.ts'],
    rules: {
      'no-restricted-globals': ['error', 'process', 'Date', 'setTimeout', 'fetch'],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            'vscode',
            'vscode-*',
            'node:fs*',
            'node:child_process',
            'node:net',
            'node:path',
            'node:os',
            '**/node/**',
            '**/server/**',
            '**/cli/**',
            '**/extension/**',
          ],
        },
      ],
    },
  },
);

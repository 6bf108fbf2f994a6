// Our resolution of configurations against the compiler's own, on the same files.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import ts from 'typescript';

import { projects } from '../../../src/engine/types/projects';
import { strictFamily } from '../../../src/engine/types/options';
import { Workspace } from '../../../src/engine/workspace';
import { openSession, type Files } from '../../support/analyze';
import { Config } from '../../../src/engine/config/config';

/** What both sides say of one configuration. */
interface Answer {
  files: string[];
  options: Record<string, unknown>;
}

const OPTIONS = [
  'strict',
  ...strictFamily({ low: 5.09, high: 5.09 }),
  'allowJs',
  'checkJs',
  'noUncheckedIndexedAccess',
];

async function ours(files: Files, config: string): Promise<Answer> {
  const { session, host } = await openSession(files);
  const facts = new Map(
    Object.keys(files).flatMap((file) => {
      const one = session.factsOf(file);
      return one ? [[file, one] as const] : [];
    }),
  );
  const listing = await host.list();
  const workspace = new Workspace({ name: 'x', listing, facts, occurrences: [], config: new Config() });
  const project = workspace.derive(projects).find((candidate) => candidate.path === config);
  assert.ok(project, `${config} is no configuration`);
  const options = Object.fromEntries(
    OPTIONS.map((name) => [name, project.resolved.options.get(name)?.value]).filter(([, value]) => value !== undefined),
  );
  return { files: project.files, options };
}

function compilers(files: Files, config: string): Answer {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'tsconfig-')));
  try {
    for (const [name, text] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      fs.writeFileSync(path.join(folder, name), text);
    }
    const host: ts.ParseConfigFileHost = { ...ts.sys, onUnRecoverableConfigFileDiagnostic: () => undefined };
    const parsed = ts.getParsedCommandLineOfConfigFile(path.join(folder, config), {}, host);
    assert.ok(parsed);
    const options = Object.fromEntries(
      OPTIONS.map((name) => [name, parsed.options[name]]).filter(([, value]) => value !== undefined),
    );
    return { files: parsed.fileNames.map((file) => path.relative(folder, file).replaceAll('\\', '/')).sort(), options };
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

const SOURCES: Files = Object.fromEntries(
  [
    'a.ts',
    'a.js',
    'b.tsx',
    'c.d.ts',
    'd.mts',
    'd.mjs',
    'e.js',
    'f.min.js',
    'vite.config.ts',
    '.hidden/a.ts',
    '.eslintrc.ts',
    'src/a.ts',
    'src/a.test.ts',
    'src/deep/b.ts',
    'src/deep/er/c.tsx',
    'src/index.jsx',
    'src/index.tsx',
    'src/node_modules/x.ts',
    'node_modules/y/index.ts',
    'dist/a.ts',
    'dist/a.d.ts',
    'lib/a.ts',
    'lib/a.d.ts',
    'packages/one/src/a.ts',
    'packages/one/src/b.spec.ts',
    'packages/one/types/x.d.ts',
  ].map((name) => [name, 'export {};\n']),
);

function json(value: unknown): string {
  return JSON.stringify(value);
}

/** Name, configuration files, the one that is asked about. */
const CASES: readonly [string, Files, string][] = [
  ['an empty configuration', { 'tsconfig.json': '{}' }, 'tsconfig.json'],
  [
    'comments and trailing commas',
    { 'tsconfig.json': '{ // a\n "compilerOptions": { "strict": true, }, }' },
    'tsconfig.json',
  ],
  [
    'duplicate keys',
    { 'tsconfig.json': '{ "compilerOptions": { "strict": true, "strict": false } }' },
    'tsconfig.json',
  ],
  ['a wrong type', { 'tsconfig.json': '{ "compilerOptions": { "strict": "yes" } }' }, 'tsconfig.json'],
  ['a folder', { 'tsconfig.json': json({ include: ['src'] }) }, 'tsconfig.json'],
  [
    'patterns',
    { 'tsconfig.json': json({ include: ['src/**/*.ts', '*.config.ts'], exclude: ['**/*.test.ts'] }) },
    'tsconfig.json',
  ],
  [
    'a question mark and a star inside',
    { 'tsconfig.json': json({ include: ['sr?/de*/**/*', './?.ts'] }) },
    'tsconfig.json',
  ],
  ['JavaScript', { 'tsconfig.json': json({ compilerOptions: { allowJs: true } }) }, 'tsconfig.json'],
  [
    'checked JavaScript',
    { 'tsconfig.json': json({ compilerOptions: { checkJs: true }, include: ['src'] }) },
    'tsconfig.json',
  ],
  ['a jsconfig', { 'jsconfig.json': '{}' }, 'jsconfig.json'],
  [
    'output folders',
    { 'tsconfig.json': json({ compilerOptions: { outDir: './dist', declarationDir: 'lib' } }) },
    'tsconfig.json',
  ],
  [
    'output folders and exclude',
    { 'tsconfig.json': json({ compilerOptions: { outDir: './dist' }, exclude: ['lib'] }) },
    'tsconfig.json',
  ],
  ['files alone', { 'tsconfig.json': json({ files: ['src/a.ts', 'lib/a.d.ts'] }) }, 'tsconfig.json'],
  ['files and include', { 'tsconfig.json': json({ files: ['a.ts'], include: ['lib'] }) }, 'tsconfig.json'],
  ['no files', { 'tsconfig.json': json({ files: [] }) }, 'tsconfig.json'],
  [
    'hidden and package folders by name',
    { 'tsconfig.json': json({ include: ['.hidden/**/*', 'node_modules/y'] }) },
    'tsconfig.json',
  ],
  [
    'excluded folders',
    { 'tsconfig.json': json({ exclude: ['src/deep', 'packages/*/types', 'dist/', '**/node_modules'] }) },
    'tsconfig.json',
  ],
  [
    'a parent folder',
    { 'packages/one/tsconfig.json': json({ include: ['src', '../../lib'] }) },
    'packages/one/tsconfig.json',
  ],
  [
    'a base elsewhere',
    {
      'config/base.json': json({ compilerOptions: { strict: true, allowJs: true }, include: ['../src/**/*'] }),
      'tsconfig.json': json({ extends: './config/base', compilerOptions: { noImplicitAny: false } }),
    },
    'tsconfig.json',
  ],
  [
    'a chain of bases, include replaced',
    {
      'tsconfig.base.json': json({
        compilerOptions: { strict: true, checkJs: true },
        include: ['src'],
        exclude: ['**/*.tsx'],
      }),
      'packages/tsconfig.json': json({ extends: '../tsconfig.base.json', compilerOptions: { strict: false } }),
      'packages/one/tsconfig.json': json({ extends: '../tsconfig.json', include: ['**/*'] }),
    },
    'packages/one/tsconfig.json',
  ],
  [
    'several bases, later ones win',
    {
      'one.json': json({ compilerOptions: { strict: true, noImplicitAny: false }, include: ['src'] }),
      'two.json': json({ compilerOptions: { noImplicitAny: true, strictNullChecks: false }, include: ['lib'] }),
      'tsconfig.json': json({ extends: ['./one.json', './two.json'] }),
    },
    'tsconfig.json',
  ],
  [
    'null unsets',
    {
      'tsconfig.base.json': json({ compilerOptions: { strict: true } }),
      'tsconfig.json': json({ extends: './tsconfig.base.json', compilerOptions: { strict: null } }),
    },
    'tsconfig.json',
  ],
  [
    'a missing base',
    { 'tsconfig.json': json({ extends: './gone.json', compilerOptions: { strict: true } }) },
    'tsconfig.json',
  ],
  [
    'the folder of the leaf in a base',
    {
      'config/base.json': json({ compilerOptions: { outDir: '${configDir}/dist' }, include: ['${configDir}/**/*.ts'] }),
      'tsconfig.json': json({ extends: './config/base.json' }),
    },
    'tsconfig.json',
  ],
];

describe('configurations as the compiler reads them', () => {
  for (const [name, files, config] of CASES) {
    it(name, async () => {
      const all = { ...SOURCES, ...files };
      const theirs = compilers(all, config);
      const mine = await ours(all, config);
      assert.deepEqual({ ...mine, files: [...mine.files].sort() }, theirs);
    });
  }
});

// `npm run build [-- --watch] [--production] [--readable] [--outdir FOLDER] [--meta FILE]`: bundles what ships into `dist/`.
//
//   extension.js   the extension: views and commands, no parser
//   client.js      its language client, loaded when a folder is analysed
//   server.js      the language server · cli.js  the command line
//   collector.js   the thread that lists, reads and parses, which both of the above start; and the search through a history
//   parser.js      the JavaScript and TypeScript parser, loaded by the collector on the first file that needs it
//   *.wasm.br      tree-sitter's runtime and its grammars, packed: together they are 9 MB otherwise
//   notices.txt    licences of everything that was bundled

import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';

import * as esbuild from 'esbuild';

import { leanFrameworks } from './scripts/lean-frameworks.mjs';
import { leanParser } from './scripts/lean-parser.mjs';
import { writeNotices } from './scripts/notices.mjs';

const root = import.meta.dirname;
const modules = path.join(root, 'node_modules');

/** Programs: `NAME.js` is a few lines that load `NAME-main.js` as an earlier run has compiled it. */
const programs = {
  server: 'src/server/main.ts',
  cli: 'src/cli/main.ts',
  collector: 'src/node/collector-bundle.ts',
};
/** Entries of the build: output name → source. */
const entries = {
  extension: 'src/extension/extension.ts',
  client: 'src/extension/client.ts',
  server: 'src/node/boot.ts',
  collector: 'src/node/boot.ts',
  cli: 'src/cli/boot.ts',
};
const grammars = ['python', 'go', 'java', 'ruby', 'php', 'c-sharp'];

const { values: flags } = parseArgs({
  options: {
    watch: { type: 'boolean', default: false },
    production: { type: 'boolean', default: false },
    /** For profiles: names and lines as in the sources. */
    readable: { type: 'boolean', default: false },
    outdir: { type: 'string', default: 'dist' },
    /** File for esbuild's account of what went into which bundle. */
    meta: { type: 'string' },
  },
});
const dist = path.resolve(root, flags.outdir);

/** @type {esbuild.BuildOptions} */
const shared = {
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  supported: { 'dynamic-import': false },
  // Without it the UMD entry of jsonc-parser is bundled, which dies at its first require.
  mainFields: ['module', 'main'],
  minify: !flags.readable,
  sourcemap: flags.production ? false : 'linked',
  legalComments: 'none',
  metafile: true,
  outdir: dist,
  absWorkingDir: root,
  logLevel: 'warning',
};

/** Keeps the language client out of the extension's bundle: a file of its own, required on first use. */
const lazyBundles = {
  name: 'lazy-bundles',
  /** @param {esbuild.PluginBuild} build */
  setup(build) {
    build.onResolve({ filter: /^\.\/client$/ }, ({ path: name, importer }) =>
      importer.includes('node_modules') ? undefined : { path: `${name}.js`, external: true },
    );
  },
};

/** The build of `yaml` for browsers is the same code, but does not look into the environment at every token; and it is bundled as modules are. */
const leanYaml = { yaml: path.join(modules, 'yaml/browser/index.js') };

/** A script that is compiled ahead cannot import at run time; tree-sitter does it where a variable of its own hides `require`. */
const withoutImports = {
  name: 'without-imports',
  /** @param {esbuild.PluginBuild} build */
  setup(build) {
    build.onLoad({ filter: /tree-sitter-wasm[\\/]wasm[\\/]tree-sitter\.js$/ }, ({ path: file }) => {
      const text = fs.readFileSync(file, 'utf8');
      const contents = text.replaceAll('await import("module")', 'nodeModule');
      if (contents === text) throw new Error(`${file} no longer imports as it did.`);
      return { contents: `const nodeModule = require("module");\n${contents}` };
    });
  },
};

/** Whatever esbuild leaves in other characters (regular expressions): one of them makes V8 hold the whole program at two bytes a character. */
const plainText = {
  name: 'plain-text',
  /** @param {esbuild.PluginBuild} build */
  setup(build) {
    build.onEnd(({ metafile }) => {
      for (const name of Object.keys(metafile?.outputs ?? {}).filter((output) => output.endsWith('.js'))) {
        const file = path.join(root, name);
        const text = fs.readFileSync(file, 'utf8');
        const plain = text.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
        if (plain !== text) fs.writeFileSync(file, plain);
      }
    });
  },
};

/** What `loadBundle` (`src/node/code-cache.ts`) loads is a function already: putting one around it there would copy the whole text. */
const asFunction = {
  ...shared,
  banner: { js: '(function (exports, require, module, __filename, __dirname) {' },
  footer: { js: '})' },
};

const plugins = [lazyBundles, withoutImports, plainText];

/** @type {esbuild.BuildOptions[]} */
const builds = [
  { ...shared, entryPoints: entries, external: ['vscode'], alias: leanYaml, plugins },
  {
    ...asFunction,
    entryPoints: { 'collector-main': programs.collector },
    alias: leanYaml,
    plugins: [...plugins, leanFrameworks('lowering')],
  },
  // Their threads follow links and never read code.
  {
    ...asFunction,
    entryPoints: { 'server-main': programs.server, 'cli-main': programs.cli },
    alias: leanYaml,
    plugins: [...plugins, leanFrameworks('linking')],
  },
  { ...asFunction, entryPoints: { parser: 'src/node/parser.ts' }, plugins: [leanParser(modules), plainText] },
];

fs.rmSync(dist, { recursive: true, force: true });
fs.mkdirSync(dist, { recursive: true });
const treeSitter = path.join(modules, '@vscode/tree-sitter-wasm/wasm');
// The best packing takes ten seconds: only what ships is worth it.
const params = { [constants.BROTLI_PARAM_QUALITY]: flags.production ? constants.BROTLI_MAX_QUALITY : 1 };
for (const name of ['tree-sitter.wasm', ...grammars.map((grammar) => `tree-sitter-${grammar}.wasm`)]) {
  const packed = brotliCompressSync(fs.readFileSync(path.join(treeSitter, name)), { params });
  fs.writeFileSync(path.join(dist, `${name}.br`), packed);
}

if (flags.watch) {
  const contexts = await Promise.all(builds.map((options) => esbuild.context({ ...options, logLevel: 'info' })));
  await Promise.all(contexts.map((context) => context.watch()));
} else {
  const results = await Promise.all(builds.map((options) => esbuild.build(options)));
  if (fs.existsSync(path.join(dist, 'cli.js'))) fs.chmodSync(path.join(dist, 'cli.js'), 0o755);
  const metafiles = results.flatMap(({ metafile }) => metafile ?? []);
  const outputs = Object.assign({}, ...metafiles.map((metafile) => metafile.outputs));
  if (flags.meta)
    fs.writeFileSync(
      flags.meta,
      JSON.stringify({ inputs: Object.assign({}, ...metafiles.map((metafile) => metafile.inputs)), outputs }),
    );
  writeNotices(metafiles, dist);
  for (const [file, { bytes }] of Object.entries(outputs).filter(([file]) => file.endsWith('.js')))
    console.log(`${file.padEnd(20)} ${(bytes / 1024).toFixed(0).padStart(6)} KB`);
}

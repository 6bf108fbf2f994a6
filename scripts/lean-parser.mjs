// The esbuild plugin behind `dist/parser.js`: typescript-estree's converter with a TypeScript that is cut down to parsing. A quarter of
// the whole package's size, and loaded five times as fast. It leans on the inner layout of two packages, so both are pinned exactly and
// `test/build.test.ts` compares its trees with those of the whole package.

import fs from 'node:fs';
import path from 'node:path';

/** Sections of `typescript.js` that stay; the bundler shakes checker and emitter off. */
const KEEP = /^\/\/ src\/(compiler\/|services\/(services|utilities)\.ts)/;

/**
 * What looks for the system that TypeScript runs on, and what stands for it: a parser reads no file and takes no time. Left alone they load
 * modules of Node that nobody else asks for.
 *
 * @type {[RegExp, string][]}
 */
const SYSTEM = [
  [/^function isNodeLikeSystem\(\) \{\n.*\n\}/m, 'function isNodeLikeSystem() {\n  return false;\n}'],
  [/^var nativePerformanceHooks = tryGetPerformanceHooks\(\);/m, 'var nativePerformanceHooks;'],
];

/**
 * Names of TypeScript's interface that our own code uses, read from our sources: a name that is missing in the bundle would show only as
 * a file that cannot be read.
 */
function ownNames() {
  const engine = path.resolve(import.meta.dirname, '../src/engine');
  const names = new Set();
  for (const name of fs.readdirSync(engine, { recursive: true })) {
    if (!String(name).endsWith('.ts')) continue;
    const text = fs.readFileSync(path.join(engine, String(name)), 'utf8');
    for (const [, used] of text.matchAll(/\b(?:ts|api|typescript)\.(\w+)/g)) names.add(used);
  }
  return names;
}

/**
 * @param {string} modules path of `node_modules`
 * @returns {import('esbuild').Plugin}
 */
export function leanParser(modules) {
  const estree = path.join(modules, 'typescript-estree/dist');
  const stubs = stubsOf(modules);
  const used = usedNames(path.join(estree, 'ast-converter.js'), stubs['ts-api-utils']);
  return {
    name: 'lean-parser',
    setup(build) {
      build.onResolve({ filter: /^typescript-estree\/use-at-your-own-risk$/ }, () => ({
        path: path.join(estree, 'ast-converter.js'),
      }));
      build.onResolve({ filter: /^typescript$/ }, () => ({ path: path.join(modules, 'typescript/lib/typescript.js') }));
      build.onResolve({ filter: /^(debug|semver|ts-api-utils)$/ }, (args) =>
        args.importer.includes('typescript-estree') ? { path: args.path, namespace: 'stub' } : undefined,
      );
      build.onLoad({ filter: /.*/, namespace: 'stub' }, (args) => ({
        resolveDir: modules,
        contents: stubs[args.path],
      }));
      build.onLoad({ filter: /[\\/]typescript[\\/]lib[\\/]typescript\.js$/ }, (args) => ({
        loader: 'js',
        contents: cutDown(fs.readFileSync(args.path, 'utf8'), used),
      }));
    },
  };
}

/**
 * Stand-ins for what the converter imports and parsing does not need.
 *
 * @param {string} modules
 * @returns {Record<string, string>}
 */
function stubsOf(modules) {
  const apiUtils = fs.readFileSync(path.join(modules, 'ts-api-utils/lib/index.cjs'), 'utf8');
  return {
    debug: 'module.exports = () => () => {}',
    semver: 'module.exports = { satisfies: () => true }',
    'ts-api-utils': `${apiUtils.slice(0, apiUtils.indexOf('// src/compilerOptions.ts'))}\nexports.iterateComments = iterateComments;`,
  };
}

/**
 * Names of TypeScript's interface that the converter reaches: following its own imports only, since taking them from every file of the
 * package doubles the bundle.
 *
 * @param {string} entry
 * @param {string} apiUtils
 */
function usedNames(entry, apiUtils) {
  const used = new Set(['version', 'versionMajorMinor', ...ownNames()]);
  const seen = new Set();
  const queue = [entry];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const text = fs.readFileSync(file, 'utf8');
    for (const [, name] of text.matchAll(/\bts\w*\.(\w+)/g)) used.add(name);
    for (const [, request] of text.matchAll(/require\("(\.[^"]+)"\)/g)) {
      const target = path.join(path.dirname(file), request);
      const found = [`${target}.js`, path.join(target, 'index.js')].find((candidate) => fs.existsSync(candidate));
      if (found) queue.push(found);
    }
  }
  for (const [, name] of apiUtils.matchAll(/\b\w*ts\w*\.(?:default\.)?(\w+)/g)) used.add(name);
  return used;
}

/**
 * TypeScript's file as an ES module that exports the used names only.
 *
 * @param {string} text
 * @param {ReadonlySet<string>} used
 */
function cutDown(text, used) {
  const table = /__export\(typescript_exports, \{([\s\S]*?)\n\}\);/;
  const entries = table.exec(text)?.[1];
  if (entries === undefined) throw new Error('lean-parser: the layout of typescript.js has changed');
  const locals = new Map([...entries.matchAll(/^\s*(\w+): \(\) => (\w+)/gm)].map(([, name, local]) => [name, local]));
  const kept = text
    .slice(text.indexOf('((module) => {') + 14, text.indexOf('// Annotate the CommonJS export names'))
    .replace('"use strict";', '')
    .replace(table, '')
    .replace('var typescript_exports = {};', '')
    .replace('module.exports = __toCommonJS(typescript_exports);', '')
    .split(/^(?=\/\/ src\/)/m)
    .filter((section) => !section.startsWith('// src/') || KEEP.test(section))
    .join('');
  const body = withoutSystem(kept);
  const names = [...used].filter((name) => {
    const local = locals.get(name);
    return local !== undefined && new RegExp(`(function\\*?|var|let|const|class) ${local}\\b`).test(body);
  });
  const named = names.map((name) => `${locals.get(name)} as ${name}`);
  const members = names.map((name) => `${name}: ${locals.get(name)}`);
  return `${body}\nexport { ${named} };\nexport default { ${members} };\n`;
}

/** @param {string} text */
function withoutSystem(text) {
  return SYSTEM.reduce((before, [pattern, replacement]) => {
    if (!pattern.test(before)) throw new Error('lean-parser: TypeScript looks for its system in another way');
    return before.replace(pattern, replacement);
  }, text);
}

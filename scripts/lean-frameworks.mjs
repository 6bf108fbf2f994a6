// The esbuild plugin behind `dist/server-main.js` and `dist/cli-main.js`: the descriptions of frameworks without what lowers code, which only
// the collector's threads do; and behind `dist/collector-main.js`, which reads nothing else of them. With these properties gone the bundler
// shakes off whatever they led to.

import fs from 'node:fs';

import ts from 'typescript';

/** Properties of `Framework` (`src/engine/routes/framework.ts`) that lower code, one for each language, and manifests. */
const LOWERING = new Set(['javascript', 'python', 'go', 'java', 'ruby', 'php', 'csharp', 'manifests']);

/**
 * @param {'lowering' | 'linking'} side what is left of them
 * @returns {import('esbuild').Plugin}
 */
export function leanFrameworks(side) {
  return {
    name: 'lean-frameworks',
    setup(build) {
      build.onLoad({ filter: /[\\/]engine[\\/]routes[\\/]frameworks[\\/].*\.ts$/ }, ({ path: file }) => ({
        loader: 'ts',
        contents: oneSide(file, fs.readFileSync(file, 'utf8'), side),
      }));
    },
  };
}

/**
 * The text of a module in which `export const NAME: Framework = {…}` has the lowering properties only, or all others.
 * @param {string} file
 * @param {string} text
 * @param {'lowering' | 'linking'} side
 */
function oneSide(file, text, side) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest);
  /** @type {ts.Node[]} */
  const dropped = [];
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { type, initializer } of statement.declarationList.declarations)
      if (type?.getText(source) === 'Framework' && initializer && ts.isObjectLiteralExpression(initializer))
        dropped.push(
          ...initializer.properties.filter(
            ({ name }) => name && LOWERING.has(name.getText(source)) === (side === 'linking'),
          ),
        );
  }
  // From the end, so that offsets stay right; what is left of a property is its comma's neighbour.
  return dropped.reduceRight(
    (rest, node) => rest.slice(0, node.getStart(source)) + rest.slice(node.getEnd()).replace(/^\s*,/, ''),
    text,
  );
}

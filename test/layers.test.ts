// The layers of ARCHITECTURE.md, read from the imports: what a folder may import, and nothing else.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';

import ts from 'typescript';

const root = path.resolve(__dirname, '..');

interface Layer {
  /** Other folders of `src/` it may import. */
  folders: string[];
  /** Packages and built-in modules it may import at run time; types are free where the package is listed in `types`. */
  packages: RegExp;
  types?: RegExp;
}

const PARSERS =
  /^(typescript|typescript-estree(\/use-at-your-own-risk)?|@vscode\/tree-sitter-wasm|jsonc-parser|yaml|toml-eslint-parser|dockerfile-ast|minimatch)$/;
const BUILT_IN = /^node:/;

const LAYERS: Readonly<Record<string, Layer>> = {
  engine: { folders: [], packages: new RegExp(`${PARSERS.source}|^node:crypto$`) },
  node: { folders: ['engine'], packages: new RegExp(`${PARSERS.source}|${BUILT_IN.source}`) },
  cli: { folders: ['engine', 'node'], packages: BUILT_IN },
  server: {
    folders: ['engine', 'node'],
    packages: new RegExp(
      `${BUILT_IN.source}|^vscode-(languageserver|languageserver-textdocument|uri)(/.*)?$|^jsonc-parser$`,
    ),
  },
  // The extension host loads no parser and no engine: of the other layers it sees types, the protocol, the words of a report and the calendar.
  extension: {
    folders: [
      'server/protocol',
      'server/uris',
      'engine/report/present',
      'engine/verdict',
      'engine/finding',
      'engine/days',
    ],
    packages: new RegExp(`${BUILT_IN.source}|^vscode$|^vscode-languageclient(/.*)?$`),
    types: /^(engine|server)\//,
  },
};

interface Import {
  file: string;
  target: string;
  typeOnly: boolean;
}

/** A language's extractor is given the frameworks that are written in it. */
const LOWERS = /^src\/engine\/code\/\w+\/extractor\.ts$/;

describe('the layers', () => {
  for (const [name, layer] of Object.entries(LAYERS)) {
    it(`src/${name} imports what it may`, () => {
      const wrong = filesOf(path.join(root, 'src', name))
        .flatMap(importsOf)
        .filter((one) => !isAllowed(one, name, layer))
        .map(({ file, target }) => `${file} → ${target}`);
      assert.deepEqual(wrong, []);
    });
  }

  it('know web frameworks in their own folder alone', () => {
    const asks = ['src/engine/routes/framework.ts', 'src/engine/routes/packages/effects.ts'];
    const wrong = filesOf(path.join(root, 'src'))
      .filter((file) => !file.startsWith(path.join('src', 'engine', 'routes', 'frameworks')))
      .flatMap(importsOf)
      .filter(({ target }) => /(^|\/)frameworks(\/|$)/.test(target))
      .filter(({ file, target }) => !target.endsWith('/frameworks') || !(asks.includes(file) || LOWERS.test(file)))
      .map(({ file, target }) => `${file} → ${target}`);
    assert.deepEqual(wrong, []);
  });

  it('are all there is', () => {
    const folders = fs.readdirSync(path.join(root, 'src'));
    assert.deepEqual(
      folders.filter((folder) => !(folder in LAYERS)),
      [],
    );
  });
});

function isAllowed({ file, target, typeOnly }: Import, name: string, layer: Layer): boolean {
  if (!target.startsWith('.')) return layer.packages.test(target);
  const inside = path
    .relative(path.join(root, 'src'), path.resolve(root, path.dirname(file), target))
    .split(path.sep)
    .join('/');
  // The manifest gives the version.
  if (inside === '../package.json') return true;
  if (
    inside.startsWith(`${name}/`) ||
    layer.folders.some((folder) => inside === folder || inside.startsWith(`${folder}/`))
  )
    return true;
  return typeOnly && layer.types?.test(inside) === true;
}

function filesOf(folder: string): string[] {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.relative(root, path.join(folder, name)));
}

/** Every module that a file names: imports, exports from, `import()`, `require()`. */
function importsOf(file: string): Import[] {
  const source = ts.createSourceFile(
    file,
    fs.readFileSync(path.join(root, file), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  );
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier))
      found.push({ file, target: node.moduleSpecifier.text, typeOnly: isTypeOnly(node.importClause) });
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier && ts.isStringLiteral(node.moduleSpecifier))
      found.push({ file, target: node.moduleSpecifier.text, typeOnly: node.isTypeOnly });
    else if (ts.isCallExpression(node) && node.arguments.length === 1) {
      const [argument] = node.arguments;
      const isImport =
        node.expression.kind === ts.SyntaxKind.ImportKeyword ||
        (ts.isIdentifier(node.expression) && node.expression.text === 'require');
      if (isImport && argument && ts.isStringLiteral(argument))
        found.push({ file, target: argument.text, typeOnly: false });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (!clause) return false;
  if (clause.isTypeOnly) return true;
  const bindings = clause.namedBindings;
  return (
    clause.name === undefined &&
    bindings !== undefined &&
    ts.isNamedImports(bindings) &&
    bindings.elements.every((element) => element.isTypeOnly)
  );
}

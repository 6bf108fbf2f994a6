/** What frameworks share whose routes are files: where a layout may begin, and what a file exports under which name. */
import type ts from 'typescript';
import type { Lowering } from '../../../code/javascript/lowering';
import { unwrapped } from '../../../code/javascript/scope';
import type { Expression, SiteExpression } from '../../../code/model';
import { dirname } from '../../../modules/paths';

/** One reading of a path: the folder that the layout begins in, and the segments below the layout's own folder. */
export interface Reading {
  root: string;
  rest: string[];
}

/** Every reading of a path that has a folder (`app`, `src/routes`) on its way, outermost first. */
export function readingsOf(path: string, folder: string): Reading[] {
  const segments = path.split('/');
  const wanted = folder.split('/');
  const readings: Reading[] = [];
  for (let at = 0; at + wanted.length < segments.length; at++) {
    if (!wanted.every((segment, index) => segments[at + index] === segment)) continue;
    readings.push({ root: segments.slice(0, at).join('/'), rest: segments.slice(at + wanted.length) });
  }
  return readings;
}

/** Every folder above a file as the one in which a layout may begin, outermost first: what is declared anywhere in an application. */
export function foldersAbove(path: string): Reading[] {
  const folders: Reading[] = [];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    folders.unshift({ root: folder, rest: [] });
    if (folder === '') return folders;
  }
}

/** The application for each reading. */
export function sitesOf<R extends Reading>(
  readings: readonly R[],
  framework: string,
  sure: boolean,
): { reading: R; site: SiteExpression }[] {
  const among = [...new Set(readings.map(({ root }) => root))];
  return readings.map((reading) => ({ reading, site: { e: 'site', framework, root: reading.root, among, sure } }));
}

/** A name that a module exports. */
export interface ExportedName {
  name: string;
  value: Expression;
  /** Where it is written: the function's or constant's own name, else the export. */
  node: ts.Node;
  /** The function itself, also inside a call that wraps it; undefined when it is made elsewhere. */
  fn: ts.SignatureDeclaration | undefined;
}

/** What a module exports by name (`default` included), read after its statements were lowered. */
export function exportedNames(lower: Lowering): ExportedName[] {
  const nodes = exportNodes(lower);
  const found = lower.out.flatMap((statement): ExportedName[] => {
    if (statement.s === 'export') return [named(statement.name, statement.value, nodes, lower)];
    if (statement.s !== 'export-from') return [];
    return statement.names
      .filter(({ name }) => name !== '*')
      .map(({ name, as }) => {
        const from: Expression = { e: 'import', from: statement.from, line: statement.line };
        return named(as, { e: 'member', of: from, name }, nodes, lower);
      });
  });
  return found.length > 0 ? found : commonJs(lower);
}

function named(name: string, value: Expression, nodes: ReadonlyMap<string, ts.Node>, lower: Lowering): ExportedName {
  const node = nodes.get(name) ?? lower.source;
  const local = value.e === 'name' ? lower.names.functions.get(value.name) : undefined;
  const written = local ?? functionIn(node, lower);
  return { name, value, node: local ? nameNode(local) : node, fn: written };
}

function nameNode(node: ts.SignatureDeclaration): ts.Node {
  return node.name ?? node;
}

/** `module.exports = handler`. */
function commonJs(lower: Lowering): ExportedName[] {
  const { ts } = lower;
  for (const node of lower.source.statements) {
    if (!ts.isExpressionStatement(node) || !ts.isBinaryExpression(node.expression)) continue;
    if (node.expression.left.getText(lower.source) !== 'module.exports') continue;
    const value: Expression = { e: 'member', of: { e: 'name', name: 'module' }, name: 'exports' };
    const right = unwrapped(node.expression.right, ts);
    const local = ts.isIdentifier(right) ? lower.names.functions.get(right.text) : undefined;
    return [{ name: 'default', value, node: local ? nameNode(local) : node, fn: local ?? functionIn(right, lower) }];
  }
  return [];
}

/** Nodes by exported name. */
function exportNodes(lower: Lowering): Map<string, ts.Node> {
  const { ts } = lower;
  const nodes = new Map<string, ts.Node>();
  const bound = (pattern: ts.BindingName): void => {
    if (ts.isIdentifier(pattern)) nodes.set(pattern.text, pattern);
    else for (const one of pattern.elements) if (ts.isBindingElement(one)) bound(one.name);
  };
  for (const node of lower.source.statements) {
    if (ts.isExportAssignment(node)) nodes.set('default', node);
    else if (ts.isExportDeclaration(node) && node.exportClause && ts.isNamedExports(node.exportClause)) {
      for (const one of node.exportClause.elements) nodes.set(one.name.text, one);
    } else if (ts.isFunctionDeclaration(node)) {
      const isDefault = node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
      if (isDefault) nodes.set('default', node.name ?? node);
      else if (node.name) nodes.set(node.name.text, node.name);
    } else if (ts.isVariableStatement(node)) for (const one of node.declarationList.declarations) bound(one.name);
  }
  return nodes;
}

/** The function that a declaration is or that a call wraps: `withLog(async (request) => …)`. */
function functionIn(node: ts.Node, lower: Lowering, depth = 0): ts.SignatureDeclaration | undefined {
  const { ts } = lower;
  if (depth > 4) return undefined;
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isFunctionDeclaration(node)) return node;
  if (ts.isExportAssignment(node)) return functionIn(unwrapped(node.expression, ts), lower, depth + 1);
  if (ts.isIdentifier(node)) {
    const { parent } = node;
    if (ts.isFunctionDeclaration(parent)) return parent;
    if (ts.isVariableDeclaration(parent) && parent.name === node && parent.initializer)
      return functionIn(unwrapped(parent.initializer, ts), lower, depth + 1);
    return lower.names.functions.get(node.text);
  }
  if (!ts.isCallExpression(node)) return undefined;
  for (const argument of node.arguments) {
    const found = functionIn(unwrapped(argument, ts), lower, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/**
 * Server actions of Next.js: exported functions of a `'use server'` file, and functions that begin with those words. Each is an endpoint
 * of its own, posted to under the path of any page (nextjs.org/docs, "Server Actions and Mutations": check in every action who is calling).
 */
import type ts from 'typescript';
import { text } from '../../../code/javascript/expressions';
import type { Lowering } from '../../../code/javascript/lowering';
import { dirname } from '../../../modules/paths';
import { defineWords, holdsAny } from '../../../text/words';
import { isAuthName } from '../../guards/names';
import type { Expression, GuardUse } from '../../../code/model';
import { exportedNames, sitesOf, type Reading } from '../shared/file-layout';
import { webInputOf } from '../shared/web-input';
import { clientGuards } from './safe-actions';

const WORDS = defineWords(['use server']);

export function mayHoldActions(source: string): boolean {
  return holdsAny(source, WORDS) && /['"]use server['"]/.test(source);
}

interface Action {
  name: string;
  handler: Expression;
  node: ts.Node;
  fn: ts.SignatureDeclaration | undefined;
}

export function emitActions(lower: Lowering): void {
  const actions = isDirective(lower.source.statements[0], lower) ? exportedActions(lower) : inlineActions(lower);
  if (actions.length === 0) return;
  for (const { site } of sitesOf(foldersOf(lower.file.path), 'nextjs', false)) {
    for (const { name, handler, node, fn } of actions) {
      lower.emit({
        s: 'route',
        framework: 'nextjs',
        on: site,
        methods: ['POST'],
        paths: [text(`action ${name}`)],
        posted: true,
        guards: guardsOf(node, lower),
        handler,
        args: [],
        input: webInputOf(fn, lower),
        at: lower.span(node),
        line: lower.line(node),
        declLine: null,
      });
    }
  }
}

/** Actions lie anywhere in an application. */
function foldersOf(path: string): Reading[] {
  const folders: Reading[] = [];
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    folders.unshift({ root: folder, rest: [] });
    if (folder === '') return folders;
  }
}

function isDirective(node: ts.Node | undefined, { ts }: Lowering): boolean {
  return (
    node !== undefined &&
    ts.isExpressionStatement(node) &&
    ts.isStringLiteralLike(node.expression) &&
    node.expression.text === 'use server'
  );
}

function exportedActions(lower: Lowering): Action[] {
  return exportedNames(lower).map(({ name, value, node, fn }) => ({ name, handler: value, node, fn }));
}

/** Functions whose body begins with the directive, by their place among the facts. */
function inlineActions(lower: Lowering): Action[] {
  const { ts } = lower;
  const found: Action[] = [];
  const visit = (node: ts.Node): void => {
    const isFunction = ts.isFunctionDeclaration(node) || ts.isFunctionExpression(node) || ts.isArrowFunction(node);
    if (isFunction && node.body && ts.isBlock(node.body) && isDirective(node.body.statements[0], lower)) {
      const extent = lower.span(node);
      const fact = Object.values(lower.functions).find(
        (one) => one.extent.line === extent.line && one.extent.column === extent.column,
      );
      if (fact) {
        const name = /^(?:$|<)/.test(fact.name) ? `of line ${extent.line}` : fact.name;
        found.push({ name, handler: { e: 'function', id: fact.id }, node: node.name ?? node, fn: node });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(lower.source);
  return found;
}

/** What the client of an action asks; of another chain, its name is all that can be told here. */
function guardsOf(node: ts.Node, lower: Lowering): GuardUse[] {
  const { ts } = lower;
  const declaration = node.parent;
  if (!ts.isVariableDeclaration(declaration) || !declaration.initializer) return [];
  const client = clientGuards(declaration.initializer, lower);
  if (client) return [{ as: 'middleware', value: client.value, at: lower.span(client.node) }];
  let value: ts.Expression = declaration.initializer;
  for (let link = 0; link < 20; link++) {
    if (ts.isCallExpression(value)) value = value.expression;
    else if (ts.isPropertyAccessExpression(value)) value = value.expression;
    else break;
  }
  if (!ts.isIdentifier(value) || value === declaration.initializer || !isAuthName(value.text)) return [];
  const isChain = ts.isCallExpression(declaration.initializer) && !ts.isIdentifier(declaration.initializer.expression);
  return isChain ? [{ as: 'decorator', value: { e: 'name', name: value.text }, at: lower.span(value) }] : [];
}

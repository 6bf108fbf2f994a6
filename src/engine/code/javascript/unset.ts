/** Variables that are declared without a value. */
import type ts from 'typescript';
import type { Lowering } from './lowering';

/**
 * Whether a variable of a function holds nothing until one of the function's own statements sets it (`let user; try { user = … }`). One
 * that a callback sets, or that a pattern takes apart, is left out: when that happens is not told by the order of statements.
 */
export function isUnsetAtFirst({ name, parent }: ts.VariableDeclaration, lower: Lowering): boolean {
  const { ts, source } = lower;
  if (!ts.isIdentifier(name) || !ts.isVariableDeclarationList(parent) || !ts.isVariableStatement(parent.parent))
    return false;
  const home = functionAround(parent, lower);
  if (!home) return false;
  const { text } = name;
  let isPlain = true;
  const visit = (node: ts.Node): void => {
    if (ts.isForOfStatement(node) || ts.isForInStatement(node)) isPlain &&= node.initializer.getText(source) !== text;
    else if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind, lower)) {
      const { left, operatorToken } = node;
      if (ts.isIdentifier(left) && left.text === text)
        isPlain &&= operatorToken.kind === ts.SyntaxKind.EqualsToken && functionAround(node, lower) === home;
      else if (ts.isObjectLiteralExpression(left) || ts.isArrayLiteralExpression(left))
        isPlain &&= !new RegExp(`\\b${text.replaceAll('$', '\\$')}\\b`).test(left.getText(source));
    }
    if (isPlain) ts.forEachChild(node, visit);
  };
  ts.forEachChild(home, visit);
  return isPlain;
}

function isAssignment(kind: ts.SyntaxKind, { ts }: Lowering): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

function functionAround(node: ts.Node, { ts }: Lowering): ts.Node | undefined {
  let at: ts.Node = node.parent;
  while (!ts.isFunctionLike(at)) {
    if (ts.isSourceFile(at)) return undefined;
    at = at.parent;
  }
  return at;
}

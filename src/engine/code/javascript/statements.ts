/** Statements of JavaScript as the model has them. */
import type ts from 'typescript';
import { CAUGHT, MAX_ITEMS, type Expression, type Statement } from '../model';
import { bindPattern, loopNames } from './bindings';
import { isUnsetAtFirst } from './unset';
import { member, name, other, propertyKey, tested } from './expressions';
import { lowerClass, lowerFunction } from './functions';
import type { Lowering } from './lowering';
import { unwrapped } from './scope';
import { specifierOf } from './specifiers';

/** A sequence of statements; declared functions come first, as JavaScript hoists them. */
export function lowerStatements(lower: Lowering, statements: readonly ts.Statement[]): void {
  const { ts } = lower;
  for (const one of statements) if (ts.isFunctionDeclaration(one)) lowerFunctionDeclaration(lower, one);
  for (const one of statements) if (!ts.isFunctionDeclaration(one)) lowerStatement(lower, one);
}

function lowerFunctionDeclaration(lower: Lowering, node: ts.FunctionDeclaration): void {
  if (!node.body) return;
  const called = node.name?.text ?? '<default>';
  const id = lowerFunction(lower, node, called);
  const line = lower.line(node);
  lower.emit({ s: 'def', id, line });
  if (!isExported(lower, node)) return;
  lower.emit({ s: 'export', name: isDefault(lower, node) ? 'default' : called, value: { e: 'function', id }, line });
}

function lowerStatement(lower: Lowering, node: ts.Statement): void {
  const { ts } = lower;
  const line = lower.line(node);
  if (ts.isExpressionStatement(node)) return lowerEffect(lower, unwrapped(node.expression, ts), line);
  if (ts.isVariableStatement(node)) return lowerVariables(lower, node);
  if (ts.isIfStatement(node)) {
    const test = tested(lower, lower.expression(node.expression), node.expression);
    const then = lower.block(() => lowerStatement(lower, node.thenStatement));
    const otherwise = lower.block(() => node.elseStatement && lowerStatement(lower, node.elseStatement));
    return lower.emit({ s: 'if', test, then, else: otherwise, line });
  }
  if (ts.isReturnStatement(node)) {
    const value = node.expression ? lower.expression(node.expression) : null;
    return lower.emit(returned(value, line));
  }
  if (ts.isThrowStatement(node)) return lower.emit({ s: 'throw', value: lower.expression(node.expression), line });
  if (ts.isBlock(node)) return lowerStatements(lower, node.statements);
  if (ts.isTryStatement(node)) return lowerTry(lower, node);
  if (ts.isClassDeclaration(node)) return lowerClassDeclaration(lower, node);
  if (ts.isEnumDeclaration(node)) return lowerEnum(lower, node);
  if (ts.isBreakStatement(node) || ts.isContinueStatement(node)) return lower.emit({ s: 'jump', line });
  if (ts.isLabeledStatement(node)) return lowerStatement(lower, node.statement);
  if (ts.isSwitchStatement(node)) return lowerSwitch(lower, node);
  lowerLoop(lower, node, line);
  lowerModule(lower, node, line);
}

/** What a function returns; a promise that is broken when it is made is an error. */
function returned(value: Expression | null, line: number): Statement {
  const isBroken =
    value?.e === 'call' &&
    value.callee.e === 'member' &&
    value.callee.name === 'reject' &&
    value.callee.of.e === 'name' &&
    value.callee.of.name === 'Promise';
  return isBroken ? { s: 'throw', value: value.args[0]?.value ?? null, line } : { s: 'return', value, line };
}

/** An object of its members; those without a value are numbered on from the one before (typescriptlang.org, "Enums"). */
function lowerEnum(lower: Lowering, node: ts.EnumDeclaration): void {
  let next: number | null = 0;
  const entries = node.members.slice(0, MAX_ITEMS).map((one) => {
    const value: Expression = one.initializer
      ? lower.expression(one.initializer)
      : next === null
        ? other()
        : { e: 'constant', value: next };
    next = value.e === 'constant' && typeof value.value === 'number' ? value.value + 1 : null;
    return { key: propertyKey(lower, one.name), value };
  });
  const line = lower.line(node);
  lower.emit({ s: 'let', to: name(node.name.text), value: { e: 'record', entries }, line });
  if (isExported(lower, node)) lower.emit({ s: 'export', name: node.name.text, value: name(node.name.text), line });
}

function lowerClassDeclaration(lower: Lowering, node: ts.ClassDeclaration): void {
  const called = node.name?.text ?? '<default>';
  lowerClass(lower, node, called);
  if (!isExported(lower, node)) return;
  const exported = isDefault(lower, node) ? 'default' : called;
  lower.emit({ s: 'export', name: exported, value: name(called), line: lower.line(node) });
}

/** An expression for its effect. Conditions become branches, `list.forEach(x => …)` a loop. */
function lowerEffect(lower: Lowering, node: ts.Expression, line: number): void {
  const { ts } = lower;
  if (ts.isConditionalExpression(node)) {
    const test = lower.expression(node.condition);
    const then = lower.block(() => lowerEffect(lower, unwrapped(node.whenTrue, ts), line));
    const otherwise = lower.block(() => lowerEffect(lower, unwrapped(node.whenFalse, ts), line));
    return lower.emit({ s: 'if', test, then, else: otherwise, line });
  }
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken) {
    const test = lower.expression(node.left);
    const then = lower.block(() => lowerEffect(lower, unwrapped(node.right, ts), line));
    return lower.emit({ s: 'if', test, then, else: [], line });
  }
  if (ts.isCallExpression(node) && lowerForEach(lower, node, line)) return;
  const before = lower.out.length;
  const value = lower.expression(node);
  // A registration or an assignment has said what there is to say.
  const said =
    lower.out.length > before && (value.e === 'member' || value.e === 'index' || isRegistration(lower.out.at(-1)));
  const isSilent = value.e === 'name' || value.e === 'constant' || said;
  if (!isSilent) lower.emit({ s: 'do', value, line });
}

function isRegistration(statement: Statement | undefined): boolean {
  return (
    statement?.s === 'route' ||
    statement?.s === 'use' ||
    statement?.s === 'serve' ||
    statement?.s === 'configure' ||
    statement?.s === 'plug'
  );
}

function lowerForEach(lower: Lowering, node: ts.CallExpression, line: number): boolean {
  const { ts } = lower;
  const [callback] = node.arguments;
  if (!ts.isPropertyAccessExpression(node.expression) || node.expression.name.text !== 'forEach' || !callback)
    return false;
  if (!ts.isArrowFunction(callback) && !ts.isFunctionExpression(callback)) return false;
  const over = lower.expression(node.expression.expression);
  const [item] = callback.parameters;
  const { names, inner } = loopNames(lower, item?.name);
  const body = lower.block(() => {
    inner();
    if (ts.isBlock(callback.body)) lowerStatements(lower, callback.body.statements);
    else lowerEffect(lower, unwrapped(callback.body, ts), line);
  });
  lower.emit({ s: 'loop', over, as: names, body: ofItems(body), line });
  return true;
}

/** What a callback returns from ends one item, not the function around it. */
function ofItems(statements: readonly Statement[]): Statement[] {
  return statements.flatMap((statement): Statement[] => {
    const { line } = statement as { line: number };
    switch (statement.s) {
      case 'return':
        return [...(statement.value ? [{ s: 'do' as const, value: statement.value, line }] : []), { s: 'jump', line }];
      case 'if':
        return [{ ...statement, then: ofItems(statement.then), else: ofItems(statement.else) }];
      case 'try': {
        const catches = statement.catches.map((clause) => ({ ...clause, body: ofItems(clause.body) }));
        return [{ ...statement, body: ofItems(statement.body), catches, after: ofItems(statement.after) }];
      }
      case 'loop':
        return [{ ...statement, body: ofItems(statement.body) }];
      default:
        return [statement];
    }
  });
}

function lowerVariables(lower: Lowering, node: ts.VariableStatement): void {
  const exported = isExported(lower, node);
  for (const declaration of node.declarationList.declarations) {
    lowerDeclaration(lower, declaration);
    if (exported) exportNames(lower, declaration.name);
  }
}

function exportNames(lower: Lowering, binding: ts.BindingName): void {
  const { ts } = lower;
  if (ts.isIdentifier(binding)) {
    lower.emit({ s: 'export', name: binding.text, value: name(binding.text), line: lower.line(binding) });
  } else for (const one of binding.elements) if (ts.isBindingElement(one)) exportNames(lower, one.name);
}

function lowerDeclaration(lower: Lowering, node: ts.VariableDeclaration): void {
  if (!node.initializer) {
    if (isUnsetAtFirst(node, lower)) bindPattern(lower, node.name, { e: 'constant', value: null });
    return;
  }
  const value = lower.expression(node.initializer);
  bindPattern(lower, node.name, value);
}

function lowerTry(lower: Lowering, node: ts.TryStatement): void {
  const body = lower.block(() => lowerStatements(lower, node.tryBlock.statements));
  const { catchClause, finallyBlock } = node;
  const caught =
    catchClause &&
    lower.block(() => {
      const binding = catchClause.variableDeclaration?.name;
      if (binding) bindPattern(lower, binding, name(CAUGHT));
      if (binding && lower.ts.isIdentifier(binding)) lower.scope.set(binding.text, 'error');
      lowerStatements(lower, catchClause.block.statements);
    });
  const after = finallyBlock ? lower.block(() => lowerStatements(lower, finallyBlock.statements)) : [];
  lower.emit({ s: 'try', body, catches: caught ? [{ types: [], body: caught }] : [], after, line: lower.line(node) });
}

function lowerSwitch(lower: Lowering, node: ts.SwitchStatement): void {
  const { ts } = lower;
  const subject = lower.expression(node.expression);
  let chain: Statement[] = [];
  for (const clause of [...node.caseBlock.clauses].reverse()) {
    const body = lower.block(() => lowerStatements(lower, clause.statements));
    const inside = body.filter((statement, index) => statement.s !== 'jump' || index < body.length - 1);
    if (ts.isDefaultClause(clause)) chain = inside;
    else {
      const test: Expression = { e: 'compare', op: '==', left: subject, right: lower.expression(clause.expression) };
      chain = [{ s: 'if', test, then: inside, else: chain, line: lower.line(clause) }];
    }
  }
  for (const statement of chain) lower.emit(statement);
}

function lowerLoop(lower: Lowering, node: ts.Statement, line: number): void {
  const { ts } = lower;
  if (ts.isForOfStatement(node) || ts.isForInStatement(node)) {
    const over = lower.expression(node.expression);
    const list = node.initializer;
    const binding = ts.isVariableDeclarationList(list) ? list.declarations[0]?.name : undefined;
    const { names, inner } = loopNames(lower, binding);
    const body = lower.block(() => {
      inner();
      lowerStatement(lower, node.statement);
    });
    lower.emit({ s: 'loop', over, as: names, body, line });
  } else if (ts.isForStatement(node) || ts.isWhileStatement(node) || ts.isDoStatement(node)) {
    const body = lower.block(() => lowerStatement(lower, node.statement));
    lower.emit({ s: 'loop', over: null, as: [], body, line });
  }
}

function lowerModule(lower: Lowering, node: ts.Statement, line: number): void {
  const { ts } = lower;
  if (ts.isImportDeclaration(node)) return lowerImport(lower, node, line);
  if (ts.isImportEqualsDeclaration(node)) {
    const reference = node.moduleReference;
    if (node.isTypeOnly || !ts.isExternalModuleReference(reference) || !ts.isStringLiteralLike(reference.expression))
      return;
    const value: Expression = { e: 'import', from: reference.expression.text, line };
    return lower.emit({ s: 'let', to: name(node.name.text), value, line });
  }
  if (ts.isExportAssignment(node)) {
    const value = lower.expression(node.expression);
    if (!node.isExportEquals) return lower.emit({ s: 'export', name: 'default', value, line });
    return lower.emit({ s: 'let', to: member(name('module'), 'exports'), value, line });
  }
  if (ts.isExportDeclaration(node) && !node.isTypeOnly) lowerExport(lower, node, line);
}

function lowerImport(lower: Lowering, node: ts.ImportDeclaration, line: number): void {
  const { ts } = lower;
  const clause = node.importClause;
  const from = specifierOf(node.moduleSpecifier, ts);
  if (from === undefined || clause?.isTypeOnly) return;
  const names: { name: string | null; as: string }[] = [];
  if (clause?.name) names.push({ name: 'default', as: clause.name.text });
  const bindings = clause?.namedBindings;
  if (bindings && ts.isNamespaceImport(bindings)) names.push({ name: null, as: bindings.name.text });
  else {
    for (const one of bindings?.elements ?? []) {
      if (!one.isTypeOnly) names.push({ name: one.propertyName?.text ?? one.name.text, as: one.name.text });
    }
  }
  lower.emit({ s: 'import', from, names, line });
}

function lowerExport(lower: Lowering, node: ts.ExportDeclaration, line: number): void {
  const { ts } = lower;
  const from = specifierOf(node.moduleSpecifier, ts);
  const clause = node.exportClause;
  if (from === undefined) {
    if (!clause || !ts.isNamedExports(clause)) return;
    for (const one of clause.elements) {
      if (one.isTypeOnly) continue;
      lower.emit({ s: 'export', name: one.name.text, value: name(one.propertyName?.text ?? one.name.text), line });
    }
  } else if (!clause) lower.emit({ s: 'export-from', from, names: [{ name: '*', as: '*' }], line });
  else if (ts.isNamespaceExport(clause)) {
    const as = clause.name.text;
    lower.emit({ s: 'import', from, names: [{ name: null, as: `<${as}>` }], line });
    lower.emit({ s: 'export', name: as, value: name(`<${as}>`), line });
  } else {
    const named = clause.elements.filter((one) => !one.isTypeOnly);
    const names = named.map((one) => ({ name: one.propertyName?.text ?? one.name.text, as: one.name.text }));
    lower.emit({ s: 'export-from', from, names, line });
  }
}

/** An assignment: a `let`, whose value is also the value of the expression. `exports.a` is written as `module.exports.a`. */
export function assign(lower: Lowering, node: ts.BinaryExpression): Expression {
  const { ts } = lower;
  const line = lower.line(node);
  const target = unwrapped(node.left, ts);
  const value = lower.expression(node.right);
  if (node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) {
    const before = lower.expression(target);
    return other(before, value);
  }
  for (const framework of lower.frameworks) {
    const known = framework.assigned?.(target, value, lower);
    if (known) return known;
  }
  const to = targetOf(lower, target);
  if (!to) return other(value);
  if (value.e === 'router' && to.e === 'member') lower.names.routers.add(to.name);
  lower.emit({ s: 'let', to, value, line });
  return to;
}

function targetOf(lower: Lowering, node: ts.Expression): Expression | undefined {
  const { ts } = lower;
  if (ts.isIdentifier(node)) return node.text === 'exports' ? member(name('module'), 'exports') : name(node.text);
  if (ts.isPropertyAccessExpression(node)) {
    const of = targetOf(lower, unwrapped(node.expression, ts));
    return of && member(of, node.name.text);
  }
  if (node.kind === ts.SyntaxKind.ThisKeyword) return name('this');
  if (!ts.isElementAccessExpression(node)) return undefined;
  const of = targetOf(lower, unwrapped(node.expression, ts));
  return of && { e: 'index', of, key: lower.expression(node.argumentExpression) };
}

function isExported(lower: Lowering, node: Modified): boolean {
  return hasModifier(node, lower.ts.SyntaxKind.ExportKeyword);
}

function isDefault(lower: Lowering, node: Modified): boolean {
  return hasModifier(node, lower.ts.SyntaxKind.DefaultKeyword);
}

type Modified = ts.FunctionDeclaration | ts.ClassDeclaration | ts.EnumDeclaration | ts.VariableStatement;

function hasModifier(node: Modified, kind: ts.SyntaxKind): boolean {
  return node.modifiers?.some((modifier) => modifier.kind === kind) ?? false;
}

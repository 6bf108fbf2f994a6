/** Functions and classes of JavaScript as the model has them. */
import type ts from 'typescript';
import { HANDED_ON } from '../model-setup';
import { MAX_TEXT, type ClassFact, type Expression, type Parameter, type Statement } from '../model';
import { member, name, propertyKey } from './expressions';
import type { Lowering } from './lowering';
import { parameterRoles, Scope } from './scope';
import { bindPattern } from './bindings';
import { lowerStatements } from './statements';

export type FunctionNode =
  | ts.FunctionDeclaration
  | ts.FunctionExpression
  | ts.ArrowFunction
  | ts.MethodDeclaration
  | ts.ConstructorDeclaration
  | ts.GetAccessorDeclaration;

/** A function written where a value is expected. */
export function lowerFunctionExpression(lower: Lowering, node: FunctionNode): Expression {
  return { e: 'function', id: lowerFunction(lower, node, nameOf(lower, node) ?? '<anonymous>') };
}

/** The name a function has or gets from what it is assigned to. */
function nameOf({ ts, source }: Lowering, node: FunctionNode): string | undefined {
  if (node.name) return node.name.getText(source);
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name.text;
  if (ts.isPropertyAssignment(parent) || ts.isPropertyDeclaration(parent)) return parent.name.getText(source);
  if (ts.isBinaryExpression(parent) && ts.isPropertyAccessExpression(parent.left)) return parent.left.name.text;
  return undefined;
}

/** Adds a function to the facts and gives its id. `before`: statements that run ahead of its body (field initialisers). */
export function lowerFunction(lower: Lowering, node: FunctionNode, called: string, before: Statement[] = []): string {
  const { ts, functions } = lower;
  return lower.within(called, functions, (id) => {
    const outer = lower.scope;
    lower.scope = new Scope(outer);
    const roles = parameterRoles(node.parameters, lower.source, ts);
    node.parameters.forEach((parameter, index) => {
      if (ts.isIdentifier(parameter.name)) lower.scope.set(parameter.name.text, roles[index] ?? 'plain');
    });
    // Taken before the body is lowered, so that functions inside get other ids.
    const fact = {
      id,
      name: called,
      params: [] as Parameter[],
      ...(node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) && { async: true as const }),
      decorators: decoratorsOf(lower, node),
      body: [] as Statement[],
      doc: docOf(lower, node),
      at: lower.span(node.name ?? firstLine(lower, node)),
      extent: lower.span(node),
    };
    functions[id] = fact;
    try {
      fact.body = lower.block(() => {
        fact.params = node.parameters.map((parameter, index) => lowerParameter(lower, parameter, index, roles[index]));
        lowerBody(lower, node, before);
      });
    } finally {
      lower.scope = outer;
    }
    return id;
  });
}

function isSuperCall({ ts }: Lowering, node: ts.Statement): boolean {
  if (!ts.isExpressionStatement(node) || !ts.isCallExpression(node.expression)) return false;
  return node.expression.expression.kind === ts.SyntaxKind.SuperKeyword;
}

function firstLine({ ts }: Lowering, node: FunctionNode): ts.Node {
  return ts.isArrowFunction(node) ? node.equalsGreaterThanToken : node;
}

/** `before` comes where JavaScript has it: what a base class makes of the object, its subclass's fields may replace. */
function lowerBody(lower: Lowering, node: FunctionNode, before: readonly Statement[]): void {
  const { ts } = lower;
  if (!node.body) return;
  if (ts.isBlock(node.body)) {
    const { statements } = node.body;
    const base = before.length > 0 ? statements.findIndex((one) => isSuperCall(lower, one)) + 1 : 0;
    lowerStatements(lower, statements.slice(0, base));
    for (const statement of before) lower.emit(statement);
    return lowerStatements(lower, statements.slice(base));
  }
  const value = lower.expression(node.body);
  lower.emit({ s: 'return', value, line: lower.line(node.body) });
}

/** A destructured parameter gets a name of its own, and one `let` per name inside the body. */
function lowerParameter(
  lower: Lowering,
  node: ts.ParameterDeclaration,
  index: number,
  role: string | undefined,
): Parameter {
  const { ts } = lower;
  const isName = ts.isIdentifier(node.name);
  const own = isName ? node.name.text : `<${index}>`;
  if (!isName) {
    if (role === 'request') lower.scope.set(own, 'request');
    bindPattern(lower, node.name, role === 'request' ? { e: 'request', part: 'state', name: null } : name(own));
  }
  return {
    name: own,
    default: node.initializer ? lower.expression(node.initializer) : null,
    type: typeName(lower, node.type),
    ...(node.dotDotDotToken ? { rest: 'list' as const } : {}),
  };
}

/** A type's name as an expression; anything but a plain name says nothing here. */
function typeName({ ts, source }: Lowering, type: ts.TypeNode | undefined): Expression | null {
  return type && ts.isTypeReferenceNode(type) ? name(type.typeName.getText(source)) : null;
}

function decoratorsOf(lower: Lowering, node: FunctionNode | ts.ClassLikeDeclaration): Expression[] {
  const { ts } = lower;
  const written = ts.canHaveDecorators(node) ? (ts.getDecorators(node) ?? []) : [];
  const decorators = written.map((decorator) => lower.expression(decorator.expression));
  // A getter is read without a call, as Python's properties are.
  return ts.isGetAccessorDeclaration(node) ? [...decorators, name('property')] : decorators;
}

/** The first words of the comment right above a function. */
function docOf(lower: Lowering, node: FunctionNode): string | null {
  const { ts, file } = lower;
  if (!ts.isFunctionDeclaration(node) && !ts.isMethodDeclaration(node)) return null;
  const last = ts.getLeadingCommentRanges(file.text, node.getFullStart())?.at(-1);
  if (!last) return null;
  const words = file.text
    .slice(last.pos, Math.min(last.end, last.pos + 4 * MAX_TEXT))
    .replaceAll(/^\s*(?:\/\*+|\*+\/?|\/\/+)|\*\/\s*$/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return words === '' ? null : words.slice(0, MAX_TEXT);
}

/** A class declaration; gives its name. */
export function lowerClass(lower: Lowering, node: ts.ClassLikeDeclaration, called: string): void {
  const { ts, classes } = lower;
  lower.within(called, classes, (id) => {
    const heritage = node.heritageClauses?.find((clause) => clause.token === ts.SyntaxKind.ExtendsKeyword);
    const fact: ClassFact = {
      id,
      name: called,
      bases: (heritage?.types ?? []).map((type) => lower.expression(type.expression)),
      decorators: decoratorsOf(lower, node),
      body: [] as Statement[],
      at: lower.span(node.name ?? node),
    };
    classes[id] = fact;
    fact.body = lower.block(() => lowerMembers(lower, node));
    for (const framework of lower.frameworks) framework.classOf?.(node, fact, lower);
    lower.emit({ s: 'class', id, line: lower.line(node) });
  });
}

/** A class where a value is expected: declared first, then named. */
export function lowerClassExpression(lower: Lowering, node: ts.ClassExpression): Expression {
  const { ts } = lower;
  const { parent } = node;
  const assigned = ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name.text : undefined;
  const called = node.name?.text ?? assigned ?? '<class>';
  lowerClass(lower, node, called);
  return name(called);
}

/** Methods become `def`, static fields `let`; other fields are set in the constructor, which is made when there is none. */
function lowerMembers(lower: Lowering, node: ts.ClassLikeDeclaration): void {
  const { ts } = lower;
  const fields = node.members.filter((one): one is ts.PropertyDeclaration => ts.isPropertyDeclaration(one));
  const constructor = node.members.find(
    (one): one is ts.ConstructorDeclaration => ts.isConstructorDeclaration(one) && one.body !== undefined,
  );
  const initial: Statement[] = lower.block(() => {
    for (const field of fields) if (!isStatic(lower, field)) lowerField(lower, field, name('this'));
    for (const parameter of constructor?.parameters ?? []) lowerParameterProperty(lower, parameter);
  });
  if (constructor) def(lower, lowerFunction(lower, constructor, 'constructor', initial), constructor);
  else if (initial.length > 0) def(lower, fieldConstructor(lower, node, initial), node);
  for (const field of fields) if (isStatic(lower, field)) lowerField(lower, field, undefined);
  for (const one of node.members) {
    const isMethod = ts.isMethodDeclaration(one) || ts.isGetAccessorDeclaration(one);
    if (!isMethod || !one.body) continue;
    const key = propertyKey(lower, one.name);
    if (key.e === 'text') def(lower, lowerFunction(lower, one, key.value), one);
  }
}

function def(lower: Lowering, id: string, node: ts.Node): void {
  lower.emit({ s: 'def', id, line: lower.line(node) });
}

function isStatic({ ts }: Lowering, node: ts.PropertyDeclaration): boolean {
  return node.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.StaticKeyword) ?? false;
}

function lowerField(lower: Lowering, field: ts.PropertyDeclaration, owner: Expression | undefined): void {
  const key = propertyKey(lower, field.name);
  if (key.e !== 'text' || !field.initializer) return;
  const to = owner ? member(owner, key.value) : name(key.value);
  lower.emit({ s: 'let', to, value: lower.expression(field.initializer), line: lower.line(field) });
}

/** TypeScript's `constructor(private readonly app: Express)` sets `this.app`. */
function lowerParameterProperty(lower: Lowering, parameter: ts.ParameterDeclaration): void {
  const { ts } = lower;
  if (!parameter.modifiers?.length || !ts.isIdentifier(parameter.name)) return;
  const { text } = parameter.name;
  lower.emit({ s: 'let', to: member(name('this'), text), value: name(text), line: lower.line(parameter) });
}

/** A subclass's hands everything on, as the one that JavaScript makes does. */
function fieldConstructor(lower: Lowering, node: ts.ClassLikeDeclaration, initial: Statement[]): string {
  return lower.within('constructor', lower.functions, (id) => {
    const at = lower.span(node.name ?? node);
    const extended = node.heritageClauses?.some(({ token }) => token === lower.ts.SyntaxKind.ExtendsKeyword);
    const params: Parameter[] = extended ? [{ name: HANDED_ON, default: null, type: null, rest: 'list' }] : [];
    const args = [{ name: null, value: { e: 'spread' as const, of: name(HANDED_ON) } }];
    const callee = member(name('super'), 'constructor');
    const base: Statement = { s: 'do', value: { e: 'call', callee, args, at }, line: at.line };
    const body = extended ? [base, ...initial] : initial;
    lower.functions[id] = { id, name: 'constructor', params, decorators: [], body, doc: null, at, extent: at };
    return id;
  });
}

/** Expressions of JavaScript as the model has them. The node comes without parentheses, casts and `await`. */
import type ts from 'typescript';
import { MAX_ITEMS, MAX_TEXT, type Argument, type Expression } from '../model';
import { requestPart } from './request-parts';
import { lowerClassExpression, lowerFunctionExpression } from './functions';
import type { Lowering } from './lowering';
import { isRequestName } from './scope';
import { assign } from './statements';

/** An expression nobody can say more about than what is inside it. */
export function other(...parts: Expression[]): Expression {
  return { e: 'other', parts };
}

export function name(text: string): Expression {
  return { e: 'name', name: text };
}

export function text(value: string): Expression {
  return value.length > MAX_TEXT ? other() : { e: 'text', value };
}

export function lowerExpression(lower: Lowering, node: ts.Expression): Expression {
  const { ts } = lower;
  if (ts.isIdentifier(node)) return node.text === 'undefined' ? { e: 'constant', value: null } : name(node.text);
  if (ts.isStringLiteralLike(node)) return text(node.text);
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) return lowerCall(lower, node);
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) return lowerMember(lower, node);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return lowerFunctionExpression(lower, node);
  if (ts.isObjectLiteralExpression(node)) return lowerRecord(lower, node);
  if (ts.isArrayLiteralExpression(node)) return lowerList(lower, node.elements);
  if (ts.isBinaryExpression(node)) return lowerBinary(lower, node);
  if (ts.isConditionalExpression(node)) {
    const test = tested(lower, lower.expression(node.condition), node.condition);
    const [then, otherwise] = branches(lower, test, node.whenTrue, node.whenFalse);
    return { e: 'choose', test, then, else: otherwise ?? other() };
  }
  if (ts.isPrefixUnaryExpression(node)) return lowerPrefix(lower, node);
  if (ts.isClassExpression(node)) return lowerClassExpression(lower, node);
  return lowerLiteral(lower, node);
}

/** Expressions of which one is evaluated, where `test` holds the first: what they register is registered under that condition. */
function branches(
  lower: Lowering,
  test: Expression,
  whenTrue: ts.Expression,
  whenFalse?: ts.Expression,
): [Expression, Expression | undefined] {
  let left: Expression = other();
  let right: Expression | undefined;
  const then = lower.block(() => (left = lower.expression(whenTrue)));
  const otherwise = lower.block(() => (right = whenFalse && lower.expression(whenFalse)));
  if (then.length > 0 || otherwise.length > 0)
    lower.emit({ s: 'if', test, then, else: otherwise, line: lower.line(whenTrue) });
  return [left, right];
}

function lowerLiteral(lower: Lowering, node: ts.Expression): Expression {
  const { ts } = lower;
  switch (node.kind) {
    case ts.SyntaxKind.ThisKeyword:
      return name('this');
    case ts.SyntaxKind.SuperKeyword:
      return name('super');
    case ts.SyntaxKind.TrueKeyword:
      return { e: 'constant', value: true };
    case ts.SyntaxKind.FalseKeyword:
      return { e: 'constant', value: false };
    case ts.SyntaxKind.NullKeyword:
      return { e: 'constant', value: null };
  }
  if (ts.isNumericLiteral(node)) return { e: 'constant', value: Number(node.text) };
  if (ts.isRegularExpressionLiteral(node)) {
    const end = node.text.lastIndexOf('/');
    return { e: 'regex', source: node.text.slice(1, end), flags: node.text.slice(end + 1) };
  }
  if (ts.isTemplateExpression(node)) {
    const parts = node.templateSpans.flatMap((span) => [lower.expression(span.expression), text(span.literal.text)]);
    return joined([text(node.head.text), ...parts]);
  }
  if (ts.isSpreadElement(node)) return { e: 'spread', of: lower.expression(node.expression) };
  if (ts.isYieldExpression(node)) return node.expression ? lower.expression(node.expression) : other();
  if (ts.isTypeOfExpression(node)) {
    const args = [{ name: null, value: lower.expression(node.expression) }];
    return { e: 'call', callee: name('typeof'), args, at: lower.span(node) };
  }
  // `void 0` is how compilers write `undefined`.
  if (ts.isVoidExpression(node) && ts.isNumericLiteral(node.expression)) return { e: 'constant', value: null };
  if (ts.isVoidExpression(node) || ts.isDeleteExpression(node)) {
    return other(lower.expression(node.expression));
  }
  if (ts.isTaggedTemplateExpression(node)) return other(lower.expression(node.tag));
  return other();
}

/** Neighbouring texts are one text; a join of texts alone is a text. */
export function joined(parts: Expression[]): Expression {
  const out: Expression[] = [];
  for (const part of parts.flatMap((one) => (one.e === 'join' ? one.parts : [one]))) {
    const last = out[out.length - 1];
    if (part.e === 'text' && last?.e === 'text') out[out.length - 1] = text(last.value + part.value);
    else if (part.e !== 'text' || part.value !== '') out.push(part);
  }
  const [only, ...more] = out;
  if (!only) return text('');
  return more.length === 0 && only.e === 'text' ? only : { e: 'join', parts: out };
}

function lowerList(lower: Lowering, elements: readonly ts.Expression[]): Expression {
  const items = elements.slice(0, MAX_ITEMS).map((element) => lower.expression(element));
  return { e: 'list', items: elements.length > MAX_ITEMS ? [...items, other()] : items };
}

function lowerRecord(lower: Lowering, node: ts.ObjectLiteralExpression): Expression {
  const { ts } = lower;
  const entries: { key: Expression; value: Expression }[] = [];
  for (const property of node.properties.slice(0, MAX_ITEMS)) {
    if (ts.isSpreadAssignment(property)) {
      const value = lower.expression(property.expression);
      entries.push({ key: { e: 'spread', of: value }, value });
    } else if (ts.isShorthandPropertyAssignment(property)) {
      entries.push({ key: text(property.name.text), value: lowerExpression(lower, property.name) });
    } else if (ts.isPropertyAssignment(property)) {
      entries.push({ key: propertyKey(lower, property.name), value: lower.expression(property.initializer) });
    } else if (ts.isMethodDeclaration(property)) {
      entries.push({ key: propertyKey(lower, property.name), value: lowerFunctionExpression(lower, property) });
    }
  }
  const record: Expression = { e: 'record', entries };
  for (const framework of lower.frameworks) {
    const known = framework.record?.(node, record, lower);
    if (known) return known;
  }
  return record;
}

/** A property's name; a computed one is whatever it is. */
export function propertyKey(lower: Lowering, key: ts.PropertyName): Expression {
  const { ts } = lower;
  if (ts.isComputedPropertyName(key)) return lower.expression(key.expression);
  if (ts.isNumericLiteral(key) || ts.isBigIntLiteral(key)) return text(key.text);
  return text(key.text);
}

/** Arguments of a call, all positional. */
export function lowerArguments(lower: Lowering, args: readonly ts.Expression[] | undefined): Argument[] {
  return (args ?? []).slice(0, MAX_ITEMS).map((arg) => {
    const value = lower.expression(arg);
    // By its own name it is known anyway.
    const isRequest = value.e === 'name' && !isRequestName(value.name) && lower.scope.role(value.name) === 'request';
    return { name: null, value, ...(isRequest && { request: true as const }) };
  });
}

function lowerCall(lower: Lowering, node: ts.CallExpression | ts.NewExpression): Expression {
  const { ts } = lower;
  for (const framework of lower.frameworks) {
    const known = framework.call?.(node, lower);
    if (known) return known;
  }
  if (ts.isCallExpression(node)) {
    const own = lowerKnownCall(lower, node);
    if (own) return own;
  }
  const isBase = node.expression.kind === ts.SyntaxKind.SuperKeyword;
  const callee = isBase ? member(name('super'), 'constructor') : lower.expression(node.expression);
  const args = lowerArguments(lower, node.arguments);
  return {
    e: 'call',
    callee,
    args,
    ...(ts.isNewExpression(node) ? { create: true as const } : {}),
    at: lower.span(node),
  };
}

/** Calls of the language itself: `require`, `import()`, `fn.bind(this)`, `Object.entries(x)`. */
function lowerKnownCall(lower: Lowering, node: ts.CallExpression): Expression | undefined {
  const { ts } = lower;
  const [first] = node.arguments;
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require';
  if (isRequire || node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    if (!first) return other();
    return ts.isStringLiteralLike(first)
      ? { e: 'import', from: first.text, line: lower.line(node) }
      : { e: 'load', what: lower.expression(first), line: lower.line(node) };
  }
  if (first && node.arguments.length === 1 && isWrapper(lower, node.expression)) return lower.expression(first);
  if (!ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { expression: owner, name: member } = node.expression;
  if (member.text === 'bind' && node.arguments.length <= 1) return lower.expression(owner);
  if (ts.isIdentifier(owner) && owner.text === 'Object' && first) {
    // Named as Python's mappings have them: one spelling for whoever unrolls loops.
    const called = { entries: 'items', values: 'values', keys: 'keys' }[member.text];
    if (called !== undefined) {
      return {
        e: 'call',
        callee: { e: 'member', of: lower.expression(first), name: called },
        args: [],
        at: lower.span(node),
      };
    }
    if (member.text === 'freeze') return lower.expression(first);
  }
  return undefined;
}

/** `promisify(fn)`, `asyncHandler(fn)`: the function in another coat. */
function isWrapper({ ts, names }: Lowering, callee: ts.Expression): boolean {
  const called = ts.isPropertyAccessExpression(callee) ? callee.name.text : ts.isIdentifier(callee) ? callee.text : '';
  if (called === 'promisify') return true;
  const origin = names.imported(callee);
  return (
    origin !== undefined &&
    /^(?:express-async-handler|express-async-wrap|express-promise-wrap|@awaitjs\/express)$/.test(origin.from)
  );
}

function lowerMember(lower: Lowering, node: ts.PropertyAccessExpression | ts.ElementAccessExpression): Expression {
  const { ts } = lower;
  for (const framework of lower.frameworks) {
    const known = framework.member?.(node, lower);
    if (known) return known;
  }
  const own = ts.isMetaProperty(node.expression) ? metaMember(node.getText(lower.source)) : undefined;
  if (own) return own;
  const of = lower.expression(node.expression);
  const maybe = ts.isOptionalChain(node) ? { maybe: true as const } : {};
  if (ts.isPropertyAccessExpression(node)) {
    const named = member(of, node.name.text);
    return named.e === 'member' ? { ...named, ...maybe } : named;
  }
  const key = lower.expression(node.argumentExpression);
  if (key.e !== 'text') return { e: 'index', of, key, ...maybe };
  const named = member(of, key.value);
  return named.e === 'member' ? { e: 'index', of, key, ...maybe } : named;
}

/** Where a module lies, by its `import.meta`, and the files that bundlers load through it. */
function metaMember(written: string): Expression | undefined {
  const known = {
    'import.meta.url': '__filename',
    'import.meta.filename': '__filename',
    'import.meta.dirname': '__dirname',
  };
  if (written === 'import.meta.glob') return name(written);
  const called = Object.entries(known).find(([key]) => key === written)?.[1];
  return called === undefined ? undefined : name(called);
}

/** A member by name, with the meaning that the object has: `process.env.X` is a setting, `exports` is `module.exports`. */
export function member(of: Expression, key: string): Expression {
  if (of.e === 'member' && of.name === 'env' && of.of.e === 'name' && of.of.name === 'process') {
    return { e: 'setting', name: key, fallback: null };
  }
  if (of.e === 'member' && of.name === 'env' && of.of.e === 'other' && of.of.parts.length === 0) {
    return { e: 'setting', name: key, fallback: null };
  }
  if (of.e === 'name' && of.name === 'exports') return { e: 'member', of: MODULE_EXPORTS, name: key };
  if (of.e === 'request' && of.name === null && of.part === 'state') return requestPart(key);
  if (of.e === 'request' && of.name === null && HOLDERS.has(of.part)) {
    return { ...of, name: of.part === 'header' ? key.toLowerCase() : key };
  }
  if (of.e === 'request' && of.part === 'url') {
    if (key === 'pathname') return { e: 'request', part: 'path', name: null };
    if (key === 'searchParams') return { e: 'request', part: 'query', name: null };
  }
  return { e: 'member', of, name: key };
}

const MODULE_EXPORTS: Expression = { e: 'member', of: { e: 'name', name: 'module' }, name: 'exports' };
/** Request parts whose members are the values. */
const HOLDERS = new Set(['header', 'cookie', 'session', 'query', 'body', 'params', 'user']);

const COMPARES: Readonly<Record<string, string>> = { '==': '==', '===': '==', '!=': '!=', '!==': '!=' };

function lowerBinary(lower: Lowering, node: ts.BinaryExpression): Expression {
  const { ts } = lower;
  const { kind } = node.operatorToken;
  if (kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment) return assign(lower, node);
  const operator = node.operatorToken.getText(lower.source);
  if (operator === ',') {
    lower.emit({ s: 'do', value: lower.expression(node.left), line: lower.line(node) });
    return lower.expression(node.right);
  }
  const left = lower.expression(node.left);
  if (operator === '&&') return { e: 'and', left, right: branches(lower, left, node.right)[0] };
  const right = lower.expression(node.right);
  if (operator === '||' || operator === '??') {
    return left.e === 'setting' && left.fallback === null ? { ...left, fallback: right } : { e: 'or', left, right };
  }
  const compare = COMPARES[operator] ?? (/^(?:[<>]=?|in|instanceof)$/.test(operator) ? operator : undefined);
  if (compare !== undefined) return { e: 'compare', op: compare, left, right };
  const sides = [left, right];
  // Two names may be numbers as well: then the text is not known.
  const isText =
    sides.some(({ e }) => e === 'text' || e === 'join') || sides.every(({ e }) => e === 'name' || e === 'member');
  if (operator === '+' && isText) return joined(sides);
  return other(left, right);
}

/** An expression whose truth is asked for; calls in it whose promises nobody waits for are marked. */
export function tested(lower: Lowering, value: Expression, node: ts.Expression): Expression {
  const { ts } = lower;
  let inner = node;
  while (ts.isParenthesizedExpression(inner) || ts.isAsExpression(inner) || ts.isNonNullExpression(inner))
    inner = inner.expression;
  if (value.e === 'call' && ts.isCallExpression(inner)) return { ...value, unawaited: true };
  if ((value.e === 'and' || value.e === 'or') && ts.isBinaryExpression(inner))
    return { ...value, left: tested(lower, value.left, inner.left), right: tested(lower, value.right, inner.right) };
  return value;
}

function lowerPrefix(lower: Lowering, node: ts.PrefixUnaryExpression): Expression {
  const { ts } = lower;
  const of = lower.expression(node.operand);
  if (node.operator === ts.SyntaxKind.ExclamationToken) return { e: 'not', of: tested(lower, of, node.operand) };
  if (node.operator === ts.SyntaxKind.MinusToken && of.e === 'constant' && typeof of.value === 'number') {
    return { e: 'constant', value: -of.value };
  }
  return other(of);
}

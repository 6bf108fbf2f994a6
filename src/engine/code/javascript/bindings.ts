/** Names that patterns of JavaScript bind, in declarations, parameters and loops. */
import type ts from 'typescript';
import type { Expression } from '../model';
import { member, name, other } from './expressions';
import type { Lowering } from './lowering';

/** One `let` per name of a pattern. */
export function bindPattern(lower: Lowering, pattern: ts.BindingName, value: Expression): void {
  const { ts } = lower;
  if (ts.isIdentifier(pattern)) {
    // `const logged = req as LoggedRequest` is the same request.
    const isAlias = value.e === 'name' && lower.scope.role(value.name) === 'request';
    if (isAlias || isRequestOfParameter(value)) lower.scope.set(pattern.text, 'request');
    else if (lower.scope.role(pattern.text) !== undefined) lower.scope.set(pattern.text, 'plain');
    if (value.e === 'router') lower.names.routers.add(pattern.text);
    if (isWholeRequest(value)) lower.scope.set(pattern.text, 'request');
    return lower.emit({ s: 'let', to: name(pattern.text), value, line: lower.line(pattern) });
  }
  const owner = isCheap(value) ? value : lower.temporary(value, pattern);
  pattern.elements.forEach((element, index) => {
    if (!ts.isBindingElement(element) || element.dotDotDotToken) return;
    const part = partOf(lower, owner, element, pattern, index);
    const defaulted: Expression = element.initializer
      ? { e: 'or', left: part, right: lower.expression(element.initializer) }
      : part;
    const filled =
      element.initializer && part.e === 'setting'
        ? { ...part, fallback: lower.expression(element.initializer) }
        : defaulted;
    bindPattern(lower, element.name, filled);
  });
}

/** Names that a loop binds per item; an object pattern binds them inside the body. */
export function loopNames(
  lower: Lowering,
  binding: ts.BindingName | undefined,
): { names: string[]; inner: () => void } {
  const { ts } = lower;
  const nothing = (): void => undefined;
  if (!binding) return { names: [], inner: nothing };
  if (ts.isIdentifier(binding)) return { names: [binding.text], inner: nothing };
  if (ts.isArrayBindingPattern(binding)) {
    const names = binding.elements.map((one, index) =>
      ts.isBindingElement(one) && ts.isIdentifier(one.name) ? one.name.text : `<item${index}>`,
    );
    const nested = (): void =>
      binding.elements.forEach((one, index) => {
        if (ts.isBindingElement(one) && !ts.isIdentifier(one.name))
          bindPattern(lower, one.name, name(`<item${index}>`));
      });
    return { names: names.length === 1 ? [...names, '<rest>'] : names, inner: nested };
  }
  return { names: ['<item>'], inner: () => bindPattern(lower, binding, name('<item>')) };
}

function isWholeRequest(value: Expression): boolean {
  return value.e === 'request' && value.part === 'state' && value.name === null;
}

/** `({ request, params }) => …`, `async ({ req, rawBody }) => …`: the request among what a handler or its helper is given. */
function isRequestOfParameter(value: Expression): boolean {
  if (value.e !== 'member' || value.of.e !== 'name') return false;
  return (value.name === 'request' || value.name === 'req') && /^<\d+>$/.test(value.of.name);
}

function isCheap(value: Expression): boolean {
  return (
    value.e === 'name' || value.e === 'member' || value.e === 'request' || value.e === 'import' || value.e === 'setting'
  );
}

function partOf(
  lower: Lowering,
  owner: Expression,
  element: ts.BindingElement,
  pattern: ts.BindingPattern,
  index: number,
): Expression {
  const { ts } = lower;
  if (ts.isArrayBindingPattern(pattern)) return { e: 'index', of: owner, key: { e: 'constant', value: index } };
  const key = element.propertyName ?? element.name;
  if (ts.isIdentifier(key) || ts.isStringLiteralLike(key)) {
    for (const framework of lower.frameworks) {
      const known = framework.part?.(owner, key.text, lower);
      if (known) return known;
    }
    return member(owner, key.text);
  }
  return other(owner);
}

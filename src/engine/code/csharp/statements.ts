/** C# statements as the model has them. */
import type { TreeNode } from '../../parse/tree';
import type { Expression, Statement } from '../model';
import { isType, named, type CSharpLowering } from './lowering';
import { lowerClass, lowerMethod } from './members';

function inner(lower: CSharpLowering, node: TreeNode | null): Statement[] {
  return node ? lower.block(() => lowerStatement(lower, node)) : [];
}

/** A statement, or those of a block, added to the current block. */
export function lowerStatement(lower: CSharpLowering, node: TreeNode): void {
  const line = lower.line(node);
  switch (node.type) {
    case 'block':
      for (const child of named(node)) lowerStatement(lower, child);
      return;
    case 'expression_statement':
      return expressionStatement(lower, node.firstNamedChild, line);
    case 'local_declaration_statement':
      for (const child of named(node)) if (child.type === 'variable_declaration') variables(lower, child);
      return;
    case 'return_statement':
      return returned(lower, node.firstNamedChild, line);
    case 'throw_statement':
      return lower.emit({
        s: 'throw',
        value: node.firstNamedChild ? lower.expression(node.firstNamedChild) : null,
        line,
      });
    case 'if_statement':
      return branch(lower, node, line);
    case 'try_statement':
      return attempt(lower, node, line);
    case 'using_statement':
    case 'lock_statement':
    case 'fixed_statement':
    case 'checked_statement':
    case 'labeled_statement':
      for (const child of named(node)) {
        if (child.type === 'variable_declaration') variables(lower, child);
        else if (/_statement$|^block$/.test(child.type)) lowerStatement(lower, child);
      }
      return;
    case 'foreach_statement':
    case 'for_statement':
    case 'while_statement':
    case 'do_statement':
      return loop(lower, node, line);
    case 'switch_statement':
      return choice(lower, node, line);
    case 'break_statement':
    case 'continue_statement':
      return lower.emit({ s: 'jump', line });
    case 'local_function_statement':
      return lower.emit({ s: 'def', id: lowerMethod(lower, node, lower.field(node, 'name')), line });
    case 'yield_statement':
      return;
    default:
      if (isType(node)) lowerClass(lower, node);
      else if (node.type === 'ERROR')
        for (const child of named(node)) if (/_statement$/.test(child.type)) lowerStatement(lower, child);
  }
}

function expressionStatement(lower: CSharpLowering, node: TreeNode | null, line: number): void {
  if (!node) return;
  const value = lower.expression(node);
  if (node.type !== 'assignment_expression') lower.emit({ s: 'do', value, line });
}

function returned(lower: CSharpLowering, node: TreeNode | null, line: number): void {
  if (node?.type !== 'conditional_expression')
    return lower.emit({ s: 'return', value: node ? lower.expression(node) : null, line });
  const part = (name: string): Statement[] => lower.block(() => returned(lower, node.childForFieldName(name), line));
  const test = lower.expression(node.childForFieldName('condition'));
  lower.emit({ s: 'if', test, then: part('consequence'), else: part('alternative'), line });
}

function variables(lower: CSharpLowering, node: TreeNode): void {
  const type = node.childForFieldName('type');
  for (const declarator of named(node)) {
    if (declarator.type !== 'variable_declarator') continue;
    const name = lower.field(declarator, 'name');
    const initial = valueOf(declarator);
    const value = initial ? lower.expression(initial) : null;
    lower.local(name, type);
    if (value) lower.emit({ s: 'let', to: { e: 'name', name }, value, line: lower.line(declarator) });
  }
}

/** The value behind the `=` of a declarator. */
export function valueOf(declarator: TreeNode): TreeNode | null {
  const children = named(declarator);
  return children.length > 1 ? (children.at(-1) ?? null) : null;
}

function branch(lower: CSharpLowering, node: TreeNode, line: number): void {
  const test = lower.expression(node.childForFieldName('condition'));
  const then = inner(lower, node.childForFieldName('consequence'));
  lower.emit({ s: 'if', test, then, else: inner(lower, node.childForFieldName('alternative')), line });
}

function attempt(lower: CSharpLowering, node: TreeNode, line: number): void {
  const catches: { types: string[]; body: Statement[] }[] = [];
  const after: Statement[] = [];
  for (const child of named(node)) {
    if (child.type === 'finally_clause') after.push(...inner(lower, child.firstNamedChild));
    if (child.type !== 'catch_clause') continue;
    const declared = named(child).find((one) => one.type === 'catch_declaration');
    const type = declared ? lower.field(declared, 'type').split('.').pop() : undefined;
    const body = lower.block(() => {
      if (declared) lower.local(lower.field(declared, 'name'), null);
      const block = child.childForFieldName('body');
      if (block) lowerStatement(lower, block);
    });
    catches.push({ types: type === undefined || type === 'Exception' ? [] : [type], body });
  }
  lower.emit({ s: 'try', body: inner(lower, node.childForFieldName('body')), catches, after, line });
}

function loop(lower: CSharpLowering, node: TreeNode, line: number): void {
  const name = node.type === 'foreach_statement' ? lower.field(node, 'left') : '';
  const over = name === '' ? null : lower.expression(node.childForFieldName('right'));
  const body = lower.block(() => {
    if (name !== '') lower.local(name, node.childForFieldName('type'));
    const block = node.childForFieldName('body');
    if (block) lowerStatement(lower, block);
  });
  const repeated: Statement = { s: 'loop', over, as: name === '' ? [] : [name], body, line };
  const test = node.type === 'while_statement' ? node.childForFieldName('condition') : null;
  // What runs while something holds may not run at all.
  lower.emit(test ? { s: 'if', test: lower.expression(test), then: [repeated], else: [], line } : repeated);
}

/** `switch` as a chain of `if`. */
function choice(lower: CSharpLowering, node: TreeNode, line: number): void {
  const subject = lower.expression(node.childForFieldName('value'));
  const body = node.childForFieldName('body');
  let chain: Statement[] = [];
  for (const section of body ? named(body).reverse() : []) {
    const isPattern = (child: TreeNode): boolean => /_pattern$/.test(child.type);
    const values = named(section).filter(isPattern);
    const then = lower.block(() => {
      for (const child of named(section))
        if (!isPattern(child) && child.type !== 'break_statement') lowerStatement(lower, child);
    });
    if (values.length === 0) chain = then;
    else chain = [{ s: 'if', test: oneOf(lower, subject, values), then, else: chain, line }];
  }
  for (const statement of chain) lower.emit(statement);
}

function oneOf(lower: CSharpLowering, subject: Expression, patterns: readonly TreeNode[]): Expression {
  const items = patterns.map((pattern) => lower.expression(pattern.firstNamedChild));
  const [only] = items;
  return items.length === 1 && only
    ? { e: 'compare', op: '==', left: subject, right: only }
    : { e: 'compare', op: 'in', left: subject, right: { e: 'list', items } };
}

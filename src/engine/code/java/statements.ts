/** Java statements as the model has them. */
import type { TreeNode } from '../../parse/tree';
import type { Expression, Statement } from '../model';
import { typeName } from './expressions';
import { isType, named, type JavaLowering } from './lowering';
import { lowerClass } from './classes';

/** Statements of a block, or one statement, added to the current block. */
export function lowerBlock(lower: JavaLowering, node: TreeNode): void {
  for (const child of named(node)) lowerStatement(lower, child);
}

function inner(lower: JavaLowering, node: TreeNode | null): Statement[] {
  if (!node) return [];
  return lower.block(() => {
    if (node.type === 'block') lowerBlock(lower, node);
    else lowerStatement(lower, node);
  });
}

export function lowerStatement(lower: JavaLowering, node: TreeNode): void {
  const line = lower.line(node);
  switch (node.type) {
    case 'expression_statement':
      return expressionStatement(lower, node.firstNamedChild, line);
    case 'local_variable_declaration':
      return variables(lower, node);
    case 'return_statement':
      return returned(lower, node.firstNamedChild, line);
    case 'throw_statement':
      return lower.emit({ s: 'throw', value: lower.expression(node.firstNamedChild), line });
    case 'if_statement':
      return branch(lower, node, line);
    case 'try_statement':
    case 'try_with_resources_statement':
      return attempt(lower, node, line);
    case 'block':
    case 'constructor_body':
      return lowerBlock(lower, node);
    case 'synchronized_statement':
    case 'labeled_statement':
      return lowerStatement(lower, node.lastNamedChild ?? node);
    case 'enhanced_for_statement':
    case 'for_statement':
    case 'while_statement':
    case 'do_statement':
      return loop(lower, node, line);
    case 'switch_expression':
      return choice(lower, node, line);
    case 'break_statement':
    case 'continue_statement':
      return lower.emit({ s: 'jump', line });
    default:
      if (isType(node)) lowerClass(lower, node);
      else if (node.type === 'ERROR') recovered(lower, node);
  }
}

/** Statements that the parser kept inside an error node still count. */
function recovered(lower: JavaLowering, node: TreeNode): void {
  for (const child of named(node)) if (/_statement$|_declaration$/.test(child.type)) lowerStatement(lower, child);
}

function expressionStatement(lower: JavaLowering, node: TreeNode | null, line: number): void {
  if (!node) return;
  if (node.type === 'switch_expression') return choice(lower, node, line);
  if (node.type === 'assignment_expression') return void lower.expression(node);
  lower.emit({ s: 'do', value: lower.expression(node), line });
}

function returned(lower: JavaLowering, node: TreeNode | null, line: number): void {
  if (!node) return lower.emit({ s: 'return', value: null, line });
  if (node.type === 'ternary_expression') {
    const part = (name: string): Statement[] => lower.block(() => returned(lower, node.childForFieldName(name), line));
    const test = lower.expression(node.childForFieldName('condition'));
    return lower.emit({ s: 'if', test, then: part('consequence'), else: part('alternative'), line });
  }
  const value = lower.expression(node);
  for (const framework of lower.frameworks) {
    const meaning = framework.returned?.(value, lower);
    if (meaning) return lower.emit({ s: 'return', value: meaning, line });
  }
  lower.emit({ s: 'return', value, line });
}

function variables(lower: JavaLowering, node: TreeNode): void {
  const type = node.childForFieldName('type');
  for (const declarator of named(node)) {
    if (declarator.type !== 'variable_declarator') continue;
    const name = lower.field(declarator, 'name');
    const initial = declarator.childForFieldName('value');
    // Lowered before the name is known: it may be a field's.
    const value = initial ? lower.expression(initial) : null;
    lower.local(name, type);
    if (value) lower.emit({ s: 'let', to: { e: 'name', name }, value, line: lower.line(declarator) });
  }
}

function branch(lower: JavaLowering, node: TreeNode, line: number): void {
  const test = lower.expression(node.childForFieldName('condition'));
  const then = inner(lower, node.childForFieldName('consequence'));
  lower.emit({ s: 'if', test, then, else: inner(lower, node.childForFieldName('alternative')), line });
}

function attempt(lower: JavaLowering, node: TreeNode, line: number): void {
  const catches: { types: string[]; body: Statement[] }[] = [];
  const after: Statement[] = [];
  const body = lower.block(() => {
    for (const resource of named(node.childForFieldName('resources') ?? node)) {
      if (resource.type !== 'resource') continue;
      const name = lower.field(resource, 'name');
      const value = lower.expression(resource.childForFieldName('value'));
      lower.local(name, resource.childForFieldName('type'));
      lower.emit({ s: 'let', to: { e: 'name', name }, value, line: lower.line(resource) });
    }
    const block = node.childForFieldName('body');
    if (block) lowerBlock(lower, block);
  });
  for (const child of named(node)) {
    if (child.type === 'finally_clause') after.push(...inner(lower, child.firstNamedChild));
    if (child.type !== 'catch_clause') continue;
    const parameter = named(child).find((one) => one.type === 'catch_formal_parameter');
    const caught = parameter && named(parameter).find((one) => one.type === 'catch_type');
    const types = caught ? named(caught).map((one) => lower.source(one).split('.').pop() ?? '') : [];
    const name = parameter ? lower.field(parameter, 'name') : '';
    catches.push({
      // What every exception is, and every exception that need not be declared.
      types: types.some((type) => /^(?:Throwable|RuntimeException)$/.test(type)) ? [] : types,
      body: lower.block(() => {
        lower.local(name, null);
        const block = child.childForFieldName('body');
        if (block) lowerBlock(lower, block);
      }),
    });
  }
  lower.emit({ s: 'try', body, catches, after, line });
}

function loop(lower: JavaLowering, node: TreeNode, line: number): void {
  const name = node.type === 'enhanced_for_statement' ? lower.field(node, 'name') : '';
  const over = name === '' ? null : lower.expression(node.childForFieldName('value'));
  const body = lower.block(() => {
    if (name !== '') lower.local(name, node.childForFieldName('type'));
    const initial = node.childForFieldName('init');
    if (initial?.type === 'local_variable_declaration') variables(lower, initial);
    const block = node.childForFieldName('body');
    if (block) lowerStatement(lower, block);
  });
  // What runs while something holds may not run at all; only a loop over items says so by itself.
  const test = over === null && node.type !== 'do_statement' ? node.childForFieldName('condition') : null;
  if (over !== null || !test) return lower.emit({ s: 'loop', over, as: name === '' ? [] : [name], body, line });
  lower.emit({
    s: 'if',
    test: lower.expression(test),
    then: [{ s: 'loop', over: null, as: [], body, line }],
    else: [],
    line,
  });
}

/** `switch` as a chain of `if`; what falls through is taken to end where it is. */
function choice(lower: JavaLowering, node: TreeNode, line: number): void {
  const subject = lower.expression(node.childForFieldName('condition'));
  const body = node.childForFieldName('body');
  let chain: Statement[] = [];
  for (const clause of body ? named(body).reverse() : []) {
    const labels = named(clause).filter((child) => child.type === 'switch_label');
    const values = labels.flatMap((label) => named(label));
    const then = lower.block(() => {
      for (const child of named(clause))
        if (child.type !== 'switch_label' && child.type !== 'break_statement') lowerStatement(lower, child);
    });
    if (values.length === 0) chain = [...then, ...(labels.length === 0 ? chain : [])];
    else chain = [{ s: 'if', test: oneOf(lower, subject, values), then, else: chain, line }];
  }
  for (const statement of chain) lower.emit(statement);
}

function oneOf(lower: JavaLowering, subject: Expression, values: readonly TreeNode[]): Expression {
  const [only] = values;
  if (values.length === 1 && only)
    return {
      e: 'compare',
      op: '==',
      left: subject,
      right: only.type === 'identifier' ? typeName(lower, only) : lower.expression(only),
    };
  return {
    e: 'compare',
    op: 'in',
    left: subject,
    right: { e: 'list', items: values.map((one) => lower.expression(one)) },
  };
}

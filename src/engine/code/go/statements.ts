/** Lowers Go statements: assignments of several results, branches with initialisers, switches, loops, deferred calls. */
import type { TreeNode } from '../../parse/tree';
import type { Expression, Statement } from '../model';
import { NIL, other } from './expressions';
import type { GoLowering } from './lowering';
import { named } from './nodes';
import { typeName } from './types';

/** Names under which Go code keeps errors ("Effective Go", "Errors"). */
const ERROR = /^_?err|Err(?:or)?$|^e$/;

/** Functions that end the program. */
const ENDS = /^os\.Exit$|^(?:log|github\.com\/sirupsen\/logrus)\.(?:Fatal|Panic)(?:f|ln)?$/;

export function lowerBlock(lower: GoLowering, node: TreeNode | null): Statement[] {
  return lower.block(() => lowerStatements(lower, node));
}

function lowerStatements(lower: GoLowering, node: TreeNode | null): void {
  for (const child of named(node)) {
    if (child.type === 'statement_list' || child.type === 'block') lowerStatements(lower, child);
    else lowerStatement(lower, child);
  }
}

export function lowerStatement(lower: GoLowering, node: TreeNode): void {
  const line = lower.line(node);
  switch (node.type) {
    case 'expression_statement':
      return expressionStatement(lower, named(node)[0] ?? null, line);
    case 'go_statement':
      return expressionStatement(lower, named(node)[0] ?? null, line);
    case 'short_var_declaration':
    case 'assignment_statement':
      return assignment(lower, node);
    case 'var_declaration':
    case 'const_declaration':
      return variables(lower, node);
    case 'if_statement':
      return branch(lower, node);
    case 'expression_switch_statement':
      return choice(lower, node);
    case 'type_switch_statement':
    case 'select_statement':
      return alternatives(lower, node);
    case 'for_statement':
      return loop(lower, node);
    case 'return_statement':
      return lower.emit({ s: 'return', value: returned(lower, node), line });
    case 'break_statement':
    case 'continue_statement':
    case 'goto_statement':
      return lower.emit({ s: 'jump', line });
    case 'labeled_statement':
      return named(node)
        .slice(1)
        .forEach((one) => lowerStatement(lower, one));
    case 'block':
      return lowerStatements(lower, node);
    case 'ERROR':
      return named(node)
        .filter(({ type }) => /_statement$|_declaration$/.test(type))
        .forEach((one) => lowerStatement(lower, one));
  }
}

function expressionStatement(lower: GoLowering, node: TreeNode | null, line: number): void {
  if (!node) return;
  const callee = node.type === 'call_expression' ? node.childForFieldName('function') : null;
  if (callee?.type === 'identifier' && lower.text(callee) === 'panic' && !lower.scope.has('panic'))
    return lower.emit({ s: 'throw', value: null, line });
  const before = lower.out.length;
  const value = lower.expression(node);
  // What has become a statement of its own says nothing more as an expression, unless it is a call.
  if (lower.out.length === before || value.e === 'call' || value.e === 'refusal') lower.emit({ s: 'do', value, line });
  const symbol = callee ? lower.symbolOf(callee) : undefined;
  if (symbol !== undefined && ENDS.test(symbol)) lower.emit({ s: 'throw', value: null, line });
}

/** What is returned: one value, or a record of several by their number. */
function returned(lower: GoLowering, node: TreeNode): Expression | null {
  const values = named(node).flatMap((child) => (child.type === 'expression_list' ? named(child) : [child]));
  const all = values.length > 0 ? values.map((one) => lower.expression(one)) : lower.results.map(nameExpression);
  return all.length > 1 ? severalOf(all) : (all[0] ?? null);
}

function nameExpression(name: string): Expression {
  return { e: 'name', name };
}

function severalOf(values: readonly Expression[]): Expression {
  return { e: 'record', entries: values.map((value, index) => ({ key: { e: 'text', value: String(index) }, value })) };
}

// Assignments -------------------------------------------------------------------------------------------------------------------------

function assignment(lower: GoLowering, node: TreeNode): void {
  const targets = named(node.childForFieldName('left'));
  const values = named(node.childForFieldName('right'));
  const declares = node.type === 'short_var_declaration';
  const operator = node.childForFieldName('operator')?.type ?? '=';
  if (operator !== '=' && !declares && targets[0]) {
    const to = lower.expression(targets[0]);
    const parts = [to, ...values.map((one) => lower.expression(one))];
    return lower.emit({
      s: 'let',
      to,
      value: operator === '+=' ? { e: 'join', parts } : other(parts),
      line: lower.line(node),
    });
  }
  assign(lower, targets, values, node, declares);
}

/** `var a, b T = x, y`; without a value it is the type's zero value. */
function variables(lower: GoLowering, node: TreeNode): void {
  const specs = named(node).flatMap((child) => (child.type === 'var_spec_list' ? named(child) : [child]));
  for (const spec of specs) {
    const targets = spec.childrenForFieldName('name').filter((one) => one !== null);
    const values = named(spec.childForFieldName('value'));
    const type = typeName(spec.childForFieldName('type'), lower);
    if (spec.type === 'const_spec' && (values.length === 0 || values.some(({ type }) => type === 'iota')))
      enumerated(lower, targets, spec);
    else if (values.length > 0) assign(lower, targets, values, spec, true);
    else if (lower.depth > 0) zero(lower, targets, spec);
    for (const target of targets) {
      if (type !== undefined) lower.scope.declare(lower.text(target), type);
      else if (!lower.scope.has(lower.text(target))) lower.scope.declare(lower.text(target), undefined);
    }
  }
}

/** A constant that is one of an enumeration is what it is called. */
function enumerated(lower: GoLowering, targets: readonly TreeNode[], spec: TreeNode): void {
  for (const target of targets) {
    const name = lower.text(target);
    lower.emit({ s: 'let', to: { e: 'name', name }, value: { e: 'text', value: name }, line: lower.line(spec) });
  }
}

/** A variable without a value has the zero value of its type; what a struct is made of is not known. */
function zero(lower: GoLowering, targets: readonly TreeNode[], spec: TreeNode): void {
  const type = spec.childForFieldName('type');
  const name = type?.type === 'type_identifier' ? lower.text(type) : '';
  const value: Expression | undefined = /^(?:string)$/.test(name)
    ? { e: 'text', value: '' }
    : name === 'bool'
      ? { e: 'constant', value: false }
      : /^u?int\d*$/.test(name)
        ? { e: 'constant', value: 0 }
        : name === 'error' || name === 'any' || type?.type === 'pointer_type' || type?.type === 'interface_type'
          ? NIL
          : undefined;
  if (!value) return;
  for (const target of targets)
    lower.emit({ s: 'let', to: { e: 'name', name: lower.text(target) }, value, line: lower.line(spec) });
}

/** One `let` per name; several results of one call are kept under a name first. */
export function assign(
  lower: GoLowering,
  targets: readonly TreeNode[],
  values: readonly TreeNode[],
  node: TreeNode,
  declares: boolean,
): void {
  const line = lower.line(node);
  const [only] = values;
  if (targets.length > 1 && values.length === 1 && only) return several(lower, targets, only, line, declares);
  targets.forEach((target, index) => {
    const source = values[index] ?? null;
    const type = lower.typeOf(source);
    const value = lower.expression(source);
    bind(lower, target, asError(lower, target, source, value), line, declares, type);
  });
}

/** `a, err := f()`; `v, ok := m[k]` and `v, ok := x.(T)`, where the second says whether there is a first. */
function several(
  lower: GoLowering,
  targets: readonly TreeNode[],
  source: TreeNode,
  line: number,
  declares: boolean,
): void {
  const type = lower.typeOf(source);
  const of = lower.temporary(lower.expression(source), source);
  const isLookUp = source.type !== 'call_expression';
  targets.forEach((target, index) => {
    const key: Expression = { e: 'text', value: String(index) };
    const part: Expression = isLookUp ? of : { e: 'index', of, key, maybe: true };
    const value: Expression = !isLookUp && isError(lower, target) ? { e: 'error', of: part } : part;
    bind(lower, target, value, line, declares, index === 0 && isLookUp ? type : undefined);
  });
}

function bind(
  lower: GoLowering,
  target: TreeNode,
  value: Expression,
  line: number,
  declares: boolean,
  type: string | undefined,
): void {
  const name = target.type === 'identifier' ? lower.text(target) : null;
  if (name === '_') {
    if (value.e === 'call' || value.e === 'refusal') lower.emit({ s: 'do', value, line });
    return;
  }
  if (declares && name !== null) lower.scope.declare(name, type);
  if (name !== null && isUnnamed(value) && CREDENTIAL.test(name)) value = { ...value, name };
  const to = lower.expression(target);
  if (to.e !== 'name' && to.e !== 'member' && to.e !== 'index') return lower.emit({ s: 'do', value, line });
  lower.emit({ s: 'let', to, value, line, ...(!declares && name !== null && { outer: true as const }) });
}

/** Names of variables that hold what a caller proves itself with. */
const CREDENTIAL = /token|api_?key|secret|signature|^auth/i;

/** A header or parameter whose own name says nothing (`token := r.FormValue("T")`). */
function isUnnamed(value: Expression): value is Extract<Expression, { e: 'request' }> {
  return (
    value.e === 'request' &&
    (value.part === 'header' || value.part === 'query') &&
    value.name !== null &&
    !/auth|token|key|secret|sig|user|id$|csrf/i.test(value.name)
  );
}

function isError(lower: GoLowering, target: TreeNode): boolean {
  return target.type === 'identifier' && ERROR.test(lower.text(target));
}

/** The only result of a call (`err := db.First(&user).Error`) that is kept as an error; `e := echo.New()` is none. */
function asError(lower: GoLowering, target: TreeNode, source: TreeNode | null, value: Expression): Expression {
  const isResult = source?.type === 'call_expression' || source?.type === 'selector_expression';
  return isResult && value.e !== 'refusal' && value.e !== 'router' && isError(lower, target)
    ? { e: 'error', of: value }
    : value;
}

// Branches ----------------------------------------------------------------------------------------------------------------------------

function branch(lower: GoLowering, node: TreeNode): void {
  lower.nested(() => branchIn(lower, node));
}

/** What the statement in front of the test declares is known inside alone. */
function branchIn(lower: GoLowering, node: TreeNode): void {
  const first = node.childForFieldName('initializer');
  if (first) lowerStatement(lower, first);
  const test = lower.expression(node.childForFieldName('condition'));
  const then = lowerBlock(lower, node.childForFieldName('consequence'));
  const alternative = node.childForFieldName('alternative');
  const otherwise =
    alternative?.type === 'if_statement'
      ? lower.block(() => branch(lower, alternative))
      : lowerBlock(lower, alternative);
  lower.emit({ s: 'if', test, then, else: otherwise, line: lower.line(node) });
}

/** `switch x { case a, b: … }` as a chain of `if`. */
function choice(lower: GoLowering, node: TreeNode): void {
  lower.nested(() => choiceIn(lower, node));
}

function choiceIn(lower: GoLowering, node: TreeNode): void {
  const first = node.childForFieldName('initializer');
  if (first) lowerStatement(lower, first);
  const subject = node.childForFieldName('value');
  const value = subject && lower.expression(subject);
  const cases = named(node).filter(({ type }) => type === 'expression_case' || type === 'default_case');
  let chain = cases.filter(({ type }) => type === 'default_case').flatMap((clause) => lowerBlock(lower, clause));
  for (const clause of cases.reverse()) {
    if (clause.type === 'default_case') continue;
    const tests = named(clause.childForFieldName('value')).map((one): Expression => {
      const right = lower.expression(one);
      return value ? { e: 'compare', op: '==', left: value, right } : right;
    });
    const [head = other(), ...rest] = tests;
    const test = rest.reduce<Expression>((left, right) => ({ e: 'or', left, right }), head);
    chain = [{ s: 'if', test, then: bodyOf(lower, clause), else: chain, line: lower.line(clause) }];
  }
  chain.forEach((statement) => lower.emit(statement));
}

/** Statements of a case, without its values. */
function bodyOf(lower: GoLowering, clause: TreeNode): Statement[] {
  const list = named(clause).find(({ type }) => type === 'statement_list');
  return list ? lowerBlock(lower, list) : [];
}

/** Cases of which nobody can tell which one it is. */
function alternatives(lower: GoLowering, node: TreeNode): void {
  const cases = named(node).filter(({ type }) => /_case$/.test(type));
  const alias = node.childForFieldName('alias');
  const value = node.childForFieldName('value');
  if (alias && value) assign(lower, named(alias), [value], node, true);
  let chain: Statement[] = [];
  for (const clause of cases.reverse()) {
    const then = bodyOf(lower, clause);
    const line = lower.line(clause);
    chain = clause.type === 'default_case' ? then : [{ s: 'if', test: other(), then, else: chain, line }];
  }
  chain.forEach((statement) => lower.emit(statement));
}

function loop(lower: GoLowering, node: TreeNode): void {
  const line = lower.line(node);
  const range = named(node).find(({ type }) => type === 'range_clause');
  const clause = named(node).find(({ type }) => type === 'for_clause');
  const body = node.childForFieldName('body');
  if (range) {
    const [index, item] = named(range.childForFieldName('left'));
    const over = lower.expression(range.childForFieldName('right'));
    // `for i, item := range list` gives the item of a list, `for key := range m` the key.
    const target = item ?? index;
    const as = target?.type === 'identifier' && lower.text(target) !== '_' ? [lower.text(target)] : [];
    const inner = lower.block(() => {
      for (const one of [index, item]) if (one) lower.scope.declare(lower.text(one), undefined);
      lowerStatements(lower, body);
    });
    return lower.emit({ s: 'loop', over, as, body: inner, line });
  }
  const first = clause?.childForFieldName('initializer');
  if (first) lowerStatement(lower, first);
  const condition = clause ? clause.childForFieldName('condition') : named(node).find((one) => one !== body);
  // A loop with a condition may not run at all.
  lower.emit({ s: 'loop', over: condition ? other() : null, as: [], body: lowerBlock(lower, body), line });
}

/**
 * Where Spring applications say who may do what: beans of filter chains, the older `WebSecurityConfigurerAdapter`, filters and interceptors.
 * Spring Security reference, "Architecture", "Java Configuration"; Spring Boot reference, "Servlet Web Applications"; Spring Framework
 * reference, "Interceptors".
 */
import { annotationOf, annotationsOf, valuesOf } from '../../../code/java/annotations';
import { simpleType } from '../../../code/java/expressions';
import { named, type JavaLowering } from '../../../code/java/lowering';
import type { ClassFact, GuardUse, UseStatement } from '../../../code/model';
import type { TreeNode } from '../../../parse/tree';
import { ChainReader, filterValue } from './chains';
import { matchersOf } from './matchers';
import { meaning, springApplication } from './names';

/** Chains that exist on a developer's machine or in tests only. */
const DEVELOPMENT =
  /^"(?:dev|develop|development|local|test|tests|testing|e2e|demo|!prod|!production|no-?(?:auth|security)|insecure)"$/i;
/** What a chain comes before that nobody has given an order (`Ordered.LOWEST_PRECEDENCE`). */
const ADAPTER_ORDER = 100;

/** Adds to the file what a configuration class says. */
export function springSecurity(node: TreeNode, fact: ClassFact, lower: JavaLowering): void {
  const body = node.childForFieldName('body');
  const methods = body ? named(body).filter((one) => one.type === 'method_declaration') : [];
  const bases = fact.bases.flatMap((base) => (base.e === 'name' ? [base.name] : []));
  const isAdapter = bases.some((base) =>
    /^WebSecurityConfigurerAdapter$|WebSecurityConfigurer\w*Adapter$|^ResourceServerConfigurerAdapter$/.test(base),
  );
  for (const method of methods) {
    const type = method.childForFieldName('type');
    const returns = type ? simpleType(lower, type) : '';
    const first = firstParameter(lower, method);
    // A method that is no bean is called by nobody.
    const isBean = annotationOf(lower, method, /^Bean$/) !== undefined;
    if (
      (isBean && /^(?:Security(?:Web)?FilterChain|DefaultSecurityFilterChain)$/.test(returns)) ||
      (isAdapter && first === 'HttpSecurity')
    )
      chain(node, method, isAdapter, lower);
    else if (returns === 'WebSecurityCustomizer' || (isAdapter && first === 'WebSecurity')) ignored(method, lower);
    else if (first === 'InterceptorRegistry') interceptors(method, lower);
    else if (returns === 'FilterRegistrationBean') registered(method, lower);
  }
  if (isFilter(bases) && annotationsOf(lower, node).some(({ name }) => /^(?:Component|WebFilter|Service)$/.test(name)))
    everywhere(node, fact, lower);
}

function firstParameter(lower: JavaLowering, method: TreeNode): string {
  const parameter = named(method.childForFieldName('parameters') ?? method).find(
    (one) => one.type === 'formal_parameter',
  );
  const type = parameter?.childForFieldName('type');
  return type ? simpleType(lower, type) : '';
}

/** Parameters are names while a method's own words are read. */
function inside(method: TreeNode, lower: JavaLowering, work: (body: TreeNode) => void): void {
  const body = method.childForFieldName('body');
  if (!body) return;
  lower.block(() => {
    for (const one of named(method.childForFieldName('parameters') ?? method))
      if (one.type === 'formal_parameter') lower.local(lower.field(one, 'name'), one.childForFieldName('type'));
    work(body);
  });
}

function chain(node: TreeNode, method: TreeNode, isAdapter: boolean, lower: JavaLowering): void {
  if (isForDevelopment(node, lower) || isForDevelopment(method, lower)) return;
  const order = orderOf(method, lower) ?? orderOf(node, lower) ?? (isAdapter ? ADAPTER_ORDER : null);
  const name = `${lower.field(node, 'name')}.${lower.field(method, 'name')}`;
  inside(method, lower, (body) => {
    for (const use of new ChainReader(lower, { name, order }, method).read(body)) lower.declare(use);
  });
}

function isForDevelopment(node: TreeNode, lower: JavaLowering): boolean {
  const profile = annotationOf(lower, node, /^Profile$/);
  const names = profile ? valuesOf(profile, 'value') : [];
  return names.length > 0 && names.every((one) => DEVELOPMENT.test(profileOf(lower.source(one))));
}

/** A constant is called what it says: `Profiles.NO_SECURITY`, `SPRING_PROFILE_DEVELOPMENT`. */
function profileOf(written: string): string {
  const constant = /^(?:\w+\.)*(?:(?:[A-Z]+_)?PROFILE_)?([A-Z_]+?)(?:_PROFILE)?$/.exec(written)?.[1];
  return constant === undefined ? written : `"${constant.replaceAll('_', '-')}"`;
}

/** `@Order(1)`, `@Order(Ordered.HIGHEST_PRECEDENCE + 10)`; the lowest is none. */
function orderOf(node: TreeNode, lower: JavaLowering): number | null {
  const order = annotationOf(lower, node, /^Order$/);
  const [value] = order ? valuesOf(order, 'value') : [];
  const written = value ? lower.source(value) : '';
  const [, start, sign = '+', number = '0'] = /^(?:([A-Za-z.]*_PRECEDENCE)\s*)?([+-])?\s*(\d+)?$/.exec(written) ?? [];
  if (written === '' || start?.includes('LOWEST')) return null;
  const offset = Number(`${sign}${number}`);
  return start?.includes('HIGHEST') ? -(2 ** 31) + offset : offset;
}

/** `web.ignoring().requestMatchers("/a")`: no chain at all sees these. */
function ignored(method: TreeNode, lower: JavaLowering): void {
  inside(method, lower, (body) => {
    for (const call of calls(body)) {
      const object = call.childForFieldName('object');
      const list = call.childForFieldName('arguments');
      if (
        !list ||
        !object ||
        !/\bignoring\(\)/.test(lower.source(object)) ||
        !/Matchers?$/.test(lower.field(call, 'name'))
      )
        continue;
      const { paths, methods } = matchersOf(lower, named(list), new Map());
      const at = lower.span(call.childForFieldName('name') ?? call);
      const guard: GuardUse = { as: 'step', value: meaning('permits'), name: 'web.ignoring()', at };
      const rule = { list: `${lower.file.path}#ignoring${at.line}`, order: -Infinity, within: paths };
      lower.declare({
        ...useOf(guard, lower),
        rule: { ...rule, order: Number.MIN_SAFE_INTEGER },
        paths,
        ...(methods.length > 0 && { methods }),
      });
    }
  });
}

/** `registry.addInterceptor(new Check()).addPathPatterns("/a/**").excludePathPatterns("/a/b")`. */
function interceptors(method: TreeNode, lower: JavaLowering): void {
  inside(method, lower, (body) => {
    const seen = new Set<number>();
    for (const call of calls(body)) {
      const steps = stepsOf(call, lower);
      const [first] = steps;
      if (first?.name !== 'addInterceptor' || seen.has(first.node.startIndex)) continue;
      seen.add(first.node.startIndex);
      const [given] = first.args;
      if (!given) continue;
      const interceptor = madeAs(given, body, lower) ?? given;
      const covered = steps.filter(({ name }) => name === 'addPathPatterns').flatMap(({ args }) => args);
      const left = steps.filter(({ name }) => name === 'excludePathPatterns').flatMap(({ args }) => args);
      const name = lower
        .source(interceptor)
        .replace(/^new (\w+)[\s\S]*$/, '$1')
        .slice(0, 60);
      const guard: GuardUse = { as: 'gate', value: filterValue(lower, interceptor), name, at: lower.span(interceptor) };
      const paths = covered.length > 0 ? matchersOf(lower, covered, new Map()).paths : null;
      const except = left.length > 0 ? matchersOf(lower, left, new Map()).paths : null;
      lower.declare({ ...useOf(guard, lower), paths, ...(except && { except }), reach: 'app' });
    }
  });
}

/** What a local variable is made as: `Check check = new Check();`. */
function madeAs(variable: TreeNode, body: TreeNode, lower: JavaLowering): TreeNode | undefined {
  if (variable.type !== 'identifier') return undefined;
  const name = lower.source(variable);
  return (
    body
      .descendantsOfType('variable_declarator')
      .filter((one) => lower.field(one, 'name') === name)
      .map((one) => one.childForFieldName('value'))
      .find((value) => value?.type === 'object_creation_expression') ?? undefined
  );
}

/** A filter that is registered for some paths. */
function registered(method: TreeNode, lower: JavaLowering): void {
  inside(method, lower, (body) => {
    const written = lower.source(body);
    if (/\.setEnabled\(\s*false\s*\)/.test(written)) return;
    for (const call of calls(body)) {
      const [first] =
        lower.field(call, 'name') === 'setFilter' ? named(call.childForFieldName('arguments') ?? call) : [];
      const made = first ?? constructed(call, lower);
      if (!made) continue;
      const patterns = calls(body)
        .filter((one) => /^(?:addUrlPatterns|setUrlPatterns)$/.test(lower.field(one, 'name')))
        .flatMap((one) => named(one.childForFieldName('arguments') ?? one));
      const found = patterns.length > 0 ? matchersOf(lower, patterns, new Map()).paths : null;
      // Patterns of servlets: `/a/*` is everything below.
      const paths =
        found?.map((path) => (path.e === 'text' ? { ...path, value: path.value.replace(/\/\*$/, '/**') } : path)) ??
        null;
      const name = lower
        .source(made)
        .replace(/^new (\w+)[\s\S]*$/, '$1')
        .slice(0, 60);
      const guard: GuardUse = { as: 'middleware', value: filterValue(lower, made), name, at: lower.span(made) };
      return lower.declare({ ...useOf(guard, lower), paths });
    }
  });
}

function constructed(node: TreeNode, lower: JavaLowering): TreeNode | undefined {
  if (node.type !== 'object_creation_expression' || !/^FilterRegistrationBean/.test(lower.field(node, 'type')))
    return undefined;
  return named(node.childForFieldName('arguments') ?? node)[0];
}

export function isFilter(bases: readonly string[]): boolean {
  return bases.some((base) =>
    /^(?:OncePerRequestFilter|GenericFilterBean|GenericFilter|Filter|HttpFilter|WebFilter)$/.test(base),
  );
}

/** A filter that is a component stands before everything (Spring Boot, "Registering Servlets, Filters, and Listeners"). */
function everywhere(node: TreeNode, fact: ClassFact, lower: JavaLowering): void {
  const at = lower.span(node.childForFieldName('name') ?? node);
  const guard: GuardUse = {
    as: 'middleware',
    value: { e: 'typed', type: { e: 'name', name: fact.name } },
    name: fact.name,
    at,
  };
  const limits = annotationOf(lower, node, /^WebFilter$/);
  const paths = limits ? matchersOf(lower, valuesOf(limits, 'urlPatterns', 'value'), new Map()).paths : null;
  const below = paths?.map((path) =>
    path.e === 'text' ? { ...path, value: path.value.replace(/\/\*$/, '/**') } : path,
  );
  lower.declare({ ...useOf(guard, lower), paths: below && below.length > 0 ? below : null });
}

function useOf(guard: GuardUse, lower: JavaLowering): UseStatement {
  return {
    s: 'use',
    framework: 'spring',
    on: springApplication(lower),
    guard,
    paths: null,
    reach: 'app',
    sockets: true,
    role: 'middleware',
    args: [],
    at: guard.at,
  };
}

interface Step {
  name: string;
  args: TreeNode[];
  node: TreeNode;
}

/** The calls of a chain, first one first. */
function stepsOf(node: TreeNode, lower: JavaLowering): Step[] {
  if (node.type !== 'method_invocation') return [];
  const object = node.childForFieldName('object');
  const list = node.childForFieldName('arguments');
  const before = object ? stepsOf(object, lower) : [];
  return [...before, { name: lower.field(node, 'name'), args: list ? named(list) : [], node: before[0]?.node ?? node }];
}

/** Every call inside a node, outermost first. */
function calls(node: TreeNode): TreeNode[] {
  return node
    .descendantsOfType(['method_invocation', 'object_creation_expression'])
    .filter((one): one is TreeNode => one !== null);
}

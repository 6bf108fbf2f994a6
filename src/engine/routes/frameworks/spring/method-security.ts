/**
 * Spring Security's annotations of methods. They do nothing until a configuration switches them on: `@EnableMethodSecurity`, or before
 * Spring Security 5.6 `@EnableGlobalMethodSecurity` (reference, "Method Security"). A method's annotation stands in the place of its
 * class's one of the same kind.
 */
import { annotationOf, annotationsOf, valuesOf } from '../../../code/java/annotations';
import { member, stringOf } from '../../../code/java/expressions';
import type { Annotation } from '../../../code/java/framework';
import type { JavaLowering } from '../../../code/java/lowering';
import type { ClassFact, Expression, GuardUse } from '../../../code/model';
import type { TreeNode } from '../../../parse/tree';
import { constantsOf, meaning, springApplication } from './names';
import { anonymousMay, askedBy, type Asked } from './spel';

type Feature = 'prePost' | 'secured' | 'jsr250';

const FEATURES: Readonly<Record<string, Feature>> = {
  PreAuthorize: 'prePost',
  PostAuthorize: 'prePost',
  Secured: 'secured',
  RolesAllowed: 'jsr250',
  DenyAll: 'jsr250',
  PermitAll: 'jsr250',
};

const SWITCH: Readonly<Record<Feature, string>> = {
  prePost: 'no configuration has @EnableMethodSecurity',
  secured: 'no configuration has @EnableMethodSecurity(securedEnabled = true)',
  jsr250: 'no configuration has @EnableMethodSecurity(jsr250Enabled = true)',
};

/** Guards of a method or class, those of its class where it has none of the same kind, and annotations of the workspace's own. */
export function guardUses(lower: JavaLowering, node: TreeNode, around: readonly GuardUse[] = []): GuardUse[] {
  const own = annotationsOf(lower, node).flatMap(
    (annotation) => guardUse(lower, annotation) ?? ownUse(lower, annotation),
  );
  const features = new Set(own.map(({ needs }) => needs?.feature));
  return [...around.filter(({ needs }) => !needs || !features.has(needs.feature)), ...own];
}

/** What an annotation of Spring Security's or of Jakarta's does. */
export function guardUse(lower: JavaLowering, annotation: Annotation): GuardUse[] | undefined {
  const guard = guardExpression(annotation, lower);
  if (guard?.e !== 'guard' || !guard.value) return undefined;
  const { as = 'permission', value, needs, name, at } = guard;
  return [{ as, value, at, ...(needs && { needs }), ...(name !== undefined && { name }) }];
}

/** The same as an expression, for annotations that carry it. */
export function guardExpression(annotation: Annotation, lower: JavaLowering): Expression | undefined {
  const feature = FEATURES[annotation.name];
  if (feature === undefined || (annotation.name === 'DenyAll' && annotation.values.size > 0)) return undefined;
  const at = lower.span(annotation.node);
  const name = lower.source(annotation.node).replace(/\s+/g, ' ').slice(0, 80);
  const needs = { feature, without: `has no effect, because ${SWITCH[feature]}` };
  const value = valueOf(lower, annotation);
  return { e: 'guard', value, as: 'permission', name, needs, at };
}

function valueOf(lower: JavaLowering, annotation: Annotation): Expression {
  switch (annotation.name) {
    case 'PermitAll':
      return meaning('permits');
    case 'RolesAllowed':
    case 'DenyAll':
      return meaning('refuses');
    case 'Secured': {
      const roles = valuesOf(annotation, 'value').map((one) => lower.source(one));
      return meaning(roles.some((role) => role.includes('IS_AUTHENTICATED_ANONYMOUSLY')) ? 'permits' : 'refuses');
    }
  }
  const [expression] = constantsOf(lower, annotation, 'value');
  const written = expression?.e === 'text' ? expression.value : null;
  // Where a part of it is a constant from elsewhere, what it asks still shows.
  const asks = /hasRole|hasAuthority|hasAny|isAuthenticated/.test(JSON.stringify(expression ?? ''));
  const may = written !== null ? anonymousMay(written) : asks ? false : null;
  if (may !== null) return meaning(may ? 'permits' : 'refuses');
  const asked = written === null ? null : askedBy(written);
  // Objects that are asked: what their methods answer decides.
  if (asked !== null) return askedExpression(asked);
  return {
    e: 'other',
    parts: [],
    why: `what ${(written ?? annotation.name).slice(0, 60)} answers could not be followed`,
  };
}

function askedExpression(asked: Asked): Expression {
  if (typeof asked === 'boolean') return meaning(asked ? 'permits' : 'refuses');
  if ('asks' in asked) return { e: 'named', key: { e: 'text', value: asked.asks } };
  return { e: 'other', op: asked.op, parts: asked.of.map(askedExpression) };
}

/** Guards of methods that handlers call: whoever calls one is asked first, where they are switched on. */
export function guardedMethods(node: TreeNode, lower: JavaLowering): void {
  const ofClass = guardUses(lower, node);
  for (const method of lower.around.at(-1)?.methods.values() ?? []) {
    const fact = lower.methodFacts.get(method.id);
    for (const { value, needs, at } of fact ? guardUses(lower, method, ofClass) : []) {
      if (!fact || !needs || value.e !== 'import' || !value.from.endsWith('.refuses')) continue;
      const key: Expression = { e: 'text', value: `${needs.feature} is on` };
      const asked: Expression = { e: 'call', callee: { e: 'named', key }, args: [], at };
      fact.body.unshift({ s: 'do', value: asked, line: at.line });
    }
  }
}

/** Methods of a component that expressions name as `@name.method(…)`. */
export function springBean(node: TreeNode, fact: ClassFact, lower: JavaLowering): void {
  const component = annotationOf(lower, node, /^(?:Service|Component)$/);
  const [name] = component ? valuesOf(component, 'value') : [];
  if (!component || !fact.name) return;
  const called =
    name?.type === 'string_literal' ? stringOf(lower, name) : fact.name.charAt(0).toLowerCase() + fact.name.slice(1);
  for (const [method, declared] of lower.around.at(-1)?.methods ?? []) {
    const type = declared.childForFieldName('type');
    if (!type || !/^[bB]oolean$/.test(lower.source(type))) continue;
    const value = member({ e: 'typed', type: { e: 'name', name: fact.name } }, method);
    lower.declare({
      s: 'name-guard',
      name: { e: 'text', value: `@${called}.${method}` },
      guard: value,
      at: lower.span(component.node),
    });
  }
}

/** Limiters of libraries, by the annotation's package (resilience4j, bucket4j-spring-boot-starter). */
const LIMITERS = /^(?:io\.github\.resilience4j\.ratelimiter|com\.giffing\.bucket4j)\./;

/** An annotation that the workspace may declare, with guards among its own. */
function ownUse(lower: JavaLowering, annotation: Annotation): GuardUse[] {
  const from = lower.imports.get(annotation.name);
  if (from !== undefined && LIMITERS.test(from)) {
    const value: Expression = { e: 'import', from, line: 0 };
    return [{ as: 'step', value, name: `@${annotation.name}`, at: lower.span(annotation.node) }];
  }
  if (
    FEATURES[annotation.name] ||
    /^(?:java|javax|jakarta|lombok|org\.springframework|io\.swagger|com\.fasterxml|io\.micrometer)\./.test(from ?? '')
  )
    return [];
  if (KNOWN.test(annotation.name)) return [];
  return [
    {
      as: 'dependency',
      value: { e: 'name', name: annotation.name },
      name: `@${annotation.name}`,
      at: lower.span(annotation.node),
    },
  ];
}

/** Annotations that have nothing to do with callers, for files that import whole packages. */
const KNOWN =
  /^(?:Override|Deprecated|SuppressWarnings|\w+Mapping|Response\w+|Operation|Api\w*|Tag|Parameter\w*|Schema|CrossOrigin|Transactional|Async|Cach\w+|Valid\w*|Slf4j|Log\w*|Data|Getter|Setter|\w+Constructor|Builder|RestController|Controller|Component|Service|Configuration|Bean|Autowired|Value|Order|Profile|Conditional\w+|ModelAttribute|InitBinder|ExceptionHandler|Timed|Observed|Hidden|SecurityRequirement\w*|Json\w+)$/;

/** Adds to an application what a configuration switches on. */
export function methodSecurity(node: TreeNode, lower: JavaLowering): void {
  for (const annotation of annotationsOf(lower, node)) {
    const isOld = annotation.name === 'EnableGlobalMethodSecurity';
    if (!isOld && !/^Enable(?:Reactive)?MethodSecurity$/.test(annotation.name)) continue;
    const is = (key: string, fallback: boolean): boolean => {
      const [value] = valuesOf(annotation, key);
      return value ? lower.source(value) === 'true' : fallback;
    };
    const enables = [
      ...(is('prePostEnabled', !isOld) ? ['prePost'] : []),
      ...(is('securedEnabled', false) ? ['secured'] : []),
      ...(is('jsr250Enabled', false) ? ['jsr250'] : []),
    ];
    const at = lower.span(annotation.node);
    lower.declare({ s: 'configure', on: springApplication(lower), enables, at });
    for (const feature of enables)
      lower.declare({ s: 'name-guard', name: { e: 'text', value: `${feature} is on` }, guard: meaning('refuses'), at });
  }
}

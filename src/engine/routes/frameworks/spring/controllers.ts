/**
 * Spring's controllers: what their annotations serve. Spring Framework reference, "Annotated Controllers", "Mapping Requests": a mapping
 * of the class stands before those of its methods, and a mapping that is declared on an interface or a base class holds for the method
 * that implements it.
 */
import { annotationOf, annotationsOf, valuesOf } from '../../../code/java/annotations';
import { joined, other, text, simpleType } from '../../../code/java/expressions';
import type { Annotation } from '../../../code/java/framework';
import { named, type JavaLowering } from '../../../code/java/lowering';
import type {
  ClassFact,
  Expression,
  GuardUse,
  RouteInput,
  RouterExpression,
  RouteStatement,
} from '../../../code/model';
import type { TreeNode } from '../../../parse/tree';
import { guardedMethods, guardUses } from './method-security';
import { constantsOf, pathOf, springApplication } from './names';

/** Annotations of methods that answer requests, with their methods. */
const VERBS: Readonly<Record<string, string>> = {
  GetMapping: 'GET',
  PostMapping: 'POST',
  PutMapping: 'PUT',
  DeleteMapping: 'DELETE',
  PatchMapping: 'PATCH',
};
const MAPPING = /^(?:(?:Get|Post|Put|Delete|Patch|Request)Mapping)$/;
/** Annotations of interfaces that call others' endpoints. */
const CLIENT = /^(?:FeignClient|HttpExchange|RegisterRestClient)$/;
/** Annotations of the framework's that stand on classes and make no controller. */
const OTHER_ROLE = /^(?:Configuration|Service|Repository|ControllerAdvice|RestControllerAdvice|Validated)$/;

/** Adds to a class what it serves. */
export function springController(node: TreeNode, fact: ClassFact, lower: JavaLowering): void {
  const annotations = annotationsOf(lower, node);
  if (annotations.some(({ name }) => CLIENT.test(name))) return;
  const body = node.childForFieldName('body');
  const methods = body ? named(body).filter((one) => one.type === 'method_declaration') : [];
  const routes = methods.flatMap((one) => routesOf(one, lower));
  const isController = isServed(node, annotations, routes, lower);
  const classGuards = guardUses(lower, node);
  for (const { method, route } of routes) route.guards = guardUses(lower, method, classGuards);
  if (routes.length > 0) fact.routes = routes.map(({ route }) => route);
  const mapping = annotationOf(lower, node, /^RequestMapping$/);
  const prefixes = mapping ? constantsOf(lower, mapping, 'value', 'path').map(pathOf) : [];
  keepMapping(prefixes, fact);
  if (!isController) return guardedMethods(node, lower);
  const [only, ...more] = prefixes;
  if (more.length > 0)
    for (const { route } of routes)
      route.paths = prefixes.flatMap((prefix) => route.paths.map((path) => joined([prefix, text('/'), path])));
  const methodsOfClass = mapping ? verbsOf(lower, mapping) : [];
  for (const { route } of routes)
    if (route.methods[0] === 'ALL' && methodsOfClass.length > 0) route.methods = methodsOfClass;
  // Methods that implement what an interface declares are guarded by what stands on them and on this class.
  const mapped = new Set(routes.map(({ method }) => method.id));
  for (const method of methods) {
    const own = mapped.has(method.id) ? undefined : lower.methodFacts.get(method.id);
    if (own && fact.bases.length > 0) own.decorators.push(...guardUses(lower, method, classGuards).map(asDecorator));
  }
  // Routes of a base are guarded by what stands on this class.
  if (routes.length === 0 && methods.length === 0) fact.decorators.push(...classGuards.map(asDecorator));
  const at = lower.span((mapping ?? annotations[0])?.node ?? node);
  const router: RouterExpression = {
    e: 'router',
    role: 'router',
    framework: 'spring',
    prefix: more.length > 0 ? null : mapping ? (only ?? null) : inheritedMapping(fact),
    guards: [],
    routes: null,
    keeps: true,
    args: [],
    at,
  };
  fact.serves = { router, holds: null };
  lower.declare({
    s: 'mount',
    into: springApplication(lower),
    what: { e: 'name', name: fact.name },
    prefix: null,
    guards: [],
    inherits: 'all',
    takes: 'live',
    args: [],
    at,
  });
}

/** Name under which a class or interface keeps its mapping for those that extend it. */
const KEPT = '<mapping>';

function keepMapping([prefix]: readonly Expression[], fact: ClassFact): void {
  if (prefix) fact.body.push({ s: 'let', to: { e: 'name', name: KEPT }, value: prefix, line: fact.at.line });
}

/** The mapping of the nearest class or interface that has one. */
function inheritedMapping({ bases }: ClassFact): Expression | null {
  const [first, ...others] = bases.map((of): Expression => ({ e: 'member', of, name: KEPT }));
  if (!first) return null;
  const all = [...others, text('')];
  return all.reduce((left, right): Expression => ({ e: 'or', left, right }), first);
}

function asDecorator({ value, as, needs, name, at }: GuardUse): Expression {
  return { e: 'guard', value, as, ...(needs && { needs }), ...(name !== undefined && { name }), at };
}

/** A class that is a controller by its annotation, or by one of the workspace's own that stands for it. */
function isServed(
  node: TreeNode,
  annotations: readonly Annotation[],
  routes: readonly unknown[],
  lower: JavaLowering,
): boolean {
  if (node.type !== 'class_declaration' && node.type !== 'record_declaration') return false;
  if (annotations.some(({ name }) => name === 'RestController' || name === 'Controller')) return true;
  const isAbstract = /^(?:\w+\s+)*abstract\b/.test(lower.source(node).replace(/@\w+(?:\([^)]*\))?\s*/g, ''));
  if (isAbstract || routes.length === 0) return false;
  return annotations.some(
    ({ name }) =>
      !OTHER_ROLE.test(name) && !/^(?:RequestMapping|Tag|Api)$/.test(name) && /Controller|Endpoint|Api/.test(name),
  );
}

interface MappedMethod {
  method: TreeNode;
  route: RouteStatement;
}

function routesOf(node: TreeNode, lower: JavaLowering): MappedMethod[] {
  return annotationsOf(lower, node).flatMap((annotation): MappedMethod[] => {
    if (!MAPPING.test(annotation.name)) return [];
    const name = node.childForFieldName('name') ?? node;
    const paths = constantsOf(lower, annotation, 'value', 'path').map(pathOf);
    const verb = VERBS[annotation.name];
    const methods = verb === undefined ? verbsOf(lower, annotation) : [verb];
    const [first] = valuesOf(annotation, 'value', 'path');
    const route: RouteStatement = {
      s: 'route',
      framework: 'spring',
      on: other(),
      methods: methods.length > 0 ? methods : ['ALL'],
      paths: paths.length > 0 ? paths : [text('')],
      guards: [],
      handler: { e: 'name', name: lower.source(name) },
      args: [],
      input: inputOf(node, lower),
      at: lower.span(first ?? annotation.node),
      line: lower.line(name),
      declLine: lower.line(annotation.node),
    };
    return [{ method: node, route }];
  });
}

/** `method = RequestMethod.GET`, or several. */
function verbsOf(lower: JavaLowering, annotation: Annotation): string[] {
  return valuesOf(annotation, 'method').map((one) => lower.source(one).split('.').pop() ?? '');
}

/** Types that say nothing of a body's shape. */
const LOOSE =
  /^(?:Map|HashMap|LinkedHashMap|Object|String|JsonNode|ObjectNode|JSONObject|JsonObject|byte|MultiValueMap)$/;

/** `@Valid @RequestBody Order order` is checked against the constraints of its type; without `@Valid` nobody looks at them. */
function inputOf(node: TreeNode, lower: JavaLowering): RouteInput {
  for (const parameter of named(node.childForFieldName('parameters') ?? node)) {
    if (parameter.type !== 'formal_parameter' || !annotationOf(lower, parameter, /^RequestBody$/)) continue;
    const type = parameter.childForFieldName('type');
    const shown = type ? lower.source(type) : '';
    const isLoose = type !== null && LOOSE.test(simpleType(lower, type));
    if (!isLoose && annotationOf(lower, parameter, /^(?:Valid|Validated)$/))
      return { state: 'schema', at: null, what: null };
    const what = isLoose ? `${lower.field(parameter, 'name')}: ${shown}` : `${shown} without @Valid`;
    return { state: 'loose', at: lower.span(parameter), what };
  }
  return { state: 'none', at: null, what: null };
}

/** Resource classes, applications and filters: what their annotations serve. Jakarta RESTful Web Services 3.1, chapters 3 and 6. */
import { annotationOf, annotationsOf, valuesOf } from '../../../code/java/annotations';
import { member, other, text } from '../../../code/java/expressions';
import { named, type JavaLowering } from '../../../code/java/lowering';
import type { ClassFact, Expression, RouteInput, RouteStatement } from '../../../code/model';
import type { TreeNode } from '../../../parse/tree';
import { isMicronaut, jaxRsApplication, meaning, NAME, ROLES } from './names';
import { askedOf, bindingOf, mayBind } from './security';

const VERBS = /^(?:GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS)$/;
const MICRONAUT_VERBS = /^(?:Get|Post|Put|Delete|Patch|Head|Options)$/;

/** Adds to a class what it serves. */
export function resource(node: TreeNode, fact: ClassFact, lower: JavaLowering): void {
  const micronaut = isMicronaut(lower);
  const own = annotationOf(lower, node, micronaut ? /^Controller$/ : /^Path$/);
  const body = node.childForFieldName('body');
  const methods = body ? named(body).filter((one) => one.type === 'method_declaration') : [];
  const routes = methods.flatMap((one) => routesOf(one, node, micronaut, lower));
  if (routes.length > 0) fact.routes = routes;
  if (!own || node.type === 'interface_declaration') return;
  const at = lower.span(own.node);
  const router = {
    e: 'router',
    role: 'router',
    framework: NAME,
    guards: [],
    routes: null,
    keeps: true,
    args: [],
  } as const;
  const prefix = pathIn(own, lower);
  fact.serves = { router: { ...router, guards: [], args: [], prefix, at }, holds: null };
  const mount = { prefix: null, guards: [], inherits: 'all', takes: 'live', args: [], at } as const;
  const what: Expression = { e: 'name', name: fact.name };
  lower.declare({ s: 'mount', into: jaxRsApplication(lower), what, ...mount, guards: [], args: [] });
}

/** A path with a slash in front; what a parameter must look like is left out. */
function pathIn(annotation: Parameters<typeof valuesOf>[0] | undefined, lower: JavaLowering): Expression {
  const [value] = annotation ? valuesOf(annotation, 'value', 'uri') : [];
  const path = value ? lower.expression(value) : text('');
  if (path.e !== 'text') return path;
  const plain = path.value.replace(/\{\s*(\w+)\s*:[^{}]*(?:\{[^{}]*\}[^{}]*)*\}/g, '{$1}').replace(/^\/+|\/+$/g, '');
  return text(plain === '' ? '' : `/${plain}`);
}

function routesOf(method: TreeNode, type: TreeNode, micronaut: boolean, lower: JavaLowering): RouteStatement[] {
  const path = annotationOf(lower, method, /^Path$/);
  return annotationsOf(lower, method).flatMap((annotation): RouteStatement[] => {
    if (!(micronaut ? MICRONAUT_VERBS : VERBS).test(annotation.name)) return [];
    const name = method.childForFieldName('name') ?? method;
    const { guards, decides } = askedOf(lower, method, type);
    const declared = micronaut ? annotation : path;
    const [first] = declared ? valuesOf(declared, 'value', 'uri') : [];
    return [
      {
        s: 'route',
        framework: NAME,
        on: other(),
        methods: [annotation.name.toUpperCase()],
        paths: [pathIn(declared, lower)],
        guards,
        ...(decides && { exempt: 'it says itself who may call' }),
        handler: { e: 'name', name: lower.source(name) },
        args: [],
        input: inputOf(method, lower),
        at: lower.span(first ?? annotation.node),
        line: lower.line(name),
        declLine: lower.line(annotation.node),
      },
    ];
  });
}

/** Bean Validation checks what is marked with `@Valid`. */
function inputOf(method: TreeNode, lower: JavaLowering): RouteInput {
  for (const parameter of named(method.childForFieldName('parameters') ?? method)) {
    if (parameter.type !== 'formal_parameter') continue;
    if (annotationOf(lower, parameter, /^(?:Valid|ConvertGroup)$/)) return { state: 'schema', at: null, what: null };
  }
  return { state: 'unknown', at: null, what: null };
}

/** `@ApplicationPath("/api") class X extends Application`, and what makes a server ask for roles. */
export function application(node: TreeNode, fact: ClassFact, lower: JavaLowering): void {
  const path = annotationOf(lower, node, /^ApplicationPath$/);
  const asks = /RolesAllowedDynamicFeature|@LoginConfig\b|@DeclareRoles\b|AuthDynamicFeature/.exec(lower.file.text);
  const at = lower.span(path?.node ?? node.childForFieldName('name') ?? node);
  if (asks) lower.declare({ s: 'name-guard', name: text(ROLES), guard: meaning('refuses'), at });
  if (!path) return;
  const router = { e: 'router', role: 'app', framework: NAME, guards: [], routes: null, args: [] } as const;
  const value: Expression = { ...router, guards: [], args: [], prefix: pathIn(path, lower), scans: [''], at };
  lower.declare({ s: 'let', to: { e: 'name', name: `${fact.name}()` }, value, line: at.line });
}

/** A class that filters requests: before everything, or where an annotation of the project's binds it. */
export function filter(node: TreeNode, fact: ClassFact, lower: JavaLowering): void {
  const bases = lower.around.at(-1)?.bases ?? [];
  if (!bases.includes('ContainerRequestFilter')) return;
  const at = lower.span(node.childForFieldName('name') ?? node);
  const value = member({ e: 'typed', type: { e: 'name', name: fact.name } }, 'filter');
  const bound = annotationsOf(lower, node).filter(({ name }) => mayBind(name, lower));
  for (const { name } of bound) lower.declare({ s: 'name-guard', name: bindingOf(name), guard: value, at });
  if (bound.length > 0) return;
  lower.declare({
    s: 'use',
    framework: NAME,
    on: jaxRsApplication(lower),
    guard: { as: 'step', value, name: fact.name, at },
    paths: null,
    reach: 'app',
    sockets: false,
    role: 'middleware',
    args: [],
    at,
  });
}

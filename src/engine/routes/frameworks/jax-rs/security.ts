/**
 * What stands before resource methods by annotation. Jakarta Annotations ("@RolesAllowed", "@PermitAll", "@DenyAll"), Quarkus
 * "Authorization of web endpoints", Micronaut Security "Secured Annotation", Dropwizard "Authentication": a method's annotation stands in
 * the place of its class's. Whether roles are asked for is the server's: Quarkus and Micronaut do, Jersey where a feature is registered.
 */
import { annotationsOf, valuesOf } from '../../../code/java/annotations';
import type { Annotation } from '../../../code/java/framework';
import { named, type JavaLowering } from '../../../code/java/lowering';
import type { Expression, GuardUse } from '../../../code/model';
import type { TreeNode } from '../../../parse/tree';
import { meaning, ROLES } from './names';

const DECIDES = /^(?:RolesAllowed|PermitAll|DenyAll|Authenticated|PermissionsAllowed|Secured)$/;
/** Packages whose annotations bind no filter. */
const KNOWN =
  /^(?:java|javax|jakarta|lombok|io\.(?:quarkus|micronaut|swagger|dropwizard|smallrye|micrometer)|org\.(?:eclipse\.microprofile|jboss|springframework|hibernate)|com\.(?:fasterxml|codahale|google))\b/;
const COMMON =
  /^(?:Override|Deprecated|SuppressWarnings|Slf4j|Log|Path|GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS|Produces|Consumes|Provider|PreMatching|Priority|\w+Scoped|Singleton|Inject|Named|Transactional|Tag|Operation|APIResponses?|Timed|Counted|Valid|Resource|RunAs|DeclareRoles|Nullable|Introspected|Filter|ServerFilter|Controller|Get|Post|Put|Delete|Patch|Head|Options|Status|ExecuteOn)$/;
const UNTOLD =
  'asks for a role only where the server does so by itself or is told to (a feature, a setting), which is not in the files';

export interface Asked {
  guards: GuardUse[];
  /** It says itself who may call. */
  decides: boolean;
}

/** Guards of a method: its own annotations, else those of its class. */
export function askedOf(lower: JavaLowering, method: TreeNode, type: TreeNode): Asked {
  const own = annotationsOf(lower, method);
  const around = annotationsOf(lower, type);
  const deciding =
    [own, around].find((all) => all.some(({ name }) => DECIDES.test(name) && isKnown(name, lower))) ?? [];
  const guards = deciding.flatMap((one) => guardBy(one, lower));
  const bound = [...around, ...own].filter(({ name }) => mayBind(name, lower)).map((one) => bindingUse(one, lower));
  return { guards: [...guards, ...bound, ...callers(method, lower)], decides: guards.length > 0 };
}

/** `Secured` may be the project's own, and binds a filter then. */
function isKnown(name: string, lower: JavaLowering): boolean {
  return name !== 'Secured' || lower.isFrom(name, 'io.micronaut.security.annotation');
}

function guardBy(annotation: Annotation, lower: JavaLowering): GuardUse[] {
  if (!DECIDES.test(annotation.name) || !isKnown(annotation.name, lower)) return [];
  const written = valuesOf(annotation, 'value').map((one) => lower.source(one));
  const name = lower.source(annotation.node).replace(/\s+/g, ' ').slice(0, 80);
  return [{ as: 'permission', value: valueOf(annotation.name, written), name, at: lower.span(annotation.node) }];
}

function valueOf(name: string, written: readonly string[]): Expression {
  if (name === 'PermitAll' || written.some((one) => /isAnonymous|IS_ANONYMOUS/.test(one))) return meaning('permits');
  if (name === 'Authenticated' || name === 'PermissionsAllowed' || name === 'Secured') return meaning('refuses');
  return { e: 'named', key: { e: 'text', value: ROLES }, otherwise: { e: 'other', parts: [], why: UNTOLD } };
}

/** Annotations of the project's own: they may bind a filter. */
export function mayBind(name: string, lower: JavaLowering): boolean {
  if (COMMON.test(name) || (DECIDES.test(name) && isKnown(name, lower))) return false;
  const from = lower.imports.get(name);
  return from === undefined || !KNOWN.test(from);
}

/** Name under which filters stand that an annotation binds. */
export function bindingOf(name: string): Expression {
  return { e: 'text', value: `@${name}` };
}

function bindingUse({ name, node }: Annotation, lower: JavaLowering): GuardUse {
  return { as: 'step', value: { e: 'named', key: bindingOf(name) }, name: `@${name}`, at: lower.span(node) };
}

/** `@Auth User user` */
function callers(method: TreeNode, lower: JavaLowering): GuardUse[] {
  return named(method.childForFieldName('parameters') ?? method).flatMap((parameter) => {
    if (parameter.type !== 'formal_parameter') return [];
    const auth = annotationsOf(lower, parameter).find(({ name }) => name === 'Auth');
    const type = lower.field(parameter, 'type');
    if (!auth || type.startsWith('Optional') || !lower.isFrom('Auth', 'io.dropwizard.auth')) return [];
    return [{ as: 'permission', value: meaning('refuses'), name: '@Auth', at: lower.span(auth.node) }];
  });
}

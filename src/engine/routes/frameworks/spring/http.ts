/**
 * What handlers, filters and interceptors of Spring read of a request and how they answer. Jakarta Servlet API, Spring Framework reference
 * ("Handler Methods"), Spring Security reference ("Servlet Authentication Architecture", "Anonymous Authentication").
 */
import { annotationOf, valuesOf } from '../../../code/java/annotations';
import { simpleType, stringOf } from '../../../code/java/expressions';
import { named, type JavaLowering } from '../../../code/java/lowering';
import type { Expression, Parameter, RequestPart } from '../../../code/model';
import type { TreeNode } from '../../../parse/tree';
import { statusOf } from './names';
import { isFilter } from './security';

/** Methods of a request that give a part of it. */
const PARTS: Readonly<Record<string, RequestPart>> = {
  getHeader: 'header',
  getHeaders: 'header',
  getParameter: 'query',
  getAttribute: 'state',
  getCookies: 'cookie',
  getRequestURI: 'path',
  getServletPath: 'path',
  getPathInfo: 'path',
  getMethod: 'method',
  getRemoteUser: 'user',
  getUserPrincipal: 'user',
  getRemoteAddr: 'address',
};

/** Meaning of a call or of `new`. */
export function springCall(node: TreeNode, lower: JavaLowering): Expression | undefined {
  if (node.type === 'object_creation_expression') return created(node, lower);
  if (node.type === 'instanceof_expression')
    return lower.field(node, 'right') === 'AnonymousAuthenticationToken'
      ? isNobody(node.childForFieldName('left'), lower)
      : undefined;
  const name = lower.field(node, 'name');
  const object = node.childForFieldName('object');
  const list = node.childForFieldName('arguments');
  const args = list ? named(list) : [];
  if (!object) return undefined;
  // `new AuthenticationTrustResolverImpl().isAnonymous(caller)`
  if (name === 'isAnonymous' && args.length === 1) return isNobody(args[0] ?? null, lower);
  const entity = responseEntity(node, lower);
  if (entity) return entity;
  const of = lower.source(object);
  if ((name === 'doFilter' && args.length === 2) || (name === 'filter' && args.length === 1 && /chain$/i.test(of)))
    return { e: 'proceed' };
  return answered(name, args, object, node, lower) ?? read(name, args, object, lower);
}

/** Whether a caller is one who has not signed in. */
function isNobody(node: TreeNode | null, lower: JavaLowering): Expression {
  return { e: 'member', of: lower.expression(node), name: 'is_anonymous', maybe: true };
}

/** `response.sendError(401)`, `response.setStatus(HttpStatus.FORBIDDEN.value())`, `response.sendRedirect("/login")`. */
function answered(
  name: string,
  args: readonly TreeNode[],
  object: TreeNode,
  node: TreeNode,
  lower: JavaLowering,
): Expression | undefined {
  const at = lower.span(node);
  if (name === 'sendRedirect') return { e: 'refusal', status: 302, redirect: true, sends: true, at };
  if (
    name !== 'sendError' &&
    !(/^(?:setStatus|setStatusCode|setRawStatusCode)$/.test(name) && /res(?:p(?:onse)?)?\b/i.test(lower.source(object)))
  )
    return undefined;
  const status = statusOf(lower, args[0]);
  if (status !== null && status < 400) return undefined;
  return { e: 'refusal', status, sends: true, at };
}

/** A part of the request. */
function read(name: string, args: readonly TreeNode[], object: TreeNode, lower: JavaLowering): Expression | undefined {
  const of = lower.source(object);
  const [first] = args;
  const key = first?.type === 'string_literal' ? stringOf(lower, first) : null;
  if (name === 'getAuthentication' && /getContext\(\)$|context$/i.test(of)) {
    // Behind the filters a caller who has not signed in is an object that says so.
    const inFilter = isFilter(basesAround(lower));
    return { e: 'request', part: 'user', name: null, ...(!inFilter && { always: true as const }) };
  }
  if (name === 'getAttribute' && /session(?:\([^)]*\))?$/i.test(of))
    return { e: 'request', part: 'session', name: key };
  const part = PARTS[name];
  if (part === undefined || !isRequest(object, lower)) return undefined;
  if (part === 'header') return { e: 'request', part, name: headerName(key, first, lower) };
  return { e: 'request', part, name: key };
}

/** `HttpHeaders.AUTHORIZATION` and literals. */
function headerName(key: string | null, node: TreeNode | undefined, lower: JavaLowering): string | null {
  if (key !== null) return key.toLowerCase();
  const constant = node && /(?:^|\.)([A-Z][A-Z_]*)$/.exec(lower.source(node))?.[1];
  if (constant === undefined) return null;
  const own = lower.around.at(-1)?.constants.get(constant);
  if (own?.type === 'string_literal') return stringOf(lower, own).toLowerCase();
  return constant
    .toLowerCase()
    .replace(/_?header(?:_name)?$|^header_/, '')
    .replaceAll('_', '-');
}

function isRequest(object: TreeNode, lower: JavaLowering): boolean {
  const written = lower.source(object);
  if (/^(?:\w*request|req)$/i.test(written) || /getRequest\(\)(?:\.getHeaders\(\))?$/.test(written)) return true;
  const type = object.type === 'identifier' ? lower.typeOf(written) : undefined;
  return type !== undefined && /Request\w*$/.test(simpleType(lower, type));
}

function basesAround(lower: JavaLowering): string[] {
  return lower.around.at(-1)?.bases ?? [];
}

/** `ResponseEntity.status(401).body(…)`, `ResponseEntity.badRequest().build()`. */
function responseEntity(node: TreeNode, lower: JavaLowering): Expression | undefined {
  let call: TreeNode = node;
  for (
    let object = call.childForFieldName('object');
    object?.type === 'method_invocation';
    object = call.childForFieldName('object')
  )
    call = object;
  const root = call.childForFieldName('object');
  if (!root || !/^(?:ResponseEntity|ServerResponse)$/.test(lower.source(root))) return undefined;
  const name = lower.field(call, 'name');
  const [first] = named(call.childForFieldName('arguments') ?? call);
  const status =
    name === 'status' ? statusOf(lower, first) : name === 'badRequest' ? 400 : name === 'notFound' ? 404 : 200;
  return status !== null && status < 400 ? undefined : { e: 'refusal', status, sends: false, at: lower.span(call) };
}

/** `new ResponseEntity<>(HttpStatus.FORBIDDEN)`, `new ResponseStatusException(HttpStatus.UNAUTHORIZED)`. */
function created(node: TreeNode, lower: JavaLowering): Expression | undefined {
  const made = node.childForFieldName('type');
  const type = made ? simpleType(lower, made) : '';
  if (type !== 'ResponseEntity' && type !== 'ResponseStatusException') return undefined;
  const args = named(node.childForFieldName('arguments') ?? node);
  const [status = null] = args.map((arg) => statusOf(lower, arg)).filter((one) => one !== null);
  return status === null || status < 400 ? undefined : { e: 'refusal', status, sends: false, at: lower.span(node) };
}

/** Types that stand for the caller: nothing is given for one who has not signed in. */
const CALLER =
  /^(?:Principal|Authentication|JwtAuthenticationToken|OAuth2AuthenticationToken|UsernamePasswordAuthenticationToken)$/;
const MARKERS: readonly [RegExp, RequestPart][] = [
  [/^RequestHeader$/, 'header'],
  [/^CookieValue$/, 'cookie'],
  [/^RequestParam$/, 'query'],
  [/^SessionAttribute$/, 'session'],
  [/^RequestAttribute$/, 'state'],
  [/^AuthenticationPrincipal$|^CurrentSecurityContext$/, 'user'],
];

/** What a handler's parameter gets. */
export function springParameter(node: TreeNode, parameter: Parameter, lower: JavaLowering): Parameter | undefined {
  const type = node.childForFieldName('type');
  for (const [name, part] of MARKERS) {
    const annotation = annotationOf(lower, node, name);
    if (!annotation) continue;
    const [value] = valuesOf(annotation, 'value', 'name');
    const key =
      value?.type === 'string_literal'
        ? stringOf(lower, value)
        : value
          ? headerName(null, value, lower)
          : parameter.name;
    return marked(parameter, part, part === 'user' ? null : part === 'header' ? (key?.toLowerCase() ?? null) : key);
  }
  return type && CALLER.test(simpleType(lower, type)) && /Controller|Mapping/.test(lower.file.text)
    ? marked(parameter, 'user', null)
    : undefined;
}

function marked(parameter: Parameter, part: RequestPart, name: string | null): Parameter {
  const type: Expression = {
    e: 'annotated',
    type: parameter.type ?? { e: 'other', parts: [] },
    guards: [{ e: 'request', part, name }],
  };
  return { ...parameter, type };
}

/** `return "redirect:/login"` in a controller of pages. */
export function springReturned(value: Expression, lower: JavaLowering): Expression | undefined {
  if (value.e !== 'text' || !/^redirect:.*(?:log-?in|sign-?in|auth)/i.test(value.value)) return undefined;
  return {
    e: 'refusal',
    status: 302,
    redirect: true,
    sends: false,
    at: lower.around.at(-1)?.at ?? lower.file.span(0, 0),
  };
}

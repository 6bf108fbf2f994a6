/** What resource methods and filters read of a request and how they answer (Jakarta RESTful Web Services, "Filters", "Exceptions"). */
import { simpleType, stringOf } from '../../../code/java/expressions';
import { named, type JavaLowering } from '../../../code/java/lowering';
import type { Expression } from '../../../code/model';
import type { TreeNode } from '../../../parse/tree';
import { statusOf } from '../spring/names';
import { isJaxRs } from './names';

const REFUSALS: Readonly<Record<string, number>> = {
  NotAuthorizedException: 401,
  UnauthorizedException: 401,
  AuthenticationFailedException: 401,
  ForbiddenException: 403,
  NotFoundException: 404,
  BadRequestException: 400,
};

/** Meaning of a call or of `new`. */
export function jaxRsCall(node: TreeNode, lower: JavaLowering): Expression | undefined {
  if (!isJaxRs(lower)) return undefined;
  const at = lower.span(node);
  const list = node.childForFieldName('arguments');
  const [first] = list ? named(list) : [];
  if (node.type === 'object_creation_expression') {
    const type = node.childForFieldName('type');
    const name = type ? simpleType(lower, type) : '';
    if (name === 'WebApplicationException') return { e: 'refusal', status: statusOf(lower, first), sends: false, at };
    const status = REFUSALS[name];
    return status === undefined ? undefined : { e: 'refusal', status, sends: false, at };
  }
  if (node.type !== 'method_invocation') return undefined;
  const name = lower.field(node, 'name');
  const object = node.childForFieldName('object');
  const of = object ? lower.source(object) : '';
  switch (name) {
    case 'abortWith':
      return { e: 'refusal', status: statusIn(first, lower), sends: true, at };
    case 'build': {
      const status = statusIn(node, lower);
      return status !== null && status >= 400 ? { e: 'refusal', status, sends: false, at } : undefined;
    }
    case 'getHeaderString':
    case 'getFirst':
      return name === 'getFirst' && !/header/i.test(of) ? undefined : header(first, lower);
    case 'getUserPrincipal':
    case 'getPrincipal':
      return { e: 'request', part: 'user', name: null };
    case 'isAnonymous':
      return object && !first ? { e: 'not', of: { e: 'request', part: 'user', name: null } } : undefined;
    default:
      return undefined;
  }
}

/** `Response.status(Response.Status.UNAUTHORIZED).entity("…").build()` */
function statusIn(node: TreeNode | undefined, lower: JavaLowering): number | null {
  const written = node ? lower.source(node) : '';
  const given = /\bstatus\(\s*([\w.]+?)\s*[,)]/.exec(written)?.[1];
  if (given === undefined) return /\bResponse\.(?:ok|accepted|noContent|created)\b/.test(written) ? 200 : null;
  return /^\d+$/.test(given) ? Number(given) : named401(given);
}

function named401(written: string): number | null {
  const name = written.slice(written.lastIndexOf('.') + 1);
  return { UNAUTHORIZED: 401, FORBIDDEN: 403, BAD_REQUEST: 400, NOT_FOUND: 404, OK: 200 }[name] ?? null;
}

function header(node: TreeNode | undefined, lower: JavaLowering): Expression {
  if (node?.type === 'string_literal')
    return { e: 'request', part: 'header', name: stringOf(lower, node).toLowerCase() };
  const constant = node && /(?:^|\.)([A-Z][A-Z_]*)$/.exec(lower.source(node))?.[1];
  return { e: 'request', part: 'header', name: constant?.toLowerCase().replaceAll('_', '-') ?? null };
}

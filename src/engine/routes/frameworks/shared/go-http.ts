/**
 * What net/http's request and answer mean, for every Go framework: parts of the request, refusals, handing on. pkg.go.dev/net/http, pkg.go.dev/context.
 */
import { text } from '../../../code/go/expressions';
import type { GoCall, GoFramework } from '../../../code/go/framework';
import type { GoLowering } from '../../../code/go/lowering';
import { unwrapped } from '../../../code/go/nodes';
import type { Expression, RequestPart } from '../../../code/model';
import type { TreeNode } from '../../../parse/tree';
import { goInput } from './go-input';
import { statusOfSymbol } from './go-status';

export const goHttp: GoFramework = {
  name: 'go-http',
  call: (call, lower) => onRequest(call, lower) ?? onAnswer(call, lower) ?? handedOn(call, lower),
  member(node, symbol, lower) {
    const status = symbol === undefined ? undefined : statusOfSymbol(symbol);
    if (status !== undefined) return { e: 'constant', value: status };
    return symbol === undefined ? requestMember(node, lower) : methodName(symbol);
  },
  input: goInput,
  types: [
    {
      of: /^net\/http\.Request$/,
      members: {
        Header: 'net/http.Header',
        URL: 'net/url.URL',
        'Context()': 'context.Context',
        'WithContext()': 'net/http.Request',
        Form: 'net/url.Values',
        PostForm: 'net/url.Values',
      },
    },
    { of: /^net\/url\.URL$/, members: { 'Query()': 'net/url.Values' } },
    { of: /^net\/http\.ResponseWriter$/, members: { 'Header()': 'answer.Header' } },
  ],
};

/** A part of the request. */
export function part(of: RequestPart, name: string | null): Expression {
  return { e: 'request', part: of, name: of === 'header' ? (name?.toLowerCase() ?? null) : name };
}

/** A part of the request by a name that is written, or computed. */
export function partBy(of: RequestPart, key: TreeNode | undefined, lower: GoLowering): Expression {
  const name = key && lower.expression(key);
  if (!name || name.e === 'text') return part(of, name?.value ?? null);
  const callee: Expression = { e: 'member', of: part(of, null), name: 'get' };
  return { e: 'call', callee, args: [{ name: null, value: name }], at: lower.span(key) };
}

/** What is kept with the request under a key; one that a function is given is followed to who gives it. */
export function stateBy(key: TreeNode | undefined, lower: GoLowering): Expression {
  const isGiven = key?.type === 'identifier' && lower.scope.has(lower.text(key));
  return isGiven ? partBy('state', key, lower) : part('state', keyName(key, lower));
}

/** Keeps something with the request, for whoever comes behind. */
export function keep(
  key: TreeNode | undefined,
  value: TreeNode | undefined,
  lower: GoLowering,
): Expression | undefined {
  const name = keyName(key, lower);
  if (name === null || !value) return undefined;
  lower.emit({ s: 'let', to: part('state', name), value: lower.expression(value), line: lower.line(value) });
  return { e: 'constant', value: null };
}

/** The text of a literal, or null. */
export function literal(node: TreeNode | undefined, lower: GoLowering): string | null {
  const value = node && lower.expression(node);
  return value?.e === 'text' ? value.value : null;
}

/** The name under which something is kept with the request: a text, or what a key is called (`userKey`, `ctxKey{}`, `key("user")`). */
export function keyName(node: TreeNode | undefined, lower: GoLowering): string | null {
  if (!node) return null;
  const own = literal(node, lower);
  if (own !== null) return own;
  const key = unwrapped(node);
  switch (key.type) {
    case 'identifier':
      return lower.text(key);
    case 'selector_expression':
      return key.childForFieldName('field')?.text ?? null;
    case 'composite_literal':
      return key.childForFieldName('type')?.text.split('.').pop() ?? null;
    case 'call_expression': {
      const [first] = key.childForFieldName('arguments')?.namedChildren ?? [];
      return first ? keyName(first, lower) : (key.childForFieldName('function')?.text ?? null);
    }
    default:
      return null;
  }
}

/** `http.MethodGet` */
function methodName(symbol: string): Expression | undefined {
  const name =
    /^(?:net\/http|github\.com\/gofiber\/fiber(?:\/v\d+)?|github\.com\/labstack\/echo(?:\/v\d+)?)\.(?:Method(\w+)|(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS))$/.exec(
      symbol,
    );
  const method = name?.[1] ?? name?.[2];
  return method === undefined ? undefined : text(method.toUpperCase());
}

function requestMember(node: TreeNode, lower: GoLowering): Expression | undefined {
  const type = lower.typeOf(node.childForFieldName('operand'));
  const name = node.childForFieldName('field')?.text;
  if (type === 'net/http.Request') {
    if (name === 'Header') return part('header', null);
    if (name === 'Method') return part('method', null);
    if (name === 'RequestURI') return part('path', null);
    if (name === 'RemoteAddr' || name === 'Host') return part('address', null);
    if (name === 'Body') return part('body', null);
  }
  return type === 'net/url.URL' && (name === 'Path' || name === 'RawPath') ? part('path', null) : undefined;
}

/** Parts of the request by calls on it, its header, its query and its context. */
function onRequest({ name, type, on, args }: GoCall, lower: GoLowering): Expression | undefined {
  const [first] = args;
  switch (type) {
    case 'net/http.Header':
      return name === 'Get' || name === 'Values' ? partBy('header', first, lower) : undefined;
    case 'net/url.Values':
      return name === 'Get' ? partBy('query', first, lower) : undefined;
    case 'context.Context':
      return name === 'Value' ? stateBy(first, lower) : undefined;
    case 'net/url.URL':
      return name === 'String' || name === 'EscapedPath' ? part('path', null) : undefined;
    case 'net/http.Request':
      break;
    default:
      return undefined;
  }
  switch (name) {
    case 'Cookie':
      return partBy('cookie', first, lower);
    case 'BasicAuth':
      return part('header', 'authorization');
    case 'FormValue':
      return partBy('query', first, lower);
    case 'PostFormValue':
      return part('body', literal(first, lower));
    case 'PathValue':
      return part('params', literal(first, lower));
    // The same request with another context.
    case 'WithContext':
      return on ? lower.expression(on) : undefined;
    default:
      return undefined;
  }
}

/** Refusals: `http.Error(w, …, 401)`, `w.WriteHeader(401)`, `http.Redirect(w, r, url, 302)`, `http.NotFound(w, r)`. */
function onAnswer({ name, symbol, type, args, node }: GoCall, lower: GoLowering): Expression | undefined {
  if (symbol === 'net/http.Error') return refusal(args[2], node, lower);
  if (symbol === 'net/http.NotFound') return refused(404, node, lower);
  if (symbol === 'net/http.Redirect')
    return { e: 'refusal', status: 302, redirect: true, sends: true, at: lower.span(node) };
  return name === 'WriteHeader' && type === 'net/http.ResponseWriter' ? refusal(args[0], node, lower) : undefined;
}

interface RefusalOptions {
  chain?: 'goes-on' | 'ends';
  /** Absent = true. */
  sends?: boolean;
}

/** An answer with a status, as it is written: a refusal from 400 on, or where the status is only known when it runs. */
export function refusal(
  status: TreeNode | undefined,
  node: TreeNode,
  lower: GoLowering,
  options: RefusalOptions = {},
): Expression | undefined {
  const value = status && lower.expression(status);
  if (!value) return undefined;
  if (value.e === 'constant')
    return typeof value.value === 'number' && value.value >= 400
      ? refused(value.value, node, lower, options)
      : undefined;
  return { ...base(null, node, lower, options), statusFrom: value };
}

/** A refusal with a known status; null = not known. */
export function refused(
  status: number | null,
  node: TreeNode,
  lower: GoLowering,
  options: RefusalOptions = {},
): Expression {
  return base(status, node, lower, options);
}

function base(
  status: number | null,
  node: TreeNode,
  lower: GoLowering,
  { chain, sends = true }: RefusalOptions,
): Extract<Expression, { e: 'refusal' }> {
  return { e: 'refusal', status, sends, ...(chain && { chain }), at: lower.span(node) };
}

/** `next.ServeHTTP(w, r)` calls `next`; `http.HandlerFunc(f)` is `f`. */
function handedOn({ name, symbol, on, args, node }: GoCall, lower: GoLowering): Expression | undefined {
  const [first] = args;
  if (symbol === 'net/http.HandlerFunc' && first) return lower.expression(first);
  if (name !== 'ServeHTTP' || !on || args.length !== 2) return undefined;
  const callee = lower.expression(on);
  return {
    e: 'call',
    callee,
    args: args.map((one) => ({ name: null, value: lower.expression(one) })),
    at: lower.span(node),
  };
}

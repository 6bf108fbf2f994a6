/**
 * What handlers, filters and middleware of ASP.NET Core read of a request and how they answer. Documentation, "Use HttpContext in ASP.NET
 * Core", "Filters", "Create responses in Minimal API applications".
 */
import { calledName } from '../../../code/csharp/expressions';
import { named, type CSharpLowering } from '../../../code/csharp/lowering';
import { attributesOf } from '../../../code/csharp/members';
import type { Expression, Parameter, RequestPart } from '../../../code/model';
import type { TreeNode } from '../../../parse/tree';
import { literalOf } from './names';

/** Collections of a request, with the part that they are. */
const COLLECTIONS: readonly [RegExp, RequestPart][] = [
  [/(?:^|\.)(?:Request|request|req)\.Headers$/, 'header'],
  [/(?:^|\.)(?:Request|request|req)\.Query$/, 'query'],
  [/(?:^|\.)(?:Request|request|req)\.Cookies$/, 'cookie'],
  [/(?:^|\.)(?:HttpContext|[cC]ontext|ctx)\.Items$/, 'state'],
  [/(?:^|\.)Session$/, 'session'],
];
/** Answers that turn somebody away. */
const ANSWERS: Readonly<Record<string, number>> = {
  Unauthorized: 401,
  UnauthorizedHttpResult: 401,
  UnauthorizedResult: 401,
  UnauthorizedObjectResult: 401,
  Challenge: 401,
  ChallengeResult: 401,
  Forbid: 403,
  ForbidResult: 403,
  ForbidHttpResult: 403,
  BadRequest: 400,
  BadRequestResult: 400,
  BadRequestObjectResult: 400,
  NotFound: 404,
  NotFoundResult: 404,
};
const WITH_STATUS = /^(?:StatusCode|StatusCodeResult|ObjectResult|ContentResult|JsonResult|Problem|Json)$/;

function partOf(written: string): RequestPart | undefined {
  const plain = written.replaceAll('?', '');
  return COLLECTIONS.find(([pattern]) => pattern.test(plain))?.[1];
}

/** A part of the request that is read without a call. */
export function aspnetMember(node: TreeNode, lower: CSharpLowering): Expression | undefined {
  if (node.type === 'identifier') return lower.source(node) === 'User' ? CALLER : undefined;
  const of = node.childForFieldName('expression');
  if (!of) return undefined;
  const written = lower.source(of);
  if (node.type === 'element_access_expression') return byKey(node, written, lower);
  const name = lower.field(node, 'name');
  if (name === 'User' && /(?:^|\.)(?:\w*[cC]ontext|ctx|this)$/.test(written)) return CALLER;
  const part = partOf(written);
  // `Request.Headers.Authorization`
  if (part === 'header' && /^[A-Z]/.test(name) && name !== 'Keys' && name !== 'Count')
    return { e: 'request', part, name: name.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase() };
  if (name === 'Path' && /(?:^|\.)Request$/.test(written)) return { e: 'request', part: 'path', name: null };
  if (name === 'Value' && /(?:^|\.)Request\.Path$/.test(written)) return { e: 'request', part: 'path', name: null };
  if (name === 'Method' && /(?:^|\.)Request$/.test(written)) return { e: 'request', part: 'method', name: null };
  return undefined;
}

/** A caller who has not signed in is there as well: whatever is asked of him says no. */
const CALLER: Expression = { e: 'request', part: 'user', name: null, always: true };

function byKey(node: TreeNode, written: string, lower: CSharpLowering): Expression | undefined {
  const key = node.childForFieldName('subscript')?.firstNamedChild?.lastNamedChild;
  const part = partOf(written);
  if (part !== undefined) return { e: 'request', part, name: keyOf(part, key, lower) };
  if (!/[cC]onfig(?:uration)?$/.test(written)) return undefined;
  return { e: 'setting', name: literalOf(key, lower), fallback: null };
}

/** A literal key, or a constant of the class around. */
function keyOf(part: RequestPart, key: TreeNode | null | undefined, lower: CSharpLowering): string | null {
  const literal = literalOf(key, lower) ?? constant(key, lower);
  return part === 'header' ? (literal?.toLowerCase() ?? null) : literal;
}

function constant(key: TreeNode | null | undefined, lower: CSharpLowering): string | null {
  if (!key) return null;
  const name = lower.source(key).split('.').pop() ?? '';
  const declared = new RegExp(
    `\\b(?:const|static readonly)\\s+string\\s+${name.replace(/\W/g, '')}\\s*=\\s*"([^"]*)"`,
  ).exec(lower.file.text)?.[1];
  return (
    declared ??
    (/^[A-Z]\w+$/.test(name) ? name.replace(/(?:Header)?(?:Name)?$/, '').replace(/(?<=[a-z])(?=[A-Z])/g, '-') : null)
  );
}

/** Meaning of a call or of `new`. */
export function aspnetCall(node: TreeNode, lower: CSharpLowering): Expression | undefined {
  if (node.type !== 'invocation_expression') return created(node, lower);
  const name = calledName(node);
  const called = name ? lower.source(name) : '';
  const callee = node.childForFieldName('function');
  const on = callee?.type === 'member_access_expression' ? callee.childForFieldName('expression') : null;
  const args = named(node.childForFieldName('arguments') ?? node).flatMap((one) => one.lastNamedChild ?? []);
  const of = on ? lower.source(on) : '';
  if (/^_?next$/.test(called) || (called === 'Invoke' && /(?:^|\.)_?next$/i.test(of))) return { e: 'proceed' };
  return answered(called, of, args, node, lower) ?? read(called, of, on, args, lower);
}

function answered(
  name: string,
  of: string,
  args: readonly TreeNode[],
  node: TreeNode,
  lower: CSharpLowering,
): Expression | undefined {
  const isAnswer = of === '' || /^(?:this|base|Results|TypedResults)$/.test(of);
  if (!isAnswer) return undefined;
  const at = lower.span(node);
  const status = ANSWERS[name];
  if (status !== undefined) return { e: 'refusal', status, sends: false, at };
  if (
    /^RedirectTo\w+$|^Redirect$/.test(name) &&
    /log-?in|sign-?in|account|auth/i.test(args.map((arg) => lower.source(arg)).join())
  )
    return { e: 'refusal', status: 302, redirect: true, sends: false, at };
  if (!WITH_STATUS.test(name)) return undefined;
  const found = args.map((arg) => statusOf(lower, arg)).find((one) => one !== null) ?? null;
  return found !== null && found >= 400 ? { e: 'refusal', status: found, sends: false, at } : undefined;
}

/** `401`, `StatusCodes.Status401Unauthorized`, `(int)HttpStatusCode.Unauthorized`; null = neither. */
function statusOf(lower: CSharpLowering, node: TreeNode): number | null {
  const written = lower.source(node);
  const number = /^(?:statusCode:\s*)?(\d{3})$/.exec(written)?.[1] ?? /\bStatus(\d{3})/.exec(written)?.[1];
  if (number !== undefined) return Number(number);
  const name = /\bHttpStatusCode\.(\w+)/.exec(written)?.[1];
  const known: Readonly<Record<string, number>> = {
    Unauthorized: 401,
    Forbidden: 403,
    NotFound: 404,
    BadRequest: 400,
    OK: 200,
    TooManyRequests: 429,
  };
  return name === undefined ? null : (known[name] ?? null);
}

function created(node: TreeNode, lower: CSharpLowering): Expression | undefined {
  const type = lower.field(node, 'type');
  const status = ANSWERS[type];
  const at = lower.span(node);
  if (status !== undefined) return { e: 'refusal', status, sends: false, at };
  if (/^RedirectTo\w*Result$|^RedirectResult$/.test(type))
    return { e: 'refusal', status: 302, redirect: true, sends: false, at };
  if (!WITH_STATUS.test(type)) return undefined;
  const args = named(node.childForFieldName('arguments') ?? node).flatMap((one) => one.lastNamedChild ?? []);
  const initial = /StatusCode\s*=\s*([^,}]+)/.exec(lower.field(node, 'initializer'))?.[1]?.trim();
  const number =
    initial === undefined
      ? null
      : Number(
          /\d{3}/.exec(initial)?.[0] ?? (/Unauthorized/.test(initial) ? 401 : /Forbidden/.test(initial) ? 403 : 0),
        );
  const found = args.map((arg) => statusOf(lower, arg)).find((one) => one !== null) ?? number;
  return found !== null && found >= 400 ? { e: 'refusal', status: found, sends: false, at } : undefined;
}

function read(
  name: string,
  of: string,
  on: TreeNode | null,
  args: readonly TreeNode[],
  lower: CSharpLowering,
): Expression | undefined {
  const part = partOf(of);
  const [first, second] = args;
  if (part !== undefined && /^(?:TryGetValue|ContainsKey|GetString|GetInt32|Get)$/.test(name)) {
    const value: Expression = { e: 'request', part, name: keyOf(part, first, lower) };
    const bound =
      second?.type === 'declaration_expression' ? lower.field(second, 'name') : second ? lower.source(second) : '';
    if (name === 'TryGetValue' && second && /^\w+$/.test(bound)) {
      lower.local(bound, null);
      lower.emit({ s: 'let', to: { e: 'name', name: bound }, value, line: lower.line(second) });
    }
    return value;
  }
  // `bool.TryParse(written, out var read)`
  if (name === 'TryParse' && first && second?.type === 'declaration_expression') {
    const bound = lower.field(second, 'name');
    const value = lower.expression(first);
    lower.local(bound, null);
    lower.emit({ s: 'let', to: { e: 'name', name: bound }, value, line: lower.line(second) });
    return value;
  }
  if (name === 'StartsWithSegments' && on)
    return {
      e: 'call',
      callee: { e: 'member', of: lower.expression(on), name: 'startsWith' },
      args: first ? [{ name: null, value: lower.expression(first) }] : [],
      at: lower.span(on),
    };
  if (/^GetValue$|^GetSection$|^GetRequired\w*$/.test(name) && /[cC]onfig(?:uration)?$/.test(of))
    return { e: 'setting', name: literalOf(first, lower), fallback: null };
  // `header.FirstOrDefault()`, `header.ToString()` are the header.
  if (
    on &&
    args.length === 0 &&
    /^(?:FirstOrDefault|First|SingleOrDefault|ToString|Trim|ToLower\w*|ToUpper\w*)$/.test(name)
  ) {
    const value = lower.expression(on);
    return value.e === 'request' || value.e === 'name'
      ? value
      : { e: 'call', callee: { e: 'member', of: value, name }, args: [], at: lower.span(on) };
  }
  return undefined;
}

/** `context.Response.StatusCode = 401`, `context.Result = new UnauthorizedResult()`. */
export function aspnetAssigned(left: TreeNode, right: TreeNode, lower: CSharpLowering): boolean {
  const written = lower.source(left);
  const at = lower.span(left);
  const line = lower.line(left);
  if (/(?:^|\.)Response\.StatusCode$/.test(written)) {
    const status = statusOf(lower, right);
    if (status !== null && status < 400) return true;
    lower.emit({ s: 'do', value: { e: 'refusal', status, sends: true, at }, line });
    return true;
  }
  if (!/^\w*[cC]ontext\.Result$/.test(written) && !/^(?:ctx|actionContext)\.Result$/.test(written)) return false;
  const answer = lower.expression(right);
  if (answer.e !== 'refusal') return false;
  lower.emit({ s: 'do', value: { ...answer, sends: true }, line });
  return true;
}

/** `[FromHeader(Name = "X-Api-Key")] string key`: what the parameter gets. */
export function aspnetParameter(node: TreeNode, parameter: Parameter, lower: CSharpLowering): Parameter | undefined {
  for (const { name, named: values } of attributesOf(lower, node)) {
    const part = MARKERS[name];
    if (part === undefined) continue;
    const given = values.get('Name');
    const key = (given ? keyOf(part, given, lower) : null) ?? parameter.name;
    const marker: Expression = { e: 'request', part, name: part === 'header' ? key.toLowerCase() : key };
    const type: Expression = { e: 'annotated', type: parameter.type ?? { e: 'other', parts: [] }, guards: [marker] };
    return { ...parameter, type };
  }
  return undefined;
}

const MARKERS: Readonly<Record<string, RequestPart>> = { FromHeader: 'header', FromQuery: 'query' };

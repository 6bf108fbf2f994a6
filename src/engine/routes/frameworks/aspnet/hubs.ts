/**
 * SignalR hubs and gRPC services: classes that are mapped by their type. ASP.NET Core documentation, "Authentication and authorization in
 * ASP.NET Core SignalR" (`[Authorize]` on a hub stands before the connection, on a method before its call) and "Authentication and
 * authorization in gRPC for ASP.NET Core".
 */
import { hasModifier } from '../../../code/csharp/members';
import { other } from '../../../code/csharp/expressions';
import { named, type CSharpLowering } from '../../../code/csharp/lowering';
import type { ClassFact, RouterExpression } from '../../../code/model';
import type { TreeNode } from '../../../parse/tree';
import { allowed, guardedBy } from './attributes';

const HUB = /^(?:Hub|DynamicHub|\w+Hub)$/;
/** The class that a contract is generated to: `Greeter.GreeterBase`. */
const SERVICE = /^(\w+)\.\1Base$/;
/** Methods that the connection itself calls. */
const OWN = /^(?:OnConnectedAsync|OnDisconnectedAsync|Dispose)$/;

/** Whether a call's body looks at its context, where it could find out who is calling. */
function asksContext(method: TreeNode, lower: CSharpLowering): boolean {
  const body = method.childForFieldName('body');
  return body !== null && /\bcontext\s*[.)?,]/.test(lower.source(body));
}

/** Adds to a class what its clients may call. */
export function aspnetHub(node: TreeNode, fact: ClassFact, lower: CSharpLowering): void {
  const written = named(node).find((one) => one.type === 'base_list');
  const bases = written ? named(written).map((one) => lower.source(one).replace(/<.*>$/s, '')) : [];
  const isHub = bases.some((one) => HUB.test(one));
  const service = bases.map((one) => SERVICE.exec(one)?.[1]).find((one) => one !== undefined);
  if ((!isHub && service === undefined) || hasModifier(lower, node, /^abstract$/)) return;
  const type = guardedBy(lower, node);
  const methods = named(node.childForFieldName('body') ?? node).filter((one) => one.type === 'method_declaration');
  fact.routes = methods.flatMap((method) => {
    const name = lower.field(method, 'name');
    const isServed = hasModifier(lower, method, isHub ? /^public$/ : /^override$/);
    if (!isServed || OWN.test(name)) return [];
    const own = guardedBy(lower, method);
    const allows = own.allows ?? type.allows;
    const guards = [...type.guards, ...own.guards];
    const place = method.childForFieldName('name') ?? method;
    return [
      {
        s: 'route' as const,
        framework: isHub ? 'signalr' : 'grpc',
        on: other(),
        methods: [isHub ? 'WEBSOCKET' : 'POST'],
        paths: [{ e: 'text' as const, value: isHub ? `/${name}` : `/${service ?? ''}/${name}` }],
        guards: allows ? [allowed(lower, allows), ...guards.filter(({ byDefault }) => !byDefault)] : guards,
        ...(allows && { exempt: '[AllowAnonymous]' }),
        ...(!isHub &&
          asksContext(method, lower) && { undecided: 'what its body asks the context of the call is not read' }),
        handler: { e: 'name' as const, name },
        args: [],
        input: { state: 'unknown' as const, at: null, what: null },
        at: lower.span(place),
        line: lower.line(place),
        declLine: null,
      },
    ];
  });
  const at = lower.span(node.childForFieldName('name') ?? node);
  const base = {
    e: 'router',
    role: 'router',
    framework: 'aspnet',
    guards: [],
    routes: null,
    keeps: true,
    args: [],
  } as const;
  const router: RouterExpression = { ...base, guards: [], args: [], prefix: null, at };
  fact.serves = { router, holds: null };
}

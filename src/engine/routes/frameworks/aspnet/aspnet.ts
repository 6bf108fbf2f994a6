/**
 * ASP.NET Core: controllers, minimal APIs, authorization by attributes, policies and conventions, middleware and filters by their bodies.
 * Microsoft's documentation of ASP.NET Core.
 */
import type { CSharpFramework } from '../../../code/csharp/framework';
import { named, type CSharpLowering } from '../../../code/csharp/lowering';
import { hasModifier } from '../../../code/csharp/members';
import type { ClassFact } from '../../../code/model';
import type { TreeNode } from '../../../parse/tree';
import type { Framework } from '../../framework';
import { aspnetController } from './controllers';
import { mapped } from './endpoints';
import { aspnetAssigned, aspnetCall, aspnetMember, aspnetParameter } from './http';
import { aspnetHub } from './hubs';
import { endpointModule } from './modules';
import { fallback, pipeline, startup } from './pipeline';
import { sameSiteAssigned } from './sessions';
import { aspnetWrite } from './forged-writes';

/** Methods that filters, middleware and endpoint filters are asked by. */
const ENTRIES = [
  'InvokeAsync',
  'Invoke',
  'OnAuthorizationAsync',
  'OnAuthorization',
  'OnActionExecutionAsync',
  'OnActionExecuting',
  'OnResourceExecutionAsync',
  'OnResourceExecuting',
];
/** Types of the framework's that guards extend. */
const TYPES = /^(?:AuthorizeAttribute|AuthorizeFilter|RequireHttpsAttribute)$/;

const csharp: CSharpFramework = {
  words: [
    'ApiController',
    'ControllerBase',
    'Controller',
    'HttpGet',
    'HttpPost',
    'HttpPut',
    'HttpDelete',
    'HttpPatch',
    'WebApplication',
    'WebApplicationBuilder',
    'IApplicationBuilder',
    'IEndpointRouteBuilder',
    'RouteGroupBuilder',
    'MapGet',
    'MapPost',
    'MapGroup',
    'MapControllers',
    'MapHub',
    'MapGrpcService',
    'Hub',
    'FallbackPolicy',
    'SetFallbackPolicy',
    'AuthorizeFilter',
    'AddCookie',
    'AddIdentity',
    'AddDefaultIdentity',
  ],
  call: (node, lower) => mapped(node, lower) ?? pipeline(node, lower) ?? aspnetCall(node, lower),
  member: aspnetMember,
  assigned(left, right, lower) {
    sameSiteAssigned(left, right, lower);
    if (/(?:^|\.)FallbackPolicy$/.test(lower.source(left))) fallback(left, right, lower);
    return aspnetAssigned(left, right, lower);
  },
  type: (name) => (TYPES.test(name) ? { e: 'import', from: `Microsoft.AspNetCore.${name}`, line: 0 } : undefined),
  parameter: aspnetParameter,
  methodOf(node, fact, lower) {
    startup(node, fact, lower);
  },
  classOf(node, fact, lower) {
    entry(fact, lower);
    extensions(node, fact, lower);
    endpointModule(node, fact, lower);
    aspnetController(node, fact, lower);
    aspnetHub(node, fact, lower);
  },
};

/** ASP.NET Core. */
export const aspnet: Framework = {
  readsCors: true,
  forgedWrites: aspnetWrite,
  name: 'aspnet',
  csharp,
  effects: [
    { pattern: /^Microsoft\.AspNetCore\.Authorization\.refuses$/, effect: 'deny' },
    { pattern: /^Microsoft\.AspNetCore\.Authorization\.permits$/, effect: 'open' },
    { pattern: /^Microsoft\.AspNetCore\.(?:AuthorizeAttribute|AuthorizeFilter)(?:\(\))?$/, effect: 'deny' },
    { pattern: /^Microsoft\.AspNetCore\.(?:Antiforgery|Authentication\.Cookies)\./, effect: 'none' },
    { pattern: /^Microsoft\.AspNetCore\.(?:RequireHttpsAttribute|RateLimiting\.limits)(?:\(\))?$/, effect: 'none' },
  ],
  guard: {
    as: 'annotation',
    written: /^\[Authorize\b.*\]$/,
    from: { Authorize: 'Microsoft.AspNetCore.Authorization' },
    importOf: (from) => `using ${from};`,
  },
  application: { builds: /\.csproj$/ },
};

/** What runs of a filter or middleware, under the name by which such objects are asked. */
function entry(fact: ClassFact, lower: CSharpLowering): void {
  const method = ENTRIES.find((name) => lower.around.at(-1)?.methods.has(name));
  if (method === undefined) return;
  const to = { e: 'name' as const, name: 'handle' };
  fact.body.push({ s: 'let', to, value: { e: 'name', name: method }, line: fact.at.line });
}

/** Extension methods are called on what their first parameter is: found by name. */
function extensions(node: TreeNode, fact: ClassFact, lower: CSharpLowering): void {
  for (const method of named(node.childForFieldName('body') ?? node)) {
    if (method.type !== 'method_declaration') continue;
    const first = named(method.childForFieldName('parameters') ?? method).find((one) => one.type === 'parameter');
    const type = first && hasModifier(lower, first, /^this$/) ? lower.field(first, 'type') : '';
    if (!/^(?:I\w*Builder|Web\w+|RouteGroupBuilder|IServiceCollection|\w*Application\w*)$/.test(type)) continue;
    const name = lower.field(method, 'name');
    const guard = { e: 'member' as const, of: { e: 'name' as const, name: fact.name }, name };
    lower.declare({ s: 'name-guard', name: { e: 'text', value: `.${name}` }, guard, at: fact.at });
  }
}

/**
 * Endpoints of minimal APIs: `app.MapGet("/a", …).RequireAuthorization()`, groups, and what is said of all controllers. ASP.NET Core
 * documentation, "Route handlers in Minimal API apps", "Filters in Minimal API apps".
 */
import { other, typeName } from '../../../code/csharp/expressions';
import type { CSharpLowering } from '../../../code/csharp/lowering';
import type { Expression, GuardUse, RouterExpression, RouteStatement, UseStatement } from '../../../code/model';
import type { TreeNode } from '../../../parse/tree';
import { allowed as allowedBy, guardedBy } from './attributes';
import { DOCUMENTATION } from '../../documentation';
import { limiter, literalOf, meaning, rooted, stepsOf, templateOf, type Step } from './names';

const VERBS: Readonly<Record<string, string>> = {
  MapGet: 'GET',
  MapPost: 'POST',
  MapPut: 'PUT',
  MapDelete: 'DELETE',
  MapPatch: 'PATCH',
};
/** Pages about the interface, with their paths (Documentation, "Use the generated OpenAPI documents"; Swashbuckle, Scalar). */
const DOCS: Readonly<Record<string, string>> = {
  MapOpenApi: '/openapi/{documentName}.json',
  MapSwagger: '/swagger/{documentName}/swagger.json',
  MapScalarApiReference: '/scalar',
};
const MAPS =
  /^(?:UseHealthChecks$|Map(?:Get|Post|Put|Delete|Patch|Methods|Group|Controllers|DefaultControllerRoute|ControllerRoute|Hub|GrpcService|AreaControllerRoute|HealthChecks|OpenApi|Swagger|ScalarApiReference)$)/;

/** The meaning of a chain that maps something; undefined when it maps nothing. */
export function mapped(node: TreeNode, lower: CSharpLowering): Expression | undefined {
  const steps = stepsOf(node, lower);
  const [first] = steps;
  // Versions are said of what is mapped: it goes where it would without them.
  if (steps.length === 1 && first?.on && first.name === 'NewVersionedApi') return lower.expression(first.on);
  const at = steps.findLastIndex(({ name }) => MAPS.test(name));
  const map = steps[at];
  if (!map) return afterwards(steps, lower);
  if (!map.on) return undefined;
  const said = conventions(steps.slice(at + 1), lower);
  const on = lower.expression(map.on);
  if (map.name === 'MapHub' || map.name === 'MapGrpcService') return classOfType(map, on, said, lower);
  if (map.name === 'MapGroup') return group(map, on, said, lower);
  if (/Controllers?(?:Route)?$/.test(map.name)) return controllers(on, said, lower);
  return endpoint(map, on, { ...said, isKept: isGivenBack(node) }, lower);
}

/** `app.MapMill().RequireAuthorization()`: said of a group that something else has made. */
function afterwards(steps: readonly Step[], lower: CSharpLowering): Expression | undefined {
  const at = steps.findIndex(({ name }) =>
    /^(?:RequireAuthorization|RequireRateLimiting|AddEndpointFilter|AllowAnonymous)$/.test(name),
  );
  const first = steps[at];
  if (!first?.on) return undefined;
  const { guards, allows } = conventions(steps.slice(at), lower);
  const group = lower.temporary(lower.expression(first.on), first.node);
  if (allows) lower.emit({ s: 'configure', on: group, opens: allowed(first.node, lower), at: lower.span(first.node) });
  for (const guard of guards) {
    const { classes: _, ...use } = everywhere(guard, group, false);
    lower.emit({ ...use, reach: 'all' });
  }
  return group;
}

interface Conventions {
  guards: GuardUse[];
  allows: boolean;
}

/** What the calls behind say of the endpoint. */
function conventions(steps: readonly Step[], lower: CSharpLowering): Conventions {
  const guards: GuardUse[] = [];
  let allows = false;
  for (const { name, args, types, node } of steps) {
    const at = lower.span(node);
    const shown = `.${name}(${args
      .map((arg) => lower.source(arg))
      .join(', ')
      .slice(0, 50)})`;
    if (name === 'RequireRateLimiting') guards.push(limiter(lower, node, shown));
    else if (name === 'RequireAuthorization')
      guards.push({ as: 'step', value: meaning('refuses'), name: shown, byDefault: true, at });
    else if (name === 'AllowAnonymous') allows = true;
    else if (name === 'AddEndpointFilter' || name === 'AddEndpointFilterFactory') {
      const [type] = types;
      const [given] = args;
      const value = type ? typeName(lower, type) : given ? lower.expression(given) : other();
      guards.push({ as: 'middleware', value, name: type ? lower.source(type) : shown, at });
    }
  }
  return { guards, allows };
}

function endpoint(
  { name, args, node }: Step,
  on: Expression,
  said: Conventions & { isKept: boolean },
  lower: CSharpLowering,
): Expression {
  const page = DOCS[name];
  const [first, second, third] = handlerFirst(args, lower);
  const path = page === undefined || first?.type === 'string_literal' ? first : undefined;
  const methods = name === 'MapMethods' ? verbsOf(second, lower) : [VERBS[name] ?? 'GET'];
  const handler = name === 'MapMethods' ? third : second;
  // As middleware it answers in its place, as an endpoint in the table ("Health checks in ASP.NET Core").
  const isHealth = /HealthChecks$/.test(name);
  const own = handler?.type === 'lambda_expression' ? guardedBy(lower, handler) : { guards: [], allows: null };
  const guards = [...said.guards, ...own.guards];
  const stated = own.allows ? allowedBy(lower, own.allows) : said.allows ? allowed(node, lower) : null;
  const place = path ?? handler ?? (page === undefined ? undefined : node);
  if (!place || (!handler && !isHealth && page === undefined)) return other();
  const at = lower.span(place);
  const router = said.isKept ? lower.temporary({ ...made(null, on, node, lower), single: true }, node) : on;
  const statement: RouteStatement = {
    s: 'route',
    framework: 'aspnet',
    on: router,
    methods,
    paths: [path ? pathOf(path, lower) : { e: 'text', value: page ?? '' }],
    ...(page !== undefined && { public: DOCUMENTATION, builtIn: true as const }),
    guards: stated ? [stated, ...guards.filter(({ byDefault }) => !byDefault)] : guards,
    ...(stated && { exempt: stated.name ?? '' }),
    handler: handler && !isHealth ? lower.expression(handler) : other(),
    args: [],
    input: { state: 'unknown', at: null, what: null },
    at,
    line: lower.line(place),
    declLine: null,
  };
  lower.emit(statement);
  return said.isKept ? router : other();
}

/** `app.MapHub<ChatHub>("/chat").RequireAuthorization()`: the router that the class stands for, under its path. */
function classOfType(
  { args, types: [type], node }: Step,
  on: Expression,
  said: Conventions,
  lower: CSharpLowering,
): Expression {
  const [path] = args;
  if (!type) return other();
  const at = lower.span(path ?? node);
  const guards = said.allows ? [allowed(node, lower)] : said.guards;
  const prefix = path ? pathOf(path, lower) : null;
  lower.emit({
    s: 'mount',
    into: on,
    what: typeName(lower, type),
    prefix,
    guards,
    inherits: 'all',
    takes: 'live',
    args: [],
    at,
  });
  return other();
}

/** More may be said of the endpoint by whoever gets it: `return app.MapGet("/a", …)`. */
function isGivenBack({ parent }: TreeNode): boolean {
  return /^(?:return_statement|arrow_expression_clause|equals_value_clause|variable_declarator)$/.test(
    parent?.type ?? '',
  );
}

function allowed(node: TreeNode, lower: CSharpLowering): GuardUse {
  return { as: 'step', value: meaning('permits'), name: '.AllowAnonymous()', at: lower.span(node) };
}

/** `MapPost(Create, "{id}")`: an overload of the project's own, which hands both on in their usual order. */
function handlerFirst(args: readonly TreeNode[], lower: CSharpLowering): readonly (TreeNode | undefined)[] {
  const [first, second, ...rest] = args;
  const isOwn = first?.type === 'identifier' && /^[A-Z]/.test(lower.source(first));
  return isOwn && (second === undefined || literalOf(second, lower) !== null) ? [second, first, ...rest] : args;
}

function pathOf(node: TreeNode, lower: CSharpLowering): Expression {
  const literal = literalOf(node, lower);
  return literal === null ? lower.expression(node) : { e: 'text', value: rooted(templateOf(literal)) };
}

/** `new[] { "GET", "POST" }`. */
function verbsOf(node: TreeNode | undefined, lower: CSharpLowering): string[] {
  const found = node
    ? [...lower.source(node).matchAll(/"(\w+)"|\bHttpMethods?\.(\w+)/g)].map(([, a, b]) => (a ?? b ?? '').toUpperCase())
    : [];
  return found.length > 0 ? found : ['ALL'];
}

function group(
  { args, node }: Step,
  on: Expression,
  { guards, allows }: Conventions,
  lower: CSharpLowering,
): Expression {
  const [path] = args;
  const before = guards.map(({ value, as, name, needs, byDefault, at }): Expression => ({
    e: 'guard',
    value,
    as,
    ...(name !== undefined && { name }),
    ...(byDefault && { byDefault }),
    ...(needs && { needs }),
    at,
  }));
  const router: Expression = { ...made(path ? pathOf(path, lower) : null, on, node, lower), guards: before };
  if (!allows) return router;
  const opened = lower.temporary(router, node);
  lower.emit({ s: 'configure', on: opened, opens: allowed(node, lower), at: lower.span(node) });
  return opened;
}

/** A router on another one. */
function made(prefix: Expression | null, into: Expression, node: TreeNode, lower: CSharpLowering): RouterExpression {
  const at = lower.span(node.childForFieldName('arguments') ?? node);
  return { e: 'router', role: 'router', framework: 'aspnet', prefix, guards: [], routes: null, into, args: [], at };
}

/** `app.MapControllers().RequireAuthorization()`. */
function controllers(on: Expression, { guards }: Conventions, lower: CSharpLowering): Expression {
  for (const guard of guards) lower.emit(everywhere(guard, on, true));
  return on;
}

/** A guard before everything, or before everything that classes declare, that `[AllowAnonymous]` does without. */
export function everywhere(guard: GuardUse, on: Expression, isForClasses: boolean): UseStatement {
  return {
    s: 'use',
    framework: 'aspnet',
    on,
    guard,
    paths: null,
    reach: 'app',
    byDefault: true,
    ...(isForClasses && { classes: true as const }),
    sockets: true,
    role: 'middleware',
    args: [],
    at: guard.at,
  };
}

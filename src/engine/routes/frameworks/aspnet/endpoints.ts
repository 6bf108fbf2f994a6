/**
 * Endpoints of minimal APIs: `app.MapGet("/a", …).RequireAuthorization()`, groups, and what is said of all controllers. ASP.NET Core
 * documentation, "Route handlers in Minimal API apps", "Filters in Minimal API apps".
 */
import { other, typeName } from '../../../code/csharp/expressions';
import type { CSharpLowering } from '../../../code/csharp/lowering';
import type { Expression, GuardUse, RouteStatement, UseStatement } from '../../../code/model';
import type { TreeNode } from '../../../parse/tree';
import { limiter, literalOf, meaning, rooted, stepsOf, templateOf, type Step } from './names';

const VERBS: Readonly<Record<string, string>> = {
  MapGet: 'GET',
  MapPost: 'POST',
  MapPut: 'PUT',
  MapDelete: 'DELETE',
  MapPatch: 'PATCH',
};
const MAPS =
  /^Map(?:Get|Post|Put|Delete|Patch|Methods|Group|Controllers|DefaultControllerRoute|ControllerRoute|AreaControllerRoute|HealthChecks)$/;

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
  if (map.name === 'MapGroup') return group(map, on, said, lower);
  if (/Controllers?(?:Route)?$/.test(map.name)) return controllers(on, said, lower);
  return endpoint(map, on, said, lower);
}

/** `app.MapMill().RequireAuthorization()`: said of a group that something else has made. */
function afterwards(steps: readonly Step[], lower: CSharpLowering): Expression | undefined {
  const at = steps.findIndex(({ name }) =>
    /^(?:RequireAuthorization|RequireRateLimiting|AddEndpointFilter)$/.test(name),
  );
  const first = steps[at];
  if (!first?.on) return undefined;
  const { guards } = conventions(steps.slice(at), lower);
  const group = lower.temporary(lower.expression(first.on), first.node);
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
  { guards, allows }: Conventions,
  lower: CSharpLowering,
): Expression {
  const [path, second, third] = args;
  const methods = name === 'MapMethods' ? verbsOf(second, lower) : [VERBS[name] ?? 'GET'];
  const handler = name === 'MapMethods' ? third : second;
  const isHealth = name === 'MapHealthChecks';
  if (!path || (!handler && !isHealth)) return other();
  const at = lower.span(path);
  const stated: GuardUse = { as: 'step', value: meaning('permits'), name: '.AllowAnonymous()', at: lower.span(node) };
  const statement: RouteStatement = {
    s: 'route',
    framework: 'aspnet',
    on,
    methods,
    paths: [pathOf(path, lower)],
    guards: allows ? [stated, ...guards.filter(({ byDefault }) => !byDefault)] : guards,
    ...(allows && { exempt: '.AllowAnonymous()' }),
    handler: handler && !isHealth ? lower.expression(handler) : other(),
    args: [],
    input: { state: 'unknown', at: null, what: null },
    at,
    line: lower.line(path),
    declLine: null,
  };
  lower.emit(statement);
  return other();
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
  const at = lower.span(node.childForFieldName('arguments') ?? node);
  const [path] = args;
  return {
    e: 'router',
    role: 'router',
    framework: 'aspnet',
    prefix: path ? pathOf(path, lower) : null,
    guards: allows
      ? []
      : guards.map(({ value, as, name, needs, byDefault, at: own }): Expression => ({
          e: 'guard',
          value,
          as,
          ...(name !== undefined && { name }),
          ...(byDefault && { byDefault }),
          ...(needs && { needs }),
          at: own,
        })),
    routes: null,
    into: on,
    args: [],
    at,
  };
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

/**
 * Applications of ASP.NET Core: where they are made, the middleware in their pipeline, what stands before endpoints that say nothing.
 * Documentation, "ASP.NET Core Middleware", "Require authenticated users" (the fallback policy).
 */
import { other, typeName } from '../../../code/csharp/expressions';
import type { CSharpLowering } from '../../../code/csharp/lowering';
import type { Expression, FunctionFact, GuardUse, RouterExpression, UseStatement } from '../../../code/model';
import type { TreeNode } from '../../../parse/tree';
import { everywhere } from './endpoints';
import { aspnetApplication, meaning, stepsOf, type Step } from './names';
import { docsRoute } from '../../documentation';
import { keepsCookies } from './sessions';

/** An application or its pipeline; undefined when the call is neither. */
export function pipeline(node: TreeNode, lower: CSharpLowering): Expression | undefined {
  const step = stepsOf(node, lower).at(-1);
  if (!step) return undefined;
  const { name, on } = step;
  keepsCookies(name, node, lower);
  if (isBuilt(step, lower)) return application(lower, node);
  if (name === 'SetFallbackPolicy' || name === 'SetDefaultFallbackPolicy') {
    fallback(node, step.args[0] ?? node, lower);
    return undefined;
  }
  // Carter: every class with routes of its own.
  if (on && name === 'MapCarter')
    return {
      e: 'call',
      callee: { e: 'member', of: other(), name: 'AddRoutes' },
      args: [{ name: null, value: lower.expression(on) }],
      at: lower.span(node),
    };
  if (name === 'Add' && on && /\bFilters$/.test(lower.source(on))) return globalFilter(step, lower);
  if (on && name === 'UseRateLimiter') {
    const app = lower.temporary(lower.expression(on), node);
    lower.emit({ s: 'configure', on: app, enables: ['rate limiter'], at: lower.span(node) });
    return app;
  }
  const page = on && docsOf(step, on, lower);
  if (page) return page;
  if (!on || !/^Use(?:Middleware|When)?$/.test(name))
    return name === 'UseEndpoints' && on ? endpoints(step, on, lower) : undefined;
  if (name === 'UseWhen') return branch(step, on, lower);
  const use = middleware(step, on, lower);
  if (!use) return undefined;
  lower.emit(use);
  return use.on;
}

/** `app.UseSwagger()`, `app.UseSwaggerUI()`: middleware that answers before anything asks for a credential (Swashbuckle, README). */
function docsOf({ name, node }: Step, on: TreeNode, lower: CSharpLowering): Expression | undefined {
  const [, given = 'swagger'] = /RoutePrefix\s*=\s*"([^"]*)"/.exec(lower.source(node)) ?? [];
  const prefix = /RoutePrefix\s*=\s*string\.Empty/i.test(lower.source(node)) ? '' : given;
  const path =
    name === 'UseSwagger'
      ? '/swagger/{documentName}/swagger.json'
      : name === 'UseSwaggerUI' || name === 'UseSwaggerUi'
        ? `/${prefix}`
        : name === 'UseReDoc'
          ? '/api-docs'
          : undefined;
  if (path === undefined) return undefined;
  const app = lower.expression(on);
  lower.emit(docsRoute('aspnet', app, [{ e: 'text', value: path }], lower.span(node)));
  return app;
}

/** `builder.Build()`, `WebApplication.Create()`. */
function isBuilt({ name, on }: Step, lower: CSharpLowering): boolean {
  const written = on ? lower.source(on) : '';
  if (name === 'Create') return written === 'WebApplication';
  if (name !== 'Build' || !/\bWebApplication(?:Builder)?\b/.test(lower.file.text)) return false;
  return /^\w*[bB]uilder$/.test(written) || /WebApplication\.Create\w*Builder\(/.test(written);
}

function application(lower: CSharpLowering, node: TreeNode): RouterExpression {
  return {
    e: 'router',
    role: 'app',
    framework: 'aspnet',
    prefix: null,
    guards: [],
    routes: null,
    scans: [''],
    args: [],
    at: lower.span(node),
  };
}

/** `Startup.Configure(IApplicationBuilder app)`: the application is made by whoever calls it. */
export function startup(node: TreeNode, fact: FunctionFact, lower: CSharpLowering): void {
  const isStartup = fact.name === 'Configure' && /Startup/.test(lower.around.at(-1)?.name ?? '');
  const [app] = fact.params;
  if (!isStartup || !app || app.type?.e !== 'name' || app.type.name !== 'IApplicationBuilder') return;
  lower.emit({ s: 'let', to: { e: 'name', name: app.name }, value: application(lower, node), line: fact.at.line });
}

/** `app.UseEndpoints(endpoints => { … })`: the endpoints are those of the application. */
function endpoints({ args }: Step, on: TreeNode, lower: CSharpLowering): Expression {
  const app = lower.expression(on);
  const [lambda] = args;
  const body = lambda?.childForFieldName('body');
  const parameter = lambda?.childForFieldName('parameters');
  if (!body || !parameter) return app;
  const name = lower.source(parameter).replace(/^\(\s*|\s*\)$/g, '');
  lower.local(name, null);
  lower.emit({ s: 'let', to: { e: 'name', name }, value: app, line: lower.line(body) });
  lower.inline(body);
  return app;
}

/** `app.UseMiddleware<KeyCheck>()`, `app.Use(async (context, next) => …)`. */
function middleware({ name, args, types, node }: Step, on: TreeNode, lower: CSharpLowering): UseStatement | undefined {
  const [type] = types;
  const [given] = args;
  const isType = name === 'UseMiddleware';
  const made = type ?? (isType ? given : undefined);
  if (!isType && given?.type !== 'lambda_expression') return undefined;
  if (isType && !made) return undefined;
  const value = made
    ? made.type === 'typeof_expression'
      ? lower.expression(made)
      : typeName(lower, made)
    : lower.expression(given);
  const at = lower.span(made ?? node.childForFieldName('function') ?? node);
  const guard: GuardUse = {
    as: 'middleware',
    value,
    name: made ? lower.source(made) : 'a middleware written here',
    at,
  };
  return useOf(guard, lower.expression(on));
}

function useOf(guard: GuardUse, on: Expression): UseStatement {
  return {
    s: 'use',
    framework: 'aspnet',
    on,
    guard,
    paths: null,
    reach: 'all',
    sockets: true,
    role: 'middleware',
    args: [],
    at: guard.at,
  };
}

/** `app.UseWhen(context => context.Request.Path.StartsWithSegments("/api"), branch => …)`: a part of the paths, or all but that part. */
function branch({ args }: Step, on: TreeNode, lower: CSharpLowering): Expression | undefined {
  const [test, body] = args;
  const written = test ? lower.source(test) : '';
  const path = /\.StartsWithSegments\(\s*(?:new PathString\()?"([^"]+)"/.exec(written)?.[1];
  if (path === undefined || !body || /&&|\|\|/.test(written)) return undefined;
  const isNegated = /=>\s*!/.test(written);
  for (const call of body.descendantsOfType('invocation_expression')) {
    const step = call ? stepsOf(call, lower).at(-1) : undefined;
    if (!step || !/^Use(?:Middleware)?$/.test(step.name)) continue;
    const use = middleware(step, on, lower);
    const paths: Expression[] = [
      { e: 'text', value: path },
      { e: 'text', value: `${path}/*` },
    ];
    if (use) lower.emit({ ...use, ...(isNegated ? { except: paths } : { paths: paths.slice(0, 1) }) });
  }
  return lower.expression(on);
}

/** `options.FallbackPolicy = …`: before every endpoint that says nothing of authorization. */
export function fallback(node: TreeNode, policy: TreeNode, lower: CSharpLowering): void {
  if (policy.type === 'null_literal') return;
  const guard: GuardUse = { as: 'step', value: meaning('refuses'), name: 'the fallback policy', at: lower.span(node) };
  lower.declare(everywhere(guard, aspnetApplication(lower), false));
}

/** `options.Filters.Add(new AuthorizeFilter())`: before every action. */
function globalFilter({ args, types, node }: Step, lower: CSharpLowering): Expression {
  const [type] = types;
  const [given] = args;
  const made = type ?? given?.childForFieldName('type') ?? given;
  if (!made) return other();
  const name = lower.source(made).slice(0, 60);
  const isOwn = !/^AuthorizeFilter\b/.test(name);
  const value = isOwn
    ? given?.type === 'typeof_expression'
      ? lower.expression(given)
      : typeName(lower, made)
    : meaning('refuses');
  const guard: GuardUse = { as: 'step', value, name, at: lower.span(node.childForFieldName('arguments') ?? node) };
  const { byDefault: _, ...always } = everywhere(guard, aspnetApplication(lower), true);
  lower.declare(isOwn ? always : { ...always, byDefault: true });
  return other();
}

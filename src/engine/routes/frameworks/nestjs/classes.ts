/** NestJS controllers and modules: what their decorators say, as routers. NestJS documentation, "Controllers", "Modules", "Versioning". */
import type ts from 'typescript';
import { joined, other, text } from '../../../code/javascript/expressions';
import type { Lowering } from '../../../code/javascript/lowering';
import type { ClassFact, Expression, RouteInput, RouterExpression, RouteStatement } from '../../../code/model';
import { asRouter } from '../shared/decorated-classes';
import { itemsOf } from '../shared/method-calls';
import { greetsCallers, messagePrefix, messageRoutes, type NestDecorator } from './messages';
import { nestPath, optionOf } from './values';

/** Decorators of methods that answer requests (`@nestjs/common`), with their methods. */
const VERBS: Readonly<Record<string, string>> = {
  Get: 'GET',
  Post: 'POST',
  Put: 'PUT',
  Patch: 'PATCH',
  Delete: 'DELETE',
  Head: 'HEAD',
  Options: 'OPTIONS',
  All: 'ALL',
  Search: 'SEARCH',
  Sse: 'GET',
};

/** Adds to a class what its decorators make of it. */
export function nestClass(node: ts.ClassLikeDeclaration, fact: ClassFact, lower: Lowering): void {
  const routes = node.members.flatMap((one) => (lower.ts.isMethodDeclaration(one) ? routesOf(one, lower) : []));
  const controller = decoratorOf(node, 'Controller', lower);
  if (controller) {
    const prefixes = prefixesOf(controller, lower);
    const [only, ...more] = prefixes;
    const at = lower.span(controller);
    const router = routerOf(controller, more.length === 0 ? (only ?? null) : null, at, lower);
    fact.serves = { router, holds: null };
    if (more.length > 0)
      for (const route of routes) route.paths = prefixes.flatMap((prefix) => below(prefix, route.paths));
  }
  const message = controller ? undefined : messagePrefix(decoratorsOf(node, lower), lower);
  if (message) {
    asRouter(fact, 'nestjs', text(message.prefix), lower.span(message.by));
    const greets = greetsCallers(node, lower);
    for (const one of node.members)
      if (lower.ts.isMethodDeclaration(one))
        routes.push(...messageRoutes(one, decoratorsOf(one, lower), greets, lower));
  }
  if (routes.length > 0) fact.routes = routes;
  const idle = idleGuards(node, lower);
  if (idle.length > 0) fact.idle = idle;
  const module = decoratorOf(node, 'Module', lower);
  if (!module) return;
  const [holds] = module.arguments;
  const router: RouterExpression = { ...routerOf(module, null, lower.span(module), lower), once: true };
  fact.serves = { router, holds: holds ? lower.expression(holds) : null, sets: 'configure' };
}

/** Classes whose methods Nest calls with a request, a message or a query. */
const ANSWERS = new Set(['Controller', 'Resolver', 'WebSocketGateway']);

/** Guards on a provider or module: Nest asks guards for what a controller, resolver or gateway answers, and for nothing else. */
function idleGuards(node: ts.ClassLikeDeclaration, lower: Lowering): { name: string; at: ClassFact['at'] }[] {
  const names = decoratorsOf(node, lower).map(({ name }) => name);
  const isProvider = names.some((name) => name === 'Injectable' || name === 'Module');
  if (!isProvider || names.some((name) => ANSWERS.has(name))) return [];
  const methods = node.members.filter((one): one is ts.MethodDeclaration => lower.ts.isMethodDeclaration(one));
  return [node, ...methods].flatMap((one) => {
    const call = decoratorOf(one, 'UseGuards', lower);
    return call
      ? call.arguments.map((guard) => ({ name: guard.getText(lower.source).slice(0, 80), at: lower.span(guard) }))
      : [];
  });
}

function below(prefix: Expression, paths: readonly Expression[]): Expression[] {
  return paths.map((path) => joined([prefix, path]));
}

function routerOf(
  decorator: ts.CallExpression,
  prefix: Expression | null,
  at: RouterExpression['at'],
  lower: Lowering,
): RouterExpression {
  const [options] = decorator.arguments;
  const version = options && optionOf(options, 'version', lower);
  return {
    e: 'router',
    role: 'router',
    framework: 'nestjs',
    prefix,
    guards: [],
    routes: null,
    ...(version && { versions: lower.expression(version) }),
    args: [],
    at,
  };
}

/** `@Controller('a')`, `@Controller(['a', 'b'])`, `@Controller({ path: 'a', version: '1' })`. */
function prefixesOf(decorator: ts.CallExpression, lower: Lowering): Expression[] {
  const { ts } = lower;
  const [first] = decorator.arguments;
  if (!first) return [text('')];
  const path = ts.isObjectLiteralExpression(first) ? optionOf(first, 'path', lower) : first;
  return path ? itemsOf(path, lower).map((one) => nestPath(one, lower)) : [text('')];
}

/** The call of a decorator of Nest's own, by the name it is exported under. */
function decoratorOf(
  node: ts.ClassLikeDeclaration | ts.MethodDeclaration | ts.ParameterDeclaration,
  name: string,
  lower: Lowering,
): ts.CallExpression | undefined {
  return decoratorsOf(node, lower).find((one) => one.name === name)?.call;
}

function decoratorsOf(
  node: ts.ClassLikeDeclaration | ts.MethodDeclaration | ts.ParameterDeclaration,
  { ts, names }: Lowering,
): NestDecorator[] {
  if (!ts.canHaveDecorators(node)) return [];
  return (ts.getDecorators(node) ?? []).flatMap(({ expression: call }) => {
    if (!ts.isCallExpression(call)) return [];
    const origin = names.imported(call.expression);
    return origin?.from.startsWith('@nestjs/') ? [{ name: origin.name, from: origin.from, call }] : [];
  });
}

function routesOf(node: ts.MethodDeclaration, lower: Lowering): RouteStatement[] {
  const { ts } = lower;
  if (!ts.isIdentifier(node.name)) return [];
  const called = node.name;
  const version = decoratorOf(node, 'Version', lower)?.arguments[0];
  return decoratorsOf(node, lower).flatMap(({ name, from, call }): RouteStatement[] => {
    const method = from === '@nestjs/common' ? VERBS[name] : undefined;
    if (method === undefined) return [];
    const [path] = call.arguments;
    return [
      {
        s: 'route',
        framework: 'nestjs',
        on: other(),
        methods: [method],
        paths: path ? itemsOf(path, lower).map((one) => nestPath(one, lower)) : [text('')],
        guards: [],
        handler: { e: 'name', name: called.text },
        ...(version && { versions: lower.expression(version) }),
        args: [],
        input: inputOf(node, lower),
        at: lower.span(path ?? call),
        line: lower.line(called),
        declLine: lower.line(call),
      },
    ];
  });
}

/** Types that say nothing of a body's shape. */
const LOOSE = /^(?:any|unknown|object|Record<.*>|Object|\{\s*\[.*)$/s;

/** `@Body() dto: CreateUser` is checked by the validation pipe; a plain object is not. */
function inputOf(node: ts.MethodDeclaration, lower: Lowering): RouteInput {
  const body = node.parameters.find((parameter) => decoratorOf(parameter, 'Body', lower));
  if (!body) return { state: 'none', at: null, what: null };
  const type = body.type?.getText(lower.source);
  if (type !== undefined && !LOOSE.test(type)) return { state: 'schema', at: null, what: null };
  const decorator = decoratorOf(body, 'Body', lower);
  // A pipe of its own may check it.
  if (decorator?.arguments.some((one) => !lower.ts.isStringLiteralLike(one)))
    return { state: 'schema', at: null, what: null };
  const what = `${body.name.getText(lower.source)}: ${type ?? 'any'}`;
  return { state: 'loose', at: lower.span(body), what };
}

/**
 * NestJS: applications, what stands before everything in them, middleware of modules, and what guards read. Controllers and modules are in
 * `nestjs-classes.ts`. NestJS documentation, "Guards", "Middleware", "Execution context", "Versioning", "Router module".
 */
import type ts from 'typescript';
import { joined, other, text } from '../../../code/javascript/expressions';
import type { Lowering } from '../../../code/javascript/lowering';
import { unwrapped } from '../../../code/javascript/scope';
import type { JavaScriptFramework } from '../../../code/javascript/framework';
import type { Framework, Held } from '../../framework';
import type { Expression, GuardUse, UseStatement } from '../../../code/model';
import { textOf, type Value } from '../../program/values';
import { docsRoute } from '../../documentation';
import { isUsePath, pathsOf } from '../express/arguments';
import { nestClass } from './classes';
import { nestMiddleware } from './middleware';
import { itemsOf } from '../shared/method-calls';
import { nestPath, optionOf, REQUEST } from './values';

const MENTIONS = /['"]@nestjs\//;

const javascript: JavaScriptFramework = {
  name: 'nestjs',
  words: ['@nestjs/'],
  applies: (text) => MENTIONS.test(text),
  prefilter: (text) => MENTIONS.test(text),
  call(node, lower) {
    return imported(node, lower) ?? onObject(node, lower);
  },
  part(owner, key) {
    // `const { req } = GqlExecutionContext.create(context).getContext()`
    return key === 'req' && owner.e !== 'request' ? REQUEST : undefined;
  },
  classOf: nestClass,
};

/** NestJS. */
export const nestjs: Framework = {
  name: 'nestjs',
  readsCors: true,
  javascript: [javascript],
  covers: (path, url, match) => covers(path, url, match),
  effects: [
    { pattern: /^@nestjs\/passport:AuthGuard(?:\(\))+$/, effect: 'deny' },
    { pattern: /^@nestjs\/jwt:JwtService\(\)\.verify(?:Async)?$/, effect: 'verify' },
    { pattern: /^@nestjs\/jwt:JwtService\(\)\.decode$/, effect: 'claims' },
    { pattern: /^@nestjs\/(?:throttler|cache-manager|terminus|schedule|common|core)(?:[:/.].*)?$/, effect: 'none' },
    { pattern: /^nest-keycloak-connect:(?:AuthGuard|ResourceGuard|RoleGuard)(?:\(\))?$/, effect: 'deny' },
  ],
  entries: [
    { base: /^@nestjs\/passport:AuthGuard\(\)$/, method: 'canActivate', verdict: 'handleRequest' },
    { base: /^@nestjs\/throttler:/, method: 'canActivate' },
  ],
  holds,
  guard: { as: 'gate', decorator: 'UseGuards', from: '@nestjs/common' },
};

/** Paths of a module's middleware are a route's own; versions stand in front of them. A controller's prefix covers what is below it. */
function covers(path: string, url: string, match: 'prefix' | 'exact' | 'param'): boolean {
  const wanted = path.toLowerCase().split('/').filter(Boolean);
  const given = url.toLowerCase().split('/').filter(Boolean);
  const compared = (segments: readonly string[]): boolean => {
    const rest = wanted.findIndex((segment) => /^(?:\*|\{\*|\(\.\*\))/.test(segment));
    const fixed = rest < 0 ? wanted : wanted.slice(0, rest);
    if (segments.length < fixed.length || (match === 'exact' && rest < 0 && segments.length !== fixed.length))
      return false;
    return fixed.every((segment, index) => segment.startsWith(':') || segment === segments[index]);
  };
  return compared(given) || compared(given.filter((segment) => !/^v\d/.test(segment)));
}

/** Functions and decorators of Nest's own packages. */
function imported(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  if (!ts.isCallExpression(node)) return undefined;
  const origin = lower.names.imported(unwrapped(node.expression, ts));
  if (!origin?.from.startsWith('@nestjs/')) return undefined;
  const [first, second] = node.arguments;
  switch (origin.name) {
    case 'UseGuards':
      return {
        e: 'list',
        items: node.arguments.map((one) => ({
          e: 'guard',
          value: lower.expression(one),
          as: 'gate',
          at: lower.span(one),
        })),
      };
    case 'SetMetadata':
      return first && second
        ? { e: 'attach', key: lower.expression(first), value: lower.expression(second) }
        : undefined;
    case 'applyDecorators':
      return { e: 'list', items: node.arguments.map((one) => lower.expression(one)) };
    case 'forwardRef':
    case 'mixin':
      return first && lower.expression(first);
    case 'NestFactory.create':
      return first && application(node, first, lower);
  }
  return ts.isDecorator(node.parent) ? other() : undefined;
}

function application(node: ts.CallExpression, module: ts.Expression, lower: Lowering): Expression {
  const at = lower.span(node);
  const mount: Expression = {
    e: 'registration',
    does: {
      s: 'mount',
      into: other(),
      what: lower.expression(module),
      prefix: null,
      guards: [],
      inherits: 'all',
      takes: 'live',
      args: [],
      at,
    },
  };
  const routes: Expression = { e: 'list', items: [mount] };
  const before = crossOrigin(node.arguments[1], lower) ?? crossOrigin(node.arguments[2], lower);
  return {
    e: 'router',
    role: 'app',
    framework: 'nestjs',
    prefix: null,
    guards: [],
    routes,
    ...(before && { before: [before] }),
    args: [],
    at,
  };
}

/** `NestFactory.create(AppModule, { cors: true })`, also with options (docs.nestjs.com/security/cors). */
function crossOrigin(options: ts.Expression | undefined, lower: Lowering): GuardUse | undefined {
  const cors = options && optionOf(options, 'cors', lower);
  if (!cors || lower.ts.isMethodDeclaration(cors) || cors.kind === lower.ts.SyntaxKind.FalseKeyword) return undefined;
  return enabledCors(cors, cors.kind === lower.ts.SyntaxKind.TrueKeyword ? undefined : cors, lower);
}

function enabledCors(node: ts.Node, options: ts.Expression | undefined, lower: Lowering): GuardUse {
  const at = lower.span(node);
  const callee: Expression = {
    e: 'member',
    of: { e: 'import', from: '@nestjs/core', line: at.line },
    name: 'enableCors',
  };
  const args = options ? [{ name: null, value: lower.expression(options) }] : [];
  return { as: 'middleware', value: { e: 'call', callee, args, at }, name: 'enableCors()', at };
}

/** Calls on the application, the reflector, the execution context and the middleware consumer, told by their names. */
function onObject(node: ts.CallExpression | ts.NewExpression, lower: Lowering): Expression | undefined {
  const { ts } = lower;
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const { expression: owner, name } = node.expression;
  const [first] = node.arguments;
  switch (name.text) {
    case 'getRequest':
      return REQUEST;
    case 'getAllAndOverride':
    case 'getAllAndMerge':
      return first && { e: 'metadata', key: lower.expression(first) };
    case 'get':
      return first && node.arguments.length === 2 && /reflector$/i.test(owner.getText(lower.source))
        ? { e: 'metadata', key: lower.expression(first) }
        : undefined;
    case 'forRoutes':
      return nestMiddleware(node, lower);
    case 'useGlobalGuards':
      return globalGuards(node, owner, lower);
    case 'setup':
      return lower.names.imported(unwrapped(owner, ts))?.name === 'SwaggerModule' ? swagger(node, lower) : undefined;
    case 'enableCors': {
      const on = lower.expression(owner);
      lower.emit({ ...useOf(enabledCors(node, first, lower), on), reach: 'app', sockets: false });
      return on;
    }
    case 'setGlobalPrefix':
      return globalPrefix(node, owner, lower);
    case 'enableVersioning':
      return versioning(node, owner, lower);
    case 'use':
      return /INestApplication|NestFactory|Nest\w+Application/.test(lower.file.text)
        ? middleware(node, owner, lower)
        : undefined;
    default:
      return undefined;
  }
}

function globalGuards(node: ts.CallExpression, owner: ts.Expression, lower: Lowering): Expression {
  const on = lower.expression(owner);
  for (const one of node.arguments) {
    const at = lower.span(one);
    const guard = { as: 'gate' as const, value: lower.expression(one), at };
    lower.emit({ ...useOf(guard, on), reach: 'app' });
  }
  return on;
}

/** `app.use(…)` in the bootstrap runs before every controller. */
function middleware(node: ts.CallExpression, owner: ts.Expression, lower: Lowering): Expression | undefined {
  const [first, ...rest] = node.arguments;
  if (!first) return undefined;
  // As Express has it, on which Nest serves.
  const paths = isUsePath(first, rest.length, lower) ? pathsOf(first, lower) : null;
  const on = lower.expression(owner);
  for (const one of paths ? rest : node.arguments) {
    const guard = { as: 'middleware' as const, value: lower.expression(one), at: lower.span(one) };
    lower.emit({ ...useOf(guard, on), paths, reach: 'all', sockets: false });
  }
  return on;
}

function useOf(guard: UseStatement['guard'], on: Expression): Omit<UseStatement, 'reach'> {
  return {
    s: 'use',
    framework: 'nestjs',
    on,
    guard,
    paths: null,
    sockets: true,
    role: 'middleware',
    args: [],
    at: guard.at,
  };
}

/**
 * `SwaggerModule.setup('docs', app, …)`: a page and its description, straight on the server: guards and the global prefix do not reach it
 * (docs.nestjs.com/openapi/introduction).
 */
function swagger(node: ts.CallExpression, lower: Lowering): Expression | undefined {
  const [given, app, , options] = node.arguments;
  if (!given || !app) return undefined;
  const at = lower.span(given);
  const on = lower.expression(app);
  const path = nestPath(given, lower);
  const paths = [path, ...['-json', '-yaml'].map((end) => joined([path, text(end)]))];
  const isPrefixed = options && optionOf(options, 'useGlobalPrefix', lower)?.kind === lower.ts.SyntaxKind.TrueKeyword;
  if (!isPrefixed) lower.emit({ s: 'configure', on, except: paths, at });
  lower.emit(docsRoute('nestjs', on, paths, at));
  return on;
}

function globalPrefix(node: ts.CallExpression, owner: ts.Expression, lower: Lowering): Expression | undefined {
  const [prefix, options] = node.arguments;
  if (!prefix) return undefined;
  const on = lower.expression(owner);
  const excluded = options && optionOf(options, 'exclude', lower);
  const except =
    excluded && itemsOf(excluded, lower).map((one) => nestPath(optionOf(one, 'path', lower) ?? one, lower));
  lower.emit({
    s: 'configure',
    on,
    prefix: lower.expression(prefix),
    ...(except && { except }),
    at: lower.span(node),
  });
  return on;
}

/** Only versions by URI change paths. */
function versioning(node: ts.CallExpression, owner: ts.Expression, lower: Lowering): Expression | undefined {
  const [options] = node.arguments;
  const on = lower.expression(owner);
  const type = options && optionOf(options, 'type', lower);
  if (type && !/\bURI$/.test(type.getText(lower.source))) return on;
  const prefix = options && optionOf(options, 'prefix', lower);
  const fallback = options && optionOf(options, 'defaultVersion', lower);
  const own =
    prefix && lower.ts.isStringLiteralLike(prefix)
      ? prefix.text
      : prefix?.kind === lower.ts.SyntaxKind.FalseKeyword
        ? ''
        : 'v';
  const versions = { prefix: own, fallback: fallback ? lower.expression(fallback) : null };
  lower.emit({ s: 'configure', on, versions, at: lower.span(node) });
  return on;
}

// Values ------------------------------------------------------------------------------------------------------------------------------

/** What `@Module({…})` or a dynamic module lists. */
function holds(value: Value): Held | undefined {
  if (value.v === 'external') return routerModule(value);
  if (value.v !== 'record') return undefined;
  const of = (key: string): Value[] => listed(value.entries.get(key));
  const module = value.entries.get('module');
  return {
    // Resolvers and gateways are providers.
    mounts: [
      ...(module ? [module] : []),
      ...of('controllers'),
      ...of('providers').filter(serves),
      ...of('imports'),
    ].map((one) => ({ value: one })),
    guards: of('providers').flatMap(guardOf),
  };
}

function serves(value: Value): boolean {
  return value.v === 'imported' || (value.v === 'class' && value.fact.serves !== undefined);
}

function listed(value: Value | undefined): Value[] {
  if (!value) return [];
  if (value.v === 'choice') return value.options.flatMap(listed);
  return value.v === 'list' ? value.items.flatMap((item) => (item.v === 'list' ? listed(item) : [item])) : [value];
}

/** The token of guards for all routes: a string, which some write themselves (`@nestjs/core`, constants.ts). */
const APP_GUARD = 'APP_GUARD';

/** `{ provide: APP_GUARD, useClass: Guard }` */
function guardOf(provider: Value): Held['guards'] {
  if (provider.v === 'choice') return provider.options.flatMap(guardOf);
  if (provider.v !== 'record') return [];
  const token = provider.entries.get('provide');
  const isGuard =
    token?.v === 'external' ? token.symbol === `@nestjs/core:${APP_GUARD}` : token && textOf(token) === APP_GUARD;
  if (!isGuard) return [];
  const factory = provider.entries.get('useFactory');
  if (factory) return [{ value: factory, made: true }];
  const value = ['useClass', 'useExisting', 'useValue'].flatMap((key) => provider.entries.get(key) ?? [])[0];
  return value ? [{ value }] : [];
}

/** `RouterModule.register([{ path: 'admin', module: AdminModule, children: [...] }])` */
function routerModule({ symbol, values }: Extract<Value, { v: 'external' }>): Held | undefined {
  if (!/^@nestjs\/core:RouterModule\.(?:register|forRoutes)\(\)$/.test(symbol)) return undefined;
  const prefixes: NonNullable<Held['prefixes']> = [];
  const read = (route: Value, above: string): void => {
    if (route.v === 'list') return route.items.forEach((one) => read(one, above));
    if (route.v !== 'record') return void prefixes.push({ value: route, prefix: above });
    const path = `${above}/${textOf(route.entries.get('path') ?? route) ?? ''}`;
    const module = route.entries.get('module');
    if (module) prefixes.push({ value: module, prefix: path });
    const children = route.entries.get('children');
    if (children) read(children, path);
  };
  if (values[0]) read(values[0].value, '');
  return { mounts: [], guards: [], prefixes };
}

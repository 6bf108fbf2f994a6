/**
 * `app/routes.ts` of React Router as a framework: routes that are listed with their modules, which may lie anywhere. Source: reactrouter.com
 * ("Routing": route, index, layout, prefix, relative, flatRoutes). A module answers GET with its `loader`, everything else with its
 * `action`; its `middleware` and that of the modules around it stand before both.
 */
import type ts from 'typescript';
import { text } from '../../../code/javascript/expressions';
import type { Lowering } from '../../../code/javascript/lowering';
import { unwrapped } from '../../../code/javascript/scope';
import type { Expression, GuardUse, SiteExpression } from '../../../code/model';
import { webInputOf } from '../shared/web-input';
import { literalOf } from '../shared/method-calls';

const PACKAGE = '@react-router/dev/routes';
const LIST = /(?:^|\/)app\/routes\.[cm]?[jt]s$/;

export function isRouteList(path: string, source: string): boolean {
  return LIST.test(path) && source.includes(PACKAGE);
}

/** Helpers that read a folder by convention, beside what is listed. */
const CONVENTION = /\b(?!prefix|index|layout|relative|route\b)\w*[rR]outes\w*\s*\(/;

/** Where a list of routes stands: the path that they are below, and the modules around them. */
interface Place {
  path: string;
  around: string[];
}

/** Emits what is listed. Folders that are read by convention (`flatRoutes()`) are found by where their files lie. */
export function emitListed(lower: Lowering, site: SiteExpression): void {
  const { ts } = lower;
  const exported = lower.source.statements.find((node): node is ts.ExportAssignment => ts.isExportAssignment(node));
  if (exported) each(exported.expression, { path: '', around: [] }, site, lower, 0);
}

const MAX_DEPTH = 12;

function each(
  node: ts.Expression | undefined,
  place: Place,
  site: SiteExpression,
  lower: Lowering,
  depth: number,
): void {
  const { ts } = lower;
  const value = node && inner(node, ts);
  if (!value || depth > MAX_DEPTH) return;
  if (ts.isArrayLiteralExpression(value)) {
    for (const one of value.elements)
      each(ts.isSpreadElement(one) ? one.expression : one, place, site, lower, depth + 1);
  } else if (ts.isIdentifier(value)) each(constantOf(value.text, lower), place, site, lower, depth + 1);
  else if (ts.isCallExpression(value)) listed(value, place, site, lower, depth);
}

function listed(node: ts.CallExpression, place: Place, site: SiteExpression, lower: Lowering, depth: number): void {
  const callee = unwrapped(node.expression, lower.ts);
  const called = lower.ts.isIdentifier(callee) ? lower.names.imported(callee) : undefined;
  if (called?.from !== PACKAGE) return;
  const [first, second, third, fourth] = node.arguments;
  const children = lower.ts.isArrayLiteralExpression(third ?? node) ? third : fourth;
  switch (called.name) {
    case 'route': {
      const path = under(place.path, literalOf(first, lower) ?? '');
      const file = literalOf(second, lower);
      if (file !== undefined && second) emitModule({ path, around: place.around }, file, second, site, lower);
      return each(
        children,
        { path, around: [...place.around, ...(file === undefined ? [] : [file])] },
        site,
        lower,
        depth + 1,
      );
    }
    case 'index': {
      const file = literalOf(first, lower);
      if (file !== undefined && first) emitModule(place, file, first, site, lower);
      return;
    }
    case 'layout': {
      const file = literalOf(first, lower);
      const inside = lower.ts.isArrayLiteralExpression(second ?? node) ? second : third;
      return each(
        inside,
        { ...place, around: [...place.around, ...(file === undefined ? [] : [file])] },
        site,
        lower,
        depth + 1,
      );
    }
    case 'prefix':
      return each(second, { ...place, path: under(place.path, literalOf(first, lower) ?? '') }, site, lower, depth + 1);
  }
}

function emitModule(place: Place, file: string, node: ts.Node, site: SiteExpression, lower: Lowering): void {
  const line = lower.line(node);
  const guards = ['root.tsx', ...place.around, file].map((one): GuardUse => {
    return { as: 'middleware', value: memberOf(one, 'middleware', line), passes: true, at: lower.span(node) };
  });
  for (const [name, method] of [
    ['loader', 'GET'],
    ['action', 'POST'],
  ] as const)
    lower.emit({
      s: 'route',
      framework: site.framework,
      on: site,
      methods: [method],
      paths: [text(place.path === '' ? '/' : place.path)],
      guards,
      handler: memberOf(file, name, line),
      maybe: true,
      ...(CONVENTION.test(lower.file.text) ? {} : { instead: true as const }),
      args: [],
      input: webInputOf(undefined, lower),
      at: lower.span(node),
      line,
      declLine: null,
    });
}

function memberOf(file: string, name: string, line: number): Expression {
  const from = file.startsWith('.') ? file : `./${file}`;
  return { e: 'member', of: { e: 'import', from, line }, name };
}

function under(path: string, own: string): string {
  return own === '' ? path : `${path}/${own.replace(/^\//, '')}`;
}

/** `[…] satisfies RouteConfig`, `await flatRoutes()` */
function inner(node: ts.Expression, api: Lowering['ts']): ts.Expression {
  const value = unwrapped(node, api);
  return api.isAwaitExpression(value) || api.isSatisfiesExpression(value) ? inner(value.expression, api) : value;
}

function constantOf(name: string, { ts, source }: Lowering): ts.Expression | undefined {
  for (const statement of source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const { name: own, initializer } of statement.declarationList.declarations)
      if (ts.isIdentifier(own) && own.text === name) return initializer;
  }
  return undefined;
}

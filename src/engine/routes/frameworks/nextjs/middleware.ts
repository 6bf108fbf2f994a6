/**
 * The middleware file of Next.js (`proxy` since version 16). It must lie beside `app` or `pages`; anywhere else it is silently ignored. Its
 * `config.matcher` has to be static: one that is not is ignored with a warning, and the middleware runs on everything. Executed for 14, 15
 * and 16, see the cases in the tests.
 */
import type ts from 'typescript';
import { text } from '../../../code/javascript/expressions';
import type { Lowering } from '../../../code/javascript/lowering';
import { unwrapped } from '../../../code/javascript/scope';
import type { Expression } from '../../../code/model';
import { dirname } from '../../../modules/paths';
import { exportedNames, sitesOf } from '../shared/file-layout';

const MIDDLEWARE_FILE = /(?:^|\/)(?:middleware|proxy)\.(?:[jt]s|[cm][jt]s)$/;

export function isMiddlewareFile(path: string): boolean {
  return MIDDLEWARE_FILE.test(path);
}

interface Matcher {
  paths: Expression[] | null;
  /** Why the middleware can be got around. */
  bypassed?: string;
}

/** One `use` for the application beside which the file lies. */
export function emitMiddleware(lower: Lowering): void {
  const { path } = lower.file;
  const own = /proxy\.[^/]+$/.test(path) ? 'proxy' : 'middleware';
  const exports = exportedNames(lower);
  const called = exports.find(({ name }) => name === own) ?? exports.find(({ name }) => name === 'default');
  const found = called ?? (isMeant(lower) ? exports.find(({ name, fn }) => name !== 'config' && fn) : undefined);
  if (!found) return;
  const reading = { root: dirname(path), rest: [] };
  const sure = /['"]next(?:\/|-|['"])|@clerk\/nextjs/.test(lower.file.text);
  const { paths, bypassed } = matcherOf(lower);
  for (const { site } of sitesOf([reading], 'nextjs', sure)) {
    lower.emit({
      s: 'use',
      framework: 'nextjs',
      on: own === 'proxy' ? { ...site, since: { package: 'next', major: 16 } } : site,
      guard: {
        as: 'middleware',
        value: found.value,
        at: lower.span(found.node),
        ...(bypassed === undefined ? {} : { bypassed }),
        ...(called ? {} : { ineffective: `is exported as ${found.name}: only ${own} or a default export is called` }),
      },
      paths,
      passes: true,
      reach: 'all',
      sockets: true,
      role: 'middleware',
      args: [],
      at: lower.span(found.node),
    });
  }
}

/** A file of that name which answers as Next.js wants it, and not a helper of another framework. */
function isMeant({ file }: Lowering): boolean {
  return /\bNextResponse\b/.test(file.text) && /\bexport\s+const\s+config\b/.test(file.text);
}

/** `export const config = { matcher: … }`. */
function matcherOf(lower: Lowering): Matcher {
  const { ts } = lower;
  for (const statement of lower.source.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    for (const declaration of statement.declarationList.declarations) {
      if (declaration.name.getText(lower.source) !== 'config' || !declaration.initializer) continue;
      const config = unwrapped(declaration.initializer, ts);
      const matcher = ts.isObjectLiteralExpression(config) ? propertyOf(config, 'matcher', lower) : undefined;
      return matcher ? (readMatcher(matcher, lower) ?? { paths: null }) : { paths: null };
    }
  }
  return { paths: null };
}

/** Undefined when it is not static. */
function readMatcher(node: ts.Expression, lower: Lowering): Matcher | undefined {
  const { ts } = lower;
  const value = unwrapped(node, ts);
  if (ts.isStringLiteralLike(value)) return { paths: [text(value.text)] };
  if (ts.isArrayLiteralExpression(value)) {
    const parts = value.elements.map((one) => readMatcher(one, lower));
    if (parts.some((part) => part === undefined)) return undefined;
    const bypassed = parts.find((part) => part?.bypassed)?.bypassed;
    const paths = parts.flatMap((part) => part?.paths ?? []);
    return { paths, ...(bypassed === undefined ? {} : { bypassed }) };
  }
  if (!ts.isObjectLiteralExpression(value)) return undefined;
  const source = propertyOf(value, 'source', lower);
  if (!source || !ts.isStringLiteralLike(source)) return undefined;
  const skips = propertyOf(value, 'missing', lower);
  const bypassed = skips && ts.isArrayLiteralExpression(skips) && skips.elements.length > 0;
  const needs = propertyOf(value, 'has', lower);
  return {
    paths: [text(source.text)],
    ...(bypassed
      ? { bypassed: 'is skipped for requests that carry what its matcher wants missing' }
      : needs
        ? { bypassed: 'runs only for requests that carry what its matcher asks for' }
        : {}),
  };
}

function propertyOf(node: ts.ObjectLiteralExpression, name: string, lower: Lowering): ts.Expression | undefined {
  const { ts } = lower;
  for (const property of node.properties) {
    if (ts.isPropertyAssignment(property) && property.name.getText(lower.source).replaceAll(/['"]/g, '') === name)
      return unwrapped(property.initializer, ts);
  }
  return undefined;
}

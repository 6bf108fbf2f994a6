/** The endpoint inventory on a terminal: what needs a person first, open routes with the chain that was walked. */
import { plural, ROUTE_ORDER, ROUTE_WORDS } from '../../report/present';
import type { RouteEntry, RouteVerdict } from '../../report/report';
import { columns } from './frame';
import { COLOURS, NO_COLOURS, type Style } from './style';
import { printable, truncate, widthOf, wrapParts } from './width';

/** Verdicts whose chain is shown: they lead to findings, or were not decided. */
const TOLD: ReadonlySet<RouteVerdict> = new Set(['unprotected', 'hollow', 'weak', 'conditional', 'unknown']);
const MARKS: Readonly<Record<RouteVerdict, [string, keyof Style]>> = {
  unprotected: ['✗', 'red'],
  hollow: ['✗', 'red'],
  weak: ['✗', 'yellow'],
  conditional: ['!', 'yellow'],
  unknown: ['?', 'dim'],
  'public-by-design': ['○', 'dim'],
  protected: ['✓', 'green'],
  dead: ['·', 'dim'],
};

export interface ListOptions {
  width: number;
  color: boolean;
}

export function formatRoutes(routes: readonly RouteEntry[], { width, color }: ListOptions): string {
  const style = color ? COLOURS : NO_COLOURS;
  if (routes.length === 0) return 'No routes found.\n';
  const groups = ROUTE_ORDER.map((verdict) => ({ verdict, own: routes.filter((route) => route.verdict === verdict) }));
  const shown = groups.filter(({ own }) => own.length > 0);
  const counts = shown.map(({ verdict, own }) => `${own.length} ${ROUTE_WORDS[verdict]}`);
  const lines = wrapParts([plural(routes.length, 'route'), ...counts], width);
  for (const { verdict, own } of shown) {
    lines.push('', style.bold(capital(ROUTE_WORDS[verdict])));
    const rows = columns(own.map((route) => rowOf(route, style)));
    own.forEach((route, i) => {
      lines.push(fit(rows[i] ?? '', route, style, width));
      if (TOLD.has(verdict)) lines.push(...chainOf(route, style, width));
    });
  }
  return `${lines.join('\n')}\n`;
}

function rowOf(route: RouteEntry, style: Style): string[] {
  const [mark, paint] = MARKS[route.verdict];
  const where = `${route.file}:${route.line}${route.context === null ? '' : ` (${route.context})`}`;
  return [`  ${style[paint](mark)} ${route.method}`, printable(route.path), style.dim(printable(where))];
}

/** A row that is too wide gives its place a line of its own. */
function fit(row: string, route: RouteEntry, style: Style, width: number): string {
  if (widthOf(row) <= width) return row;
  const [mark, paint] = MARKS[route.verdict];
  const title = truncate(`${route.method} ${printable(route.path)}`, width - 4);
  return `  ${style[paint](mark)} ${title}\n      ${style.dim(printable(`${route.file}:${route.line}`))}`;
}

function chainOf(route: RouteEntry, style: Style, width: number): string[] {
  return (route.by ?? []).map((step, i, all) => {
    const sign = i === all.length - 1 ? '└' : '├';
    return `      ${style.dim(truncate(`${sign} ${step.path}:${step.line}  ${printable(step.note)}`, width - 6))}`;
  });
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** What changed among the endpoints, on a terminal: what became open first, each with what stood there before and what stands there now. */
import { plural, ROUTE_WORDS } from '../../report/present';
import type { RouteEntry } from '../../report/report';
import { newlyOpen, protectionOf, type ChangedRoute, type RouteDiff } from '../../routes/diff';
import { changesOf } from '../route-changes';
import { COLOURS, NO_COLOURS, type Style } from './style';
import type { ListOptions } from './routes';
import { printable, truncate, wrapParts } from './width';

/** @param reference what was compared with, as the person named it */
export function formatRouteDiff(diff: RouteDiff, reference: string, { width, color }: ListOptions): string {
  const style = color ? COLOURS : NO_COLOURS;
  const { added, removed, changed } = diff;
  if (added.length + removed.length + changed.length === 0)
    return `No endpoint was added, removed or protected differently since ${printable(reference)}.\n`;
  const counts = [
    added.length > 0 ? `${added.length} added` : '',
    removed.length > 0 ? `${removed.length} removed` : '',
    changed.length > 0 ? `${changed.length} protected differently` : '',
  ].filter((part) => part !== '');
  const lines = wrapParts([`Since ${printable(reference)}`, ...counts], width);
  const open = new Set(newlyOpen(diff));
  if (open.size > 0) lines.push(style.red(`${plural(open.size, 'endpoint')} newly open to anyone`));
  section(
    'Protected differently',
    changed.map((pair) => changedRows(pair, open, style, width)),
  );
  section(
    'Added',
    added.map((route) => [row('+', route, open, style), ...whyRows(route, style, width)]),
  );
  section(
    'Removed',
    removed.map((route) => [row('-', route, open, style)]),
  );
  return `${lines.join('\n')}\n`;

  function section(title: string, rows: string[][]): void {
    if (rows.length > 0) lines.push('', style.bold(title), ...rows.flat());
  }
}

function row(sign: string, route: RouteEntry, open: ReadonlySet<RouteEntry>, style: Style): string {
  const mark = open.has(route) ? style.red(sign) : sign;
  const place = style.dim(printable(`${route.file}:${route.line}`));
  return `  ${mark} ${route.method} ${printable(route.path)}  ${ROUTE_WORDS[route.verdict]}  ${place}`;
}

function changedRows(change: ChangedRoute, open: ReadonlySet<RouteEntry>, style: Style, width: number): string[] {
  const { before, after } = change;
  const then = protectionOf(before).filter((note) => !protectionOf(after).includes(note));
  const now = protectionOf(after).filter((note) => !protectionOf(before).includes(note));
  return [
    row('~', after, open, style),
    ...[...changesOf(change), ...then.map((note) => `before: ${note}`), ...now.map((note) => `now: ${note}`)].map(
      (text) => `      ${style.dim(truncate(printable(text), width - 6))}`,
    ),
  ];
}

function whyRows(route: RouteEntry, style: Style, width: number): string[] {
  return protectionOf(route).map((note) => `      ${style.dim(truncate(printable(note), width - 6))}`);
}

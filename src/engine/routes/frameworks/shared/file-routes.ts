/** Statements of frameworks whose routes are files. */
import { text } from '../../../code/javascript/expressions';
import type { Lowering } from '../../../code/javascript/lowering';
import type { Expression, GuardUse, RouteInput, SiteExpression } from '../../../code/model';
import type { ExportedName } from './file-layout';
import { webInputOf } from './web-input';

/** One endpoint of a file. `handler`: absent = the exported value. */
export function emitFileRoute(
  lower: Lowering,
  {
    site,
    methods,
    path,
    exported,
    handler = exported.value,
    isOpen,
    guards = [],
    input = webInputOf(exported.fn, lower),
  }: {
    site: SiteExpression;
    methods: string[];
    path: string;
    exported: Pick<ExportedName, 'value' | 'node' | 'fn'>;
    handler?: Expression;
    isOpen?: string | undefined;
    guards?: GuardUse[];
    input?: RouteInput;
  },
): void {
  lower.emit({
    s: 'route',
    framework: site.framework,
    on: site,
    methods,
    paths: [text(path)],
    guards,
    handler,
    ...(isOpen === undefined ? {} : { public: isOpen }),
    args: [],
    input,
    at: lower.span(exported.node),
    line: lower.line(exported.node),
    declLine: null,
  });
}

/** A middleware before everything of the application, or what lies below a path. */
export function emitFileMiddleware(
  lower: Lowering,
  site: SiteExpression,
  { value, node }: Pick<ExportedName, 'value' | 'node'>,
  below?: string,
): void {
  lower.emit({
    s: 'use',
    framework: site.framework,
    on: site,
    guard: { as: 'middleware', value, at: lower.span(node) },
    paths: below === undefined ? null : [text(below)],
    passes: true,
    reach: 'all',
    sockets: true,
    role: 'middleware',
    args: [],
    at: lower.span(node),
  });
}

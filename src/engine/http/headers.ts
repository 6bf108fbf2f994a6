/** Security headers that an application sends with every answer. */
import type { Interpreter } from '../routes/program/interpret';
import { linkProgram } from '../routes/link/link';
import type { LinkedUse } from '../routes/link/linked';
import type { Place } from '../span';
import type { Workspace } from '../workspace';
import type { HttpApp } from './apps';
import { textsOf } from '../routes/run/reach';

/** What browsers are told: no sniffing, no framing, no referrer, a content policy, HTTPS only. */
export type Header = 'nosniff' | 'framing' | 'referrer' | 'csp' | 'hsts';

export interface SentHeader extends Place {
  header: Header;
  by: string;
}

const NAMES: Readonly<Record<string, Header[]>> = {
  'x-content-type-options': ['nosniff'],
  'x-frame-options': ['framing'],
  'referrer-policy': ['referrer'],
  'content-security-policy': ['csp', 'framing'],
  'strict-transport-security': ['hsts'],
};

/** Headers by the name of a response header. */
export function headersNamed(name: string): Header[] {
  return NAMES[name.toLowerCase()] ?? [];
}

const ALL: readonly Header[] = ['nosniff', 'framing', 'referrer', 'csp', 'hsts'];
/** Middleware of packages that set them: helmet's parts, `secure`, Talisman, lusca. */
const PACKAGES: readonly { symbol: RegExp; headers: readonly Header[] }[] = [
  { symbol: /^helmet(?::(?:default|helmet))?\(\)$/, headers: ALL },
  { symbol: /^helmet[:.]noSniff\(\)$/, headers: ['nosniff'] },
  { symbol: /^helmet[:.](?:frameguard|xFrameOptions)\(\)$/, headers: ['framing'] },
  { symbol: /^helmet[:.]referrerPolicy\(\)$/, headers: ['referrer'] },
  { symbol: /^helmet[:.]contentSecurityPolicy\(\)$/, headers: ['csp', 'framing'] },
  { symbol: /^helmet[:.](?:hsts|strictTransportSecurity)\(\)$/, headers: ['hsts'] },
  { symbol: /^(?:secure|secweb)\b/i, headers: ALL },
  // docs.djangoproject.com, "Security middleware", "Clickjacking protection": on by default where they are installed.
  { symbol: /^django\.middleware\.security\.SecurityMiddleware$/, headers: ['nosniff', 'referrer'] },
  { symbol: /^django\.middleware\.clickjacking\.XFrameOptionsMiddleware$/, headers: ['framing'] },
  { symbol: /^csp\.middleware\.CSPMiddleware$/, headers: ['csp'] },
  { symbol: /^lusca(?::default)?\(\)$/, headers: ['framing', 'csp'] },
];

/** Headers that the middleware of an application sets, each with the place that installs it. */
export function headersOf(app: HttpApp, workspace: Workspace): SentHeader[] {
  const { interpreter } = workspace.derive(linkProgram);
  return app.linked.uses.flatMap((use) => {
    if (
      use.use?.fact.role === 'error-handler' ||
      (use.paths !== null && !use.paths.includes('/') && !use.paths.includes(''))
    )
      return [];
    return headersOfUse(use, interpreter).map((header) => ({ header, path: use.path, span: use.at, by: use.name }));
  });
}

function headersOfUse(use: LinkedUse, interpreter: Interpreter): readonly Header[] {
  const symbol = use.origin?.symbol ?? (use.value.v === 'external' ? use.value.symbol : null);
  if (symbol !== null) return PACKAGES.find((one) => one.symbol.test(symbol))?.headers ?? [];
  return [...new Set([...textsOf(use.value, interpreter)].flatMap(headersNamed))];
}

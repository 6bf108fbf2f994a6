/** `--format sarif`: SARIF 2.1.0 (OASIS Standard, 27 March 2020) for code scanning and SARIF viewers. */
import type { Category } from '../verdict';
import type { Finding, Severity } from '../finding';
import { ALL_CHECKS, pageOf, PAGES_URL } from '../registry';
import type { FormatInput } from './input';

type Json = Record<string, unknown>;

const BASE = 'SRCROOT';
const LEVELS: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  blocker: 'error',
  high: 'warning',
  medium: 'warning',
  low: 'note',
  info: 'note',
};
/** GitHub sorts security results by this number (docs.github.com, "SARIF support for code scanning"). */
const SECURITY_SEVERITY: Readonly<Record<Severity, string>> = {
  blocker: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '3.0',
  info: '1.0',
};
const SECURITY: ReadonlySet<Category> = new Set<Category>(['secrets', 'access', 'http']);

export function formatSarif({ report, run }: FormatInput): string {
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Preflight',
            version: report.tool.version,
            semanticVersion: report.tool.version,
            informationUri: 'https://github.com/preflight-dev/preflight',
            rules: ALL_CHECKS.map(ruleOf),
          },
        },
        automationDetails: { id: 'preflight/' },
        originalUriBaseIds: { [BASE]: { uri: folderUri(report.root) } },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true }],
        results: report.findings.map((finding) => resultOf(finding, report.baseline !== null)),
        properties: { score: report.score, ...(run ? { run } : {}) },
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function ruleOf(check: (typeof ALL_CHECKS)[number]): Json {
  const security = SECURITY.has(check.category);
  return {
    id: check.id,
    name: check.id.replace(/(^|-)(\w)/g, (_, _dash, letter: string) => letter.toUpperCase()),
    shortDescription: { text: check.title },
    fullDescription: { text: check.question },
    helpUri: PAGES_URL + pageOf(check.id),
    help: {
      text: `${check.question} See ${PAGES_URL}${pageOf(check.id)}`,
      markdown: `${check.question} [What this check looks at, and how to fix it](${PAGES_URL}${pageOf(check.id)}).`,
    },
    defaultConfiguration: { level: LEVELS[check.severity] },
    properties: {
      category: check.category,
      tags: security ? ['security', check.category] : [check.category],
      ...(security ? { 'security-severity': SECURITY_SEVERITY[check.severity] } : {}),
    },
  };
}

function resultOf(finding: Finding, hasBaseline: boolean): Json {
  const flow = chainOf(finding);
  const ruleIndex = ALL_CHECKS.findIndex((check) => check.id === finding.check);
  return {
    ruleId: finding.check,
    ...(ruleIndex < 0 ? {} : { ruleIndex }),
    kind: 'fail',
    level: LEVELS[finding.severity],
    message: { text: finding.message },
    locations: [locationOf(finding)],
    ...(finding.related.length > 0
      ? { relatedLocations: finding.related.map((place, id) => ({ id, ...locationOf(place, place.note) })) }
      : {}),
    ...(flow.length > 0 ? { codeFlows: [{ threadFlows: [{ locations: flow }] }] } : {}),
    partialFingerprints: { 'preflight/v1': finding.fingerprint },
    ...(hasBaseline ? { baselineState: finding.baselined ? 'unchanged' : 'new' } : {}),
    suppressions: suppressionsOf(finding),
    properties: { rule: finding.rule, group: finding.group, severity: finding.severity },
  };
}

/** The chain from the outside to the finding, where a finding carries one. */
function chainOf(finding: Finding): Json[] {
  const steps = finding.related.filter((place) => place.kind !== 'same-value' && place.kind !== 'placeholder');
  if (steps.length === 0 || finding.path === null) return [];
  return [
    ...steps.map((place) => ({ location: locationOf(place, place.note) })),
    { location: locationOf(finding, finding.message) },
  ];
}

/** An empty list says "looked at, not suppressed" (3.27.23). Without a status a suppression is accepted; editions of the schema disagree on its name. */
function suppressionsOf({ suppressed }: Finding): Json[] {
  if (!suppressed) return [];
  const isListed = suppressed.by === 'config' || suppressed.reason.includes('listed in ');
  const kind = isListed ? 'external' : 'inSource';
  return [{ kind, justification: suppressed.reason }];
}

interface Located {
  path: string | null;
  line: number | null;
  column: number | null;
  endLine: number | null;
  endColumn: number | null;
}

/** Where nothing can be pointed at, the root itself is the place: consumers want one. */
function locationOf(place: Located, note?: string): Json {
  const uri = place.path === null ? './' : encodePath(place.path);
  const region =
    place.line === null
      ? {}
      : {
          region: {
            startLine: place.line,
            startColumn: place.column,
            endLine: place.endLine,
            endColumn: place.endColumn,
          },
        };
  return {
    physicalLocation: { artifactLocation: { uri, uriBaseId: BASE }, ...region },
    ...(note === undefined ? {} : { message: { text: note } }),
  };
}

/** A workspace path as a relative URI reference: each segment percent-encoded (RFC 3986). */
function encodePath(path: string): string {
  return path
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}

/** The root as an absolute URI that ends with `/`, as base ids require (3.14.14). */
function folderUri(root: string): string {
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(root)) return root.replace(/\/*$/, '/');
  const forward = root.replaceAll('\\', '/');
  const encoded = forward
    .split('/')
    .map((segment) => (/^[a-z]:$/i.test(segment) ? segment : encodeURIComponent(segment)))
    .join('/');
  return `file://${encoded.startsWith('/') ? '' : '/'}${encoded.replace(/\/*$/, '')}/`;
}

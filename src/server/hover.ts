/** What is known of the place under the mouse: a route's verdict and chain, a checklist item's evidence, a tsconfig's strictness. */
import { MarkupKind, type Hover, type Position } from 'vscode-languageserver/node';

import {
  authorisationText,
  checklistOutcome,
  corsText,
  csrfText,
  hasPlace,
  ROUTE_WORDS,
  routeTitle,
  VERDICT_WORDS,
} from '../engine/report/present';
import type { Finding } from '../engine/finding';
import type { ChecklistEntry, Report, RouteEntry, StrictnessEntry, StrictState } from '../engine/report/report';

export interface HoverInput {
  report: Report;
  path: string;
  position: Position;
  /** Text of the line under the mouse. */
  lineText: string;
  /** Address of a place, as the client opens it. */
  linkTo(path: string, line: number): string;
  /** Whether the client shows a finding as a diagnostic. */
  isDrawn(finding: Finding): boolean;
}

const STRICT_WORDS: Readonly<Record<StrictState, string>> = {
  unchecked: 'not type-checked',
  broken: 'cannot be read',
  unknown: 'not decided',
  loose: 'loose',
  partial: 'partly strict',
  strict: 'strict',
  'strict+': 'strict, and more',
};

/** A hover, or undefined where there is nothing to say. */
export function hover(input: HoverInput): Hover | undefined {
  const line = input.position.line + 1;
  const { report, path } = input;
  const routes = report.routes.filter(
    (route) => route.file === path && (route.line === line || route.declLine === line),
  );
  const items = report.checklist.filter((entry) => entry.doc === path && entry.line === line);
  const project = /"(compilerOptions|strict|extends)"/.test(input.lineText)
    ? report.strictness.find((entry) => entry.path === path)
    : undefined;
  const parts = [
    ...routes.map((route) => routeText(route, input)),
    ...items.map((entry) => itemText(entry, input)),
    ...(project ? [strictnessText(project, input)] : []),
  ].filter((part) => part !== '');
  if (parts.length === 0) return undefined;
  return { contents: { kind: MarkupKind.Markdown, value: parts.join('\n\n---\n\n') } };
}

/** What is asked of those who have signed in, with its place. */
function authorisationFact({ authorisation }: RouteEntry, input: HoverInput): string {
  if (!authorisation || authorisation.kind === 'unknown') return '';
  if (authorisation.kind === 'none') return 'authorisation: nothing beyond signing in';
  const { path, line } = authorisation;
  return `authorisation: ${escape(authorisationText(authorisation, false))} ${link(path, line, input)}`;
}

/** Pages of which origins may read its answers. */
function corsFact({ cors }: RouteEntry, input: HoverInput): string {
  if (!cors || cors.kind === 'unknown') return '';
  const place = cors.by === null ? '' : ` ${link(cors.path, cors.line, input)}`;
  return `cross-origin: ${escape(corsText(cors, false))}${place}`;
}

/** What keeps other sites from sending it. What changes nothing is not told of it. */
function csrfFact({ csrf }: RouteEntry, input: HoverInput): string {
  if (!csrf || csrf.kind === 'unknown' || csrf.kind === 'not-needed') return '';
  const place = hasPlace(csrf) ? ` ${link(csrf.path, csrf.line, input)}` : '';
  return `forged requests: ${escape(csrfText(csrf, false))}${place}`;
}

/** The chain, unless a finding at the same place tells it: VS Code shows both in one hover. */
function chainOf(route: RouteEntry, input: HoverInput): string {
  const line = route.declLine ?? route.line;
  const isTold = input.report.findings.some(
    (finding) =>
      finding.check === 'route-unprotected' &&
      finding.path === route.file &&
      finding.line === line &&
      input.isDrawn(finding),
  );
  if (isTold) return '';
  return (route.by ?? []).map((step) => `- ${escape(step.note)} ${link(step.path, step.line, input)}`).join('\n');
}

function routeText(route: RouteEntry, input: HoverInput): string {
  const facts = [
    route.rateLimited === 'unknown' ? '' : `rate limited: ${route.rateLimited}`,
    route.validated === 'unknown' ? '' : `input validated: ${route.validated}`,
    authorisationFact(route, input),
    corsFact(route, input),
    csrfFact(route, input),
  ].filter((fact) => fact !== '');
  return [`**${escape(routeTitle(route))}** · ${ROUTE_WORDS[route.verdict]}`, chainOf(route, input), facts.join(' · ')]
    .filter((part) => part !== '')
    .join('\n\n');
}

function itemText(entry: ChecklistEntry, input: HoverInput): string {
  if (entry.checks.length === 0) return '';
  const checks = entry.checks.flatMap((id) => input.report.checks.find((check) => check.id === id) ?? []);
  const evidence = checks.map((check) => {
    const places = check.evidence.map((place) => `  - ${escape(place.note)} ${link(place.path, place.line, input)}`);
    return [`- ${escape(check.title)}: ${VERDICT_WORDS[check.verdict]}. ${escape(check.summary)}`, ...places].join(
      '\n',
    );
  });
  return [`**Preflight**: ${checklistOutcome(entry)}`, evidence.join('\n')].filter((part) => part !== '').join('\n\n');
}

function strictnessText(entry: StrictnessEntry, input: HoverInput): string {
  const state = entry.state === null ? entry.role : STRICT_WORDS[entry.state];
  const lines = [
    `**TypeScript strictness**: ${state}`,
    entry.flagsTotal > 0 ? `- ${entry.flagsOn} of ${entry.flagsTotal} strict flags are on` : '',
    entry.files > 0 ? `- covers ${entry.files} files` : '',
    entry.enforced ? '- CI runs the type check' : '',
    ...entry.extends.map((path) => `- extends ${link(path, 1, input)}`),
  ];
  return lines.filter((line) => line !== '').join('\n');
}

function link(path: string, line: number, { linkTo }: HoverInput): string {
  return `[${escape(`${path}:${line}`)}](${linkTo(path, line)})`;
}

/** Text of a workspace is shown as text: no markup of it takes effect. */
export function escape(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>#+!|~&-]/g, '\\$&');
}

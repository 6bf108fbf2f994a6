/** A report as Markdown, for a pull request or a message. The first line can be read in a notification. */
import { CATEGORY_TITLES, type Category } from '../check';
import { isLive, type Finding } from '../finding';
import { checkOutcome, plural, ROUTE_ORDER, ROUTE_WORDS, SEVERITY_TITLES, verdictLine } from '../present';
import type { CheckResult, Report } from '../report';
import { checklistMarkdown, code, prose } from './markdown-lists';

/** Places per check; the rest is counted. */
const MAX_PLACES = 20;

export function reportMarkdown(report: Report): string {
  const parts = [
    `**${prose(report.name)}**: ${verdictLine(report)}`,
    ...(Object.keys(CATEGORY_TITLES) as Category[]).flatMap((category) => categoryPart(report, category)),
    ...checklistPart(report),
    ...routesPart(report),
  ];
  return `${parts.join('\n\n')}\n`;
}

function categoryPart(report: Report, category: Category): string[] {
  const failing = report.checks.filter((check) => check.category === category && check.verdict === 'fail');
  if (failing.length === 0) return [];
  return [`## ${CATEGORY_TITLES[category]}`, failing.map((check) => checkPart(report, check)).join('\n')];
}

function checkPart(report: Report, check: CheckResult): string {
  const findings = report.findings.filter((finding) => finding.check === check.id && isLive(finding));
  const places = findings.slice(0, MAX_PLACES).map((finding) => `  - ${placeOf(finding)}${prose(finding.message)}`);
  const more = findings.length > MAX_PLACES ? [`  - ${findings.length - MAX_PLACES} more`] : [];
  const head = `- **${prose(check.title)}** (${SEVERITY_TITLES[check.severity].toLowerCase()}, ${checkOutcome(check)})`;
  return [head, ...places, ...more].join('\n');
}

function placeOf({ path, line }: Finding): string {
  return path === null ? '' : `${code(line === null ? path : `${path}:${line}`)} `;
}

function checklistPart({ checklist }: Report): string[] {
  const contradicted = checklist.filter((entry) => entry.contradiction);
  if (contradicted.length === 0) return [];
  return ['## What the checklist says and the code does not', checklistMarkdown(contradicted).trimEnd()];
}

function routesPart({ routes }: Report): string[] {
  if (routes.length === 0) return [];
  const counts = ROUTE_ORDER.flatMap((verdict) => {
    const count = routes.filter((route) => route.verdict === verdict).length;
    return count === 0 ? [] : [`${count} ${ROUTE_WORDS[verdict]}`];
  });
  return ['## Routes', `${plural(routes.length, 'route')}: ${counts.join(', ')}.`];
}

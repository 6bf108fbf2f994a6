/** `--format markdown`: the report for a pull request. Its first line can be read in a notification. */
import { CATEGORY_TITLES, type Category } from '../verdict';
import type { Finding } from '../finding';
import { nextBestStep } from '../report/next-step';
import {
  attestationText,
  checklistOutcome,
  checkOutcome,
  countsOf,
  gainText,
  placeText,
  plural,
  ROUTE_WORDS,
  routeTitle,
  SEVERITY_TITLES,
  verdictLine,
} from '../report/present';
import { pageOf, PAGES_URL } from '../registry';
import type { Report } from '../report/report';
import { type FormatInput, gateFindings } from './input';
import { cell, code, prose } from './markdown-lists';
import { type Entry, entriesOf } from './text/entries';

/** GitHub cuts comments at 65,536 characters; this many places per check keep well below. */
const SHOWN_PLACES = 10;

export function formatMarkdown(input: FormatInput): string {
  const { report } = input;
  const entries = entriesOf(report);
  const failing = gateFindings(input).length;
  const gate = failing > 0 ? `. The gate fails on ${plural(failing, 'live finding')}.` : '. The gate holds.';
  const parts = [
    `**Preflight: ${verdictLine(input.whole)}**${gate}`,
    ...blockers(entries.filter((entry) => entry.severity === 'blocker')),
    ...others(entries.filter((entry) => entry.severity !== 'blocker')),
    ...contradictions(report),
    ...attestations(report),
    ...routes(report),
    ...categories(report),
    ...undecided(report),
    ...nextStep(input),
  ];
  return `${parts.join('\n\n')}\n`;
}

function blockers(entries: readonly Entry[]): string[] {
  if (entries.length === 0) return [];
  return [
    '## Blockers',
    ...entries.map((entry) => [`### ${titleOf(entry)}`, '', prose(summaryOf(entry)), '', ...places(entry)].join('\n')),
  ];
}

function titleOf({ id, check }: Entry): string {
  const outcome = check ? ` · ${checkOutcome(check)}` : '';
  return `[${id}](${PAGES_URL}${pageOf(id)})${outcome}`;
}

function summaryOf({ check, clusters }: Entry): string {
  return check?.summary ?? clusters[0]?.findings[0].message ?? '';
}

/** A list of places; what belongs together is one item. */
function places({ clusters, id }: Entry): string[] {
  const items = clusters.slice(0, SHOWN_PLACES).flatMap(({ findings: [first, ...rest] }) => [
    `- ${code(placeText(first))} ${prose(first.message)}`,
    ...(rest.length > 0
      ? [
          `  - also at ${rest
            .slice(0, 5)
            .map((finding) => code(placeText(finding)))
            .join(', ')}${rest.length > 5 ? ` and ${rest.length - 5} more` : ''}`,
        ]
      : []),
    ...first.related
      .filter((step) => step.kind !== 'same-value')
      .map((step) => `  - ${code(placeText(step))} ${prose(step.note)}`),
  ]);
  const hidden = clusters.length - SHOWN_PLACES;
  return hidden > 0 ? [...items, `- and ${hidden} more: \`preflight explain ${id}\``] : items;
}

function others(entries: readonly Entry[]): string[] {
  if (entries.length === 0) return [];
  const rows = entries.map(
    (entry) =>
      `| ${SEVERITY_TITLES[entry.severity]} | [${entry.id}](${PAGES_URL}${pageOf(entry.id)}) | ${cell(summaryOf(entry))} | ${firstPlace(entry)} |`,
  );
  return ['## Further findings', ['| | Check | | Where |', '| --- | --- | --- | --- |', ...rows].join('\n')];
}

function firstPlace({ clusters, count }: Entry): string {
  const first: Finding | undefined = clusters[0]?.findings[0];
  if (!first) return '';
  return `${code(placeText(first))}${count > 1 ? ` and ${count - 1} more` : ''}`;
}

function contradictions({ checklist }: Report): string[] {
  const wrong = checklist.filter((entry) => entry.contradiction);
  if (wrong.length === 0) return [];
  const rows = wrong.map(
    (entry) => `| ${code(`${entry.doc}:${entry.line}`)} | ${cell(entry.text)} | ${checklistOutcome(entry)} |`,
  );
  return [
    '## Your checklist against the evidence',
    ['| Item | | Evidence |', '| --- | --- | --- |', ...rows].join('\n'),
  ];
}

/** What was stated, and what is asked for. */
function attestations({ attestations: all }: Report): string[] {
  const told = all.filter(({ state, required }) => state !== 'not-stated' || required);
  if (told.length === 0) return [];
  const rows = told.map(
    (entry) => `| ${cell(entry.title)} | ${cell(attestationText(entry))} | ${cell(howKnown(entry))} |`,
  );
  return ['## Attested by people', ['| Statement | By | How it is known |', '| --- | --- | --- |', ...rows].join('\n')];
}

function howKnown({ note, link }: Report['attestations'][number]): string {
  return [note, link].filter((text) => text !== null).join(' · ');
}

function routes({ routes: all }: Report): string[] {
  const open = all.filter(
    (route) => ['unprotected', 'weak', 'hollow'].includes(route.verdict) && route.context === null,
  );
  if (open.length === 0) return [];
  const rows = open.map(
    (route) =>
      `| ${code(routeTitle(route))} | ${ROUTE_WORDS[route.verdict]} | ${code(`${route.file}:${route.line}`)} |`,
  );
  return ['## Open routes', ['| Route | | Handler |', '| --- | --- | --- |', ...rows].join('\n')];
}

function categories({ score, checks }: Report): string[] {
  const rows = (Object.keys(CATEGORY_TITLES) as Category[]).flatMap((category) => {
    const own = score.categories[category];
    if (!own || own.decided === 0) return [];
    const holding = checks.filter(
      (check) => check.category === category && (check.verdict === 'pass' || check.verdict === 'attested'),
    ).length;
    return [`| ${CATEGORY_TITLES[category]} | ${own.value} | ${holding} of ${own.decided} hold |`];
  });
  if (rows.length === 0) return [];
  return [details('Score by category', ['| | of 100 | |', '| --- | --- | --- |', ...rows].join('\n'))];
}

function undecided({ checks }: Report): string[] {
  const unknown = checks.filter((check) => check.verdict === 'unknown' || check.verdict === 'expired');
  if (unknown.length === 0) return [];
  const { unknown: count } = countsOf({ checks });
  return [
    details(`Not decided (${count})`, unknown.map((check) => `- \`${check.id}\`: ${prose(check.summary)}`).join('\n')),
  ];
}

function details(title: string, body: string): string {
  return `<details><summary>${title}</summary>\n\n${body}\n\n</details>`;
}

function nextStep({ report, narrowed }: FormatInput): string[] {
  const step = narrowed ? undefined : nextBestStep(report);
  if (!step) return [];
  const command = step.fix === null ? `preflight explain ${step.check.id}` : `preflight fix ${step.check.id}`;
  const price = [gainText(step.check.gain), step.effort].filter(Boolean).join(', ');
  return [`Next best step: ${prose(step.fix === null ? step.check.title : step.text)} (${price}): \`${command}\``];
}

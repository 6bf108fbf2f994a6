/** `--format html`: one page for people who do not open the editor. No network, prints well, dark and light. */
import { CATEGORY_TITLES, type Category } from '../../verdict';
import { isLive, type Finding } from '../../finding';
import { nextBestStep } from '../../report/next-step';
import {
  attestationText,
  checklistOutcome,
  checkOutcome,
  gainText,
  LEVEL_TITLES,
  placeText,
  plural,
  ROUTE_ORDER,
  ROUTE_WORDS,
  SEVERITY_TITLES,
  verdictFigures,
} from '../../report/present';
import type { Report } from '../../report/report';
import { LineTable } from '../../span';
import { type FormatInput, gateFindings } from '../input';
import { SecretMask } from '../mask';
import { type Entry, entriesOf } from '../text/entries';
import { printable } from '../text/width';
import { escapeHtml as e, htmlPage } from './page';

/** Places of one check that are shown with their code. */
const SHOWN_PLACES = 8;

export function formatHtml(input: FormatInput): string {
  const { report } = input;
  const entries = entriesOf(report);
  const code = codeOf(input);
  const body = [
    header(input),
    section('Score by category', bars(report)),
    section(
      'Blockers',
      entries
        .filter((entry) => entry.severity === 'blocker')
        .map((entry) => card(entry, code))
        .join('\n'),
    ),
    section('Further findings', further(entries.filter((entry) => entry.severity !== 'blocker'))),
    section('Checklist against evidence', checklistTable(report)),
    section('Attested by people', attestationTable(report)),
    section('Routes', routeTable(report)),
    section('Not decided', undecided(report)),
    section('Silenced, with the reason', silenced(report)),
    footer(report),
  ];
  return htmlPage(`Preflight: ${report.name}`, body.filter(Boolean).join('\n'));
}

/** A section, or nothing when it has nothing to say. */
function section(title: string, content: string): string {
  return content === '' ? '' : `<section>\n<h2>${e(title)}</h2>\n${content}\n</section>`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[], search?: string): string {
  if (rows.length === 0) return '';
  const cells = (tag: string, list: readonly string[]): string =>
    list.map((cell) => `<${tag}>${cell}</${tag}>`).join('');
  const field =
    search === undefined ? '' : `<input type="search" placeholder="${e(search)}" aria-label="${e(search)}">`;
  const body = rows.map((row) => `<tr>${cells('td', row)}</tr>`).join('\n');
  return `<div>${field}<table><thead><tr>${cells('th', head)}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}

function header(input: FormatInput): string {
  const { whole: report } = input;
  const { level, displayed } = report.score;
  const look = level === 'blocked' ? 'blocked' : level === 'production' || level === 'beta' ? 'good' : 'between';
  const failing = gateFindings(input).length;
  const gate = failing > 0 ? `The gate fails on ${plural(failing, 'live finding')}.` : 'The gate holds.';
  const step = nextBestStep(report);
  const next = step
    ? `<p>Next best step: ${e(step.fix === null ? step.check.title : step.text)} <span class="dim">(${e([gainText(step.check.gain), step.effort].filter(Boolean).join(', '))})</span></p>`
    : '';
  return `<header>
<h1>${e(report.name)} <span class="dim">· Preflight ${e(report.tool.version)}</span></h1>
<div class="verdict"><div class="number">${displayed}<small> of 100</small></div>
<div><p class="badge ${look}">${e(LEVEL_TITLES[level].toUpperCase())}</p><p>${e(verdictFigures(report).replace(/^[^·]*· /, ''))}</p><p>${e(gate)}</p>${next}</div></div>
</header>`;
}

function bars({ score }: Report): string {
  const rows = (Object.keys(CATEGORY_TITLES) as Category[]).flatMap((category) => {
    const own = score.categories[category];
    if (!own || own.decided === 0) return [];
    return `<span>${e(CATEGORY_TITLES[category])}</span><span class="track"><span class="fill" style="display:block;width:${own.value}%"></span></span><span>${own.value} <span class="dim">in ${plural(own.decided, 'check')}</span></span>`;
  });
  return rows.length === 0 ? '' : `<div class="bars">\n${rows.join('\n')}\n</div>`;
}

type Code = (finding: Finding) => string;

/** Draws the line of a finding and the one before it, secrets masked. */
function codeOf({ sources, whole }: FormatInput): Code {
  const mask = new SecretMask(whole.findings);
  const tables = new Map([...sources].map(([path, text]) => [path, new LineTable(text)]));
  return ({ path, line, column, endLine, endColumn }) => {
    const table = path === null ? undefined : tables.get(path);
    if (!table || path === null || line === null || column === null || endColumn === null) return '';
    const text = mask.line(path, line, table.line(line));
    if (text.trim() === '' || text.length > 400) return '';
    const end = endLine === line ? endColumn - 1 : text.length;
    const show = (part: string): string => e(printable(part));
    const before =
      line > 1 ? `${line - 1}  ${show(mask.line(path, line - 1, table.line(line - 1)).slice(0, 400))}\n` : '';
    const meant = `${show(text.slice(0, column - 1))}<mark>${show(text.slice(column - 1, end))}</mark>${show(text.slice(end))}`;
    return `<pre>${before}${line}  ${meant}</pre>`;
  };
}

function card(entry: Entry, code: Code): string {
  const outcome = entry.check ? ` <span class="dim">· ${e(checkOutcome(entry.check))}</span>` : '';
  const places = entry.clusters.slice(0, SHOWN_PLACES).map(({ findings: [first, ...rest] }) => {
    const also =
      rest.length > 0
        ? `<p class="dim">also at ${rest.map((finding) => `<code>${e(placeText(finding))}</code>`).join(', ')}</p>`
        : '';
    const steps = first.related.filter((step) => step.kind !== 'same-value');
    const chain =
      steps.length > 0
        ? `<ol>${steps.map((step) => `<li><code>${e(placeText(step))}</code> ${e(step.note)}</li>`).join('')}</ol>`
        : '';
    return `<div class="place"><p><code>${e(placeText(first))}</code></p><p>${e(first.message)}</p>${code(first)}${chain}${also}</div>`;
  });
  const hidden = entry.clusters.length - SHOWN_PLACES;
  const more = hidden > 0 ? `<p class="dim">and ${hidden} more</p>` : '';
  return `<article class="card"><h3>${e(entry.id)}${outcome}</h3><p>${e(entry.check?.summary ?? '')}</p>${places.join('')}${more}</article>`;
}

function further(entries: readonly Entry[]): string {
  const rows = entries.map((entry) => {
    const first = entry.clusters[0]?.findings[0];
    const where = first
      ? `<code>${e(placeText(first))}</code>${entry.count > 1 ? ` and ${entry.count - 1} more` : ''}`
      : '';
    return [
      SEVERITY_TITLES[entry.severity],
      `<code class="id">${e(entry.id)}</code>`,
      e(entry.check?.summary ?? first?.message ?? ''),
      where,
    ];
  });
  return table(['', 'Check', '', 'Where'], rows);
}

function checklistTable({ checklist }: Report): string {
  const bound = checklist.filter((entry) => entry.checks.length > 0);
  const sorted = [...bound].sort((a, b) => Number(b.contradiction) - Number(a.contradiction));
  const rows = sorted.map((entry) => [
    `<code>${e(`${entry.doc}:${entry.line}`)}</code>`,
    e(entry.text),
    `${entry.contradiction ? '<strong>≠</strong> ' : ''}${e(checklistOutcome(entry))}`,
    entry.checks.map((id) => `<code class="id">${e(id)}</code>`).join(', '),
  ]);
  return table(['Item', '', 'Evidence', 'Checks'], rows);
}

function attestationTable({ attestations }: Report): string {
  const told = attestations.filter(({ state, required }) => state !== 'not-stated' || required);
  const rows = told.map((entry) => [
    e(entry.title),
    e(attestationText(entry)),
    e([entry.note, entry.link].filter((text) => text !== null).join(' · ')),
  ]);
  return table(['Statement', 'By', 'How it is known'], rows);
}

function routeTable({ routes }: Report): string {
  const sorted = [...routes].sort((a, b) => ROUTE_ORDER.indexOf(a.verdict) - ROUTE_ORDER.indexOf(b.verdict));
  const rows = sorted.map((route) => [
    e(ROUTE_WORDS[route.verdict]),
    e(route.method),
    `<code>${e(route.path)}</code>`,
    `<code>${e(`${route.file}:${route.line}`)}</code>`,
    (route.by ?? []).map((step) => `<code>${e(`${step.path}:${step.line}`)}</code> ${e(step.note)}`).join('<br>'),
  ]);
  return table(['', 'Method', 'Path', 'Handler', 'How'], rows, 'Search routes');
}

function undecided({ checks }: Report): string {
  const unknown = checks.filter((check) => check.verdict === 'unknown' || check.verdict === 'expired');
  return table(
    ['Check', 'Why'],
    unknown.map((check) => [`<code class="id">${e(check.id)}</code>`, e(check.summary)]),
  );
}

function silenced({ findings }: Report): string {
  const rows = findings.flatMap((finding) =>
    finding.suppressed
      ? [
          [
            `<code class="id">${e(finding.check)}</code>`,
            `<code>${e(placeText(finding))}</code>`,
            e(finding.suppressed.reason),
          ],
        ]
      : [],
  );
  return table(['Check', 'Where', 'Reason'], rows);
}

function footer({ stats, baseline, findings }: Report): string {
  const debt =
    baseline && baseline.accepted > 0 ? ` ${plural(baseline.accepted, 'finding')} accepted as old debt.` : '';
  const live = findings.filter(isLive).length;
  return `<footer class="dim"><p>${plural(stats.files, 'file')}, ${stats.skipped.length} of them not read. ${plural(live, 'live finding')}.${debt}</p></footer>`;
}

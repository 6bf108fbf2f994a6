/** Inventory and checklist as Markdown tables, for pull requests and documents. */
import { checklistOutcome, ROUTE_ORDER, ROUTE_WORDS } from '../report/present';
import type { ChecklistEntry, RouteEntry } from '../report/report';
import { newlyOpen, protectionOf, type RouteDiff } from '../routes/diff';
import { changesOf } from './route-changes';

export function routesMarkdown(routes: readonly RouteEntry[]): string {
  const sorted = [...routes].sort((a, b) => ROUTE_ORDER.indexOf(a.verdict) - ROUTE_ORDER.indexOf(b.verdict));
  const rows = sorted.map(
    (route) =>
      `| ${ROUTE_WORDS[route.verdict]} | ${route.method} | ${code(route.path)} | ${code(`${route.file}:${route.line}`)} |`,
  );
  return `${['| | Method | Path | Handler |', '| --- | --- | --- | --- |', ...rows].join('\n')}\n`;
}

/** What changed among the endpoints, as a table for a pull request; the first line can be read in a notification. */
export function routeDiffMarkdown(diff: RouteDiff, reference: string): string {
  const { added, removed, changed } = diff;
  const open = newlyOpen(diff);
  const first =
    added.length + removed.length + changed.length === 0
      ? `No endpoint was added, removed or protected differently since ${code(reference)}.`
      : `Endpoints since ${code(reference)}: ${added.length} added, ${removed.length} removed, ${changed.length} protected differently, **${open.length} newly open to anyone**.`;
  const row = (what: string, route: RouteEntry, verdict: string): string =>
    `| ${what} | ${route.method} | ${code(route.path)} | ${verdict} | ${code(`${route.file}:${route.line}`)} |`;
  const rows = [
    ...changed.map((change) => {
      const told = changesOf(change).map((text) => cell(text));
      const notes = protectionOf(change.after).map((note) => cell(note));
      const words = told.length > 0 ? told.join('; ') : `${ROUTE_WORDS[change.after.verdict]}: ${notes.join('; ')}`;
      return row('changed', change.after, words);
    }),
    ...added.map((route) => row('added', route, ROUTE_WORDS[route.verdict])),
    ...removed.map((route) => row('removed', route, ROUTE_WORDS[route.verdict])),
  ];
  if (rows.length === 0) return `${first}\n`;
  return `${[first, '', '| | Method | Path | Protection | Handler |', '| --- | --- | --- | --- | --- |', ...rows].join('\n')}\n`;
}

export function checklistMarkdown(entries: readonly ChecklistEntry[]): string {
  const rows = entries.map(
    (entry) =>
      `| ${code(`${entry.doc}:${entry.line}`)} | ${cell(entry.text)} | ${checklistOutcome(entry)} | ${entry.checks.map(code).join(', ')} |`,
  );
  return `${['| Item | | Evidence | Checks |', '| --- | --- | --- | --- |', ...rows].join('\n')}\n`;
}

/** Text as a code span inside a table cell; a backtick inside needs a longer fence. */
export function code(text: string): string {
  const plain = cell(text, false);
  return plain.includes('`') ? `\`\` ${plain} \`\`` : `\`${plain}\``;
}

/** Foreign text inside a table cell: nothing in it may become markup, a mention or a link. */
export function cell(text: string, isProse = true): string {
  const line = text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
  return isProse ? prose(line) : line;
}

/** Foreign text as Markdown prose. */
export function prose(text: string): string {
  return text
    .replace(/[\\*_<>[\]#`~]/g, '\\$&')
    .replace(/@(?=\w)/g, '@\u200b')
    .replace(/\\\\\|/g, '\\|');
}

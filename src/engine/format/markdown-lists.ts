/** Inventory and checklist as Markdown tables, for pull requests and documents. */
import { checklistOutcome, ROUTE_ORDER, ROUTE_WORDS } from '../present';
import type { ChecklistEntry, RouteEntry } from '../report';

export function routesMarkdown(routes: readonly RouteEntry[]): string {
  const sorted = [...routes].sort((a, b) => ROUTE_ORDER.indexOf(a.verdict) - ROUTE_ORDER.indexOf(b.verdict));
  const rows = sorted.map(
    (route) =>
      `| ${ROUTE_WORDS[route.verdict]} | ${route.method} | ${code(route.path)} | ${code(`${route.file}:${route.line}`)} |`,
  );
  return `${['| | Method | Path | Handler |', '| --- | --- | --- | --- |', ...rows].join('\n')}\n`;
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

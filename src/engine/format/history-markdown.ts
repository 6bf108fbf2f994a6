/** Secrets of the history as a document, for editors. */
import type { HistoryPlace, HistoryReport, HistorySecret } from '../history/report';
import { SEVERITY_TITLES } from '../report/present';
import { code, prose } from './markdown-lists';
import { historyRemarks, historySummary, isLiveSecret } from './text/history';

/** Gives the address of a line of today; null where nothing can be linked to. */
export type LinkTo = ((path: string, line: number) => string) | null;

/** The page. */
export function historyMarkdown(report: HistoryReport, linkTo: LinkTo): string {
  const live = report.secrets.filter(isLiveSecret);
  const quiet = report.secrets.length - live.length;
  const lines = ['# Secrets in the Git history', '', historySummary(report), ''];
  for (const remark of historyRemarks(report)) lines.push(`> ${prose(remark)}`, '');
  for (const [title, own] of [
    ['Still in the tree', live.filter(({ tree }) => tree.length > 0)],
    ['Gone from the tree, kept by the history', live.filter(({ tree }) => tree.length === 0)],
  ] as const) {
    if (own.length > 0) lines.push(`## ${title}`, '', ...own.flatMap((secret) => section(secret, linkTo)));
  }
  if (quiet > 0) lines.push(`${quiet} more accepted or silenced with a reason.`, '');
  if (live.length > 0)
    lines.push(
      'Rotate each of them first: whoever has a copy of the repository has the value, whatever is rewritten afterwards. Then accept what is dealt with: `preflight history --update-baseline`.',
      '',
    );
  return lines.join('\n');
}

function section(secret: HistorySecret, linkTo: LinkTo): string[] {
  const { title, mask, severity, places, count, tree, rotate } = secret;
  const today = tree.map(({ path, line }) => {
    const place = code(`${path}:${line}`);
    return linkTo ? `[${place}](${linkTo(path, line)})` : place;
  });
  const more = count > places.length ? ` The newest and the oldest of ${count} are shown.` : '';
  return [
    `### ${prose(title)} ${code(mask)}`,
    '',
    `${SEVERITY_TITLES[severity]}.${today.length > 0 ? ` Today in ${today.join(', ')}.` : ''}${rotate === null ? '' : ` Rotate it at ${rotate}.`}${more}`,
    '',
    '| Commit | Date | Place |',
    '| --- | --- | --- |',
    ...places.map(row),
    '',
  ];
}

function row({ commit, date, path, line }: HistoryPlace): string {
  return `| ${code(commit.slice(0, 10))} | ${date.slice(0, 10)} | ${code(`${path}:${line}`)} |`;
}

/** Secrets of the history on a terminal: what still stands in the tree first, each with its oldest and its newest commit. */
import type { HistoryPlace, HistoryReport, HistorySecret } from '../../history/report';
import { plural, SEVERITY_TITLES } from '../../report/present';
import type { ListOptions } from './routes';
import { COLOURS, NO_COLOURS, type Style } from './style';
import { printable, truncate, wrap } from './width';

export function formatHistory(report: HistoryReport, { width, color }: ListOptions): string {
  const style = color ? COLOURS : NO_COLOURS;
  const { secrets } = report;
  const live = secrets.filter(isLiveSecret);
  const lines = [...wrap(historySummary(report), width)];
  for (const remark of historyRemarks(report)) lines.push(...wrap(remark, width).map((line) => style.yellow(line)));
  for (const [title, own] of [
    ['Still in the tree', live.filter(({ tree }) => tree.length > 0)],
    ['Gone from the tree, kept by the history', live.filter(({ tree }) => tree.length === 0)],
  ] as const) {
    if (own.length === 0) continue;
    lines.push('', style.bold(title));
    for (const secret of own) lines.push(...entryOf(secret, style, width));
  }
  const quiet = secrets.length - live.length;
  if (quiet > 0) lines.push('', style.dim(`${plural(quiet, 'more value')} accepted or silenced with a reason.`));
  if (live.length > 0) lines.push('', ...wrap(ADVICE, width));
  return `${lines.join('\n')}\n`;
}

const ADVICE =
  'Rotate each of them first: whoever has a copy of the repository has the value, whatever is rewritten afterwards. Then accept it: preflight history --update-baseline';

/** Neither accepted nor silenced. */
export function isLiveSecret({ baselined, suppressed }: HistorySecret): boolean {
  return !baselined && suppressed === null;
}

/** `3 secrets were committed in 412 commits since 2021-03-04; 1 still stands in the tree.` */
export function historySummary({ history, secrets }: HistoryReport): string {
  if (history.commits === 0) {
    const isNarrow = history.since !== null || history.paths.length > 0;
    return isNarrow ? 'No commit matches: nothing was searched.' : 'There is no commit yet: nothing was searched.';
  }
  const span = `${plural(history.commits, 'commit')}${history.oldest === null ? '' : ` since ${history.oldest.slice(0, 10)}`}`;
  if (secrets.length === 0 && history.stopped !== null) return `No secret in what could be read: ${span}.`;
  if (secrets.length === 0) return `No secret was ever committed, as far as can be told: ${span} searched.`;
  const standing = secrets.filter(({ tree }) => tree.length > 0).length;
  const verb = secrets.length === 1 ? 'was' : 'were';
  const rest =
    standing === 0
      ? 'none stands in the tree any more'
      : `${standing} still ${standing === 1 ? 'stands' : 'stand'} in the tree`;
  return `${plural(secrets.length, 'secret')} ${verb} committed, in ${span}; ${rest}.`;
}

/** What limits the answer. */
export function historyRemarks({ history }: HistoryReport): string[] {
  return [
    ...(history.shallow
      ? ['This clone is shallow: older commits were not searched. git fetch --unshallow brings them.']
      : []),
    ...(history.maxCommits !== null && history.commits >= history.maxCommits
      ? [`Only the newest ${plural(history.maxCommits, 'commit')} were searched, as asked.`]
      : []),
    ...(history.stopped !== null
      ? [`git stopped there and could not read on: ${history.stopped}. Older commits were not searched.`]
      : []),
    ...(history.truncated ? ['There are more different secrets than are told here.'] : []),
  ];
}

/** `4f2a9c1d5e 2024-05-01 api/mail.py:12` */
export function placeOfCommit({ commit, date, path, line }: HistoryPlace): string {
  return `${commit.slice(0, 10)} ${date.slice(0, 10)} ${path}:${line}`;
}

function entryOf(secret: HistorySecret, style: Style, width: number): string[] {
  const { title, severity, mask, places, count, tree, rotate } = secret;
  const alarm = severity === 'blocker' || severity === 'high';
  const mark = (alarm ? style.red : style.yellow)('✗');
  const oldest = places[0];
  const newest = places[places.length - 1];
  const rows = [`  ${mark} ${title} ${mask} · ${SEVERITY_TITLES[severity].toLowerCase()} · ${secret.rule}`];
  const row = (text: string): void => void rows.push(`      ${style.dim(truncate(printable(text), width - 6))}`);
  if (oldest) row(`added  ${placeOfCommit(oldest)}`);
  if (newest && newest !== oldest) row(`last   ${placeOfCommit(newest)}${count > 2 ? ` · ${count} times in all` : ''}`);
  if (tree.length > 0) {
    const [first, ...others] = tree.map(({ path, line }) => `${path}:${line}`);
    row(`today  ${first ?? ''}${others.length > 0 ? ` · ${others.length} more` : ''}`);
  }
  if (rotate !== null) row(`rotate ${rotate}`);
  return rows;
}

/** What `preflight init` takes over from other secret scanners: findings their lists accept, as entries of the baseline. */
import type { Baseline } from '../../engine/suppress/baseline';
import type { Finding } from '../../engine/finding';
import { plural } from '../../engine/report/present';
import type { Session } from '../../engine/session/session';

export interface Imported {
  entries: Baseline['findings'];
  /** What was taken from where, and what was left, in sentences. */
  said: string[];
}

/** Findings that lists accept, and how many entries of each list meet nothing here. */
export function importLists(session: Session): Imported {
  const { findings } = session.report();
  const accepted = findings.filter(({ suppressed }) => suppressed !== null && listOf(suppressed.reason) !== undefined);
  const entries = accepted.map(({ fingerprint, check, path }) => ({ fingerprint, check, path }));
  const lists = [...new Set(accepted.map(({ suppressed }) => listOf(suppressed?.reason ?? '') ?? ''))].sort();
  const counts = lists.map((list) => {
    const own = accepted.filter(({ suppressed }) => listOf(suppressed?.reason ?? '') === list);
    return `${own.length} from ${list} (${own[0]?.suppressed?.by ?? ''})`;
  });
  const said = counts.length > 0 ? [`Took over what is accepted already: ${counts.join(', ')}.`] : [];
  return { entries, said: [...said, ...unmatched(session, accepted), ...comments(findings)] };
}

function listOf(reason: string): string | undefined {
  return /\blisted in (.+)$/.exec(reason)?.[1];
}

function unmatched(session: Session, accepted: readonly Finding[]): string[] {
  return ['.gitleaksignore', '.secrets.baseline'].flatMap((path) => {
    const list = session.factsOf(path)?.parts.scannerList;
    if (!list || list.tool === 'secretlint') return [];
    const met = accepted.filter(({ suppressed }) => listOf(suppressed?.reason ?? '') === path).length;
    const confirmed = list.entries.filter((entry) => entry.confirmed).length;
    const left = Math.max(0, list.entries.length - confirmed - met);
    return [
      ...(left > 0
        ? [
            `${plural(left, 'entry of', 'entries of')} ${path} ${left === 1 ? 'meets' : 'meet'} nothing that is found here.`,
          ]
        : []),
      ...(confirmed > 0
        ? [
            `${plural(confirmed, 'entry of', 'entries of')} ${path} ${confirmed === 1 ? 'was' : 'were'} confirmed as a real secret: what it stands for stays a finding.`,
          ]
        : []),
    ];
  });
}

function comments(findings: readonly Finding[]): string[] {
  const own = findings.flatMap(({ suppressed }) =>
    suppressed && suppressed.by !== 'comment' && suppressed.by !== 'config' && !listOf(suppressed.reason)
      ? [suppressed.by]
      : [],
  );
  if (own.length === 0) return [];
  const tools = [...new Set(own)].sort().join(', ');
  return [`Comments of ${tools} silence ${plural(own.length, 'finding')} and are honoured where they stand.`];
}

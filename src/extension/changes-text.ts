/** What an edit changes, short enough for a dialog that cannot be scrolled on a small screen. */
import { plural } from '../engine/report/present';
import type { PlannedChange } from '../server/protocol';

/** So many files with the same change are told one by one, else so many are named. */
const MAX_NAMED = 4;
/** So many different changes are told. */
const MAX_CHANGES = 8;

/** Files that change in the same way are told together, in the order of the edit: `6 files: Read BOOKS_PASSWORD … (a.py, b.py and 4 more)`. */
export function changesText(changes: readonly PlannedChange[]): string {
  const byLabel = new Map<string, string[]>();
  for (const { path, label } of changes) byLabel.set(label, [...(byLabel.get(label) ?? []), path]);
  const groups = [...byLabel].flatMap(([label, paths]) =>
    paths.length <= MAX_NAMED ? paths.map((path) => `${path}: ${label}`) : [groupText(label, paths)],
  );
  const more = groups.length - MAX_CHANGES;
  if (more <= 1) return groups.join('\n');
  return [...groups.slice(0, MAX_CHANGES), `and ${more} more changes: "Show Changes" has all of them`].join('\n');
}

function groupText(label: string, paths: readonly string[]): string {
  const rest = paths.length - MAX_NAMED;
  return `${plural(paths.length, 'file')}: ${label} (${paths.slice(0, MAX_NAMED).join(', ')} and ${rest} more)`;
}

/** Words for rows, which have one line. */

/** Up to the first full stop that ends a sentence; file names and versions keep theirs. */
export function firstSentence(message: string): string {
  const end = message.search(/[.:](?=\s+\S)/);
  return end < 0 ? message.replace(/\.$/, '') : message.slice(0, end);
}

/** Names that say nothing without their folder. */
const COMMON_NAMES = /^(index|main|app|page|route|layout|mod|__init__|tsconfig|package|README|Dockerfile)\b/;

/** A place in the little room of a row: `tenants.py:57`, `api/main.py:31`. The tooltip has the whole path. */
export function shortPlace(path: string | null, line: number | null): string {
  if (path === null) return 'the workspace';
  const parts = path.split('/');
  const name = parts.at(-1) ?? path;
  const shown = COMMON_NAMES.test(name) ? parts.slice(-2).join('/') : name;
  return line === null ? shown : `${shown}:${line}`;
}

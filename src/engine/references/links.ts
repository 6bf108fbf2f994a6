/** Links of a Markdown document that lead to files: inline ones and definitions (spec.commonmark.org, "Links"). */

const TARGET = /[ \t]*(?:<([^>\n]+)>|((?:[^\s()\\]|\\.|\([^\s()]*\))+))/y;
/** Addresses, places of the document itself, and names to fill in. */
export const ELSEWHERE = /^(?:[a-z][\w+.-]*:|#|\/\/)|[{}<>$*|%^]/i;
const DEFINITION = /^ {0,3}\[[^\]\n^]+\]:[ \t]+(\S+)/gm;

/** Calls for the target of every link that may lead to a file, with its offset; also for those in code. */
export function eachLink(text: string, onLink: (target: string, at: number) => void): void {
  for (let at = text.indexOf(']('); at >= 0; at = text.indexOf('](', at + 2)) {
    TARGET.lastIndex = at + 2;
    const match = TARGET.exec(text);
    const target = match?.[1] ?? match?.[2] ?? '';
    if (target === '' || isElsewhere(target)) continue;
    const end = TARGET.lastIndex - (match?.[1] === undefined ? 0 : 1);
    onLink(target, end - target.length);
  }
  if (!text.includes(']: ')) return;
  for (const match of text.matchAll(DEFINITION)) {
    const target = match[1] ?? '';
    if (!isElsewhere(target)) onLink(target, match.index + match[0].length - target.length);
  }
}

function isElsewhere(target: string): boolean {
  return ELSEWHERE.test(target.replaceAll('%20', ' '));
}

/** The path of a link's target, without anchor, query and line number; null for the document itself. */
export function pathOf(target: string): string | null {
  const path = target
    .replace(/[#?].*$/, '')
    .replace(/:\d+(?:[-:]\d+)?$/, '')
    .replaceAll('%20', ' ')
    .replaceAll('\\', '');
  return path === '' || path === '.' || path === './' ? null : path;
}

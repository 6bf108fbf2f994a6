/** What the lists of other scanners accept here, looked up by file. */
import type { ScannerEntry, ScannerList } from '../collect/scanner-lists';
import type { FileFacts } from '../facts';
import { IgnoreFile } from '../gitignore';

export interface Suppression {
  /** `comment`, `config`, or the name of the other tool. */
  by: string;
  reason: string;
}

/** A place that a list may accept. */
export interface ListedPlace {
  path: string;
  line: number;
  /** Salted hash of the SHA-1 of the value there, where it is known. */
  sha1: string | null;
  /** The commit in which the line has this number; null = the tree of today. */
  commit: string | null;
}

interface PlacedEntry extends ScannerEntry {
  tool: 'gitleaks' | 'detect-secrets';
  list: string;
}

/** All lists of a workspace. */
export class ScannerLists {
  private readonly byPath = new Map<string, PlacedEntry[]>();
  private readonly ignored: { rules: IgnoreFile; list: string }[] = [];

  constructor(facts: Iterable<FileFacts>) {
    for (const file of facts) if (file.parts.scannerList) this.add(file.path, file.parts.scannerList);
  }

  private add(path: string, list: ScannerList): void {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    if (list.tool === 'secretlint') {
      this.ignored.push({ rules: new IgnoreFile(list.rules, folder), list: path });
      return;
    }
    for (const entry of list.entries) {
      const own = `${folder}${entry.path}`;
      const known = this.byPath.get(own);
      const placed = { ...entry, tool: list.tool, list: path };
      if (known) known.push(placed);
      else this.byPath.set(own, [placed]);
    }
  }

  /** Why a place is accepted, or undefined. */
  find(place: ListedPlace): Suppression | undefined {
    const entry = this.byPath.get(place.path)?.find((candidate) => accepts(candidate, place));
    if (entry) return { by: entry.tool, reason: `listed in ${entry.list}` };
    const ignoring = this.ignored.find(({ rules }) => isIgnored(rules, place.path));
    return ignoring && { by: 'secretlint', reason: `its file is listed in ${ignoring.list}` };
  }
}

function accepts(entry: ScannerEntry, { line, sha1, commit }: ListedPlace): boolean {
  if (entry.confirmed) return false;
  if (entry.sha1 !== null && entry.sha1 === sha1) return true;
  if (entry.line !== line) return false;
  // A fingerprint without a commit speaks of every one, one with a commit also of what still stands there today.
  return entry.commit === null || commit === null || entry.commit === commit;
}

/** A rule that ignores a folder ignores what is in it. */
function isIgnored(rules: IgnoreFile, path: string): boolean {
  if (!path.startsWith(rules.folder)) return false;
  for (let slash = path.indexOf('/', rules.folder.length); slash >= 0; slash = path.indexOf('/', slash + 1))
    if (rules.test(path.slice(0, slash), true)) return true;
  return rules.test(path, false) === true;
}

/** Secrets in what commits added: the rules and the classifier of the scan, on pieces of files instead of files. */
import { languageOf } from '../collect/language';
import { SourceFile } from '../collect/source-file';
import { suppressionComments } from '../collect/suppressions';
import type { Config } from '../config/config';
import type { FileFacts } from '../facts';
import { SEVERITIES, type Severity } from '../finding';
import { shortHash } from '../hash';
import { secretFacts } from '../secrets/extract';
import type { SecretFact } from '../secrets/facts';
import { rotatePage, titleOf } from '../secrets/findings';
import { rulingOf } from '../secrets/matrix';
import { isSearchedPath } from '../secrets/places';
import { classifyFile } from '../size/classify';
import { suppressionOf } from '../suppress/suppress';
import type { ScannerLists, Suppression } from '../suppress/lists';
import type { Piece } from './patch';
import type { HistoryPlace, HistorySecret } from './report';

const CHECK = 'hardcoded-secret';
/** Different values beyond this number are a dump, not the credentials of a team. */
export const MAX_SECRETS = 5000;
/** Places that are told of one value; all are counted. */
export const MAX_PLACES = 20;

export interface HistorySearchOptions {
  salt: string;
  config: Config;
  /** ISO date of today, for exemptions that end. */
  today: string;
  /** Fingerprints that the team has accepted. */
  accepted: ReadonlySet<string>;
  /** What other scanners' lists accept. */
  lists: ScannerLists;
}

interface Entry {
  fact: SecretFact;
  /** Kept in memory only, to look for it in the tree. */
  value: string;
  severity: Severity;
  /** Newest first. */
  places: HistoryPlace[];
  count: number;
  suppressed: Suppression | null;
}

export class HistorySearch {
  private readonly entries = new Map<string, Entry>();
  private overflow = false;

  constructor(private readonly options: HistorySearchOptions) {}

  /** True when more different secrets came by than are kept. */
  get truncated(): boolean {
    return this.overflow;
  }

  /** Searches a piece. Pieces come newest first, as git tells them. */
  add(piece: Piece): void {
    const { path, text, added } = piece;
    if (!isSearchedPath(path) || !this.options.config.includes(path)) return;
    const language = languageOf(path);
    const fileClass = classifyFile(path, text);
    const file = new SourceFile(path, text, language, fileClass, false, {}, this.options.salt);
    const secrets = secretFacts(file);
    if (!secrets) return;
    const facts: FileFacts = {
      ...{ path, language, fileClass, size: text.length, hash: '', classRule: null, lines: file.lines.count },
      ...{ deep: false, parts: { secrets }, suppressions: suppressionComments(file), notes: [] },
    };
    for (const fact of secrets.values) {
      if (!added.has(fact.span.line)) continue;
      const ruling = rulingOf(fact, facts);
      if (ruling?.label !== 'secret') continue;
      const severity = this.options.config.severity(CHECK, path) ?? ruling.severity;
      if (severity !== 'off') this.take(piece, fact, severity, facts, file);
    }
  }

  private take(piece: Piece, fact: SecretFact, severity: Severity, facts: FileFacts, file: SourceFile): void {
    const { commit, path } = piece;
    const line = piece.firstLine + fact.span.line - 1;
    const place = detached<HistoryPlace>({ commit: commit.id, date: commit.date, path, line });
    const { config, today, lists } = this.options;
    const finding = { check: CHECK, rule: fact.rule, path, line: fact.span.line };
    const suppressed =
      suppressionOf(finding, facts.suppressions, config, today) ??
      lists.find({ path, line, sha1: fact.sha1, commit: commit.id }) ??
      null;
    const known = this.entries.get(fact.hash);
    if (known) {
      known.count++;
      known.places.push(place);
      // The newest ones and the oldest are kept.
      if (known.places.length > MAX_PLACES) known.places.splice(MAX_PLACES - 2, 1);
      if (known.suppressed && !suppressed) Object.assign(known, detached({ suppressed: null, severity, fact }));
      else if (Boolean(known.suppressed) === Boolean(suppressed)) known.severity = graver(known.severity, severity);
      return;
    }
    if (this.entries.size >= MAX_SECRETS) {
      this.overflow = true;
      return;
    }
    const { span } = fact;
    const start = file.lines.offset(span.line, span.column);
    const value = file.text.slice(start, file.lines.offset(span.endLine, span.endColumn));
    this.entries.set(fact.hash, { ...detached({ fact, value }), severity, places: [place], count: 1, suppressed });
  }

  /** The values by their salted hash, for the search in the tree. They never leave the process. */
  get values(): ReadonlyMap<string, string> {
    return new Map([...this.entries].map(([hash, { value }]) => [hash, value]));
  }

  /** What was found, with the places of today by hash. */
  secrets(tree: ReadonlyMap<string, { path: string; line: number }[]>): HistorySecret[] {
    const all = [...this.entries].map(([hash, entry]): HistorySecret => {
      const { fact, severity, places, count, suppressed } = entry;
      const fingerprint = shortHash('history', fact.rule, hash);
      return {
        rule: fact.rule,
        title: titleOf(fact.rule),
        severity,
        mask: fact.mask,
        fingerprint,
        places: [...places].reverse(),
        count,
        tree: tree.get(hash) ?? [],
        rotate: rotatePage(fact.rule),
        baselined: suppressed === null && this.options.accepted.has(fingerprint),
        suppressed,
      };
    });
    return all.sort(compareSecrets);
  }
}

/** A copy that holds on to nothing: a piece of a string keeps the whole string in memory. */
function detached<T extends object>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T;
}

function graver(a: Severity, b: Severity): Severity {
  return SEVERITIES.indexOf(a) <= SEVERITIES.indexOf(b) ? a : b;
}

function compareSecrets(a: HistorySecret, b: HistorySecret): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    Number(b.tree.length > 0) - Number(a.tree.length > 0) ||
    newest(b).localeCompare(newest(a)) ||
    (a.fingerprint < b.fingerprint ? -1 : 1)
  );
}

function newest({ places }: HistorySecret): string {
  return places[places.length - 1]?.date ?? '';
}

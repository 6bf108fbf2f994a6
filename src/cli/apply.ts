/** Engine edits to files: collected, shown, and written only while every file still is what the scan saw. */
import fs from 'node:fs';
import path from 'node:path';
import { applyEdits, type EngineEdit } from '../engine/fix';
import type { Finding } from '../engine/finding';
import type { Change } from '../engine/host';
import { isSecretText, mayPointAtSecret } from '../engine/format/mask';
import { LineTable } from '../engine/span';
import type { Style } from '../engine/format/text/style';
import type { Session } from '../engine/session/session';
import { reasonOf } from './errors';
import { unifiedDiff } from './diff';
import { changedBytes } from './encoding';
import { insideOf } from './paths';
import { writeWhole } from './output';

/** One file before and after. */
export interface FileChange {
  path: string;
  /** Undefined for a file that does not exist yet. */
  before: string | undefined;
  after: string;
}

/** Changes that grow edit by edit; the session sees each of them as if it were typed. */
export class Changes {
  private readonly files = new Map<string, FileChange>();

  constructor(private readonly session: Session) {}

  get all(): FileChange[] {
    return [...this.files.values()].filter((file) => file.before !== file.after);
  }

  /** Takes an edit in, so that the next one is made on its result. Gives back what takes it out again. */
  async add(edit: EngineEdit): Promise<() => Promise<void>> {
    const changes: Change[] = [];
    const former: (Change & { known: FileChange | undefined })[] = [];
    for (const { path: file, edits } of edit.files) {
      const current = await this.session.readText(file);
      const known = this.files.get(file);
      const after = applyEdits(current ?? '', edits);
      former.unshift({ path: file, text: current ?? null, known });
      this.files.set(file, { path: file, before: known ? known.before : current, after });
      const isNew = current === undefined && !isPrivate(file);
      changes.push({ path: file, text: after, ...(isNew && { isNew }) });
    }
    await this.session.update(changes);
    return async () => {
      for (const { path: file, known } of former)
        if (known) this.files.set(file, known);
        else this.files.delete(file);
      await this.session.update(former.map(({ path: file, text = null }) => ({ path: file, text })));
    };
  }
}

/** The changes as a diff; values of secrets stay hidden, and whatever else stands in a file for secrets. */
export function diffOf(changes: readonly FileChange[], style: Style, values: readonly string[]): string[] {
  const mask = (line: string): string =>
    values.reduce((text, value) => text.replaceAll(value, `${value.slice(0, value.length < 8 ? 0 : 3)}••••••`), line);
  const maskAll = (line: string): string => {
    const masked = mask(line);
    return masked === line ? line.replace(/^([^=#]*=\s*)\S.*$/, '$1••••••') : masked;
  };
  return changes.flatMap(({ path: file, before, after }) =>
    unifiedDiff(file, before, after, style, isPrivate(file) ? maskAll : mask),
  );
}

/** The secret values that the findings point at, longest first: kept in memory to hide them in a diff. */
export async function secretValues(session: Session, findings: readonly Finding[]): Promise<string[]> {
  const values = new Set<string>();
  const texts = new Map<string, { text: string; table: LineTable }>();
  for (const finding of findings) {
    if (!mayPointAtSecret(finding) || finding.path === null || finding.line === null) continue;
    const known = texts.get(finding.path);
    const text = known?.text ?? (await session.readText(finding.path));
    if (text === undefined) continue;
    const table = known?.table ?? new LineTable(text);
    texts.set(finding.path, { text, table });
    const start = table.offset(finding.line, finding.column ?? 1);
    const end = table.offset(finding.endLine ?? finding.line, finding.endColumn ?? 1);
    for (const line of text.slice(start, end).split(/[\r\n]+/)) {
      const value = line.replace(/^["'`]|["'`]$/g, '');
      if (value.length >= 4 && isSecretText(finding, value)) values.add(value);
    }
  }
  return [...values].sort((a, b) => b.length - a.length);
}

/** A file for secrets: a new one is for its owner alone. */
function isPrivate(file: string): boolean {
  return /(^|\/)\.env(\.[\w-]+)*$/.test(file) && !/example|sample|template/.test(file);
}

/** A change that cannot be written, and why. */
export class WriteRefused extends Error {}

/**
 * Writes the changes: first every file is checked, then all are written; when one fails, those before it are put back.
 * @throws WriteRefused when a file changed since the scan, is no Unicode text where it changes, or lies outside of the root
 */
export function writeChanges(root: string, changes: readonly FileChange[]): void {
  const prepared = changes.map((change) => ({ ...change, ...prepare(root, change) }));
  const written: typeof prepared = [];
  for (const file of prepared) {
    try {
      fs.mkdirSync(path.dirname(file.absolute), { recursive: true });
      writeWhole(file.absolute, file.bytes, isPrivate(file.path) ? 0o600 : undefined);
      written.push(file);
    } catch (error) {
      for (const { absolute, original } of written.reverse()) {
        if (original) writeWhole(absolute, original);
        else fs.rmSync(absolute, { force: true });
      }
      throw new WriteRefused(`${file.path} cannot be written: ${reasonOf(error)}. Nothing was changed.`);
    }
  }
}

function prepare(
  root: string,
  { path: file, before, after }: FileChange,
): { absolute: string; bytes: Buffer; original: Buffer | undefined } {
  const absolute = path.join(root, file);
  const exists = fs.existsSync(absolute);
  const folder = nearestFolder(exists ? absolute : path.dirname(absolute));
  if (insideOf(root, fs.realpathSync(folder)) === undefined)
    throw new WriteRefused(`${file} leads out of the workspace through a link. Nothing was changed.`);
  if (before === undefined) {
    if (exists) throw new WriteRefused(`${file} has come into being since the scan. Nothing was changed.`);
    return { absolute, bytes: Buffer.from(after), original: undefined };
  }
  const original = exists ? fs.readFileSync(absolute) : undefined;
  const bytes = original ? changedBytes(original, before, after) : 'stale';
  if (bytes === 'stale') throw new WriteRefused(`${file} changed since the scan. Nothing was changed.`);
  if (bytes === 'foreign')
    throw new WriteRefused(`${file} is no Unicode text where it would change. Save it as UTF-8. Nothing was changed.`);
  return { absolute, bytes, original };
}

function nearestFolder(start: string): string {
  let at = start;
  while (!fs.existsSync(at)) at = path.dirname(at);
  return at;
}

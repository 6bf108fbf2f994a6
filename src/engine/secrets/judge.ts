/** All credentials of a workspace, judged together: the matrix first, then what other files add (same value, promotion). */
import type { Severity } from '../finding';
import type { Span } from '../span';
import type { Workspace } from '../workspace';
import type { SecretFact } from './facts';
import { providerRule } from './rules';
import { placeOf, rulingOf, type Holder, type Label } from './matrix';

/** A credential that is a finding. */
export interface Credential {
  path: string;
  span: Span;
  label: Label;
  severity: Severity;
  fact: SecretFact;
  /** False for a place that only the same-value pass knows. */
  own: boolean;
}

export interface Judgement {
  /** In path order, then by position. */
  credentials: Credential[];
  /** Credentials by the hash of their value. */
  byValue: ReadonlyMap<string, Credential[]>;
  /** Values meant to be published. */
  publicValues: number;
}

/** Guessable values that stand in documents count from this length on: shorter ones are words. */
const MIN_PROMOTED = 8;

/** Judges every secret fact of a workspace. Use through `workspace.derive(judge)`. */
export function judge(workspace: Workspace): Judgement {
  const credentials: Credential[] = [];
  const pending: { file: Holder; fact: SecretFact }[] = [];
  let publicValues = 0;
  const published = publishedValues(workspace);
  for (const { file, facts } of workspace.each('secrets')) {
    for (const fact of facts.values) {
      if (fact.value === 'public') publicValues++;
      if (published.has(fact.hash)) continue;
      const ruling = rulingOf(fact, file, workspace.today);
      if (ruling) credentials.push({ path: file.path, span: fact.span, fact, own: true, ...ruling });
      else pending.push({ file, fact });
    }
  }
  const all = [...credentials];
  all.push(...promoted(all, pending));
  all.push(...elsewhere(workspace, all));
  raiseShared(all);
  all.sort((a, b) =>
    a.path < b.path ? -1 : a.path > b.path ? 1 : a.span.line - b.span.line || a.span.column - b.span.column,
  );
  return { credentials: all, byValue: groupBy(all, (credential) => credential.fact.hash), publicValues };
}

/** Keys that one place shows to be meant for everybody, as a Firebase configuration does: they are so wherever they stand. */
function publishedValues(workspace: Workspace): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { facts } of workspace.each('secrets')) {
    for (const { value, rule, hash } of facts.values) {
      if (value === 'public' && providerRule(rule)?.publicNear !== undefined) found.add(hash);
    }
  }
  return found;
}

/** A weak value in a document or template becomes a finding when something in the workspace really runs with it. */
function promoted(
  credentials: readonly Credential[],
  pending: readonly { file: Holder; fact: SecretFact }[],
): Credential[] {
  const running = new Set(
    credentials
      .filter(
        ({ label, fact }) =>
          label === 'default-secret' && !fact.vendor && fact.value !== 'hash' && fact.length >= MIN_PROMOTED,
      )
      .map(({ fact }) => fact.hash),
  );
  const found: Credential[] = [];
  for (const { file, fact } of pending) {
    const place = placeOf(file);
    if (place === 'test' || place === 'ci' || fact.position === 'comparison' || !running.has(fact.hash)) continue;
    // A configuration that something runs with sets it as the finding does that it was told from.
    const severity: Severity =
      place === 'code' && fact.position === 'config' && !fact.outsideProduction ? 'medium' : 'low';
    found.push({ path: file.path, span: fact.span, label: 'default-secret', severity, fact, own: true });
  }
  return found;
}

/** Places of confirmed secrets that no rule of their own found. */
function elsewhere(workspace: Workspace, credentials: readonly Credential[]): Credential[] {
  const first = new Map<string, SecretFact>();
  const known = new Set<string>();
  const beyondMedium = new Set<string>();
  for (const { fact, path, span, label, severity } of credentials) {
    if (label === 'secret' && severity !== 'medium') beyondMedium.add(fact.hash);
    if (label === 'secret' && (!first.has(fact.hash) || fact.env !== null)) first.set(fact.hash, fact);
    known.add(keyOf(path, span));
  }
  const found: Credential[] = [];
  for (const { path, span, valueHash } of workspace.occurrences) {
    const fact = first.get(valueHash);
    const file = workspace.file(path);
    if (!fact || !file || known.has(keyOf(path, span))) continue;
    const own = file.parts.secrets?.values.find((candidate) => keyOf(path, candidate.span) === keyOf(path, span));
    const position = own?.position ?? 'prose';
    const severity: Severity = placeOf(file) === 'test' ? 'low' : beyondMedium.has(valueHash) ? 'high' : 'medium';
    found.push({
      path,
      span,
      label: 'secret',
      severity,
      own: own !== undefined,
      fact: { ...fact, ...own, rule: own?.rule ?? 'same-value', span, position, seed: false },
    });
  }
  return found;
}

/** A value that is a credential in code is one in the document beside it. */
function raiseShared(credentials: readonly Credential[]): void {
  const serious = new Set(
    credentials
      .filter(({ label, severity }) => label === 'secret' && severity === 'blocker')
      .map(({ fact }) => fact.hash),
  );
  for (const credential of credentials) {
    if (credential.label === 'secret' && credential.severity === 'medium' && serious.has(credential.fact.hash)) {
      credential.severity = 'high';
    }
  }
}

function keyOf(path: string, span: Span): string {
  return `${path}:${span.line}:${span.column}`;
}

function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
  return groups;
}

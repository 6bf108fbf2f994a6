/** Applies suppression comments and configured exemptions to findings; notes which of them silence nothing. */
import { matchesGlob, type Config, type PlacedExemption } from '../config/config';
import type { FileFacts, SuppressionComment } from '../facts';
import type { Finding } from '../finding';
import type { Place } from '../span';
import { ScannerLists, type Suppression } from './lists';

/** A comment or an exemption that does nothing, and why. */
export interface IdleSuppression {
  place: Place;
  kind: 'comment' | 'exemption';
  /** What it names. */
  ids: string[];
  why: 'unused' | 'no-reason' | 'no-check' | 'expired';
  /** Last day of an expired exemption. */
  expires?: string;
}

/** What other scanners' comments silence here: findings about secrets (semgrep's: everything). */
const FOREIGN_SCOPE: ReadonlySet<string> = new Set([
  'hardcoded-secret',
  'default-secret-value',
  'weak-datastore-credentials',
  'client-exposed-secret',
  'secret-file-committed',
]);

/** What suppressions look at. */
export type Suppressible = Pick<Finding, 'check' | 'rule' | 'path' | 'line'>;

/**
 * Sets `suppressed` on findings and returns the comments of ours and the exemptions that silence nothing. A comment wins over an
 * exemption, since it stands nearer, and both win over what another scanner's list accepts. `preflight-public` comments are judged where
 * routes are, not here.
 */
export function suppress(
  findings: Finding[],
  facts: ReadonlyMap<string, FileFacts>,
  config: Config,
  today: string,
): IdleSuppression[] {
  const used = new Set<SuppressionComment | PlacedExemption>();
  const lists = new ScannerLists(facts.values());
  for (const finding of findings) {
    const comments = finding.path === null ? [] : (facts.get(finding.path)?.suppressions ?? []);
    finding.suppressed = suppressionOf(finding, comments, config, today, used) ?? listed(finding, lists) ?? null;
  }
  return [...idleComments(facts, used), ...idleExemptions(config, used, today)];
}

/** What silences a finding by comment or configuration; notes in `used` what speaks of it. */
export function suppressionOf(
  finding: Suppressible,
  comments: readonly SuppressionComment[],
  config: Config,
  today: string,
  used = new Set<SuppressionComment | PlacedExemption>(),
): Suppression | undefined {
  const comment = comments.find((candidate) => silences(candidate, finding));
  if (comment) used.add(comment);
  const matching = config.exemptions.filter((candidate) => exempts(candidate, finding));
  for (const exemption of matching) used.add(exemption);
  const inForce = matching.find((candidate) => !isExpired(candidate, today));
  if (comment && (comment.tool !== 'preflight' || comment.reason !== null)) {
    const by = comment.tool === 'preflight' ? 'comment' : comment.tool;
    return { by, reason: comment.reason ?? `${comment.tool} comment` };
  }
  return inForce && { by: 'config', reason: inForce.exemption.reason };
}

function listed({ check, path, line, data }: Finding, lists: ScannerLists): Suppression | undefined {
  if (path === null || !FOREIGN_SCOPE.has(check)) return undefined;
  const sha1 = typeof data.sha1 === 'string' ? data.sha1 : null;
  return lists.find({ path, line: line ?? 1, sha1, commit: null });
}

function silences(comment: SuppressionComment, finding: Suppressible): boolean {
  if (comment.kind === 'public') return false;
  const line = finding.line ?? 1;
  if (line < comment.from || line > comment.to) return false;
  if (comment.tool === 'preflight') return comment.ids.some((id) => id === finding.check || id === finding.rule);
  const isSecret = FOREIGN_SCOPE.has(finding.check);
  if (comment.ids.length === 0) return isSecret || comment.tool === 'semgrep';
  return isSecret && comment.ids.some((id) => speaksOf(id, finding.rule ?? ''));
}

/** Rules of other scanners that find more than one provider's tokens, by a word of their id, and what ours are called. */
const FOREIGN_RULES: readonly [RegExp, RegExp][] = [
  [/basicauth|database-connection-string/, /url-password|basic-auth/],
  [/privatekey|private-key/, /private-key/],
  [/gcp|google/, /google|gcp|firebase|private-key/],
  [/preset|secrets?\b|hardcoded|credential|generic|password|api-?key|token|jwt/, /./],
];

/** True when another scanner's rule may mean what ours found: by the provider's name, or because it finds all sorts. */
function speaksOf(id: string, rule: string): boolean {
  // `@secretlint/secretlint-rule-slack` and `generic.secrets.security.detected-slack-token` both say it last.
  const own = id.toLowerCase().replace(/^.*(?:secretlint-rule-|secretlint-)/, '');
  const provider = /^[a-z0-9]+/.exec(rule)?.[0] ?? '';
  if (provider.length > 2 && own.includes(provider)) return true;
  return FOREIGN_RULES.some(([theirs, ours]) => theirs.test(own) && ours.test(rule));
}

function exempts({ exemption, folder }: PlacedExemption, finding: Suppressible): boolean {
  if (exemption.check !== finding.check && exemption.check !== finding.rule) return false;
  const path = finding.path;
  if (path === null) return folder === '' && exemption.paths === undefined;
  if (folder !== '' && !path.startsWith(`${folder}/`)) return false;
  return exemption.paths === undefined || exemption.paths.some((glob) => matchesGlob(path, glob, folder));
}

/** The last day counts. */
function isExpired({ exemption }: PlacedExemption, today: string): boolean {
  return exemption.expires !== undefined && exemption.expires < today;
}

function idleComments(facts: ReadonlyMap<string, FileFacts>, used: ReadonlySet<unknown>): IdleSuppression[] {
  const idle: IdleSuppression[] = [];
  for (const file of facts.values()) {
    for (const comment of file.suppressions) {
      if (comment.tool !== 'preflight' || comment.sample) continue;
      const why = whyIdle(comment, used);
      if (why) idle.push({ place: { path: file.path, span: comment.span }, kind: 'comment', ids: comment.ids, why });
    }
  }
  return idle;
}

function whyIdle(comment: SuppressionComment, used: ReadonlySet<unknown>): IdleSuppression['why'] | undefined {
  if (comment.reason === null) return 'no-reason';
  if (comment.kind === 'public') return undefined;
  if (comment.ids.length === 0) return 'no-check';
  return used.has(comment) ? undefined : 'unused';
}

function idleExemptions(config: Config, used: ReadonlySet<unknown>, today: string): IdleSuppression[] {
  return config.exemptions.flatMap((placed): IdleSuppression[] => {
    const { exemption, place } = placed;
    const common = { place, kind: 'exemption' as const, ids: [exemption.check] };
    if (!used.has(placed)) return [{ ...common, why: 'unused' }];
    return isExpired(placed, today) ? [{ ...common, why: 'expired', expires: exemption.expires }] : [];
  });
}

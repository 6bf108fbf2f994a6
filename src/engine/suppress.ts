/** Applies suppression comments and configured exemptions to findings; notes which comments silenced nothing. */
import { matchesGlob, type Config } from './config';
import type { FileFacts, SuppressionComment } from './facts';
import type { Finding } from './finding';

/** A comment that does nothing, and why. */
export interface IdleSuppression {
  path: string;
  comment: SuppressionComment;
  why: 'unused' | 'no-reason';
}

/** What other scanners' comments silence here: findings about secrets (semgrep's: everything). */
const FOREIGN_SCOPE: ReadonlySet<string> = new Set([
  'hardcoded-secret',
  'default-secret-value',
  'weak-datastore-credentials',
  'client-exposed-secret',
  'secret-file-committed',
]);

/**
 * Sets `suppressed` on findings and returns the comments of ours that are unused or lack the required reason. `preflight-public` comments
 * are judged where routes are, not here.
 */
export function suppress(
  findings: Finding[],
  facts: ReadonlyMap<string, FileFacts>,
  config: Config,
  today: string,
): IdleSuppression[] {
  const used = new Set<SuppressionComment>();
  for (const finding of findings) {
    const comments = finding.path === null ? [] : (facts.get(finding.path)?.suppressions ?? []);
    const comment = comments.find((candidate) => silences(candidate, finding));
    if (comment) {
      used.add(comment);
      if (comment.tool !== 'preflight' || comment.reason !== null) {
        finding.suppressed = {
          by: comment.tool === 'preflight' ? 'comment' : comment.tool,
          reason: comment.reason ?? `${comment.tool} comment`,
        };
        continue;
      }
    }
    const exemption = config.exemptions.find(({ exemption: e, layer }) => {
      if (e.check !== finding.check && e.check !== finding.rule) return false;
      if (e.expires !== undefined && e.expires < today) return false;
      if (finding.path === null) return e.paths === undefined;
      const path = finding.path;
      if (layer.folder !== '' && !path.startsWith(`${layer.folder}/`)) return false;
      return e.paths === undefined || e.paths.some((glob) => matchesGlob(path, glob, layer.folder));
    });
    if (exemption) finding.suppressed = { by: 'config', reason: exemption.exemption.reason };
  }
  return idleComments(facts, used);
}

function silences(comment: SuppressionComment, finding: Finding): boolean {
  if (comment.kind === 'public') return false;
  const line = finding.line ?? 1;
  if (line < comment.from || line > comment.to) return false;
  if (comment.tool === 'preflight') return comment.ids.some((id) => id === finding.check || id === finding.rule);
  return comment.tool === 'semgrep' || FOREIGN_SCOPE.has(finding.check);
}

function idleComments(facts: ReadonlyMap<string, FileFacts>, used: ReadonlySet<SuppressionComment>): IdleSuppression[] {
  const idle: IdleSuppression[] = [];
  for (const file of facts.values()) {
    for (const comment of file.suppressions) {
      if (comment.tool !== 'preflight') continue;
      if (comment.reason === null) idle.push({ path: file.path, comment, why: 'no-reason' });
      else if (comment.kind !== 'public' && !used.has(comment)) idle.push({ path: file.path, comment, why: 'unused' });
    }
  }
  return idle;
}

/** Conclusions of the checks to the report: severities, fingerprints, suppressions, baseline, score. Pure. */
import { answeredBy, attestationEntries, weightOf } from '../attestations/entries';
import { ATTESTATION_CHECK, attestationFindings } from '../attestations/findings';
import type { Baseline } from '../suppress/baseline';
import type { CheckDefinition } from '../check';
import type { Conclusion } from '../verdict';
import { CHECKS } from '../checks';
import { checklist } from '../checklist/checklist';
import { concludeAll } from '../conclude';
import type { SkippedPath } from '../facts';
import type { Finding, FindingDraft, Severity } from '../finding';
import { shortHash } from '../hash';
import type { CheckResult, Report } from './report';
import { routeTable } from '../http/route-table';
import { lackingForProduction } from './present';
import { gainOf, scoreOf } from './score';
import { sizes } from '../size/sizes';
import { comparePlaces } from '../span';
import { strictness } from '../types/strictness';
import { suppress } from '../suppress/suppress';
import { idleSuppressionFindings, SUPPRESSION_CHECK } from '../suppress/findings';
import type { Workspace } from '../workspace';

export interface ReportInput {
  root: string;
  version: string;
  today: string;
  baseline: { path: string; entries: Baseline } | undefined;
  skipped: SkippedPath[];
}

/** At most this many related places per finding; the message says how many there are. */
const MAX_RELATED = 20;

export function buildReport(workspace: Workspace, input: ReportInput): Report {
  const checks = CHECKS.filter((check) => workspace.config.severity(check.id, null) !== 'off');
  const conclusions = concludeAll(workspace, checks);
  const findings: Finding[] = [];
  const results: CheckResult[] = [];
  for (const check of checks) {
    const conclusion = conclusions.get(check.id);
    if (!conclusion) continue;
    const own = 'findings' in conclusion ? (conclusion.findings ?? []) : [];
    findings.push(...distinct(own.flatMap((draft) => toFinding(check, draft, workspace))));
    results.push(toResult(check, conclusion, workspace));
  }
  findings.push(...attestationFindings(workspace).flatMap((draft) => toFinding(ATTESTATION_CHECK, draft, workspace)));
  const idle = suppress(findings, workspace.facts, workspace.config, input.today);
  findings.push(...idleSuppressionFindings(idle).flatMap((draft) => toFinding(SUPPRESSION_CHECK, draft, workspace)));
  findings.sort((a, b) => comparePlaces(a, b) || compare(a.check, b.check) || compare(a.message, b.message));
  numberFingerprints(findings);
  applyBaseline(findings, input.baseline?.entries);
  results.forEach((result) => acceptSuppressed(result, findings));
  const attestations = attestationEntries(workspace, results);
  const people = weightOf(attestations);
  const weighed = [...results, ...people];
  for (const result of results) result.gain = gainOf(result, weighed);
  return {
    schemaVersion: 1,
    tool: { name: 'preflight', version: input.version },
    root: input.root,
    name: workspace.name,
    score: scoreOf(results, people, lackingForProduction(attestations).length === 0),
    checks: results,
    findings,
    routes: workspace.derive(routeTable),
    checklist: workspace.derive(checklist),
    attestations,
    strictness: workspace.derive(strictness),
    sizes: workspace.derive(sizes),
    baseline: input.baseline ? countBaseline(input.baseline, findings) : null,
    stats: {
      files: workspace.files.size,
      bytes: [...workspace.facts.values()].reduce((sum, file) => sum + file.size, 0),
      skipped: input.skipped,
    },
  };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function severityOf(
  check: CheckDefinition,
  workspace: Workspace,
  path: string | null,
  own?: Severity,
): Severity | 'off' {
  return workspace.config.severity(check.id, path) ?? own ?? check.severity;
}

function toFinding(check: CheckDefinition, draft: FindingDraft, workspace: Workspace): Finding[] {
  const path = draft.place?.path ?? null;
  const severity = severityOf(check, workspace, path, draft.severity);
  if (severity === 'off') return [];
  const span = draft.place ? (draft.place.span ?? { line: 1, column: 1, endLine: 1, endColumn: 1 }) : null;
  return [
    {
      check: check.id,
      rule: draft.rule ?? null,
      severity,
      path,
      line: span?.line ?? null,
      column: span?.column ?? null,
      endLine: span?.endLine ?? null,
      endColumn: span?.endColumn ?? null,
      message: draft.message,
      fingerprint: fingerprintOf(check, draft),
      group: draft.group ?? null,
      related: (draft.related ?? [])
        .slice(0, MAX_RELATED)
        .map((place) => ({ path: place.path, ...place.span, kind: place.kind, note: place.note })),
      fixes: draft.fixes ?? [],
      baselined: false,
      suppressed: null,
      data: draft.data ?? {},
    },
  ];
}

/** By the check that made the draft: a conclusion that stands is reported again with every keystroke. */
const fingerprints = new WeakMap<CheckDefinition, WeakMap<FindingDraft, string>>();

function fingerprintOf(check: CheckDefinition, draft: FindingDraft): string {
  let known = fingerprints.get(check);
  if (!known) fingerprints.set(check, (known = new WeakMap()));
  let fingerprint = known.get(draft);
  if (fingerprint === undefined) {
    fingerprint = shortHash(check.id, draft.rule ?? '', draft.place?.path ?? '', draft.identity);
    known.set(draft, fingerprint);
  }
  return fingerprint;
}

/** Two applications that one line makes are told of once: the same words at the same place say nothing more. */
function distinct(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ fingerprint, line, column, message }) => {
    const key = `${fingerprint} ${line ?? 0} ${column ?? 0} ${message}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

/** Equal content in one file gives equal fingerprints; the second and later ones get their number, in order of position. */
function numberFingerprints(findings: Finding[]): void {
  const seen = new Map<string, number>();
  for (const finding of findings) {
    const count = (seen.get(finding.fingerprint) ?? 0) + 1;
    seen.set(finding.fingerprint, count);
    if (count > 1) finding.fingerprint = `${finding.fingerprint}-${count}`;
  }
}

function applyBaseline(findings: Finding[], baseline: Baseline | undefined): void {
  const accepted = new Set(baseline?.findings.map((entry) => entry.fingerprint));
  for (const finding of findings) finding.baselined = finding.suppressed === null && accepted.has(finding.fingerprint);
}

function countBaseline(
  { path, entries }: { path: string; entries: Baseline },
  findings: readonly Finding[],
): NonNullable<Report['baseline']> {
  const present = new Set(findings.map((finding) => finding.fingerprint));
  return {
    path,
    accepted: findings.filter((finding) => finding.baselined).length,
    stale: entries.findings.filter((entry) => !present.has(entry.fingerprint)).length,
  };
}

/** A check whose every finding the team has suppressed with a reason is answered by people, not by files. */
function acceptSuppressed(result: CheckResult, findings: readonly Finding[]): void {
  if (result.verdict !== 'fail') return;
  const own = findings.filter((finding) => finding.check === result.id);
  if (own.length === 0 || own.some((finding) => finding.suppressed === null)) return;
  result.verdict = 'attested';
  result.level = null;
  const places = own.length === 1 ? 'The one place' : `All ${own.length} places`;
  result.summary = `${places} where this does not hold ${own.length === 1 ? 'is' : 'are'} accepted with a reason. ${result.summary}`;
}

function toResult(check: CheckDefinition, conclusion: Conclusion, workspace: Workspace): CheckResult {
  const severity = severityOf(check, workspace, null);
  return {
    id: check.id,
    title: check.title,
    category: check.category,
    severity: severity === 'off' ? check.severity : severity,
    verdict: conclusion.verdict,
    level: conclusion.verdict === 'pass' || conclusion.verdict === 'fail' ? conclusion.level : null,
    ...(check.everyPlace || ('everyPlace' in conclusion && conclusion.everyPlace) ? { everyPlace: true } : {}),
    summary: conclusion.summary,
    evidence: 'evidence' in conclusion ? (conclusion.evidence ?? []) : [],
    ...answeredBy(check, conclusion, workspace),
    gain: 0,
  };
}

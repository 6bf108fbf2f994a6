// From texts to a report in one call, and from a finding to the texts after its fix.

import assert from 'node:assert/strict';

import { applyEdits } from '../../src/engine/fix';
import type { EngineEdit } from '../../src/engine/fix';
import type { Finding } from '../../src/engine/finding';
import type { CheckResult, Report, RouteEntry } from '../../src/engine/report/report';
import { createSession, type Session } from '../../src/engine/session/session';
import { MemoryHost, type Files, type MemoryHostOptions } from './memory-host';

export type { Files } from './memory-host';

/** "Today" of every test. */
export const TODAY = '2026-01-15';

/** A scanned session over texts. */
export async function openSession(
  files: Files,
  options: MemoryHostOptions = {},
): Promise<{ session: Session; host: MemoryHost }> {
  const host = new MemoryHost({ ...files }, options);
  const session = createSession(host, { version: '0.0.0-test', today: TODAY });
  await session.scan();
  return { session, host };
}

/** The report of a workspace that consists of these texts. */
export async function analyze(files: Files, options: MemoryHostOptions = {}): Promise<Report> {
  return (await openSession(files, options)).session.report();
}

/** Endpoints of a workspace without the pages about the interface that its framework adds. */
export async function writtenRoutes(files: Files): Promise<RouteEntry[]> {
  return (await analyze(files)).routes.filter(isWritten);
}

/** False for a page about its interface that a framework serves by itself. */
export function isWritten({ builtIn }: RouteEntry): boolean {
  return builtIn !== true;
}

/** The result of one check. */
export function checkOf(report: Report, id: string): CheckResult {
  const result = report.checks.find((check) => check.id === id);
  assert.ok(result, `there is no check ${id}`);
  return result;
}

/** Findings of one check as `path:line rule`, in the report's order: what most tests compare. */
export function placesOf(report: Report, id: string): string[] {
  return report.findings.filter((finding) => finding.check === id).map(placeOf);
}

function placeOf({ path, line, rule }: Finding): string {
  const place = path === null ? 'workspace' : `${path}:${line}`;
  return rule === null ? place : `${place} ${rule}`;
}

/** A fix that was applied: the texts afterwards, the report on them, and the edit itself. */
export interface Fixed {
  files: Files;
  report: Report;
  edit: EngineEdit;
}

/**
 * Applies a fix to the first finding of a check (or the one that `pick` chooses), checks that the finding is gone and that no file edit
 * was empty, and returns the texts.
 */
export async function applyFix(
  files: Files,
  check: string,
  fixId: string,
  { pick = () => true, ...options }: MemoryHostOptions & { pick?: (finding: Finding) => boolean } = {},
): Promise<Fixed> {
  const { session } = await openSession(files, options);
  const finding = session.report().findings.find((candidate) => candidate.check === check && pick(candidate));
  assert.ok(finding, `there is no finding of ${check}`);
  assert.ok(finding.fixes.includes(fixId), `the finding offers ${finding.fixes.join(', ') || 'no fix'}`);
  const edit = await session.fix(fixId, finding.fingerprint);
  assert.ok(!('refused' in edit), 'refused' in edit ? edit.refused : '');
  const after = { ...files };
  for (const file of edit.files) {
    assert.equal(file.path in files, !file.create, `${file.path}: create is ${file.create}`);
    after[file.path] = applyEdits(files[file.path] ?? '', file.edits);
  }
  const report = await analyze(after, options);
  const again = report.findings.find((candidate) => candidate.fingerprint === finding.fingerprint);
  assert.equal(again, undefined, 'the finding is still there after its fix');
  return { files: after, report, edit };
}

/** `--format junit`: one test case for each check, one suite for each category, as CI systems read them. */
import { CATEGORY_TITLES, type Category } from '../verdict';
import { type Finding, isLive } from '../finding';
import { placeText } from '../report/present';
import type { CheckResult } from '../report/report';
import type { FormatInput } from './input';

export function formatJunit({ report }: FormatInput): string {
  const suites = (Object.keys(CATEGORY_TITLES) as Category[]).flatMap((category) => {
    const checks = report.checks.filter((check) => check.category === category);
    return checks.length === 0 ? [] : [suiteOf(category, checks, report.findings)];
  });
  const counts = countsOf(report.checks, report.findings);
  return `${['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites name="Preflight" ${counts}>`, ...suites, '</testsuites>'].join('\n')}\n`;
}

function countsOf(checks: readonly CheckResult[], findings: readonly Finding[]): string {
  const failures = checks.filter((check) => outcome(check, findings) === 'failure').length;
  const skipped = checks.filter((check) => outcome(check, findings) === 'skipped').length;
  return `tests="${checks.length}" failures="${failures}" errors="0" skipped="${skipped}"`;
}

/** A check fails a build when it has live findings; old debt and silenced places do not. */
function outcome(check: CheckResult, findings: readonly Finding[]): 'failure' | 'skipped' | 'passed' {
  if (check.verdict === 'unknown' || check.verdict === 'not-applicable' || check.verdict === 'expired')
    return 'skipped';
  const live = findings.some((finding) => finding.check === check.id && isLive(finding));
  return check.verdict === 'fail' && live ? 'failure' : 'passed';
}

function suiteOf(category: Category, checks: readonly CheckResult[], findings: readonly Finding[]): string {
  const cases = checks.map((check) => caseOf(check, findings));
  return [
    `  <testsuite name="${escape(CATEGORY_TITLES[category])}" ${countsOf(checks, findings)}>`,
    ...cases,
    '  </testsuite>',
  ].join('\n');
}

function caseOf(check: CheckResult, findings: readonly Finding[]): string {
  const open = `    <testcase classname="preflight.${escape(check.category)}" name="${escape(check.id)}"`;
  const kind = outcome(check, findings);
  if (kind === 'passed') return `${open}/>`;
  if (kind === 'skipped') return `${open}>\n      <skipped message="${escape(check.summary)}"/>\n    </testcase>`;
  const places = findings
    .filter((finding) => finding.check === check.id && isLive(finding))
    .map((finding) => `${placeText(finding)}: ${finding.message}`);
  return [
    `${open}>`,
    `      <failure type="${escape(check.severity)}" message="${escape(check.summary)}">${escape(places.join('\n'))}</failure>`,
    '    </testcase>',
  ].join('\n');
}

/** Text of an XML 1.0 document; characters it cannot hold at all are replaced. */
function escape(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '\ufffd')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A configuration to start from. */
import { plural } from '../report/present';
import type { Report } from '../report/report';

/**
 * Text of a `preflight.jsonc` to start from, with comments that say what was found. `others` names what other tools keep in the folder:
 * `.gitleaksignore (gitleaks)`.
 */
export function initialConfiguration(report: Report, others: readonly string[] = []): string {
  const frameworks = [...new Set(report.routes.map((route) => route.framework))].sort();
  const documents = [...new Set(report.checklist.filter((entry) => entry.checks.length > 0).map((entry) => entry.doc))];
  const found = [
    plural(report.stats.files, 'file'),
    ...(frameworks.length > 0 ? [`${plural(report.routes.length, 'route')} (${frameworks.join(', ')})`] : []),
    ...(documents.length > 0 ? [plural(documents.length, 'checklist')] : []),
  ];
  const lines = [
    '{',
    `  // Found here: ${found.join(', ')}.`,
    ...(others.length > 0
      ? [`  // Other tools keep accepted findings here, which Preflight does not read: ${others.join(', ')}.`]
      : []),
    '',
    '  // From which severity on a new finding fails "preflight check": blocker, high, medium, low or never.',
    '  "failOn": "blocker",',
    '',
    '  // Files that are not yours to put right, as globs: "third_party/**".',
    '  "exclude": [],',
    '',
    ...(documents.length > 0
      ? [
          '  // Documents whose items are held against the evidence.',
          `  "checklists": { "include": ${JSON.stringify(documents)} },`,
          '',
        ]
      : []),
    '  // Severities that differ from the standard, by check: "low", or "off".',
    '  "severities": {},',
    '',
    '  // Findings you accept: { "check": "…", "paths": ["…"], "reason": "…", "owner": "…", "expires": "YYYY-MM-DD" }',
    '  "exemptions": []',
    '}',
  ];
  return `${lines.join('\n')}\n`;
}

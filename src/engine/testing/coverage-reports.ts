/** Coverage reports of the workspace, and how much of its code they speak of. */
import type { Conclusion } from '../verdict';
import type { Language } from '../facts';
import { isWithin } from '../manifests';
import { dirname, join } from '../modules/paths';
import { notApplicable, unknown } from '../readiness/answers';
import { isScript, isShipped } from '../readiness/scope';
import type { Workspace } from '../workspace';
import type { CoverageFacts } from './coverage-report';

export interface PlacedReport {
  path: string;
  facts: CoverageFacts;
  /** Folder that it speaks for: the one that holds `coverage/`. */
  folder: string;
}

/** Reports but vendored ones, in path order. Call through `workspace.derive(coverageReports)`. */
export function coverageReports(workspace: Workspace): PlacedReport[] {
  const found: PlacedReport[] = [];
  for (const { file, facts } of workspace.each('coverage'))
    if (file.fileClass !== 'vendored') found.push({ path: file.path, facts, folder: folderOf(file.path) });
  return found;
}

function folderOf(path: string): string {
  const folder = dirname(path);
  return /(?:^|\/)(?:coverage|reports?|htmlcov|test-results)$/.test(folder) ? dirname(folder) : folder;
}

/** What to say without a report. */
export function withoutReport(workspace: Workspace): Conclusion {
  if (workspace.each('testCases').length === 0) return notApplicable('There are no tests to measure.');
  return unknown(
    [...workspace.files.keys()].some((path) => /(?:^|\/)\.coverage$/.test(path))
      ? 'The only coverage data here is a database of coverage.py; write a report with `coverage xml` to have it read.'
      : 'There is no coverage report here; write one (lcov.info, coverage-summary.json, coverage.xml) to have it read.',
  );
}

/** Shipped files in the languages of a report and below its folder, and those of them that it names; null = it names none that is here. */
export function scopeOf(
  workspace: Workspace,
  report: PlacedReport,
): { source: string[]; measured: Set<string> } | null {
  const byEnd = new Map<string, string[]>();
  const all = [...workspace.views].filter((file) => isWithin(file.path, report.folder));
  for (const { path } of all) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    byEnd.set(name, [...(byEnd.get(name) ?? []), path]);
  }
  const named = report.facts.files.flatMap((written) => {
    const path = written.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
    const own = join(report.folder, path);
    const candidates = byEnd.get(path.slice(path.lastIndexOf('/') + 1)) ?? [];
    if (candidates.includes(own)) return [own];
    const fitting = candidates.filter((one) => `/${path}`.endsWith(`/${one}`) || `/${one}`.endsWith(`/${path}`));
    return fitting.length === 1 ? fitting : [];
  });
  if (named.length === 0) return null;
  const measured = new Set(named);
  const languages = new Set<Language>();
  for (const { path, language } of all) if (measured.has(path)) languages.add(kin(language));
  const source = all
    .filter((file) => languages.has(kin(file.language)) && isShipped(file) && !isScript(file.path))
    .map(({ path }) => path)
    .filter((path) => !/\.d\.[cm]?ts$|\.config\.\w+$|(?:^|\/)__init__\.py$/.test(path));
  return { source, measured };
}

/** Measured by the same tools. */
function kin(language: Language): Language {
  return ['typescript', 'vue', 'svelte', 'astro'].includes(language) ? 'javascript' : language;
}

/** Every place that sets a lowest accepted test coverage, and whether the tool reads it there. */
import type { Json } from '../collect/json-nodes';
import type { SettingEntry } from '../collect/settings';
import { lineSpan } from '../readiness/answers';
import { pipelines } from '../readiness/ci-gates';
import type { Span } from '../span';
import type { Workspace } from '../workspace';
import { pythonSections } from './python-config';

export interface CoverageGate {
  path: string;
  span: Span;
  /** Null when it is computed or cannot be read. */
  percent: number | null;
  /** Why the tool does not see it, as the end of a sentence; null = it does. */
  unread: string | null;
}

/** Every gate, in path order. Call through `workspace.derive(coverageGates)`. */
export function coverageGates(workspace: Workspace): CoverageGate[] {
  return [...pythonGates(workspace), ...scriptGates(workspace), ...jsonGates(workspace), ...commandGates(workspace)];
}

const FAIL_UNDER = /--(?:cov-)?fail-under(?:=|\s+)(\d+(?:\.\d+)?)/;

function pythonGates(workspace: Workspace): CoverageGate[] {
  return workspace.derive(pythonSections).flatMap(({ path, section, ignored }) =>
    section.entries.flatMap((entry) => {
      const isOption = entry.key === 'addopts';
      const isSetting = entry.key === 'fail_under' && /report$/.test(section.name);
      if (!isOption && !isSetting) return [];
      const value = Array.isArray(entry.value) ? entry.value.join(' ') : String(entry.value);
      const percent = isSetting ? Number(value) : Number(FAIL_UNDER.exec(value)?.[1] ?? Number.NaN);
      if (Number.isNaN(percent)) return [];
      const unread = !ignored
        ? null
        : ignored.why === 'shadowed'
          ? `${ignored.by?.path ?? 'another file'} is read instead of this file`
          : `[${section.name}] is not a section that is read in this file`;
      return [{ path, span: isOption ? lineOf(entry, value) : entry.span, percent, unread }];
    }),
  );
}

/** The line of a long `addopts` that holds the option. */
function lineOf({ span, lines }: SettingEntry, value: string): Span {
  const line = lines?.[value.split('\n').findIndex((part) => FAIL_UNDER.test(part))];
  return line === undefined ? span : { line, column: 1, endLine: line, endColumn: 1 };
}

const READ = { jest: 'coverageThreshold', vitest: 'thresholds' } as const;

/** jest and vitest configurations in JavaScript. */
function scriptGates(workspace: Workspace): CoverageGate[] {
  const found: CoverageGate[] = [];
  for (const { file, facts } of workspace.each('testConfig')) {
    if (file.fileClass === 'vendored') continue;
    for (const { key, span, percent } of facts.thresholds) {
      const unread = key === READ[facts.tool] ? null : `${facts.tool} reads "${READ[facts.tool]}", not "${key}"`;
      found.push({ path: file.path, span, percent, unread });
    }
  }
  return found;
}

/** jest in package.json or JSON, nyc and c8. */
function jsonGates(workspace: Workspace): CoverageGate[] {
  const found: CoverageGate[] = [];
  for (const { file, facts } of workspace.each('settings')) {
    if (file.fileClass === 'vendored' || (!file.path.endsWith('.json') && !/rc$/.test(file.path))) continue;
    for (const { key, value, span } of facts.sections.flatMap((section) => section.entries)) {
      const table = asObject(value);
      if (/^coverageThresholds?$/.test(key)) found.push(jestGate(file.path, key, value, span));
      if (key === 'jest')
        for (const name of ['coverageThreshold', 'coverageThresholds'])
          if (table[name] !== undefined) found.push(jestGate(file.path, name, table[name], span));
      if ((key === 'nyc' || key === 'c8') && table['check-coverage'] === true)
        found.push({ path: file.path, span, percent: linesOf(table), unread: null });
      if (key === 'check-coverage' && value === true) {
        const all = Object.fromEntries(
          facts.sections.flatMap((section) => section.entries).map((entry) => [entry.key, entry.value]),
        );
        found.push({ path: file.path, span, percent: linesOf(all), unread: null });
      }
    }
  }
  return found;
}

function jestGate(path: string, key: string, value: Json, span: Span): CoverageGate {
  const unread = key === READ.jest ? null : `jest reads "${READ.jest}", not "${key}"`;
  return { path, span, percent: linesOf(asObject(asObject(value).global ?? value)), unread };
}

function asObject(value: Json): Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function linesOf(table: Record<string, Json>): number | null {
  const value = table.lines ?? table.statements ?? table.branches;
  return typeof value === 'number' ? value : null;
}

/** Options of a pipeline's command (`coverage report --fail-under=90`). */
function commandGates(workspace: Workspace): CoverageGate[] {
  return workspace.derive(pipelines).flatMap(({ path, facts }) =>
    facts.jobs.flatMap((job) =>
      job.steps.flatMap((step) =>
        step.commands.flatMap(({ text, line, swallowed }) => {
          const percent = FAIL_UNDER.exec(text)?.[1];
          if (percent === undefined) return [];
          const how = swallowed ?? ((step.allowsFailure ?? job.allowsFailure) === null ? null : '`continue-on-error`');
          const unread = how === null ? null : `the step's failure is ignored (${how})`;
          return [{ path, span: lineSpan(line), percent: Number(percent), unread }];
        }),
      ),
    ),
  );
}

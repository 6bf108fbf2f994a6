/** Python type checkers: where their settings are read from, and whether a project declares one. */
import { declarationsOf } from '../manifests';
import type { Span } from '../span';
import type { Workspace } from '../workspace';

export interface CheckerSettings {
  tool: 'mypy' | 'pyright' | 'ty' | 'pyre';
  path: string;
  /** The section's header; null where the whole file is meant. */
  span: Span | null;
}

/** Sections by file name, as each tool documents them; `''` stands for the file as such. */
const SECTIONS: readonly [RegExp, string, CheckerSettings['tool']][] = [
  [/(?:^|\/)\.?mypy\.ini$/, 'mypy', 'mypy'],
  [/(?:^|\/)setup\.cfg$/, 'mypy', 'mypy'],
  [/(?:^|\/)pyproject\.toml$/, 'tool.mypy', 'mypy'],
  [/(?:^|\/)pyproject\.toml$/, 'tool.pyright', 'pyright'],
  [/(?:^|\/)pyproject\.toml$/, 'tool.basedpyright', 'pyright'],
  [/(?:^|\/)pyproject\.toml$/, 'tool.ty', 'ty'],
  [/(?:^|\/)pyrightconfig\.json$/, '', 'pyright'],
];

/** Every place that configures a checker, in path order. */
export function checkerSettings(workspace: Workspace): CheckerSettings[] {
  const found: CheckerSettings[] = [];
  for (const { file, facts } of workspace.each('settings')) {
    if (file.fileClass === 'vendored') continue;
    for (const [pattern, name, tool] of SECTIONS) {
      if (!pattern.test(file.path)) continue;
      const section = facts.sections.find((candidate) => sectionIs(candidate.name, name));
      if (section && !found.some((other) => other.path === file.path && other.tool === tool))
        found.push({ tool, path: file.path, span: section.span });
    }
  }
  return found;
}

/** `tool.ty` is also meant by `tool.ty.rules`. */
function sectionIs(actual: string, wanted: string): boolean {
  return actual === wanted || (wanted.startsWith('tool.') && actual.startsWith(`${wanted}.`));
}

/** Manifests that name a checker as a dependency. */
export function declaredCheckers(workspace: Workspace): { path: string; name: string; span: Span }[] {
  return declarationsOf(workspace, 'python', /^(?:mypy|pyright|basedpyright|ty|pyre-check|pytype)$/).map(
    ({ path, dependency }) => ({ path, name: dependency.name, span: dependency.span }),
  );
}

/** True when the text of a pipeline step runs a Python type checker. */
export function runsPythonChecker(command: string): boolean {
  return /\b(?:mypy|dmypy|pyright|basedpyright|pyre|pytype|ty check)\b/.test(command);
}

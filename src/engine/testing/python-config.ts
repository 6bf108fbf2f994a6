/**
 * Where pytest and coverage.py read their settings from. Each takes the first file that it recognises and nothing else
 * (docs.pytest.org, "Configuration"; coverage.readthedocs.io, "Configuration reference"; order measured with pytest 9.0 and read in the
 * source of coverage.py 7).
 */
import type { SettingsSection } from '../collect/settings';
import { folderOf } from '../manifests';
import type { Span } from '../span';
import type { Workspace } from '../workspace';

export type PythonTool = 'pytest' | 'coverage';

/** A section that is meant for pytest or coverage.py. */
export interface PythonSection {
  path: string;
  tool: PythonTool;
  section: SettingsSection;
  /** Why the tool does not read it; null = it does. */
  ignored: Ignored | null;
}

export interface Ignored {
  /** `place`: this file never holds such a section. `shadowed`: another file wins. */
  why: 'place' | 'shadowed';
  /** The section's name that would be read here, if there is one. */
  rename: string | null;
  /** The file that wins. */
  by: { path: string; span: Span | null } | null;
}

/** Files in the order in which each tool looks, with the sections it reads there. `null` = the file alone is enough. */
const ORDER: Readonly<Record<PythonTool, readonly [RegExp, RegExp | null][]>> = {
  pytest: [
    [/^\.?pytest\.toml$/, null],
    [/^\.?pytest\.ini$/, null],
    [/^pyproject\.toml$/, /^tool\.pytest(?:\.ini_options)?$/],
    [/^tox\.ini$/, /^pytest$/],
    [/^setup\.cfg$/, /^tool:pytest$/],
  ],
  coverage: [
    [/^\.coveragerc$/, null],
    [/^\.coveragerc\.toml$/, null],
    [/^setup\.cfg$/, /^coverage:/],
    [/^tox\.ini$/, /^coverage:/],
    [/^pyproject\.toml$/, /^tool\.coverage(?:\.|$)/],
  ],
};

/** Names of sections by what they are meant for, wherever they stand. */
const MEANT: readonly [RegExp, PythonTool][] = [
  [/^(?:tool:)?pytest$|^tool\.pytest(?:\.ini_options)?$/, 'pytest'],
  [/^coverage:|^tool\.coverage(?:\.|$)/, 'coverage'],
];

/** Every section that is meant for pytest or coverage.py, with what becomes of it. Call through `workspace.derive(pythonSections)`. */
export function pythonSections(workspace: Workspace): PythonSection[] {
  const found: PythonSection[] = [];
  for (const { file, facts } of workspace.each('settings')) {
    if (file.fileClass === 'vendored') continue;
    const name = file.path.slice(file.path.lastIndexOf('/') + 1);
    for (const section of facts.sections) {
      const tool = MEANT.find(([pattern]) => pattern.test(section.name))?.[1] ?? ownSection(name, section.name);
      if (tool)
        found.push({ path: file.path, tool, section, ignored: ignoredBy(workspace, file.path, name, tool, section) });
    }
  }
  return found;
}

/** `.coveragerc` names its sections `run`, `report` …. */
function ownSection(file: string, section: string): PythonTool | undefined {
  return file === '.coveragerc' && /^(?:run|report|paths|html|xml|json|lcov)$/.test(section) ? 'coverage' : undefined;
}

function ignoredBy(
  workspace: Workspace,
  path: string,
  name: string,
  tool: PythonTool,
  section: SettingsSection,
): Ignored | null {
  const rank = ORDER[tool].findIndex(([file]) => file.test(name));
  const reads = ORDER[tool][rank]?.[1];
  const isRead =
    tool === 'pytest' && /pytest\.ini$/.test(name)
      ? section.name === 'pytest'
      : (reads?.test(section.name) ?? reads === null);
  if (!isRead || rank < 0) return { why: 'place', rename: renameTo(tool, name), by: null };
  const folder = folderOf(path);
  for (const [file, wanted] of ORDER[tool].slice(0, rank)) {
    const winner = [...workspace.each('settings')].find(
      ({ file: other, facts }) =>
        folderOf(other.path) === folder &&
        file.test(other.path.slice(other.path.lastIndexOf('/') + 1)) &&
        (wanted === null || facts.sections.some((candidate) => wanted.test(candidate.name))),
    );
    if (winner) {
      const span = winner.facts.sections.find(({ span: own }) => own !== null)?.span ?? null;
      return { why: 'shadowed', rename: null, by: { path: winner.file.path, span } };
    }
  }
  return null;
}

function renameTo(tool: PythonTool, name: string): string | null {
  if (tool !== 'pytest') return null;
  return /^\.?pytest\.ini$|^tox\.ini$/.test(name) ? 'pytest' : name === 'setup.cfg' ? 'tool:pytest' : null;
}

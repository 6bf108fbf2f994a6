import { minimatch } from 'minimatch';
import { defineCheck, type Conclusion } from '../check';
import type { FindingDraft } from '../finding';
import { folderOf } from '../manifests';
import { count, evidence, fail, findingAt, notApplicable, pass, relatedTo } from '../readiness/answers';
import { pythonSections, type PythonSection } from '../testing/python-config';
import { joinPath } from '../types/paths';
import type { Workspace } from '../workspace';

export default defineCheck({
  id: 'test-config-ignored',
  title: 'Test configuration is read',
  question: 'Does the test runner read every test setting that is written down?',
  category: 'testing',
  severity: 'medium',
  effort: 'low',
  since: '0.1.0',
  everyPlace: true,
  asks: ['001'],
  rules: {
    section: 'The section stands in a file where the tool does not look for it.',
    shadowed: 'Another file is read instead.',
    path: 'A path in the settings leads nowhere.',
  },
  conclude(workspace): Conclusion {
    const sections = workspace.derive(pythonSections);
    const scripts = [...workspace.each('testConfig')].filter(({ file }) => file.fileClass !== 'vendored');
    if (sections.length + scripts.length === 0) return notApplicable('There is no test configuration.');
    const findings = [
      ...ignoredSections(sections),
      ...missingPaths(workspace, sections),
      ...missingProjects(workspace),
    ];
    const places = [
      ...sections.map(({ path, section }) => ({ path, line: section.span?.line ?? 1 })),
      ...scripts.map(({ file }) => ({ path: file.path, line: 1 })),
    ];
    const [first] = places;
    if (findings.length === 0)
      return pass(
        'E4',
        'Every test configuration is read.',
        first ? [evidence(first.path, first.line, 'is read')] : [],
      );
    return fail(
      'E1',
      `${count(findings.length, 'test setting')} without effect.`,
      findings,
      findings.map(({ place }) => evidence(place?.path ?? '', place?.span ?? null, 'has no effect')),
    );
  },
});

/** One finding for each file and tool: several sections there are one mistake. */
function ignoredSections(sections: readonly PythonSection[]): FindingDraft[] {
  const seen = new Set<string>();
  return sections.flatMap(({ path, tool, section, ignored }) => {
    if (!ignored || seen.has(`${path}:${tool}`)) return [];
    seen.add(`${path}:${tool}`);
    const name = path.slice(path.lastIndexOf('/') + 1);
    const what = tool === 'pytest' ? 'pytest' : 'coverage.py';
    if (ignored.why === 'shadowed') {
      const by = ignored.by?.path ?? 'another file';
      const related = ignored.by?.span ? [relatedTo(ignored.by.path, ignored.by.span, 'This file is read.')] : [];
      const message = `${what} reads ${by} and nothing else, so these settings have no effect. Keep the settings in one of the two files.`;
      return [findingAt(path, section.span, message, `${tool}:shadowed`, { rule: 'shadowed', related })];
    }
    const advice = ignored.rename
      ? `Rename the section to [${ignored.rename}].`
      : tool === 'coverage'
        ? 'Move the coverage settings to .coveragerc or pyproject.toml.'
        : 'Move the settings to pytest.ini or pyproject.toml.';
    const message = `${what} does not read [${section.name}] in ${name}, so these settings have no effect. ${advice}`;
    const fixes = ignored.rename ? ['rename-test-section'] : [];
    return [
      findingAt(path, section.span, message, `${tool}:section`, {
        rule: 'section',
        fixes,
        data: { rename: ignored.rename },
      }),
    ];
  });
}

/** `testpaths` of sections that are read, when none of them exists. */
function missingPaths(workspace: Workspace, sections: readonly PythonSection[]): FindingDraft[] {
  return sections.flatMap(({ path, tool, section, ignored }) => {
    if (tool !== 'pytest' || ignored) return [];
    return section.entries.flatMap((entry) => {
      if (entry.key !== 'testpaths') return [];
      const paths = (Array.isArray(entry.value) ? entry.value.map(String) : String(entry.value).split(/\s+/)).filter(
        Boolean,
      );
      const gone = paths.filter((testPath) => !/[*?[]/.test(testPath) && !leadsSomewhere(workspace, path, testPath));
      if (gone.length === 0 || gone.length < paths.length) return [];
      const message = `pytest looks for tests in ${gone.join(', ')}, which does not exist, and then searches everything. Correct the path.`;
      return [findingAt(path, entry.span, message, `testpaths:${gone.join()}`, { rule: 'path' })];
    });
  });
}

function leadsSomewhere(workspace: Workspace, from: string, to: string): boolean {
  const path = joinPath(folderOf(from), to);
  return path === undefined || workspace.has(path);
}

/** jest's `projects` that match no file and no folder. */
function missingProjects(workspace: Workspace): FindingDraft[] {
  const findings: FindingDraft[] = [];
  for (const { file, facts } of workspace.each('testConfig')) {
    if (file.fileClass === 'vendored') continue;
    for (const { value, span } of facts.projects) {
      const pattern = joinPath(folderOf(file.path), value.replace(/^<rootDir>\/?/, ''));
      if (pattern === undefined || /\$\{/.test(value) || matchesSomething(workspace, pattern)) continue;
      const message = `jest finds no project under "${value}", so its tests never run. Correct the path or delete the entry.`;
      findings.push(findingAt(file.path, span, message, `projects:${value}`, { rule: 'path' }));
    }
  }
  return findings;
}

function matchesSomething(workspace: Workspace, pattern: string): boolean {
  if (!/[*?[{]/.test(pattern)) return workspace.has(pattern);
  const options = { dot: true, braceExpandMax: 64 };
  return [...workspace.files.keys(), ...workspace.folders].some((path) => minimatch(path, pattern, options));
}

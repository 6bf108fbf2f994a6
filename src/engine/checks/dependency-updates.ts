/** A bot proposes new versions for everything that is declared. */
import { defineCheck } from '../check';
import { evidence, fail, findingAt, lineSpan, listed, missing, notApplicable, pass } from '../readiness/answers';
import { folderOf, manifests } from '../manifests';
import type { Workspace } from '../workspace';
import { isAside } from '../readiness/scope';

export default defineCheck({
  id: 'dependency-updates',
  title: 'An update bot covers every ecosystem',
  question: 'Does a bot propose updates for the dependencies of every ecosystem in use?',
  category: 'ci',
  severity: 'low',
  effort: 'low',
  since: '0.1.0',
  everyPlace: true,
  asks: ['002'],
  conclude(workspace) {
    const needed = ecosystems(workspace);
    if (needed.size === 0) return notApplicable('There are no dependencies.');
    const bots = [...workspace.each('updateBot')];
    const first = bots[0];
    if (!first) {
      return fail('E0', 'No bot proposes updates.', [
        missing(
          null,
          'Nothing proposes new versions of dependencies, so security fixes arrive when somebody thinks of them. Add `.github/dependabot.yml` or Renovate.',
        ),
      ]);
    }
    if (bots.some(({ facts }) => facts.bot === 'renovate'))
      return pass('E4', 'Renovate proposes updates for everything it finds.', [
        evidence(first.file.path, 1, 'Renovate'),
      ]);
    const entries = bots.flatMap(({ facts }) => facts.entries);
    const open = [...needed].filter(
      ([ecosystem]) => !entries.some((entry) => NAMES[ecosystem]?.includes(entry.ecosystem)),
    );
    if (open.length > 0) {
      const names = listed(open.map(([ecosystem]) => NAMES[ecosystem]?.[0] ?? ecosystem));
      return fail(
        'E2',
        `The update bot leaves out ${names}.`,
        [
          findingAt(
            first.file.path,
            lineSpan(1),
            `Updates for ${names} are not proposed, although ${listed(open.map(([, path]) => path))} ${open.length === 1 ? 'declares' : 'declare'} them. Add an entry for each.`,
            open.map(([ecosystem]) => ecosystem).join(),
          ),
        ],
        entries.map((entry) => evidence(first.file.path, entry.line, entry.ecosystem)),
      );
    }
    return pass(
      'E4',
      'Dependabot covers every ecosystem in use.',
      entries.map((entry) => evidence(first.file.path, entry.line, entry.ecosystem)),
    );
  },
});

/** Dependabot's names (docs.github.com, "Dependabot supported ecosystems"). */
const NAMES: Record<string, string[]> = {
  npm: ['npm', 'bun'],
  python: ['pip', 'uv'],
  docker: ['docker', 'docker-compose'],
  actions: ['github-actions'],
  gomod: ['gomod'],
  cargo: ['cargo'],
  bundler: ['bundler'],
  composer: ['composer'],
  maven: ['maven'],
  gradle: ['gradle'],
  nuget: ['nuget'],
};

/** Ecosystems whose manifests are known by their names alone. */
const BY_NAME: readonly [RegExp, string][] = [
  [/(?:^|\/)go\.mod$/, 'gomod'],
  [/(?:^|\/)Cargo\.toml$/, 'cargo'],
  [/(?:^|\/)Gemfile$/, 'bundler'],
  [/(?:^|\/)composer\.json$/, 'composer'],
  [/(?:^|\/)pom\.xml$/, 'maven'],
  [/(?:^|\/)build\.gradle(?:\.kts)?$/, 'gradle'],
  [/\.(?:cs|fs)proj$/, 'nuget'],
];

/** Ecosystems with a manifest of the team's own, and the manifest that proves it. Base images are left out: they are pinned by the image check. */
function ecosystems(workspace: Workspace): Map<string, string> {
  const found = new Map<string, string>();
  for (const { path, manifest } of manifests(workspace)) {
    if (!isAside(folderOf(path) + '/') && manifest.dependencies.length > 0 && !found.has(manifest.ecosystem))
      found.set(manifest.ecosystem, path);
  }
  for (const path of workspace.files.keys()) {
    const ecosystem = BY_NAME.find(([name]) => name.test(path))?.[1];
    if (ecosystem === undefined || found.has(ecosystem) || isAside(path)) continue;
    const fileClass = workspace.view(path)?.fileClass;
    if (fileClass !== 'vendored' && fileClass !== 'test') found.set(ecosystem, path);
  }
  return found;
}

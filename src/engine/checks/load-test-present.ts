/** Load can be produced on purpose. */
import { defineCheck } from '../check';
import { everyApp } from '../http/apps';
import { evidence, fail, missing, notApplicable, pass } from '../readiness/answers';
import { isAside } from '../readiness/scope';
import { apps } from '../readiness/setup-check';
import type { Workspace } from '../workspace';

const FILE =
  /(?:^|\/)(?:locustfile[^/]*\.py|[^/]*\.jmx|artillery[^/]*\.ya?ml|[^/]*\.artillery\.ya?ml)$|(?:^|\/)[^/]*(?:load|stress)[-_]?test[^/]*\.(?:py|[cm]?[jt]s|ya?ml|scala)$/i;

export default defineCheck({
  id: 'load-test-present',
  title: 'A load test exists',
  question: 'Is there a script that puts the system under load?',
  category: 'testing',
  severity: 'medium',
  effort: 'medium',
  since: '0.1.0',
  asks: ['000', '003'],
  reads: 'routes',
  conclude(workspace) {
    const found = scripts(workspace);
    if (found.length > 0)
      return pass(
        'E4',
        'A script puts the system under load.',
        found.slice(0, 3).map((path) => evidence(path, 1, 'a load test')),
      );
    if (apps(workspace).length + workspace.derive(everyApp).length === 0)
      return notApplicable('Nothing here serves requests.');
    return fail('E0', 'There is no load test.', [
      missing(
        null,
        'No script puts the system under load, so its limit is found by users. Write one for the most used paths (k6, Locust, Artillery) with the numbers you expect.',
      ),
    ]);
  },
});

function scripts(workspace: Workspace): string[] {
  const out: string[] = [];
  const loads = new Set(
    workspace
      .each('signals')
      .filter(({ facts }) => facts.some(({ kind }) => kind === 'load-test'))
      .map(({ file }) => file.path),
  );
  for (const file of workspace.views) {
    if (file.fileClass === 'vendored' || file.fileClass === 'generated' || isAside(file.path)) continue;
    if (FILE.test(file.path) || loads.has(file.path)) out.push(file.path);
  }
  return out;
}

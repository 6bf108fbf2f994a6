/** Coverage is measured over the code that ships. */
import { defineCheck } from '../check';
import { evidence, fail, findingAt, lineSpan, pass, unknown } from '../readiness/answers';
import { coverageReports, scopeOf, withoutReport } from '../testing/coverage-reports';

/** A percentage of less than this share of the files says little about the whole. */
const LEAST = 60;

export default defineCheck({
  id: 'coverage-scope',
  title: 'Coverage is measured over the whole source',
  question: `Does the coverage report cover at least ${LEAST} % of the source files?`,
  category: 'testing',
  severity: 'high',
  effort: 'medium',
  since: '0.1.0',
  asks: ['002'],
  conclude(workspace) {
    const reports = workspace.derive(coverageReports);
    if (reports.length === 0) return withoutReport(workspace);
    const judged = reports.flatMap((report) => {
      const scope = scopeOf(workspace, report);
      if (!scope || scope.source.length === 0) return [];
      const inside = scope.source.filter((path) => scope.measured.has(path)).length;
      return [
        {
          path: report.path,
          inside,
          all: scope.source.length,
          share: Math.floor((inside / scope.source.length) * 100),
        },
      ];
    });
    const [first] = judged;
    if (!first) return unknown('The coverage report names no file that is here.');
    const proofs = judged.map(({ path, inside, all }) => evidence(path, 1, `names ${inside} of ${all} source files`));
    const narrow = judged.filter(({ share }) => share < LEAST);
    if (narrow.length === 0)
      return pass('E4', `The coverage report names ${first.share} % of the source files.`, proofs);
    return fail(
      'E3',
      `The coverage report names ${narrow[0]?.inside ?? 0} of ${narrow[0]?.all ?? 0} source files.`,
      narrow.map(({ path, inside, all, share }) =>
        findingAt(
          path,
          lineSpan(1),
          `This report names ${inside} of ${all} source files (${share} %), so its percentage says little about the rest. Widen what coverage includes (\`include\`, \`collectCoverageFrom\`, \`--cov\`), files that no test loads too.`,
          'narrow',
        ),
      ),
      proofs,
    );
  },
});

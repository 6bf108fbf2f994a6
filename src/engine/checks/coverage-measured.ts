/** The share of lines that tests run, as the reports say. */
import { defineCheck } from '../check';
import { isWithin } from '../manifests';
import { evidence, fail, findingAt, lineSpan, pass, relatedTo } from '../readiness/answers';
import { coverageGates } from '../testing/coverage-gates';
import { coverageReports, withoutReport, type PlacedReport } from '../testing/coverage-reports';
import type { Workspace } from '../workspace';

/** Where no threshold is set: what teams ask for most. */
const USUAL = 80;

export default defineCheck({
  id: 'coverage-measured',
  title: 'Measured coverage reaches its target',
  question: 'Does the coverage report show the coverage that the team asks for?',
  category: 'testing',
  severity: 'high',
  effort: 'high',
  since: '0.1.0',
  asks: ['000', '001', '003'],
  conclude(workspace) {
    const reports = workspace.derive(coverageReports);
    if (reports.length === 0) return withoutReport(workspace);
    const judged = reports.map((report) => ({
      report,
      percent: percentOf(report),
      target: targetOf(workspace, report),
    }));
    const proofs = judged.map(({ report, percent }) => evidence(report.path, 1, `${percent} % of the lines`));
    const low = judged.filter(({ percent, target }) => percent < target.percent);
    if (low.length === 0) return pass('E4', `Tests run ${judged[0]?.percent ?? 0} % of the measured lines.`, proofs);
    return fail(
      'E3',
      `Tests run ${low[0]?.percent ?? 0} % of the measured lines; the target is ${low[0]?.target.percent ?? USUAL} %.`,
      low.map(({ report, percent, target }) =>
        findingAt(
          report.path,
          lineSpan(1),
          `${report.facts.covered} of ${report.facts.lines} measured lines are run by tests, which is ${percent} %, and the target is ${target.percent} %. What no test runs breaks unseen. Start with what would hurt most.`,
          'low',
          target.at === null ? {} : { related: [relatedTo(target.at.path, target.at.span, 'sets the target')] },
        ),
      ),
      proofs,
    );
  },
});

/** With one decimal, rounded down: 79.99 % is not 80 %. */
function percentOf({ facts }: PlacedReport): number {
  return Math.floor((facts.covered / facts.lines) * 1000) / 10;
}

/** The highest threshold that is in force for the report's folder. */
function targetOf(workspace: Workspace, { folder }: PlacedReport) {
  const [gate] = workspace
    .derive(coverageGates)
    .filter(({ path, percent, unread }) => percent !== null && unread === null && isWithin(path, folder))
    .sort((a, b) => (b.percent ?? 0) - (a.percent ?? 0));
  return { percent: gate?.percent ?? USUAL, at: gate ?? null };
}

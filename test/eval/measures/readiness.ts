// Agreement of the built checks with the labelled verdicts, per check.

import { CHECKS } from '../../../src/engine/checks';
import { readLabels } from '../corpus';
import { percent, share, shortName, type Measure } from '../measure';

interface Row {
  repo: string;
  check: string;
  verdict: 'pass' | 'fail' | 'n/a' | 'unknown';
  level: string | null;
  note: string;
}

const WORDS: Record<string, string> = { 'n/a': 'not-applicable' };

const measure: Measure = {
  name: 'readiness',
  title: 'Checks: agreement with the labelled verdicts',
  run(checkouts, truth) {
    const labels = readLabels<Row>(truth, 'readiness').filter((row) => row.check !== 'checklist-contradiction');
    const rows: (string | number)[][] = [];
    const differences: string[] = [];
    let agreed = 0;
    let all = 0;
    for (const check of CHECKS) {
      const own = labels.filter((row) => row.check === check.id);
      const cells = checkouts.map((checkout) => {
        const row = own.find((candidate) => candidate.repo === checkout.repo);
        const result = checkout.report.checks.find((candidate) => candidate.id === check.id);
        if (!row || !result) return '';
        all++;
        const wanted = WORDS[row.verdict] ?? row.verdict;
        if (result.verdict === wanted) {
          agreed++;
          return result.level === row.level || row.level === null ? 'yes' : `yes ${result.level} for ${row.level}`;
        }
        differences.push(
          `${check.id} ${shortName(row.repo)}: is ${wanted} ${row.level ?? ''}, we say ${result.verdict} ${result.level ?? ''}: ${result.summary} | label: ${row.note}`,
        );
        return `NO ${result.verdict}, is ${wanted}`;
      });
      if (own.length > 0) rows.push([check.id, ...cells]);
    }
    rows.push(['agreement', percent(share(agreed, all)), `${agreed}/${all}`]);
    const columns = ['', ...checkouts.map(({ repo }) => shortName(repo))];
    return { columns, rows, differences, numbers: { agreement: share(agreed, all), checks: CHECKS.length } };
  },
};

export default measure;

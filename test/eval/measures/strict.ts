// Effective TypeScript strictness of every labelled configuration.

import { readLabels } from '../corpus';
import { percent, share, shortName, type Measure } from '../measure';

interface Row {
  repo: string;
  path: string;
  role: string;
  strict: boolean;
  flagsOn: number;
  flagsTotal: number;
  state: string | null;
  files: number;
  extends: string[];
  enforced?: boolean;
}

const measure: Measure = {
  name: 'strict',
  title: 'Strictness: configurations right',
  run(checkouts, truth) {
    const labels = readLabels<Row>(truth, 'strict');
    const rows: (string | number)[][] = [];
    const differences: string[] = [];
    let right = 0;
    let all = 0;
    for (const { repo, report } of checkouts) {
      const own = labels.filter((row) => row.repo === repo);
      let ownRight = 0;
      let gates = 0;
      for (const row of own) {
        const entry = report.strictness.find((candidate) => candidate.path === row.path);
        const wrong = (['role', 'strict', 'flagsOn', 'flagsTotal', 'state', 'files', 'extends'] as const).filter(
          (key) => JSON.stringify(entry?.[key]) !== JSON.stringify(row[key]),
        );
        if (row.enforced === undefined || entry?.enforced === row.enforced) gates++;
        else differences.push(`${shortName(repo)} ${row.path}: enforced is ${row.enforced}, we say ${entry?.enforced}`);
        if (wrong.length === 0) ownRight++;
        else {
          const details = wrong.map(
            (key) => `${key} is ${JSON.stringify(row[key])}, we say ${JSON.stringify(entry?.[key])}`,
          );
          differences.push(`${shortName(repo)} ${row.path}: ${details.join('; ')}`);
        }
      }
      const extra = report.strictness.filter((entry) => !own.some((row) => row.path === entry.path));
      differences.push(...extra.map((entry) => `${shortName(repo)} ${entry.path} has no label`));
      rows.push([shortName(repo), `${ownRight}/${own.length}`, `${gates}/${own.length}`, extra.length]);
      right += ownRight;
      all += own.length;
    }
    rows.push(['all', percent(share(right, all)), '', '']);
    return {
      columns: ['', 'right', 'enforced right', 'without a label'],
      rows,
      differences,
      numbers: { right: share(right, all) },
    };
  },
};

export default measure;

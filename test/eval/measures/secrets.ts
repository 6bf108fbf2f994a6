// Secret and default-secret lines found, labelled negatives flagged, findings on lines without a label.

import type { Checkout } from '../corpus';
import { readLabels } from '../corpus';
import { percent, share, shortName, type Measure } from '../measure';

interface Row {
  repo: string;
  path: string;
  line: number;
  label: 'secret' | 'default-secret' | 'not-secret';
  kind: string;
  group?: string;
}

const CHECKS = new Set([
  'hardcoded-secret',
  'default-secret-value',
  'weak-datastore-credentials',
  'client-exposed-secret',
]);

const measure: Measure = {
  name: 'secrets',
  title: 'Secrets: lines found',
  run(checkouts, truth) {
    const labels = readLabels<Row>(truth, 'secrets');
    const rows: (string | number)[][] = [];
    const differences: string[] = [];
    const sum = { secret: [0, 0], 'default-secret': [0, 0], 'not-secret': [0, 0], unlabelled: 0 };
    for (const checkout of checkouts) {
      const own = labels.filter((row) => row.repo === checkout.repo);
      const flagged = flaggedLines(checkout);
      const counts = { secret: [0, 0], 'default-secret': [0, 0], 'not-secret': [0, 0] };
      for (const row of own) {
        const isFlagged = flagged.has(`${row.path}:${row.line}`);
        for (const target of [counts[row.label], sum[row.label]]) {
          target[0] = (target[0] ?? 0) + Number(isFlagged);
          target[1] = (target[1] ?? 0) + 1;
        }
        if (isFlagged === (row.label === 'not-secret')) {
          differences.push(`${shortName(row.repo)} ${row.path}:${row.line} ${row.label} (${row.kind})`);
        }
      }
      const labelled = new Set(own.map((row) => `${row.path}:${row.line}`));
      const unlabelled = [...flagged].filter((place) => !labelled.has(place));
      sum.unlabelled += unlabelled.length;
      differences.push(...unlabelled.map((place) => `${shortName(checkout.repo)} ${place} unlabelled`));
      rows.push([shortName(checkout.repo), ...Object.values(counts).map(([a, b]) => `${a}/${b}`), unlabelled.length]);
    }
    const of = ([found = 0, all = 0]: number[]): number => share(found, all);
    const numbers = {
      secret: of(sum.secret),
      defaultSecret: of(sum['default-secret']),
      negativesFlagged: sum['not-secret'][1] === 0 ? 0 : of(sum['not-secret']),
      unlabelled: sum.unlabelled,
    };
    rows.push([
      'all',
      percent(numbers.secret),
      percent(numbers.defaultSecret),
      percent(numbers.negativesFlagged),
      sum.unlabelled,
    ]);
    return { columns: ['', 'secret', 'default', 'negatives flagged', 'unlabelled'], rows, differences, numbers };
  },
};

/** `path:line` of every finding that calls a line a secret; information about publishable keys is none. */
function flaggedLines({ report }: Checkout): Set<string> {
  const findings = report.findings.filter((finding) => CHECKS.has(finding.check) && finding.severity !== 'info');
  return new Set(findings.map((finding) => `${finding.path}:${finding.line}`));
}

export default measure;

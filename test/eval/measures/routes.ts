// Routes found, paths right, verdicts right, false alarms and misses, by framework.

import type { RouteEntry } from '../../../src/engine/report/report';
import { readLabels } from '../corpus';
import { percent, share, shortName, type Measure } from '../measure';

interface Row {
  repo: string;
  framework: string;
  method: string;
  path: string;
  file: string;
  line: number;
  declLine?: number;
  verdict: string;
  ambiguous?: unknown;
  context?: string;
}

/** Verdicts that count as right for a label (scoring rules of the labels). */
const ACCEPTED: Record<string, string[]> = {
  weak: ['weak', 'protected', 'unprotected'],
  conditional: ['conditional', 'protected'],
  hollow: ['hollow', 'unprotected'],
  unprotected: ['unprotected', 'public-by-design'],
  'public-by-design': ['public-by-design', 'unprotected'],
};

const measure: Measure = {
  name: 'routes',
  title: 'Routes: found, path, verdict',
  run(checkouts, truth) {
    // Routes of vendored files are not listed, by contract.
    const labels = readLabels<Row>(truth, 'routes').filter((row) => row.context !== 'vendored');
    const rows: (string | number)[][] = [];
    const differences: string[] = [];
    const numbers: Record<string, number> = {};
    for (const checkout of checkouts) {
      const own = labels.filter((row) => row.repo === checkout.repo);
      for (const framework of new Set(own.map((row) => row.framework))) {
        const counted = own.filter((row) => row.framework === framework && row.verdict !== 'dead' && !row.ambiguous);
        const tally = { found: 0, path: 0, right: 0, falseAlarm: 0, missed: 0, unknown: 0, open: 0 };
        for (const row of counted) {
          const answer = find(checkout.report.routes, row);
          const at = `${shortName(row.repo)} ${row.file}:${row.line} ${row.method} ${row.path}`;
          if (!answer) {
            differences.push(`${at} not found`);
            continue;
          }
          tally.found++;
          if (answer.path === row.path) tally.path++;
          else differences.push(`${at} path is ${answer.path}`);
          if (answer.verdict === 'unknown') tally.unknown++;
          const isOpen = answer.verdict === 'unprotected' || answer.verdict === 'hollow';
          if (row.verdict === 'protected' && isOpen) tally.falseAlarm++;
          if ((row.verdict === 'unprotected' || row.verdict === 'hollow') && answer.verdict === 'protected')
            tally.missed++;
          if ((ACCEPTED[row.verdict] ?? [row.verdict]).includes(answer.verdict)) tally.right++;
          else differences.push(`${at} is ${row.verdict}, we say ${answer.verdict}`);
          const isOpenOrPublic = row.verdict === 'unprotected' || row.verdict === 'public-by-design';
          if (isOpenOrPublic && answer.verdict === row.verdict) tally.open++;
          else if (isOpenOrPublic)
            differences.push(`${at} is ${row.verdict}, we say ${answer.verdict} (open or public)`);
        }
        const dead = own.filter((row) => row.framework === framework && row.verdict === 'dead');
        const deadRight = dead.filter((row) =>
          ['dead', undefined].includes(find(checkout.report.routes, row)?.verdict),
        );
        const openRows = counted.filter((row) => ['unprotected', 'public-by-design'].includes(row.verdict)).length;
        rows.push([
          `${shortName(checkout.repo)} ${framework}`,
          counted.length,
          percent(share(tally.found, counted.length)),
          percent(share(tally.path, tally.found)),
          percent(share(tally.right, tally.found)),
          tally.falseAlarm,
          tally.missed,
          tally.unknown,
          `${tally.open}/${openRows}`,
          `${deadRight.length}/${dead.length}`,
        ]);
        add(numbers, framework, { rows: counted.length, ...tally });
      }
    }
    const columns = [
      '',
      'rows',
      'found',
      'path',
      'verdict',
      'false alarms',
      'missed',
      'unknown',
      'open/public',
      'dead',
    ];
    return { columns, rows, differences, numbers };
  },
};

function add(numbers: Record<string, number>, framework: string, counts: Record<string, number>): void {
  for (const [key, value] of Object.entries(counts)) {
    numbers[`${framework}.${key}`] = (numbers[`${framework}.${key}`] ?? 0) + value;
  }
}

function find(routes: readonly RouteEntry[], row: Row): RouteEntry | undefined {
  const candidates = routes.filter(
    (route) =>
      route.file === row.file &&
      route.method === row.method &&
      (Math.abs(route.line - row.line) <= 1 ||
        (row.declLine !== undefined && (route.line === row.declLine || route.declLine === row.declLine))),
  );
  return candidates.find((route) => route.path === row.path) ?? candidates[0];
}

export default measure;

// File classes and measures: hand-written files measured, everything else left alone.

import { readLabels } from '../corpus';
import { percent, share, shortName, type Measure } from '../measure';

interface Row {
  repo: string;
  path: string;
  label: string;
  lines: number | null;
  code: number | null;
  bytes: number;
}

const CHECKS = new Set(['oversized-file', 'file-budget']);

/** The class that the report should show for a label, if it lists the file. */
const CLASSES: Readonly<Record<string, string>> = {
  vendored: 'vendored',
  generated: 'generated',
  migration: 'generated',
  report: 'artefact',
  dump: 'artefact',
  lockfile: 'generated',
  data: 'data',
  document: 'data',
  asset: 'data',
};

const measure: Measure = {
  name: 'oversized',
  title: 'Sizes: classes, measures, false alarms',
  run(checkouts, truth) {
    const labels = readLabels<Row>(truth, 'oversized');
    const rows: (string | number)[][] = [];
    const differences: string[] = [];
    const sum = { measured: 0, handWritten: 0, falseAlarms: 0, lines: 0, code: 0, listed: 0 };
    for (const { repo, report } of checkouts) {
      const own = labels.filter((row) => row.repo === repo);
      const sizes = new Map(report.sizes.map((entry) => [entry.path, entry]));
      const flagged = new Set(report.findings.filter((f) => CHECKS.has(f.check)).map((f) => f.path));
      const hand = own.filter((row) => row.label === 'hand-written');
      let measured = 0;
      let falseAlarms = 0;
      for (const row of own) {
        const entry = sizes.get(row.path);
        const at = `${shortName(repo)} ${row.path}`;
        if (row.label === 'hand-written') {
          const counts = entry?.class === 'hand-written' || entry?.class === 'test';
          if (counts) measured++;
          else if (entry) differences.push(`${at} is hand-written, we say ${entry.class}`);
          if (!entry) continue;
          sum.listed++;
          if (entry.lines === row.lines) sum.lines++;
          else differences.push(`${at} has ${row.lines} lines, we say ${entry.lines}`);
          if (entry.code === row.code) sum.code++;
          else differences.push(`${at} has ${row.code} code lines, we say ${entry.code}`);
        } else {
          if (entry && entry.class !== CLASSES[row.label])
            differences.push(`${at} is ${row.label}, we say ${entry.class}`);
          if (flagged.has(row.path)) {
            falseAlarms++;
            differences.push(`${at} is ${row.label}, and we say it is too long`);
          }
        }
      }
      rows.push([shortName(repo), `${measured}/${hand.length}`, falseAlarms, flagged.size]);
      sum.measured += measured;
      sum.handWritten += hand.length;
      sum.falseAlarms += falseAlarms;
    }
    rows.push(
      ['lines equal', percent(share(sum.lines, sum.listed))],
      ['code equal', percent(share(sum.code, sum.listed))],
    );
    return { columns: ['', 'listed as hand-written', 'false alarms', 'flagged'], rows, differences, numbers: sum };
  },
};

export default measure;

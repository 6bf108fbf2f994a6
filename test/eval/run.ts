// `npm run eval -- --corpus DIR [--truth DIR] [--only REPO] [--measure NAME…] [--json FILE] [--quiet]`: compares the engine's answers with
// hand-checked ones on checkouts of the labelled repositories, and prints one table per measure with the rows that differ.

import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';

import { openCorpus } from './corpus';
import type { Measure, Outcome } from './measure';
import claims from './measures/claims';
import oversized from './measures/oversized';
import readiness from './measures/readiness';
import routes from './measures/routes';
import secrets from './measures/secrets';
import strict from './measures/strict';

const MEASURES: readonly Measure[] = [secrets, routes, readiness, claims, strict, oversized];

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      corpus: { type: 'string' },
      truth: { type: 'string', default: path.resolve(__dirname, '../../../shared/truth') },
      only: { type: 'string' },
      measure: { type: 'string', multiple: true },
      json: { type: 'string' },
      quiet: { type: 'boolean', default: false },
    },
  });
  if (!values.corpus) throw new Error('--corpus DIR names the folder that holds the checkouts');
  const checkouts = await openCorpus(path.resolve(values.corpus), values.truth, values.only);
  for (const { repo, milliseconds } of checkouts) console.log(`${repo}: scanned in ${milliseconds} ms`);

  const results: Record<string, Outcome['numbers']> = {};
  for (const measure of MEASURES) {
    if (values.measure && !values.measure.includes(measure.name)) continue;
    const outcome = measure.run(checkouts, values.truth);
    results[measure.name] = outcome.numbers;
    console.log(`\n== ${measure.title}\n`);
    printTable([outcome.columns, ...outcome.rows]);
    if (!values.quiet) for (const difference of outcome.differences) console.log(`  ${difference}`);
  }
  if (values.json) fs.writeFileSync(values.json, `${JSON.stringify(results, null, 2)}\n`);
}

function printTable(rows: (string | number)[][]): void {
  const width = (column: number): number => Math.max(...rows.map((row) => String(row[column] ?? '').length));
  const widths = (rows[0] ?? []).map((_, column) => width(column));
  for (const row of rows)
    console.log(
      widths
        .map((size, column) => String(row[column] ?? '').padEnd(size + 2))
        .join('')
        .trimEnd(),
    );
  console.log('');
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});

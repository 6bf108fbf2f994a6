/** A scan whose report is narrowed to the paths that a command names. */
import type { Report } from '../engine/report/report';
import { EVERYTHING, selectReport } from '../engine/report/select';
import type { Options } from './args';
import { targetOf } from './paths';
import { withScan } from './scan';

export interface Selected {
  root: string;
  /** Paths relative to the root; null = all. */
  paths: readonly string[] | null;
  report: Report;
}

/** Scans, and hands over the part of the report that lies below the named paths. */
export async function withSelected<T>(
  command: string,
  options: Options,
  signal: AbortSignal,
  work: (selected: Selected) => Promise<T>,
): Promise<T> {
  const { root, paths: named } = targetOf(options.args, options.value('root'), command);
  const paths = named.length === 0 ? null : named;
  return withScan({ command, root, options, signal }, (session) =>
    work({ root, paths, report: selectReport(session.report(), { ...EVERYTHING, paths }) }),
  );
}

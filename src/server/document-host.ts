/**
 * A folder that is not on this machine's disk (`vscode-vfs:`, `memfs:`): its open documents are all that can be read. What concludes from
 * the absence of files would be wrong there, so only checks that one file decides are shown, and there is no score.
 */
import type { Report } from '../engine/report/report';
import type { CollectJob, CollectResult, Listing, ValueOccurrence } from '../engine/host';
import { SUPPRESSION_CHECK } from '../engine/suppress/findings';
import type { DisposableHost } from './folder';

/** Checks whose findings need nothing but the file they stand in. */
const SINGLE_FILE_CHECKS: ReadonlySet<string> = new Set([
  'hardcoded-secret',
  'default-secret-value',
  'weak-datastore-credentials',
  'sql-injection',
  'oversized-file',
  SUPPRESSION_CHECK.id,
]);

/** The part of a report that open documents alone can prove. */
export function singleFileFindings(report: Report): Report {
  const findings = report.findings
    .filter((finding) => finding.path !== null && SINGLE_FILE_CHECKS.has(finding.check))
    .map((finding) => ({ ...finding, fixes: [] }));
  return { ...report, findings };
}

/** A host over open documents; the collector behind it parses text that it is given and never sees a disk. */
export class DocumentHost implements DisposableHost {
  constructor(
    private readonly collector: DisposableHost,
    readonly name: string,
    readonly root: string,
    /** Texts of the folder's open documents by path. */
    private readonly texts: () => ReadonlyMap<string, string>,
  ) {}

  async list(): Promise<Listing> {
    const files = [...this.texts().keys()].map((path) => ({ path, tracked: false, ignored: false }));
    return { files, skipped: [], source: 'open-documents' };
  }

  collect(jobs: CollectJob[], onBatch: (results: CollectResult[]) => void, signal?: AbortSignal): Promise<void> {
    const texts = this.texts();
    const withText = jobs.map((job) => ({ ...job, text: job.text ?? texts.get(job.path) ?? '' }));
    return this.collector.collect(withText, onBatch, signal);
  }

  /** The same value elsewhere would be searched on the disk. */
  async spread(): Promise<ValueOccurrence[]> {
    return [];
  }

  async readText(path: string): Promise<string | undefined> {
    return this.texts().get(path);
  }

  async exists(path: string): Promise<boolean> {
    return this.texts().has(path);
  }

  dispose(): Promise<void> {
    return this.collector.dispose();
  }
}

/** Files that the analysis gave up on: the report is without them, which must not look like files without a finding. */
import type { Report } from './report';

/** Reasons that begin so are those of `collector-client`: the file took too long or too much memory, or ended the analysis. */
const GIVEN_UP = /^analysing it |^could not be analysed$/;
/** Files that a sentence names. */
const NAMED = 3;

/** What is missing in a report, as one sentence; null when nothing is. */
export function givenUpSentence({ stats }: Pick<Report, 'stats'>): string | null {
  const files = stats.skipped.filter(({ reason }) => GIVEN_UP.test(reason));
  const [only] = files;
  if (!only) return null;
  if (files.length === 1) return `${only.path} is left out: ${only.reason}.`;
  const named = files.slice(0, NAMED).map(({ path, reason }) => `${path} (${reason})`);
  const rest = files.length - named.length;
  return `${files.length} files are left out: ${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}.`;
}

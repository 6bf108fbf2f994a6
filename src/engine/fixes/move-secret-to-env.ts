/** A literal to an environment variable, at all places of the same value at once. */
import { defineFix } from '../fix';
import { dataOf, movePlan, suggestedVariable } from '../secrets/edits/plan';

export default defineFix({
  id: 'move-secret-to-env',
  title(finding) {
    // Not counted from the related places, of which a report names some only.
    const { files } = dataOf(finding);
    return `Move to ${suggestedVariable(finding)} in .env${files > 1 ? ` (${files} files)` : ''}`;
  },
  safe: false,
  unsafeBecause: 'The program needs the variable from then on, and the credential must be rotated.',
  build: movePlan,
});

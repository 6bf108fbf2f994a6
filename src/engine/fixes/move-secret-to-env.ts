/** A literal to an environment variable, at all places of the same value at once. */
import { defineFix } from '../fix';
import { movePlan, suggestedVariable } from '../secrets/edits/plan';

export default defineFix({
  id: 'move-secret-to-env',
  title(finding) {
    const files = new Set([
      finding.path,
      ...finding.related.filter(({ kind }) => kind === 'same-value').map(({ path }) => path),
    ]);
    return `Move to ${suggestedVariable(finding)} in .env${files.size > 1 ? ` (${files.size} files)` : ''}`;
  },
  safe: false,
  unsafeBecause: 'The program needs the variable from then on, and the credential must be rotated.',
  build: movePlan,
});

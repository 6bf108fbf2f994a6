/** Suppression comments that do nothing are reported where they stand. They carry no weight in the score. */
import { defineCheck } from './check';
import type { FindingDraft } from './finding';
import type { IdleSuppression } from './suppress';

/** Not in the registry: it decides nothing about production, it keeps the comments honest. */
export const SUPPRESSION_CHECK = defineCheck({
  id: 'suppression-valid',
  title: 'Suppression comments are used and give a reason',
  question: 'Does every suppression comment silence something and say why?',
  category: 'docs',
  severity: 'info',
  effort: 'low',
  since: '0.1.0',
  asks: [],
  conclude: () => ({ verdict: 'not-applicable', summary: 'Judged with the findings.' }),
});

export function idleSuppressionFindings(idle: readonly IdleSuppression[]): FindingDraft[] {
  return idle.map(({ path, comment, why }) => ({
    rule: why,
    place: { path, span: comment.span },
    message:
      why === 'no-reason'
        ? 'This comment silences nothing because it gives no reason. Add one after " -- ".'
        : `This comment silences nothing: no finding of ${comment.ids.join(', ') || 'any check'} is here. Remove it.`,
    identity: `${comment.kind} ${comment.ids.join(' ')}`,
  }));
}

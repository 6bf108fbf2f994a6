/** Suppression comments and exemptions that do nothing are reported where they stand. They carry no weight in the score. */
import { defineCheck } from '../check';
import type { FindingDraft } from '../finding';
import { SUPPRESSION_CHECK_ID } from '../report/present';
import type { IdleSuppression } from './suppress';

/** Not in the registry of checks: it decides nothing about production, it keeps the suppressions honest. */
export const SUPPRESSION_CHECK = defineCheck({
  id: SUPPRESSION_CHECK_ID,
  title: 'Suppressions are used and give a reason',
  question: 'Does every suppression comment and exemption silence something, say why, and still hold?',
  category: 'docs',
  severity: 'info',
  effort: 'low',
  since: '0.1.0',
  asks: [],
  rules: {
    unused: 'A comment or an exemption that silences nothing',
    'no-reason': 'A comment without a reason',
    'no-check': 'A comment that names no check',
    expired: 'An exemption after its last day',
  },
  conclude: () => ({ verdict: 'not-applicable', summary: 'Judged with the findings.' }),
});

export function idleSuppressionFindings(idle: readonly IdleSuppression[]): FindingDraft[] {
  return idle.map((suppression) => ({
    rule: suppression.why,
    place: suppression.place,
    message: messageOf(suppression),
    identity: `${suppression.kind} ${suppression.ids.join(' ')}`,
  }));
}

function messageOf({ kind, why, ids, expires }: IdleSuppression): string {
  const thing = kind === 'comment' ? 'This comment' : 'This exemption';
  switch (why) {
    case 'no-reason':
      return `${thing} silences nothing because it gives no reason. Add one after " -- ".`;
    case 'no-check':
      return `${thing} silences nothing because it names no check. Write the id of a check before " -- ".`;
    case 'expired':
      return `${thing} ended on ${expires ?? ''}: its findings count again. Fix them, or give it a new date with a reason.`;
    case 'unused':
      return `${thing} silences nothing: there is no finding of ${ids.join(', ')} ${kind === 'comment' ? 'here' : 'where it holds'}. Remove it.`;
  }
}

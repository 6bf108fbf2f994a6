/** What can be attested: the statements, and checks that files cannot always decide. */
import { CHECKS } from '../checks';
import { daysAfter } from '../days';
import { STATEMENTS, statementOf } from './statements';

/** No answer holds longer than this: what was true a year ago is looked at again. */
export const MAX_DAYS = 365;

/**
 * Checks whose answer may lie with a platform, a managed service or a team's decision that no file shows, and the days that a person's
 * answer holds. Where the files decide, they do.
 */
const CHECK_DAYS: Readonly<Record<string, number>> = {
  'alert-rules': 90,
  'ci-secret-scan': 180,
  'db-backup-automated': 90,
  'error-tracking': 180,
  'https-enforced': 180,
  'migration-reversible': 180,
  'rollback-automated': 180,
  'secrets-manager-used': 180,
};

export interface Attestable {
  id: string;
  title: string;
  kind: 'statement' | 'check';
  /** Days that an answer holds; null = the person gives the last day. */
  days: number | null;
}

/** Everything that can be attested: statements first, then checks, each by id. */
export const ATTESTABLE: readonly Attestable[] = [
  ...STATEMENTS.map(({ id, title, days }): Attestable => ({ id, title, kind: 'statement', days })),
  ...CHECKS.flatMap(({ id, title }): Attestable[] => {
    const days = CHECK_DAYS[id];
    return days === undefined ? [] : [{ id, title, kind: 'check', days }];
  }),
];

/** What an id stands for; undefined = it cannot be attested. */
export function attestableOf(id: string): Attestable | undefined {
  return ATTESTABLE.find((candidate) => candidate.id === id);
}

/** Days that an answer holds; null = it says so itself. Statements and checks alike. */
export function daysOf(id: string): number | null {
  return statementOf(id)?.days ?? CHECK_DAYS[id] ?? null;
}

/** Last day of an answer that is given today, unless it says another one; null = it has to. */
export function standardEnd(id: string, today: string): string | null {
  const days = daysOf(id);
  return days === null ? null : daysAfter(today, days);
}

/** Counters of a rate limiter hold for all processes, not for each of them. */
import { defineCheck, type Conclusion, type EvidenceLevel } from '../check';
import type { FindingDraft } from '../finding';
import { limitStores, type LimiterStore } from '../http/limit-stores';
import { count, evidence, fail, findingAt, notApplicable, pass, unknown } from '../readiness/answers';
import { manyProcesses } from '../readiness/processes';
import { redis } from '../readiness/redis';
import type { Evidence } from '../check';

export default defineCheck({
  id: 'rate-limit-shared-store',
  title: 'Rate limits hold across processes',
  question: 'Do all processes of the application share the counters of its rate limiters?',
  category: 'access',
  severity: 'medium',
  effort: 'low',
  since: '0.1.0',
  asks: ['003'],
  reads: 'routes',
  rules: {
    'several-processes': 'Each of several processes counts for itself',
    'shared-store-unused': 'A limiter counts in memory although Redis is there',
  },
  conclude(workspace): Conclusion {
    const all = workspace.derive(limitStores);
    if (all.length === 0) return notApplicable('No rate limiter was found whose counters could be looked at.');
    const memory = all.filter(({ store }) => store === 'memory');
    const shared = all.filter(({ store }) => store === 'shared');
    const open = all.filter(({ store }) => store === 'unknown');
    if (memory.length === 0)
      return open.length > 0
        ? unknown('Settings decide where the limiter counts.', open.map(placed))
        : pass('E4', 'The limiters count in a store that all processes share.', shared.map(placed));
    const many = workspace.derive(manyProcesses);
    const store = workspace.derive(redis);
    if (many.length === 0 && store === null)
      return unknown(
        'The limiter counts in the memory of its process, which is enough for one; the files do not say how many run.',
        memory.map(placed),
      );
    return fail(
      levelOf(memory, shared, store),
      `${count(memory.length, 'limiter')} ${memory.length === 1 ? 'counts' : 'count'} in the memory of one process${many.length > 0 ? ', and several run' : ' although Redis is there'}.`,
      memory.map((limiter) => finding(limiter, many, store)),
      [...many, ...(store ? [store] : []), ...shared.map(placed)],
    );
  },
});

function placed({ path, span, made, store }: LimiterStore): Evidence {
  const where = {
    memory: 'counts in memory',
    shared: 'counts in a shared store',
    unknown: 'takes its store from settings',
  };
  return evidence(path, span, `${made} ${where[store]}`);
}

/** Another limiter shows how it is done · a store is there · nothing is. */
function levelOf(
  memory: readonly LimiterStore[],
  shared: readonly LimiterStore[],
  store: Evidence | null,
): EvidenceLevel {
  if (shared.length > 0) return 'E2';
  return store && !memory.some(({ stated }) => stated) ? 'E1' : 'E0';
}

function finding({ path, span, made }: LimiterStore, many: readonly Evidence[], store: Evidence | null): FindingDraft {
  const [first] = many;
  const why = first
    ? 'With several processes the limit is multiplied and every restart forgets it.'
    : 'Every restart forgets the counts, and a second process would double the limit.';
  const advice = store ? 'Give it the Redis that is already there.' : 'Give it a store that all share, such as Redis.';
  return findingAt(path, span, `${made} counts in the memory of its own process. ${why} ${advice}`, made, {
    rule: first ? 'several-processes' : 'shared-store-unused',
    related: [...many.slice(0, 3), ...(store ? [store] : [])].map((one) => ({
      path: one.path,
      span: { line: one.line, column: 1, endLine: one.line, endColumn: 1 },
      kind: 'evidence' as const,
      note: one.note,
    })),
  });
}

/** Guards of which none refuses everybody who has not signed in, and that do so together. */
import { guardPlaces, type ChainPlace, type JudgedGuard } from './chain';
import { asksForBearer } from './packages/effects';

/**
 * What refuses callers without a token (`HTTPBearer()`), and what refuses made-up ones in front of it: neither does it all, both together do.
 */
export function refusesTogether(guards: readonly JudgedGuard[]): { reason: string; places: ChainPlace[] } | undefined {
  const asks = guards.find(
    ({ use, judgement }) =>
      judgement.effect === 'weak' && use.bypassed === null && use.origin !== null && asksForBearer(use.origin.symbol),
  );
  const refuses = guards.find(
    ({ use, judgement }) => judgement.refusesBearer && use.bypassed === null && use.condition === undefined,
  );
  if (!asks || !refuses) return undefined;
  const reason = `${asks.use.name} refuses callers without a token, ${refuses.use.name} those with a made-up one`;
  return { reason, places: [...guardPlaces(refuses), ...guardPlaces(asks)] };
}

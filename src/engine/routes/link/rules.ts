/** Lists of rules of which the first that fits decides (`Rule` in the facts). */
import type { LinkedUse } from './linked';

/**
 * What stands before a route when rules are among what could: of all lists the one that takes the request, of that the rule that decides.
 * `fits`: whether a list with these paths takes the request.
 */
export function decided(uses: readonly LinkedUse[], fits: (use: LinkedUse, paths: string[]) => boolean): LinkedUse[] {
  const rules = uses.filter((use) => ruleOf(use));
  if (rules.length === 0) return [...uses];
  const lists = [...rules].sort((a, b) => orderOf(a) - orderOf(b));
  const taking = lists.find((use) => use.within === null || fits(use, use.within));
  const list = taking && ruleOf(taking)?.list;
  const first = uses.find((use) => ruleOf(use)?.list === list && ruleOf(use)?.always !== true);
  return uses.filter((use) => {
    const rule = ruleOf(use);
    return !rule || (rule.list === list && (rule.always === true || use === first));
  });
}

function ruleOf(use: LinkedUse): NonNullable<LinkedUse['use']>['fact']['rule'] {
  return use.use?.fact.rule;
}

/** Lists without an order come last, in the order in which they are written. */
function orderOf(use: LinkedUse): number {
  return ruleOf(use)?.order ?? Number.MAX_SAFE_INTEGER;
}

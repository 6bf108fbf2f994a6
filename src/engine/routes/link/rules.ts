/** Lists of rules of which the first that fits decides (`Rule` in the facts). */
import { unknown } from '../program/values';
import type { LinkedUse } from './linked';

/**
 * What stands before a route when rules are among what could: of all lists the one that takes the request, of that the rule that decides.
 * `fits`: whether a list with these paths takes the request.
 */
export function decided(
  all: readonly LinkedUse[],
  method: string,
  fits: (use: LinkedUse, paths: string[]) => boolean,
): LinkedUse[] {
  const uses = method === 'ALL' ? all.filter(decidesForAll) : all;
  const rules = uses.filter((use) => ruleOf(use));
  if (rules.length === 0) return [...uses];
  const lists = [...rules].sort((a, b) => orderOf(a) - orderOf(b));
  const taking = lists.find((use) => use.within === null || fits(use, use.within));
  const list = taking && ruleOf(taking)?.list;
  const deciding = settled(rules.filter((use) => ruleOf(use)?.list === list && ruleOf(use)?.always !== true));
  return uses.flatMap((use) => {
    const rule = ruleOf(use);
    if (!rule || (rule.list === list && rule.always === true)) return [use];
    return use === deciding?.of ? [doubted(deciding.as)] : [];
  });
}

/** A rule for one method leaves a route that answers all of them open if it opens it, and closed for nobody else if it closes it. */
function decidesForAll(use: LinkedUse): boolean {
  const methods = use.use?.fact.methods;
  if (!ruleOf(use) || !methods) return true;
  return ruleOf(use)?.opens === true && methods.some((one) => one !== 'OPTIONS' && one !== 'HEAD' && one !== 'TRACE');
}

/** The first rule that surely fits; what stands before it and may fit leaves it in doubt where that would decide otherwise. */
function settled(rules: readonly LinkedUse[]): { of: LinkedUse; as: LinkedUse } | undefined {
  const first = rules.find(({ unsettled }) => unsettled === undefined) ?? rules.at(-1);
  if (!first) return undefined;
  const opens = ruleOf(first)?.opens === true;
  const doubt = rules
    .slice(0, rules.indexOf(first))
    .find((use) => use.unsettled !== undefined && (ruleOf(use)?.opens === true) !== opens);
  if (!doubt) return { of: first, as: first };
  // One that would close what the next leaves open may stand there or not; one that would open it is an exception that is not listed.
  if (!opens) return { of: first, as: { ...first, unsettled: `leaves out paths: ${doubt.unsettled}` } };
  const { ineffective: _, ...rest } = first;
  return {
    of: first,
    as: { ...rest, as: 'permission', name: doubt.name, value: unknown(doubt.unsettled ?? null), ineffective: null },
  };
}

/** A list of which nobody knows which requests it takes may not take this one. */
function doubted(use: LinkedUse): LinkedUse {
  if (!use.maybeWithin || use.unsettled !== undefined) return use;
  return { ...use, unsettled: 'which requests its filter chain takes could not be followed' };
}

function ruleOf(use: LinkedUse): NonNullable<LinkedUse['use']>['fact']['rule'] {
  return use.use?.fact.rule;
}

/** Lists without an order come last, in the order in which they are written. */
function orderOf(use: LinkedUse): number {
  return ruleOf(use)?.order ?? Number.MAX_SAFE_INTEGER;
}

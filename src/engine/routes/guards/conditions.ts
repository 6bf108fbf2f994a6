/** Conditions under which guards run. */
import { abstractTruth, type Scenario } from '../run/abstract';
import { effectOf } from '../packages/effects';
import type { BodyRunner } from '../run/body';
import type { Condition } from '../program/values';

/** The first condition that is not decided; null = all hold, false = one does not. */
export function openCondition(
  when: readonly Condition[],
  scenario: Scenario,
  runner: BodyRunner,
): Condition | null | false {
  let open: Condition | null = null;
  for (const condition of when) {
    const holds = isHeld(condition, scenario, runner);
    if (holds === false) return false;
    if (holds === undefined) open ??= condition;
  }
  return open;
}

function isHeld({ value, holds }: Condition, scenario: Scenario, runner: BodyRunner): boolean | undefined {
  // Nobody is signed in.
  if (value.v === 'external' && effectOf(value.symbol, value.args) === 'identity') return !holds;
  if (value.v !== 'function') return undefined;
  const ends = runner.run(value, new Map(), scenario, 'helper');
  const answers = new Set(ends.map((one) => (one.end === 'pass' ? abstractTruth(one.value) : undefined)));
  const [only] = answers;
  return answers.size === 1 && only !== undefined ? only === holds : undefined;
}

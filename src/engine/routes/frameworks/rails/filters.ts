/** What Rails controllers put before their actions. Rails guides, "Action Controller Overview": filters. */
import type { RubyCall } from '../../../code/ruby/framework';
import type { FilterFact } from '../../../code/model';

const ADDS = /^(prepend_|append_|skip_)?(?:before_action|before_filter)$/;

/** A filter, or undefined where a call is none. */
export function filterOf(call: RubyCall): FilterFact | undefined {
  const parts = ADDS.exec(call.name);
  if (!parts) return undefined;
  const block = call.block();
  const args = block ? [{ name: null, value: block }, ...call.args] : call.args;
  const f = parts[1] === 'skip_' ? 'skip' : parts[1] === 'prepend_' ? 'prepend' : 'add';
  return { f, as: 'step', args, at: call.at };
}

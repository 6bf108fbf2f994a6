/** Methods that Ruby and ActiveSupport give every object, in the words of the model. */
import type { Expression } from '../model';
import type { RubyCall } from './framework';

/** Methods that give what they are called on, as far as access is concerned. */
const SAME = new Set([
  'to_s',
  'to_sym',
  'to_str',
  'freeze',
  'dup',
  'presence',
  'html_safe',
  'compact',
  'compact_blank',
  'symbolize_keys',
  'with_indifferent_access',
  'strip',
  'squish',
  'itself',
  'to_h',
  'to_a',
]);
/** Names under which the model's literals know a method. */
const CALLED: Readonly<Record<string, string>> = {
  each: 'forEach',
  collect: 'map',
  flat_map: 'flatMap',
  'any?': 'some',
  'all?': 'every',
  select: 'filter',
  'start_with?': 'startsWith',
  'end_with?': 'endsWith',
  'match?': 'match',
  downcase: 'lower',
  upcase: 'upper',
};

/** What a method of the language means, or undefined. */
export function builtin(call: RubyCall): Expression | undefined {
  const { receiver, name, args, at, maybe } = call;
  if (!receiver) return ownCall(call);
  const [first] = args;
  if (args.length === 0 && SAME.has(name)) return receiver;
  switch (name) {
    case 'nil?':
      return { e: 'compare', op: '==', left: receiver, right: { e: 'constant', value: null } };
    case 'blank?':
    case 'empty?':
    case '!':
      return { e: 'not', of: receiver };
    case 'present?':
      return { e: 'not', of: { e: 'not', of: receiver } };
    case 'is_a?':
    case 'kind_of?':
    case 'instance_of?':
      return first && { e: 'compare', op: 'instanceof', left: receiver, right: first.value };
    case 'include?':
    case 'member?':
      return first && { e: 'compare', op: 'in', left: first.value, right: receiver };
    case 'in?':
      return first && { e: 'compare', op: 'in', left: receiver, right: first.value };
    case 'eql?':
    case 'equal?':
      return first && { e: 'compare', op: '==', left: receiver, right: first.value };
    case 'dig':
    case 'fetch':
      if (receiver.e === 'name' && receiver.name === 'ENV')
        return {
          e: 'setting',
          name: first?.value.e === 'text' ? first.value.value : null,
          fallback: args[1]?.value ?? null,
        };
      return args.reduce<Expression>((of, { value }) => ({ e: 'index', of, key: value, maybe: true }), receiver);
    case 'try':
    case 'try!':
    case 'send':
    case 'public_send':
      return first?.value.e === 'text' ? called(receiver, first.value.value, call, true) : undefined;
    case 'call':
      return receiver.e === 'function' ? { e: 'call', callee: receiver, args, at } : undefined;
    case 'new':
      return { e: 'call', callee: receiver, args, create: true, at };
    default: {
      const known = CALLED[name];
      return known === undefined ? valueOfBlock(call) : called(receiver, known, call, maybe);
    }
  }
}

/** `Rails.cache.fetch(key) { … }`, `Tenant.without { … }`: what a class runs a block for is what the block gives. */
function valueOfBlock({ on, name, at, block }: RubyCall): Expression | undefined {
  if (
    !/^(?:::)?[A-Z]/.test(on) ||
    !/^(?:with\w*|without\w*|skip|unscoped|transaction|fetch|synchronize|wrap|run)$/.test(name)
  )
    return undefined;
  const own = block();
  return own ? { e: 'call', callee: own, args: [], at } : undefined;
}

function called(receiver: Expression, name: string, call: RubyCall, maybe: boolean): Expression {
  const block = call.block();
  const args = name === call.name || CALLED[call.name] !== undefined ? call.args : call.args.slice(1);
  return {
    e: 'call',
    callee: { e: 'member', of: receiver, name, ...(maybe && { maybe: true as const }) },
    args: block ? [...args, { name: null, value: block }] : args,
    at: call.at,
  };
}

/** Calls on the object at hand that the language itself answers. */
function ownCall(call: RubyCall): Expression | undefined {
  const { name, args, at } = call;
  switch (name) {
    case 'lambda':
    case 'proc':
      return call.block() ?? undefined;
    case 'raise':
    case 'fail':
      return { e: 'refusal', status: raisedStatus(args[0]?.value), sends: false, throws: true, at };
    case 'send':
    case 'public_send':
    case '__send__':
      return args[0]?.value.e === 'text'
        ? called({ e: 'name', name: 'this' }, args[0].value.value, call, false)
        : undefined;
    case 'block_given?':
    case 'binding':
    case '__method__':
      return { e: 'other', parts: [] };
    default:
      return undefined;
  }
}

/** Status that an exception answers with, told from its name; null = not known. */
function raisedStatus(value: Expression | undefined): number | null {
  const callee = value?.e === 'call' ? value.callee : value;
  const name = callee?.e === 'name' ? callee.name : callee?.e === 'member' ? callee.name : '';
  if (/unauth|not_?authenticated|authentication|credential|invalid_?token|login_?required/i.test(name)) return 401;
  if (/forbidden|permission|access_?denied|not_?allowed|authoriz|invalidauthenticity/i.test(name)) return 403;
  if (/not_?found|routing_?error/i.test(name)) return 404;
  return /badrequest|parameter_?missing|invalid/i.test(name) ? 400 : null;
}

/** Literals compared and put together; anything else may be either. */
import { membership } from './builtins';
import { either, itemsOf, NOTHING, text, type Value } from './values';

/** Whether a comparison holds, where that is certain. `of`: the right side, looked at only where the left one is literal. */
export function compared(left: Value, op: string, of: () => Value): Value {
  if (left.v === 'constant' && typeof left.value === 'number') return ofNumbers(left.value, op, of());
  if ((op === '==' || op === '!=') && (THERE.has(left.v) || isNothing(left)) && isNothing(of()))
    return { v: 'constant', value: isNothing(left) === (op === '==') };
  if (left.v !== 'text') return NOTHING;
  const right = of();
  if ((op === '==' || op === '!=') && right.v === 'text')
    return { v: 'constant', value: (left.text === right.text) === (op === '==') };
  if ((op !== 'in' && op !== 'not in') || right.v !== 'list') return NOTHING;
  const found = membership(right.items, left);
  return op === 'in' || found.v !== 'constant' ? found : { v: 'constant', value: !found.value };
}

/** What is there is not nothing. */
const THERE: ReadonlySet<Value['v']> = new Set([
  'text',
  'list',
  'record',
  'function',
  'class',
  'instance',
  'router',
  'module',
]);

function isNothing(value: Value): boolean {
  return value.v === 'constant' && value.value === null;
}

/** Where something was found in a name, against a number. */
function ofNumbers(left: number, op: string, right: Value): Value {
  if (right.v !== 'constant' || typeof right.value !== 'number') return NOTHING;
  switch (op) {
    case '==':
      return { v: 'constant', value: left === right.value };
    case '!=':
      return { v: 'constant', value: left !== right.value };
    case '<':
      return { v: 'constant', value: left < right.value };
    case '>':
      return { v: 'constant', value: left > right.value };
    default:
      return NOTHING;
  }
}

/** What `typeof` answers, where that is certain: a constant of nothing may be `null` or `undefined`. */
export function typeOf(value: Value): Value | undefined {
  switch (value.v) {
    case 'text':
      return text('string');
    case 'constant':
      return value.value === null ? undefined : text(typeof value.value);
    case 'function':
    case 'class':
      return text('function');
    case 'list':
    case 'record':
    case 'instance':
      return text('object');
    default:
      return undefined;
  }
}

/** Lists one behind the other: one of several where one of them is. */
export function joined(values: readonly Value[]): Value {
  const several = values.find((value) => value.v === 'choice' && itemsOf(value));
  if (several?.v === 'choice')
    return several.options
      .map((option) => joined(values.map((value) => (value === several ? option : value))))
      .reduce(either);
  return { v: 'list', items: values.flatMap((value) => (value.v === 'list' ? value.items : [value])) };
}

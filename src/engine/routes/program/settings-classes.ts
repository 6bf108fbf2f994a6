/** Classes that hold an application's settings, told by their names. */
import { text, type ClassValue, type Value } from './values';

/** Classes that are about settings without being any: a view of them, their serializer. */
const SERVES = /(?:View|ViewSet|Controller|Handler|Resource|Endpoint|API|Api|Permission|Middleware|Serializer|Form)s?$/;

/** A field that says what it is for: pydantic's documentation, "Fields". */
const FIELD = /^pydantic\.(?:fields\.)?Field\(\)$/;

/** A literal in a class of settings is what holds when nobody sets it, not a constant. */
export function asSetting(type: ClassValue, name: string, value: Value | undefined): Value | undefined {
  const fallback = isField(value) ? defaultOf(value) : value;
  if (fallback !== null && fallback?.v !== 'constant' && fallback?.v !== 'text') return value;
  return /settings|config/i.test(type.fact.name) && !SERVES.test(type.fact.name)
    ? { v: 'setting', name, fallback }
    : value;
}

type Field = Extract<Value, { v: 'external' }>;

function isField(value: Value | undefined): value is Field {
  return value?.v === 'external' && FIELD.test(value.symbol);
}

/** What a field holds that nobody sets: its first argument, or the one of that name; null = it must be set, or it is worked out. */
function defaultOf({ args }: Field): Value | null {
  const given = (args.find(({ name }) => name === 'default') ?? args.find(({ name }) => name === null))?.value;
  if (given?.e === 'text') return text(given.value);
  return given?.e === 'constant' ? { v: 'constant', value: given.value } : null;
}

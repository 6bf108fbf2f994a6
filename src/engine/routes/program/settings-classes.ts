/** Classes that hold an application's settings, told by their names. */
import type { ClassValue, Value } from './values';

/** Classes that are about settings without being any: a view of them, their serializer. */
const SERVES = /(?:View|ViewSet|Controller|Handler|Resource|Endpoint|API|Api|Permission|Middleware|Serializer|Form)s?$/;

/** A literal in a class of settings is what holds when nobody sets it, not a constant. */
export function asSetting(type: ClassValue, name: string, value: Value | undefined): Value | undefined {
  if (value?.v !== 'constant' && value?.v !== 'text') return value;
  return /settings|config/i.test(type.fact.name) && !SERVES.test(type.fact.name)
    ? { v: 'setting', name, fallback: value }
    : value;
}

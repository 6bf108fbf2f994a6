/** What listings of folders are made of, as values. */
import { nodeOf, NOTHING, text, textOf, type Scope, type TextValue, type Value } from '../values';
import type { Entry } from './listings';
import { placeOf } from './places';

/** What is of a package's class: a router, as far as loops over modules ask; anything that is known is none. */
export function isOfPackage(value: Value): Value {
  if (nodeOf(value)) return { v: 'constant', value: true };
  return value.v === 'unknown' || value.v === 'choice' || value.v === 'external'
    ? NOTHING
    : { v: 'constant', value: false };
}

export function textsOf(value: Value): string[] | undefined {
  const items = value.v === 'list' ? value.items : [value];
  const texts = items.map(textOf);
  return texts.length > 0 && texts.every((item) => item !== null) ? texts : undefined;
}

export function listOf(items: Value[]): Value {
  return { v: 'list', items };
}

export function isTyped({ path }: Scope): boolean {
  return /\.[cm]?tsx?$/.test(path);
}

/** A file by its name. */
export function named(name: string, scope: Scope): TextValue {
  return {
    v: 'text',
    text: name,
    ...(isTyped(scope) && isTyped({ ...scope, path: name }) && { built: true as const }),
  };
}

export function kindOf(isFolder: boolean): Extract<Value, { v: 'record' }> {
  const kinds: [string, Value][] = [
    ['isDirectory', { v: 'constant', value: isFolder }],
    ['isFile', { v: 'constant', value: !isFolder }],
  ];
  return { v: 'record', entries: new Map(kinds) };
}

export function directoryEntry(entry: Entry, folder: string, scope: Scope): Value {
  const { entries } = kindOf(entry.isFolder);
  for (const key of ['path', 'parentPath']) entries.set(key, text(placeOf(folder)));
  return { v: 'record', entries: entries.set('name', named(entry.name, scope)) };
}

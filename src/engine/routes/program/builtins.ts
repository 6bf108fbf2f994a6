/** Methods of lists, records and texts that code uses to collect routers and to test paths, in both languages' spelling. */
import { boundedTest } from '../../text/bounded-regex';
import { builtName } from './loading/places';
import { nameMethod, partsMethod } from './loading/texts';
import { either, itemsOf, NOTHING, text, truth, type EvaluatedArgument, type TextValue, type Value } from './values';

type Regex = Extract<Value, { v: 'regex' }>;
type Invoke = (callee: Value, args: EvaluatedArgument[]) => Value;

/** Result of a method of plain data, or undefined when it is something else. */
export function callBuiltin(
  of: Value,
  name: string,
  args: readonly EvaluatedArgument[],
  invoke: Invoke,
): Value | undefined {
  const first = args[0]?.value;
  if (of.v === 'choice' && ADDS.test(name) && of.options.some((option) => option.v === 'list')) {
    for (const option of of.options) if (option.v === 'list') listMethod(option, name, first, args, invoke);
    return NOTHING;
  }
  // One of several lists, item by item.
  if (of.v === 'choice' && name === 'map' && of.options.every((option) => option.v === 'list'))
    return of.options
      .flatMap((one) => (one.v === 'list' ? (listMethod(one, name, first, args, invoke) ?? []) : []))
      .reduce(either);
  if (of.v === 'list') return listMethod(of, name, first, args, invoke);
  if (of.v === 'record') return recordMethod(of.entries, name, first, args);
  if (of.v === 'regex') return first?.v === 'text' ? methodOfRegex(of, name, first) : undefined;
  if (of.v === 'text') return nameMethod(of, name, args) ?? textMethod(of.text, name, first, args);
  if (of.v === 'unknown' && of.name === 'Object' && first?.v === 'record')
    return recordMethod(first.entries, name, undefined, []);
  return undefined;
}

/** What puts items into a list: into each that it may be. */
const ADDS = /^(?:append|push|extend|insert)$/;

function listMethod(
  list: Extract<Value, { v: 'list' }>,
  name: string,
  first: Value | undefined,
  args: readonly EvaluatedArgument[],
  invoke: Invoke,
): Value | undefined {
  const each = (item: Value, index: number): Value =>
    first ? invoke(first, [asArgument(item), asArgument({ v: 'constant', value: index })]) : NOTHING;
  switch (name) {
    case 'append':
    case 'push':
      for (const arg of args) list.items.push(arg.value);
      return NOTHING;
    case 'extend':
      if (first) list.items.push(...(itemsOf(first) ?? []));
      return NOTHING;
    case 'insert':
      if (args[1]) list.items.unshift(args[1].value);
      return NOTHING;
    case 'concat':
      return {
        v: 'list',
        items: [...list.items, ...args.flatMap(({ value }) => (value.v === 'list' ? value.items : [value]))],
      };
    case 'forEach':
    case 'map':
    case 'flatMap':
      return { v: 'list', items: list.items.map(each), ...(args.some((arg) => arg.name === 'if') && { some: true }) };
    case 'filter':
      return { v: 'list', items: list.items.filter((item, index) => truth(each(item, index)) !== false) };
    case 'entries':
      return { v: 'list', items: list.items.map((item, index) => pair({ v: 'constant', value: index }, item)) };
    case 'some':
    case 'every':
      return quantified(
        list.items.map((item, index) => truth(each(item, index))),
        name,
      );
    case 'includes':
      return membership(list.items, first);
    case 'flat':
      return { v: 'list', items: list.items.flatMap((item) => (item.v === 'list' ? item.items : [item])) };
    default:
      return partsMethod(list.items, name, args);
  }
}

function recordMethod(
  entries: Map<string, Value>,
  name: string,
  first: Value | undefined,
  args: readonly EvaluatedArgument[],
): Value | undefined {
  switch (name) {
    case 'items':
    case 'entries':
      return { v: 'list', items: [...entries].map(([key, value]) => pair(text(key), value)) };
    case 'values':
      return { v: 'list', items: [...entries.values()] };
    case 'keys':
      return { v: 'list', items: [...entries.keys()].map(text) };
    case 'get':
      return first?.v === 'text' ? (entries.get(first.text) ?? args[1]?.value ?? NOTHING) : NOTHING;
    case 'update':
      if (first?.v === 'record') for (const [key, value] of first.entries) entries.set(key, value);
      return NOTHING;
    case 'isDirectory':
    case 'isFile':
      return entries.get(name);
    default:
      return undefined;
  }
}

function textMethod(
  value: string,
  name: string,
  first: Value | undefined,
  args: readonly EvaluatedArgument[],
): Value | undefined {
  const other = first?.v === 'text' ? first.text : undefined;
  switch (name) {
    case 'startswith':
    case 'startsWith':
      if (first?.v === 'list')
        return quantified(
          first.items.map((item) => (item.v === 'text' ? value.startsWith(item.text) : undefined)),
          'some',
        );
      return other === undefined ? undefined : { v: 'constant', value: value.startsWith(other) };
    case 'endswith':
    case 'endsWith':
      if (first?.v === 'list')
        return quantified(
          first.items.map((item) => (item.v === 'text' ? value.endsWith(item.text) : undefined)),
          'some',
        );
      return other === undefined ? undefined : { v: 'constant', value: value.endsWith(other) };
    case 'includes':
      return other === undefined ? undefined : { v: 'constant', value: value.includes(other) };
    case 'match':
      return first?.v === 'regex' ? matched(first, { v: 'text', text: value }) : undefined;
    case 'lower':
    case 'toLowerCase':
      return text(value.toLowerCase());
    case 'upper':
    case 'toUpperCase':
      return text(value.toUpperCase());
    case 'rstrip':
      return text(other === undefined ? value.trimEnd() : trimRight(value, other));
    case 'format':
      return formatted(value, args);
    case 'strip':
    case 'trim':
      return text(value.trim());
    default:
      return undefined;
  }
}

/** `'/a/{}'.format(x)`: the fields without a name, in order; undefined where anything else stands in them. */
function formatted(pattern: string, args: readonly EvaluatedArgument[]): Value | undefined {
  const given = args.filter(({ name }) => name === null).map(({ value }) => value);
  if ((pattern.match(/\{[^}]*\}/g) ?? []).some((field) => field !== '{}')) return undefined;
  if (given.some((value) => value.v !== 'text')) return undefined;
  let next = 0;
  return text(
    pattern.replaceAll('{}', () => {
      const value = given[next++];
      return value?.v === 'text' ? value.text : '';
    }),
  );
}

/** What a method of a regular expression answers about a text; undefined for other methods. */
export function methodOfRegex(of: Regex, name: string, tested: TextValue): Value | undefined {
  if (!of.python) return name === 'test' ? matched(of, tested) : undefined;
  if (!/^(?:match|search|fullmatch)$/.test(name)) return undefined;
  // `match` begins where the text begins, `fullmatch` ends where it ends as well (docs.python.org, "re").
  const source = name === 'search' ? of.source : `^(?:${of.source})${name === 'fullmatch' ? '$' : ''}`;
  const found = matched({ ...of, source }, tested);
  return found.v === 'constant' && found.value === false ? { v: 'constant', value: null } : found;
}

function matched({ source, flags }: Regex, tested: TextValue): Value {
  const names = [tested.text, ...optional(builtName(tested)), ...filled(tested.text)];
  const results = new Set(names.map((name) => boundedTest(source, flags, name)));
  const [only] = results;
  return results.size > 1 || only === undefined ? NOTHING : { v: 'constant', value: only };
}

/** A path with parameters in it, as callers ask for it. */
function filled(path: string): string[] {
  const parameters = /\{[^{}/]*\}|(?<=\/):\w+|\[\w.]+\]|<[^<>/]*>/g;
  if (!path.startsWith('/') || path.search(parameters) < 0) return [];
  return ['1', 'abc', 'd9428888-122b-11e1-b85c-61cd3cbb3210'].map((value) => path.replace(parameters, value));
}

function optional(name: string | undefined): string[] {
  return name === undefined ? [] : [name];
}

function trimRight(value: string, characters: string): string {
  let end = value.length;
  while (end > 0 && characters.includes(value.charAt(end - 1))) end--;
  return value.slice(0, end);
}

/** A member of plain data. */
export function memberOfData(of: Value, name: string): Value {
  if (of.v === 'record') return of.entries.get(name) ?? NOTHING;
  if (of.v === 'list' && of.names) return of.items[of.names.indexOf(name)] ?? NOTHING;
  if (of.v === 'annotated') return NOTHING;
  return { v: 'unknown', why: null, name };
}

function quantified(results: readonly (boolean | undefined)[], name: string): Value {
  const decisive = name === 'some';
  if (results.some((result) => result === decisive)) return { v: 'constant', value: decisive };
  return results.every((result) => result === !decisive) ? { v: 'constant', value: !decisive } : NOTHING;
}

/** Whether a literal is among literals; unknown as soon as one of them is. */
export function membership(items: readonly Value[], wanted: Value | undefined): Value {
  if (wanted?.v !== 'text') return NOTHING;
  if (items.some((item) => item.v === 'text' && item.text === wanted.text)) return { v: 'constant', value: true };
  return items.every((item) => item.v === 'text') ? { v: 'constant', value: false } : NOTHING;
}

function pair(key: Value, value: Value): Value {
  return { v: 'list', items: [key, value] };
}

function asArgument(value: Value): EvaluatedArgument {
  return { name: null, value };
}

/** Methods of texts and small lists that code uses to tell route files from others and to take their names apart. */
import { boundedTest } from '../../../text/bounded-regex';
import { NOTHING, text, textOf, type EvaluatedArgument, type TextValue, type Value } from '../values';
import { builtName } from './places';

/** Result of such a method, or undefined when it is none. */
export function nameMethod(of: TextValue, name: string, args: readonly EvaluatedArgument[]): Value | undefined {
  const [first, second] = args.map(({ value }) => value);
  const own = of.text;
  const built = builtName(of);
  const other = first?.v === 'text' ? first.text : undefined;
  switch (name) {
    case 'endsWith':
    case 'endswith':
      return other !== undefined && built?.endsWith(other) ? { v: 'constant', value: true } : undefined;
    case 'split': {
      if (other === undefined || other === '') return undefined;
      const parts = own.split(other);
      return { v: 'list', items: parts.map((part) => text(part)) };
    }
    case 'replace':
    case 'replaceAll':
    case 'removesuffix':
    case 'removeprefix':
      return replaced(of, name, first, second);
    case 'slice':
    case 'substring':
    case 'substr':
      return sliced(of, name, first, second);
    case 'indexOf':
    case 'lastIndexOf':
      return other === undefined ? undefined : { v: 'constant', value: own[name](other) };
    case 'toString':
    case 'as_posix':
    case 'resolve':
    case 'absolute':
      return args.length === 0 ? of : undefined;
    case 'isidentifier':
      return { v: 'constant', value: /^[A-Za-z_]\w*$/.test(own) };
    default:
      return undefined;
  }
}

/** The humps of a name in camel case, as patterns write them. */
const HUMPS = /^\(\[a-z(?:0-9|\\d)?\]\)\(\[A-Z\]\)$/;

function replaced(of: TextValue, name: string, what: Value | undefined, by: Value | undefined): Value | undefined {
  const own = of.text;
  const built = builtName(of);
  const instead = name.startsWith('remove') ? '' : by ? textOf(by) : null;
  if (instead === null) return undefined;
  if (what?.v === 'text') {
    const from = built !== undefined && !own.includes(what.text) && built.includes(what.text) ? built : own;
    if (name === 'removesuffix') return text(from.endsWith(what.text) ? from.slice(0, -what.text.length) : from);
    if (name === 'removeprefix') return text(from.startsWith(what.text) ? from.slice(what.text.length) : from);
    return text(name === 'replaceAll' ? from.replaceAll(what.text, instead) : from.replace(what.text, () => instead));
  }
  if (what?.v !== 'regex') return undefined;
  // `crateSet` → `crate-Set`: names of files made into paths.
  if (what.flags === 'g' && HUMPS.test(what.source)) return text(own.replace(/([a-z0-9])([A-Z])/g, instead));
  if (boundedTest(what.source, what.flags, own) === false && !built) return of;
  // An ending that the pattern stands for is cut off whole: nothing else is worked out.
  const ending = /(?:\.[\w-]+)+$/.exec(own)?.[0] ?? '';
  if (!what.source.endsWith('$') || instead !== '') return undefined;
  for (let at = ending.indexOf('.'); at >= 0; at = ending.indexOf('.', at + 1)) {
    const rest = ending.slice(at);
    const asBuilt = built && rest.replace(/\.([cm]?)tsx?$/, '.$1js');
    const fits = [rest, ...(asBuilt ? [asBuilt] : [])].some((one) =>
      boundedTest(`^(?:${what.source})`, what.flags, one),
    );
    if (fits) return text(own.slice(0, own.length - rest.length));
  }
  return undefined;
}

function sliced(of: TextValue, name: string, from: Value | undefined, to: Value | undefined): Value | undefined {
  const numbers = [from, to].map((one) => (one?.v === 'constant' && typeof one.value === 'number' ? one.value : null));
  const [start = null, end = null] = numbers;
  if ((from && start === null && from.v !== 'unknown') || start === null || (to && end === null)) return undefined;
  // The ending of what is built differs from that of its source.
  if (of.built && start < 0) return NOTHING;
  if (name === 'slice') return text(of.text.slice(start, end ?? undefined));
  return text(name === 'substr' ? of.text.substr(start, end ?? undefined) : of.text.substring(start, end ?? undefined));
}

/** `'users.route.js'.split('.').shift()`: methods of lists of texts; undefined = none of them. */
export function partsMethod(items: Value[], name: string, args: readonly EvaluatedArgument[]): Value | undefined {
  const texts = items.map(textOf);
  if (items.length === 0 || texts.some((item) => item === null)) return undefined;
  const [first, second] = args.map(({ value }) =>
    value.v === 'constant' && typeof value.value === 'number' ? value.value : null,
  );
  switch (name) {
    case 'shift':
      return items.shift();
    case 'pop':
      return items.pop();
    case 'at':
      return typeof first === 'number' ? items.at(first) : undefined;
    case 'join': {
      const given = args[0] ? textOf(args[0].value) : ',';
      return given === null ? undefined : text(texts.join(given));
    }
    case 'slice':
      return { v: 'list', items: items.slice(first ?? 0, second ?? undefined) };
    case 'sort':
    case 'reverse':
      return { v: 'list', items };
    default:
      return undefined;
  }
}

/**
 * Paths as programs handle them: absolute ones begin with a root that stands for the workspace, so that joining and taking apart work as
 * they do in the running program. Node's "Path", Python's `os.path` and `pathlib`.
 */
import { join } from '../../../modules/paths';
import { text, textOf, type EvaluatedArgument, type TextValue, type Value } from '../values';

const ROOT = '/@workspace';

/** The absolute path of a workspace path. */
export function placeOf(path: string): string {
  return path === '' ? ROOT : `${ROOT}/${path}`;
}

/** The workspace path of an absolute one; undefined for any other text. */
export function pathOf(place: string): string | undefined {
  return place === ROOT || place.startsWith(`${ROOT}/`) ? join(place.slice(ROOT.length)) : undefined;
}

/** A path for people. */
export function shownPath(place: string): string {
  return pathOf(place) ?? place;
}

/** A path that is known up to where it goes on with something else. */
export function begun(place: string): Value {
  return { v: 'unknown', why: null, name: null, begins: place };
}

/** The folder of a path, or the package of a dotted name, that goes on with something else. */
export function beginningOfText(known: string): string {
  const slash = known.lastIndexOf('/');
  return slash >= 0 ? known.slice(0, slash) : (/^(\w+(?:\.\w+)*)\.\w*$/.exec(known)?.[1] ?? '');
}

/** How far a path is known. */
export function beginningOf(value: Value): string | null {
  return value.v === 'unknown' ? (value.begins ?? null) : textOf(value);
}

/** Parts with one slash between them, without `.` and `..`. */
export function joinedPath(parts: readonly string[]): string {
  const whole = parts.filter((part) => part !== '').join('/');
  const inner = join(whole);
  return whole.startsWith('/') ? `/${inner}` : inner;
}

function joinedValues(args: readonly EvaluatedArgument[], restarts: boolean): Value {
  let path = '';
  for (const { value } of args) {
    const part = textOf(value);
    if (part === null) return begun(value.v === 'unknown' && value.begins !== undefined ? value.begins : path);
    path = restarts && part.startsWith('/') ? part : joinedPath([path, part]);
  }
  return text(path);
}

/** Name behind the last slash. */
function baseOf(path: string): string {
  return path.replace(/\/$/, '').slice(path.replace(/\/$/, '').lastIndexOf('/') + 1);
}

function extensionOf(path: string): string {
  return /[^/](\.[^./]*)$/.exec(path)?.[1] ?? '';
}

function folderOf(path: string): string {
  const slash = path.replace(/\/$/, '').lastIndexOf('/');
  return slash < 0 ? '.' : path.slice(0, Math.max(slash, 1));
}

/** The name of what a source file is built to, where code may ask for that. */
export function builtName({ text: name, built }: TextValue): string | undefined {
  return built ? name.replace(/\.([cm]?)tsx?$/, '.$1js') : undefined;
}

function withoutExtension(value: TextValue, extension: string | null): string {
  const base = baseOf(value.text);
  const built = builtName(value);
  if (extension === null) return base;
  if (base.endsWith(extension)) return base.slice(0, -extension.length);
  return built?.endsWith(extension) ? baseOf(built).slice(0, -extension.length) : base;
}

/** Functions of Node's `path`, of `os.path` and `pathlib`, by name; undefined = none of them. */
export function pathCall(name: string, args: readonly EvaluatedArgument[], cwd: string): Value | undefined {
  const [first, second] = args.map(({ value }) => value);
  const own = first ? textOf(first) : null;
  switch (name) {
    case 'join':
      return joinedValues(args, false);
    case 'resolve': {
      const base = { name: null, value: text(cwd) };
      return joinedValues([base, ...args], true);
    }
    case 'Path':
    case 'PurePath':
    case 'os.join':
      return joinedValues(args, true);
    case 'abspath':
    case 'realpath':
    case 'normpath':
    case 'normalize':
    case 'fileURLToPath':
    case 'pathToFileURL':
      return own === null ? first : text(joinedPath([own]));
  }
  if (own === null || first?.v !== 'text') return undefined;
  const base = baseOf(own);
  switch (name) {
    case 'dirname':
      return text(folderOf(own));
    case 'basename':
      return { ...first, text: withoutExtension(first, second ? textOf(second) : null) };
    case 'extname':
      return { ...first, text: extensionOf(own) };
    case 'splitext': {
      const extension = extensionOf(own);
      return { v: 'list', items: [text(own.slice(0, own.length - extension.length)), text(extension)] };
    }
    case 'relative':
    case 'relpath': {
      const to = name === 'relative' ? (second ? textOf(second) : null) : own;
      const from = name === 'relative' ? own : second ? textOf(second) : null;
      return to !== null && from !== null && to.startsWith(`${from}/`) ? text(to.slice(from.length + 1)) : undefined;
    }
    case 'parse': {
      const extension = extensionOf(own);
      const entries = { dir: folderOf(own), base, name: base.slice(0, base.length - extension.length), ext: extension };
      return { v: 'record', entries: new Map(Object.entries(entries).map(([key, value]) => [key, text(value)])) };
    }
    default:
      return undefined;
  }
}

/** A part of an absolute path that objects for paths have as a member. */
export function memberOfPlace(path: string, name: string): Value | undefined {
  if (pathOf(path) === undefined) return undefined;
  const extension = extensionOf(path);
  switch (name) {
    case 'parent':
      return text(folderOf(path));
    case 'name':
      return text(baseOf(path));
    case 'stem':
      return text(baseOf(path).slice(0, extension === '' ? undefined : -extension.length));
    case 'suffix':
      return text(extension);
    case 'pathname':
    case 'href':
      return text(path);
    default:
      return undefined;
  }
}

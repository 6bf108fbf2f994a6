/** The text edits that put a guard before one route and import it. */
import type { TextEdit } from '../../fix';
import { LineTable } from '../../span';
import type { Workspace } from '../../workspace';
import type { SiblingGuard, UsedGuard } from '../findings';
import { frameworkOf, type DependencyStyle, type GuardStyle } from '../framework';
import { annotationEdits, refusedAbove } from './annotation-edit';
import { chainEdits, filterEdits, isShared, refusedFilter } from './filter-edit';
import { atHandler, pythonGuard, refusedBy } from './guard-edit-python';
import { binds, guardSource, requiredBy, type GuardImport } from './guard-source';
import { refusedIn, targetOf, writtenEdits } from './written-guard-edit';
import type { WrittenGuard } from './written-guard';
import type { LinkedRoute } from '../link/linked';
import type { CodeFacts } from '../../code/facts';
import type { Statement } from '../../code/model';

/** Whether `guardEdits` can put the guard before the route, as far as the facts tell. */
export function canAddGuard(route: LinkedRoute, guard: SiblingGuard, workspace: Workspace): boolean {
  const { fact } = route;
  const [path] = fact.paths;
  const style = styleOf(route);
  if (isWritten(guard)) return refusedIn(route, guard, workspace) === null;
  if (style.as === 'filter') return refusedFilter(route, guard, workspace) === null;
  if (style.as === 'chain') return fact.methodFrom === undefined && !isShared(route, workspace);
  if (style.as === 'annotation') return refusedAbove(route, guard, style, workspace) === null;
  if (style.as === 'decorator')
    return (
      route.method !== 'WEBSOCKET' &&
      refusedBy(route, style) === null &&
      !('refused' in guardSource(atHandler(route), guard, workspace))
    );
  const isLiteral = style.as === 'gate' || (fact.paths.length === 1 && (path?.e === 'text' || path?.e === 'join'));
  if (route.method === 'WEBSOCKET' || fact.bare || fact.methodFrom || !isLiteral) return false;
  if (style.as === 'dependency') {
    // A registration by call takes its handler by position, behind which no keyword may be put blindly.
    if (fact.declLine === null) return false;
    const given = fact.args.find(({ name }) => name === style.keyword);
    if (given && given.value.e !== 'list') return false;
  }
  if (style.as === 'gate' && fact.declLine === null) return false;
  return !('refused' in guardSource(route, guard, workspace));
}

/** The file in which a guard is put before a route. */
export function guardPath(route: LinkedRoute, workspace: Workspace): string {
  if (styleOf(route).as === 'filter') return route.owner?.path ?? route.path;
  if (styleOf(route).as === 'body') return targetOf(route, workspace)?.path ?? route.path;
  return styleOf(route).as === 'decorator' ? atHandler(route).path : route.path;
}

/** The file in which a guard is written that is copied to another handler; null = it is named where it is put. */
export function writtenIn(guard: SiblingGuard): string | null {
  return isWritten(guard) ? guard.handler.path : null;
}

function isWritten(guard: SiblingGuard): guard is WrittenGuard {
  return 'handler' in guard;
}

/**
 * Edits in order of position, or a sentence why there are none. `text` is that of `guardPath(route)`, `sibling` that of `writtenIn(guard)`.
 */
export function guardEdits(
  declared: LinkedRoute,
  guard: SiblingGuard,
  { text, sibling }: { text: string; sibling: string },
  workspace: Workspace,
): TextEdit[] | { refused: string } {
  return isWritten(guard)
    ? writtenGuardEdits(declared, guard, { own: text, sibling }, workspace)
    : usedGuardEdits(declared, guard, text, workspace);
}

function writtenGuardEdits(
  route: LinkedRoute,
  guard: WrittenGuard,
  texts: { own: string; sibling: string },
  workspace: Workspace,
): TextEdit[] | { refused: string } {
  const path = guardPath(route, workspace);
  const facts = workspace.part(path, 'code');
  const written = writtenEdits(route, guard, texts, workspace);
  if ('refused' in written) return written;
  const imports = facts && importEdits(written.imports, Infinity, facts, texts.own, new LineTable(texts.own));
  return imports
    ? [...imports, ...written.edits].sort((a, b) => a.start - b.start)
    : { refused: 'There is no import to put the new one beside.' };
}

function usedGuardEdits(
  declared: LinkedRoute,
  guard: UsedGuard,
  text: string,
  workspace: Workspace,
): TextEdit[] | { refused: string } {
  const style = styleOf(declared);
  if (style.as === 'filter') return filterEdits(declared, guard, text, workspace);
  if (style.as === 'chain') return chainEdits(declared, guard, style, text);
  if (style.as === 'annotation') return annotationEdits(declared, guard, style, text, workspace);
  const refused = style.as === 'decorator' ? refusedBy(declared, style) : null;
  if (refused !== null) return { refused };
  const route = style.as === 'decorator' ? atHandler(declared) : declared;
  const facts = workspace.part(route.path, 'code');
  if (!facts || facts.broken) return { refused: 'The file has a syntax error.' };
  const source = guardSource(route, guard, workspace);
  if ('refused' in source) return source;
  const lines = new LineTable(text);
  const used = usedIn(style, route, guard.name, text, lines);
  if ('refused' in used) return used;
  const wanted: GuardImport[] = ownImport(style, route);
  if (source.needs) wanted.push(source.needs);
  const imports = importEdits(wanted, route.fact.at.line, facts, text, lines);
  if (!imports) return { refused: 'There is no import to put the new one beside.' };
  return [...imports, used].sort((a, b) => a.start - b.start);
}

function styleOf(route: LinkedRoute): GuardStyle {
  return frameworkOf(route.fact.framework)?.guard ?? { as: 'middleware' };
}

function usedIn(
  style: GuardStyle,
  route: LinkedRoute,
  name: string,
  text: string,
  lines: LineTable,
): TextEdit | { refused: string } {
  switch (style.as) {
    case 'dependency':
      return dependency(route, name, style, text, lines);
    case 'decorator':
      return pythonGuard(route, name, style, text, lines);
    case 'gate':
      return decorator(route, name, style.decorator, lines);
    case 'option':
      return option(route, name, style, text, lines);
    case 'with':
      return inFront(route, name, text, lines);
    case 'last':
      return behind(route, name, text, lines);
    case 'wrapper':
      return { refused: 'A guard of this framework is put around the handler by hand.' };
    default:
      return argument(route, name, text, lines);
  }
}

/** What the framework's own spelling of a guard needs to be imported. */
function ownImport(style: GuardStyle, { fact, owner }: LinkedRoute): GuardImport[] {
  if (style.as === 'decorator') {
    const { permissions } = style;
    if (permissions?.views !== fact.framework || owner) return [];
    const { decorator: name, from } = permissions;
    return [{ from, name, as: name, style: 'python' }];
  }
  if (style.as === 'dependency')
    return style.call === null ? [] : [{ from: style.from, name: style.call, as: style.call, style: 'python' }];
  if (style.as !== 'gate') return [];
  return [{ from: style.from, name: style.decorator, as: style.decorator, style: 'esm' }];
}

/** A line of its own above the route's decorator. */
function decorator(route: LinkedRoute, name: string, called: string, lines: LineTable): TextEdit | { refused: string } {
  const { declLine } = route.fact;
  const written = declLine === null ? '' : lines.line(declLine);
  const indent = /^(\s*)@/.exec(written)?.[1];
  if (declLine === null || indent === undefined)
    return { refused: 'The decorator of the route does not stand on a line of its own.' };
  const start = lines.offset(declLine, 1);
  return { start, end: start, newText: `${indent}@${called}(${name})${lines.newline}` };
}

/** Into the object of options, which is made when there is none. */
function option(
  route: LinkedRoute,
  name: string,
  { keyword, options }: Extract<GuardStyle, { as: 'option' }>,
  text: string,
  lines: LineTable,
): TextEdit | { refused: string } {
  const { at } = route.fact;
  const start = lines.offset(at.endLine, at.endColumn);
  const end = endOfCall(text, start);
  const rest = text.slice(start, end);
  if (new RegExp(`\\b${keyword}\\b`).test(rest))
    return { refused: `The route has a ${keyword} already: add the guard there.` };
  // The path is a key of the options itself.
  if (/\b(?:url|path)\s*:\s*$/.test(text.slice(0, lines.offset(at.line, at.column))))
    return { start, end: start, newText: `, ${keyword}: [${name}]` };
  if (options === 'after') {
    const given = /,\s*\{\s*$/.exec(rest.replace(/[^{}]*\}\s*,?\s*$/, ''));
    if (given) return { refused: 'The route has options already: add the guard there.' };
    const last = start + rest.replace(/,?\s*$/, '').length;
    return { start: last, end: last, newText: `, { ${keyword}: [${name}] }` };
  }
  const given = /^\s*,\s*\{\s*/.exec(rest);
  if (given) {
    const place = start + given[0].length;
    return { start: place, end: place, newText: `${keyword}: [${name}]${text.charAt(place) === '}' ? ' ' : ', '}` };
  }
  if (!/^\s*,/.test(rest)) return { refused: 'The path of the route is not a literal followed by its handler.' };
  return { start, end: start, newText: `, { ${keyword}: [${name}] }` };
}

/** Into the list of dependencies (`dependencies=[…]`) of the decorator when it has one, else after the path. */
function dependency(
  route: LinkedRoute,
  name: string,
  { keyword, call }: DependencyStyle,
  text: string,
  lines: LineTable,
): TextEdit | { refused: string } {
  const { at } = route.fact;
  const used = call === null ? name : `${call}(${name})`;
  const from = lines.offset(at.endLine, at.endColumn);
  if (!/["']\s*$/.test(text.slice(0, from))) return { refused: 'The path of the route is not a literal.' };
  const rest = text.slice(from, endOfCall(text, from));
  const given = new RegExp(`\\b${keyword}\\s*=\\s*(\\[?)`).exec(rest);
  if (given) {
    if (given[1] === '') return { refused: 'Its dependencies are a list made elsewhere: add the guard there.' };
    const start = from + given.index + given[0].length;
    const isEmpty = /^\s*\]/.test(text.slice(start));
    return { start, end: start, newText: `${used}${isEmpty ? '' : ', '}` };
  }
  if (/^\s*,\s*(?![\s)]|\w+\s*=|\*\*)/.test(rest)) return { refused: 'The route takes its handler by position.' };
  return { start: from, end: from, newText: `, ${keyword}=[${used}]` };
}

/** Offset of the parenthesis that closes the call in which `from` stands; strings are stepped over. */
function endOfCall(text: string, from: number): number {
  let depth = 1;
  for (let at = from; at < text.length; at++) {
    const character = text.charAt(at);
    if (character === '"' || character === "'") {
      const end = text.indexOf(character, at + 1);
      if (end < 0) return text.length;
      at = end;
    } else if (character === '#') at = Math.max(at, text.indexOf('\n', at));
    else if (/[([{]/.test(character)) depth++;
    else if (/[)\]}]/.test(character) && --depth === 0) return at;
  }
  return text.length;
}

/** `r.Get("/x", h)` becomes `r.With(guard).Get("/x", h)`. */
function inFront(route: LinkedRoute, name: string, text: string, lines: LineTable): TextEdit | { refused: string } {
  const { at } = route.fact;
  const before = text.slice(0, lines.offset(at.line, at.column));
  const call = /\.\s*\w+\s*\(\s*$/.exec(before);
  if (!call) return { refused: 'The path of the route is not the first argument of its registration.' };
  return { start: call.index, end: call.index, newText: `.With(${name})` };
}

/** Behind the handler and what stands there already. */
function behind(route: LinkedRoute, name: string, text: string, lines: LineTable): TextEdit | { refused: string } {
  const { at } = route.fact;
  const start = lines.offset(at.endLine, at.endColumn);
  const given = text.slice(start, endOfCall(text, start)).trimEnd();
  if (!/^\s*,\s*\S/.test(given)) return { refused: 'The path of the route is not a literal followed by its handler.' };
  const place = start + given.length;
  return { start: place, end: place, newText: given.endsWith(',') ? ` ${name},` : `, ${name}` };
}

/** After the path, before the other arguments; in a chain (`router.route('/x').post(handler)`) first in the call. */
function argument(route: LinkedRoute, name: string, text: string, lines: LineTable): TextEdit | { refused: string } {
  const { at, line } = route.fact;
  const start = lines.offset(at.endLine, at.endColumn);
  if (/^\s*,/.test(text.slice(start))) return { start, end: start, newText: `, ${name}` };
  const from = Math.max(start, lines.offset(line, 1));
  const call = new RegExp(`\\.\\s*${route.fact.methods[0]?.toLowerCase() ?? ''}\\s*\\(\\s*`).exec(text.slice(from));
  if (!/^\s*\)/.test(text.slice(start)) || !call)
    return { refused: 'The path of the route is not a literal followed by its handler.' };
  const place = from + call.index + call[0].length;
  return { start: place, end: place, newText: `${name}, ` };
}

// Imports -----------------------------------------------------------------------------------------------------------------------------

/** One import per missing name: into an import of the same module, else on a line of its own below the last import before the route. */
function importEdits(
  wanted: readonly GuardImport[],
  before: number,
  facts: CodeFacts,
  text: string,
  lines: LineTable,
): TextEdit[] | undefined {
  const missing = wanted.filter(({ as }) => !facts.body.some((statement) => binds(statement, as)));
  const imports = facts.body.flatMap((statement) => {
    const line = lineOfImport(statement);
    return line !== null && line < before ? [{ statement, line }] : [];
  });
  const edits: TextEdit[] = [];
  const fresh: string[] = [];
  const last = imports.at(-1);
  for (const one of missing) {
    const same = imports.find(({ statement }) => statement.s === 'import' && statement.from === one.from);
    const edit = same && joined(one, same.line, text, lines);
    if (edit) edits.push(edit);
    else if (last) fresh.push(written(one, lines.line(last.line)));
    else if (one.style === 'esm') fresh.push(written(one, quotes(text)));
    else return undefined;
  }
  if (fresh.length > 0 && !last) return [onTop(fresh, text)];
  if (fresh.length === 0 || !last) return edits;
  const after = endOfStatement(last.line, text, lines);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  edits.push({ start: after, end: after, newText: fresh.map((line) => `${newline}${line}`).join('') });
  return edits;
}

/** First in the file, behind its directive. */
function onTop(fresh: readonly string[], text: string): TextEdit {
  const start = /^\s*(?:'use [a-z]+'|"use [a-z]+");?[ \t]*\r?\n/.exec(text)?.[0].length ?? 0;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  return { start, end: start, newText: fresh.map((line) => `${line}${newline}`).join('') + newline };
}

/** How a file that imports nothing quotes, and ends statements, in its first line that does. */
function quotes(text: string): string {
  return /^.*["'].*$/m.exec(text)?.[0] ?? "';";
}

function lineOfImport(statement: Statement): number | null {
  if (statement.s === 'import') return statement.line;
  return statement.s === 'let' && requiredBy(statement.value) ? statement.line : null;
}

/** An import as the file writes them; `beside` is one of its own. */
function written({ from, name, as, style, type }: GuardImport, beside: string): string {
  if (style === 'python') {
    const renamed = as === (name ?? from) ? '' : ` as ${as}`;
    return name === null ? `import ${from}${renamed}` : `from ${from} import ${name}${renamed}`;
  }
  const quote = beside.includes('"') ? '"' : "'";
  const end = /;\s*(\/\/.*)?$/.test(beside) || /[{(]\s*$/.test(beside) ? ';' : '';
  const path = `${quote}${from}${quote}`;
  if (style === 'commonjs') {
    const names = name === null ? as : name === as ? `{ ${as} }` : `{ ${name}: ${as} }`;
    return `const ${names} = require(${path})${end}`;
  }
  const names =
    name === null ? `* as ${as}` : name === 'default' ? as : name === as ? `{ ${as} }` : `{ ${name} as ${as} }`;
  return `import ${type ? 'type ' : ''}${names} from ${path}${end}`;
}

/** Into the names of an import that is there, on one line or several. */
function joined(
  { name, as, style, type }: GuardImport,
  line: number,
  text: string,
  lines: LineTable,
): TextEdit | undefined {
  if (name === null || name === 'default') return undefined;
  const start = lines.offset(line, 1);
  const statement = text.slice(start, endOfStatement(line, text, lines));
  const own = `${type ? 'type ' : ''}${name === as ? name : `${name} as ${as}`}`;
  const head =
    style === 'python'
      ? /^from\s+\S+\s+import\s*(\(?)/.exec(statement)
      : style === 'esm'
        ? /^import\s+(?!type\b)(?:[\w$]+\s*,\s*)?(\{)/.exec(statement)
        : null;
  if (!head) return undefined;
  const body = statement.slice(head[0].length);
  const newLine = head[1] === '' ? null : /^[ \t]*(\r?\n[ \t]*)(?=[\w$])/.exec(body);
  if (newLine) {
    const place = start + head[0].length;
    return { start: place, end: place, newText: `${newLine[1] ?? ''}${own},` };
  }
  const names = head[1] === '' ? /^[\w\s,]*\w/.exec(body) : /^[\w$\s,]*[\w$]/.exec(body);
  if (!names || names[0].includes('\n')) return undefined;
  const place = start + head[0].length + names[0].length;
  return { start: place, end: place, newText: `, ${own}` };
}

/** End of an import that may stretch over several lines in parentheses. */
function endOfStatement(line: number, text: string, lines: LineTable): number {
  const last = endLineOf(line, lines);
  return Math.min(lines.offset(last, lines.line(last).length + 1), text.length);
}

/** Last line of an import that begins on a line. */
export function endLineOf(line: number, lines: LineTable): number {
  let depth = 0;
  for (let last = line; last <= lines.count; last++) {
    const own = lines.line(last);
    for (const character of own)
      depth += character === '(' || character === '{' ? 1 : character === ')' || character === '}' ? -1 : 0;
    if (depth <= 0 && !own.endsWith('\\')) return last;
  }
  return lines.count;
}

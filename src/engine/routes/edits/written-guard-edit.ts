/** Copies the guard that a sibling writes in its body to the start of another handler's, with the parameters and imports that it needs. */
import { maskText } from '../../collect/mask';
import type { TextEdit } from '../../fix';
import { LineTable } from '../../span';
import type { Workspace } from '../../workspace';
import type { CodeFacts } from '../../code/facts';
import type { FunctionFact } from '../../code/model';
import type { LinkedRoute } from '../link/linked';
import { bodyFor, bodyOf, headOf, type Body } from './handler-text';
import { binds, nameSource, type GuardImport } from './guard-source';
import { bound, type WrittenGuard } from './written-guard';

/** The function to whose body a guard is added: the handler, or what is written in place inside a call that wraps it. */
export function targetOf(route: LinkedRoute, workspace: Workspace): { path: string; fact: FunctionFact } | null {
  const { handler } = route.fact;
  const value = handler.e === 'name' ? definitionOf(handler.name, workspace.part(route.path, 'code')) : handler;
  if (value?.e === 'call') {
    const inner = value.args.map((arg) => arg.value).find((one) => one.e === 'function');
    const fact = inner && workspace.part(route.path, 'code')?.functions[inner.id];
    return fact ? { path: route.path, fact } : null;
  }
  return route.handler;
}

function definitionOf(name: string, facts: CodeFacts | undefined): LinkedRoute['fact']['handler'] | undefined {
  for (const statement of facts?.body ?? [])
    if (statement.s === 'let' && statement.to.e === 'name' && statement.to.name === name) return statement.value;
  return undefined;
}

/** Why a guard cannot be written in a handler, as far as the facts tell; null = nothing speaks against it. */
export function refusedIn(route: LinkedRoute, guard: WrittenGuard, workspace: Workspace): string | null {
  const target = targetOf(route, workspace);
  const facts = target && workspace.part(target.path, 'code');
  if (!target || !facts) return 'Its handler is not written here as a function.';
  if (facts.broken) return 'The file has a syntax error.';
  const taken = new Set([...bound(target.fact.body), ...target.fact.params.map(({ name }) => name)]);
  const clash = guard.binds.find((name) => taken.has(name));
  if (clash !== undefined) return `The handler has a ${clash} of its own already: refuse there when it is missing.`;
  const imports = importsFor(guard.uses, guard, target.path, workspace);
  return 'refused' in imports ? imports.refused : null;
}

interface Texts {
  /** Of the handler's file, and of the file in which the guard is written. */
  own: string;
  sibling: string;
}

export interface WrittenEdit {
  edits: TextEdit[];
  imports: GuardImport[];
}

/** Edits that write the guard, and the names that the file has to import for it. */
export function writtenEdits(
  route: LinkedRoute,
  guard: WrittenGuard,
  texts: Texts,
  workspace: Workspace,
): WrittenEdit | { refused: string } {
  const target = targetOf(route, workspace);
  const facts = target && workspace.part(target.path, 'code');
  const refused = refusedIn(route, guard, workspace);
  if (!target || !facts || refused !== null) return { refused: refused ?? 'Its handler is not written here.' };
  const sibling = guardText(guard, texts.sibling);
  const theirs = bodyOf(guard.handler.fact, texts.sibling);
  const own = bodyFor(target.fact, texts.own, guard.inTry);
  if (!sibling || !theirs) return { refused: 'The guard of its siblings does not stand on lines of its own.' };
  if (!own) return { refused: 'Its handler is not written as a function.' };
  const copy = fitted(sibling, theirs, own, texts);
  if ('refused' in copy) return copy;
  const imports = importsFor([...identifiersOf(copy.text), ...copy.types], guard, target.path, workspace);
  if ('refused' in imports) return imports;
  const types = copy.types.flatMap((name) => typeImport(name, texts) ?? []);
  const head = /\bawait\b/.test(copy.text) ? headOf(own, texts.own) : [];
  if (head === null) return { refused: 'Its handler is declared to give no promise, and the guard has to be awaited.' };
  return {
    edits: [...head, ...copy.edits, ...inserted(own, copy.text, texts.own)],
    imports: [...imports.needs, ...types],
  };
}

/** The lines of the guard, without the indentation that they share. */
function guardText({ from, until }: WrittenGuard, text: string): string | null {
  const lines = new LineTable(text);
  const { code } = maskText(text, 'javascript');
  const take = (first: number, last: number): string =>
    code.slice(lines.offset(first, 1), lines.offset(last, lines.line(last).length + 1));
  let first = from;
  let last = until - 1;
  // What is taken apart over several lines begins above its first name.
  while (last > first && !isClosed(take(first, last)) && isClosed(take(first, last - 1))) last--;
  while (first > Math.max(1, from - 12) && !isClosed(take(first, last))) first--;
  while (last > first && take(last, last).trim() === '') last--;
  const masked = take(first, last);
  if (!isClosed(masked) || masked.trim() === '' || !/^\s*(?:const|let|var|await|if|[\w$.]+\s*\()/.test(masked))
    return null;
  const own = text.slice(lines.offset(first, 1), lines.offset(last, lines.line(last).length + 1)).split(/\r?\n/);
  const indents = own.filter((line) => line.trim() !== '').map((line) => /^\s*/.exec(line)?.[0].length ?? 0);
  const shared = Math.min(...indents);
  return own.map((line) => line.slice(shared)).join('\n');
}

function isClosed(code: string): boolean {
  let depth = 0;
  for (const character of code) {
    if ('([{'.includes(character)) depth++;
    else if (')]}'.includes(character) && --depth < 0) return false;
  }
  return depth === 0;
}

interface Fitted {
  text: string;
  /** Edits of the parameters. */
  edits: TextEdit[];
  /** Names in types of parameters that were copied. */
  types: string[];
}

/** The guard with the names of the handler's own parameters, which get what they lack. */
function fitted(sibling: string, theirs: Body, own: Body, texts: Texts): Fitted | { refused: string } {
  const copy: Fitted = { text: sibling, edits: [], types: [] };
  const used = new Set(identifiersOf(sibling));
  for (const [index, param] of theirs.params.entries()) {
    const needed = param.names.filter((name) => used.has(name));
    if (needed.length === 0) continue;
    const mine = own.params[index];
    const written = texts.sibling.slice(...param.range);
    if (!mine) {
      const separator = own.params.length === 0 ? '' : ', ';
      if (index !== own.params.length || own.paramsEnd === null)
        return { refused: 'Its handler takes other parameters than its siblings.' };
      copy.edits.push({ start: own.paramsEnd, end: own.paramsEnd, newText: separator + written });
      copy.types.push(...identifiersOf(written));
      continue;
    }
    for (const name of needed) {
      if (mine.names.includes(name)) continue;
      if (mine.pattern !== null && param.pattern !== null)
        copy.edits.push({ start: mine.pattern, end: mine.pattern, newText: `${name}, ` });
      else if (mine.pattern === null) {
        const [called = name] = mine.names;
        copy.text = renamed(copy.text, name, param.pattern === null ? called : `${called}.${name}`);
      } else return { refused: 'Its handler takes its parameters apart, and the guard needs them whole.' };
    }
  }
  return copy;
}

const IDENTIFIER = /(?<![.\w$])[A-Za-z_$][\w$]*/g;

/** Names in code, members and what stands in strings left out. */
export function identifiersOf(text: string): string[] {
  const { code } = maskText(text, 'javascript');
  return [...new Set(code.replaceAll('...', '   ').match(IDENTIFIER) ?? [])];
}

function renamed(text: string, from: string, to: string): string {
  const { code } = maskText(text, 'javascript');
  let out = '';
  let at = 0;
  for (const match of code.matchAll(IDENTIFIER)) {
    if (match[0] !== from) continue;
    out += text.slice(at, match.index) + to;
    at = match.index + from.length;
  }
  return out + text.slice(at);
}

/** Names of the sibling's module that the guard needs. */
function importsFor(
  names: readonly string[],
  guard: WrittenGuard,
  path: string,
  workspace: Workspace,
): { needs: GuardImport[] } | { refused: string } {
  const home = workspace.part(guard.handler.path, 'code');
  const needs: GuardImport[] = [];
  for (const name of names) {
    if (guard.binds.includes(name) || !home?.body.some((statement) => binds(statement, name))) continue;
    const source = nameSource(name, guard.handler.path, path, workspace);
    if ('refused' in source) return source;
    if (source.needs) needs.push(source.needs);
  }
  return { needs };
}

/** The import of a type from a package: facts leave types out. */
function typeImport(name: string, { own, sibling }: Texts): GuardImport | undefined {
  if (new RegExp(`\\b${name.replaceAll('$', '\\$')}\\b`).test(own)) return undefined;
  for (const [, names = '', , from = ''] of sibling.matchAll(
    /\bimport\s+(?:type\s+)?\{([^}]*)\}\s*from\s*(['"])([^'"]+)\2/g,
  )) {
    const isThere = names.split(',').some((one) => one.trim().replace(/^type\s+/, '') === name);
    if (isThere && !from.startsWith('.')) return { from, name, as: name, style: 'esm', type: true };
  }
  return undefined;
}

/** Behind the brace, as its lines are indented; an expression gets braces. */
function inserted(own: Body, guard: string, text: string): TextEdit[] {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const lines = guard.split('\n').map((line) => (line === '' ? '' : own.indent + line));
  const written = newline + lines.join(newline);
  const { start, bare, indent } = own;
  if (bare !== null)
    return [
      { start, end: start, newText: `{${written}${newline}${indent}return ` },
      { start: bare, end: bare, newText: `;${newline}${indent.slice(2)}}` },
    ];
  const rest = /^[ \t]*(?=\S)/.exec(text.slice(start));
  return [
    rest
      ? { start, end: start + rest[0].length, newText: written + newline + indent }
      : { start, end: start, newText: written },
  ];
}

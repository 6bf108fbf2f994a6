/** The text edits that put a guard before one route and import it. */
import type { TextEdit } from '../fix';
import { dirname } from '../modules/paths';
import { LineTable } from '../span';
import type { Workspace } from '../workspace';
import type { SiblingGuard } from './findings';
import type { LinkedRoute } from './linked';
import type { CodeFacts, Statement } from './model';

/** Edits in order of position, or a sentence why there are none. */
export function guardEdits(
  route: LinkedRoute,
  guard: SiblingGuard,
  text: string,
  workspace: Workspace,
): TextEdit[] | { refused: string } {
  const facts = workspace.part(route.path, 'code');
  if (!facts || facts.broken) return { refused: 'The file has a syntax error.' };
  const isPython = facts.language === 'python';
  const lines = new LineTable(text);
  const used = isPython ? dependency(route, guard.name, text, lines) : argument(route, guard.name, text, lines);
  if ('refused' in used) return used;
  const source = importOf(guard, route.path, workspace, facts);
  if (source === undefined) return { refused: `${guard.name} cannot be imported here by itself.` };
  const wanted = isPython ? [{ from: 'fastapi', name: 'Depends' }, source] : [source];
  const imports = importEdits(wanted, facts, text, lines);
  if (!imports) return { refused: 'There is no import to put the new one beside.' };
  return [...imports, used].sort((a, b) => a.start - b.start);
}

/** Into `dependencies=[…]` of the decorator when it has one, else after the path. */
function dependency(route: LinkedRoute, name: string, text: string, lines: LineTable): TextEdit | { refused: string } {
  const { at, declLine, line } = route.fact;
  const from = lines.offset(declLine ?? at.line, 1);
  const to = lines.offset(line, 1);
  const given = /\bdependencies\s*=\s*\[/.exec(text.slice(from, Math.max(from, to)));
  if (given) {
    const start = from + given.index + given[0].length;
    const isEmpty = /^\s*\]/.test(text.slice(start));
    return { start, end: start, newText: `Depends(${name})${isEmpty ? '' : ', '}` };
  }
  const start = lines.offset(at.endLine, at.endColumn);
  if (!/["']\s*$/.test(text.slice(0, start))) return { refused: 'The path of the route is not a literal.' };
  return { start, end: start, newText: `, dependencies=[Depends(${name})]` };
}

/** After the path, before the other arguments. */
function argument(route: LinkedRoute, name: string, text: string, lines: LineTable): TextEdit | { refused: string } {
  const start = lines.offset(route.fact.at.endLine, route.fact.at.endColumn);
  if (!/["'`]\s*$/.test(text.slice(0, start)) || !/^\s*,/.test(text.slice(start)))
    return { refused: 'The path of the route is not a literal followed by its handler.' };
  return { start, end: start, newText: `, ${name}` };
}

// Imports -----------------------------------------------------------------------------------------------------------------------------

interface ImportSource {
  /** Null = already a name of the file. */
  from: string | null;
  name: string;
}

/** How the file gets at the guard: it has it, or it imports it as the file does that uses it already. */
function importOf(guard: SiblingGuard, path: string, workspace: Workspace, facts: CodeFacts): ImportSource | undefined {
  const name = guard.name.split('.')[0] ?? guard.name;
  if (bindsName(facts.body, name)) return { from: null, name };
  const home = workspace.part(guard.use.path, 'code');
  if (!home) return undefined;
  for (const statement of home.body) {
    if (statement.s !== 'import') continue;
    const binding = statement.names.find(({ as }) => as === name);
    if (!binding || binding.name !== name) continue;
    const isRelative = statement.from.startsWith('.');
    if (!isRelative) return { from: statement.from, name };
    return dirname(path) === dirname(guard.use.path) ? { from: statement.from, name } : undefined;
  }
  return undefined;
}

function bindsName(body: readonly Statement[], name: string): boolean {
  return body.some((statement) => {
    if (statement.s === 'import') return statement.names.some(({ as }) => as === name);
    if (statement.s === 'let') return statement.to.e === 'name' && statement.to.name === name;
    return statement.s === 'def' && statement.id === name;
  });
}

/** One import per missing name: into an import of the same module that stands on one line, else on a line of its own. */
function importEdits(wanted: ImportSource[], facts: CodeFacts, text: string, lines: LineTable): TextEdit[] | undefined {
  const missing = wanted.filter(({ from, name }) => from !== null && !bindsName(facts.body, name));
  const edits: TextEdit[] = [];
  const fresh: string[] = [];
  for (const { from, name } of missing) {
    const edit = from === null ? undefined : joinImport(from, name, facts, lines);
    if (edit) edits.push(edit);
    else fresh.push(facts.language === 'python' ? `from ${from} import ${name}` : `import { ${name} } from '${from}';`);
  }
  if (fresh.length === 0) return edits;
  const last = facts.body.filter((statement) => statement.s === 'import').at(-1);
  if (last?.s !== 'import') return undefined;
  const after = endOfStatement(last.line, text, lines);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  edits.push({ start: after, end: after, newText: fresh.map((line) => `${newline}${line}`).join('') });
  return edits;
}

function joinImport(from: string, name: string, facts: CodeFacts, lines: LineTable): TextEdit | undefined {
  for (const statement of facts.body) {
    if (statement.s !== 'import' || statement.from !== from) continue;
    const line = lines.line(statement.line);
    const match = /^(from\s+\S+\s+import\s+)([\w\s,]+?)(\s*(#.*)?)$/.exec(line);
    if (!match?.[1] || !match[2]) continue;
    const start = lines.offset(statement.line, match[1].length + match[2].length + 1);
    return { start, end: start, newText: `, ${name}` };
  }
  return undefined;
}

/** End of an import that may stretch over several lines in parentheses. */
function endOfStatement(line: number, text: string, lines: LineTable): number {
  let last = line;
  let depth = 0;
  for (; last <= lines.count; last++) {
    for (const character of lines.line(last))
      depth += character === '(' || character === '{' ? 1 : character === ')' || character === '}' ? -1 : 0;
    if (depth <= 0) break;
  }
  return Math.min(lines.offset(last, lines.line(last).length + 1), text.length);
}

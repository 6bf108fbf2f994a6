/** The text edits that put an annotation or attribute which sibling routes carry above a route, with its import. */
import type { TextEdit } from '../../fix';
import { dirname } from '../../modules/paths';
import { LineTable } from '../../span';
import type { Workspace } from '../../workspace';
import type { UsedGuard } from '../findings';
import type { AnnotationStyle } from '../framework';
import type { LinkedRoute } from '../link/linked';

/** Why the annotation cannot be put there; null = it can, as far as the facts tell. */
export function refusedAbove(
  { path, fact }: LinkedRoute,
  guard: UsedGuard,
  style: AnnotationStyle,
  workspace: Workspace,
): string | null {
  if (fact.declLine === null) return 'The route is not declared by an annotation.';
  const name = nameIn(guard);
  const isNear = dirname(guard.use.path) === dirname(path);
  return isNear || homeOf(name, guard, style, workspace) !== null
    ? null
    : `Where ${name} comes from could not be followed.`;
}

/** A line of its own above the route's annotation, and an import where the file has none. */
export function annotationEdits(
  route: LinkedRoute,
  guard: UsedGuard,
  style: AnnotationStyle,
  text: string,
  workspace: Workspace,
): TextEdit[] | { refused: string } {
  const refused = refusedAbove(route, guard, style, workspace);
  const { declLine } = route.fact;
  if (refused !== null || declLine === null)
    return { refused: refused ?? 'The route is not declared by an annotation.' };
  const lines = new LineTable(text);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const indent = /^\s*/.exec(lines.line(declLine))?.[0] ?? '';
  const start = lines.offset(declLine, 1);
  const name = nameIn(guard);
  const edits: TextEdit[] = [{ start, end: start, newText: `${indent}${guard.name}${newline}` }];
  const from = homeOf(name, guard, style, workspace);
  const needed = from === null ? null : style.importOf(from, name);
  if (needed === null || from === null || isImported(text, needed, from, name)) return edits;
  const beside = /^(?:import|using)\s[^\n]*\n/m.exec(text) ?? /^package\s[^\n]*\n/m.exec(text);
  const at = beside ? beside.index + (beside[0].startsWith('package') ? beside[0].length : 0) : 0;
  return [{ start: at, end: at, newText: `${needed}${newline}` }, ...edits];
}

/** `PreAuthorize` of `@PreAuthorize("…")`. */
function nameIn({ name }: UsedGuard): string {
  return /\w+/.exec(name)?.[0] ?? name;
}

/** Package or namespace of an annotation: as the sibling's file imports it, else where its framework has it; null = not known. */
function homeOf(name: string, { use }: UsedGuard, style: AnnotationStyle, workspace: Workspace): string | null {
  for (const statement of workspace.part(use.path, 'code')?.body ?? [])
    if (statement.s === 'import' && statement.names.some((one) => one.name === name)) return statement.from;
  return style.from[name] ?? null;
}

function isImported(text: string, needed: string, from: string, name: string): boolean {
  const whole = `${from.replaceAll('.', '\\.')}`;
  return text.includes(needed) || new RegExp(`^\\s*import\\s+${whole}\\.(?:\\*|${name});`, 'm').test(text);
}

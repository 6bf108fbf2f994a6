/** The text edits that put a guard before one action of a class, or behind the call that declares a route. */
import type { TextEdit } from '../../fix';
import { LineTable } from '../../span';
import type { Workspace } from '../../workspace';
import type { UsedGuard } from '../findings';
import type { ChainStyle } from '../framework';
import { linkProgram } from '../link/link';
import type { LinkedRoute } from '../link/linked';
import type { ClassValue } from '../program/values';

/** Why no filter can be put before the action; null = it can, as far as the facts tell. */
export function refusedFilter(
  { owner, handler, handlerValue }: LinkedRoute,
  guard: UsedGuard,
  workspace: Workspace,
): string | null {
  if (!owner || (handler?.fact.name ?? actionOf(handlerValue)) === null)
    return 'No class of the workspace answers this route.';
  const { interpreter } = workspace.derive(linkProgram);
  const type = interpreter.modules.get(owner.path)?.scope.vars.get(owner.fact.name);
  if (type?.v !== 'class') return 'The class of this route could not be followed.';
  if (guard.use.definition && !interpreter.bound(type, type, guard.name))
    return `${owner.fact.name} has no method ${guard.name}.`;
  // Declared again, a filter takes the place of its former self.
  return declares(type, guard.name)
    ? `${owner.fact.name} declares ${guard.name} for other actions: add this one there.`
    : null;
}

function actionOf(value: LinkedRoute['handlerValue']): string | null {
  return value?.v === 'unknown' ? value.name : null;
}

function declares({ fact }: ClassValue, name: string): boolean {
  return (fact.filters ?? []).some(
    (filter) =>
      (filter.f === 'add' || filter.f === 'prepend') &&
      filter.args.some((arg) => arg.name === null && arg.value.e === 'text' && arg.value.value === name),
  );
}

/** `before_action :name, only: :action`, below the filters that the class has. */
export function filterEdits(
  route: LinkedRoute,
  guard: UsedGuard,
  text: string,
  workspace: Workspace,
): TextEdit[] | { refused: string } {
  const refused = refusedFilter(route, guard, workspace);
  const { owner } = route;
  if (refused !== null || !owner) return { refused: refused ?? 'No class of the workspace answers this route.' };
  const action = route.handler?.fact.name ?? actionOf(route.handlerValue) ?? '';
  const lines = new LineTable(text);
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const added = (owner.fact.filters ?? []).filter(({ f, at }) => f === 'add' && at.line > owner.fact.at.line);
  const last = added.at(-1)?.at;
  const header = /^[ \t]*/.exec(lines.line(owner.fact.at.line))?.[0] ?? '';
  const indent = last ? (/^[ \t]*/.exec(lines.line(last.line))?.[0] ?? '') : `${header}  `;
  const line = (last?.endLine ?? owner.fact.at.endLine) + 1;
  const start = lines.offset(line, 1);
  return [{ start, end: start, newText: `${indent}before_action :${guard.name}, only: :${action}${newline}` }];
}

/** Whether one call declares several routes. */
export function isShared({ path, fact }: LinkedRoute, workspace: Workspace): boolean {
  return workspace
    .derive(linkProgram)
    .routes.some((other) => other.path === path && other.fact.at.line === fact.at.line && other.fact !== fact);
}

/** Calls that declare several routes at once. */
const SEVERAL = /(?:::|->)(?:resources?|apiResources?|singleton|apiSingleton|group)\s*\(/;

/** `->middleware('auth')` behind the call that declares the route. */
export function chainEdits(
  { fact }: LinkedRoute,
  guard: UsedGuard,
  { method }: ChainStyle,
  text: string,
): TextEdit[] | { refused: string } {
  const lines = new LineTable(text);
  const start = lines.offset(fact.at.line, fact.at.column);
  const end = lines.offset(fact.at.endLine, fact.at.endColumn);
  const written = text.slice(start, end);
  if (!written.endsWith(')')) return { refused: 'The call that declares this route could not be found.' };
  if (SEVERAL.test(written.split('\n', 1)[0] ?? '')) return { refused: 'This call declares several routes.' };
  return [{ start: end, end, newText: `->${method}('${guard.name}')` }];
}

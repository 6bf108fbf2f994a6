/** Guards in Python that stand above a function or in a class: decorators, permission classes, mixins. */
import type { TextEdit } from '../../fix';
import type { LineTable } from '../../span';
import type { DecoratorStyle } from '../framework';
import type { LinkedRoute } from '../link/linked';
import type { ClassFact } from '../../code/model';

type Edit = TextEdit | { refused: string };

/** The route as it is declared where its guard goes: at the function or class that serves it, which may be in another file. */
export function atHandler(route: LinkedRoute): LinkedRoute {
  const home = route.owner ?? route.handler;
  if (!home || (route.fact.declLine !== null && !route.owner)) return route;
  return { ...route, path: home.path, fact: { ...route.fact, at: home.fact.at, line: home.fact.at.line } };
}

/** Why there is no place for a guard, or null when there is one as far as the facts tell. */
export function refusedBy({ owner, handler, fact }: LinkedRoute, style: DecoratorStyle): string | null {
  if (!owner) return handler && handler.fact.name !== '' ? null : 'Its view is not written here as a function.';
  const { permissions } = style;
  if (permissions?.views !== fact.framework)
    return style.mixins && owner.fact.bases.length > 0 ? null : 'Classes of this kind take their guards as a list.';
  const { attribute: name } = permissions;
  return sets(owner.fact, name) ? `Its class has ${name} already: add the guard there.` : null;
}

function sets({ body }: ClassFact, name: string): boolean {
  return body.some((statement) => statement.s === 'let' && statement.to.e === 'name' && statement.to.name === name);
}

/** The edit that puts a guard before the handler of a route. */
export function pythonGuard(
  { owner, handler, fact }: LinkedRoute,
  name: string,
  style: DecoratorStyle,
  text: string,
  lines: LineTable,
): Edit {
  const permissions = style.permissions?.views === fact.framework ? style.permissions : undefined;
  if (owner)
    return permissions
      ? attribute(owner.fact, `${permissions.attribute} = [${name}]`, lines)
      : mixin(owner.fact, name, text, lines);
  if (!handler) return { refused: 'Its view is not written here.' };
  return above(handler.fact.at.line, permissions ? `${permissions.decorator}([${name}])` : name, lines);
}

/** A decorator right above the `def`, inside all others. */
function above(line: number, written: string, lines: LineTable): Edit {
  const own = lines.line(line);
  const indent = /^(\s*)(?:async\s+)?def\b/.exec(own)?.[1];
  if (indent === undefined) return { refused: 'Its view does not stand on a line of its own.' };
  const start = lines.offset(line, 1);
  return { start, end: start, newText: `${indent}@${written}${lines.newline}` };
}

/** First in the body of the class, behind its doc string. */
function attribute({ at }: ClassFact, written: string, lines: LineTable): Edit {
  let head = at.line;
  while (head < lines.count && !/:\s*(#.*)?$/.test(lines.line(head))) head++;
  const first = head + 1;
  const indent = first > lines.count ? undefined : /^(\s+)\S/.exec(lines.line(first))?.[1];
  if (indent === undefined) return { refused: 'Its class has no body on lines of its own.' };
  const start = lines.offset(afterDocString(first, lines), 1);
  return { start, end: start, newText: `${indent}${written}${lines.newline}` };
}

/** The line behind a doc string that begins on a line; the line itself when none does. */
function afterDocString(first: number, lines: LineTable): number {
  const own = lines.line(first).trim();
  const quote = /^(?:"""|''')/.exec(own)?.[0];
  if (quote === undefined) return first;
  for (let line = first; line < lines.count; line++) {
    const text: string = line === first ? own.slice(quote.length) : lines.line(line);
    if (text.includes(quote)) return line + 1;
  }
  return first;
}

/** Left of all bases, so that it is asked before them. */
function mixin({ at, name: own }: ClassFact, name: string, text: string, lines: LineTable): Edit {
  const start = lines.offset(at.line, at.column);
  const open = new RegExp(`^${own}\\s*\\(`).exec(text.slice(start));
  if (!open) return { refused: 'Its class names no bases.' };
  const place = start + open[0].length;
  return { start: place, end: place, newText: `${name}, ` };
}

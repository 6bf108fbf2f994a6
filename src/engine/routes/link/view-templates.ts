/** Actions without a method: a template of their name answers for them. */
import type { Workspace } from '../../workspace';
import type { ViewStyle } from '../framework';
import { effectOf } from '../packages/effects';
import { linearized } from '../program/mro';
import type { Interpreter } from '../program/interpret';
import type { ClassValue } from '../program/values';
import { underscored } from '../names/ruby';

/**
 * Whether a template answers for a member of a class or of one that it extends: `views/posts/edit.html.erb` for `PostsController`. Classes
 * whose bases lie in packages that are not known may have the member from there.
 */
export function hasTemplate(type: ClassValue, member: string, style: ViewStyle, program: Interpreter): boolean {
  const templates = templatesOf(program.workspace.files);
  return linearized(type, program).some((one) => {
    if (one.v === 'unknown') return true;
    if (one.v === 'external' && effectOf(`${one.symbol}#${member}`, []) !== undefined) return true;
    if (one.v === 'external')
      return !style.base.test(one.symbol) && /(?:Controller|Base|Resource|Resources|Actions?)$/.test(one.symbol);
    if (one.v !== 'class') return false;
    const folder = underscored(one.fact.name).replace(/_controller$/, '');
    return templates.has(`${folder}/${member}`.replaceAll('_', ''));
  });
}

/** Templates by folder and name, without what inflections put between words. */
function templatesOf(files: Workspace['files']): ReadonlySet<string> {
  let known = lists.get(files);
  if (!known) {
    known = new Set();
    for (const path of files.keys()) {
      const below = /(?:^|\/)views\/(.+)$/.exec(path)?.[1];
      if (below === undefined) continue;
      const name = below.slice(0, (below + '.').indexOf('.', below.lastIndexOf('/') + 1));
      // Folders above may be themes or packs of their own.
      for (let at = 0; at >= 0; at = name.indexOf('/', at) < 0 ? -1 : name.indexOf('/', at) + 1)
        known.add(name.slice(at).replaceAll('_', ''));
    }
    lists.set(files, known);
  }
  return known;
}

const lists = new WeakMap<Workspace['files'], Set<string>>();

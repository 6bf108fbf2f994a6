/** The innermost rows: a place, and what it proves. */
import { ICONS } from './icons';
import type { NodePlace, TreeNode } from './node';
import { shortPlace } from './text';

/** `place` leads there; its note is what the row says. */
export function placeRow(id: string, { note, ...place }: NodePlace & { note: string }): TreeNode {
  return {
    id,
    label: note,
    description: shortPlace(place.path, place.line),
    icon: ICONS.step,
    tooltip: `${note}\n\n${place.path}:${place.line}`,
    children: [],
    place,
    context: 'evidence',
    spoken: `${note}, ${place.path} line ${place.line}`,
  };
}

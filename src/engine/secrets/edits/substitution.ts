/** A fallback inside of `${…}`: of shells and compose (`${X:-v}`, `${X:=v}`), and of Spring (`${x:v}`). */
import type { TextEdit } from '../../fix';

const OPEN = /\$\{([A-Za-z_][\w.-]*?)(:?[-=]|:)$/;

/** The edit that takes the fallback away: a shell ends with a message without the variable, Spring does not start. */
export function dropSubstitution(text: string, start: number, end: number): TextEdit | undefined {
  const open = OPEN.exec(text.slice(Math.max(0, start - 130), start));
  if (!open || text[end] !== '}') return undefined;
  const [whole, name = '', sign] = open;
  return {
    start: start - whole.length,
    end: end + 1,
    newText: sign === ':' ? `\${${name}}` : `\${${name}:?set ${name}}`,
  };
}

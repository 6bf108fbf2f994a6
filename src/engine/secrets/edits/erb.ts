/** A value in the Ruby of a template: `password: <%= ENV['X'] || 'v' %>`. */
import type { TextEdit } from '../../fix';
import { replaceInLiteral } from './access';
import { dropFallback } from './fallback';
import { literalAround } from './literal';

/** Offsets of the Ruby between `<%` and `%>` around an offset of a YAML file; undefined outside of it. */
export function erbAround(path: string, text: string, at: number): { start: number; end: number } | undefined {
  if (!/\.ya?ml(?:\.erb)?$/i.test(path)) return undefined;
  const open = text.lastIndexOf('<%', at);
  if (open < 0 || text.lastIndexOf('%>', at) > open) return undefined;
  const close = text.indexOf('%>', at);
  return close < 0 ? undefined : { start: open + 2, end: close };
}

/**
 * The value read from the environment by the Ruby that holds it; a fallback goes, and keeps the variable that it is one of unless
 * `secret`. Undefined where the Ruby is in no form that can be rewritten.
 */
export function replaceInErb(
  path: string,
  text: string,
  start: number,
  end: number,
  { variable, secret }: { variable: string; secret: boolean },
): TextEdit | undefined {
  const tag = erbAround(path, text, start);
  if (!tag) return undefined;
  // Spaces in the place of what stands before: offsets stay those of the file.
  const alone = ' '.repeat(tag.start) + text.slice(tag.start, tag.end);
  const literal = literalAround(alone, start, end, 'code');
  return (
    dropFallback(alone, start, end, 'code', { variable, dialect: 'ruby', secret }) ??
    (literal && secret ? replaceInLiteral(alone, literal, [start, end], variable, 'ruby') : undefined)
  );
}

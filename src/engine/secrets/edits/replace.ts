/** One place of a secret rewritten so that the value is gone. */
import type { TextEdit } from '../../fix';
import { placeholderFor } from '../../env/env-edits';
import type { Language } from '../../facts';
import type { Position } from '../facts';
import { familyOf, regionAt, regionsOf, type Family } from '../syntax';
import { dialectOf, importEdit, replaceInLiteral } from './access';
import { dropFallback } from './fallback';
import { literalAround, type LiteralSpan } from './literal';

export interface PlaceInText {
  path: string;
  language: Language;
  text: string;
  start: number;
  end: number;
  position: Position;
  /** Variable that holds the value from now on. */
  variable: string;
  manifest: 'compose' | 'kubernetes' | 'openapi' | null;
}

/** The edits of one place, or a sentence why a person has to do it. */
export function replacePlace(place: PlaceInText): TextEdit[] | { refused: string } {
  const family = familyOf(place.language, place.path);
  if (isForPeople(place, family))
    return [{ start: place.start, end: place.end, newText: placeholderFor(place.variable) }];
  switch (family) {
    case 'python':
    case 'code':
      return replaceInCode(place, family);
    case 'yaml':
      return place.manifest === 'compose' ? [composeEdit(place)] : byHand(place);
    case 'shell':
      return [shellEdit(place)];
    case 'dotenv':
      return [{ start: place.start, end: place.end, newText: placeholderFor(place.variable) }];
    default:
      return byHand(place);
  }
}

function byHand({ path, variable }: PlaceInText): { refused: string } {
  return {
    refused: `${path} cannot read variables by itself: replace the value there by hand with what ${variable} holds.`,
  };
}

/** Documents, comments, docstrings: the value is blanked out there. */
function isForPeople({ position, text, start }: PlaceInText, family: Family): boolean {
  if (family === 'prose' || family === 'markup') return true;
  if (position !== 'prose') return false;
  if (family !== 'code' && family !== 'python') return true;
  const region = regionAt(regionsOf(text, family), start);
  return region !== undefined && !region.holes;
}

function replaceInCode(place: PlaceInText, family: Family): TextEdit[] | { refused: string } {
  const { text, path, start, end, variable } = place;
  const dialect = dialectOf(path, text);
  if (!dialect)
    return {
      refused: `${path} is in a language that is not rewritten: read ${variable} from the environment there by hand.`,
    };
  if (isBrowserCode(path, text)) {
    return {
      refused: `${path} runs in the browser, where no secret is safe: let a server make the call, and rotate the value.`,
    };
  }
  const dropped = dropFallback(text, start, end, family, { variable, dialect, secret: true });
  const literal = dropped ? undefined : literalAround(text, start, end, family);
  if (literal && isInSentence(text, literal, start, end)) return [{ start, end, newText: placeholderFor(variable) }];
  const edit = dropped ?? (literal ? replaceInLiteral(text, literal, [start, end], variable, dialect) : undefined);
  if (!edit) return { refused: `The value in ${path} is part of a longer text: take it out by hand.` };
  const imports = edit.newText.includes('os.environ') ? importEdit(text, dialect) : undefined;
  return imports ? [imports, edit] : [edit];
}

/** A command or sentence that is shown to people: reading the variable there would print the value. */
function isInSentence(text: string, { contentStart, contentEnd }: LiteralSpan, start: number, end: number): boolean {
  const before = text.slice(contentStart, start);
  const after = text.slice(end, contentEnd);
  return /\s/.test(before + after) && !/^(?:Bearer|Basic|Token)\s+$/i.test(before);
}

function isBrowserCode(path: string, text: string): boolean {
  return (
    /\.(?:vue|svelte|astro)$/.test(path) || /^\s*["']use client["']/m.test(text) || text.includes('import.meta.env.')
  );
}

/** `${X:?set X}` in compose: containers do not start without it. The rest of the value (a URL) stays. */
export function composeEdit({
  text,
  start,
  end,
  variable,
}: Pick<PlaceInText, 'text' | 'start' | 'end' | 'variable'>): TextEdit {
  const required = `\${${variable}:?set ${variable}}`;
  const open = /\$\{[A-Za-z_]\w*:?-$/.exec(text.slice(Math.max(0, start - 130), start));
  if (open && text[end] === '}') return { start: start - open[0].length, end: end + 1, newText: required };
  return { start, end, newText: required };
}

/** `"${X:?set X}"` in a shell, with the quotes that fit those around it. */
function shellEdit({ text, start, end, variable }: PlaceInText): TextEdit {
  const required = `\${${variable}:?set ${variable}}`;
  const open = /\$\{[A-Za-z_]\w*:?-$/.exec(text.slice(Math.max(0, start - 130), start));
  if (open && text[end] === '}') return { start: start - open[0].length, end: end + 1, newText: required };
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start).replace(/\\./g, '');
  const isIn = (quote: string): boolean => before.split(quote).length % 2 === 0;
  if (isIn("'")) return { start, end, newText: `'"${required}"'` };
  return { start, end, newText: isIn('"') ? required : `"${required}"` };
}

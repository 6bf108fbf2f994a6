/** Places that only people read: no program misses a value that is blanked out there. Anywhere else a made-up value would run. */
import { isCommentedOut, regionAt, regionsOf, type Family } from '../detect/syntax';
import { lineAround, type PlaceInText } from './place';

const DOCUMENT =
  /\.(?:md|mdx|markdown|mkdn?|mdown|rst|adoc|asciidoc|asc|txt|text|org|tex|textile|wiki|pod|rtf|log|http|rest)$/i;
/** `README`, `NOTES`: capitals alone. */
const CAPITALS = /(?:^|\/)[A-Z][A-Z_-]+$/;
const NOTEBOOK = /\.(?:ipynb|har)$/i;
/** What a page shows as text. */
const SHOWN = /<(\/?)(?:pre|code|samp|kbd|textarea)\b/gi;

/**
 * True for documents, comments, docstrings and code that a page shows. A value that was found by itself, not by its name, says nothing
 * about its place: the text decides.
 */
export function isForPeople({ path, position, manifest, text, start }: PlaceInText, family: Family): boolean {
  switch (family) {
    case 'prose':
      return DOCUMENT.test(path) || CAPITALS.test(path);
    case 'code':
    case 'python': {
      if (position !== 'prose') return false;
      const region = regionAt(regionsOf(text, family), start);
      return region !== undefined && !region.holes;
    }
    case 'sql':
      return position === 'prose' && regionAt(regionsOf(text, family), start) !== undefined;
    case 'markup':
      return isInComment(text, start) || (isPage(path) && isShown(text, start));
    default:
      return (
        (position === 'prose' && (manifest === 'openapi' || NOTEBOOK.test(path))) ||
        isCommentedOut(text, lineAround(text, start).start, start, family)
      );
  }
}

/** True for what browsers load as it is. */
export function isPage(path: string): boolean {
  return /\.(?:html?|xhtml|svg|css)$/i.test(path);
}

function isInComment(text: string, at: number): boolean {
  return text.lastIndexOf('<!--', at) > text.lastIndexOf('-->', at);
}

function isShown(text: string, at: number): boolean {
  let depth = 0;
  for (const match of text.slice(0, at).matchAll(SHOWN)) depth = Math.max(0, depth + (match[1] === '' ? 1 : -1));
  return depth > 0;
}

/** Places that only people read: no program misses a value that is blanked out there. Anywhere else a made-up value would run. */
import { isCommentedOut, regionAt, regionsOf, type Family } from '../detect/syntax';
import { lineAround, type PlaceInText } from './place';

const DOCUMENT = /\.(?:mdx?|markdown|rst|adoc|asciidoc|txt|text|org|tex|textile|wiki|log|http|rest)$/i;
/** `README`, `NOTES`: capitals alone. */
const CAPITALS = /(?:^|\/)[A-Z][A-Z_-]+$/;
const NOTEBOOK = /\.(?:ipynb|har)$/i;
/**
 * True for documents, comments, docstrings and code that a page shows. A value that was found by itself, not by its name, says nothing
 * about its place: the text decides.
 */
export function isForPeople({ path, position, manifest, text, start }: PlaceInText, family: Family): boolean {
  switch (family) {
    case 'prose':
      return DOCUMENT.test(path) || CAPITALS.test(path);
    case 'code':
    case 'python':
    case 'sql': {
      if (position !== 'prose') return false;
      const region = regionAt(regionsOf(text, family), start);
      return region !== undefined && !region.holes;
    }
    case 'markup':
      return (
        isWithin(text, start, '<!--', '-->') ||
        // What a page shows as text.
        (isPage(path) && ['pre', 'code'].some((tag) => isWithin(text, start, `<${tag}`, `</${tag}`)))
      );
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

/** True where the last of such marks before an offset opens. */
function isWithin(text: string, at: number, open: string, close: string): boolean {
  return text.lastIndexOf(open, at) > text.lastIndexOf(close, at);
}

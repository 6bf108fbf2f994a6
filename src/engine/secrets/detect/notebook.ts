/** Jupyter notebooks (nbformat): cell sources and text outputs as one Python text, at the offsets they have in the file. */

const LIST = /"(source|text|text\/plain|text\/html|traceback)":\s*(?:\[|(?="))/g;
const ITEM = /[\s,]*"((?:[^"\\\n]|\\.)*)"/y;

/** Two views of a notebook, each as long as its file. */
export interface NotebookTexts {
  /** What Python reads, and what it has answered. */
  code: string;
  /** Answers, and lines for a shell or for IPython (`!export X=v`, `%env X=v`: IPython documentation, "Built-in magic commands"). */
  shown: string;
}

/**
 * The texts of a notebook with everything blanked that nobody wrote or read as text: images in base64, metadata, JSON's own quotes. Escapes are
 * undone in place, so every offset stays.
 */
export function notebookTexts(text: string): NotebookTexts {
  const lines = new Map<number, string>();
  const shown = new Map<number, string>();
  const keep = (from: number, body: string, isSource: boolean): void => {
    const plain = unescaped(body);
    lines.set(from, plain);
    if (!isSource || /^\s*[!%]/.test(plain)) shown.set(from, plain);
  };
  for (const list of text.matchAll(LIST)) {
    ITEM.lastIndex = list.index + list[0].length;
    const isOne = !list[0].endsWith('[');
    for (let item = ITEM.exec(text); item; item = isOne ? null : ITEM.exec(text)) {
      const body = item[1] ?? '';
      keep(ITEM.lastIndex - 1 - body.length, body, list[1] === 'source');
    }
  }
  return { code: viewOf(text, lines), shown: viewOf(text, shown) };
}

function viewOf(text: string, lines: ReadonlyMap<number, string>): string {
  let view = '';
  let at = 0;
  for (const [from, body] of [...lines].sort(([a], [b]) => a - b)) {
    if (from < at) continue;
    view += blank(text.slice(at, from)) + body;
    at = from + body.length;
  }
  return view + blank(text.slice(at));
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, ' ');
}

/** The same length with escapes undone: the blank stands outside of a quoted string, before its first quote and behind its second. */
function unescaped(body: string): string {
  let open = false;
  return body.replace(/\\(.)/g, (_, sign: string) => {
    if (sign === '"') {
      open = !open;
      return open ? ' "' : '" ';
    }
    if (sign === 'n') return ' \n';
    return sign === 't' || sign === 'r' ? '  ' : ` ${sign}`;
  });
}

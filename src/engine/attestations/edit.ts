/** The text of an attestations file with one entry more, another one in its place, or one less; everything else stays as it is. */
import { applyEdits as applyJsonEdits, modify, type FormattingOptions, type Node } from 'jsonc-parser';
import { parseJson } from '../config/json';
import type { Attestation } from './attestation';

/** Undefined when the text is no attestations file yet. `text` undefined: there is no file. */
export function withAttestation(text: string | undefined, entry: Attestation): string | undefined {
  if (text === undefined || text.trim() === '') return `${JSON.stringify({ attestations: [entry] }, null, 2)}\n`;
  const entries = entriesIn(text);
  if (entries === undefined) return undefined;
  const formattingOptions = formattingOf(text);
  const old = entries?.[indexOf(entries, entry.id)];
  if (old) return text.slice(0, old.offset) + written(entry, text, old, formattingOptions) + text.slice(endOf(old));
  const last = entries?.at(-1);
  if (!last) return applyJsonEdits(text, modify(text, ['attestations'], [entry], { formattingOptions }));
  // Written by hand: neighbours that stand on one line stay on it.
  const { eol = '\n' } = formattingOptions;
  const next = `,${eol}${indentOf(text, last)}${written(entry, text, last, formattingOptions)}`;
  return text.slice(0, endOf(last)) + next + text.slice(endOf(last));
}

function endOf(node: Node): number {
  return node.offset + node.length;
}

/** What stands before an entry on its line, if that is nothing but space. */
function indentOf(text: string, { offset }: Node): string {
  return /(?:^|[\n\r])([ \t]*)$/.exec(text.slice(0, offset))?.[1] ?? '';
}

/** An entry as it is written beside another one. */
function written(
  entry: Attestation,
  text: string,
  beside: Node,
  { insertSpaces, tabSize, eol }: FormattingOptions,
): string {
  const lines = JSON.stringify(entry, null, insertSpaces ? tabSize : '\t').split('\n');
  return lines.join(`${eol ?? '\n'}${indentOf(text, beside)}`);
}

/** Undefined when the text is no attestations file yet, or states no such thing. */
export function withoutAttestation(text: string, id: string): string | undefined {
  const entries = entriesIn(text);
  const at = entries ? indexOf(entries, id) : -1;
  if (at < 0) return undefined;
  return applyJsonEdits(text, modify(text, ['attestations', at], undefined, { formattingOptions: formattingOf(text) }));
}

/** The entries of a file; null = it has no list yet, undefined = it is not one. */
function entriesIn(text: string): readonly Node[] | null | undefined {
  const parsed = parseJson(text);
  if ('message' in parsed || parsed.tree.type !== 'object') return undefined;
  const list = parsed.tree.children?.find((property) => property.children?.[0]?.value === 'attestations')
    ?.children?.[1];
  if (!list) return null;
  return list.type === 'array' ? (list.children ?? []) : undefined;
}

function indexOf(entries: readonly Node[], id: string): number {
  return entries.findIndex((entry) =>
    entry.children?.some(({ children }) => children?.[0]?.value === 'id' && children[1]?.value === id),
  );
}

function formattingOf(text: string): FormattingOptions {
  return {
    insertSpaces: !/^\t/m.test(text),
    tabSize: /^( +)/m.exec(text)?.[1]?.length ?? 2,
    eol: /\r\n|\n|\r/.exec(text)?.[0] ?? '\n',
  };
}

/** The text of an attestations file with one entry more, another one in its place, or one less; everything else stays as it is. */
import { applyEdits as applyJsonEdits, modify, type FormattingOptions, type Node } from 'jsonc-parser';
import { parseJson } from '../config/json';
import type { Attestation } from './attestation';

/** Undefined when the text is no attestations file yet. `text` undefined: there is no file. */
export function withAttestation(text: string | undefined, entry: Attestation): string | undefined {
  if (text === undefined || text.trim() === '') return `${JSON.stringify({ attestations: [entry] }, null, 2)}\n`;
  const entries = entriesIn(text);
  if (entries === undefined) return undefined;
  const options = { formattingOptions: formattingOf(text) };
  if (entries === null) return applyJsonEdits(text, modify(text, ['attestations'], [entry], options));
  const at = indexOf(entries, entry.id);
  const edits =
    at < 0
      ? modify(text, ['attestations', entries.length], entry, { ...options, isArrayInsertion: true })
      : modify(text, ['attestations', at], entry, options);
  return applyJsonEdits(text, edits);
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

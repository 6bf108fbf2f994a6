/** Facts of TypeScript configurations: what one tsconfig or jsconfig (or a JSON file that such a one extends) says itself. */
import type { Node } from 'jsonc-parser';
import { defineExtractor } from '../collect/extractor';
import { childOf, jsonOf, propertiesOf, propertyOf, stringOf, stringsOf, type Json } from '../collect/json-nodes';
import type { SourceFile } from '../collect/source-file';
import type { Span } from '../span';

export interface CompilerOption {
  value: Json;
  /** The whole `"name": value`. */
  span: Span;
}

declare module '../facts' {
  interface FactParts {
    /** A TypeScript configuration. */
    tsconfig: TsconfigFacts;
  }
}

export interface TsconfigFacts {
  /** As written, in order; later ones win. */
  extends: { value: string; span: Span }[];
  /** `compilerOptions`; of duplicate keys the last, as TypeScript reads it. */
  options: Record<string, CompilerOption>;
  /** Null = not stated, so inherited. */
  files: string[] | null;
  include: string[] | null;
  exclude: string[] | null;
  /** Entries of `exclude` have places: they can hide files from the check. */
  excludeSpan: Span | null;
  references: { path: string; span: Span }[];
}

/** True for the names that TypeScript and its editors look for. */
export function isTsconfigName(path: string): boolean {
  return /(?:^|\/)(?:ts|js)config(?:[.-][^/]*)?\.json$/.test(path);
}

export const tsconfig = defineExtractor({
  part: 'tsconfig',
  version: 1,
  languages: ['json'],
  accepts: (path) => path.endsWith('.json') && !/(?:^|\/)(?:package|package-lock)\.json$/.test(path),
  prefilter: (text, path) => isTsconfigName(path) || (text.length < 65_536 && text.includes('"compilerOptions"')),
  extract(file): TsconfigFacts | undefined {
    const root = file.json;
    if (root?.type !== 'object') return isTsconfigName(file.path) ? emptyTsconfig() : undefined;
    const facts = emptyTsconfig();
    facts.extends = extendsOf(file, root);
    for (const { key, value, property } of propertiesOf(childOf(root, 'compilerOptions')))
      facts.options[key] = { value: jsonOf(value), span: spanOf(file, property) };
    facts.files = stringsOf(childOf(root, 'files')) ?? null;
    facts.include = stringsOf(childOf(root, 'include')) ?? null;
    const exclude = propertyOf(root, 'exclude');
    facts.exclude = stringsOf(exclude?.children?.[1]) ?? null;
    facts.excludeSpan = exclude ? spanOf(file, exclude) : null;
    for (const item of childOf(root, 'references')?.children ?? []) {
      const path = stringOf(childOf(item, 'path'));
      if (path !== undefined) facts.references.push({ path, span: spanOf(file, item) });
    }
    return facts;
  },
});

function emptyTsconfig(): TsconfigFacts {
  return { extends: [], options: {}, files: null, include: null, exclude: null, excludeSpan: null, references: [] };
}

function extendsOf(file: SourceFile, root: Node): TsconfigFacts['extends'] {
  const value = childOf(root, 'extends');
  const nodes = value?.type === 'array' ? (value.children ?? []) : value ? [value] : [];
  return nodes.flatMap((node) => {
    const text = stringOf(node);
    return text === undefined ? [] : [{ value: text, span: spanOf(file, node) }];
  });
}

function spanOf(file: SourceFile, node: Node): Span {
  return file.span(node.offset, node.offset + node.length);
}

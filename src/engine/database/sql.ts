/** Indexes and references in SQL, in files of their own and inside texts of other languages. */
import type { OuterIndex } from './facts';

/** `CREATE [UNIQUE] INDEX [CONCURRENTLY] [IF NOT EXISTS] [name] ON [ONLY] table [USING method] (column …`. */
const INDEX =
  /\bcreate\s+(?:unique\s+)?index\s+(?:concurrently\s+)?(?:if\s+not\s+exists\s+)?(?:[\w."`[\]]+\s+)?on\s+(?:only\s+)?([\w."`[\]]+)\s*(?:using\s+\w+\s*)?\(\s*["`[]?(\w+)/gi;
const TABLE = /\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?([\w."`[\]]+)/gi;
const REFERENCES = /\breferences\s+[\w."`[\]]+\s*(?:\(|on\b|,|\)|;|not\b|$)/gim;

export function sqlIndexes(text: string): OuterIndex[] {
  return [...text.matchAll(INDEX)].map((match) => ({ of: match[1] ?? '', column: match[2] ?? '' }));
}

/** Tables that a script creates and references that it makes. */
export function sqlTables(text: string): { tables: string[]; references: number } {
  const plain = text.replace(/--[^\n]*/g, '');
  return {
    tables: [...plain.matchAll(TABLE)].map((match) => match[1] ?? ''),
    references: [...plain.matchAll(REFERENCES)].length,
  };
}

/**
 * Emoji that were decoded with a wrong code page and saved again ("âœ…" for ✅). The table is computed: each emoji's UTF-8 bytes read as
 * Windows-1252, Windows-1254 and Mac Roman, with the bytes those pages leave undefined kept as control characters, dropped, or replaced.
 */

/** Marks and icons that checklists use. */
const EMOJI = [
  '✅',
  '❌',
  '⚠️',
  '⚠',
  '⏳',
  '🚧',
  '🔄',
  '🟡',
  '🔴',
  '🟢',
  '☑',
  '☐',
  '🎯',
  '📝',
  '📞',
  '📊',
  '📋',
  '🔒',
  '🚀',
  '→',
  '—',
  '–',
  '’',
  '“',
  '”',
  '•',
];

const CODE_PAGES = ['windows-1252', 'windows-1254', 'macintosh'] as const;

/** Two characters that also occur in clean text count only beside a longer key, or where no clean emoji stands. */
const SHORT = 2;

const ANY_CLEAN = /[✅❌⏳🚧🔄🟡🔴🟢]/u;

let table: Map<string, string> | undefined;

function buildTable(): Map<string, string> {
  const encoder = new TextEncoder();
  const entries = new Map<string, string>();
  for (const emoji of EMOJI) {
    const bytes = encoder.encode(emoji);
    for (const page of CODE_PAGES) {
      const read = new TextDecoder(page).decode(bytes);
      const isControl = (unit: string): boolean => unit >= '\u0080' && unit <= '\u009f';
      const without = [...read].filter((unit) => !isControl(unit)).join('');
      const replaced = [...read].map((unit) => (isControl(unit) ? '\ufffd' : unit)).join('');
      for (const key of [read, without, replaced]) if (key.length > 1 && !entries.has(key)) entries.set(key, emoji);
    }
  }
  return new Map([...entries].sort(([a], [b]) => b.length - a.length));
}

/** A line of text with its emoji restored; the same string when nothing was wrong. Positions change: report those of the original. */
export function repairMojibake(line: string, allowShort: boolean): string {
  if (!/[Ââð‚ÔÈï]/.test(line)) return line;
  table ??= buildTable();
  let repaired = line;
  for (const [key, emoji] of table) {
    if (key.length <= SHORT && !allowShort) continue;
    if (repaired.includes(key)) repaired = repaired.replaceAll(key, emoji);
  }
  return repaired;
}

/** True when a text holds a long key, or no clean emoji at all: then the two-character keys count as well. */
export function mayRepairShortKeys(text: string): boolean {
  table ??= buildTable();
  if (!/[Ââð‚ÔÈï]/.test(text)) return false;
  for (const key of table.keys()) if (key.length > SHORT && text.includes(key)) return true;
  return !ANY_CLEAN.test(text);
}

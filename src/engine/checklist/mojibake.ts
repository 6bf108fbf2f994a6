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

/** Characters of which every key holds at least one. */
const SUSPICIOUS = /[Ââð‚ÔÈï]/;

/** True for a text that may hold such emoji. */
export function isDamaged(text: string): boolean {
  return SUSPICIOUS.test(text);
}

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

/**
 * What restores the emoji in lines of a text; a line where nothing was wrong stays the same string. Positions change: report those of the
 * original. Two-character keys count where the text also holds a long key, or no clean emoji at all.
 */
export function repairOf(text: string): (line: string) => string {
  const asItIs = (line: string): string => line;
  if (!SUSPICIOUS.test(text)) return asItIs;
  table ??= buildTable();
  const held = [...table.keys()].filter((key) => text.includes(key));
  const allowShort = held.some((key) => key.length > SHORT) || !ANY_CLEAN.test(text);
  const counted = [...table].filter(([key]) => allowShort || key.length > SHORT);
  if (!counted.some(([key]) => held.includes(key))) return asItIs;
  return (line) =>
    SUSPICIOUS.test(line) ? counted.reduce((text, [key, emoji]) => text.replaceAll(key, emoji), line) : line;
}

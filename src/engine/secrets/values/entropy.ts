/** Measures of a text that tell random values from words. */

/** Shannon entropy in bits per character. */
export function entropy(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / text.length) * Math.log2(count / text.length);
  return bits;
}

/** How many of lower case, upper case, digits and symbols a text holds. Joints of identifiers (`_`, `-`, `.`, `/`, `:`) are no symbols. */
export function characterClasses(text: string): { classes: number; symbol: boolean; digit: boolean } {
  const digit = /[0-9]/.test(text);
  const symbol = /[!-~]/.test(text.replace(/[A-Za-z0-9_\-./:]/g, ''));
  const classes = Number(/[a-z]/.test(text)) + Number(/[A-Z]/.test(text)) + Number(digit) + Number(symbol);
  return { classes, symbol, digit };
}

/** Share of neighbouring characters that follow each other (`abc`, `321`, `aaa`): near 1 for keyboard runs, near 0 for random text. */
export function runShare(text: string): number {
  let runs = 0;
  for (let i = 1; i < text.length; i++) {
    const step = text.charCodeAt(i) - text.charCodeAt(i - 1);
    if (step >= -1 && step <= 1) runs++;
  }
  return text.length < 2 ? 0 : runs / (text.length - 1);
}

/** True for text made of readable words joined by `-`, `_`, `.` or case: `dev-secret-key-2024`, `AcmeDevKey`. */
export function isWordy(text: string): boolean {
  const words = text
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]{2,})([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+|(?<=[A-Za-z])(?=[0-9])|(?<=[0-9])(?=[A-Za-z])/)
    .filter(Boolean);
  if (words.length === 0) return false;
  let readable = 0;
  let length = 0;
  for (const word of words) {
    length += word.length;
    if (/^[0-9]+$/.test(word)) readable += word.length <= 8 ? word.length : 0;
    else if (isReadable(word)) readable += word.length;
  }
  return readable / length >= 0.8;
}

/** A word has vowels in a believable share, no long run of consonants, and one case. */
function isReadable(word: string): boolean {
  if (word.length <= 2) return false;
  if (!/^(?:[A-Z]?[a-z]+|[A-Z]+)$/.test(word)) return false;
  const vowels = word.match(/[aeiouy]/gi)?.length ?? 0;
  const share = vowels / word.length;
  return (
    (word.length <= 4
      ? vowels > 0 || /^(?:jwt|pwd|dev|tst|prd|db|sql|aws|gcp|api|key|src|cfg)$/i.test(word)
      : share >= 0.18 && share <= 0.7) && !/[bcdfghjklmnpqrstvwxz]{5,}/i.test(word)
  );
}

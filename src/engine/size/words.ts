/** Numbers in sentences. The engine has no locale: thousands are grouped with commas everywhere. */

/** `7157` → `7,157`; with a noun `7,157 lines`, `1 line`. */
export function count(value: number, noun?: string): string {
  const digits = String(Math.round(value)).replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return noun === undefined ? digits : `${digits} ${noun}${value === 1 ? '' : 's'}`;
}

/** Bytes as people read them: `260,750` → `255 KB`. */
export function kilobytes(bytes: number): string {
  return bytes >= 1024 ? `${count(bytes / 1024)} KB` : count(bytes, 'byte');
}

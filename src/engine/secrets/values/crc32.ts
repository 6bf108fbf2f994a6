/** CRC-32 (ISO 3309, polynomial 0xEDB88320) and the base62 form in which GitHub and npm append it to their tokens. */

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** CRC-32 of an ASCII text, unsigned. */
export function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let i = 0; i < text.length; i++) crc = (crc >>> 8) ^ (TABLE[(crc ^ text.charCodeAt(i)) & 255] ?? 0);
  return (crc ^ 0xffffffff) >>> 0;
}

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A number in base62 (digits, upper case, lower case), padded with zeros to a length. */
export function base62(value: number, length: number): string {
  let out = '';
  for (let rest = value; rest > 0; rest = Math.floor(rest / 62)) out = (DIGITS[rest % 62] ?? '') + out;
  return out.padStart(length, '0');
}

/**
 * True when the last six characters of a token's body are the CRC-32 of those before them. Source: GitHub blog, "Behind GitHub's new
 * authentication token formats" (2021-04-05); GitHub changelog 2021-09-23 for npm.
 */
export function hasCrcTail(body: string): boolean {
  return body.length > 6 && base62(crc32(body.slice(0, -6)), 6) === body.slice(-6);
}

/** CRC-16 (XModem: polynomial 0x1021, start 0), as Stellar keys end with. */
export function crc16(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc;
}

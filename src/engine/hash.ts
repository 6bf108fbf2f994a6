/** Hashes that stand for content. Nothing here is a password hash: they tell values apart, they do not protect guessable ones. */
import { createHash, hash } from 'node:crypto';

/** Salt of secret-value hashes while a baseline brings none of its own; the same on every machine so that reports are reproducible. */
export const DEFAULT_SALT = 'preflight-1';

/** First 16 hex digits of SHA-256 over the parts, which are kept apart by NUL. */
export function shortHash(...parts: string[]): string {
  return hash('sha256', parts.join('\0')).slice(0, 16);
}

/** Salted hash that stands for a secret's value in facts, groups and fingerprints. */
export function hashValue(value: string, salt: string): string {
  return shortHash('value', salt, value);
}

/** SHA-1 of a text's UTF-8 bytes, in hexadecimal. */
export function sha1Of(text: string): string {
  return hash('sha1', text);
}

/** Git's blob id of some bytes. */
export function blobId(bytes: Uint8Array): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** Keys in ASN.1's DER encoding (ITU-T X.690), read as far as needed to tell a whole key from a piece of one. */

/** A sequence's tag, by which private keys of PKCS #1, PKCS #8 and SEC 1 begin (RFC 8017, RFC 5958, RFC 5915). */
const SEQUENCE = 0x30;
/** Share of the stated length that must be there: code around a key leaves signs that are no part of it, and hides some that are. */
const WHOLE = 0.9;

/**
 * True for the body of a PEM key that states more bytes than it has: documents show the beginning of a key. A body of another form (OpenSSH's,
 * one encrypted by itself) states no length and is taken as it is.
 */
export function isCutShort(body: string): boolean {
  const encoded = body.replace(/\\[nrt]/g, '').replace(/[^A-Za-z0-9+/]/g, '');
  const head = Buffer.from(encoded.slice(0, 8), 'base64');
  const stated = head[0] === SEQUENCE ? lengthOf(head) : 0;
  return (encoded.length * 3) / 4 < stated * WHOLE;
}

/** Bytes of the element that starts here, its own head included (X.690, 8.1.3). */
function lengthOf(head: Buffer): number {
  const first = head[1] ?? 0;
  if (first < 0x80) return 2 + first;
  const digits = first - 0x80;
  return digits > 3 ? 0 : 2 + digits + head.readUIntBE(2, Math.max(digits, 1));
}

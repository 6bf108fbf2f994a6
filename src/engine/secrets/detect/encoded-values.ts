/** Credentials behind base64: the `data` of a Kubernetes Secret holds whole addresses and files, under any name. */
import type { Detection, Scan } from './detect';

const ENTRY = /^[ \t]{1,8}["']?([\w.-]{1,80})["']?:[ \t]*["']?([A-Za-z0-9+/]{12,20000}={0,2})["']?[ \t]*$/gm;

/** True for a Kubernetes Secret whose data is base64 (Kubernetes documentation, "Secrets"). */
export function isSecretManifest(text: string): boolean {
  return /^kind:[ \t]*["']?Secret["']?[ \t]*$/m.test(text) && /^data:/m.test(text);
}

/**
 * What stands behind the entries of a Secret's `data`. `detect` reads the decoded text as a dotenv line; a credential in it is reported at the
 * encoded value.
 */
export function encodedValues(scan: Scan, detect: (text: string) => Detection[]): Detection[] {
  const { text } = scan;
  if (scan.family !== 'yaml' || !isSecretManifest(text)) return [];
  const found: Detection[] = [];
  for (const match of text.matchAll(ENTRY)) {
    const [whole, name = '', encoded = ''] = match;
    if (encoded.length % 4 !== 0) continue;
    const plain = Buffer.from(encoded, 'base64').toString('latin1');
    if (!/^[\x20-\x7e\s]{4,}$/.test(plain)) continue;
    const inner = detect(`${name}=${plain}`).find(({ value }) => value === 'token' || value === 'strong');
    if (!inner) continue;
    const start = match.index + whole.lastIndexOf(encoded);
    found.push({ ...inner, position: 'config', start, end: start + encoded.length });
  }
  return found;
}

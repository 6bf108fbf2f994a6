/** JSON Web Tokens (RFC 7519) read without any key: what a token says of itself decides whether it is a secret. */

export interface DecodedJwt {
  header: Record<string, unknown>;
  payload: Record<string, unknown>;
  /** Length of the signature part. */
  signature: number;
}

/** The decoded token, or undefined when a part is missing, cut off or no JSON object. */
export function decodeJwt(token: string): DecodedJwt | undefined {
  const parts = token.split('.');
  if (parts.length !== 3) return undefined;
  const header = jsonObject(parts[0] ?? '');
  const payload = jsonObject(parts[1] ?? '');
  if (!header || !payload || typeof header.alg !== 'string') return undefined;
  return { header, payload, signature: parts[2]?.length ?? 0 };
}

/** A base64 or base64url text that holds a JSON object, decoded. */
export function jsonObject(encoded: string): Record<string, unknown> | undefined {
  if (!/^[\w+/=-]+$/.test(encoded)) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** Shortest signature of a common algorithm: HS256 has 43 characters. */
const MIN_SIGNATURE = 40;

/**
 * How a JWT is to be read. `public`: meant for browsers (Supabase's `anon` role, "API keys" in its documentation). `example`: the token
 * of jwt.io's front page and its relatives. `published`: a key with which every local Supabase starts ("Self-Hosting with Docker" in its
 * documentation). `unsigned`: cut off or made up.
 */
export function jwtKind(token: string): 'token' | 'public' | 'example' | 'published' | 'unsigned' {
  const decoded = decodeJwt(token);
  if (!decoded || decoded.signature < MIN_SIGNATURE) return 'unsigned';
  const { payload } = decoded;
  if (payload.role === 'anon' || payload.role === 'publishable') return 'public';
  if (payload.iss === 'supabase-demo') return 'published';
  if (payload.name === 'John Doe' || payload.sub === '1234567890') return 'example';
  return 'token';
}

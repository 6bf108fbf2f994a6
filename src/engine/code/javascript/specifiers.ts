/**
 * The package that an import names, however Deno has it written: `npm:stripe@14`, `jsr:@std/http`, `https://esm.sh/stripe@14?target=deno`,
 * `https://deno.land/x/jose@v4.14.4/index.ts`. Sources: docs.deno.com ("Modules and dependencies"), esm.sh.
 */
import type ts from 'typescript';

const REMOTE = /^(?:npm:|jsr:|https?:)/;
const HOSTS =
  /^https?:\/\/(?:esm\.sh\/(?:(?:v\d+|stable)\/)?|cdn\.skypack\.dev\/|deno\.land\/(?:x\/)?|cdn\.jsdelivr\.net\/npm\/|unpkg\.com\/)/;

/** What an import or export is from; undefined = it is from nowhere, or that is not literal. */
export function specifierOf(node: ts.Expression | undefined, api: typeof ts): string | undefined {
  return node && api.isStringLiteralLike(node) ? packageNamed(node.text) : undefined;
}

/** `@supabase/supabase-js` of `https://esm.sh/@supabase/supabase-js@2.47.10`; anything else as it is. */
function packageNamed(specifier: string): string {
  if (!REMOTE.test(specifier)) return specifier;
  const bare = specifier
    .replace(/^(?:npm|jsr):\/?/, '')
    .replace(HOSTS, '')
    .replace(/[?#].*$/, '');
  const [, name, rest = ''] = /^((?:@[^/@]+\/)?[^/@]+)(?:@[^/]*)?(\/.*)?$/.exec(bare) ?? [];
  if (name === undefined) return specifier;
  // The same package under another name: jsr.io/@hono/hono.
  if (name === '@hono/hono') return `hono${rest}`;
  return /^\/(?:mod|index)\.[jt]s$/.test(rest) ? name : name + rest;
}

/**
 * Bases that are published as packages and set the strict family in every release of theirs, as data: a scan sees no `node_modules`.
 * Read from the packages themselves (github.com/tsconfig/bases, github.com/vuejs/tsconfig, withastro/astro). A base whose releases
 * differ (`@tsconfig/vite-react`) is left out: what it means is unknown.
 */
import type { Json } from '../collect/json-nodes';

type Options = Readonly<Record<string, Json>>;

const STRICT: Options = { strict: true };
const BEYOND: Options = {
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noImplicitOverride: true,
  noFallthroughCasesInSwitch: true,
  noImplicitReturns: true,
};

const BASES: Readonly<Record<string, Options>> = {
  '@tsconfig/recommended': STRICT,
  '@tsconfig/strictest': { ...BEYOND, noPropertyAccessFromIndexSignature: true },
  '@tsconfig/next': { strict: true, allowJs: true },
  '@tsconfig/svelte': STRICT,
  '@vue/tsconfig': STRICT,
  'astro/tsconfigs/strict': STRICT,
  'astro/tsconfigs/strictest': BEYOND,
};
for (const node of [10, 12, 14, 16, 18, 20, 22]) Object.assign(BASES, { [`@tsconfig/node${node}`]: STRICT });

/** Options of a published base by the name in `extends`, or undefined when it is not known. */
export function publishedBase(name: string): Options | undefined {
  return BASES[name.replace(/\.json$/, '').replace(/\/tsconfig(?:\.dom)?$/, '')];
}

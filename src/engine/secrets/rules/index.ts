/** Every provider rule. A new family of providers is a file in this folder and one line here. */
import { AI } from './ai';
import { AI_TOOLS } from './ai-tools';
import { AWS } from './aws';
import { AZURE } from './azure';
import { CI } from './ci';
import { CLOUD } from './cloud';
import { CODE_HOSTS } from './code-hosts';
import { COMMERCE } from './commerce';
import { DATASTORES } from './datastores';
import { DEVTOOLS } from './devtools';
import { GOOGLE } from './google';
import { IDENTITY } from './identity';
import { KEYS } from './keys';
import { MAIL } from './mail';
import { MAPS } from './maps';
import { MESSAGING } from './messaging';
import { OBSERVABILITY } from './observability';
import { PAYMENTS } from './payments';
import { PAYMENTS_MORE } from './payments-more';
import { REGISTRIES } from './registries';
import { SAAS } from './saas';
import { SECRET_STORES } from './secret-stores';
import { WALLETS } from './wallets';
import type { ProviderRule } from './rule';

/** Where two rules fit the same value, the first one speaks: the one that asks for more evidence stands before the one that asks for less. */
export const PROVIDER_RULES: readonly ProviderRule[] = [
  ...AI,
  ...AI_TOOLS,
  ...CODE_HOSTS,
  ...CI,
  ...REGISTRIES,
  ...AWS,
  ...GOOGLE,
  ...AZURE,
  ...CLOUD,
  ...DATASTORES,
  ...SECRET_STORES,
  ...KEYS,
  ...WALLETS,
  ...IDENTITY,
  ...PAYMENTS,
  ...PAYMENTS_MORE,
  ...MESSAGING,
  ...MAIL,
  ...OBSERVABILITY,
  ...MAPS,
  ...COMMERCE,
  ...SAAS,
  ...DEVTOOLS,
];

const BY_ID = new Map(PROVIDER_RULES.map((rule) => [rule.id, rule]));

/** The provider rule with an id, if there is one. */
export function providerRule(id: string): ProviderRule | undefined {
  return BY_ID.get(id);
}

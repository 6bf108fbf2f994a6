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

/** Rules of providers of one kind. */
export interface RuleFamily {
  title: string;
  rules: readonly ProviderRule[];
}

/**
 * Every family. Where two rules fit the same value, the first one speaks: the one that asks for more evidence stands before the one that
 * asks for less.
 */
export const RULE_FAMILIES: readonly RuleFamily[] = [
  { title: 'Providers of models', rules: AI },
  { title: 'Tools around models', rules: AI_TOOLS },
  { title: 'Code hosts', rules: CODE_HOSTS },
  { title: 'CI, quality and release', rules: CI },
  { title: 'Package and image registries', rules: REGISTRIES },
  { title: 'Amazon', rules: AWS },
  { title: 'Google', rules: GOOGLE },
  { title: 'Microsoft', rules: AZURE },
  { title: 'Cloud, hosting and network', rules: CLOUD },
  { title: 'Databases, search and data platforms', rules: DATASTORES },
  { title: 'Secret stores and infrastructure as code', rules: SECRET_STORES },
  { title: 'Keys of file formats and frameworks', rules: KEYS },
  { title: 'Wallets and chains', rules: WALLETS },
  { title: 'Sign-in, captchas and social platforms', rules: IDENTITY },
  { title: 'Payments', rules: PAYMENTS },
  { title: 'Billing and travel', rules: PAYMENTS_MORE },
  { title: 'Chat, text messages and push', rules: MESSAGING },
  { title: 'Mail', rules: MAIL },
  { title: 'Monitoring, logs and analytics', rules: OBSERVABILITY },
  { title: 'Maps and weather', rules: MAPS },
  { title: 'Shops and customers', rules: COMMERCE },
  { title: 'Work and content', rules: SAAS },
  { title: 'Tools for developers', rules: DEVTOOLS },
];

export const PROVIDER_RULES: readonly ProviderRule[] = RULE_FAMILIES.flatMap(({ rules }) => rules);

const BY_ID = new Map(PROVIDER_RULES.map((rule) => [rule.id, rule]));

/** The provider rule with an id, if there is one. */
export function providerRule(id: string): ProviderRule | undefined {
  return BY_ID.get(id);
}

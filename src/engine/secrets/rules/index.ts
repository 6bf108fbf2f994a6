/** Every provider rule. A new family of providers is a file in this folder and one line here. */
import { AI } from './ai';
import { CLOUD } from './cloud';
import { CODE_HOSTS } from './code-hosts';
import { SERVICES } from './services';
import type { ProviderRule } from './rule';

export const PROVIDER_RULES: readonly ProviderRule[] = [...CODE_HOSTS, ...CLOUD, ...AI, ...SERVICES];

const BY_ID = new Map(PROVIDER_RULES.map((rule) => [rule.id, rule]));

/** The provider rule with an id, if there is one. */
export function providerRule(id: string): ProviderRule | undefined {
  return BY_ID.get(id);
}

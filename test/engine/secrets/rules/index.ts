// Every example, by id of its rule. A new family of providers is a file in this folder and one line here.

import type { Examples } from '../../../support/examples';
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

export const EXAMPLES: Examples = {
  ...AI,
  ...AI_TOOLS,
  ...AWS,
  ...AZURE,
  ...CI,
  ...CLOUD,
  ...CODE_HOSTS,
  ...COMMERCE,
  ...DATASTORES,
  ...DEVTOOLS,
  ...GOOGLE,
  ...IDENTITY,
  ...KEYS,
  ...MAIL,
  ...MAPS,
  ...MESSAGING,
  ...OBSERVABILITY,
  ...PAYMENTS,
  ...PAYMENTS_MORE,
  ...REGISTRIES,
  ...SAAS,
  ...SECRET_STORES,
  ...WALLETS,
};

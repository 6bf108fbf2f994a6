/**
 * Symfony: controllers with attributes, routes in YAML, rules of access in `security.yaml`. Routes of packages (API Platform, EasyAdmin) and
 * configuration in PHP or XML are not read. Sources: symfony.com/doc ("Routing", "Security", "Controller").
 */
import type { PhpFramework } from '../../../code/php/framework';
import type { Framework } from '../../framework';
import { callOf, readOf } from './calls';
import { classOf } from './controllers';
import { inputOf } from './input';
import { IMPORTS, NAME } from './names';
import { prefixesOf, symfonyCovers } from './paths';
import { routing } from './routing';
import { security } from './security';

const php: PhpFramework = {
  words: [
    'Symfony\\Component\\Routing\\',
    'Symfony\\Component\\HttpFoundation\\',
    'Symfony\\Component\\Security\\',
    'Symfony\\Component\\HttpKernel\\',
    'Symfony\\Bundle\\FrameworkBundle\\Controller\\',
    'FOS\\RestBundle\\',
  ],
  // What Laravel is made of besides stands in its own files.
  accepts: (path, text) => path.endsWith('.php') && !/\bIlluminate\\|\bLaravel\\/.test(text),
  call: callOf,
  read: readOf,
  input: inputOf,
  classOf,
  module: () => undefined,
};

/** Symfony. */
export const symfony: Framework = {
  name: NAME,
  php,
  manifests: [routing, security],
  covers: symfonyCovers,
  effects: [
    { pattern: /^Symfony\\Security\\refuses$/, effect: 'deny' },
    { pattern: /^Symfony\\Security\\permits$/, effect: 'open' },
  ],
  views: [{ name: NAME, base: /^Symfony\\|^FOS\\RestBundle\\/, members: {}, entry: null }],
  guard: { as: 'body' },
  application: {
    builds: /^composer\.json$/,
    read: {
      setting: IMPORTS,
      prefixes: prefixesOf,
      gap: 'no file of routes that is read (YAML) says where this one is served',
    },
    unruled: 'no security.yaml says which paths are for whom',
  },
};

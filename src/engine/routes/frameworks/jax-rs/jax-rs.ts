/**
 * JAX-RS (Quarkus, Jersey, RESTEasy, Dropwizard) and Micronaut controllers: resources, annotations that guard them, filters, settings.
 */
import type { JavaFramework } from '../../../code/java/framework';
import type { Framework } from '../../framework';
import { jaxRsCall } from './http';
import { isJaxRs, meaning, NAME, ROLES } from './names';
import { application, filter, resource } from './resources';
import { jaxRsSettings } from './settings';

const java: JavaFramework = {
  words: [
    'ApplicationPath',
    'ContainerRequestFilter',
    'NameBinding',
    'RolesAllowedDynamicFeature',
    'Path',
    'micronaut',
  ],
  pattern: /\b(?:jakarta|javax)\.ws\.rs\b|\bio\.micronaut\.(?:http|security)\b|\borg\.glassfish\.jersey\b/,
  call: jaxRsCall,
  classOf(node, fact, lower) {
    if (!isJaxRs(lower)) return;
    application(node, fact, lower);
    resource(node, fact, lower);
    filter(node, fact, lower);
  },
  settings: jaxRsSettings,
};

/** JAX-RS and Micronaut. */
export const jaxRs: Framework = {
  name: NAME,
  java,
  effects: [
    { pattern: /^jax-rs\.security\.refuses$/, effect: 'deny' },
    { pattern: /^jax-rs\.security\.permits$/, effect: 'open' },
  ],
  guard: {
    as: 'annotation',
    written: /^@\w+(?:\(.*\))?$/,
    from: { RolesAllowed: 'jakarta.annotation.security', Authenticated: 'io.quarkus.security' },
    importOf: (from, name) => `import ${from}.${name};`,
  },
  application: {
    builds: /^(?:pom\.xml|build\.gradle(?:\.kts)?)$/,
    unread: { files: /\/src\/main\/.*\.kt$|^src\/main\/.*\.kt$/, language: 'Kotlin' },
    // Quarkus and Micronaut Security ask for roles by themselves.
    names: { dependency: /^(?:quarkus-|micronaut-security)/, name: ROLES, guard: meaning('refuses') },
    // Micronaut Security, "Getting Started": with it on the class path, every endpoint asks for a caller.
    presumes: {
      dependency: /^micronaut-security/,
      guard: meaning('refuses'),
      name: 'the default of Micronaut Security',
      unless: () => false,
    },
  },
};

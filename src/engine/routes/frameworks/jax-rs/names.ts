/** Names of the JAX-RS description. */
import type { JavaLowering } from '../../../code/java/lowering';
import type { Expression } from '../../../code/model';

export const NAME = 'jax-rs';
/** Under which name it is known whether the server asks for roles. */
export const ROLES = 'jax-rs.roles';

const RESOURCES = /\bimport\s+(?:jakarta|javax)\.ws\.rs\b/;
const MICRONAUT = /\bimport\s+io\.micronaut\.(?:http|security)\b/;

/** Whether a file is written for JAX-RS or Micronaut: what annotations of Jakarta mean is theirs then. */
export function isJaxRs({ file }: JavaLowering): boolean {
  return RESOURCES.test(file.text) || MICRONAUT.test(file.text);
}

export function isMicronaut({ file }: JavaLowering): boolean {
  return MICRONAUT.test(file.text);
}

/** The applications that find what a file declares. */
export function jaxRsApplication({ package: name }: Pick<JavaLowering, 'package'>): Expression {
  return { e: 'application', framework: NAME, package: name };
}

/** What stands for what the server does with callers, by symbol (`effects` of the description). */
export function meaning(name: 'refuses' | 'permits'): Expression {
  return { e: 'import', from: `jax-rs.security.${name}`, line: 0 };
}

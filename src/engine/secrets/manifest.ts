/** What reads a YAML file, told from its name and its own keys. */
import type { SecretFacts } from './facts';

/** Sort of YAML by its own keys: compose has services with images, Kubernetes a kind and an apiVersion, Helm its values file. */
export function manifestOf(path: string, text: string): SecretFacts['manifest'] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (/^\s*"?(?:openapi|swagger)"?\s*:/m.test(text.slice(0, 4000))) return 'openapi';
  if (/^(?:docker-)?compose(?:[.-].*)?\.ya?ml$/i.test(name)) return 'compose';
  if (/^services:\s*(?:#.*)?$/m.test(text) && /^\s+(?:image|build):/m.test(text) && !/^jobs:/m.test(text))
    return 'compose';
  if (/^apiVersion:/m.test(text) && /^kind:/m.test(text)) return 'kubernetes';
  if (/^values[\w.-]*\.ya?ml$/i.test(name)) return 'kubernetes';
  return null;
}

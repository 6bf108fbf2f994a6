/** How what runs in production gets its secrets, as far as its manifest says. */
import type { Evidence } from '../verdict';
import { isSecretName } from '../secrets/names';
import { judge } from '../secrets/judge';
import { placeOfPath } from '../secrets/places';
import type { Span } from '../span';
import type { Workspace } from '../workspace';
import { evidence } from './answers';
import { startOf } from './containers';
import type { Unit } from './deployed';

/** Programs that fetch secrets and start another with them (docs.doppler.com, infisical.com/docs, developer.1password.com, chamber, sops). */
const WRAPPED =
  /\b(?:(?:doppler|infisical|op|teller)\s+run|chamber\s+exec|berglas\s+exec|sops\s+exec-env|envconsul|aws-vault\s+exec)\b/;

/** Where a unit is handed secrets by something that keeps them: Secrets of a cluster, secrets of Compose, a program that fetches them. */
export function handedOut(workspace: Workspace, { path, service, base, object, docker }: Unit): Evidence[] {
  const found: Evidence[] = [];
  const { variables } = object ?? {};
  const variable = variables?.list.find(({ from }) => from === 'secret');
  const set = variables?.sets.find(({ kind }) => kind === 'secret');
  if ((variable || set) && !isInRepository(workspace, path, set?.name))
    found.push(evidence(path, (variable ?? set)?.span ?? null, 'variables come from a Secret'));
  const mounted = [service, base].find((one) => (one?.secrets?.length ?? 0) > 0);
  if (mounted) found.push(evidence(path, mounted.span, `${mounted.name} is given secrets of Compose`));
  const command = `${service?.command?.text ?? ''} ${service?.entrypoint?.text ?? ''}`;
  const start = docker ? startOf(docker.last) : null;
  if (WRAPPED.test(command)) found.push(evidence(path, service?.span ?? null, 'a secrets manager starts it'));
  else if (docker && start && WRAPPED.test(start.words.join(' ')))
    found.push(evidence(docker.path, start.instruction.span, 'a secrets manager starts it'));
  return found;
}

/** A Secret whose values stand in the same manifest keeps nothing. */
function isInRepository(workspace: Workspace, path: string, name: string | undefined): boolean {
  return workspace
    .each('deployment')
    .some(({ file, facts }) =>
      facts.objects.some(
        (object) =>
          object.written && (file.path === path || (name !== undefined && name !== '' && object.name === name)),
      ),
    );
}

/** Secrets whose values stand in the manifest. */
export function writtenSecrets(
  workspace: Workspace,
  { path, service, object }: Unit,
): { path: string; span: Span; name: string }[] {
  const values = workspace
    .derive(judge)
    .credentials.filter((one) => one.path === path && (one.label === 'secret' || one.label === 'default-secret'));
  if (service) {
    const lines = new Set(values.map(({ span }) => span.line));
    return service.environment
      .filter(({ name, span }) => lines.has(span.line) && isSecret(name))
      .map(({ name, span }) => ({ path, span, name }));
  }
  if (!object) return [];
  return workspace
    .each('deployment')
    .filter(({ file }) => file.path === path)
    .flatMap(({ facts }) => facts.objects)
    .filter(({ written }) => written)
    .map((secret) => ({ path, span: secret.span, name: `The Secret ${secret.name}` }));
}

/** `DATABASE_URL` holds a password, too, where one was found in it. */
function isSecret(name: string): boolean {
  return isSecretName(name) || /_(?:URL|URI|DSN)$/.test(name);
}

/** Names of keys that open a store of secrets, as Rails and many home-made ones call theirs. */
const STORE_KEY = /(?:^|\/)\.?(?:[\w-]*[_-])?master[._-]?key(?:\.(?:key|txt|bin))?$/i;

/** Keys to stored secrets that are committed. */
export function committedKeys(workspace: Workspace): string[] {
  const found: string[] = [];
  for (const { path, tracked } of workspace.files.values())
    if (STORE_KEY.test(path) && (tracked || !workspace.hasGit) && placeOfPath(path) === 'code') found.push(path);
  return found;
}

/** Secrets of production are handed out by something that keeps secrets, and do not lie in a manifest or a dotenv file. */
import { defineCheck, type Conclusion, type Evidence } from '../check';
import type { FindingDraft } from '../finding';
import type { HttpApp } from '../http/apps';
import { evidence, fail, findingAt, notApplicable, pass, relatedTo, unknown } from '../readiness/answers';
import { deployments, isMeant, type Deployment, type Unit } from '../readiness/deployed';
import { deployedElsewhere } from '../readiness/infrastructure';
import { filesOf, readsOf } from '../readiness/required-settings';
import { committedKeys, handedOut, writtenSecrets } from '../readiness/secret-stores';
import { served, signalsOf, type PlacedSignal } from '../readiness/served';
import { BROWSER_PREFIX, isSecretName } from '../secrets/names';
import type { Span } from '../span';
import type { Workspace } from '../workspace';

/** An application that reads secrets. */
interface Reader {
  deployment: Deployment;
  /** Where it reads the first one; null where only its manifest names one. */
  read: { path: string; span: Span; name: string } | null;
  managed: Evidence[];
}

export default defineCheck({
  id: 'secrets-manager-used',
  title: 'Secrets come from a secrets manager',
  question: 'Do the secrets of production come from a secrets manager?',
  category: 'secrets',
  severity: 'medium',
  effort: 'medium',
  since: '0.1.0',
  asks: ['001', '003', '004'],
  reads: 'code',
  rules: {
    written: 'A manifest holds the secret itself.',
    unreached: 'A secrets manager is used elsewhere, and this application reads its environment.',
    'key-committed': 'The key to stored secrets lies in the repository.',
    'env-file': 'Secrets are read from a file on the host.',
  },
  conclude(workspace): Conclusion {
    const all = workspace.derive(deployments);
    if (all.length === 0) return notApplicable('Nothing here serves requests.');
    const clients = signalsOf(workspace, 'secret-store');
    const readers = all.flatMap((deployment) => readerOf(workspace, deployment, clients) ?? []);
    if (readers.length === 0) return notApplicable('Nothing that is served reads a secret from its settings.');
    const open = readers.filter(({ managed }) => managed.length === 0);
    const proofs = readers.flatMap(({ managed }) => managed.slice(0, 3));
    if (open.length === 0) return pass('E3', 'Secrets are handed out by a store for secrets.', proofs);
    return (
      plain(workspace, open) ??
      unused(open, clients, proofs) ??
      keyCommitted(workspace) ??
      dotenv(workspace, open) ??
      unknown(
        'Where production keeps its secrets does not stand in the files; a platform may keep them.',
        open.flatMap(({ read }) => (read ? [evidence(read.path, read.span, `reads ${read.name}`)] : [])),
      )
    );
  },
});

function readerOf(workspace: Workspace, deployment: Deployment, clients: readonly PlacedSignal[]): Reader | null {
  const { app, by, perhaps } = deployment;
  const reads = readsOf(workspace, app).filter(({ read }) => isSecret(read.name));
  const first = reads.find(({ path }) => path === app.path) ?? reads[0];
  const given = by.some(({ service }) => service?.environment.some(({ name }) => isSecret(name)));
  if (!first && !given) return null;
  const managed = [
    ...[...by, ...perhaps].flatMap((unit) => handedOut(workspace, unit)),
    ...inCode(workspace, app, clients),
  ];
  return {
    deployment,
    read: first ? { path: first.path, span: first.read.span, name: first.read.name } : null,
    managed,
  };
}

/** Addresses that reports are sent to carry no secret, and what browsers get is none. */
function isSecret(name: string): boolean {
  return isSecretName(name) && !BROWSER_PREFIX.test(name) && !/DSN$/i.test(name);
}

/** Clients that the application loads. What a framework finds by names is loaded by its pages. */
function inCode(workspace: Workspace, app: HttpApp, clients: readonly PlacedSignal[]): Evidence[] {
  if (clients.length === 0) return [];
  const files = new Set(filesOf(workspace, app));
  const pages = /\.config\.[cm]?[jt]s$/.test(app.path) ? workspace.derive(served).files : null;
  return clients
    .filter(({ path }) => files.has(path) || pages?.has(path))
    .map(({ path, signal }) => evidence(path, signal.span, `secrets are fetched from ${signal.detail}`));
}

/** A plain Compose file beside another way to deploy is for development, as far as files tell. */
function counts(workspace: Workspace, unit: Unit): boolean {
  return isMeant(unit) || deployedElsewhere(workspace).length === 0;
}

function plain(workspace: Workspace, open: readonly Reader[]): Conclusion | null {
  const units = new Set(open.flatMap(({ deployment }) => deployment.by));
  const found = new Map<string, FindingDraft>();
  for (const unit of units)
    if (counts(workspace, unit))
      for (const { path, span, name } of writtenSecrets(workspace, unit))
        found.set(
          `${path}:${span.line}`,
          findingAt(
            path,
            span,
            `${name} stands in this manifest in plain text, so everybody who can read the repository has it. Hand it over as a secret of the platform, or from a secrets manager.`,
            `written ${name}`,
            { rule: 'written' },
          ),
        );
  return found.size > 0 ? fail('E0', 'A production manifest holds secrets in plain text.', [...found.values()]) : null;
}

function unused(
  open: readonly Reader[],
  clients: readonly PlacedSignal[],
  proofs: readonly Evidence[],
): Conclusion | null {
  const [client] = clients;
  const reading = open.flatMap(({ deployment, read }) => (read ? [{ app: deployment.app, read }] : []));
  if (!client || reading.length === 0) return null;
  return fail(
    'E2',
    `A client for ${client.signal.detail} exists, and ${reading[0]?.app.path ?? 'the application'} does not use it.`,
    reading.map(({ app, read }) =>
      findingAt(
        read.path,
        read.span,
        `${read.name} is read from the plain environment here, although a client for ${client.signal.detail} is in this repository. Load the secrets of ${app.path} through it when the application starts.`,
        `unreached ${app.path}`,
        {
          rule: 'unreached',
          related: [relatedTo(client.path, client.signal.span, `client for ${client.signal.detail}`)],
        },
      ),
    ),
    [...proofs],
  );
}

function keyCommitted(workspace: Workspace): Conclusion | null {
  const keys = committedKeys(workspace);
  if (keys.length === 0) return null;
  return fail(
    'E1',
    'Secrets are stored encrypted, and the key to them lies in the repository.',
    keys.map((path) =>
      findingAt(
        path,
        null,
        'This key opens the secrets that are stored here, so whoever can read the repository can read them. Take it out, make a new one, and keep it in a secrets manager.',
        'key committed',
        { rule: 'key-committed' },
      ),
    ),
  );
}

function dotenv(workspace: Workspace, open: readonly Reader[]): Conclusion | null {
  const units = open
    .flatMap(({ deployment }) => deployment.by)
    .filter((unit) => (unit.service?.envFiles.length ?? 0) > 0 && counts(workspace, unit));
  if (units.length === 0) return null;
  return fail(
    'E1',
    'Production reads its secrets from a file on the host.',
    units.map((unit) =>
      findingAt(
        unit.path,
        unit.span,
        `${unit.service?.name ?? 'This service'} takes its secrets from ${unit.service?.envFiles[0] ?? 'a file'}: whoever can read the host has them, and nobody sees who did. Use secrets of Compose or a secrets manager.`,
        `env_file ${unit.name}`,
        { rule: 'env-file' },
      ),
    ),
  );
}

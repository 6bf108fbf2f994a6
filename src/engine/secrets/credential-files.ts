/** Tracked files that are credentials by themselves, told by name and, where there is text, by content. */
import type { FileEntry } from '../facts';
import type { Workspace } from '../workspace';
import { isEnvTemplate } from '../env/environment';
import { isIgnoredPath } from '../env/ignore-rules';
import { BROWSER_PREFIX, isSecretName } from './names';
import { placeOfPath, type PlaceKind } from './places';

export type CredentialFileKind =
  | 'env-file'
  | 'env-defaults'
  | 'private-key'
  | 'key-file'
  | 'key-store'
  | 'credential-store'
  | 'password-hashes'
  | 'cookies'
  | 'tracked-and-ignored';

export interface CredentialFile {
  path: string;
  kind: CredentialFileKind;
  /** The workspace's own rules ignore it already. */
  ignored: boolean;
  /** Where it stands, by its path. */
  place: PlaceKind;
}

const ENV_FILE = /(?:^|\/)\.env(?!\.(?:patch|diff)$)(?:\.[\w.-]+)?$|(?:^|\/)[\w-]+\.env$/;
const KEY_STORE = /\.(?:p12|pfx|ppk|kdbx|jks|keystore|bks)$/i;
const STORE_NAMES =
  /(?:^|\/)(?:\.git-credentials|\.netrc|_netrc|\.dockercfg|\.pgpass|\.boto|\.s3cfg|terraform\.tfstate(?:\.backup)?|credentials\.enc|id_(?:rsa|dsa|ecdsa|ed25519))$/;
const COOKIES = /(?:^|\/)[\w.-]*cookies?[\w-]*\.(?:txt|enc|pkl|pickle|sqlite|db|dat|lwp)$/i;
const KEY_NAMES =
  /(?:^|\/)[\w.-]*\.(?:pem|key|p8|der)$|(?:^|\/)(?:service[-_]?account|firebase[-_]adminsdk|gcp[-_]key|credentials)[\w.-]*\.json$/i;

/** Every credential file of the index, in path order; without git, of the folder. Use through `workspace.derive`. */
export function credentialFiles(workspace: Workspace): CredentialFile[] {
  const found: CredentialFile[] = [];
  for (const entry of workspace.files.values()) {
    if (workspace.hasGit && !entry.tracked) continue;
    const kind = kindOf(workspace, entry);
    if (kind)
      found.push({
        path: entry.path,
        kind,
        ignored: entry.ignored || isIgnoredPath(workspace, entry.path),
        place: placeOfPath(entry.path),
      });
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function kindOf(workspace: Workspace, { path, ignored, tracked }: FileEntry): CredentialFileKind | undefined {
  // What Android's tools make with a published password for builds of a developer (Android documentation, "Sign your debug build").
  if (/(?:^|\/)debug\.keystore$/.test(path)) return undefined;
  if (KEY_STORE.test(path)) return 'key-store';
  if (/(?:^|\/)\.?htpasswd(?:\.\w+)?$/.test(path) && !isEnvTemplate(path)) return 'password-hashes';
  if (COOKIES.test(path)) return 'cookies';
  if (STORE_NAMES.test(path)) return 'credential-store';
  const facts = workspace.part(path, 'secrets');
  if (facts?.values.some(({ rule }) => rule === 'key-file')) return 'key-file';
  if (KEY_NAMES.test(path) && facts?.values.some(({ rule }) => rule === 'private-key')) return 'private-key';
  if (
    /(?:^|\/)(?:\.npmrc|\.pypirc|\.yarnrc\.yml)$/.test(path) &&
    facts?.values.some(({ value }) => value === 'token' || value === 'strong')
  )
    return 'credential-store';
  const isEnv = ENV_FILE.test(path);
  if (isEnv && !isEnvTemplate(path) && holdsSecrets(workspace, path))
    return holdsDefaultsOnly(workspace, path) ? 'env-defaults' : 'env-file';
  return isEnv && tracked && ignored ? 'tracked-and-ignored' : undefined;
}

/** A dotenv file that sets only public values is no secret: bundlers' documentation tells people to commit such files. */
function holdsSecrets(workspace: Workspace, path: string): boolean {
  const values = workspace.part(path, 'secrets')?.values ?? [];
  if (values.some(({ value }) => value !== 'public' && value !== 'placeholder')) return true;
  const declares = workspace.part(path, 'env')?.declares ?? [];
  return declares.some(
    ({ name, empty, commented }) =>
      !empty && !commented && !BROWSER_PREFIX.test(name) && isSecretName(name) && values.length > 0,
  );
}

/** Every secret in it is one that anyone can guess: people commit such files as defaults for development. */
function holdsDefaultsOnly(workspace: Workspace, path: string): boolean {
  const values = (workspace.part(path, 'secrets')?.values ?? []).filter(({ value }) => value !== 'public');
  return values.length > 0 && values.every(({ value }) => value !== 'token' && value !== 'strong');
}

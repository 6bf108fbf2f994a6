/** Which files on disk the client is asked to watch. Narrow on purpose: not every change, which would bring those of all `node_modules`. */
import { WatchKind, type FileSystemWatcher } from 'vscode-languageserver/node';

import { nameOf } from './uris';

const EXTENSIONS = [
  ...['js', 'jsx', 'mjs', 'cjs', 'ts', 'tsx', 'mts', 'cts', 'vue', 'svelte', 'astro', 'py', 'pyi', 'ipynb'],
  ...['json', 'jsonc', 'json5', 'yaml', 'yml', 'toml', 'ini', 'cfg', 'conf', 'properties', 'env', 'xml'],
  ...['html', 'htm', 'css', 'scss', 'erb', 'cshtml', 'j2', 'tpl', 'md', 'mdx', 'markdown', 'txt', 'rst'],
  ...['sql', 'prisma', 'graphql', 'sh', 'bash', 'zsh', 'ps1', 'tf', 'tfvars', 'hcl', 'bicep'],
  ...['go', 'mod', 'sum', 'rs', 'rb', 'gemspec', 'php', 'java', 'kt', 'kts', 'scala', 'gradle', 'swift', 'dart'],
  ...['cs', 'csproj', 'vb', 'fs', 'ex', 'exs', 'lock', 'pem', 'key', 'crt'],
];

const NAMES = [
  ...['Dockerfile*', '*.Dockerfile', 'Containerfile*', 'Procfile', 'Makefile', 'Pipfile', 'CODEOWNERS', 'LICENSE*'],
  ...['Gemfile', 'Rakefile', 'Jenkinsfile*', 'Caddyfile*', '.gitattributes', '.editorconfig', '.htpasswd'],
  ...['.env*', '.gitignore', '.dockerignore', '.gitmodules', '.npmrc', '.nvmrc', '.*rc', 'id_rsa*', 'id_ed25519*'],
];

/**
 * What the client is asked to watch (`workspace/didChangeWatchedFiles`). A folder that goes, or comes from elsewhere, is told of once, by its
 * own name, and not file by file: so deletions and creations of anything are asked for.
 */
export const WATCHERS: readonly FileSystemWatcher[] = [
  { globPattern: `**/*.{${EXTENSIONS.join(',')}}` },
  { globPattern: `**/{${NAMES.join(',')}}` },
  { globPattern: '**/.git/{HEAD,index}' },
  { globPattern: '**', kind: WatchKind.Create | WatchKind.Delete },
];

/**
 * A folder of the workspace that is renamed or deleted, itself or with a folder that it lies in, is told of by nobody who watches what is in
 * it: it is a change of the folder above. Only the names on the way are asked for there, not what lies beside or below.
 */
export function watchersOf(folderUri: string): FileSystemWatcher[] {
  const kind = WatchKind.Create | WatchKind.Delete;
  const watchers: FileSystemWatcher[] = [];
  // The root of a file system or a drive cannot be renamed.
  for (let uri = folderUri; !/^file:\/\/[^/]*(?:\/(?:[a-z](?::|%3a))?)?$/i.test(uri);) {
    const above = uri.slice(0, uri.lastIndexOf('/'));
    const isRoot = /^file:\/\/[^/]*(?:\/[a-z](?::|%3a))?$/i.test(above);
    const pattern = nameOf(uri).replace(/[[\]{}*?]/g, '[$&]');
    watchers.push({ globPattern: { baseUri: isRoot ? `${above}/` : above, pattern }, kind });
    uri = above;
  }
  return watchers;
}

/** Folders whose changes are never ours, although a glob matches. */
const FOREIGN = /(^|\/)(node_modules|\.venv|venv|__pycache__|\.git\/(?!HEAD$|index$)[^/]+)(\/|$)/;

/** What a change on disk asks for: a whole scan (another branch), taking in one file, or nothing. */
export function effectOf(path: string): 'scan' | 'update' | 'none' {
  if (path === '.git/HEAD') return 'scan';
  return FOREIGN.test(path) ? 'none' : 'update';
}

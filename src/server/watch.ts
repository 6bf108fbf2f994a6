/** Which files on disk the client is asked to watch. Narrow on purpose: not `**`, which would bring every file of `node_modules`. */

const EXTENSIONS = [
  ...['js', 'jsx', 'mjs', 'cjs', 'ts', 'tsx', 'mts', 'cts', 'vue', 'svelte', 'astro', 'py', 'pyi', 'ipynb'],
  ...['json', 'jsonc', 'json5', 'yaml', 'yml', 'toml', 'ini', 'cfg', 'conf', 'properties', 'env', 'xml', 'html'],
  ...['md', 'mdx', 'markdown', 'txt', 'rst', 'sql', 'prisma', 'graphql', 'sh', 'bash', 'ps1', 'tf', 'tfvars', 'hcl'],
  ...['go', 'rs', 'rb', 'php', 'java', 'kt', 'cs', 'swift', 'dart', 'gradle', 'lock', 'pem', 'key', 'crt'],
];

const NAMES = [
  ...['Dockerfile*', '*.Dockerfile', 'Containerfile*', 'Procfile', 'Makefile', 'Pipfile', 'CODEOWNERS', 'LICENSE*'],
  ...['.env*', '.gitignore', '.dockerignore', '.gitmodules', '.npmrc', '.nvmrc', '.*rc', 'id_rsa*', 'id_ed25519*'],
];

/** Glob patterns for `workspace/didChangeWatchedFiles`. */
export const WATCHED_GLOBS: readonly string[] = [
  `**/*.{${EXTENSIONS.join(',')}}`,
  `**/{${NAMES.join(',')}}`,
  '**/.git/{HEAD,index}',
];

/** Folders whose changes are never ours, although a glob matches. */
const FOREIGN = /(^|\/)(node_modules|\.venv|venv|__pycache__|\.git\/(?!HEAD$|index$)[^/]+)(\/|$)/;

/** What a change on disk asks for: a whole scan (another branch), taking in one file, or nothing. */
export function effectOf(path: string): 'scan' | 'update' | 'none' {
  if (path === '.git/HEAD') return 'scan';
  return FOREIGN.test(path) ? 'none' : 'update';
}

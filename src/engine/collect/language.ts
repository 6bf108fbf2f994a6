/** Language of a file by its name. Content never decides: the same name always gets the same parser. */
import type { Language } from '../facts';

const BY_EXTENSION: Readonly<Record<string, Language>> = {
  js: 'javascript',
  jsx: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  ts: 'typescript',
  tsx: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  vue: 'vue',
  svelte: 'svelte',
  astro: 'astro',
  py: 'python',
  pyi: 'python',
  go: 'go',
  java: 'java',
  rb: 'ruby',
  php: 'php',
  cs: 'csharp',
  json: 'json',
  jsonc: 'json',
  json5: 'json',
  yml: 'yaml',
  yaml: 'yaml',
  toml: 'toml',
  ini: 'ini',
  cfg: 'ini',
  conf: 'ini',
  properties: 'ini',
  md: 'markdown',
  markdown: 'markdown',
  mdx: 'markdown',
  sql: 'sql',
  sh: 'shell',
  bash: 'shell',
  zsh: 'shell',
  html: 'html',
  htm: 'html',
  css: 'css',
  scss: 'css',
  less: 'css',
};

/** Languages that applications are written in, as far as Preflight reads them. */
export const CODE_LANGUAGES: ReadonlySet<Language> = new Set<Language>([
  'python',
  'javascript',
  'typescript',
  'vue',
  'svelte',
  'astro',
  'go',
  'java',
  'ruby',
  'php',
  'csharp',
]);

/** Language of a workspace path. */
export function languageOf(path: string): Language {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const lower = name.toLowerCase();
  const code = BY_EXTENSION[lower.slice(lower.lastIndexOf('.') + 1)];
  // `Dockerfile.go` builds an image, `dockerfile.go` is code about such files.
  const isAbout =
    name === lower && (/\.(?:exs?|rs|kts?)$/.test(name) || (code !== undefined && CODE_LANGUAGES.has(code)));
  if ((/^(dockerfile|containerfile)(\..+)?$/.test(lower) && !isAbout) || lower.endsWith('.dockerfile'))
    return 'dockerfile';
  // `.env`, `.env.local`, `env.example`; `env.py` and `env.ts` are code.
  if (/^\.env(?!.*\.(?:patch|diff)$)(\..+)?$/.test(lower) || lower.endsWith('.env')) return 'dotenv';
  if (/^env(\..+)?$/.test(lower) && code === undefined) return 'dotenv';
  if (lower === '.npmrc' || lower === '.editorconfig' || lower === '.coveragerc' || lower === '.pypirc') return 'ini';
  if (lower === 'pipfile' || lower === 'poetry.lock') return 'toml';
  return lower.includes('.') ? (code ?? 'other') : 'other';
}

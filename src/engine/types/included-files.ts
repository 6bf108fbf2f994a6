/**
 * Which files a configuration includes: `files`, `include` and `exclude` with TypeScript's own pattern rules (typescriptlang.org/tsconfig,
 * "include"; the compiler's `getSubPatternFromSpec`). Decided on the workspace's list of files; nothing is read.
 */
import { folderOf } from '../manifests';
import type { Patterns, Resolved } from './options';
import { joinPath } from './paths';

/** Folders that patterns with wildcards never enter unless they name them. */
const PACKAGES = '(?!(?:node_modules|bower_components|jspm_packages)(?:/|$))';
/** Stands for the folder of the configuration that is read, in a base too (TypeScript 5.5). */
const CONFIG_DIR = '${configDir}';
const RESERVED = /[^\w\s/]/g;
const TYPESCRIPT = ['.ts', '.tsx', '.d.ts', '.cts', '.d.cts', '.mts', '.d.mts'];
const JAVASCRIPT = ['.js', '.jsx', '.cjs', '.mjs'];
/** Of files that differ in the extension only, the first in its group counts. */
const GROUPS = [
  ['.ts', '.tsx', '.d.ts', '.js', '.jsx'],
  ['.cts', '.d.cts', '.cjs'],
  ['.mts', '.d.mts', '.mjs'],
];

/** Every file that TypeScript or JavaScript tools could include, in path order. */
export function scriptFiles(paths: Iterable<string>): string[] {
  return [...paths].filter((path) => /\.(?:[cm]?[jt]s|[jt]sx)$/.test(path));
}

/** The included files of a configuration among `candidates` (see `scriptFiles`), in their order. */
export function includedFiles(resolved: Resolved, candidates: readonly string[]): string[] {
  const folder = folderOf(resolved.path);
  const literal = new Set(
    (resolved.files?.patterns ?? []).flatMap((file) => joinPath(resolved.files?.folder ?? '', file) ?? []),
  );
  const include = resolved.include ?? (resolved.files ? null : { folder, patterns: ['**/*'] });
  const matches = include ? anyOf(include, folder, 'include') : null;
  const excluded = anyOf(resolved.exclude ?? outputFolders(resolved), folder, 'exclude');
  const extensions = allowsJavaScript(resolved) ? [...TYPESCRIPT, ...JAVASCRIPT] : TYPESCRIPT;
  const found = candidates.filter(
    (path) =>
      literal.has(path) || (extensionOf(path, extensions) && matches?.test(`/${path}`) && !excluded?.test(`/${path}`)),
  );
  const set = new Set(found);
  return found.filter((path) => literal.has(path) || !isShadowed(path, set, extensions));
}

/** `allowJs`, which `checkJs` implies. */
export function allowsJavaScript({ options }: Resolved): boolean {
  return (options.get('allowJs')?.value ?? options.get('checkJs')?.value) === true;
}

/** Without `exclude` the output folders are left out. */
function outputFolders({ options }: Resolved): Patterns | null {
  const patterns = ['outDir', 'declarationDir'].flatMap((name) => {
    const option = options.get(name);
    if (typeof option?.value !== 'string' || !option.option) return [];
    if (option.value.startsWith(CONFIG_DIR)) return [option.value];
    const at = joinPath(folderOf(option.path), option.value);
    return at ? [at] : [];
  });
  return patterns.length > 0 ? { folder: '', patterns } : null;
}

function extensionOf(path: string, extensions: readonly string[]): string | undefined {
  const dts = /\.d\.[cm]?ts$/.exec(path)?.[0];
  const extension = dts ?? path.slice(path.lastIndexOf('.'));
  return extensions.includes(extension) ? extension : undefined;
}

/** True when a file of the same name with a stronger extension is included as well. */
function isShadowed(path: string, included: ReadonlySet<string>, extensions: readonly string[]): boolean {
  const extension = extensionOf(path, extensions);
  const group = GROUPS.find((candidate) => extension !== undefined && candidate.includes(extension));
  if (!group || extension === undefined) return false;
  const stem = path.slice(0, -extension.length);
  for (const stronger of group) {
    if (stronger === extension) return false;
    // A declaration file does not shadow the JavaScript that it describes.
    if (stronger.startsWith('.d.') && JAVASCRIPT.includes(extension)) continue;
    if (included.has(stem + stronger)) return true;
  }
  return false;
}

/** One expression for a list of patterns, to be tested on `/` + path; null when none of them can match. */
function anyOf(list: Patterns | null, leaf: string, usage: 'include' | 'exclude'): RegExp | null {
  const sources = (list?.patterns ?? []).flatMap((pattern) => {
    const own = pattern.startsWith(CONFIG_DIR);
    const relative = own ? pattern.slice(CONFIG_DIR.length) : pattern;
    return patternSource(relative, own ? leaf : (list?.folder ?? ''), usage) ?? [];
  });
  if (sources.length === 0) return null;
  return new RegExp(`^(?:${sources.join('|')})${usage === 'include' ? '$' : '(?:$|/)'}`);
}

function patternSource(pattern: string, folder: string, usage: 'include' | 'exclude'): string | undefined {
  // Nobody writes such a pattern; an expression made of it could run for hours.
  if (pattern.length > 256 || pattern.split('*').length > 16) return undefined;
  const parts = joinPath(folder, pattern.replaceAll('\\', '/'))?.split('/').filter(Boolean);
  if (!parts) return undefined;
  const last = parts.at(-1);
  if (usage === 'include' && last === '**') return undefined;
  if (last === undefined || !/[.*?]/.test(last)) parts.push('**', '*');
  return parts.map((part) => partSource(part, usage)).join('');
}

function partSource(part: string, usage: 'include' | 'exclude'): string {
  if (part === '**') return usage === 'include' ? `(?:/${PACKAGES}[^/.][^/]*)*?` : '(?:/.+?)?';
  return usage === 'include' ? `/${includePart(part)}` : `/${part.replace(RESERVED, (c) => wildcard(c, '[^/]*'))}`;
}

function includePart(part: string): string {
  const single = '(?:[^./]|(?:\\.(?!min\\.js$))?)*';
  let rest = part;
  let source = '';
  if (rest.startsWith('*')) {
    source = `(?:[^./]${single})?`;
    rest = rest.slice(1);
  } else if (rest.startsWith('?')) {
    source = '[^./]';
    rest = rest.slice(1);
  }
  const body = rest.replace(RESERVED, (c) => wildcard(c, single));
  return /[*?]/.test(part) ? PACKAGES + source + body : source + body;
}

function wildcard(character: string, asterisk: string): string {
  return character === '*' ? asterisk : character === '?' ? '[^/]' : `\\${character}`;
}

/** What the workspace's own `.gitignore` files say of a path. */
import { IgnoreFile, IgnoreStack } from '../gitignore';
import { folderOf } from '../manifests';
import type { Span } from '../span';
import type { Workspace } from '../workspace';

export interface IgnoreRule {
  path: string;
  span: Span;
  text: string;
}

interface IgnoreSource {
  path: string;
  folder: string;
  file: IgnoreFile;
  rules: { line: number; text: string }[];
}

/** Every `.gitignore` of the workspace, by folder. Use through `workspace.derive`. */
export function ignoreSources(workspace: Workspace): ReadonlyMap<string, IgnoreSource> {
  const sources = new Map<string, IgnoreSource>();
  for (const { file, facts } of workspace.each('ignore')) {
    const folder = folderOf(file.path);
    const text = facts.rules.map((rule) => rule.text).join('\n');
    sources.set(folder, {
      path: file.path,
      folder,
      file: new IgnoreFile(text, folder === '' ? '' : `${folder}/`),
      rules: facts.rules,
    });
  }
  return sources;
}

/** True when a file of this path would be ignored, by its own name or because a folder above it is. */
export function isIgnoredPath(workspace: Workspace, path: string): boolean {
  const sources = workspace.derive(ignoreSources);
  let stack = new IgnoreStack();
  const parts = path.split('/');
  for (let depth = 0; depth < parts.length; depth++) {
    const source = sources.get(parts.slice(0, depth).join('/'));
    if (source) stack = stack.with(source.file);
    const isLast = depth === parts.length - 1;
    if (stack.test(parts.slice(0, depth + 1).join('/'), !isLast)) return true;
  }
  return false;
}

/** The rule that ignores a path, for pointing at it; undefined when none does. */
export function ignoreRuleFor(workspace: Workspace, path: string): IgnoreRule | undefined {
  if (!isIgnoredPath(workspace, path)) return undefined;
  const sources = workspace.derive(ignoreSources);
  const parts = path.split('/');
  for (let depth = parts.length - 1; depth >= 0; depth--) {
    const source = sources.get(parts.slice(0, depth).join('/'));
    for (const rule of source ? [...source.rules].reverse() : []) {
      const single = new IgnoreFile(rule.text, source && source.folder !== '' ? `${source.folder}/` : '');
      const hit = parts.some(
        (_, index) => index >= depth && single.test(parts.slice(0, index + 1).join('/'), index < parts.length - 1),
      );
      if (source && hit) {
        const span = { line: rule.line, column: 1, endLine: rule.line, endColumn: rule.text.length + 1 };
        return { path: source.path, span, text: rule.text.trim() };
      }
    }
  }
  return undefined;
}

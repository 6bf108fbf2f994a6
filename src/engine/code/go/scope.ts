/** What names mean in a Go file while it is lowered: imported packages, and the types of variables as far as they are written. */
import type { TreeNode } from '../../parse/tree';
import { named } from './nodes';

/** Variables of a block, with their types where these are known. */
export class GoScope {
  private readonly vars = new Map<string, string | undefined>();

  constructor(private readonly parent: GoScope | null = null) {}

  declare(name: string, type: string | undefined): void {
    this.vars.set(name, type);
  }

  has(name: string): boolean {
    return this.vars.has(name) || (this.parent?.has(name) ?? false);
  }

  typeOf(name: string): string | undefined {
    return this.vars.has(name) ? this.vars.get(name) : this.parent?.typeOf(name);
  }
}

/** Packages by their local names. */
export class GoImports {
  private readonly paths = new Map<string, string>();

  constructor(root: TreeNode, text: (node: TreeNode) => string) {
    const guessed: [string, string][] = [];
    for (const declaration of named(root)) {
      if (declaration.type !== 'import_declaration') continue;
      for (const spec of importSpecs(declaration)) {
        const literal = spec.childForFieldName('path');
        if (!literal) continue;
        const path = text(literal).slice(1, -1);
        const alias = spec.childForFieldName('name');
        if (alias) this.paths.set(text(alias), path);
        else for (const name of namesOf(path)) guessed.push([name, path]);
      }
    }
    for (const [name, path] of guessed) if (!this.paths.has(name)) this.paths.set(name, path);
  }

  /** Path of the package that a name stands for. */
  get(name: string): string | undefined {
    return this.paths.get(name);
  }

  /** Local names and paths, `_` and `.` left out. */
  get all(): [string, string][] {
    return [...this.paths].filter(([name]) => name !== '_' && name !== '.');
  }
}

function importSpecs(declaration: TreeNode): TreeNode[] {
  return named(declaration).flatMap((child) =>
    child.type === 'import_spec_list' ? named(child).filter(({ type }) => type === 'import_spec') : [child],
  );
}

/** What a package may be called whose clause is in another file: usually the last part of its path, without a version and dashes. */
function namesOf(path: string): string[] {
  const parts = path.split('/');
  const last = parts.at(-1) ?? path;
  const before = /^v\d+$/.test(last) ? parts.at(-2) : undefined;
  return [last, before].flatMap((part) => {
    if (part === undefined) return [];
    const plain = part.replace(/\.v\d+$/, '');
    return [...new Set([plain, plain.replace(/^go-|[-.]go$/g, ''), plain.replace(/[-.]/g, '')])];
  });
}

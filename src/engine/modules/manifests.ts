/** Facts of the files that decide how JavaScript specifiers resolve: `package.json`, `tsconfig*.json`, `jsconfig.json`. */
import { findNodeAtLocation, getNodeValue, type Node } from 'jsonc-parser';
import { defineExtractor } from '../collect/extractor';
import type { PackageEntry, PathMapping } from './facts';

/** Conditions of `exports` and `imports` in order of use: what points at source first, then what Node and bundlers read. */
const CONDITIONS = ['source', 'development', 'import', 'module', 'node', 'require', 'default', 'types'];

const PACKAGE = /(?:^|\/)package\.json$/;
const MAPPING = /(?:^|\/)(?:tsconfig|jsconfig)[^/]*\.json$/;

/** True for a file that decides how specifiers resolve: it is collected before the modules that hold them. */
export function decidesSpecifiers(path: string): boolean {
  return PACKAGE.test(path) || MAPPING.test(path);
}

export const packageEntryExtractor = defineExtractor({
  part: 'packageEntry',
  version: 2,
  languages: ['json'],
  accepts: (path) => PACKAGE.test(path),
  extract(file) {
    const root = file.json;
    if (root?.type !== 'object') return undefined;
    const text = (key: string): string | null => textOf(findNodeAtLocation(root, [key]));
    const facts: PackageEntry = {
      name: text('name'),
      main: text('main'),
      module: text('module'),
      source: text('source'),
      exports: subpaths(findNodeAtLocation(root, ['exports']), '.'),
      imports: [
        ...subpaths(findNodeAtLocation(root, ['imports']), '#'),
        ...aliases(findNodeAtLocation(root, ['_moduleAliases'])),
      ],
    };
    return facts;
  },
});

export const pathMappingExtractor = defineExtractor({
  part: 'pathMapping',
  version: 1,
  languages: ['json'],
  accepts: (path) => MAPPING.test(path),
  prefilter: (text) => /"(paths|baseUrl|extends)"/.test(text),
  extract(file) {
    const root = file.json;
    if (root?.type !== 'object') return undefined;
    const options = findNodeAtLocation(root, ['compilerOptions']);
    const bases = findNodeAtLocation(root, ['extends']);
    const paths = options && findNodeAtLocation(options, ['paths']);
    const facts: PathMapping = {
      extends: bases?.type === 'array' ? texts(bases) : [textOf(bases)].filter((base) => base !== null),
      baseUrl: options ? textOf(findNodeAtLocation(options, ['baseUrl'])) : null,
      paths: entries(paths).map(([pattern, value]) => ({ pattern, targets: texts(value) })),
    };
    return facts;
  },
});

/** `exports` or `imports` as a flat list; nested conditions are tried in a fixed order, so that source wins over what is built. */
function subpaths(node: Node | undefined, mark: '.' | '#'): { pattern: string; targets: string[] }[] {
  if (!node) return [];
  const keyed = entries(node).filter(([key]) => key.startsWith(mark));
  if (keyed.length === 0) return mark === '.' ? [{ pattern: '.', targets: targetsOf(node) }] : [];
  return keyed.map(([pattern, value]) => ({ pattern, targets: targetsOf(value) }));
}

/** `_moduleAliases`: each name stands for a file or folder, and starts the names below it. */
function aliases(node: Node | undefined): { pattern: string; targets: string[] }[] {
  return entries(node).flatMap(([name, value]) => {
    const target = textOf(value);
    if (target === null || name.startsWith('.')) return [];
    return [
      { pattern: name, targets: [target] },
      { pattern: `${name}/*`, targets: [`${target.replace(/\/$/, '')}/*`] },
    ];
  });
}

function targetsOf(node: Node): string[] {
  const text = textOf(node);
  if (text !== null) return [text];
  if (node.type === 'array') return (node.children ?? []).flatMap(targetsOf);
  const conditions = new Map(entries(node));
  const known = CONDITIONS.flatMap((name) => {
    const value = conditions.get(name);
    conditions.delete(name);
    return value ? targetsOf(value) : [];
  });
  return [...known, ...[...conditions.values()].flatMap(targetsOf)];
}

function entries(node: Node | undefined): [string, Node][] {
  if (node?.type !== 'object') return [];
  return (node.children ?? []).flatMap((property): [string, Node][] => {
    const [key, value] = property.children ?? [];
    return key && value ? [[String(key.value), value]] : [];
  });
}

function texts(node: Node): string[] {
  return (node.children ?? []).map(textOf).filter((text) => text !== null);
}

function textOf(node: Node | undefined): string | null {
  return node?.type === 'string' ? (getNodeValue(node) as string) : null;
}

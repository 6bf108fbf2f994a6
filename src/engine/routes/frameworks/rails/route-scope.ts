/** Where a line of a routes file stands: path, module and controller around it, what stands before it, and the resource that it is in. */
import type { GuardUse } from '../../../code/model';

export interface RouteScope {
  /** Path so far, without a slash at its end. */
  path: string;
  /** Folders before a controller's name, without a slash at its end. */
  module: string;
  controller: string | null;
  guards: readonly GuardUse[];
  resource: Resource | null;
  /** Which of the resource's paths plain routes stand under. */
  level: 'nested' | 'member' | 'collection' | 'new';
  /** Members of nested resources stand under their own name alone. */
  shallow: boolean;
  /** Path without the resources around it. */
  shallowPath: string;
  /** What block variables stand for (`%w[a b].each do |name|`). */
  variables: ReadonlyMap<string, string>;
}

/** A resource with the paths of its collection, of one of it, and of what is nested in it. */
export interface Resource {
  collection: string;
  member: string;
  nested: string;
  controller: string;
}

export const TOP: RouteScope = {
  path: '',
  module: '',
  controller: null,
  guards: [],
  resource: null,
  level: 'nested',
  shallow: false,
  shallowPath: '',
  variables: new Map(),
};

/** Path under which plain routes of a scope stand. */
export function pathOf({ path, resource, level }: RouteScope): string {
  if (!resource) return path;
  if (level === 'new') return `${resource.collection}/new`;
  return resource[level];
}

/** Joins two parts of a path; optional parts are left out. */
export function joinPaths(before: string, path: string): string {
  let plain = path;
  // `(.:format)`, `(:locale)`: a path is served without them as well.
  for (let depth = 0; depth < 4 && plain.includes('('); depth++) plain = plain.replace(/\([^()]*\)/g, '');
  const parts = plain.split('/').filter(Boolean);
  return parts.length === 0 ? before : `${before}/${parts.join('/')}`;
}

/** Path of a controller inside the modules around it; one that begins with a slash stands for itself. */
export function controllerPath({ module }: RouteScope, name: string): string {
  if (name.startsWith('/')) return name.slice(1);
  return module === '' ? name : `${module}/${name}`;
}

const IRREGULAR: Readonly<Record<string, string>> = {
  people: 'person',
  children: 'child',
  men: 'man',
  women: 'woman',
  news: 'news',
  series: 'series',
};

/** Singular of a resource's name, as far as Rails' own rules (ActiveSupport::Inflector) are needed for names of parameters. */
export function singular(name: string): string {
  const [, before = '', word = name] = /^(.*_)?([^_]+)$/.exec(name) ?? [];
  const irregular = IRREGULAR[word];
  if (irregular !== undefined) return before + irregular;
  return (
    before +
    word
      .replace(/ies$/, 'y')
      .replace(/([lr])ves$/, '$1f')
      .replace(/(status|alias|address|process|access|bus)es$/, '$1')
      .replace(/(x|ch|sh|ss)es$/, '$1')
      .replace(/(?<![s]|us|is)s$/, '')
  );
}

/** Reads `preflight.json` and `preflight.jsonc` files into a `Config`; whatever is wrong becomes a problem with its place. */
import { findNodeAtLocation, type Node } from 'jsonc-parser';
import { Config, type ConfigFile, type ConfigLayer, type PlacedExemption } from './config';
import { parseJson } from './json';
import { checkExemptionIds, validConfig } from './validate';
import type { LineTable, Span } from '../span';

/** Something wrong in a configuration or baseline file. */
export interface ConfigProblem {
  path: string;
  /** Null: the file as such. */
  span: Span | null;
  message: string;
}

export type ReadText = (path: string) => Promise<string | undefined>;

/** Follows `extends` at most this deep. */
const MAX_EXTENDS = 8;
const ROOT_FILES = ['preflight.json', 'preflight.jsonc'];

/**
 * Reads every configuration file of the listing; `explicit` replaces the root's. The parts of a file that are wrong are left out and
 * reported; a file that is not even JSON keeps the layer it had in `previous`, so that half-typed text does not switch settings off.
 */
export async function readConfigs(
  paths: readonly string[],
  read: ReadText,
  explicit?: string,
  previous?: Config,
): Promise<{ config: Config; problems: ConfigProblem[] }> {
  const reader = new Reader(read, previous);
  // The root's file counts even where git ignores it.
  for (const path of explicit === undefined ? ROOT_FILES : [explicit]) {
    if (path === explicit || (await read(path)) !== undefined) await reader.add(path, '');
  }
  const root = new Config(reader.layers);
  for (const path of paths) {
    const slash = path.lastIndexOf('/');
    if (slash < 0 || path === explicit || !ROOT_FILES.includes(path.slice(slash + 1)) || !root.includes(path)) continue;
    await reader.add(path, path.slice(0, slash));
  }
  return { config: new Config(reader.layers), problems: reader.problems };
}

/** What one file says, with those it extends merged in. */
interface ReadFile {
  file: ConfigFile;
  exemptions: Omit<PlacedExemption, 'folder'>[];
}

class Reader {
  readonly layers: ConfigLayer[] = [];
  readonly problems: ConfigProblem[] = [];

  constructor(
    private readonly read: ReadText,
    private readonly previous: Config | undefined,
  ) {}

  async add(path: string, folder: string): Promise<void> {
    if (this.layers.some((layer) => layer.folder === folder)) {
      const message = 'This folder has both preflight.json and preflight.jsonc. Keep one of them.';
      this.problems.push({ path, span: null, message });
      return;
    }
    const result = await this.readFile(path, []);
    if (result) {
      const exemptions = result.exemptions.map((exemption) => ({ ...exemption, folder }));
      this.layers.push({ path, folder, file: result.file, exemptions });
    } else {
      const before = this.previous?.all.find((layer) => layer.path === path);
      if (before) this.layers.push(before);
    }
  }

  /** Undefined when the file, or one it extends, cannot be read as JSON. `chain` holds the files that led here. */
  private async readFile(path: string, chain: readonly string[]): Promise<ReadFile | undefined> {
    const text = await this.read(path);
    if (text === undefined) {
      this.problems.push({ path, span: null, message: 'The configuration file cannot be read.' });
      return undefined;
    }
    const parsed = parseJson(text);
    if ('message' in parsed) {
      this.problems.push({ path, ...parsed });
      return undefined;
    }
    const { tree, lines } = parsed;
    const complain = (node: Node, message: string): void => {
      this.problems.push({ path, span: lines.span(node.offset, node.offset + node.length), message });
    };
    const file = validConfig(tree, complain);
    const list = findNodeAtLocation(tree, ['exemptions']);
    checkExemptionIds(list, complain);
    const exemptions = (file.exemptions ?? []).map((exemption) => ({
      exemption,
      place: { path, span: spanOfEntry(list, exemption, lines) },
    }));
    const own: ReadFile = { file, exemptions };
    if (file.extends === undefined) return own;
    const node = findNodeAtLocation(tree, ['extends']) ?? tree;
    return this.withBase(path, own, [...chain, path], (message) => complain(node, message));
  }

  private async withBase(
    path: string,
    own: ReadFile,
    chain: readonly string[],
    complain: (message: string) => void,
  ): Promise<ReadFile | undefined> {
    const target = own.file.extends ?? '';
    const base = resolveBeside(path, target);
    if (base === undefined) complain(`"extends" leads out of the workspace: ${target}.`);
    else if (chain.includes(base)) complain(`"extends" goes in a circle: ${[...chain, base].join(' → ')}.`);
    else if (chain.length > MAX_EXTENDS) complain(`"extends" goes more than ${MAX_EXTENDS} files deep.`);
    else if ((await this.read(base)) === undefined) complain(`"extends" names a file that cannot be read: ${target}.`);
    else {
      const parent = await this.readFile(base, chain);
      if (!parent) return undefined;
      return { file: mergeConfig(parent.file, own.file), exemptions: [...parent.exemptions, ...own.exemptions] };
    }
    return own;
  }
}

/** The place of an entry of `exemptions`: the node whose content gave it. */
function spanOfEntry(list: Node | undefined, exemption: { check: string; reason: string }, lines: LineTable): Span {
  const node = list?.children?.find((entry) => {
    const text = (key: string): unknown => findNodeAtLocation(entry, [key])?.value;
    return entry.type === 'object' && text('check') === exemption.check && text('reason') === exemption.reason;
  });
  return node ? lines.span(node.offset, node.offset + node.length) : { line: 1, column: 1, endLine: 1, endColumn: 1 };
}

/** A path beside a configuration file (`''`: beside the root's); undefined when it leaves the workspace. */
export function resolveBeside(from: string, target: string): string | undefined {
  if (/^([a-z]:)?[\\/]/i.test(target)) return undefined;
  const parts = from.split('/').slice(0, -1);
  for (const part of target.split(/[\\/]/)) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (parts.length === 0) return undefined;
      parts.pop();
    } else parts.push(part);
  }
  return parts.join('/');
}

/** The nearer file wins key by key; severities, file budgets, exclusions, routes and exemptions add up. */
export function mergeConfig(base: ConfigFile, own: ConfigFile): ConfigFile {
  const { extends: _done, ...rest } = own;
  const { extends: _also, ...start } = base;
  return {
    ...start,
    ...rest,
    ...(base.exclude && own.exclude ? { exclude: [...base.exclude, ...own.exclude] } : {}),
    severities: { ...base.severities, ...own.severities },
    budgets: { ...base.budgets, ...own.budgets, files: { ...base.budgets?.files, ...own.budgets?.files } },
    routes: {
      public: [...(base.routes?.public ?? []), ...(own.routes?.public ?? [])],
      guards: [...(base.routes?.guards ?? []), ...(own.routes?.guards ?? [])],
    },
    checklists: { ...base.checklists, ...own.checklists },
    exemptions: [...(base.exemptions ?? []), ...(own.exemptions ?? [])],
  };
}

/** Reads `preflight.json` and `preflight.jsonc` files into a `Config`; whatever is wrong becomes a problem with its place. */
import {
  findNodeAtLocation,
  getNodeValue,
  parseTree,
  printParseErrorCode,
  type Node,
  type ParseError,
} from 'jsonc-parser';
import { Config, MAX_GLOB_LENGTH, type ConfigFile, type ConfigLayer } from './config';
import { LineTable, type Span } from './span';

/** Something wrong in a configuration or baseline file. */
export interface ConfigProblem {
  path: string;
  span: Span | null;
  message: string;
}

export type ReadText = (path: string) => Promise<string | undefined>;

/** Follows `extends` at most this deep. */
const MAX_EXTENDS = 8;

/** Reads every configuration file of the listing; `explicit` replaces the root's. */
export async function readConfigs(
  paths: readonly string[],
  read: ReadText,
  explicit?: string,
): Promise<{ config: Config; problems: ConfigProblem[] }> {
  const problems: ConfigProblem[] = [];
  const layers: ConfigLayer[] = [];
  const own = paths.filter((path) => /(^|\/)preflight\.jsonc?$/.test(path));
  const chosen = explicit === undefined ? own : [explicit, ...own.filter((path) => path.includes('/'))];
  for (const path of chosen) {
    const file = await readLayer(path, read, problems, 0);
    const folder = path === explicit || !path.includes('/') ? '' : path.slice(0, path.lastIndexOf('/'));
    if (layers.some((layer) => layer.folder === folder)) {
      problems.push({
        path,
        span: null,
        message: 'This folder has both preflight.json and preflight.jsonc. Keep one of them.',
      });
      continue;
    }
    if (file) layers.push({ path, folder, file });
  }
  return { config: new Config(layers), problems };
}

async function readLayer(
  path: string,
  read: ReadText,
  problems: ConfigProblem[],
  depth: number,
): Promise<ConfigFile | undefined> {
  const text = await read(path);
  if (text === undefined) {
    problems.push({ path, span: null, message: 'The configuration file cannot be read.' });
    return undefined;
  }
  const lines = new LineTable(text);
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  const first = errors[0];
  if (first || !tree) {
    const at = first?.offset ?? 0;
    const what = first
      ? printParseErrorCode(first.error)
          .replace(/([a-z])([A-Z])/g, '$1 $2')
          .toLowerCase()
      : 'empty file';
    problems.push({ path, span: lines.span(at, at + (first?.length ?? 1)), message: `Not valid JSON: ${what}.` });
    return undefined;
  }
  const before = problems.length;
  validate(tree, (node, message) =>
    problems.push({ path, span: lines.span(node.offset, node.offset + node.length), message }),
  );
  if (problems.length > before) return undefined;
  const file = getNodeValue(tree) as ConfigFile;
  if (file.extends === undefined) return file;
  const node = findNodeAtLocation(tree, ['extends']) ?? tree;
  const span = lines.span(node.offset, node.offset + node.length);
  const base = resolveExtends(path, file.extends);
  if (depth >= MAX_EXTENDS || base === undefined || (await read(base)) === undefined) {
    const why =
      depth >= MAX_EXTENDS ? 'goes too deep or in a circle' : `names a file that cannot be read: ${file.extends}`;
    problems.push({ path, span, message: `"extends" ${why}.` });
    return undefined;
  }
  const parent = await readLayer(base, read, problems, depth + 1);
  return parent ? mergeConfig(parent, file) : undefined;
}

/** A path beside the configuration file; it may not leave the workspace. */
function resolveExtends(from: string, target: string): string | undefined {
  const parts = from.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..') {
      if (parts.length === 0) return undefined;
      parts.pop();
    } else parts.push(part);
  }
  return parts.join('/');
}

/** The nearer file wins key by key; severities and file budgets merge, lists add up. */
export function mergeConfig(base: ConfigFile, own: ConfigFile): ConfigFile {
  const { extends: _done, ...rest } = own;
  return {
    ...base,
    ...rest,
    severities: { ...base.severities, ...own.severities },
    budgets: { ...base.budgets, ...own.budgets, files: { ...base.budgets?.files, ...own.budgets?.files } },
    routes: {
      public: [...(base.routes?.public ?? []), ...(own.routes?.public ?? [])],
      guards: [...(base.routes?.guards ?? []), ...(own.routes?.guards ?? [])],
    },
    exemptions: [...(base.exemptions ?? []), ...(own.exemptions ?? [])],
  };
}

type Complain = (node: Node, message: string) => void;
type Rule = (node: Node, complain: Complain, name: string) => void;

const SEVERITY_WORDS = ['blocker', 'high', 'medium', 'low', 'info'];

const string: Rule = (node, complain, name) => {
  if (node.type !== 'string') complain(node, `"${name}" must be a string.`);
};
const glob: Rule = (node, complain, name) => {
  if (node.type !== 'string') complain(node, `"${name}" must be a glob in quotes.`);
  else if (String(node.value).length > MAX_GLOB_LENGTH)
    complain(node, `This glob is longer than ${MAX_GLOB_LENGTH} characters.`);
};
const positive: Rule = (node, complain, name) => {
  if (node.type !== 'number' || !Number.isInteger(node.value) || (node.value as number) <= 0)
    complain(node, `"${name}" must be a whole number above 0.`);
};
const oneOf =
  (...words: string[]): Rule =>
  (node, complain, name) => {
    if (node.type !== 'string' || !words.includes(String(node.value)))
      complain(node, `"${name}" must be one of: ${words.join(', ')}.`);
  };
const listOf =
  (rule: Rule): Rule =>
  (node, complain, name) => {
    if (node.type !== 'array') complain(node, `"${name}" must be a list.`);
    else for (const child of node.children ?? []) rule(child, complain, name);
  };
const mapOf =
  (rule: Rule): Rule =>
  (node, complain, name) => {
    if (node.type !== 'object') complain(node, `"${name}" must be an object.`);
    else for (const [key, value] of properties(node)) rule(value, complain, String(key.value));
  };
const object =
  (rules: Record<string, Rule>, required: string[] = []): Rule =>
  (node, complain, name) => {
    if (node.type !== 'object') return complain(node, `"${name}" must be an object.`);
    const seen = new Set<string>();
    for (const [key, value] of properties(node)) {
      const rule = rules[String(key.value)];
      seen.add(String(key.value));
      if (rule) rule(value, complain, String(key.value));
      else complain(key, `Unknown setting "${String(key.value)}". Known here: ${Object.keys(rules).join(', ')}.`);
    }
    for (const key of required) if (!seen.has(key)) complain(node, `"${key}" is missing.`);
  };

function* properties(node: Node): Generator<[Node, Node]> {
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (key && value) yield [key, value];
  }
}

const exemption = object({ check: string, paths: listOf(glob), reason: string, owner: string, expires: string }, [
  'check',
  'reason',
]);

/** The shape of a configuration file. */
const CONFIG_RULE = object({
  $schema: string,
  extends: string,
  include: listOf(glob),
  exclude: listOf(glob),
  severities: mapOf(oneOf(...SEVERITY_WORDS, 'off')),
  budgets: object({
    hardLines: positive,
    softLines: positive,
    testLines: positive,
    bytes: positive,
    files: mapOf(object({ lines: positive, bytes: positive })),
  }),
  routes: object({
    public: listOf(object({ path: string, method: string, reason: string }, ['path', 'reason'])),
    guards: listOf(string),
  }),
  checklists: object({ include: listOf(glob), exclude: listOf(glob) }),
  failOn: oneOf(...SEVERITY_WORDS.slice(0, 4), 'never'),
  baseline: string,
  exemptions: listOf(exemption),
});

function validate(tree: Node, complain: Complain): void {
  CONFIG_RULE(tree, complain, 'the configuration');
}

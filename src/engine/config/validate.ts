/** Holds a configuration file against its description: whatever does not fit becomes a complaint with its place, the rest is kept. */
import { getNodeValue, type Node } from 'jsonc-parser';
import { isDay } from '../days';
import { MAX_GLOB_LENGTH, type ConfigFile } from './config';
import { CONFIG_SETTINGS, type Setting } from './schema';
import { didYouMean } from '../text/did-you-mean';
import { checkAndRuleIds } from '../registry';

/** `node` is where the complaint belongs. */
export type Complain = (node: Node, message: string) => void;

/** The parts of a file that fit the description; every other part is complained about and left out. */
export function validConfig(tree: Node, complain: Complain): ConfigFile {
  return (valid(tree, CONFIG_SETTINGS, 'The configuration', complain) ?? {}) as ConfigFile;
}

/** What fits a description of a file or of a part of it; `name` starts the sentences of complaint. Undefined when nothing does. */
export function valid(node: Node, setting: Setting, name: string, complain: Complain): unknown {
  switch (setting.kind) {
    case 'list':
      if (node.type !== 'array') return complain(node, `${name} must be a list: [ … ].`);
      return (node.children ?? [])
        .map((child) => valid(child, setting.of, `An entry of ${name}`, complain))
        .filter((value) => value !== undefined);
    case 'map':
      if (node.type !== 'object') return complain(node, `${name} must be an object: { … }.`);
      return validMap(node, setting, complain);
    case 'object':
      if (node.type !== 'object') return complain(node, `${name} must be an object: { … }.`);
      return validObject(node, setting, name, complain);
    default:
      return validScalar(node, setting, name, complain);
  }
}

function validMap(node: Node, setting: Setting & { kind: 'map' }, complain: Complain): Record<string, unknown> {
  const values: [string, unknown][] = [];
  const known = setting.keys?.known?.().map((entry) => entry.id);
  for (const [key, value] of properties(node, complain)) {
    const name = String(key.value);
    if (known && !known.includes(name)) {
      complain(key, `There is no ${setting.keys?.noun} "${name}".${didYouMean(name, known)}`);
      continue;
    }
    const read = valid(value, setting.of, `"${name}"`, complain);
    if (read !== undefined) values.push([name, read]);
  }
  return Object.fromEntries(values);
}

function validObject(node: Node, setting: Setting & { kind: 'object' }, name: string, complain: Complain): unknown {
  const values: [string, unknown][] = [];
  const members = Object.keys(setting.members);
  for (const [key, value] of properties(node, complain)) {
    const member = String(key.value);
    const inner = Object.hasOwn(setting.members, member) ? setting.members[member] : undefined;
    if (!inner) {
      complain(
        key,
        `There is no setting "${member}" here.${didYouMean(member, members) || ` Known: ${members.join(', ')}.`}`,
      );
      continue;
    }
    const read = valid(value, inner, `"${member}"`, complain);
    if (read !== undefined) values.push([member, read]);
  }
  for (const required of setting.required ?? []) {
    if (!properties(node).some(([key]) => key.value === required))
      return complain(node, `${name} needs "${required}".`);
    if (!values.some(([key]) => key === required)) return undefined;
  }
  return Object.fromEntries(values);
}

function validScalar(node: Node, setting: Setting, name: string, complain: Complain): unknown {
  const value: unknown = getNodeValue(node);
  if (setting.kind === 'count') {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value >= (setting.least ?? 1)) return value;
    return complain(node, `${name} must be a whole number${setting.least === 0 ? ', 0 or more' : ' above 0'}.`);
  }
  if (setting.kind === 'choice') {
    const choices = setting.values.map((choice) => choice.value);
    if (typeof value === 'string' && choices.includes(value)) return value;
    return complain(
      node,
      `${name} must be one of ${choices.map((choice) => `"${choice}"`).join(', ')}.${didYouMean(String(value), choices)}`,
    );
  }
  if (typeof value !== 'string') return complain(node, `${name} must be a text in quotes.`);
  if (value.trim() === '') return complain(node, `${name} must not be empty.`);
  if (setting.kind === 'glob' && value.length > MAX_GLOB_LENGTH)
    return complain(node, `${name} is longer than ${MAX_GLOB_LENGTH} characters.`);
  if (setting.kind === 'string' && setting.format === 'date' && !isDay(value))
    return complain(node, `${name} must be a day as YYYY-MM-DD.`);
  return value;
}

/** Keys and values of an object; a key given twice is complained about (the later one would silently win). */
function properties(node: Node, complain?: Complain): [Node, Node][] {
  const found: [Node, Node][] = [];
  const seen = new Set<unknown>();
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    if (!key || !value) continue;
    if (seen.has(key.value)) complain?.(key, `"${String(key.value)}" is given twice.`);
    seen.add(key.value);
    found.push([key, value]);
  }
  return found;
}

/** Complains about exemptions of checks that do not exist: they would silence nothing, for ever. */
export function checkExemptionIds(exemptions: Node | undefined, complain: Complain): void {
  const known = checkAndRuleIds();
  for (const entry of exemptions?.children ?? []) {
    const id = properties(entry).find(([key]) => key.value === 'check')?.[1];
    if (id?.type !== 'string' || known.includes(String(id.value))) continue;
    complain(id, `There is no check or rule "${String(id.value)}".${didYouMean(String(id.value), known)}`);
  }
}

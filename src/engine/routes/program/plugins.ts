/** What is done to a router as a whole: it is handed to plugins, its application is configured. */
import type { Interpreter } from './interpret';
import { pluginsIn } from './plugin-folders';
import { hookServices } from './services';
import type { Expression, MountStatement } from '../../code/model';
import type { ConfigureStatement, PlugStatement } from '../../code/model-setup';
import { nodeOf, optionsOf, textOf, type EvaluatedArgument, type RouterNode, type Scope, type Value } from './values';

/** Where a statement stands. */
export interface Place {
  scope: Scope;
  depth: number;
  condition: string | null;
}

/** What a plugin is given, and under which path. */
interface Plugged {
  statement: PlugStatement;
  prefix: string | null;
  args: EvaluatedArgument[];
  /** Called with the router before it is. */
  hooks: readonly Value[];
}

const MOUNT: MountStatement = {
  s: 'mount',
  into: { e: 'other', parts: [] },
  what: { e: 'other', parts: [] },
  prefix: null,
  guards: [],
  inherits: 'all',
  takes: 'live',
  leaks: true,
  args: [],
  at: { line: 1, column: 1, endLine: 1, endColumn: 1 },
};

/** Hands routers to a plugin, or to every plugin of a folder. */
export function plug(program: Interpreter, into: readonly RouterNode[], statement: PlugStatement, place: Place): void {
  const { scope, depth } = place;
  const prefix = statement.prefix ? textOf(program.evaluate(statement.prefix, scope, depth)) : '';
  const args = program.args(statement.args, scope, depth);
  for (const node of into) {
    const plugins = statement.plugin
      ? optionsOf(program.evaluate(statement.plugin, scope, depth)).map((value) => ({ value, below: '', hooks: [] }))
      : pluginsIn(program, statement, scope, depth);
    for (const { value, below, hooks } of plugins) {
      const own = prefix === null ? null : prefix + below;
      plugIn(program, node, value, { statement, prefix: own, args, hooks }, place);
    }
  }
}

/** A router of its own for the plugin, or `into` itself when the plugin works on that. */
function plugIn(
  program: Interpreter,
  into: RouterNode,
  plugin: Value,
  { statement, prefix, args, hooks }: Plugged,
  { scope, depth, condition }: Place,
): void {
  const value = pluginOf(plugin, program);
  program.loading.note(value);
  if (value.v === 'list') {
    for (const item of value.items)
      plugIn(program, into, item, { statement, prefix, args, hooks }, { scope, depth, condition });
    return;
  }
  const guards = (statement.guards ?? []).flatMap((guard) => program.registrar.guards(guard, scope, depth));
  if (statement.direct && nodeOf(value)) {
    const fact: MountStatement = { ...MOUNT, at: statement.at };
    into.events.push({ kind: 'mount', path: scope.path, fact, target: value, prefix, guards, condition });
    return;
  }
  const isShared = statement.direct === true || (value.v === 'function' && value.shared === true);
  const child = isShared ? into : program.createRouter(statement.router, scope, depth);
  if (!isShared) {
    // What the parent was decorated with is there in the child as well.
    for (const [name, field] of into.fields) child.fields.set(name, field);
    const fact: MountStatement = { ...MOUNT, prefix: statement.prefix, at: statement.at };
    const target: Value = { v: 'router', node: child };
    into.events.push({ kind: 'mount', path: scope.path, fact, target, prefix, guards, condition });
  }
  const given = { name: null, value: { v: 'router' as const, node: child } };
  for (const hook of hooks) {
    const before = pluginOf(hook, program);
    if (before.v === 'function') program.call(before, [given, ...args], depth + 1);
  }
  if (value.v === 'function') program.call(value, [given, ...args], depth + 1);
}

/** The function behind a plugin: a module's default export, or what a promise of one gives. */
function pluginOf(value: Value, program: Interpreter): Value {
  if (value.v === 'module') return pluginOf(program.member(value, 'default'), program);
  if (value.v !== 'record') return value;
  const inner = ['register', 'default', 'plugin'].map((key) => value.entries.get(key)).find((one) => one !== undefined);
  return inner ? pluginOf(inner, program) : value;
}

/** Changes the paths of everything that is mounted in applications. */
export function configure(
  program: Interpreter,
  nodes: readonly RouterNode[],
  statement: ConfigureStatement,
  { scope, depth, condition }: Place,
): void {
  const { prefix, except, versions, enables, settings, opens } = statement;
  const text = (expression: Expression): string | null => textOf(program.evaluate(expression, scope, depth));
  for (const node of nodes) {
    if (prefix) {
      const own = text(prefix);
      // A prefix from the configuration is left out: what is known of the paths stays readable.
      node.prefix = own === null ? '' : `/${own}`.replace(/\/{2,}/g, '/').replace(/\/$/, '');
    }
    for (const { name, value } of settings ?? []) {
      const known = node.settings.get(name);
      const given = program.evaluate(value, scope, depth);
      // A list that is written item by item.
      const isLonger = known?.v === 'list' && given.v === 'list';
      node.settings.set(name, isLonger ? { v: 'list', items: [...known.items, ...given.items] } : given);
    }
    if (statement.hooks) hookServices(program, node, statement, { scope, depth, condition });
    if (opens) node.opens = program.registrar.guards(opens, scope, depth);
    for (const feature of enables ?? []) node.enables.add(feature);
    if (except) node.except = [...(node.except ?? []), ...except.flatMap((path) => text(path) ?? [])];
    if (versions) {
      const value = versions.fallback && program.evaluate(versions.fallback, scope, depth);
      const fallback = value?.v === 'list' ? value.items.map(textOf) : value ? [textOf(value)] : [];
      node.versions = { prefix: versions.prefix, fallback };
    }
  }
}

/** How much of a router is served where it is mounted: everything, or what it has by now. */
export function takenBy(
  into: RouterNode,
  mount?: Pick<MountStatement, 'takes' | 'inherits'>,
): (target: Value) => { taken?: number; later?: string } {
  const later = mount?.inherits === 'all' ? into.former?.later : undefined;
  const copies = (into.fact.copies && mount?.takes !== 'live') || later !== undefined;
  return (target) => {
    const node = copies ? nodeOf(target) : null;
    if (!node) return {};
    return { taken: node.events.length, ...(typeof later === 'object' && { later: later.open }) };
  };
}

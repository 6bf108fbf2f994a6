/**
 * Astro's actions: functions in `src/actions` that any page may call, each served under a path of its own. Source: docs.astro.build
 * ("Actions", "Security when using actions": they are accessible as public endpoints and must check the caller themselves).
 */
import type ts from 'typescript';
import { unwrapped } from '../../../code/javascript/scope';
import type { Lowering } from '../../../code/javascript/lowering';
import type { Expression } from '../../../code/model';
import type { JavaScriptFramework } from '../../../code/javascript/framework';
import { exportedNames, readingsOf, sitesOf } from '../shared/file-layout';
import { emitFileRoute } from '../shared/file-routes';
import { optionOf } from '../shared/method-calls';

const FILE = /(?:^|\/)src\/actions(?:\/[\w./-]+)?\.[jt]s$/;

/** What `defineAction` was given, by the expression that stands for it while its file is lowered. */
const made = new WeakMap<Expression, { node: ts.Node; hasSchema: boolean }>();

export const actions: JavaScriptFramework = {
  name: 'astro',
  words: ['defineAction'],
  applies: (text) => text.includes('defineAction'),
  prefilter: (text, path) => FILE.test(path) && text.includes('defineAction'),
  call(node, lower) {
    const { ts } = lower;
    if (!ts.isCallExpression(node) || lower.names.imported(unwrapped(node.expression, ts))?.from !== 'astro:actions')
      return undefined;
    const [options] = node.arguments;
    const handler = optionOf(options, 'handler', lower);
    if (!handler) return undefined;
    const value = { ...(ts.isMethodDeclaration(handler) ? lower.method(handler) : lower.expression(handler)) };
    made.set(value, { node, hasSchema: optionOf(options, 'input', lower) !== undefined });
    return value;
  },
  module(lower) {
    const { path } = lower.file;
    if (!FILE.test(path)) return;
    const [reading] = readingsOf(path, 'src/actions');
    // `src/actions.ts` stands for a folder of one file.
    const root = reading?.root ?? path.replace(/(?:^|\/)src\/actions\.[jt]s$/, '');
    for (const { site } of sitesOf([{ root, rest: [] }], 'astro', true)) {
      for (const { name, value } of exportedNames(lower))
        for (const action of actionsIn(value, name === 'server' ? [] : [name], lower)) {
          emitFileRoute(lower, {
            site,
            methods: ['POST'],
            path: `/_actions/${action.name.join('.')}`,
            exported: { value: action.value, node: action.node, fn: undefined },
            input: { state: action.hasSchema ? 'schema' : 'unknown', at: null, what: null },
          });
        }
    }
  },
};

interface Action {
  name: string[];
  value: Expression;
  node: ts.Node;
  hasSchema: boolean;
}

/** The actions of an exported value: itself, or those in an object, however deep. What is imported is served by the file that exports it. */
function actionsIn(value: Expression, name: string[], lower: Lowering): Action[] {
  const own = made.get(value);
  if (own) return [{ name, value, ...own }];
  if (value.e === 'record')
    return value.entries.flatMap(({ key, value: entry }) =>
      key.e === 'text' ? actionsIn(entry, [...name, key.value], lower) : [],
    );
  if (value.e !== 'name') return [];
  const bound = lower.out.find(
    (statement) => statement.s === 'let' && statement.to.e === 'name' && statement.to.name === value.name,
  );
  return bound?.s === 'let' && bound.value !== value ? actionsIn(bound.value, name, lower) : [];
}

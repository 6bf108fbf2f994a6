/**
 * Edge functions of Supabase: one folder below `supabase/functions` each, served at `/functions/v1/NAME`. The platform asks for a token of
 * the project before the function runs, unless `verify_jwt` is off; the anon key that browsers are given is such a token. Sources:
 * supabase.com/docs ("Edge Functions", "Securing Edge Functions", "Function configuration"), docs.deno.com (`Deno.serve`).
 */
import type ts from 'typescript';
import type { Lowering } from '../../code/javascript/lowering';
import { unwrapped } from '../../code/javascript/scope';
import type { JavaScriptFramework } from '../../code/javascript/framework';
import type { Expression, GuardUse } from '../../code/model';
import type { Framework } from '../framework';
import { exportedNames, sitesOf, type ExportedName } from './shared/file-layout';
import { emitFileRoute } from './shared/file-routes';
import { methodsTold } from './shared/told-methods';
import { webInputOf } from './shared/web-input';

const NAME = 'supabase';
const FUNCTION = /^(?:(.*)\/)?supabase\/functions\/([a-z\d][\w-]*)\/index\.[cm]?[jt]sx?$/i;
const CONFIG = 'supabase/config.toml';

const functions: JavaScriptFramework = {
  name: NAME,
  applies: (text) => /\bDeno\b|\bserve\s*\(|supabase/i.test(text),
  prefilter: (text, path) => FUNCTION.test(path) && /\bserve\s*\(|export\s+default\b/.test(text),
  call(node, lower) {
    const setting = settingOf(node, lower);
    if (setting) return setting;
    if (!FUNCTION.test(lower.file.path) || !isServe(node, lower)) return undefined;
    const handler = node.arguments?.find((one) => !lower.ts.isObjectLiteralExpression(unwrapped(one, lower.ts)));
    if (handler) served(handler, lower.expression(handler), node, lower);
    return { e: 'other', parts: [] };
  },
  /** `export default { fetch: handler }` */
  module(lower) {
    if (!FUNCTION.test(lower.file.path)) return;
    const exported = exportedNames(lower).find(({ name }) => name === 'default');
    if (!exported || exported.value.e === 'other') return;
    const value: Expression = { e: 'member', of: exported.value, name: 'fetch' };
    emit(lower, { ...exported, value }, value);
  },
};

/** Edge functions of Supabase. */
export const supabase: Framework = {
  name: NAME,
  platform: 'Supabase',
  readsCors: true,
  javascript: [functions],
  effects: [{ pattern: /^supabase:edge-runtime[:.]verify_jwt$/, effect: 'deny' }],
  guard: { as: 'body' },
  site: { packages: [], configs: [CONFIG] },
};

/** `Deno.env.get('KEY')` */
function settingOf(node: ts.CallExpression | ts.NewExpression, { ts, source }: Lowering): Expression | undefined {
  const callee = unwrapped(node.expression, ts);
  const [key] = node.arguments ?? [];
  if (!key || !ts.isStringLiteralLike(key) || !ts.isPropertyAccessExpression(callee)) return undefined;
  if (callee.name.text !== 'get' || callee.expression.getText(source) !== 'Deno.env') return undefined;
  return { e: 'setting', name: key.text, fallback: null };
}

/** `Deno.serve(…)`, and `serve(…)` of the standard library before it. */
function isServe(node: ts.CallExpression | ts.NewExpression, lower: Lowering): boolean {
  const callee = unwrapped(node.expression, lower.ts);
  if (lower.ts.isPropertyAccessExpression(callee)) return callee.getText(lower.source) === 'Deno.serve';
  const origin = lower.names.imported(callee);
  return origin?.name === 'serve' && /\bstd\b.*\bhttp\b/.test(origin.from);
}

function served(node: ts.Expression, handler: Expression, at: ts.Node, lower: Lowering): void {
  const { ts } = lower;
  const value = unwrapped(node, ts);
  // The routes of an application of another framework are listed by themselves.
  if (ts.isPropertyAccessExpression(value) && value.name.text === 'fetch') return;
  const own = ts.isArrowFunction(value) || ts.isFunctionExpression(value) ? value : undefined;
  const named = ts.isIdentifier(value) ? lower.names.functions.get(value.text) : undefined;
  emit(lower, { value: handler, node: at, fn: own ?? named }, handler);
}

function emit(lower: Lowering, exported: Pick<ExportedName, 'value' | 'node' | 'fn'>, handler: Expression): void {
  const [, root = '', called = ''] = FUNCTION.exec(lower.file.path) ?? [];
  for (const { site } of sitesOf([{ root, rest: [] }], NAME, true))
    emitFileRoute(lower, {
      site,
      methods: methodsTold(lower.file.text),
      path: `/functions/v1/${called}`,
      exported,
      handler,
      guards: [verifiesToken(root, called, exported.node, lower)],
      input: webInputOf(exported.fn, lower),
    });
}

function verifiesToken(root: string, called: string, node: ts.Node, lower: Lowering): GuardUse {
  return {
    as: 'dependency',
    value: {
      e: 'member',
      of: { e: 'import', from: 'supabase:edge-runtime', line: lower.line(node) },
      name: 'verify_jwt',
    },
    name: 'The platform (verify_jwt)',
    bypassed: 'asks for a token of the project only, and the anon key that browsers are given is one',
    off: { file: root === '' ? CONFIG : `${root}/${CONFIG}`, section: `functions.${called}`, key: 'verify_jwt' },
    at: lower.span(node),
  };
}

/**
 * Functions of Go's own packages that look at texts, make errors or read settings (pkg.go.dev/std): as what they mean in the facts, so that
 * what a caller sends is followed through them.
 */
import type { Expression } from '../model';
import { other } from './expressions';
import type { TreeNode } from '../../parse/tree';
import type { GoCall } from './framework';
import type { GoLowering } from './lowering';
import { typeExpression } from './types';

/** Functions of `strings` as the method of a text that does the same. */
const TEXT: Readonly<Record<string, string>> = {
  HasPrefix: 'startsWith',
  HasSuffix: 'endsWith',
  Contains: 'includes',
  Index: 'indexOf',
  Split: 'split',
  SplitN: 'split',
  Fields: 'split',
  Cut: 'split',
  CutPrefix: 'split',
  TrimPrefix: 'replace',
  TrimSuffix: 'replace',
  Trim: 'trim',
  TrimLeft: 'trim',
  TrimRight: 'trim',
  TrimSpace: 'trim',
  Replace: 'replace',
  ReplaceAll: 'replace',
  ToLower: 'toLowerCase',
  ToUpper: 'toUpperCase',
};

/** Packages and variables that log, and what is called on them: neither decides anything. */
const LOG = /(?:^|[./])(?:s?log|logr(?:us)?|logger|zap|zerolog\/log|[Ll]ogger|[Ll]og)$/;
const LOGS = /^(?:Trace|Debug|Info|Warn|Warning|Error|Print|With)(?:f|w|ln|Context|Ctx|Attrs|Field|Fields|Error)?$/;

function isLogged({ name, symbol, on }: GoCall, lower: GoLowering): boolean {
  if (!LOGS.test(name))
    return symbol !== undefined && /^(?:log\/slog|fmt)\.(?:String|Int|Bool|Any|Group|F?print)/i.test(symbol);
  if (symbol !== undefined) return LOG.test(symbol.slice(0, symbol.lastIndexOf('.'))) || /^fmt\.Print/.test(symbol);
  return on !== null && LOG.test(lower.text(on));
}

/** What gives its argument in another form. */
const PASSES =
  /^(?:encoding\/(?:base64|hex|base32)\.(?:\w+\.)?DecodeString|net\/url\.(?:Query|Path)Unescape|html\.EscapeString)$/;

/** The call as what it means, or undefined. */
export function standardCall(call: GoCall, lower: GoLowering): Expression | undefined {
  if (isLogged(call, lower)) return other();
  const { name, symbol, on, args, node } = call;
  const [first, second] = args;
  if (symbol === undefined) {
    const isDecoder = on && name === 'DecodeString' && first && PASSES.test(`${lower.symbolOf(on) ?? ''}.${name}`);
    if (isDecoder) return lower.expression(first);
    if (node.childForFieldName('function')?.type !== 'identifier' || lower.scope.has(name)) return undefined;
    if (name === 'append' && first) return appended(args, lower);
    // Conversions.
    if (name === 'string' && first && args.length === 1) return lower.expression(first);
    if (name === 'new' && first && args.length === 1) {
      // An object with nothing in it yet (go.dev/ref/spec, "Allocation").
      const callee = typeExpression(first, lower);
      return callee ? { e: 'call', callee, args: [], create: true, at: lower.span(node) } : lower.expression(first);
    }
    return undefined;
  }
  const [path = '', member = ''] = splitSymbol(symbol);
  if (path === 'strings' && first) {
    if (member === 'EqualFold' && second)
      return { e: 'compare', op: '==', left: lower.expression(first), right: lower.expression(second) };
    const method = TEXT[member];
    if (method === undefined) return undefined;
    const callee: Expression = { e: 'member', of: lower.expression(first), name: method, maybe: true };
    const rest = args.slice(1).map((one) => ({ name: null, value: lower.expression(one) }));
    return { e: 'call', callee, args: rest, at: lower.span(node) };
  }
  if (path === 'fmt' && /^Sprint/.test(member)) return formatted(args.map((one) => lower.expression(one)));
  if (path === 'os' && (member === 'Getenv' || member === 'LookupEnv') && first) {
    const key = lower.expression(first);
    return { e: 'setting', name: key.e === 'text' ? key.value : null, fallback: null };
  }
  if (path.endsWith('/viper') && /^(?:Get|IsSet)/.test(member) && first) {
    const key = lower.expression(first);
    return { e: 'setting', name: key.e === 'text' ? key.value : null, fallback: null };
  }
  return PASSES.test(symbol) && first ? lower.expression(first) : undefined;
}

/** `append(list, a, b...)` */
function appended([list, ...items]: readonly TreeNode[], lower: GoLowering): Expression {
  const given = items.map((one): Expression => {
    const value = lower.expression(one);
    return one.type === 'variadic_argument' ? { e: 'spread', of: value } : value;
  });
  return { e: 'list', items: [...(list ? [{ e: 'spread' as const, of: lower.expression(list) }] : []), ...given] };
}

/** `fmt.Sprintf("/api/%s/users", version)`: the parts of the text in order, where every verb is a plain one. */
function formatted([format, ...values]: Expression[]): Expression {
  if (format?.e !== 'text') return other([...(format ? [format] : []), ...values]);
  const texts = format.value.split(/%[svdq]/);
  if (texts.length !== values.length + 1 || texts.some((part) => part.includes('%'))) return other(values);
  const parts = texts.flatMap((part, index): Expression[] => {
    const value = values[index];
    return [...(part === '' ? [] : [{ e: 'text' as const, value: part }]), ...(value ? [value] : [])];
  });
  return { e: 'join', parts };
}

/** Path of the package and name of the member. */
export function splitSymbol(symbol: string): [string, string] {
  const dot = symbol.lastIndexOf('.');
  return [symbol.slice(0, dot), symbol.slice(dot + 1)];
}

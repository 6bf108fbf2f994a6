/** Functions of PHP itself, in the words of the model. */
import type { Argument, Expression } from '../model';

/** What a function of the language means, or undefined. */
export function builtin(name: string, args: readonly Argument[]): Expression | undefined {
  const [first, second] = args.map(({ value }) => value);
  if (!first) return undefined;
  switch (name) {
    case 'isset':
      return { e: 'compare', op: '!=', left: first, right: { e: 'constant', value: null } };
    case 'empty':
      return { e: 'not', of: first };
    case 'is_null':
      return { e: 'compare', op: '==', left: first, right: { e: 'constant', value: null } };
    case 'filled':
      return { e: 'not', of: { e: 'not', of: first } };
    case 'blank':
      return { e: 'not', of: first };
    case 'in_array':
      return second && { e: 'compare', op: 'in', left: first, right: second };
    case 'str_starts_with':
      return second && called(first, 'startsWith', second);
    case 'str_contains':
      return second && called(first, 'includes', second);
    case 'trim':
    case 'strval':
    case 'strtolower':
    case 'optional':
    case 'hash':
    case 'md5':
    case 'sha1':
    case 'base64_decode':
    case 'urldecode':
      // The digest of what is made up is made up.
      return name === 'hash' ? (second ?? first) : first;
    case 'getenv':
      return { e: 'setting', name: first.e === 'text' ? first.value : null, fallback: null };
    default:
      return undefined;
  }
}

function called(of: Expression, name: string, value: Expression): Expression {
  const at = { line: 1, column: 1, endLine: 1, endColumn: 1 };
  return { e: 'call', callee: { e: 'member', of, name }, args: [{ name: null, value }], at };
}

/** Lowers Python expressions to the expressions of `code/model.ts`. Frameworks get to see every call, member and index. */
import type { TreeNode } from '../../parse/tree';
import type { Argument, Expression, FunctionFact, Parameter, Statement } from '../model';
import { MAX_ITEMS, MAX_TEXT } from '../model';
import type { Span } from '../../span';
import { comparisonOf } from './comparison';
import { comprehensionOf, dictionaryOf, firstOf, generatorCallOf } from './comprehension';
import type { Call, PythonFramework } from './framework';
import { parameterOf } from './parameters';

export type { Call, ClassTarget, DecoratorTarget, PythonFramework, StatementContext } from './framework';

/** Inside functions, expressions longer than this many characters keep only their call structure. */
const MAX_INNER = 600;

/** One file's expressions. */
export class PythonExpressions {
  readonly functions: Record<string, FunctionFact> = {};
  /** Where literals and calls come from: few are asked where they stand. */
  private readonly origins = new Map<Expression, TreeNode>();
  /** Local name → dotted name in the package it was imported from. */
  readonly symbols = new Map<string, string>();
  /** Nesting of functions around what is lowered; 0 = module. */
  depth = 0;
  private anonymous = 0;

  constructor(
    readonly text: string,
    readonly spanAt: (start: number, end: number) => Span,
    readonly frameworks: readonly PythonFramework[],
  ) {}

  spanOf(node: TreeNode): Span {
    return this.spanAt(node.startIndex, node.endIndex);
  }

  /** Where an expression stands, when it is a literal or a call. */
  placeOf(expression: Expression): Span | undefined {
    const node = this.origins.get(expression);
    return node && this.spanOf(node);
  }

  /** Source text of a node. */
  source(node: TreeNode): string {
    return this.text.slice(node.startIndex, node.endIndex);
  }

  /** The name under which a package knows what an expression names, when it was imported in this file. */
  symbolOf(expression: Expression): string | undefined {
    if (expression.e === 'name') return this.symbols.get(expression.name);
    if (expression.e !== 'member') return undefined;
    const of = this.symbolOf(expression.of);
    return of === undefined ? undefined : `${of}.${expression.name}`;
  }

  lower(node: TreeNode | null): Expression {
    if (!node) return other();
    switch (node.type) {
      case 'identifier': {
        const name = this.source(node);
        return { e: 'name', name: name === 'self' || name === 'cls' ? 'this' : name };
      }
      case 'attribute':
        return this.read({
          e: 'member',
          of: this.lower(node.childForFieldName('object')),
          name: this.sourceOf(node, 'attribute'),
        });
      case 'subscript':
        return this.subscript(node);
      case 'call':
        return this.call(node);
      case 'string':
      case 'concatenated_string':
        return this.string(node);
      case 'integer':
      case 'float':
        return { e: 'constant', value: Number(this.source(node).replace(/_/g, '')) || 0 };
      case 'true':
      case 'false':
        return { e: 'constant', value: node.type === 'true' };
      case 'none':
        return { e: 'constant', value: null };
      case 'list':
      case 'tuple':
      case 'set':
      case 'expression_list':
      case 'pattern_list':
      case 'tuple_pattern':
      case 'list_pattern':
        return this.list(node);
      case 'dictionary':
        return this.dictionary(node);
      case 'list_splat':
      case 'dictionary_splat':
        return { e: 'spread', of: this.lower(node.firstNamedChild) };
      default:
        return this.operator(node);
    }
  }

  private operator(node: TreeNode): Expression {
    switch (node.type) {
      case 'not_operator':
        return { e: 'not', of: this.lower(node.childForFieldName('argument')) };
      case 'boolean_operator': {
        const e = this.sourceOf(node, 'operator') === 'and' ? 'and' : 'or';
        return { e, left: this.field(node, 'left'), right: this.field(node, 'right') };
      }
      case 'comparison_operator':
        return comparisonOf(node, this);
      case 'binary_operator':
        if (this.sourceOf(node, 'operator') === '+')
          return { e: 'join', parts: [this.field(node, 'left'), this.field(node, 'right')] };
        if (isPathUnder(this.sourceOf(node, 'operator'), node.childForFieldName('right')))
          return { e: 'join', parts: [this.field(node, 'left'), { e: 'text', value: '/' }, this.field(node, 'right')] };
        return {
          e: 'other',
          parts: [this.field(node, 'left'), this.field(node, 'right')],
          ...combined(this.sourceOf(node, 'operator')),
        };
      case 'conditional_expression': {
        const [then, test, otherwise] = node.namedChildren;
        return {
          e: 'choose',
          test: this.lower(test ?? null),
          then: this.lower(then ?? null),
          else: this.lower(otherwise ?? null),
        };
      }
      case 'named_expression':
        return this.field(node, 'value');
      case 'await':
      case 'parenthesized_expression':
      case 'yield':
      case 'type':
      case 'as_pattern':
      case 'case_pattern':
        return this.lower(node.firstNamedChild);
      case 'generic_type':
        return this.genericType(node);
      case 'lambda':
        return this.lambda(node);
      case 'list_comprehension':
      case 'set_comprehension':
      case 'generator_expression':
        return comprehensionOf(node, 'map', this);
      case 'dictionary_comprehension':
        return dictionaryOf(node, this);
      case 'union_type':
      case 'unary_operator':
        return {
          e: 'other',
          parts: node.namedChildren.map((child) => this.lower(child)),
          ...(this.text.charAt(node.startIndex) === '~' && { op: '~' as const }),
        };
      default:
        return other();
    }
  }

  /** Arguments of an argument list, in order. */
  args(node: TreeNode | null): Argument[] {
    if (!node) return [];
    const args: Argument[] = [];
    for (const child of node.namedChildren) {
      if (child.type === 'comment') continue;
      if (child.type === 'keyword_argument')
        args.push({ name: this.sourceOf(child, 'name'), value: this.field(child, 'value') });
      else args.push({ name: null, value: this.lower(child) });
      if (args.length >= MAX_ITEMS) break;
    }
    return args;
  }

  private call(node: TreeNode): Expression {
    const callee = this.field(node, 'function');
    const list = node.childForFieldName('arguments');
    const at = this.spanOf(node);
    if (list?.type === 'generator_expression') return generatorCallOf(callee, list, at, this);
    const call: Call = { e: 'call', callee, args: this.args(list), at };
    const first = firstOf(callee, call.args);
    if (first) return first;
    this.origins.set(call, node);
    const symbol = this.symbolOf(callee);
    if (symbol === 'os.getenv' || symbol === 'os.environ.get' || symbol === 'os.environ.setdefault')
      return setting(call.args[0]?.value, call.args[1]?.value);
    // It gives back what it is given (docs.python.org, "typing.cast").
    if (/^typing(?:_extensions)?\.cast$/.test(symbol ?? '') && call.args[1]) return call.args[1].value;
    for (const framework of this.frameworks) {
      const meaning = framework.call(symbol, call);
      if (!meaning) continue;
      this.origins.set(meaning, node);
      return withDefault(meaning, call);
    }
    const [object, name] = call.args;
    if (callee.e === 'name' && callee.name === 'getattr' && object && name?.value.e === 'text')
      return this.read({ e: 'member', of: object.value, name: name.value.value });
    return call;
  }

  private lambda(node: TreeNode): Expression {
    const params = node.childForFieldName('parameters');
    const line = this.spanOf(node).line;
    const value = this.field(node, 'body');
    return {
      e: 'function',
      id: this.anonymousFunction(params ? this.parameters(params) : [], [{ s: 'return', value, line }], node),
    };
  }

  /** A function written in place, under an id of its own. */
  anonymousFunction(params: Parameter[], body: Statement[], node: TreeNode): string {
    const id = `<anonymous>${++this.anonymous}`;
    const at = this.spanOf(node);
    this.functions[id] = { id, name: '', params, decorators: [], body, doc: null, at, extent: at };
    return id;
  }

  /** Parameters of a `def` or lambda. `*` and `/` alone are left out. */
  parameters(node: TreeNode): Parameter[] {
    return node.namedChildren.flatMap((child) => parameterOf(child, this) ?? []);
  }

  /** Text of a literal; an f-string with parts is a `join`. */
  private string(node: TreeNode): Expression {
    const parts: Expression[] = [];
    if (node.type === 'string') this.stringParts(node, parts);
    else for (const child of node.namedChildren) if (child.type === 'string') this.stringParts(child, parts);
    const result = joined(parts);
    this.origins.set(result, node);
    return result;
  }

  private stringParts(node: TreeNode, parts: Expression[]): void {
    for (const child of node.namedChildren) {
      if (child.type === 'string_content') parts.push({ e: 'text', value: unescape(this.source(child)) });
      else if (child.type === 'interpolation') parts.push(this.field(child, 'expression'));
    }
  }

  private list(node: TreeNode): Expression {
    const items: Expression[] = [];
    const children = node.namedChildren.filter(({ type }) => type !== 'comment');
    // Long data is not wanted. Lists of what is made elsewhere, or here, may be what an application serves.
    const isServed = node.type === 'list' && /^(?:identifier|attribute|call)$/.test(children[0]?.type ?? '');
    if (!isServed && this.tooLong(node)) return other();
    for (const child of children) {
      // Lists of routes are long in large projects, and are wanted whole.
      if (items.length === MAX_ITEMS && !items.some(({ e }) => e === 'registration')) return other();
      items.push(this.lower(child));
    }
    return { e: 'list', items };
  }

  private dictionary(node: TreeNode): Expression {
    if (this.tooLong(node)) return other();
    const entries: { key: Expression; value: Expression }[] = [];
    for (const child of node.namedChildren) {
      if (entries.length >= MAX_ITEMS) return other();
      if (child.type === 'pair') entries.push({ key: this.field(child, 'key'), value: this.field(child, 'value') });
    }
    return { e: 'record', entries };
  }

  private subscript(node: TreeNode): Expression {
    const of = this.field(node, 'value');
    const keys = node.childrenForFieldName('subscript');
    const first = keys[0];
    if (isAnnotated(of) && keys.length > 1) return this.annotated(keys);
    if (first && this.symbolOf(of) === 'os.environ') return setting(this.lower(first), undefined);
    const ending = first?.type === 'slice' ? endingOf(this.source(first)) : undefined;
    if (ending) {
      const args = ending.map((value): Argument => ({ name: null, value: { e: 'constant', value } }));
      return { e: 'call', callee: { e: 'member', of, name: 'slice' }, args, at: this.spanOf(node) };
    }
    return this.read({ e: 'index', of, key: first && first.type !== 'slice' ? this.lower(first) : other() });
  }

  private genericType(node: TreeNode): Expression {
    const [name, parameters] = node.namedChildren;
    const of = this.lower(name ?? null);
    const keys = parameters ? parameters.namedChildren : [];
    if (isAnnotated(of) && keys.length > 1) return this.annotated(keys);
    return { e: 'index', of, key: { e: 'list', items: keys.map((key) => this.lower(key)) } };
  }

  private annotated(keys: TreeNode[]): Expression {
    const [type, ...guards] = keys.map((key) => this.lower(key));
    return { e: 'annotated', type: type ?? other(), guards };
  }

  /** A member or index expression, as the file's frameworks read it. */
  read(expression: Expression): Expression {
    for (const framework of this.frameworks) {
      const meaning = framework.read(expression);
      if (meaning) return meaning;
    }
    return expression;
  }

  private tooLong(node: TreeNode): boolean {
    return this.depth > 0 && node.endIndex - node.startIndex > MAX_INNER;
  }

  field(node: TreeNode, name: string): Expression {
    return this.lower(node.childForFieldName(name));
  }

  sourceOf(node: TreeNode, field: string): string {
    const child = node.childForFieldName(field);
    return child ? this.source(child) : '';
  }
}

/** `session.get("user", {})`, `headers.get("x-token", "")`: an empty object or text where nothing was sent, which can be asked on. */
function withDefault(meaning: Expression, { args, callee }: Call): Expression {
  if (meaning.e !== 'request' || args.length < 2) return meaning;
  const given = args[callee.e === 'name' && callee.name === 'getattr' ? 2 : 1]?.value;
  const isMade = given?.e === 'call' && given.callee.e === 'name' && /^(?:dict|list|str)$/.test(given.callee.name);
  return isMade || given?.e === 'record' || given?.e === 'text' || given?.e === 'list'
    ? { ...meaning, held: true }
    : meaning;
}

/** `folder / "name"`: a path, since nothing else is divided by a text. */
function isPathUnder(operator: string, right: TreeNode | null): boolean {
  return operator === '/' && right?.type === 'string';
}

/** `name[:-3]` and `name[-3:]`, with which code takes endings off names. */
function endingOf(slice: string): number[] | undefined {
  const match = /^\s*(-\d)?\s*:\s*(-\d)?\s*$/.exec(slice);
  if (!match || (match[1] === undefined) === (match[2] === undefined)) return undefined;
  return match[1] === undefined ? [0, Number(match[2])] : [Number(match[1])];
}

function combined(operator: string): { op: '|' | '&' } | object {
  return operator === '|' || operator === '&' ? { op: operator } : {};
}

/** An expression of which nothing is known. */
export function other(): Expression {
  return { e: 'other', parts: [] };
}

/** An environment variable; without a fallback it is empty when nobody sets it. */
function setting(name: Expression | undefined, fallback: Expression | undefined): Expression {
  return { e: 'setting', name: name?.e === 'text' ? name.value : null, fallback: fallback ?? null };
}

function isAnnotated(expression: Expression): boolean {
  if (expression.e === 'member') return expression.name === 'Annotated';
  return expression.e === 'name' && expression.name === 'Annotated';
}

function joined(parts: Expression[]): Expression {
  if (parts.every((part) => part.e === 'text')) {
    const value = parts.map((part) => part.value).join('');
    return value.length > MAX_TEXT ? other() : { e: 'text', value };
  }
  return { e: 'join', parts };
}

function unescape(text: string): string {
  return text.includes('\\') ? text.replace(/\\(['"\\])/g, '$1') : text;
}

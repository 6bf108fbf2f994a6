/** Lowers PHP expressions to the expressions of `code/model.ts`. Frameworks get to see every call and member. */
import type { TreeNode } from '../../parse/tree';
import type { Span } from '../../span';
import {
  MAX_ITEMS,
  MAX_TEXT,
  type Argument,
  type Expression,
  type FunctionFact,
  type Parameter,
  type Statement,
} from '../model';
import { builtin } from './builtins';
import { inputFact, type PhpCall, type PhpFramework } from './framework';
import { PhpNames } from './names';
import { field, named, NOTHING, other, text } from './values';

const COMPARISONS: Readonly<Record<string, string>> = { '===': '==', '!==': '!=', '<>': '!=' };

export abstract class PhpExpressions {
  readonly functions: Record<string, FunctionFact> = {};
  readonly names = new PhpNames();
  /** Statements of the block at hand. */
  protected out: Statement[] = [];
  private anonymous = 0;

  constructor(
    readonly text: string,
    readonly spanAt: (start: number, end: number) => Span,
    protected readonly frameworks: readonly PhpFramework[],
  ) {}

  /** The statements of a body. */
  abstract block(nodes: readonly TreeNode[]): Statement[];

  spanOf(node: TreeNode): Span {
    return this.spanAt(node.startIndex, node.endIndex);
  }

  source(node: TreeNode | null): string {
    return node ? this.text.slice(node.startIndex, node.endIndex) : '';
  }

  emit(statement: Statement): void {
    this.out.push(statement);
  }

  lower(node: TreeNode | null): Expression {
    if (!node) return other();
    switch (node.type) {
      case 'variable_name':
        return { e: 'name', name: this.source(node).replace(/^\$+/, '') };
      case 'name':
      case 'qualified_name':
        return this.name(node);
      case 'relative_scope':
        return { e: 'name', name: this.source(node) === 'parent' ? 'super' : 'this' };
      case 'member_access_expression':
      case 'nullsafe_member_access_expression':
      case 'scoped_property_access_expression':
        return this.member(node);
      case 'member_call_expression':
      case 'nullsafe_member_call_expression':
      case 'scoped_call_expression':
        return this.methodCall(node);
      case 'function_call_expression':
        return this.functionCall(node);
      case 'object_creation_expression':
        return this.creation(node);
      case 'class_constant_access_expression':
        return this.classConstant(node);
      case 'subscript_expression': {
        const [of, key] = named(node);
        return this.read({ e: 'index', of: this.lower(of ?? null), key: key ? this.lower(key) : other() });
      }
      default:
        return this.literal(node);
    }
  }

  private literal(node: TreeNode): Expression {
    switch (node.type) {
      case 'string':
      case 'encapsed_string':
        return this.string(node);
      case 'integer':
      case 'float':
        return { e: 'constant', value: Number(this.source(node).replace(/_/g, '')) || 0 };
      case 'boolean':
        return { e: 'constant', value: /^true$/i.test(this.source(node)) };
      case 'null':
        return NOTHING;
      case 'array_creation_expression':
      case 'list_literal':
        return this.array(node);
      case 'anonymous_function':
      case 'anonymous_function_creation_expression':
      case 'arrow_function':
        return this.functionOf(node);
      default:
        return this.operator(node);
    }
  }

  private operator(node: TreeNode): Expression {
    switch (node.type) {
      case 'binary_expression':
        return this.binary(node);
      case 'unary_op_expression': {
        const of = this.lower(field(node, 'argument') ?? node.firstNamedChild);
        return this.text.charAt(node.startIndex) === '!' ? { e: 'not', of } : other([of]);
      }
      case 'conditional_expression': {
        const test = this.lower(field(node, 'condition'));
        const then = field(node, 'body');
        const otherwise = this.lower(field(node, 'alternative'));
        return then
          ? { e: 'choose', test, then: this.lower(then), else: otherwise }
          : { e: 'or', left: test, right: otherwise };
      }
      case 'assignment_expression':
      case 'augmented_assignment_expression':
      case 'reference_assignment_expression':
        return this.assignment(node);
      case 'match_expression':
        return this.match(node);
      case 'throw_expression':
        return { e: 'refusal', status: null, sends: false, throws: true, at: this.spanOf(node) };
      case 'parenthesized_expression':
      case 'error_suppression_expression':
      case 'clone_expression':
      case 'print_intrinsic':
        return this.lower(node.firstNamedChild);
      case 'cast_expression':
        return this.lower(field(node, 'value') ?? node.lastNamedChild);
      case 'require_expression':
      case 'require_once_expression':
      case 'include_expression':
      case 'include_once_expression': {
        const args = [{ name: null, value: this.lower(node.firstNamedChild) }];
        return { e: 'call', callee: { e: 'name', name: 'require' }, args, at: this.spanOf(node) };
      }
      default:
        return other();
    }
  }

  /** A constant, a function's name, or a class. */
  private name(node: TreeNode): Expression {
    const written = this.source(node);
    if (/^(?:\\?[A-Z_\d]+)$/.test(written) && written.length > 1) return { e: 'name', name: written };
    return { e: 'name', name: this.names.refer(written) };
  }

  private member(node: TreeNode): Expression {
    const of = this.lower(field(node, 'object') ?? field(node, 'scope'));
    const name = field(node, 'name');
    if (!name || (name.type !== 'name' && node.type !== 'scoped_property_access_expression')) return other([of]);
    // A property of nothing is nothing (php.net, "Null"): only a method of it cannot be called.
    return this.read({ e: 'member', of, name: this.source(name).replace(/^\$/, ''), maybe: true });
  }

  private methodCall(node: TreeNode): Expression {
    const receiver = this.lower(field(node, 'object') ?? field(node, 'scope'));
    const name = field(node, 'name');
    const args = this.args(field(node, 'arguments'));
    if (!name || name.type !== 'name') return other([receiver, ...args.map(({ value }) => value)]);
    const isMaybe = node.type.startsWith('nullsafe');
    const called = this.source(name);
    return (
      this.meaning({
        receiver,
        on: receiver.e === 'name' ? receiver.name : '',
        name: called,
        args,
        at: this.spanOf(node),
      }) ?? {
        e: 'call',
        callee: { e: 'member', of: receiver, name: called, ...(isMaybe && { maybe: true as const }) },
        args,
        at: this.spanOf(node),
      }
    );
  }

  private functionCall(node: TreeNode): Expression {
    const callee = field(node, 'function');
    const args = this.args(field(node, 'arguments'));
    const at = this.spanOf(node);
    if (callee?.type !== 'name' && callee?.type !== 'qualified_name')
      return { e: 'call', callee: this.lower(callee), args, at };
    const name = this.source(callee).replace(/^.*\\/, '');
    const meaning = this.meaning({ receiver: null, on: '', name, args, at }) ?? builtin(name, args);
    return meaning ?? { e: 'call', callee: { e: 'name', name }, args, at };
  }

  private creation(node: TreeNode): Expression {
    const [first] = named(node).filter((child) => child.type !== 'arguments');
    const args = this.args(named(node).find((child) => child.type === 'arguments') ?? null);
    const at = this.spanOf(node);
    if (!first || first.type === 'anonymous_class') return other(args.map(({ value }) => value));
    const callee = this.lower(first);
    const name = callee.e === 'name' ? callee.name : '';
    return (
      this.meaning({ receiver: callee, on: name, name: 'new', args, at }) ?? {
        e: 'call',
        callee,
        args,
        create: true,
        at,
      }
    );
  }

  protected meaning(call: PhpCall): Expression | undefined {
    for (const framework of this.frameworks) {
      const meaning = framework.call(call);
      if (meaning) return meaning;
    }
    return undefined;
  }

  private read(expression: Expression): Expression {
    for (const framework of this.frameworks) {
      const meaning = framework.read(expression);
      if (meaning) return meaning;
    }
    return expression;
  }

  /** `User::class` is the class. */
  private classConstant(node: TreeNode): Expression {
    const [of, name] = named(node);
    const type = this.lower(of ?? null);
    return this.source(name ?? null) === 'class' ? type : { e: 'member', of: type, name: this.source(name ?? null) };
  }

  args(node: TreeNode | null): Argument[] {
    const args: Argument[] = [];
    for (const child of node ? named(node) : []) {
      if (child.type !== 'argument' || args.length >= MAX_ITEMS) continue;
      const name = field(child, 'name');
      const value = named(child).find((one) => one !== name && one.startIndex !== name?.startIndex) ?? null;
      if (value?.type === 'variadic_unpacking')
        args.push({ name: null, value: { e: 'spread', of: this.lower(value.firstNamedChild) } });
      else args.push({ name: name ? this.source(name) : null, value: this.lower(value) });
    }
    return args;
  }

  private binary(node: TreeNode): Expression {
    const [first, second] = [field(node, 'left'), field(node, 'right')];
    const op =
      first && second
        ? this.text
            .slice(first.endIndex, second.startIndex)
            .replace(/[\s()]|\/\/.*|#.*/g, '')
            .toLowerCase()
        : '';
    const left = this.lower(first);
    const right = this.lower(second);
    if (op === '&&' || op === 'and') return { e: 'and', left, right };
    if (op === '||' || op === 'or' || op === '??') return { e: 'or', left, right };
    if (op === '.') return { e: 'join', parts: [left, right] };
    if (op === 'instanceof') return { e: 'compare', op, left, right };
    if (/^(?:===?|!==?|<>|<=?|>=?)$/.test(op)) return { e: 'compare', op: COMPARISONS[op] ?? op, left, right };
    return other([left, right]);
  }

  private assignment(node: TreeNode): Expression {
    const [target, source] = [field(node, 'left'), field(node, 'right')];
    const line = node.startPosition.row + 1;
    if (!target) return other();
    const own = this.lower(source);
    if (target.type === 'list_literal' || target.type === 'array_creation_expression') {
      named(target).forEach((item, index) => {
        const value: Expression = own.e === 'list' ? (own.items[index] ?? NOTHING) : other([own]);
        this.emit({ s: 'let', to: this.lower(item), value, line });
      });
      return own;
    }
    const to = this.lower(target);
    const op = source ? this.text.slice(target.endIndex, source.startIndex).trim() : '=';
    const value: Expression = op === '??=' ? { e: 'or', left: to, right: own } : op === '=' ? own : other([to, own]);
    this.emit({ s: 'let', to, value, line });
    return to;
  }

  private match(node: TreeNode): Expression {
    const subject = this.lower(field(node, 'condition'));
    const block = field(node, 'body');
    const isTrue = subject.e === 'constant' && subject.value === true;
    return named(block ?? node).reduceRight<Expression>((rest, arm) => {
      const value = this.lower(field(arm, 'return_expression'));
      const conditions = field(arm, 'conditional_expressions');
      if (!conditions) return value;
      const tests = named(conditions).map((one): Expression => {
        const right = this.lower(one);
        return isTrue ? right : { e: 'compare', op: '==', left: subject, right };
      });
      const test = tests.reduce<Expression | null>((left, right) => (left ? { e: 'or', left, right } : right), null);
      return { e: 'choose', test: test ?? other(), then: value, else: rest };
    }, NOTHING);
  }

  private string(node: TreeNode): Expression {
    const parts = named(node).map((child): Expression => {
      if (child.type === 'string_content' || child.type === 'string_value') return text(this.source(child));
      if (child.type === 'escape_sequence') return text(this.source(child).replace(/^\\/, ''));
      return this.lower(child);
    });
    if (parts.every((part) => part.e === 'text'))
      return text(
        parts
          .map((part) => (part.e === 'text' ? part.value : ''))
          .join('')
          .replaceAll('\\\\', '\\')
          .slice(0, MAX_TEXT),
      );
    return { e: 'join', parts };
  }

  private array(node: TreeNode): Expression {
    const elements = named(node).filter((child) => child.type === 'array_element_initializer');
    if (elements.length > MAX_ITEMS) return other();
    const isRecord = elements.some((element) => named(element).length > 1);
    if (!isRecord)
      return {
        e: 'list',
        items: elements.map((element) => {
          const inner = element.firstNamedChild;
          return inner?.type === 'variadic_unpacking'
            ? { e: 'spread', of: this.lower(inner.firstNamedChild) }
            : this.lower(inner);
        }),
      };
    return {
      e: 'record',
      entries: elements.map((element, index) => {
        const [key, value] = named(element);
        return value
          ? { key: this.lower(key ?? null), value: this.lower(value) }
          : { key: text(String(index)), value: this.lower(key ?? null) };
      }),
    };
  }

  // Functions -------------------------------------------------------------------------------------------------------------------------

  private functionOf(node: TreeNode): Expression {
    const id = `<anonymous>${++this.anonymous}`;
    const parameters = field(node, 'parameters');
    const params = parameters ? this.parameters(parameters) : [];
    const body = field(node, 'body');
    const line = node.startPosition.row + 1;
    const statements: Statement[] =
      node.type === 'arrow_function' ? this.valued(body, line) : this.block(body ? named(body) : []);
    const at = this.spanOf(node);
    this.functions[id] = { id, name: '', params, decorators: [], body: statements, doc: null, at, extent: at };
    Object.assign(this.functions[id], inputFact(this.frameworks, node, params, this));
    return { e: 'function', id };
  }

  private valued(body: TreeNode | null, line: number): Statement[] {
    const outer = this.out;
    this.out = [];
    const value = this.lower(body);
    const statements: Statement[] = [...this.out, { s: 'return', value, line }];
    this.out = outer;
    return statements;
  }

  parameters(node: TreeNode): Parameter[] {
    return named(node).flatMap((child): Parameter[] => {
      const name = field(child, 'name');
      if (!name) return [];
      const value = field(child, 'default_value');
      return [
        {
          name: this.source(name).replace(/^&?\.{0,3}\$/, ''),
          default: value ? this.lower(value) : null,
          type: this.type(field(child, 'type')),
          ...(child.type === 'variadic_parameter' && { rest: 'list' as const }),
        },
      ];
    });
  }

  /** The class that a parameter is declared to be; null for anything else. */
  private type(node: TreeNode | null): Expression | null {
    const inner = node?.type === 'optional_type' ? node.firstNamedChild : node;
    const name = inner?.type === 'named_type' ? inner.firstNamedChild : null;
    return name ? this.lower(name) : null;
  }
}

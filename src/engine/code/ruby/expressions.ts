/** Lowers Ruby expressions to the expressions of `code/model.ts`. Frameworks get to see every call. */
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
import type { RubyCall } from './framework';
import { RubyNames } from './names';
import { bodyNodes, lineOf, named, NOTHING, other, setting, text } from './values';

/** Statements whose values are those of the last statement in each branch. */
const BRANCHING = new Set(['if', 'unless', 'case', 'begin', 'if_modifier', 'unless_modifier', 'rescue_modifier']);

export abstract class RubyExpressions {
  readonly functions: Record<string, FunctionFact> = {};
  readonly names = new RubyNames();
  /** Modules around what is lowered, innermost last, with their full names. */
  nesting: string[] = [];
  /** Statements of the block at hand. */
  protected out: Statement[] = [];
  /** Local variables of the method at hand. */
  protected locals = new Set<string>();
  /** Name of the method at hand. */
  protected methodName = '';
  private anonymous = 0;

  constructor(
    readonly text: string,
    readonly spanAt: (start: number, end: number) => Span,
  ) {}

  /** What a call means. */
  protected abstract meaning(call: RubyCall): Expression;
  /** What an element of something means (`session[:user_id]`), or undefined. */
  protected abstract indexed(of: Expression, key: Expression): Expression | undefined;
  /** Lowers a statement for its value; what it does besides goes to the current block. */
  protected abstract tail(node: TreeNode, sink: (value: Expression) => Statement): void;
  /** The statements of a body. */
  abstract block(nodes: readonly TreeNode[], isBody: boolean): Statement[];

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
      case 'identifier':
        return this.identifier(node);
      case 'constant':
      case 'scope_resolution':
        return { e: 'name', name: this.names.refer(this.source(node).replace(/\s/g, ''), this.nesting) };
      case 'instance_variable':
      case 'class_variable':
      case 'global_variable':
        return { e: 'name', name: this.source(node) };
      case 'self':
        return { e: 'name', name: 'this' };
      case 'call':
        return this.call(node);
      case 'super':
        return this.superCall([], this.spanOf(node));
      case 'integer':
      case 'float':
        return { e: 'constant', value: Number(this.source(node).replace(/_/g, '')) || 0 };
      case 'true':
      case 'false':
        return { e: 'constant', value: node.type === 'true' };
      case 'nil':
        return NOTHING;
      case 'element_reference':
        return this.elementReference(node);
      default:
        return this.literal(node);
    }
  }

  private literal(node: TreeNode): Expression {
    switch (node.type) {
      case 'simple_symbol':
        return text(this.source(node).slice(1));
      case 'hash_key_symbol':
        return text(this.source(node));
      case 'string':
      case 'bare_string':
      case 'bare_symbol':
      case 'delimited_symbol':
      case 'chained_string':
        return this.string(node);
      case 'regex':
        return { e: 'regex', source: this.source(node).replace(/^\/|\/\w*$/g, ''), flags: '' };
      case 'array':
      case 'string_array':
      case 'symbol_array':
      case 'right_assignment_list':
      case 'exceptions':
      case 'pattern':
        return this.list(node);
      case 'hash':
        return this.record(named(node));
      case 'lambda':
        return this.functionOf(node.childForFieldName('parameters'), node.childForFieldName('body'), node);
      default:
        return this.operator(node);
    }
  }

  private operator(node: TreeNode): Expression {
    switch (node.type) {
      case 'binary':
        return this.binary(node);
      case 'unary': {
        const of = this.lower(node.childForFieldName('operand'));
        const sign = this.text.charAt(node.startIndex);
        if (sign === '!' || this.text.startsWith('not', node.startIndex)) return { e: 'not', of };
        return sign === '-' && of.e === 'constant' ? { e: 'constant', value: -Number(of.value) } : other([of]);
      }
      case 'conditional':
        return {
          e: 'choose',
          test: this.field(node, 'condition'),
          then: this.field(node, 'consequence'),
          else: this.field(node, 'alternative'),
        };
      case 'assignment':
      case 'operator_assignment':
        return this.assignment(node);
      case 'parenthesized_statements':
      case 'block_body':
      case 'body_statement':
      case 'then':
        return this.sequence(named(node));
      case 'splat_argument':
      case 'hash_splat_argument':
        return { e: 'spread', of: this.lower(node.firstNamedChild) };
      case 'block_argument':
        return this.lower(node.firstNamedChild);
      case 'pair':
        return this.record([node]);
      case 'range':
      case 'yield':
        return other(named(node).map((child) => this.lower(child)));
      default:
        return BRANCHING.has(node.type) ? this.branches(node) : other();
    }
  }

  /** A branching statement for its value: each branch puts it into one variable. */
  private branches(node: TreeNode): Expression {
    const to: Expression = { e: 'name', name: `<value>${++this.anonymous}` };
    this.tail(node, (value) => ({ s: 'let', to, value, line: lineOf(node) }));
    return to;
  }

  private sequence(nodes: readonly TreeNode[]): Expression {
    for (const node of nodes.slice(0, -1)) this.emit({ s: 'do', value: this.lower(node), line: lineOf(node) });
    const last = nodes.at(-1);
    return last ? this.lower(last) : NOTHING;
  }

  /** A name that is no local variable is a call on the object at hand. */
  private identifier(node: TreeNode): Expression {
    const name = this.source(node);
    if (this.locals.has(name)) return { e: 'name', name };
    return this.meaning(this.callOf(node, null, name, [], null, false));
  }

  private binary(node: TreeNode): Expression {
    const op = this.operatorOf(node);
    const left = this.field(node, 'left');
    if (op === '&&' || op === 'and' || op === '||' || op === 'or')
      return { e: op === '&&' || op === 'and' ? 'and' : 'or', left, right: this.field(node, 'right') };
    const right = this.field(node, 'right');
    if (/^(?:==|!=|<|<=|>|>=|===)$/.test(op)) return { e: 'compare', op: op === '===' ? '==' : op, left, right };
    if (op === '+' || op === '<<') return { e: 'join', parts: [left, right] };
    return other([left, right]);
  }

  private operatorOf(node: TreeNode): string {
    const left = node.childForFieldName('left');
    const right = node.childForFieldName('right');
    return left && right
      ? this.text
          .slice(left.endIndex, right.startIndex)
          .replace(/[\s()]/g, '')
          .replace(/\\|#.*/g, '')
      : '';
  }

  /** An assignment does it and is what was assigned. */
  private assignment(node: TreeNode): Expression {
    const left = node.childForFieldName('left');
    const right = node.childForFieldName('right');
    const line = lineOf(node);
    if (!left || !right) return other();
    if (left.type === 'left_assignment_list') {
      const value = this.lower(right);
      named(left).forEach((target, index) => {
        const item: Expression = value.e === 'list' ? (value.items[index] ?? NOTHING) : other([value]);
        this.emit({ s: 'let', to: this.target(target), value: item, line });
      });
      return value;
    }
    const to = this.target(left);
    if (node.type === 'operator_assignment') {
      const op = this.operatorOf(node);
      const own = this.lower(right);
      const value: Expression =
        op === '||=' || op === '&&=' ? { e: op === '||=' ? 'or' : 'and', left: to, right: own } : other([to, own]);
      this.emit({ s: 'let', to, value, line });
    } else this.tail(right, (value) => ({ s: 'let', to, value, line }));
    return to;
  }

  private target(node: TreeNode): Expression {
    if (node.type === 'identifier') this.locals.add(this.source(node));
    const to = this.lower(node);
    // `user.name = x` calls nothing that answers.
    return to.e === 'call' && to.args.length === 0 ? to.callee : to;
  }

  // Calls -----------------------------------------------------------------------------------------------------------------------------

  private call(node: TreeNode): Expression {
    const receiver = node.childForFieldName('receiver');
    const method = node.childForFieldName('method');
    const args = this.args(node.childForFieldName('arguments'));
    const of = receiver && this.lower(receiver);
    if (method?.type === 'super') return this.superCall(args, this.spanOf(node));
    const isMaybe = receiver !== null && this.text.slice(receiver.endIndex, receiver.endIndex + 2) === '&.';
    return this.meaning(
      this.callOf(node, of, method ? this.source(method) : 'call', args, node.childForFieldName('block'), isMaybe),
    );
  }

  /** `super(…)`: the method at hand, of the class behind. */
  private superCall(args: Argument[], at: Span): Expression {
    return { e: 'call', callee: { e: 'member', of: { e: 'name', name: 'super' }, name: this.methodName }, args, at };
  }

  /** A call as frameworks get to see it. */
  callOf(
    node: TreeNode,
    receiver: Expression | null,
    name: string,
    args: Argument[],
    block: TreeNode | null,
    maybe: boolean,
  ): RubyCall {
    let made: ReturnType<RubyCall['block']> | undefined;
    const on = this.source(node.type === 'call' ? node.childForFieldName('receiver') : null);
    return {
      node,
      receiver,
      on: on.length > 200 ? '' : on,
      name,
      args,
      block: () => {
        if (made === undefined)
          made =
            block && this.functionOf(block.childForFieldName('parameters'), block.childForFieldName('body'), block);
        return made;
      },
      maybe,
      at: this.spanOf(node),
    };
  }

  /** Arguments; pairs with a name for a key are named ones, others end up in a record. */
  args(node: TreeNode | null): Argument[] {
    const args: Argument[] = [];
    const pairs: TreeNode[] = [];
    for (const child of node ? named(node) : []) {
      const key = child.type === 'pair' ? child.childForFieldName('key') : null;
      if (key && (key.type === 'hash_key_symbol' || key.type === 'simple_symbol')) {
        const value = child.childForFieldName('value');
        const name = this.source(key).replace(/^:/, '');
        args.push({ name, value: value ? this.lower(value) : { e: 'name', name } });
      } else if (child.type === 'pair') pairs.push(child);
      else if (child.type !== 'comment') args.push({ name: null, value: this.lower(child) });
      if (args.length >= MAX_ITEMS) break;
    }
    if (pairs.length > 0) args.push({ name: null, value: this.record(pairs) });
    return args;
  }

  private elementReference(node: TreeNode): Expression {
    const [object, ...keys] = named(node);
    const of = this.lower(object ?? null);
    const [key] = keys;
    const value = key && keys.length === 1 ? this.lower(key) : other();
    if (of.e === 'name' && of.name === 'ENV') return setting(value, null);
    return this.indexed(of, value) ?? { e: 'index', of, key: value };
  }

  // Functions -------------------------------------------------------------------------------------------------------------------------

  /** A block or lambda: it sees the local variables around it. */
  functionOf(
    parameters: TreeNode | null,
    body: TreeNode | null,
    node: TreeNode,
  ): Extract<Expression, { e: 'function' }> {
    const id = `<anonymous>${++this.anonymous}`;
    const outer = this.locals;
    this.locals = new Set(outer);
    const params = parameters ? this.parameters(parameters) : [];
    const statements = this.block(bodyNodes(body), true);
    this.locals = outer;
    const at = this.spanOf(node);
    this.functions[id] = { id, name: '', params, decorators: [], body: statements, doc: null, at, extent: at };
    return { e: 'function', id };
  }

  parameters(node: TreeNode): Parameter[] {
    return named(node).flatMap((child): Parameter[] => {
      const name = this.source(child.type === 'identifier' ? child : child.childForFieldName('name'));
      if (name === '') return [];
      this.locals.add(name);
      const value = child.childForFieldName('value');
      const rest = child.type === 'splat_parameter' ? 'list' : child.type === 'hash_splat_parameter' ? 'record' : null;
      return [{ name, default: value ? this.lower(value) : null, type: null, ...(rest && { rest }) }];
    });
  }

  // Literals --------------------------------------------------------------------------------------------------------------------------

  private string(node: TreeNode): Expression {
    const parts: Expression[] = [];
    for (const child of named(node)) {
      if (child.type === 'string_content' || child.type === 'escape_sequence') parts.push(text(this.source(child)));
      else if (child.type === 'interpolation') parts.push(this.sequence(named(child)));
      else if (child.type === 'string') parts.push(this.string(child));
    }
    if (parts.every((part) => part.e === 'text'))
      return text(
        parts
          .map((part) => (part.e === 'text' ? part.value : ''))
          .join('')
          .slice(0, MAX_TEXT),
      );
    return { e: 'join', parts };
  }

  private list(node: TreeNode): Expression {
    const nodes = named(node).filter((child) => child.type !== 'comment');
    if (nodes.length > MAX_ITEMS) return other();
    return { e: 'list', items: nodes.map((child) => this.lower(child)) };
  }

  private record(pairs: readonly TreeNode[]): Expression {
    if (pairs.length > MAX_ITEMS) return other();
    return {
      e: 'record',
      entries: pairs.flatMap((pair) => {
        if (pair.type === 'hash_splat_argument') return [{ key: this.lower(pair), value: NOTHING }];
        const key = pair.childForFieldName('key');
        const value = pair.childForFieldName('value');
        if (!key) return [];
        return [
          { key: this.lower(key), value: value ? this.lower(value) : { e: 'name' as const, name: this.source(key) } },
        ];
      }),
    };
  }

  field(node: TreeNode, name: string): Expression {
    return this.lower(node.childForFieldName(name));
  }
}

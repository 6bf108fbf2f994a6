/**
 * What a function asks about the caller while it runs, and what it answers: conditions that turn callers away, look-ups that are limited to
 * what is the caller's, policies of libraries. Functions of the workspace that it calls are read as well, given what they are given.
 */
import type { Expression, FunctionFact, Statement } from '../../code/model';
import { blocksOf, expressionsOf, someExpression, somePart } from '../../code/visit';
import { callsIn } from '../run/reach';
import type { Interpreter } from '../program/interpret';
import { nameOf, truth, type FunctionValue, type Scope } from '../program/values';
import { RunMemory, RunNotes } from '../run/memory';
import { anchorOf } from '../run/state';
import { isCaller, lastName } from './caller';
import type { Found, Given, Read } from './read';
import { lookUpOf } from './look-ups';
import {
  conditionsOf,
  handsOn,
  isOutcome,
  isPlainCall,
  isRefusing,
  isRoleHeld,
  questionsOf,
  turnsAll,
  turnsAway,
  type Known,
  type Question,
} from './tests';
import { CONVERTS, isCreating, POLICY_ENFORCED, ROLE_ASKED, ROLE_HELD } from './words';

type Call = Extract<Expression, { e: 'call' }>;

const NOTHING_READ: Read = { asks: [], answers: [], outside: null, usesCaller: false, fields: [] };
const MAX_DEPTH = 4;
/** Statements per body that are looked at. */
const MAX_STATEMENTS = 600;

/** Where a body is read. */
interface Place {
  fn: FunctionValue;
  calls: FunctionValue[];
  functions: Record<string, FunctionFact>;
  /** Of what closes over something: its scope, by which conditions may be decided. */
  closed: Scope | null;
  depth: number;
}

export class BodyReader {
  private readonly notes = new RunNotes();
  private readonly memory = new RunMemory<Read>(this.notes);
  private readonly running = new Set<string>();

  constructor(private readonly program: Interpreter) {}

  read(fn: FunctionValue, given: Given, depth = 0): Read {
    const answers = [...(given.answers ?? [])].map((one) => one.join('=')).join();
    const key = `${fn.path}#${fn.fact.id}(${given.callers.join()};${given.empty?.join() ?? ''};${answers})`;
    // Recursion finds nothing new.
    if (depth > MAX_DEPTH || this.running.has(key)) {
      this.notes.cuts++;
      return NOTHING_READ;
    }
    const isShort = (): boolean => this.program.isExhausted;
    const asked = { anchor: anchorOf(fn), general: key, exact: key, depth, most: MAX_DEPTH, isShort };
    return this.memory.of(asked, this.program.workspace, () => {
      this.running.add(key);
      try {
        return this.fresh(fn, given, depth);
      } finally {
        this.running.delete(key);
      }
    });
  }

  private fresh(fn: FunctionValue, given: Given, depth: number): Read {
    const { program } = this;
    const functions = program.workspace.part(fn.path, 'code')?.functions ?? {};
    const fact = functions[fn.fact.id] ?? fn.fact;
    const closed = fn.scope.parent === null ? null : fn.scope;
    const place: Place = { fn, calls: [...callsIn(fn, program)], functions, closed, depth };
    const walk = new BodyWalk(place, given, this, program);
    walk.block(fact.body);
    const { found, answered, outside, usesCaller, callers } = walk;
    const fields = [...callers].filter((name) => /^@|^this\./.test(name));
    return { asks: found, answers: answered, outside, usesCaller, fields };
  }
}

/** One way through one body, in order. */
class BodyWalk implements Known {
  readonly found: Found[] = [];
  readonly answered: Question[] = [];
  outside: string | null = null;
  usesCaller = false;
  readonly callers: Set<string>;
  readonly answers: Map<string, Question>;
  /** Parameters, and variables with what was made of them. */
  private readonly named: Set<string>;
  private readonly outcomes = new Set<string>();
  private readonly entered = new Set<string>();
  /** The expression at hand, as the statement has it. */
  private whole: Expression | null = null;
  private steps = 0;
  private line: number;

  constructor(
    private readonly place: Place,
    private readonly given: Given,
    private readonly reader: BodyReader,
    private readonly program: Interpreter,
  ) {
    this.callers = new Set(given.callers);
    this.answers = new Map(given.answers);
    const params = place.fn.fact.params.map(({ name }) => name);
    // `ensure_permission(role, action)`: by its name, what it is given is the caller's.
    if (ROLE_ASKED.test(place.fn.fact.name))
      for (const name of params) if (ROLE_HELD.test(name)) this.answers.set(name, 'role');
    this.named = new Set(params.filter((name) => !SURROUNDING.test(name) && !this.callers.has(name)));
    this.line = place.fn.fact.at.line;
  }

  /** `after`: whether what follows the block turns away whoever comes there. */
  block(statements: readonly Statement[], after: () => boolean = () => false): void {
    for (const [index, statement] of statements.entries()) {
      if (++this.steps > MAX_STATEMENTS) return;
      if ('line' in statement) this.line = statement.line;
      this.statement(statement, () => turnsAll(statements.slice(index + 1)) || after());
    }
  }

  private statement(statement: Statement, after: () => boolean): void {
    [this.whole = null] = expressionsOf(statement).slice(-1);
    switch (statement.s) {
      case 'let':
        this.scan(statement.value);
        return this.bind(nameOf(statement.to), statement.value);
      case 'if':
        return this.branch(statement, after);
      case 'return':
        if (!statement.value) return;
        this.answered.push(...questionsOf(statement.value, this));
        this.scan(statement.value);
        return;
      case 'throw':
        if (statement.value) this.scan(statement.value);
        return;
      case 'do':
        this.scan(statement.value);
        return;
      case 'def':
        return this.enter(statement.id);
      case 'loop':
        if (statement.over) this.scan(statement.over);
        break;
    }
    for (const inner of blocksOf(statement)) this.block(inner, after);
  }

  private bind(name: string, value: Expression): void {
    if (
      isCaller(value, this.callers) ||
      (value.e === 'call' && lookUpOf(this.expanded(value), this.callers) === 'self')
    ) {
      this.callers.add(name);
      return;
    }
    if (someExpression(value, (one) => this.isNamed(one))) this.named.add(name);
    const [question] = value.e === 'call' && !isOutcome(name) ? this.questionIn(value) : questionsOf(value, this);
    if (!question) return void this.answers.delete(name);
    this.answers.set(name, question);
    if (!['name', 'member', 'index', 'request', 'or'].includes(value.e)) this.outcomes.add(name);
  }

  /** What a call answers, where its name or its body says that it is a question. */
  private questionIn(call: Call): readonly Question[] {
    const name = lastName(call.callee);
    return ROLE_ASKED.test(name) || isRoleHeld(name) || isPlainCall(name)
      ? questionsOf(call, this)
      : (this.answerOf(call) ?? []);
  }

  decides(name: string): boolean {
    return this.outcomes.has(name);
  }

  private isNamed(expression: Expression): boolean {
    return isNamedByRequest(expression) || (expression.e === 'name' && this.named.has(expression.name));
  }

  private branch(statement: Extract<Statement, { s: 'if' }>, after: () => boolean): void {
    const decided = this.decided(statement.test);
    if (decided !== undefined) return this.block(decided ? statement.then : statement.else, after);
    const { line } = statement;
    const isTurned = turnsAway(statement.then);
    // Who has such a right is turned away: administrators that may not remove themselves.
    const questions = isTurned && isHeldRight(statement.test) ? [] : conditionsOf(statement.test, this);
    const refuses =
      isTurned || turnsAway(statement.else) || ((handsOn(statement.then) || endsIn(statement.then)) && after());
    if (refuses) for (const question of questions) this.note(question, line);
    this.scan(statement.test);
    this.block(statement.then, after);
    this.block(statement.else, after);
  }

  /** What a factory was given decides for good: `if (roles.length)` of `guard()`. */
  private decided(test: Expression): boolean | undefined {
    const { closed } = this.place;
    if (!closed && !this.given.empty?.length) return undefined;
    if (test.e === 'not') {
      const inner = this.decided(test.of);
      return inner === undefined ? undefined : !inner;
    }
    if (test.e === 'and' || test.e === 'or') {
      const settles = test.e === 'or';
      return [test.left, test.right].some((side) => this.decided(side) === settles) ? settles : undefined;
    }
    const counted = test.e === 'member' && /^(?:length|size)$/.test(test.name) ? test.of : test;
    if (counted.e !== 'name' && counted.e !== 'member') return undefined;
    if (counted.e === 'name' && this.given.empty?.includes(counted.name)) return false;
    if (!closed) return undefined;
    const value = this.program.evaluateKnown(counted, closed);
    return value.v === 'list' ? value.items.length > 0 : value.v === 'function' ? undefined : truth(value);
  }

  // Expressions ------------------------------------------------------------------------------------------------------------------------

  /** Always false: nothing ends the walk. */
  private readonly scan = (expression: Expression): boolean => {
    if (!this.usesCaller) this.usesCaller = isCaller(expression, this.callers);
    if (expression.e === 'function') {
      this.enter(expression.id);
      return false;
    }
    if (expression.e === 'choose' && (isRefusing(expression.then) || isRefusing(expression.else)))
      this.noteAll(expression.test);
    if ((expression.e === 'or' || expression.e === 'and') && isRefusing(expression.right))
      this.noteAll(expression.left);
    if (expression.e === 'call') this.call(expression);
    if (expression.e === 'refusal' && expression.policy) this.note('policy', expression.at.line);
    return somePart(expression, this.scan);
  };

  private noteAll(test: Expression): void {
    for (const question of conditionsOf(test, this)) this.note(question, this.line);
  }

  private call(call: Call): void {
    if (isCaller(call, this.callers)) return;
    const name = lastName(call.callee);
    const line = call.at.line;
    const lookUp = lookUpOf(this.expanded(call), this.callers);
    if (lookUp)
      this.note('ownership', line, {
        ...(lookUp === 'self' && { self: true as const }),
        lookUp: this.namesThing(call),
      });
    const callee = this.calleeOf(call);
    if (callee) return this.follow(callee, call);
    if (POLICY_ENFORCED.test(name) && (call.args.length > 0 || name.startsWith('load_'))) this.note('policy', line);
    else if (ROLE_ASKED.test(name) && /^_*(?:check|require|ensure|assert|verify|must|enforce)/i.test(name))
      this.note('role', line, { byName: nameOf(call.callee) });
    else if (!lookUp && this.isHandedTo(call, name)) this.outside ??= nameOf(call.callee);
  }

  /** Whether a look-up is of something that the request names. */
  private namesThing(call: Call): 'any' | 'named' | 'asked' {
    if (someExpression(call, isNamedByRequest)) return 'asked';
    return [call, this.whole].some((one) => one && someExpression(one, (inner) => this.isNamed(inner)))
      ? 'named'
      : 'any';
  }

  /** Whether the caller is handed to something that may ask about it. */
  private isHandedTo({ args, create, callee }: Call, name: string): boolean {
    const isMade = create === true || (/^[A-Z]/.test(name) && this.place.fn.path.endsWith('.py'));
    if (isMade || isCreating(name) || CONVERTS.test(name) || name === '' || isCaller(callee, this.callers))
      return false;
    return args.some(({ value }) => isCaller(value, this.callers));
  }

  private follow(callee: FunctionValue, call: Call): void {
    const read = this.reader.read(callee, this.boundTo(callee, call), this.place.depth + 1);
    this.found.push(...read.asks);
    this.outside ??= read.outside;
    this.usesCaller ||= read.usesCaller;
  }

  answerOf(call: Call): readonly Question[] | undefined {
    const callee = this.calleeOf(call);
    if (!callee || isCaller(call, this.callers)) return undefined;
    return this.reader.read(callee, this.boundTo(callee, call), this.place.depth + 1).answers;
  }

  written(id: string): readonly Expression[] {
    const answers: Expression[] = [];
    const visit = (statements: readonly Statement[]): void => {
      for (const statement of statements) {
        if (statement.s === 'return' && statement.value) answers.push(statement.value);
        for (const inner of blocksOf(statement)) visit(inner);
      }
    };
    visit(this.place.functions[id]?.body ?? []);
    return answers;
  }

  private calleeOf({ callee }: Call): FunctionValue | undefined {
    const name = lastName(callee);
    return name === '' ? undefined : this.place.calls.find(({ fact }) => fact.name === name);
  }

  /** Parameters of a called function that are given the caller, and those that are given nothing. */
  private boundTo({ fact, self }: FunctionValue, { args }: Call): Given {
    const params = self && fact.params[0]?.name === 'this' ? fact.params.slice(1) : fact.params;
    const positional = args.filter(({ name }) => name === null);
    const callers: string[] = [];
    const empty: string[] = [];
    const answers = new Map<string, Question>();
    for (const [index, param] of params.entries()) {
      const arg = args.find(({ name }) => name === param.name) ?? positional[index];
      if (arg && isCaller(arg.value, this.callers)) callers.push(param.name);
      else if (arg && this.isEmpty(arg.value)) empty.push(param.name);
      else if (arg) {
        const [question] = arg.value.e === 'function' ? [] : questionsOf(arg.value, this);
        if (question) answers.set(param.name, question);
      }
    }
    return { callers, empty, answers };
  }

  /** A list that is known to have nothing in it. */
  private isEmpty(value: Expression): boolean {
    if (value.e === 'list') return value.items.length === 0;
    if (value.e !== 'name') return false;
    if (this.given.empty?.includes(value.name)) return true;
    const known = this.place.closed && this.program.evaluateKnown(value, this.place.closed);
    return known?.v === 'list' && known.items.length === 0;
  }

  /** A function written in place runs with what is known here. */
  private enter(id: string): void {
    if (this.entered.has(id)) return;
    this.entered.add(id);
    const { calls } = this.place;
    const written = calls.find((one) => one.fact.id === id && one.path === this.place.fn.path);
    if (written) calls.push(...callsIn(written, this.program));
    const before = this.line;
    this.block(this.place.functions[id]?.body ?? []);
    this.line = before;
  }

  /** Functions among the arguments of a look-up stand for what they answer. */
  private expanded(call: Call): Call {
    if (!call.args.some(({ value }) => value.e === 'function')) return call;
    return {
      ...call,
      args: call.args.map((arg) =>
        arg.value.e === 'function' ? { ...arg, value: { e: 'other', parts: [...this.written(arg.value.id)] } } : arg,
      ),
    };
  }

  private note(question: Question, line: number, more: Pick<Found, 'self' | 'byName' | 'lookUp'> = {}): void {
    this.found.push({ question, path: this.place.fn.path, line, ...more });
  }
}

/** Parameters that are at hand for whatever is asked. */
const SURROUNDING =
  /^(?:this|self|cls|_?req(?:uest)?|_?res(?:ponse)?|next|ctx|context|c|h|db|session|repo(?:sitory)?|service|args|kwargs|params|props|w|r|event|info|background_?tasks)$/i;

function isNamedByRequest(expression: Expression): boolean {
  return expression.e === 'request' && ['params', 'query', 'body', 'path'].includes(expression.part);
}

/** `user.is_superuser`, as it is. */
function isHeldRight(test: Expression): boolean {
  if (test.e === 'and') return isHeldRight(test.left) || isHeldRight(test.right);
  return test.e === 'member' && /^(?:is_?|[a-z_]+\?$)/i.test(test.name) && ROLE_HELD.test(test.name);
}

/** The block is left at its end, so that what follows is for the others. */
function endsIn(block: readonly Statement[]): boolean {
  const last = block.at(-1);
  return last?.s === 'return' || last?.s === 'throw' || last?.s === 'jump';
}

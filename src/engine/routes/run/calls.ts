/** Calls on one path of a body: functions of the workspace are entered, packages are judged by what is known of them. */
import { matchedByGlob } from '../packages/globs';
import { compiled, matchedByPattern } from '../packages/regular-expressions';
import { credentialCalled, isComputedCookie, isTainted, requestValue, type Abstract, type Refusal } from './abstract';
import type { Callbacks } from './callbacks';
import type { Interpreter } from '../program/interpret';
import { isSuper } from '../program/state';
import type { Argument, Expression, Statement } from '../../code/model';
import { throwsAtCallers } from './exceptions';
import { isPromise, TRUE } from './known';
import { executed, lookedUpBy, unsigned } from './look-ups';
import { answersConstant, handsOn, hasMember, hasMethods, knowsCaller } from './objects';
import { mayAskForCaller, Relevance } from './relevance';
import { functionOnRequest } from './request-functions';
import {
  anchorOf,
  distinctOutcomes,
  FAILED,
  FORM_FUNCTIONS,
  FORM_TESTS,
  FORMAL,
  found,
  join,
  matters,
  MAX_ALTERNATIVES,
  MAX_DEPTH,
  mayRaise,
  PASS_THROUGH,
  raise,
  someOfEach,
  TEXT_METHODS,
  touchesRequest,
  truths,
  UNKNOWN,
  type Context,
  type Outcome,
  type Result,
  type State,
} from './state';
import { nameOf, type EvaluatedArgument, type FunctionValue, type Value } from '../program/values';
import { ANSWERING } from '../program/router-handlers';
import { SuperCallRunner } from './super-calls';
import { calledIn } from './called';
import { SIGNS } from './packages';
import { hasScopes } from './scopes';
import { withSent } from './websockets';
import { ArgumentKinds, closedOver } from './closures';
import { RunMemory } from './memory';
import { bound, given } from './parameters';
import { asResult, hasZeroValues, outOfReach, sent } from './results';

function isBearerScheme(value: Abstract | undefined): boolean {
  return value?.v === 'text' && /^bearer ?$/i.test(value.text);
}

/** Functions that are entered at most where one of several is called. */
const MAX_OPTIONS = 12;
/** What writes to a log or the terminal, in all languages. */
const LOGS =
  /^(?:print|println|console\.\w+|puts)$|(?:^|[._])(?:log|logger|logging|Log|Rails\.logger)(?:\(\))?\.(?:debug|info|warn(?:ing)?|error|exception|critical|trace|log)$/;
/** What gives what a request holds as it is, or what that says. */
const WAITS = /^(?:wait_for|shield|loads)$/;
/** Methods of the headers of a request that give them all. */
const COPIES = /^(?:items|multi_items|copy|mutablecopy)$/;
/** Methods that answer with what they are given: `Response.json(found)`, `res.send(found)`. */
const ANSWERS = /^(?:json|send|end|render|write|html)$/;

export abstract class CallRunner extends SuperCallRunner {
  /** Functions whose facts are missing, by name: what `unknown` verdicts name. */
  readonly unreachable = new Set<string>();
  private readonly relevance: Relevance;
  protected readonly memory = new RunMemory<Outcome[]>(this.notes);
  private readonly kinds = new ArgumentKinds();
  protected abstract readonly callbacks: Callbacks;

  constructor(program: Interpreter) {
    super(program);
    this.relevance = new Relevance(program, touchesRequest, throwsAtCallers);
  }

  // Calls ----------------------------------------------------------------------------------------------------------------------------

  protected call(expression: Extract<Expression, { e: 'call' }>, state: State, context: Context): Result[] {
    const results = this.evaluateCall(expression, state, context);
    return hasZeroValues(context, this.program) ? results.map(asResult) : results;
  }

  private evaluateCall(expression: Extract<Expression, { e: 'call' }>, state: State, context: Context): Result[] {
    const { callee } = expression;
    const [object, name] = expression.args;
    if (callee.e === 'name' && callee.name === 'getattr' && object && name?.value.e === 'text')
      return this.member({ e: 'member', of: object.value, name: name.value.value }, state, context);
    const waited = callee.e === 'member' && callee.of.e === 'name' && callee.of.name === 'Promise';
    const all = waited && /^all(?:Settled)?$/.test(callee.name) ? expression.args[0]?.value : undefined;
    if (all?.e === 'list') return this.list(all, state, context, true);
    return this.arguments(expression.args, state, context).flatMap(({ state: at, values, raised }) => {
      if (raised) return [{ state: at, value: UNKNOWN, raised }];
      if (callee.e === 'member') {
        const after = this.program.languageOf(context.scope.path) === 'python' && executed(expression, values, at);
        // What is given back is the cursor, or says nothing.
        if (after) return [found(after, after.vars.get(nameOf(callee.of)) ?? UNKNOWN)];
        return this.methodCall(expression, callee, values, at, context);
      }
      const known = functionOnRequest(callee, this.program);
      if (known) return this.invoke(known, expression, values, at, context);
      return this.called(callee, expression.args, values, at, context).flatMap((target) =>
        target.raised ? [target] : this.invoke(target.value, expression, values, target.state, context),
      );
    });
  }

  /** What a call enters. The module of a helper that only works on data is not asked for. */
  private called(
    callee: Expression,
    args: readonly Argument[],
    values: { name: string | null; value: Abstract }[],
    state: State,
    context: Context,
  ): Result[] {
    const isData =
      callee.e === 'name' &&
      !state.vars.has(callee.name) &&
      !mayAskForCaller(callee, args) &&
      !values.some(({ value }) => matters(value));
    return isData
      ? [found(state, this.program.evaluateKnown(callee, context.scope))]
      : this.evaluate(callee, state, context);
  }

  protected arguments(
    args: readonly Argument[],
    state: State,
    context: Context,
  ): { state: State; values: { name: string | null; value: Abstract }[]; raised: Refusal | null }[] {
    let all: { state: State; values: { name: string | null; value: Abstract }[]; raised: Refusal | null }[] = [
      { state, values: [], raised: null },
    ];
    for (const { name, value } of args) {
      all = all.flatMap((before) => {
        if (before.raised) return [before];
        return this.evaluate(value.e === 'spread' ? value.of : value, before.state, context).map((result) => ({
          state: result.state,
          values: [...before.values, ...given(name, result.value, value.e === 'spread')],
          raised: result.raised,
        }));
      });
      all = someOfEach(all, MAX_ALTERNATIVES, ({ state: at, raised: error }) =>
        error ? 'raised' : `${at.credential}|${at.sent !== null}`,
      );
    }
    return all;
  }

  protected methodCall(
    expression: Extract<Expression, { e: 'call' }>,
    callee: Extract<Expression, { e: 'member' }>,
    values: { name: string | null; value: Abstract }[],
    state: State,
    context: Context,
  ): Result[] {
    if (isSuper(callee.of) || (callee.of.e === 'name' && callee.of.name === 'super'))
      return this.superCall(callee.name, values, state, context);
    return this.evaluate(callee.of, state, context).flatMap((of): Result[] => {
      const settled = this.callbacks.settled(of, callee.name, values, context);
      if (settled) return settled;
      if (of.raised) return [of];
      const { value } = of;
      if (value.v === 'absent' && value.held && callee.name === 'get') return [found(of.state, { v: 'absent' })];
      if (value.v === 'absent') return [callee.maybe || value.held ? of : raise(of.state, context)];
      if (value.v === 'made') return this.madeMethod(of, value, expression, callee, values, context);
      if (value.v === 'junk') {
        const isBearer = context.scenario.bearer && /^starts/.test(callee.name) && isBearerScheme(values[0]?.value);
        if (isBearer) return [found({ ...of.state, credential: true }, { v: 'constant', value: true })];
        if (FORM_TESTS.test(callee.name)) return [found({ ...of.state, credential: true }, FORMAL)];
        if (TEXT_METHODS.test(callee.name)) return [found(of.state, value)];
        return [this.failure(of.state, value.claimed)];
      }
      if (value.v === 'failed' || value.v === 'anonymous') return [mayRaise(of.state, FAILED)];
      // `SETTING.lower()` is still the setting.
      if (value.v === 'setting') return [found(of.state, value)];
      if (value.v === 'formal' || value.v === 'refusal' || value.v === 'next') return [found(of.state, UNKNOWN)];
      // All of them, by another spelling.
      if (value.v === 'request' && value.expression.name === null && COPIES.test(callee.name)) return [of];
      if (
        value.v === 'request' &&
        value.expression.name === null &&
        (callee.name === 'get' || callee.name === 'has') &&
        values[0]?.value.v === 'text'
      )
        return [
          found(
            of.state,
            this.request({ e: 'request', part: value.expression.part, name: values[0].value.text }, of.state, context),
          ),
        ];
      if (value.v === 'request' && callee.name === 'get' && value.expression.name === null) {
        const computed = expression.args[0]?.value;
        const { part } = value.expression;
        // What it is called tells as much: `request.headers.get(TOKEN_HEADER)`.
        const called = computed ? credentialCalled(part, calledIn(computed)) : null;
        if (called !== null)
          return [found(of.state, this.request({ e: 'request', part, name: called }, of.state, context))];
        if (computed && isComputedCookie(part, calledIn(computed)))
          return [found(of.state, requestValue('cookie', 'session', context.scenario))];
      }
      const over =
        value.v === 'list' ? this.callbacks.overItems(value, callee.name, values, of.state, context) : undefined;
      if (over) return over;
      const plain = this.plainMethod(value, callee.name, values, of.state, context);
      if (plain) return [plain];
      const method = this.memberOf(of, callee.name, context);
      return this.invoke(method.value, expression, values, method.state, context);
    });
  }

  /** A method of an object that was made on the way; what a session of nobody answers is missing as well, or it refuses. */
  protected madeMethod(
    of: Result,
    made: Extract<Abstract, { v: 'made' }>,
    expression: Extract<Expression, { e: 'call' }>,
    callee: Extract<Expression, { e: 'member' }>,
    values: { name: string | null; value: Abstract }[],
    context: Context,
  ): Result[] {
    const member = made.entries.get(callee.name) ?? made.rest;
    if (member.v !== 'absent' || made.entries.has(callee.name))
      return this.invoke(member, expression, values, of.state, context);
    if (/^(?:protect|require|ensure|assert)/.test(callee.name))
      return [raise({ ...of.state, credential: true }, context, 401)];
    return [found(of.state, member)];
  }

  protected invoke(
    target: Abstract,
    expression: Extract<Expression, { e: 'call' }>,
    values: { name: string | null; value: Abstract }[],
    state: State,
    context: Context,
  ): Result[] {
    if (target.v === 'next') return [found({ ...state, proceeded: true }, { v: 'next' })];
    if (target.v === 'named') {
      const guard = this.program.registrar.byName.get(target.name ?? '');
      return guard ? this.invoke(guard, expression, values, state, context) : [found(state, UNKNOWN)];
    }
    if (target.v === 'refusal')
      return [found(state.sent || state.proceeded ? state : { ...state, sent: target.refusal }, UNKNOWN)];
    if (isTainted(target)) return [mayRaise(state, FAILED)];
    if (target.v === 'choice') {
      return target.options
        .slice(0, MAX_OPTIONS)
        .flatMap((option) => this.invoke(option, expression, values, state, context));
    }
    const name =
      expression.callee.e === 'name'
        ? expression.callee.name
        : expression.callee.e === 'member'
          ? expression.callee.name
          : '';
    const direct = values.map((arg) => arg.value).filter(isTainted);
    const tainted = direct.length > 0 ? direct : lookedUpBy(name, values);
    const behind = withSent(expression, state);
    if (behind !== state) return [found(behind, UNKNOWN)];
    // What is written down decides nothing.
    if (tainted.length > 0 && LOGS.test(nameOf(expression.callee))) return [found(state, UNKNOWN)];
    // Rails: whether an answer has been written by now.
    if (name === 'performed?') return [found(state, { v: 'constant', value: state.sent !== null })];
    const isWhole = values[0]?.value.v === 'request' && WAITS.test(name);
    if ((PASS_THROUGH.has(name) || isWhole) && values[0]) return [found(state, values[0].value)];
    const spelled = target.v === 'function' ? undefined : unsigned(nameOf(expression.callee), values[0]?.value);
    if (spelled) return [found(state, spelled)];
    if (name === 'bool' && values[0])
      return truths(values[0].value, state, nameOf(expression)).map((one) =>
        found(one.state, { v: 'constant', value: one.truth }),
      );
    if (name === 'len' && values[0]?.value.v === 'text')
      return [found(state, { v: 'constant', value: values[0].value.text.length })];
    const [measured] = tainted;
    if (name === 'len' && measured && measured.v !== 'junk' && hasZeroValues(context, this.program))
      return [found(state, measured)];
    if (name === 'hasattr' && hasMember(values, this.program)) return [found(state, { v: 'constant', value: true })];
    // A function of the workspace that is called like one of the language's own is entered.
    if (FORM_FUNCTIONS.has(name) && target.v !== 'function')
      return [this.formal(values[0]?.value, name, state, expression.args[1]?.value)];
    if (isPromise(expression, target) && this.isRelevant(target)) return [found({ ...state, credential: true }, TRUE)];
    const entered = this.enter(target as Value, values, state, context);
    if (entered)
      return hasZeroValues(context, this.program) ? entered.map((one) => sent(one, expression, context)) : entered;
    const called = this.callbacks.call(target, expression, values, state, context);
    if (called) return called;
    // An answer decides nothing.
    if (tainted.length > 0 && ANSWERS.test(name)) return [found(state, UNKNOWN)];
    // What another service says of a credential that is passed on is decided where its answer is looked at.
    if (direct.length === 0 && tainted.length > 0 && name === 'fetch') return [this.failure(state, false)];
    const own = outOfReach(target, expression, tainted, state, context, this.program);
    if (target.v === 'external') {
      const scopes = hasScopes(target.symbol, values, own);
      if (scopes) return scopes;
      const matched = matchedByGlob(target.symbol, values);
      if (matched !== undefined) return [found(state, { v: 'constant', value: matched })];
      const answer =
        compiled(target.symbol, expression.args, values as EvaluatedArgument[]) ??
        matchedByPattern(target.symbol, expression.args, values);
      if (answer) return [found(state, answer)];
      const result = this.external(target.symbol, expression.args, tainted, own, context);
      return [
        result.value.v === 'external'
          ? found(result.state, { ...result.value, values: values as EvaluatedArgument[] })
          : result,
      ];
    }
    if (tainted.length > 0) {
      const claimed =
        !SIGNS.test(nameOf(expression.callee)) && tainted.every((value) => value.v === 'junk' && value.claimed);
      if (target.v === 'unknown') this.unreachable.add(nameOf(expression.callee));
      return [this.failure(claimed ? own : { ...own, unread: own.unread ?? nameOf(expression.callee) }, claimed)];
    }
    return [found(own, { v: 'unknown', why: null, name: `${nameOf(expression.callee)}()` })];
  }

  /** Enters a function, method or class of the workspace. */
  protected override enter(
    target: Value,
    values: { name: string | null; value: Abstract }[],
    state: State,
    context: Context,
  ): Result[] | undefined {
    if (target.v === 'class') {
      // What the caller sent stays what it is in the fields of an object that is made of it (`KeyCheck(api_key)(request)`).
      const made = this.program.call(target, values as EvaluatedArgument[], 1);
      const hasTaint = values.some((arg) => isTainted(arg.value));
      return [found(state, made && (!hasTaint || hasMethods(made)) ? made : UNKNOWN)];
    }
    const fn =
      target.v === 'instance'
        ? ANSWERING.map((name) => this.program.bound(target.of, target, name)).find((one) => one)
        : target;
    if (fn?.v !== 'function') return undefined;
    const { url } = context.scenario;
    // A helper that is given the path of the request may tell whether it is one of the open ones.
    const isPath = (value: Abstract): boolean => value.v === 'text' && value.text !== '' && value.text === url;
    // An answer that refuses may come back with a header more: `return withRequestId(auth.response, id)`.
    // Nothing may be what has become of a credential: `isEmpty(user)`.
    const isNothing = (value: Abstract): boolean => value.v === 'constant' && value.value === null;
    const counts = (value: Abstract): boolean =>
      matters(value) || value.v === 'refusal' || isPath(value) || isNothing(value);
    const isGiven = values.some(({ value }) => counts(value)) || knowsCaller(fn, this.program);
    const isWrapper = values.some(
      ({ value }) => value.v === 'function' && (handsOn(value, this.program) || this.isRelevant(value)),
    );
    if (!isGiven && !isWrapper && !this.isRelevant(fn) && !answersConstant(fn)) return undefined;
    if (context.depth >= MAX_DEPTH) {
      this.notes.cuts++;
      // It may refuse, and nobody has looked.
      if (this.isRelevant(fn)) this.notes.exhausted = true;
      return undefined;
    }
    const own = hasZeroValues(context, this.program) ? values : closedOver(values, state, context);
    const given = bound(fn, own, this.program, context.scenario);
    for (const [name, value] of state.vars) if (name.startsWith('@')) given.set(name, value);
    const answers = this.remembered(fn, given, context);
    return distinctOutcomes(answers).map((outcome): Result => {
      const at: State = {
        ...state,
        ...(outcome.fields && { vars: new Map([...state.vars, ...outcome.fields]) }),
        assumptions: join(state.assumptions, outcome.assumptions),
        credential: state.credential || outcome.credential,
        unread: state.unread ?? outcome.unread,
        sent: state.sent ?? (state.proceeded ? null : outcome.sent) ?? null,
        ...(outcome.asked !== undefined && { asked: state.asked ?? outcome.asked }),
        ...(outcome.proceeds && { proceeded: true }),
      };
      if (outcome.end === 'refuse') return { state: at, value: UNKNOWN, raised: outcome.refusal };
      return found(at, outcome.proceeds ? { v: 'next' } : outcome.value);
    });
  }

  /** Runs a helper once per kind of arguments. */
  protected remembered(fn: FunctionValue, given: Map<string, Abstract>, context: Context): Outcome[] {
    const { credential, url, method, endpoint, bearer, before, metadata } = context.scenario;
    const kinds = [...given].map(([name, value]) => `${name}=${this.kinds.of(value)}`).join();
    const general = `${fn.path}#${fn.fact.id}(${kinds})${credential}${bearer ?? ''}${before ? '|before' : ''}`;
    const exact = `${general}${method} ${url} ${endpoint} ${metadata?.signature}`;
    const { depth } = context;
    const asked = { anchor: anchorOf(fn), general, exact, depth, most: MAX_DEPTH - 1 };
    return this.memory.of(asked, this.program.workspace, () =>
      this.run(fn, given, context.scenario, 'helper', depth + 1),
    );
  }

  /** The body of a function, noted as read: judgements live on while it stays the same. */
  body({ path, fact }: FunctionValue): readonly Statement[] {
    this.program.workspace.part(path, 'code');
    return fact.body;
  }

  /** Whether a body, or one that it calls, has to do with the request, a setting or a refusal at all. */
  isRelevant(fn: FunctionValue): boolean {
    return this.relevance.of(fn);
  }
}

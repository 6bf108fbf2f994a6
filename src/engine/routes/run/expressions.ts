/** Evaluates tests and expressions on one path of a body. */
import {
  CALLER_FIELD,
  compare,
  credentialCalled,
  heldBy,
  isAmongPaths,
  isSchemeSent,
  isSent,
  isTainted,
  requestValue,
  settingOf,
  type Abstract,
  type Refusal,
} from './abstract';
import { calledIn } from './called';
import { isHandedOn } from './handed-on';
import { statusOfName } from './status-names';
import { effectOf } from '../packages/effects';
import type { Expression, RequestPart } from '../../code/model';
import {
  collapsed,
  FAILED,
  FORMAL,
  found,
  limit,
  mayRaise,
  raise,
  stillMissing,
  truths,
  UNKNOWN,
  type Context,
  type Result,
  type State,
  type Tested,
} from './state';
import { requestPart } from '../../code/javascript/request-parts';
import { nameOf, textOf, type Value } from '../program/values';
import { anyOf } from './lists';
import { asksForOptions, decided, isStatusOfError, KEPT_CALLER, RELAYED } from './known';
import { LiteralRunner } from './literals';
import { queried } from './look-ups';
import { RunNotes } from './memory';
import { tooLate } from './websockets';
import { asZero, closed, errorOf, hasZeroValues, order, sending } from './results';

export abstract class ExpressionRunner extends LiteralRunner {
  readonly notes = new RunNotes();

  /** The ways a call can turn out (`calls.ts`). */
  protected abstract call(expression: Extract<Expression, { e: 'call' }>, state: State, context: Context): Result[];

  // Tests ----------------------------------------------------------------------------------------------------------------------------

  /** The ways a test can turn out. */
  protected test(expression: Expression, state: State, context: Context): Tested[] {
    if (expression.e === 'not')
      return this.test(expression.of, state, context).map((result) => ({ ...result, truth: !result.truth }));
    if (expression.e === 'and' || expression.e === 'or') {
      const stops = expression.e === 'or';
      return this.test(expression.left, state, context).flatMap((result) =>
        result.raised || result.truth === stops ? [result] : this.test(expression.right, result.state, context),
      );
    }
    return this.evaluate(expression, state, context).flatMap((result): Tested[] => {
      if (result.raised) return [{ state: result.state, truth: false, raised: result.raised }];
      return truths(result.value, result.state, nameOf(expression)).map((one) => ({ ...one, raised: null }));
    });
  }

  // Expressions ----------------------------------------------------------------------------------------------------------------------

  protected override evaluate(expression: Expression, state: State, context: Context): Result[] {
    switch (expression.e) {
      case 'name':
        return [found(state, this.name(expression.name, state, context))];
      case 'request':
        return [found(state, this.request(expression, state, context))];
      case 'refusal':
        return this.refusal(expression, state, context);
      case 'proceed':
        return [found(state, { v: 'next' })];
      case 'metadata':
        return this.attached(expression.key, state, context);
      case 'member':
        return this.member(expression, state, context);
      case 'index':
        return this.index(expression, state, context);
      case 'call':
        return limit(this.call(expression, state, context));
      case 'error':
        return this.evaluate(expression.of, state, context).map((result) => errorOf(result, context));
      case 'not':
      case 'and':
      case 'or':
        return this.logical(expression, state, context);
      case 'compare':
        return this.compared(expression, state, context);
      case 'choose':
        return collapsed(
          this.test(expression.test, state, context).flatMap((result) =>
            result.raised
              ? [{ state: result.state, value: UNKNOWN, raised: result.raised }]
              : this.evaluate(result.truth ? expression.then : expression.else, result.state, context).map((chosen) =>
                  withoutCredential(chosen, result, state),
                ),
          ),
        );
      case 'join':
      case 'other':
        return this.combined(expression.parts, state, context);
      case 'list':
        return this.list(expression, state, context);
      case 'record':
        return this.record(expression, state, context, false);
      case 'function':
        return [
          found(
            state,
            hasZeroValues(context, this.program)
              ? closed(this.plain(expression, context), state)
              : this.plain(expression, context),
          ),
        ];
      default:
        return [found(state, this.plain(expression, context))];
    }
  }

  /** What is attached to the route at hand; unknown while no route is looked at. */
  private attached(key: Expression, state: State, context: Context): Result[] {
    this.notes.sawPath = true;
    const { metadata } = context.scenario;
    return this.evaluate(key, state, context).map((result): Result => {
      if (result.raised || !metadata) return { ...result, value: UNKNOWN };
      const own = result.value as Value;
      return found(result.state, metadata.entries.get(textOf(own) ?? own) ?? { v: 'constant', value: null });
    });
  }

  protected plain(expression: Expression, context: Context): Abstract {
    if (expression.e === 'function') {
      const fact = this.program.facts(context.scope.path)?.functions[expression.id];
      return fact ? { v: 'function', path: context.scope.path, fact, scope: context.scope, self: null } : UNKNOWN;
    }
    return this.program.evaluate(expression, context.scope);
  }

  protected name(name: string, state: State, context: Context): Abstract {
    const local = state.vars.get(name);
    if (local) return local.v === 'imported' ? this.program.follow(local) : local;
    if (name.startsWith('@')) return CALLER_FIELD.test(name) ? { v: 'absent' } : UNKNOWN;
    const value = this.program.evaluate({ e: 'name', name }, context.scope);
    if (isHandedOn(value)) return { v: 'next' };
    if (value.v === 'external' && effectOf(value.symbol, []) === 'user') return { v: 'anonymous' };
    const held = value.v === 'external' ? heldBy(value.symbol) : undefined;
    if (held) return held;
    if (value.v === 'request' && value.expression.always) return { v: 'anonymous' };
    // A module's `X = None` is filled in at start-up.
    if (value.v === 'constant' && value.value === null && context.scope.parent?.parent === null)
      return { v: 'unknown', why: null, name };
    return value;
  }

  protected request(expression: Extract<Expression, { e: 'request' }>, state: State, context: Context): Abstract {
    const set = state.vars.get(`request.${expression.part}.${expression.name}`) ?? tooLate(expression, state);
    if (set) return set;
    if (OF_ROUTE.has(expression.part)) this.notes.sawPath = true;
    const value = requestValue(expression.part, expression.name, context.scenario, expression.always);
    return expression.held && value.v === 'absent' ? { v: 'absent', held: true } : value;
  }

  protected refusal(expression: Extract<Expression, { e: 'refusal' }>, state: State, context: Context): Result[] {
    const { statusFrom } = expression;
    if (statusFrom) {
      const { statusFrom: _, ...literal } = expression;
      return this.evaluate(statusFrom, state, context).flatMap((result) => {
        const { value, state: at } = result;
        if (result.raised) return [result];
        // What is answered is itself a refusal: a policy that denies.
        if (value.v === 'refusal') return this.refusal({ ...literal, status: value.refusal.status }, at, context);
        const known = value.v === 'constant' && typeof value.value === 'number' ? value.value : undefined;
        // Nothing comes after what ends the chain, whatever it answers.
        if (known === undefined && (expression.chain === 'ends' || expression.errs || isStatusOfError(value)))
          return this.refusal(literal, at, context);
        if (value.v === 'failed') return [found({ ...at, asked: at.asked ?? RELAYED }, UNKNOWN)];
        const status = known ?? (value.v === 'text' ? (statusOfName(value.text) ?? 0) : 0);
        // What answers anyway has answered well where nothing says otherwise.
        if (status < 400 && expression.answers) return this.refusal({ ...literal, status: 200 }, at, context);
        return status >= 400 ? this.refusal({ ...literal, status }, at, context) : [found(at, UNKNOWN)];
      });
    }
    const refusal: Refusal = {
      status: expression.status,
      redirect: expression.redirect ?? false,
      path: context.scope.path,
      line: expression.at.line,
      http: true,
      ...(expression.chain && { chain: expression.chain }),
    };
    if (expression.throws) return [{ state, value: UNKNOWN, raised: refusal }];
    if (!expression.sends) return [found(state, { v: 'refusal', refusal })];
    // What is sent once the handler has served refuses nobody, closing a websocket without a policy code only if a credential made it close.
    const idle = state.proceeded || (refusal.status === null && !refusal.chain && !state.credential);
    return [found(idle ? state : sending(state, refusal), UNKNOWN)];
  }

  protected logical(
    expression: Extract<Expression, { e: 'not' | 'and' | 'or' }>,
    state: State,
    context: Context,
  ): Result[] {
    if (expression.e === 'not')
      return this.test(expression.of, state, context).map(({ state: at, truth, raised }) => ({
        state: at,
        value: { v: 'constant', value: !truth },
        raised,
      }));
    const stops = expression.e === 'or';
    return this.evaluate(expression.left, state, context).flatMap((left) => {
      if (left.raised) return [left];
      return collapsed(
        truths(left.value, left.state, nameOf(expression.left)).flatMap((one) =>
          one.truth === stops
            ? [found(one.state, decided(left.value, one.truth, expression.left))]
            : this.evaluate(expression.right, one.state, context).map((right) => stillMissing(left, right)),
        ),
      );
    });
  }

  protected compared(expression: Extract<Expression, { e: 'compare' }>, state: State, context: Context): Result[] {
    return this.evaluate(expression.left, state, context).flatMap((left) => {
      if (left.raised) return [left];
      return this.evaluate(expression.right, left.state, context).map((right): Result => {
        if (right.raised) return right;
        if (asksForOptions(expression.left, right.value) && context.scenario.method === 'ALL')
          return found(right.state, { v: 'constant', value: expression.op.startsWith('!') });
        const sent =
          isSent(expression.op, left.value, right.value, context.scenario) ??
          isSchemeSent(expression.op, left.value, right.value, context.scenario);
        if (sent !== undefined) return found({ ...right.state, credential: true }, { v: 'constant', value: sent });
        if (isAmongPaths(expression.op, left.value, right.value, context.scenario) === false)
          return found(right.state, { v: 'constant', value: expression.op === 'not in' });
        const result = hasZeroValues(context, this.program)
          ? (order(expression.op, left.value) ?? compare(expression.op, asZero(left.value), asZero(right.value)))
          : compare(expression.op, left.value, right.value);
        const tainted = isTainted(left.value) || isTainted(right.value);
        const at = tainted ? { ...right.state, credential: true } : right.state;
        const condition =
          this.program.languageOf(context.scope.path) === 'python'
            ? queried(expression, left.value, right.value)
            : undefined;
        if (condition) return found(at, condition);
        if (result !== undefined) return found(at, { v: 'constant', value: result });
        if (tainted) return found(at, FORMAL);
        const setting = settingOf(left.value) ?? settingOf(right.value);
        return found(at, setting === null ? UNKNOWN : { v: 'setting', name: nameOf(expression), fallback: null });
      });
    });
  }

  protected member(expression: Extract<Expression, { e: 'member' }>, state: State, context: Context): Result[] {
    const known = state.vars.get(nameOf(expression));
    if (known) return [found(state, known)];
    return this.evaluate(expression.of, state, context).map((of): Result => {
      if (of.raised) return of;
      return this.memberOf(of, expression.name, context, expression.maybe);
    });
  }

  /** `maybe`: the chain ends quietly where something is missing. */
  protected memberOf(of: Result, name: string, context: Context, maybe?: true): Result {
    const { value, state } = of;
    switch (value.v) {
      case 'absent':
        return maybe || value.held ? found(state, ABSENT) : raise(state, context);
      case 'made':
        return found(state, value.entries.get(name) ?? value.rest);
      case 'constant':
        // A chain ends at nothing.
        return found(state, maybe && value.value === null ? value : this.program.member(value, name));
      case 'record':
        // Options that nobody gave (`options = {}`) are all off.
        if (value.entries.size === 0) return found(state, { v: 'constant', value: null });
        return found(state, this.program.member(value, name));
      case 'request':
        return found(state, this.requestMember(value.expression, name, state, context));
      case 'refusal':
        return found(state, UNKNOWN);
      case 'junk':
      case 'failed':
      case 'formal':
        // `token.split('.').length !== 3`: that many can be made up as well.
        return found(state, value.v === 'junk' && name === 'length' ? FORMAL : value);
      case 'anonymous':
        return found({ ...state, credential: true }, name === 'is_anonymous' ? { v: 'constant', value: true } : FAILED);
      case 'next':
        return found(state, UNKNOWN);
      default:
        return found(state, this.program.member(value, name));
    }
  }

  /** A part of the request, or one value of a part. */
  private requestMember(
    of: Extract<Expression, { e: 'request' }>,
    name: string,
    state: State,
    context: Context,
  ): Abstract {
    if (of.part === 'url') {
      if (name === 'searchParams') return requestValue('query', null, context.scenario);
      const isPath = name === 'pathname' || name === 'href';
      return isPath ? this.request({ e: 'request', part: 'path', name: null }, state, context) : UNKNOWN;
    }
    // `c.var.ctx.user`: what an earlier middleware keeps of the caller, in something that it keeps.
    if (of.name !== null) return of.part === 'state' && KEPT_CALLER.test(name) ? { v: 'absent' } : UNKNOWN;
    const own = of.part === 'header' ? name.toLowerCase() : name;
    return this.request(of.part === 'state' ? requestPart(name) : { ...of, name: own }, state, context);
  }

  protected index(expression: Extract<Expression, { e: 'index' }>, state: State, context: Context): Result[] {
    return this.evaluate(expression.of, state, context).flatMap((of): Result[] => {
      if (of.raised) return [of];
      if (of.value.v === 'absent')
        return [expression.maybe || of.value.held ? found(of.state, ABSENT) : raise(of.state, context)];
      if (of.value.v === 'anonymous') return [mayRaise(of.state, FAILED)];
      if (isTainted(of.value)) return [found(of.state, of.value)];
      const { value } = of;
      if (value.v === 'made') {
        const name = expression.key.e === 'text' ? expression.key.value : null;
        return [found(of.state, name === null ? UNKNOWN : (value.entries.get(name) ?? value.rest))];
      }
      return this.evaluate(expression.key, of.state, context).map((key): Result => {
        if (key.raised) return key;
        // A look-up by a credential, or by several things of which one is, finds nothing, or raises.
        const by = key.value.v === 'list' ? (key.value.items.find(isTainted) ?? key.value) : key.value;
        if (by.v === 'junk' || by.v === 'failed')
          return by.v === 'junk' && by.claimed ? found(key.state, UNKNOWN) : mayRaise(key.state, FAILED);
        // A header, cookie or parameter by a name that is worked out.
        if (value.v === 'request' && key.value.v === 'text')
          return found(key.state, this.requestMember(value.expression, key.value.text, key.state, context));
        // What it is called tells as much: `req.cookies[SESSION_COOKIE]`.
        const isWhole = value.v === 'request' && value.expression.name === null;
        const called = isWhole ? credentialCalled(value.expression.part, calledIn(expression.key)) : null;
        if (isWhole && called !== null)
          return found(key.state, this.requestMember(value.expression, called, key.state, context));
        return found(key.state, this.partOf(value as Value, key.value));
      });
    });
  }

  protected partOf(of: Value, key: Abstract): Abstract {
    if (of.v === 'record' && key.v === 'text') return of.entries.get(key.text) ?? UNKNOWN;
    if (of.v === 'record' && key.v === 'unknown') return anyOf([...of.entries.values()]);
    if (of.v === 'list' && key.v === 'constant' && typeof key.value === 'number')
      return of.items.at(key.value) ?? UNKNOWN;
    return key.v === 'text' ? this.program.member(of, key.text) : UNKNOWN;
  }

  /** A value made of several: made-up or failed as soon as one of them is. */
  protected combined(parts: readonly Expression[], state: State, context: Context): Result[] {
    let results: Result[] = [found(state, UNKNOWN)];
    const texts: string[] = [];
    for (const part of parts) {
      results = limit(
        results.flatMap((before) => {
          if (before.raised) return [before];
          return this.evaluate(part, before.state, context).map((result): Result => {
            if (result.raised) return result;
            if (result.value.v === 'text') texts.push(result.value.text);
            return found(
              result.state,
              isTainted(before.value) ? before.value : isTainted(result.value) ? result.value : UNKNOWN,
            );
          });
        }),
      );
    }
    const [only] = results;
    if (results.length === 1 && only && texts.length === parts.length && parts.length > 0)
      return [found(only.state, { v: 'text', text: texts.join('') })];
    return results;
  }
}

const ABSENT: Abstract = { v: 'absent' };

/** Parts of the request that the route at hand decides. */
const OF_ROUTE: ReadonlySet<RequestPart> = new Set(['path', 'method', 'endpoint', 'protocol']);

/** `header ? header.value : null`: nothing, because no credential was sent, is still a missing credential. */
function withoutCredential(chosen: Result, test: Tested, before: State): Result {
  const isNothing = chosen.value.v === 'constant' && chosen.value.value === null;
  const byCaller = !test.truth && test.state.credential && !before.credential;
  return isNothing && byCaller && !chosen.raised ? { ...chosen, value: { v: 'absent' } } : chosen;
}

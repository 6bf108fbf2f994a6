/** Calls of what a base class does (`super().method(…)`), on one path of a body. */
import { effectOf } from '../packages/effects';
import { entryOf } from '../framework';
import { METHOD, methodBehind } from '../program/mro';
import type { Value } from '../program/values';
import type { Abstract } from './abstract';
import { PackageRunner } from './packages';
import { autoErrorOf, FAILED, found, raise, UNKNOWN, type Context, type Result, type State } from './state';

export abstract class SuperCallRunner extends PackageRunner {
  /** Enters a function, method or class of the workspace (`calls.ts`). */
  protected abstract enter(
    target: Value,
    values: { name: string | null; value: Abstract }[],
    state: State,
    context: Context,
  ): Result[] | undefined;

  /** A guard's method as its package has it: it asks the class what comes of a caller whom it does not know, or refuses. */
  protected inheritedEntry(
    verdict: string | undefined,
    self: Extract<Value, { v: 'instance' }>,
    state: State,
    context: Context,
  ): Result[] {
    const method = verdict === undefined ? undefined : this.program.bound(self.of, self, verdict);
    const given: { name: null; value: Abstract }[] = [
      { name: null, value: { v: 'constant', value: null } },
      { name: null, value: FAILED },
      { name: null, value: UNKNOWN },
    ];
    const asked = method && this.enter(method, given, state, context);
    return asked
      ? asked.map((result) => (result.raised ? result : found(result.state, { v: 'constant', value: true })))
      : [raise({ ...state, credential: true }, context, 401)];
  }

  /** `super().method(…)`: a base class of this workspace, or a scheme of the framework. */
  protected superCall(
    name: string,
    values: { name: string | null; value: Abstract }[],
    state: State,
    context: Context,
  ): Result[] {
    const self = this.program.evaluate({ e: 'name', name: 'this' }, context.scope);
    if (self.v !== 'instance') return [found(state, UNKNOWN)];
    const running = this.program.own(context.scope, METHOD);
    const next = running?.v === 'function' ? methodBehind(self.of, running.fact, name, this.program) : null;
    if (running?.v === 'function') this.program.watch?.(self.of, name, running, next);
    if (next) return this.enter({ ...next, self }, values, state, context) ?? [found(state, UNKNOWN)];
    const symbols = this.program.externalBases(self.of);
    const [symbol] = symbols;
    const own = symbols.map((one) => effectOf(`${one}.${name}`, [])).find((effect) => effect !== undefined);
    if (own === 'deny' || own === 'raises') return [raise({ ...state, credential: true }, context, 401)];
    if (own === 'identity') return [found(state, { v: 'absent' })];
    const entry = entryOf(symbols);
    if (entry?.method === name) return this.inheritedEntry(entry.verdict, self, state, context);
    if (symbol === undefined || name !== '__call__') return [found(state, UNKNOWN)];
    const effect = effectOf(`${symbol}()`, autoErrorOf(self.args));
    if (effect === undefined) return [found(state, UNKNOWN)];
    // What has another purpose hands the request on.
    if (effect === 'none' || effect === 'session') return [found(state, { v: 'next' })];
    if (context.scenario.credential === 'junk') return [found(state, { v: 'junk', claimed: false })];
    return effect === 'optional'
      ? [found(state, { v: 'absent' })]
      : [raise({ ...state, credential: true }, context, 401)];
  }
}

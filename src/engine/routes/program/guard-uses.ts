/** Uses of guards: as constructors take them, and what they are called. */
import type { Expression, GuardUse, RouterExpression } from '../../code/model';
import type { Workspace } from '../../workspace';
import { nameOf, type Guard } from './values';

/** A use of a guard that a constructor was given. */
export function useOf(
  as: GuardUse['as'],
  at: RouterExpression['at'],
  value: Expression = { e: 'other', parts: [] },
): GuardUse {
  return { as, value, at: value.e === 'guard' ? value.at : at };
}

/** `Middleware(Class, **options)` stands for its class. */
export function unwrapMiddleware(guard: Guard): Guard {
  const { value } = guard;
  const inner =
    value.v === 'external' && /(^|\.)Middleware\(\)$/.test(value.symbol) ? value.values[0]?.value : undefined;
  if (!inner || value.v !== 'external') return guard;
  if (inner.v !== 'external') return { ...guard, value: inner };
  return { ...guard, value: { ...inner, args: value.args.slice(1), values: value.values.slice(1) } };
}

/** Name of a guard as written, for people. */
export function guardName(guard: Guard): string {
  if (guard.use.name !== undefined) return guard.use.name;
  if (guard.value.v === 'guard') return guard.value.name || nameOf(guard.use.value);
  return nameOf(guard.use.value);
}

/** Whether a configuration file takes a guard away (`GuardUse.off`). */
export function isSwitchedOff({ off }: GuardUse, workspace: Workspace): boolean {
  const sections = off ? (workspace.part(off.file, 'settings')?.sections ?? []) : [];
  return sections.some(
    ({ name, entries }) =>
      name === off?.section && entries.some(({ key, value }) => key === off.key && value === false),
  );
}

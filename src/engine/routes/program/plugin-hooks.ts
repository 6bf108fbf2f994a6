/**
 * Hooks of plugins that are called by their name: `manager.hook.load_blueprints(app=app)` runs every function of that name that a plugin
 * gives. Source: pluggy.readthedocs.io ("Calling hooks": arguments by keyword only, implementations by the function's name).
 */
import type { Expression } from '../../code/model';
import type { Interpreter } from './interpret';
import { nodeOf, type EvaluatedArgument, type Value } from './values';

const MANAGER = /^pluggy\.(?:\w+\.)*PluginManager(?:\(\))?$/;

/** Whether a call runs hooks of plugins: which functions it comes to is known once every module has run. */
export function runHooks(
  callee: Extract<Expression, { e: 'member' }>,
  manager: Value,
  args: readonly EvaluatedArgument[],
  program: Interpreter,
): void {
  const symbols = manager.v === 'instance' ? program.externalBases(manager.of) : [];
  const isManager = manager.v === 'external' ? MANAGER.test(manager.symbol) : symbols.some((one) => MANAGER.test(one));
  if (!isManager || args.every(({ value }) => nodeOf(value) === null)) return;
  const run = (): void => {
    for (const module of [...program.modules.values()]) {
      const value = module.facts.language === 'python' ? module.scope.vars.get(callee.name) : undefined;
      if (value?.v === 'function') program.call(value, args, 1);
    }
  };
  if (program.registrar.uncalled) run();
  else program.registrar.later.push(run);
}

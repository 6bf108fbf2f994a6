/** Sizes of files against their budgets. */
import type { FileFacts } from '../facts';
import type { SizeEntry } from '../report/report';
import type { Workspace } from '../workspace';
import { budgetOf, isSource } from './budgets';

/** Source files at or over half of their budget, left-out classes included, in path order. Call through `workspace.derive(sizes)`. */
export function sizes(workspace: Workspace): SizeEntry[] {
  const entries: SizeEntry[] = [];
  for (const file of workspace.facts.values())
    if (isSource(file) && isNearBudget(file, workspace))
      entries.push({
        path: file.path,
        lines: file.lines,
        code: file.parts.size?.code ?? null,
        bytes: file.size,
        class: file.fileClass,
      });
  return entries;
}

function isNearBudget(file: FileFacts, workspace: Workspace): boolean {
  const budget = budgetOf(file, workspace.config);
  return file.lines * 2 >= (budget.softLines ?? budget.hardLines) || file.size * 2 >= budget.bytes;
}

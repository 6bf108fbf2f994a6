import { defineCheck, type Conclusion } from '../check';
import type { FindingDraft } from '../finding';
import type { FileFacts } from '../facts';
import { declaredBudgets, type DeclaredBudget } from '../size/declared-budgets';
import { count, kilobytes } from '../size/words';

export default defineCheck({
  id: 'file-budget',
  title: "Files keep the team's own size budgets",
  question: 'Does every file with a size budget of its own stay within it?',
  category: 'structure',
  severity: 'medium',
  effort: 'high',
  since: '0.1.0',
  asks: ['003'],
  conclude(workspace): Conclusion {
    const budgets = workspace.derive(declaredBudgets).filter(({ files }) => files.length > 0);
    if (budgets.length === 0)
      return { verdict: 'not-applicable', summary: 'No configuration and no checklist sets a size budget for a file.' };
    const checked = budgets.flatMap((budget) =>
      budget.files.flatMap((path) => {
        const file = workspace.file(path);
        return file ? [{ budget, file }] : [];
      }),
    );
    const findings = checked.flatMap(({ budget, file }) => overBudget(budget, file));
    const evidence = checked.slice(0, 20).map(({ budget, file }) => ({
      path: file.path,
      line: Math.max(1, Math.min(file.lines, (budget.lines ?? 0) + 1)),
      note: `${measured(budget, file)}; the budget is ${allowed(budget)} (${budget.from.path}:${budget.from.span.line})`,
    }));
    const failing = new Set(findings.map(({ place }) => place?.path)).size;
    if (failing === 0)
      return { verdict: 'pass', level: 'E4', summary: `${count(checked.length, 'file')} within budget.`, evidence };
    const summary = `${count(failing, 'file')} over the team's own budget.`;
    return { verdict: 'fail', level: 'E0', summary, evidence, findings };
  },
});

function measured(budget: DeclaredBudget, file: FileFacts): string {
  return budget.lines === null ? kilobytes(file.size) : count(file.lines, 'line');
}

function allowed(budget: DeclaredBudget): string {
  return budget.lines === null ? kilobytes(budget.bytes ?? 0) : count(budget.lines, 'line');
}

function overBudget(budget: DeclaredBudget, file: FileFacts): FindingDraft[] {
  const isOver =
    (budget.lines !== null && file.lines > budget.lines) || (budget.bytes !== null && file.size > budget.bytes);
  if (!isOver) return [];
  const { path, span } = budget.from;
  return [
    {
      place: { path: file.path, span: null },
      message: `This file has ${measured(budget, file)}; ${path} gives it ${allowed(budget)}. Divide it, or agree on another budget.`,
      identity: `${budget.lines === null ? 'bytes' : 'lines'}:${budget.target}`,
      related: [{ path, span, kind: 'evidence', note: `The budget is set here: ${allowed(budget)}.` }],
    },
  ];
}

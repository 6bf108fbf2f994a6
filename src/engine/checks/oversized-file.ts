import { defineCheck, type Conclusion } from '../check';
import type { FileFacts } from '../facts';
import type { FindingDraft } from '../finding';
import { declaredBudgets } from '../size/declared-budgets';
import { budgetOf, isMeasured, type Budget } from '../size/budgets';
import { count, kilobytes } from '../size/words';
import type { Workspace } from '../workspace';

/** A measured file with the limit it breaks. */
interface Over {
  file: FileFacts;
  budget: Budget;
  rule: 'lines' | 'bytes' | 'code';
  hard: boolean;
}

export default defineCheck({
  id: 'oversized-file',
  title: 'No source file is too long',
  question: 'Is every source file short enough to be read, reviewed and changed safely?',
  category: 'structure',
  severity: 'high',
  effort: 'high',
  since: '0.1.0',
  asks: ['003'],
  rules: {
    lines: 'The file has more lines than its limit.',
    bytes: 'The file is larger than its limit.',
    code: 'The file has more lines of code than the team wants.',
  },
  conclude(workspace): Conclusion {
    const measured = [...workspace.facts.values()].filter(isMeasured);
    const longest = [...measured].sort((a, b) => b.lines - a.lines)[0];
    if (!longest) return { verdict: 'not-applicable', summary: 'There is no source code here.' };
    // A file with a budget of its own is the business of `file-budget`.
    const budgeted = new Set(workspace.derive(declaredBudgets).flatMap(({ files }) => files));
    const over = measured.flatMap((file) => (budgeted.has(file.path) ? [] : overOf(file, workspace)));
    const hard = over.filter((entry) => entry.hard).sort((a, b) => rank(a) - rank(b) || b.file.lines - a.file.lines);
    const findings = over.map(toFinding);
    if (hard.length === 0) {
      const limit = count(budgetOf(longest, workspace.config).hardLines);
      return {
        verdict: 'pass',
        level: 'E4',
        summary: `The longest file, ${longest.path}, has ${count(longest.lines, 'line')}; its limit is ${limit}.`,
        evidence: [{ path: longest.path, line: 1, note: `${count(longest.lines, 'line')}, the longest file` }],
        findings,
      };
    }
    const first = hard[0]?.file ?? longest;
    const many = hard.length === 1 ? 'One file is' : `${count(hard.length)} files are`;
    return {
      verdict: 'fail',
      level: 'E0',
      summary: `${many} over the limit; ${first.path} is the longest with ${count(first.lines, 'line')}.`,
      evidence: hard.slice(0, 20).map(({ file, budget }) => ({
        path: file.path,
        line: Math.min(budget.hardLines + 1, Math.max(1, file.lines)),
        note: `${count(file.lines, 'line')}; the limit is ${count(budget.hardLines)}`,
      })),
      findings,
    };
  },
});

/** Modules before tests and style sheets. */
function rank({ file, budget }: Over): number {
  return file.fileClass === 'test' ? 2 : budget.softLines === null ? 0 : 1;
}

function overOf(file: FileFacts, workspace: Workspace): Over[] {
  const budget = budgetOf(file, workspace.config);
  const code = file.parts.size?.code ?? 0;
  if (file.lines > budget.hardLines) return [{ file, budget, rule: 'lines', hard: true }];
  if (file.size > budget.bytes) return [{ file, budget, rule: 'bytes', hard: file.fileClass !== 'test' }];
  if (budget.softLines !== null && file.lines > budget.softLines) return [{ file, budget, rule: 'lines', hard: false }];
  // Code is only counted unasked in files that are long by any measure; a team may want to hear earlier.
  if (budget.softCode !== null && file.lines > budget.softCode) workspace.want(file.path, 'size');
  if (budget.softCode !== null && code > budget.softCode) return [{ file, budget, rule: 'code', hard: false }];
  return [];
}

function toFinding(over: Over): FindingDraft {
  const { file, budget, rule, hard } = over;
  const beyond = Math.min(file.lines, budget.hardLines + 1);
  return {
    rule,
    severity: hard ? (file.fileClass === 'test' ? 'low' : undefined) : 'info',
    place: { path: file.path, span: null },
    message: `${measureOf(over)} ${adviceOf(file)}`,
    identity: rule,
    related:
      hard && rule === 'lines'
        ? [
            {
              path: file.path,
              span: { line: beyond, column: 1, endLine: beyond, endColumn: 1 },
              kind: 'evidence',
              note: 'The first line over the limit.',
            },
          ]
        : [],
  };
}

function measureOf({ file, budget, rule, hard }: Over): string {
  const code = file.parts.size?.code;
  if (rule === 'bytes') return `This file is ${kilobytes(file.size)}; the limit is ${kilobytes(budget.bytes)}.`;
  if (rule === 'code')
    return `This file has ${count(code ?? 0)} lines of code; the team wants at most ${count(budget.softCode ?? 0)}.`;
  const limit = hard ? budget.hardLines : (budget.softLines ?? budget.hardLines);
  const of = typeof code === 'number' ? ` (${count(code)} of code)` : '';
  const whose = budget.configured ? "the team's limit" : hard ? 'the limit' : 'a good size for such a file';
  return `This file has ${count(file.lines)} lines${of}; ${whose} is ${count(limit)}.`;
}

/** What to do, with the parts that would help most. */
function adviceOf(file: FileFacts): string {
  const parts = (file.parts.size?.parts ?? []).filter((part) => part.lines >= 50);
  const [first] = parts;
  if (first && first.lines > file.lines * 0.7)
    return `Nearly all of it is ${first.name} (line ${first.line}): take steps or sections out of it.`;
  const named = parts.map((part) => `${part.name} (line ${part.line}, ${count(part.lines)} lines)`);
  if (named.length < 2) return 'Long files hide bugs and make changes collide; divide it by topic.';
  return `Long files hide bugs and make changes collide. Divide it; the largest parts are ${named.slice(0, -1).join(', ')} and ${named.at(-1)}.`;
}

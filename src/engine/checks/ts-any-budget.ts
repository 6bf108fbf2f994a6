import { defineCheck, type Conclusion } from '../check';
import type { FileFacts } from '../facts';
import type { FindingDraft } from '../finding';
import { count } from '../size/words';
import type { TypeEscapes } from '../types/escapes';
import { isTypeScriptSource } from '../types/projects';
import type { Workspace } from '../workspace';

/** Lines of TypeScript per `any` that is accepted without a word from the team. */
const LINES_PER_ANY = 1000;
/** A small project may have a few. */
const ALWAYS = 5;

export default defineCheck({
  id: 'ts-any-budget',
  title: 'Explicit any stays within its budget',
  question: 'Is the number of explicit any types and silenced type errors within its budget?',
  category: 'types',
  severity: 'medium',
  effort: 'high',
  since: '0.1.0',
  everyPlace: true,
  asks: ['003'],
  conclude(workspace): Conclusion {
    const sources = [...workspace.facts.values()].filter(
      (file) => isTypeScriptSource(file.path) && file.fileClass === 'hand-written',
    );
    if (sources.length === 0) return { verdict: 'not-applicable', summary: 'There is no TypeScript here.' };
    const escapes = sources.flatMap((file) =>
      file.parts.typeEscapes ? [{ file, facts: file.parts.typeEscapes }] : [],
    );
    const total = escapes.reduce((sum, { facts }) => sum + facts.any + facts.ignores, 0);
    const { budget, whose } = budgetOf(workspace, sources);
    const worst = [...escapes].sort((a, b) => weight(b.facts) - weight(a.facts));
    const evidence = worst.slice(0, 10).map(({ file, facts }) => ({
      path: file.path,
      line: facts.first.line,
      note: wordsOf(facts),
    }));
    const summary = `${count(total)} in ${count(escapes.length, 'file')}; ${whose} ${count(budget)}.`;
    if (total <= budget) return { verdict: 'pass', level: 'E4', summary, evidence };
    return { verdict: 'fail', level: 'E1', summary, evidence, findings: escapes.map(toFinding) };
  },
});

function weight(facts: TypeEscapes): number {
  return facts.any + facts.ignores;
}

function budgetOf(workspace: Workspace, sources: FileFacts[]): { budget: number; whose: string } {
  const own = workspace.config.root.budgets?.any;
  if (own !== undefined) return { budget: own, whose: 'the team accepts' };
  const lines = sources.reduce((sum, file) => sum + file.lines, 0);
  return {
    budget: Math.max(ALWAYS, Math.floor(lines / LINES_PER_ANY)),
    whose: `for ${count(lines)} lines the budget is`,
  };
}

function wordsOf({ any, ignores }: TypeEscapes): string {
  const parts = [];
  if (any > 0) parts.push(`${count(any)} any`);
  if (ignores > 0) parts.push(count(ignores, 'silenced error'));
  return parts.join(' and ');
}

function toFinding({ file, facts }: { file: FileFacts; facts: TypeEscapes }): FindingDraft {
  const total = weight(facts);
  const casts = facts.asAny > 0 ? ` (${count(facts.asAny)} of them casts)` : '';
  const what =
    facts.any > 0
      ? `${facts.any === 1 ? 'This any switches' : `${count(facts.any)} any${casts} switch`} type checking off in this file`
      : `${facts.ignores === 1 ? 'A comment silences' : `${count(facts.ignores)} comments silence`} the compiler in this file`;
  const more =
    facts.any > 0 && facts.ignores > 0
      ? `, and ${count(facts.ignores, 'comment')} silence${facts.ignores === 1 ? 's' : ''} the compiler`
      : '';
  return {
    severity: total >= 10 ? 'low' : 'info',
    place: { path: file.path, span: facts.first },
    message: `${what}${more}. Mistakes pass through unseen from here on. Name the type, or use unknown and check it.`,
    identity: 'any',
  };
}

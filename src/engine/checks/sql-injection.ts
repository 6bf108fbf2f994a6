/** SQL that is put together from what a caller sends. */
import type { SqlHole, SqlText } from '../collect/sql-text';
import { defineCheck } from '../check';
import type { FileView } from '../facts';
import { count, evidence, fail, findingAt, notApplicable, pass } from '../readiness/answers';
import { database } from '../readiness/databases';
import { isScript, isShipped } from '../readiness/scope';
import { served } from '../readiness/served';
import type { Workspace } from '../workspace';

export default defineCheck({
  id: 'sql-injection',
  title: 'No SQL is assembled from input',
  question: 'Do all SQL statements bind their values instead of joining them into the text?',
  category: 'http',
  severity: 'blocker',
  effort: 'low',
  since: '0.1.0',
  asks: ['003', '004'],
  reads: 'code',
  rules: {
    'request-value': 'A value of the request becomes part of the SQL text.',
    'joined-value': 'A value of unknown origin stands in the SQL text where a bound parameter belongs.',
  },
  conclude(workspace) {
    const texts = [...workspace.each('sqlText')].flatMap(({ file, facts }) =>
      isShipped(file) ? facts.map((text) => ({ file, text })) : [],
    );
    const bad = texts.flatMap(({ file, text }) => judge(workspace, file, text));
    if (bad.length > 0) {
      return fail(
        'E0',
        `${count(bad.length, 'SQL statement')} ${bad.length === 1 ? 'is' : 'are'} joined together from values.`,
        bad.map(({ path, text, hole, rule }) =>
          findingAt(path, text.span, messageOf(hole, rule), `${text.within ?? ''} ${hole.text}`, { rule }),
        ),
      );
    }
    if (texts.length === 0 && !workspace.derive(database)) return notApplicable('Nothing here runs SQL.');
    const proofs = texts.map(({ file, text }) => evidence(file.path, text.span, proofOf(text)));
    return pass(
      texts.some(({ text }) => text.holes.some((hole) => hole.origin === 'unknown')) ? 'E3' : 'E4',
      texts.length === 0
        ? 'No SQL statement is joined together from values.'
        : `${count(texts.length, 'SQL statement')} with parts filled in, none of them from input.`,
      proofs,
    );
  },
});

interface Bad {
  path: string;
  text: SqlText;
  hole: SqlHole;
  rule: 'request-value' | 'joined-value';
}

/** A name that says of itself that it holds a piece of SQL, which cannot be bound: `sqlHourOffset`, `where_clause`. */
const IS_SQL = /(?:^|\.)_?sql(?:[A-Z_]\w*)?(?:\(\))?$|(?:[sS]ql|[cC]lause|[fF]ragment)(?:\(\))?$/;

/** At most one finding per statement: the worst of its holes. Code that nothing serves is left alone unless its value is clearly the caller's. */
function judge(workspace: Workspace, file: FileView, text: SqlText): Bad[] {
  const reached = workspace.derive(served);
  const dead = reached.entries.length > 0 && !reached.files.has(file.path);
  if (dead || isScript(file.path)) return [];
  const fromRequest = text.holes.find((hole) => hole.origin === 'request');
  if (fromRequest) return [{ path: file.path, text, hole: fromRequest, rule: 'request-value' }];
  const joined = text.holes.find(
    (hole) => hole.origin === 'unknown' && hole.position === 'value' && !IS_SQL.test(hole.text),
  );
  return joined && text.within !== null ? [{ path: file.path, text, hole: joined, rule: 'joined-value' }] : [];
}

function messageOf(hole: SqlHole, rule: Bad['rule']): string {
  const advice =
    hole.position === 'value'
      ? 'Pass it as a bound parameter.'
      : 'A name cannot be bound: accept it only from a fixed list.';
  return rule === 'request-value'
    ? `\`${hole.text}\` comes from the request and becomes part of the SQL text, so a caller can run SQL of their own. ${advice}`
    : `\`${hole.text}\` is joined into the SQL text where a value stands, so whoever controls it can change the statement. ${advice}`;
}

function proofOf(text: SqlText): string {
  const words: Record<string, string> = {
    constant: 'filled with constants',
    placeholder: 'filled with placeholders',
    checked: 'filled with a checked name',
    number: 'filled with a number',
    unknown: 'filled with a name that no request reaches here',
    request: 'filled from the request',
  };
  return words[text.holes[0]?.origin ?? 'constant'] ?? 'filled in';
}

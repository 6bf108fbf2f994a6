/** Size budgets that a team wrote down: per file in the configuration, or in an item of a checklist ("`server/main.py` < 200 lines"). */
import type { ChecklistFacts } from '../collect/checklist';
import { matchesGlob } from '../config/config';
import type { Span } from '../span';
import type { Workspace } from '../workspace';

export interface DeclaredBudget {
  /** The file as written, or the glob of the configuration. */
  target: string;
  /** Files it applies to. */
  files: string[];
  lines: number | null;
  /** The larger of the two readings of KB and MB. */
  bytes: number | null;
  /** The document or configuration that says so. */
  from: { path: string; span: Span };
}

const EXTENSIONS = 'py|[cm]?[jt]sx?|vue|svelte|go|rs|java|kt|rb|php|cs|swift|scss|css|sql|html';
const FILE = String.raw`((?:[\w@.()[\]-]+\/)*[\w@.()[\]-]+\.(?:${EXTENSIONS}))\b`;
const UNIT = String.raw`(lines?|loc|kb|kib|mb|mib|bytes)\b`;
/** "`path` < 200 lines", "path: at most 5 KB". */
const LIMIT = new RegExp(
  String.raw`${FILE}\`?["'*]*[\s:]*(?:(?:is|to|must be|should be|stays?)\s+)?(?:<=?|≤|under|below|less than|at most|max(?:imum)?(?: of)?)\s*\`?([\d,.]+)\s*${UNIT}`,
  'gi',
);
/** "`path` from 7,828 lines to < 200 lines", "from 15KB to < 5KB". */
const REDUCTION = new RegExp(
  String.raw`${FILE}\`?["'*]*.{0,40}?\bfrom\s+~?[\d,.]+\s*(?:lines?|loc|kb|kib|mb|mib|bytes).{0,40}?\bto\s+(?:<=?|≤|under|below|about|~)?\s*([\d,.]+)\s*${UNIT}`,
  'gi',
);

/** Both end in an amount: most lines have none. */
const AMOUNT = /[\d,.]\s*(?:lines?|loc|kb|kib|mb|mib|bytes)\b/i;

/** Every declared budget, configuration first. Call through `workspace.derive(declaredBudgets)`. */
export function declaredBudgets(workspace: Workspace): DeclaredBudget[] {
  return [...configured(workspace), ...written(workspace)];
}

function configured(workspace: Workspace): DeclaredBudget[] {
  const paths = [...workspace.views].map(({ path }) => path);
  const start: Span = { line: 1, column: 1, endLine: 1, endColumn: 1 };
  return workspace.config.all.flatMap(({ path, folder, file }) =>
    Object.entries(file.budgets?.files ?? {}).map(([target, { lines, bytes }]) => ({
      target,
      files: paths.filter((candidate) => matchesGlob(candidate, target, folder)),
      lines: lines ?? null,
      bytes: bytes ?? null,
      from: { path, span: start },
    })),
  );
}

function written(workspace: Workspace): DeclaredBudget[] {
  const budgets: DeclaredBudget[] = [];
  for (const { file, facts } of workspace.each('checklist'))
    for (const { span, ...budget } of budgetsOf(facts))
      budgets.push({ ...budget, files: filesOf(workspace, budget.target), from: { path: file.path, span } });
  return budgets;
}

type Written = Pick<DeclaredBudget, 'target' | 'lines' | 'bytes'> & { span: Span };

const known = new WeakMap<ChecklistFacts, Written[]>();

/** Budgets in the items of one document, read once per collection of it. */
function budgetsOf(facts: ChecklistFacts): Written[] {
  let budgets = known.get(facts);
  if (!budgets) {
    budgets = facts.items.flatMap(({ text, span }) => budgetsIn(text).map((budget) => ({ ...budget, span })));
    known.set(facts, budgets);
  }
  return budgets;
}

/** Budgets in one line of prose. */
export function budgetsIn(text: string): { target: string; lines: number | null; bytes: number | null }[] {
  if (!AMOUNT.test(text)) return [];
  return [LIMIT, REDUCTION].flatMap((pattern) =>
    [...text.matchAll(pattern)].map(([, target = '', amount = '', unit = '']) => {
      const value = Number(amount.replaceAll(',', ''));
      const isLines = /^l/i.test(unit);
      return { target, lines: isLines ? value : null, bytes: isLines ? null : value * factorOf(unit) };
    }),
  );
}

/** KB is written for 1,000 and for 1,024 bytes; only what is over both is over. */
function factorOf(unit: string): number {
  return /^k/i.test(unit) ? 1024 : /^m/i.test(unit) ? 1024 * 1024 : 1;
}

/** A path from the root, or the end of exactly one path: a bare name that fits several files means none of them. */
function filesOf(workspace: Workspace, target: string): string[] {
  if (workspace.view(target)) return [target];
  const fits = [...workspace.views].map(({ path }) => path).filter((path) => path.endsWith(`/${target}`));
  return fits.length === 1 ? fits : [];
}

/** Size budgets: defaults, what the team's configuration sets, and which of them applies to a file. */
import type { Config } from '../config/config';
import type { FileFacts } from '../facts';
import { familyOf } from '../parse/scan';

/** Physical lines above which a module is too long: where most linters' documentation stops calling a limit useful. */
export const HARD_LINES = 1000;
/** Physical lines for tests, stories, style sheets, SQL and pages, which grow by repetition; hard limit. */
export const TEST_LINES = 2000;
/** Bytes for every source file. */
export const BYTES = 100 * 1024;

export interface Budget {
  /** Physical lines above which the file is too long. */
  hardLines: number;
  /** Physical lines above which a test, a style sheet or SQL is worth a note; null for modules. */
  softLines: number | null;
  /** Code lines above which a module is worth a note, where the team says so. */
  softCode: number | null;
  bytes: number;
  /** True when the lines come from the team's configuration. */
  configured: boolean;
}

/** True for files with a budget: source that people write. Tests have a wider one. */
export function isMeasured(file: FileFacts): boolean {
  return (file.fileClass === 'hand-written' || file.fileClass === 'test') && isSource(file);
}

/** True for source files of any class. */
export function isSource(file: FileFacts): boolean {
  return familyOf(file.path, file.language) !== undefined;
}

/** Looked up for every file with every keystroke, and the same as long as configuration and file are. */
const known = new WeakMap<Config, WeakMap<FileFacts, Budget>>();

/** The budget of a source file. */
export function budgetOf(file: FileFacts, config: Config): Budget {
  let budgets = known.get(config);
  if (!budgets) known.set(config, (budgets = new WeakMap()));
  let budget = budgets.get(file);
  if (!budget) budgets.set(file, (budget = newBudget(file, config)));
  return budget;
}

function newBudget(file: FileFacts, config: Config): Budget {
  const pick = (key: 'hardLines' | 'softLines' | 'testLines' | 'bytes'): number | undefined =>
    config.nearest(file.path, (layer) => layer.budgets?.[key]);
  const bytes = pick('bytes') ?? BYTES;
  const wide = file.fileClass === 'test' || ['css', 'sql', 'html'].includes(file.language);
  if (wide) {
    const hardLines = pick('testLines') ?? TEST_LINES;
    return { hardLines, softLines: hardLines / 2, softCode: null, bytes, configured: pick('testLines') !== undefined };
  }
  return {
    hardLines: pick('hardLines') ?? HARD_LINES,
    softLines: null,
    softCode: pick('softLines') ?? null,
    bytes,
    configured: pick('hardLines') !== undefined,
  };
}

/**
 * Facts of test runners' configurations that are JavaScript: only what stands there as a literal. Nothing is executed, so what is computed
 * stays unseen.
 */
import { defineExtractor } from '../collect/extractor';
import { closingOf, maskedOf } from '../collect/mask';
import type { SourceFile } from '../collect/source-file';
import type { Span } from '../span';

export interface CoverageThreshold {
  /** The key as written. */
  key: string;
  span: Span;
  /** Percentage of lines (else of statements, else the smallest); null = computed. */
  percent: number | null;
}

declare module '../facts' {
  interface FactParts {
    /** Thresholds and projects of a test runner's JavaScript configuration. */
    testConfig: TestConfigFacts;
  }
}

export interface TestConfigFacts {
  tool: 'jest' | 'vitest';
  thresholds: CoverageThreshold[];
  /** Entries of jest's `projects` that are globs or folders. */
  projects: { value: string; span: Span }[];
}

const FILE = /(?:^|\/)(?:(jest)|vitest|vite)(?:\.[\w-]+)*\.(?:config|workspace)(?:\.[\w-]+)*\.[cm]?[jt]s$/;

export const testConfig = defineExtractor({
  part: 'testConfig',
  version: 1,
  accepts: (path) => FILE.test(path),
  extract(file): TestConfigFacts | undefined {
    const tool = FILE.exec(file.path)?.[1] ? 'jest' : 'vitest';
    const thresholds = thresholdsOf(file);
    if (
      tool === 'vitest' &&
      !/(?:^|\/)vitest/.test(file.path) &&
      thresholds.length === 0 &&
      !/\btest\s*:/.test(file.text)
    )
      return undefined;
    return { tool, thresholds, projects: tool === 'jest' ? projectsOf(file) : [] };
  },
});

function thresholdsOf(file: SourceFile): CoverageThreshold[] {
  const { code } = maskedOf(file);
  const found: CoverageThreshold[] = [];
  for (const match of code.matchAll(/\b(coverageThresholds?|thresholds?)\b["']?\s*:\s*\{/g)) {
    const key = match[1] ?? '';
    const open = match.index + match[0].length - 1;
    const block = file.text.slice(open + 1, closingOf(code, open));
    found.push({ key, span: file.span(match.index, match.index + key.length), percent: percentOf(block) });
  }
  return found;
}

/** `lines: 80`, `lines: Number(process.env.X ?? '80')`, vitest's `100: true`. */
function percentOf(block: string): number | null {
  if (/\b100\s*:\s*true\b/.test(block)) return 100;
  const values = new Map<string, number>();
  for (const match of block.matchAll(/\b(statements|branches|functions|lines)["']?\s*:\s*([^\n]*)/g)) {
    const number = /(?<![\w.])-?\d+(?:\.\d+)?/.exec((match[2] ?? '').split(/,\s*["']?\w+["']?\s*:/)[0] ?? '')?.[0];
    if (match[1] && number !== undefined && !values.has(match[1])) values.set(match[1], Number(number));
  }
  return values.get('lines') ?? values.get('statements') ?? [...values.values()].sort((a, b) => a - b)[0] ?? null;
}

function projectsOf(file: SourceFile): TestConfigFacts['projects'] {
  const { code } = maskedOf(file);
  const match = /\bprojects\s*:\s*\[/.exec(code);
  if (!match) return [];
  const open = match.index + match[0].length - 1;
  const block = file.text.slice(open, closingOf(code, open));
  return [...block.matchAll(/(["'`])((?:<rootDir>|[./\w])[^"'`\n]*)\1/g)].map((found) => ({
    value: found[2] ?? '',
    span: file.span(open + found.index, open + found.index + found[0].length),
  }));
}

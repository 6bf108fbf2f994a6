/** Facts of coverage reports that test runners have written: LCOV, Istanbul's summary, Cobertura (coverage.py's `coverage xml`). */
import { defineExtractor } from '../collect/extractor';
import { childOf, propertiesOf } from '../collect/json-nodes';
import type { SourceFile } from '../collect/source-file';

declare module '../facts' {
  interface FactParts {
    /** What a test run covered, as its report says. */
    coverage: CoverageFacts;
  }
}

export interface CoverageFacts {
  /** Files that were measured, as written. */
  files: string[];
  /** Lines that could be run, and those that were. */
  lines: number;
  covered: number;
}

const FILE = /(?:^|\/)(?:[\w.-]*lcov\.info|coverage-summary\.json|(?:cobertura(?:-coverage)?|coverage)\.xml)$/;

/** True for a coverage report, by its name. */
export function isCoverageReport(path: string): boolean {
  return FILE.test(path);
}

export const coverageReport = defineExtractor({
  part: 'coverage',
  version: 1,
  accepts: isCoverageReport,
  extract(file): CoverageFacts | undefined {
    const facts = file.path.endsWith('.info')
      ? lcov(file.text)
      : file.path.endsWith('.xml')
        ? cobertura(file.text)
        : summary(file);
    return facts && facts.lines > 0 ? facts : undefined;
  },
});

/** `SF:` names a file, `LF:` and `LH:` count its lines (man page of geninfo, "Files"). */
function lcov(text: string): CoverageFacts {
  const facts: CoverageFacts = { files: [], lines: 0, covered: 0 };
  for (const [, key, value = ''] of text.matchAll(/^(SF|LF|LH):(.+?)\r?$/gm)) {
    if (key === 'SF') facts.files.push(value);
    else facts[key === 'LF' ? 'lines' : 'covered'] += Number(value) || 0;
  }
  return facts;
}

/** Istanbul's `json-summary` reporter: a `total`, and one entry per file. */
function summary(file: SourceFile): CoverageFacts | undefined {
  const total = childOf(file.json, 'total', 'lines');
  const number = (key: string): number => Number(childOf(total, key)?.value ?? 0);
  const files = propertiesOf(file.json).flatMap(({ key }) => (key === 'total' ? [] : [key]));
  return total && { files, lines: number('total'), covered: number('covered') };
}

/** https://github.com/cobertura/web/blob/master/htdocs/xml/coverage-04.dtd */
function cobertura(text: string): CoverageFacts | undefined {
  const head = /<coverage\b[^>]*>/.exec(text)?.[0];
  if (head === undefined) return undefined;
  const number = (name: string): number => Number(new RegExp(`\\b${name}="(\\d+)"`).exec(head)?.[1] ?? 0);
  const files = [...text.matchAll(/<class\b[^>]*\bfilename="([^"]+)"/g)].map(([, name = '']) => name);
  return { files, lines: number('lines-valid'), covered: number('lines-covered') };
}

/** Facts of test files: how many cases they hold and whether any of them asserts something. */
import { defineExtractor } from './extractor';

declare module '../facts' {
  interface FactParts {
    /** Cases and assertions of a test file. */
    testCases: TestCaseFacts;
  }
}

export interface TestCaseFacts {
  /** Declared cases. */
  cases: number;
  /** Assertions; a test that runs without one still fails on an exception. */
  asserts: number;
  /** Line of the first case. */
  line: number;
  /** Drives the whole system: a browser, or the application through its HTTP interface. */
  e2e: boolean;
}

const FILE =
  /(?:^|\/)(?:test_[^/]+|[^/]+_test|conftest)\.py$|\.(?:test|spec|cy|e2e|e2e-spec|e2e-test)\.[cm]?[jt]sx?$|(?:^|\/)(?:__tests__|tests?|e2e|specs?|cypress)\/(?:.*\/)?[^/]+\.(?:[cm]?[jt]sx?|py)$|_test\.go$|_(?:test|spec)\.rb$|(?:Test|Tests|IT)\.(?:java|kt|cs|php)$|(?:^|\/)tests\/[^/]+\.rs$/;
const CASE =
  /^[^\S\r\n]*(?:(?:async\s+)?def\s+test\w*\s*\(|(?:it|test|specify|Deno\.test)(?:\.\w+)*(?:\([^)]*\))?\s*\(\s*["'`]|@(?:Test|ParameterizedTest)\b|\[(?:Fact|Test|TestMethod|Theory)\]|(?:it|specify|scenario)\s+["'])|^func\s+Test\w+\s*\(|#\[(?:tokio::)?test\]|public\s+function\s+test\w*\s*\(/gm;
const ASSERT =
  /\bassert\w*\b|\bexpect\s*\(|\.should\b|\bt\.(?:is|deepEqual|Error|Fatal|Errorf|Fatalf)\b|\brequire\.\w+\(t\b|\bself\.fail|\.raises\b|\bAssert\.\w+/g;
const E2E_PATH =
  /(?:^|\/)(?:e2e|tests?-e2e|cypress|playwright|end[-_]to[-_]end|acceptance|journeys?)(?:\/|[-_.])|[-_.](?:e2e|cy)[-_.]|(?:^|\/)[^/]*(?:e2e|end_to_end)[^/]*$/i;

export const testCases = defineExtractor({
  part: 'testCases',
  version: 1,
  notOf: ['vendored'],
  accepts: (path) => FILE.test(path),
  extract(file): TestCaseFacts | undefined {
    const cases = [...file.text.matchAll(CASE)];
    const first = cases[0];
    if (!first) return undefined;
    const browser =
      /@playwright\/test|\bcy\.(?:visit|get)\s*\(|\bfrom\s+playwright\b|\bselenium\b|\bpage\.goto\s*\(/.test(file.text);
    return {
      cases: cases.length,
      asserts: file.text.match(ASSERT)?.length ?? 0,
      line: file.lines.position(first.index + first[0].search(/\S/)).line,
      e2e: browser || E2E_PATH.test(file.path),
    };
  },
});

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

/** By the conventions of each language's runners; Rust keeps its unit tests beside the code. */
const FILE = new RegExp(
  [
    String.raw`(?:^|\/)(?:test_[^/]+|[^/]+_test|conftest)\.py$`,
    String.raw`\.(?:test|spec|cy|e2e|e2e-spec|e2e-test)\.[cm]?[jt]sx?$`,
    String.raw`(?:^|\/)(?:__tests__|tests?|e2e|specs?|cypress)\/(?:.*\/)?[^/]+\.(?:[cm]?[jt]sx?|py)$`,
    String.raw`_test\.(?:go|exs|dart)$`,
    String.raw`(?:_(?:test|spec)|(?:^|\/)test_[^/]+)\.rb$`,
    String.raw`(?:Tests?|IT|Specs?)\.(?:java|kt|scala|groovy|cs|php|swift)$|Cest\.php$`,
    String.raw`\.rs$`,
  ].join('|'),
);
/** A declared case, by the end of the file's name. */
const CASES: readonly [RegExp, RegExp][] = [
  [/\.py$/, /^[^\S\r\n]*(?:async\s+)?def\s+test\w*[^\S\r\n]*\(/gm],
  [
    /\.(?:[cm]?[jt]sx?|dart)$/,
    /^[^\S\r\n]*(?:it|test|specify|testWidgets|Deno\.test)(?:\.\w+)*(?:\([^)]*\))?\s*\(\s*["'`]/gm,
  ],
  [
    /\.(?:rb|exs)$/,
    /^[^\S\r\n]*(?:def\s+test\w*[^\S\r\n]*(?:\(|$)|(?:it|test|specify|scenario|should|example)\s+["']|(?:it|specify)\s*\{)/gm,
  ],
  [
    /\.php$/,
    /^[^\S\r\n]*(?:#\[Test\b|(?:\/\*)?\*+\s*@test\b|(?:it|test)\s*\(\s*["'])|public\s+function\s+test\w*\s*\(/gm,
  ],
  [/\.go$/, /^func\s+Test\w+\s*\(/gm],
  [/\.rs$/, /#\[(?:\w+::)*(?:test|rstest)\b/g],
  [/\.swift$/, /^[^\S\r\n]*(?:@Test\b|func\s+test\w+\s*\()/gm],
  // JUnit, xUnit, NUnit, MSTest; ScalaTest, Kotest, Spock
  [
    /\.(?:java|kt|scala|groovy|cs)$/,
    /^[^\S\r\n]*(?:@(?:Test|ParameterizedTest)\b|\[(?:Fact|Test|TestMethod|Theory)\b|(?:test|it|should)\s*\("|"[^"\n]+"\s+(?:in|should)\b|def\s+["'])/gm,
  ],
];
const ASSERT =
  /\bassert\w*\b|\bXCTAssert\w*|\brefute\w*\b|\b[eE]xpect\s*\(|\bis_expected\b|\.[sS]hould\w*\b|->should\w*|\bmust_\w+|\bshould(?:Be|Throw|Equal)\w*|\bt\.(?:is|deepEqual|Errorf?|Fatalf?|Fail(?:Now)?)\b|\brequire\.\w+\(t\b|\bself\.fail|\.raises\b|\bAssert\.\w+/g;
const E2E_PATH =
  /(?:^|\/)(?:e2e|tests?-e2e|cypress|playwright|end[-_]to[-_]end|acceptance|journeys?)(?:\/|[-_.])|[-_.](?:e2e|cy)[-_.]|(?:^|\/)[^/]*(?:e2e|end_to_end)[^/]*$|(?:^|\/)(?:(?:test|spec)\/(?:system|features)|tests\/Browser)\//i;

export const testCases = defineExtractor({
  part: 'testCases',
  version: 2,
  notOf: ['vendored'],
  accepts: (path) => FILE.test(path),
  extract(file): TestCaseFacts | undefined {
    const declared = CASES.find(([extension]) => extension.test(file.path))?.[1];
    const cases = declared ? [...file.text.matchAll(declared)] : [];
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

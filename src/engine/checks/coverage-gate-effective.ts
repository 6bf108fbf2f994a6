import { defineCheck, type Conclusion } from '../check';
import { folderOf, manifests } from '../manifests';
import { count, evidence, fail, findingAt, missing, notApplicable, pass } from '../readiness/answers';
import { gatesFor } from '../readiness/ci-gates';
import { coverageGates, type CoverageGate } from '../testing/coverage-gates';
import type { Workspace } from '../workspace';

/** A gate below this lets a third of the code go untested. */
const LEAST = 70;

export default defineCheck({
  id: 'coverage-gate-effective',
  title: 'A coverage threshold holds',
  question: `Is there a coverage threshold of at least ${LEAST} % that the test runner really reads?`,
  category: 'testing',
  severity: 'medium',
  effort: 'low',
  since: '0.1.0',
  asks: ['002', '003'],
  rules: {
    unread: 'The threshold stands where the tool does not read it.',
    low: `The threshold is below ${LEAST} %.`,
    absent: 'There is no threshold.',
  },
  conclude(workspace): Conclusion {
    const tests = [...workspace.each('testCases')].filter(({ file }) => file.fileClass !== 'vendored');
    if (tests.length === 0) return notApplicable('There are no tests to measure.');
    const all = workspace.derive(coverageGates);
    const unread = all.filter((gate) => gate.unread !== null);
    const low = all.filter((gate) => gate.unread === null && gate.percent !== null && gate.percent < LEAST);
    const good = all.filter((gate) => gate.unread === null && !low.includes(gate));
    const proof = all.map((gate) => evidence(gate.path, gate.span.line, noteOf(gate)));
    if (all.length === 0) return absent(workspace);
    if (unread.length + low.length === 0) {
      const run = gatesFor(workspace, 'test').some((gate) => !gate.swallowed && !gate.blocked);
      return pass(
        run ? 'E4' : 'E3',
        `${count(good.length, 'coverage threshold')} in force${run ? ', and CI runs the tests' : '; no CI step is known to run the tests'}.`,
        proof,
      );
    }
    const summary =
      unread.length > 0
        ? `${count(unread.length, 'coverage threshold')} ${unread.length === 1 ? 'stands' : 'stand'} where the tool does not read ${unread.length === 1 ? 'it' : 'them'}.`
        : `The coverage threshold is ${low[0]?.percent ?? 0} %; at least ${LEAST} % is asked for.`;
    return fail(
      unread.length > 0 ? 'E2' : 'E3',
      summary,
      [...unread.map(unreadFinding), ...low.map(lowFinding)],
      proof,
    );
  },
});

function noteOf({ percent, unread }: CoverageGate): string {
  const value = percent === null ? 'a threshold' : `a threshold of ${percent} %`;
  return unread === null ? value : `${value} that is not read`;
}

function unreadFinding({ path, span, percent, unread }: CoverageGate): ReturnType<typeof findingAt> {
  const value = percent === null ? 'This threshold' : `This threshold of ${percent} %`;
  return findingAt(
    path,
    span,
    `${value} has no effect: ${unread ?? ''}. Coverage can fall and nothing notices. Put it where it is read.`,
    'unread',
    {
      rule: 'unread',
    },
  );
}

function lowFinding({ path, span, percent }: CoverageGate): ReturnType<typeof findingAt> {
  return findingAt(
    path,
    span,
    `This threshold of ${percent ?? 0} % leaves much of the code untested without anyone noticing. Raise it step by step to at least ${LEAST} %.`,
    'low',
    {
      rule: 'low',
    },
  );
}

/** Where a threshold would be written: beside what runs the tests. */
function absent(workspace: Workspace): Conclusion {
  const config = [...workspace.each('testConfig')].find(({ file }) => file.fileClass !== 'vendored')?.file.path;
  const pytest = [...workspace.views]
    .map(({ path }) => path)
    .find((path) => /(?:^|\/)(?:pytest\.ini|pyproject\.toml)$/.test(path));
  const tested = new Set(
    [...workspace.each('testCases')].map(({ file }) => (file.language.endsWith('script') ? 'npm' : file.language)),
  );
  const manifest = [...manifests(workspace)]
    .filter((one) => tested.has(one.manifest.ecosystem))
    .sort((a, b) => folderOf(a.path).length - folderOf(b.path).length)[0]?.path;
  return fail(
    'E0',
    'No coverage threshold is set.',
    [
      missing(
        config ?? pytest ?? manifest ?? null,
        'No lowest test coverage is set, so it can fall with every change. Set one (pytest: --cov-fail-under, jest: coverageThreshold, vitest: coverage.thresholds).',
        'absent',
      ),
    ].map((finding) => ({ ...finding, rule: 'absent' })),
  );
}

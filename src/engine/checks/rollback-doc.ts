/** Rollback is documented. */
import { defineCheck } from '../check';
import { evidence, fail, findingAt, lineSpan, missing, pass } from '../readiness/answers';
import { topics } from '../readiness/documents';

const NAME = /(?:^|\/)[^/]*(?:roll-?_?back|disaster[-_ ]?recovery)[^/]*\.mdx?$/i;
const HEADING = /roll\s?-?back|reverting (?:a )?(?:release|deployment)/i;

export default defineCheck({
  id: 'rollback-doc',
  title: 'Rollback is documented',
  question: 'Does a document say how to take a release back?',
  category: 'docs',
  severity: 'medium',
  effort: 'medium',
  since: '0.1.0',
  asks: ['001', '002'],
  conclude(workspace) {
    // A decision record weighs rolling back a transaction, a feature's page how to switch it off.
    const found = topics(workspace, NAME, HEADING).filter(({ ofRunning }) => ofRunning);
    const good = found.filter(({ code, words }) => code || words > 200);
    const first = good[0];
    if (first)
      return pass(
        'E4',
        'Taking a release back is documented.',
        good.slice(0, 3).map(({ path, line }) => evidence(path, line, 'here')),
      );
    const thin = found[0];
    if (thin) {
      return fail('E1', 'Taking a release back is named, and nothing says what to do.', [
        findingAt(
          thin.path,
          lineSpan(thin.line),
          'This names taking a release back and shows no step of it. Write down the commands, the database included.',
          'thin',
        ),
      ]);
    }
    return fail('E0', 'Taking a release back is not documented.', [
      missing(null, 'Taking a release back is not documented. Write down the commands, the database included.'),
    ]);
  },
});

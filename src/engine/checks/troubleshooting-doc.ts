/** Troubleshooting is documented. */
import { defineCheck } from '../check';
import { evidence, fail, findingAt, lineSpan, missing, pass } from '../readiness/answers';
import { topics } from '../readiness/documents';

const NAME = /(?:^|\/)[^/]*(?:troubleshoot|faq|known[-_]issues)[^/]*\.mdx?$/i;
const HEADING = /troubleshoot|faq|common (?:issues|problems|errors)|known issues|debugging/i;

export default defineCheck({
  id: 'troubleshooting-doc',
  title: 'Troubleshooting is documented',
  question: 'Does a document help with common problems?',
  category: 'docs',
  severity: 'low',
  effort: 'medium',
  since: '0.1.0',
  asks: ['001', '004'],
  conclude(workspace) {
    const found = topics(workspace, NAME, HEADING);
    const good = found.filter(({ code, words }) => code || words > 40);
    const first = good[0];
    if (first)
      return pass(
        'E4',
        'Common problems are documented.',
        good.slice(0, 3).map(({ path, line }) => evidence(path, line, 'here')),
      );
    const thin = found[0];
    if (thin) {
      return fail('E1', 'Help with common problems is named, and nothing says what to do.', [
        findingAt(
          thin.path,
          lineSpan(thin.line),
          'This names help with common problems and shows no step of it. Collect the questions that came up twice, with their answers.',
          'thin',
        ),
      ]);
    }
    return fail('E0', 'Help with common problems is not documented.', [
      missing(
        null,
        'Help with common problems is not documented. Collect the questions that came up twice, with their answers.',
      ),
    ]);
  },
});

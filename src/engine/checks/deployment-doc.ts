/** Deployment is documented. */
import { defineCheck } from '../check';
import { evidence, fail, findingAt, lineSpan, missing, pass } from '../readiness/answers';
import { topics } from '../readiness/documents';

const NAME = /(?:^|\/)[^/]*deploy[^/]*\.mdx?$|(?:^|\/)deploy(?:ment|ing)?\/[^/]+\.mdx?$/i;
const HEADING = null;

export default defineCheck({
  id: 'deployment-doc',
  title: 'Deployment is documented',
  question: 'Does a document say how to deploy?',
  category: 'docs',
  severity: 'medium',
  effort: 'medium',
  since: '0.1.0',
  asks: ['001', '002'],
  conclude(workspace) {
    const found = topics(workspace, NAME, HEADING);
    const good = found.filter(({ code }) => code);
    const first = good[0];
    if (first)
      return pass(
        'E4',
        'Deployment is documented.',
        good.slice(0, 3).map(({ path, line }) => evidence(path, line, 'here')),
      );
    const thin = found[0];
    if (thin) {
      return fail('E1', 'Deployment is named, and nothing says what to do.', [
        findingAt(
          thin.path,
          lineSpan(thin.line),
          'This names deployment and shows no step of it. Write down the commands, the settings and the order.',
          'thin',
        ),
      ]);
    }
    return fail('E0', 'Deployment is not documented.', [
      missing(null, 'Deployment is not documented. Write down the commands, the settings and the order.'),
    ]);
  },
});

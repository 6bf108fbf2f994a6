/** A runbook exists. */
import { defineCheck } from '../check';
import { evidence, fail, findingAt, lineSpan, missing, pass } from '../readiness/answers';
import { topics } from '../readiness/documents';

const NAME =
  /(?:^|\/)[^/]*(?:runbook|playbook|on-?call|incident[-_ ]?response|operations?[-_ ]?(?:guide|manual|handbook))[^/]*\.mdx?$|(?:^|\/)(?:runbooks?|playbooks?|operations)\/[^/]+\.mdx?$/i;
const HEADING = null;

/** Playbooks are also what sellers and researchers write. */
const OF_BUSINESS = /(?:^|[/_-])(?:research|marketing|sales|pricing|growth|seo|business)(?:[/_.-]|$)/i;

export default defineCheck({
  id: 'runbook-doc',
  title: 'A runbook exists',
  question: 'Does a runbook say what to do when something breaks?',
  category: 'docs',
  severity: 'medium',
  effort: 'medium',
  since: '0.1.0',
  asks: ['001', '003', '004'],
  conclude(workspace) {
    const found = topics(workspace, NAME, HEADING).filter(({ path }) => !OF_BUSINESS.test(path));
    const good = found.filter(({ words }) => words > 60);
    const first = good[0];
    if (first)
      return pass(
        'E4',
        'There is a runbook.',
        good.slice(0, 3).map(({ path, line }) => evidence(path, line, 'here')),
      );
    const thin = found[0];
    if (thin) {
      return fail('E1', 'What to do when something breaks is named, and nothing says what to do.', [
        findingAt(
          thin.path,
          lineSpan(thin.line),
          'This names what to do when something breaks and shows no step of it. Write a page for each alert: what it means, how to look, how to stop the damage.',
          'thin',
        ),
      ]);
    }
    return fail('E0', 'What to do when something breaks is not documented.', [
      missing(
        null,
        'What to do when something breaks is not documented. Write a page for each alert: what it means, how to look, how to stop the damage.',
      ),
    ]);
  },
});

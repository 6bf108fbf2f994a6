/** The README says how to get started. */
import { defineCheck } from '../check';
import { evidence, fail, findingAt, lineSpan, missing, pass } from '../readiness/answers';
import { documents } from '../readiness/documents';

const SET_UP =
  /install|set\s?-?up|getting started|quick\s?start|prerequisite|running|usage|development|requirements|docker|configur|environment/i;

export default defineCheck({
  id: 'readme-setup',
  title: 'The README explains the set-up',
  question: 'Does the README say how to install and start the project?',
  category: 'docs',
  severity: 'low',
  effort: 'low',
  since: '0.1.0',
  asks: ['001'],
  conclude(workspace) {
    const readme =
      workspace.derive(documents).find(({ path }) => /^readme(?:\.\w+)?\.mdx?$/i.test(path)) ??
      workspace.derive(documents).find(({ path }) => /^readme\.md$/i.test(path));
    if (!readme)
      return fail('E0', 'There is no README.', [
        missing(
          null,
          'There is no README, so nobody knows where to start. Write one that says what this is, how to install it, and how to start it.',
        ),
      ]);
    const heading = readme.headings.find(({ text }) => SET_UP.test(text));
    if (heading)
      return pass('E4', 'The README says how to get started.', [evidence(readme.path, heading.line, heading.text)]);
    return fail('E1', 'The README does not say how to get started.', [
      findingAt(
        readme.path,
        lineSpan(1),
        'This README does not say how to install and start the project. Add a section with the commands and the settings it needs.',
        'set-up',
      ),
    ]);
  },
});

/** Whoever finds a hole knows whom to tell. */
import { defineCheck } from '../check';
import { evidence, fail, missing, pass } from '../readiness/answers';
import { documents } from '../readiness/documents';

export default defineCheck({
  id: 'security-policy-doc',
  title: 'There is a security policy',
  question: 'Does SECURITY.md say how to report a vulnerability?',
  category: 'docs',
  severity: 'low',
  effort: 'low',
  since: '0.1.0',
  asks: ['003'],
  conclude(workspace) {
    const found = workspace
      .derive(documents)
      .filter(
        ({ path, words }) =>
          /^(?:\.github\/|\.gitlab\/|docs\/(?:.*\/)?)?security(?:[-_]policy)?\.mdx?$/i.test(path) && words > 10,
      );
    const text = [...workspace.files.keys()].filter((path) => /(?:^|\/)(?:\.well-known\/)?security\.txt$/i.test(path));
    if (found.length + text.length > 0)
      return pass('E4', 'A security policy says whom to tell.', [
        ...found.map(({ path }) => evidence(path, 1, 'the policy')),
        ...text.map((path) => evidence(path, 1, 'the contact')),
      ]);
    return fail('E0', 'There is no security policy.', [
      missing(
        null,
        'Nothing says how to report a vulnerability, so whoever finds one tells everybody, or nobody. Add SECURITY.md with a contact and what to expect.',
      ),
    ]);
  },
});

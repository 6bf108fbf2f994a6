/** Changes are written down for those who use the product. */
import { defineCheck } from '../check';
import { evidence, fail, findingAt, lineSpan, missing, pass } from '../readiness/answers';
import { documents } from '../readiness/documents';

export default defineCheck({
  id: 'changelog',
  title: 'A changelog is kept',
  question: 'Is a changelog kept?',
  category: 'docs',
  severity: 'low',
  effort: 'low',
  since: '0.1.0',
  asks: ['001'],
  conclude(workspace) {
    const all = workspace.derive(documents);
    const found = all
      .filter(
        ({ path }) =>
          /(?:^|\/)(?:change[-_]?log|changes|history|release[-_]?notes|news)\.mdx?$/i.test(path) &&
          !/node_modules/.test(path),
      )
      .sort((a, b) => a.path.split('/').length - b.path.split('/').length);
    const kept = found.filter(({ words }) => words > 20);
    if (kept.length > 0)
      return pass(
        kept.some(({ path }) => !path.includes('/') || path.startsWith('docs/')) ? 'E4' : 'E3',
        'A changelog is kept.',
        kept.slice(0, 2).map(({ path }) => evidence(path, 1, 'the changelog')),
      );
    const sets = all.filter(({ path }) => path.startsWith('.changeset/'));
    if (sets.some(({ path }) => !/readme\.md$/i.test(path)))
      return pass('E3', 'Changes are collected as changesets.', [evidence(sets[0]?.path ?? '', 1, 'a changeset')]);
    const hollow = found[0] ?? sets[0];
    if (hollow)
      return fail('E1', 'A changelog is set up, and it says nothing.', [
        findingAt(
          hollow.path,
          lineSpan(1),
          'This holds no entry, so nobody can see what changed. Write one for each release.',
          'empty',
        ),
      ]);
    return fail('E0', 'There is no changelog.', [
      missing(
        null,
        'No changelog says what changed, so users find out by breaking. Keep CHANGELOG.md, one entry for each change that users notice.',
      ),
    ]);
  },
});

/** Something runs before a commit. */
import { defineCheck } from '../check';
import { evidence, fail, findingAt, lineSpan, missing, pass } from '../readiness/answers';
import { manifests } from '../manifests';

export default defineCheck({
  id: 'pre-commit',
  title: 'Commit hooks are set up',
  question: 'Do commit hooks check changes before they are committed?',
  category: 'ci',
  severity: 'low',
  effort: 'low',
  since: '0.1.0',
  asks: ['002'],
  conclude(workspace) {
    const all = [...workspace.each('hooks')].filter(({ file }) => file.fileClass !== 'vendored');
    const working = all.filter(({ facts }) => facts.runs.length > 0 && facts.tool !== 'lint-staged');
    if (working.length > 0)
      return pass(
        'E4',
        'Commit hooks check every change.',
        working.map(({ file, facts }) => evidence(file.path, 1, `runs ${facts.runs[0] ?? ''}`)),
      );
    const simple = manifests(workspace, 'npm').find(({ manifest }) =>
      manifest.scripts.some(
        ({ name, command }) =>
          /^(?:prepare|postinstall)$/.test(name) && /simple-git-hooks|lefthook install/.test(command),
      ),
    );
    if (simple)
      return pass('E3', 'Commit hooks are installed with the dependencies.', [
        evidence(simple.path, 1, 'installs hooks'),
      ]);
    const hollow = all[0];
    if (hollow) {
      return fail('E2', 'A hook is there, and it runs nothing.', [
        findingAt(
          hollow.file.path,
          lineSpan(1),
          'This hook runs nothing before a commit. Let it call the linter on the staged files.',
          'hollow',
        ),
      ]);
    }
    const root = manifests(workspace).find(({ path }) => !path.includes('/'))?.path ?? null;
    return fail('E0', 'No commit hook checks changes.', [
      missing(
        root,
        'Nothing checks a change before it is committed, so mistakes and secrets are found later, or never. Set up pre-commit, Husky or Lefthook.',
      ),
    ]);
  },
});

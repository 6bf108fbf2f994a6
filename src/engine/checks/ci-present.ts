/** A pipeline that starts on a push or a change request. */
import { defineCheck } from '../check';
import { evidence, fail, findingAt, lineSpan, missing, notApplicable, pass } from '../readiness/answers';
import { pipelines } from '../readiness/ci-gates';

export default defineCheck({
  id: 'ci-present',
  title: 'CI runs on every change',
  question: 'Does a CI pipeline start on every push or pull request?',
  category: 'ci',
  severity: 'blocker',
  effort: 'medium',
  since: '0.1.0',
  asks: ['000', '002'],
  conclude(workspace) {
    const all = workspace.derive(pipelines);
    const onChange = all.filter(({ facts }) => facts.onChange && facts.jobs.length > 0);
    if (onChange.length > 0) {
      return pass(
        'E4',
        `${onChange.length === 1 ? 'A pipeline starts' : `${onChange.length} pipelines start`} on every change.`,
        onChange.map(({ path, facts }) => evidence(path, facts.triggerLine, 'starts on a push or pull request')),
      );
    }
    const first = all[0];
    if (workspace.files.size === 0) return notApplicable('The folder is empty.');
    if (!first) {
      return fail('E0', 'There is no CI pipeline.', [
        missing(
          null,
          'No CI pipeline was found, so nothing checks a change before it is merged. Add a workflow that installs, lints and tests on every push and pull request.',
        ),
      ]);
    }
    const empty = first.facts.jobs.length === 0;
    const message = empty
      ? 'This pipeline has no jobs, so it checks nothing. Add a job that installs, lints and tests.'
      : 'This pipeline starts by hand or on a schedule only, so changes are merged unchecked. Add `push` and `pull_request` to its triggers.';
    return fail(
      empty ? 'E1' : 'E2',
      empty
        ? 'A pipeline is there and holds no job.'
        : 'Pipelines exist, and none of them starts on a push or pull request.',
      [findingAt(first.path, lineSpan(first.facts.triggerLine), message, 'trigger')],
      all.map(({ path, facts }) => evidence(path, facts.triggerLine, 'does not start on a change')),
    );
  },
});

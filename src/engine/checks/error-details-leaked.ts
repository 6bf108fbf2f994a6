/** Callers do not see what went wrong inside. */
import { defineCheck } from '../check';
import { count, fail, findingAt, notApplicable, pass } from '../readiness/answers';
import { served, signalsOf } from '../readiness/served';
import { apps } from '../readiness/setup-check';

export default defineCheck({
  id: 'error-details-leaked',
  title: 'Errors keep their details inside',
  question: 'Do error answers keep the text of exceptions from callers?',
  category: 'http',
  severity: 'medium',
  effort: 'low',
  since: '0.1.0',
  asks: ['001'],
  reads: 'code',
  conclude(workspace) {
    const reach = workspace.derive(served);
    const leaks = signalsOf(workspace, 'error-leak').filter(({ path }) => reach.files.has(path));
    if (leaks.length > 0) {
      return fail(
        'E0',
        `${count(leaks.length, 'answer')} ${leaks.length === 1 ? 'gives' : 'give'} away the text of an exception.`,
        leaks.map(({ path, signal }) =>
          findingAt(
            path,
            signal.span,
            'The text of an exception goes to the caller: paths, queries and host names with it. Log it, and answer with a general sentence and the request id.',
            `${signal.within ?? ''} ${signal.detail}`,
          ),
        ),
      );
    }
    const hasApi =
      apps(workspace).length > 0 ||
      [...reach.files].some((path) => /(?:^|\/)(?:route|pages\/api\/.+)\.[jt]s$/.test(path));
    return hasApi
      ? pass('E4', 'No answer gives away the text of an exception.')
      : notApplicable('Nothing here serves requests.');
  },
});

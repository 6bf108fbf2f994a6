/** No error disappears. */
import { defineCheck } from '../check';
import { count, fail, findingAt, notApplicable, pass } from '../readiness/answers';
import { isScript } from '../readiness/scope';
import { served, signalsOf } from '../readiness/served';

export default defineCheck({
  id: 'swallowed-exception',
  title: 'No error is swallowed',
  question: 'Does every handler of any error at least log it?',
  category: 'http',
  severity: 'medium',
  effort: 'low',
  since: '0.1.0',
  asks: ['002'],
  reads: 'code',
  conclude(workspace) {
    const reach = workspace.derive(served);
    const code = [...workspace.views].some(
      ({ fileClass, language }) => fileClass === 'hand-written' && /python|script/.test(language),
    );
    if (!code) return notApplicable('There is no code.');
    const silent = signalsOf(workspace, 'swallowed').filter(
      ({ path }) => !isScript(path) && (reach.entries.length === 0 || reach.files.has(path)),
    );
    if (silent.length === 0) return pass('E4', 'Every handler of any error does something with it.');
    return fail(
      'E0',
      `${count(silent.length, 'handler')} of any error ${silent.length === 1 ? 'does' : 'do'} nothing with it.`,
      silent.map(({ path, signal }) =>
        findingAt(
          path,
          signal.span,
          'Any error disappears here without a trace, bugs and outages included. Catch only what is expected, and log the rest.',
          `${signal.within ?? ''} ${signal.detail}`,
        ),
      ),
    );
  },
});

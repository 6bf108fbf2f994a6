/** No foreign text becomes markup. */
import { defineCheck } from '../check';
import { count, evidence, fail, findingAt, notApplicable, pass, unknown } from '../readiness/answers';
import { signalsOf } from '../readiness/served';

export default defineCheck({
  id: 'unsafe-html-sink',
  title: 'No unsanitised text becomes HTML',
  question: 'Is everything that is inserted as HTML a constant, escaped, or sanitised?',
  category: 'http',
  severity: 'high',
  effort: 'low',
  since: '0.1.0',
  everyPlace: true,
  asks: ['004'],
  conclude(workspace) {
    const front = [...workspace.views].some(
      (file) => file.fileClass === 'hand-written' && /\.(?:[jt]sx|vue|svelte|astro|html?)$/.test(file.path),
    );
    const all = signalsOf(workspace, 'html-sink');
    if (all.length === 0)
      return front ? pass('E4', 'Nothing is inserted as HTML.') : notApplicable('There is no front end.');
    const raw = all.filter(({ signal }) => signal.detail.endsWith(': raw'));
    if (raw.length > 0) {
      return fail(
        raw.length < all.length ? 'E2' : 'E0',
        `${count(raw.length, 'place')} ${raw.length === 1 ? 'inserts' : 'insert'} values as HTML without escaping them.`,
        raw.map(({ path, signal }) =>
          findingAt(
            path,
            signal.span,
            'A value becomes markup here without being escaped, so whoever controls it runs code in the browser of others. Insert it as text, or sanitise it (DOMPurify).',
            `${signal.within ?? ''} ${signal.detail}`,
          ),
        ),
      );
    }
    const unclear = all.filter(({ signal }) => signal.detail.endsWith(': unclear'));
    if (unclear.length > 0)
      return unknown(
        `${count(unclear.length, 'value')} inserted as HTML could not be followed to where ${unclear.length === 1 ? 'it comes' : 'they come'} from.`,
        unclear.map(({ path, signal }) => evidence(path, signal.span, signal.detail)),
      );
    return pass(
      'E4',
      'What is inserted as HTML is constant, escaped or sanitised.',
      all.slice(0, 4).map(({ path, signal }) => evidence(path, signal.span, signal.detail)),
    );
  },
});

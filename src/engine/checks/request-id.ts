/** One request can be followed through logs and back to the caller. */
import { defineCheck } from '../check';
import { evidence, fail, findingAt, notApplicable, pass } from '../readiness/answers';
import { isReached, served, signalsOf } from '../readiness/served';
import { apps } from '../readiness/setup-check';

export default defineCheck({
  id: 'request-id',
  title: 'Requests carry an id',
  question: 'Does every response carry a request id that the logs carry, too?',
  category: 'observability',
  severity: 'medium',
  effort: 'low',
  since: '0.1.0',
  asks: ['001'],
  platform: 'gives each call an id in its log',
  reads: 'setup',
  rules: { missing: 'There is no request id.', 'not-returned': 'A request id is made and never returned.' },
  conclude(workspace) {
    const app = apps(workspace)[0];
    if (!app) return notApplicable('Nothing here serves requests.');
    const returned = signalsOf(workspace, 'request-id-returned').filter((placed) => isReached(workspace, placed));
    if (returned.length > 0)
      return pass(
        'E4',
        'Responses carry a request id.',
        returned.slice(0, 4).map(({ path, signal }) => evidence(path, signal.span, 'goes back to the caller')),
      );
    const made = signalsOf(workspace, 'request-id').filter(({ path }) => workspace.derive(served).files.has(path));
    const first = made[0];
    if (first) {
      const address = made.find(({ signal }) => !signal.good);
      const place = address ?? first;
      const logged = !address && place.signal.detail === 'genReqId';
      return fail(
        'E1',
        'A request id is made, and no response carries it.',
        [
          findingAt(
            place.path,
            place.signal.span,
            address
              ? '`id()` is an address in memory that is used again, no id of a request. Take it from the header `X-Request-ID` or make one in a middleware, log it, and return it.'
              : logged
                ? 'This id is logged and never returned, so a caller cannot name the request. Return it as `X-Request-ID`.'
                : 'This id is made for one handler and never returned, so a caller cannot name the request. Make it in a middleware, put it into the log context, and return it as `X-Request-ID`.',
            'not-returned',
            { rule: 'not-returned' },
          ),
        ],
        made.slice(0, 4).map(({ path, signal }) => evidence(path, signal.span, signal.detail)),
      );
    }
    return fail('E0', 'Requests carry no id.', [
      findingAt(
        app.path,
        app.signal.span,
        'Requests carry no id, so the lines of one request cannot be found among those of all others. Add a middleware that takes or makes `X-Request-ID`, logs it, and returns it.',
        'missing',
        { rule: 'missing' },
      ),
    ]);
  },
});

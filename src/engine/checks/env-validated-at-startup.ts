/** A missing setting stops the start, not a request. */
import { defineCheck } from '../check';
import { NAMES_GONE_THROUGH } from '../collect/signals/required-names';
import { count, evidence, fail, findingAt, notApplicable, pass } from '../readiness/answers';
import { isScript } from '../readiness/scope';
import { isReached, served, signalsOf, type PlacedSignal } from '../readiness/served';

export default defineCheck({
  id: 'env-validated-at-startup',
  title: 'Settings are validated at start',
  question: 'Are required settings validated when the application starts?',
  category: 'secrets',
  severity: 'medium',
  effort: 'medium',
  since: '0.1.0',
  asks: ['002'],
  reads: 'code',
  rules: {
    raw: 'The environment is read without a schema.',
    optional: 'Every setting has a default, so none is required.',
  },
  conclude(workspace) {
    const reach = workspace.derive(served);
    const inside = ({ path }: { path: string }): boolean =>
      !isScript(path) && (reach.entries.length === 0 || reach.files.has(path));
    // A schema is read when its module is; a function that goes through names has to be called.
    const runs = (placed: PlacedSignal): boolean =>
      placed.signal.detail !== NAMES_GONE_THROUGH || isReached(workspace, placed);
    const typed = signalsOf(workspace, 'settings').filter((placed) => inside(placed) && runs(placed));
    const good = typed.filter(({ signal }) => signal.good);
    if (good.length > 0) {
      const required = good.some(({ signal }) => signal.detail !== 'validators');
      return pass(
        required ? 'E4' : 'E3',
        required ? 'A missing setting stops the start.' : 'Settings are validated when they are read.',
        good.slice(0, 4).map(({ path, signal }) => evidence(path, signal.span, signal.detail)),
      );
    }
    const loose = typed[0];
    if (loose)
      return fail('E2', 'Settings are typed, and every one has a default.', [
        findingAt(
          loose.path,
          loose.signal.span,
          'Every setting here has a default, so the application starts without what it needs and fails later. Remove the defaults of what production must set.',
          'optional',
          { rule: 'optional' },
        ),
      ]);
    const reads = signalsOf(workspace, 'env-read').filter(inside);
    const first = reads.find(({ path }) => reach.entries.includes(path)) ?? reads[0];
    if (!first) return notApplicable('Nothing here reads the environment.');
    return fail(
      'E1',
      `${count(reads.length, 'setting')} ${reads.length === 1 ? 'is' : 'are'} read one by one, without a schema.`,
      [
        findingAt(
          first.path,
          first.signal.span,
          `Settings are read one by one (${count(reads.length, 'place')}), so a missing or misspelt one shows in the middle of a request. Read them once into a schema (pydantic-settings, zod, envalid) that stops the start.`,
          'raw',
          { rule: 'raw' },
        ),
      ],
    );
  },
});

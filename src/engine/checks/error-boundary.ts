/** An error while React renders does not take the whole page. */
import { defineCheck } from '../check';
import { declarationsOf } from '../manifests';
import { count, evidence, fail, findingAt, lineSpan, notApplicable, pass } from '../readiness/answers';
import { reactApps, type ReactApp } from '../readiness/react-apps';
import { signalsOf } from '../readiness/served';

export default defineCheck({
  id: 'error-boundary',
  title: 'React errors are caught',
  question: 'Does something catch errors while the React application renders?',
  category: 'http',
  severity: 'low',
  effort: 'low',
  since: '0.1.0',
  asks: ['003'],
  rules: {
    missing: 'Nothing catches errors.',
    unused: 'A boundary is written and never put around anything that is served.',
  },
  conclude(workspace) {
    const apps = workspace.derive(reactApps);
    if (apps.length === 0) return notApplicable('There is no React application.');
    const caught = apps.flatMap((app) => app.caught ?? []);
    const open = apps.filter((app) => app.caught === null);
    const proofs = caught.map(({ path, span, what }) => evidence(path, span, what));
    // Of many applications some are a page or two: where most catch errors, the team knows how.
    if (caught.length > 0 && caught.length >= open.length)
      return pass(
        'E3',
        `${open.length === 0 ? 'Errors' : `In ${caught.length} of ${apps.length} React applications errors`} are caught while React renders.`,
        proofs,
      );
    const written = signalsOf(workspace, 'error-boundary')[0];
    if (written && caught.length === 0)
      return fail('E2', 'An error boundary is written, and nothing that is served is inside it.', [
        findingAt(
          written.path,
          written.signal.span,
          'This error boundary is around nothing that is served, so one error still leaves a blank page. Put it around the router or the root component.',
          'unused',
          { rule: 'unused' },
        ),
      ]);
    const declared = declarationsOf(workspace, 'npm', 'react-error-boundary').map(({ path, dependency }) =>
      evidence(path, dependency.span, `declares ${dependency.name}`),
    );
    return fail(
      declared.length > 0 ? 'E1' : 'E0',
      `Nothing catches errors in ${count(open.length, 'React application')}.`,
      open.map(finding),
      declared,
    );
  },
});

/** React takes the whole tree away when an error is not caught (react.dev, "Catching rendering errors with an error boundary"). */
function finding({ folder, path, span }: ReactApp) {
  return findingAt(
    path,
    span ?? lineSpan(1),
    span === null && !/pages\/[^/]+$/.test(path)
      ? 'When a component fails, nothing of this application catches it, and users see a bare error page. Add `app/error.tsx`, and `app/global-error.tsx` for the layout itself.'
      : 'When a component fails while rendering, React takes the whole page away and users see nothing. Put an error boundary around the root component.',
    `missing ${folder}`,
    { rule: 'missing' },
  );
}

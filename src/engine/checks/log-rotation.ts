/** Logs do not fill the disk. */
import { defineCheck } from '../check';
import { evidence, fail, findingAt, notApplicable, pass } from '../readiness/answers';
import { isScript } from '../readiness/scope';
import { isReached, signalsOf } from '../readiness/served';
import { apps } from '../readiness/setup-check';

export default defineCheck({
  id: 'log-rotation',
  title: 'Log files do not grow for ever',
  question: 'Do the logs of the served application rotate, or go to its output?',
  category: 'observability',
  severity: 'low',
  effort: 'low',
  since: '0.1.0',
  asks: ['001'],
  reads: 'setup',
  conclude(workspace) {
    const app = apps(workspace)[0];
    if (!app) return notApplicable('Nothing here serves requests.');
    const files = signalsOf(workspace, 'log-file').filter(
      (placed) =>
        !isScript(placed.path) &&
        !/__name__/.test(placed.signal.guard ?? '') &&
        (isReached(workspace, placed) || isDjangoSettings(placed.path)),
    );
    const rotated = files
      .filter(({ signal }) => signal.good)
      .map(({ path, signal }) => evidence(path, signal.span, `${signal.detail} rotates`));
    const growing = files.filter(({ signal }) => !signal.good);
    const outside = [...workspace.files.keys()].find((path) => /(?:^|\/)[^/]*logrotate[^/]*$/.test(path));
    if (growing.length > 0 && outside === undefined)
      return fail(
        rotated.length > 0 ? 'E1' : 'E0',
        'Logs are written to a file that only grows.',
        growing.map(({ path, signal }) =>
          findingAt(
            path,
            signal.span,
            `${signal.detail} writes to a file that nothing rotates, so the logs fill the disk one day. Rotate it by size, or write to the standard output and leave files to the platform.`,
            `${signal.within ?? ''} ${signal.detail}`,
          ),
        ),
        rotated,
      );
    if (outside !== undefined && growing.length > 0)
      return pass('E3', 'Log files are rotated from outside.', [evidence(outside, null, 'rotates log files')]);
    if (rotated.length > 0) return pass('E4', 'Log files are rotated.', rotated);
    return pass('E3', 'Logs go to the output of the process.', [
      evidence(app.path, app.signal.span, 'what is served from here writes no log file'),
    ]);
  },
});

/** Django loads its settings by a name in a string. */
function isDjangoSettings(path: string): boolean {
  return /(?:^|\/)settings(?:\/\w+)?\.py$/.test(path);
}

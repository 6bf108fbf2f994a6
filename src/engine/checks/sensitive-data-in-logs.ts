/** Whoever reads logs, and whatever keeps them, learns no secret. */
import { defineCheck, type Conclusion } from '../check';
import { count, fail, findingAt, notApplicable, pass } from '../readiness/answers';
import { isScript, isShipped } from '../readiness/scope';
import { isLoaded, signalsOf, type PlacedSignal } from '../readiness/served';

/** What only developers run. */
const FOR_DEVELOPERS = /debug|\bdev\b|development|verbose/i;
/** Sample programs of a library, by their name. */
const SAMPLE = /(?:^|\/)(?:examples?|samples?|demo)\.\w+$/i;
/** Code of pages, whose console is that of the person who signed in. */
const PAGE = /\.(?:[jt]sx|vue|svelte|astro)$|(?:^|\/)(?:frontend|client|web-?client|browser|public|static)\//i;

export default defineCheck({
  id: 'sensitive-data-in-logs',
  title: 'No secrets are logged',
  question: 'Do logs stay free of passwords, tokens and keys?',
  category: 'observability',
  severity: 'medium',
  effort: 'low',
  since: '0.1.0',
  asks: ['002'],
  reads: 'code',
  conclude(workspace): Conclusion {
    const hasCode = [...workspace.views].some(
      (file) => ['python', 'javascript', 'typescript'].includes(file.language) && isShipped(file),
    );
    if (!hasCode) return notApplicable('There is no Python or JavaScript here.');
    const isLogged = ({ path, signal }: PlacedSignal): boolean =>
      !isScript(path) &&
      !PAGE.test(path) &&
      !SAMPLE.test(path) &&
      !FOR_DEVELOPERS.test(signal.guard ?? '') &&
      isLoaded(workspace, path);
    const found = signalsOf(workspace, 'secret-logged').filter(isLogged);
    if (found.length === 0) return pass('E3', 'No log call in served code is given a value with the name of a secret.');
    return fail(
      'E0',
      `${count(found.length, 'log call')} in served code ${found.length === 1 ? 'writes' : 'write'} a secret.`,
      found.map(({ path, signal }) =>
        findingAt(
          path,
          signal.span,
          `This writes the value of \`${signal.detail}\` to the log, where everybody who reads logs finds it, and backups keep it. Leave it out, or write its last characters.`,
          `${signal.within ?? ''} ${signal.detail}`,
        ),
      ),
    );
  },
});

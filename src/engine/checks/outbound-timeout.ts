/** Calls to other systems end in time. */
import { defineCheck } from '../check';
import type { FindingDraft } from '../finding';
import { nearestManifest } from '../manifests';
import { count, evidence, fail, findingAt, notApplicable, pass } from '../readiness/answers';
import { isScript } from '../readiness/scope';
import { served, signalsOf } from '../readiness/served';
import type { Workspace } from '../workspace';

export default defineCheck({
  id: 'outbound-timeout',
  title: 'Outbound calls have timeouts',
  question: 'Does every call to another system give up after some time?',
  category: 'http',
  severity: 'medium',
  effort: 'low',
  since: '0.1.0',
  everyPlace: true,
  asks: ['002'],
  reads: 'code',
  rules: {
    'no-timeout': 'A call that waits for ever.',
    'unused-setting': 'A timeout is configurable, and nothing reads it.',
  },
  conclude(workspace) {
    const reach = workspace.derive(served);
    // Programs that are started by themselves wait as long as served code does.
    const programs = new Set(signalsOf(workspace, 'main').map(({ path }) => path));
    const runs = (path: string): boolean => reach.entries.length === 0 || reach.files.has(path) || programs.has(path);
    const all = signalsOf(workspace, 'outbound').filter(
      ({ path }) => !isScript(path) && runs(path) && !runsInBrowsers(workspace, path),
    );
    const open = all.filter(({ signal }) => !signal.good);
    const unread = unreadSettings(workspace, open.length > 0);
    if (open.length + unread.length > 0) {
      return fail(
        unread.length > 0 ? 'E1' : 'E0',
        open.length > 0
          ? `${count(open.length, 'call')} to other systems may wait for ever.`
          : 'A timeout is configurable, and nothing reads it.',
        [
          ...open.map(({ path, signal }) =>
            findingAt(
              path,
              signal.span,
              `\`${signal.detail}\` waits for ever unless it is told not to, so one slow system holds a worker until all are held. Give it a timeout.`,
              `${signal.within ?? ''} ${signal.detail}`,
              { rule: 'no-timeout' },
            ),
          ),
          ...unread,
        ],
      );
    }
    if (all.length === 0)
      return workspace.derive(served).entries.length === 0
        ? notApplicable('Nothing here calls other systems.')
        : pass('E3', 'No call without a limit was found.');
    return pass(
      'E3',
      'Calls to other systems give up after some time.',
      all.slice(0, 5).map(({ path, signal }) => evidence(path, signal.span, signal.detail)),
    );
  },
});

/** A setting that is meant for such a call and that no code reads is a promise nobody keeps. */
function unreadSettings(workspace: Workspace, callsAreOpen: boolean): FindingDraft[] {
  if (!callsAreOpen) return [];
  const all = signalsOf(workspace, 'timeout-setting');
  const read = new Set(all.filter(({ signal }) => signal.good).map(({ signal }) => signal.detail));
  return all
    .filter(({ signal }) => !signal.good && !read.has(signal.detail) && signal.inClass !== null)
    .map(({ path, signal }) =>
      findingAt(
        path,
        signal.span,
        `${signal.detail} is a setting that no code reads, so it limits nothing. Pass it to the call that it is meant for.`,
        signal.detail,
        { rule: 'unused-setting' },
      ),
    );
}

/** Bundlers of packages that browsers run, and what would make a server of such a package. */
const BUNDLERS = /^(?:vite|react-scripts|parcel|@angular\/core|@vue\/cli-service)$/;
const SERVERS =
  /^(?:express|fastify|koa|hono|h3|next|nuxt|astro|@nestjs\/core|@sveltejs\/kit|@remix-run\/.+|@react-router\/(?:node|serve)|@tanstack\/.*start)$/;

/** In a browser a slow call holds nobody up but its own user. */
function runsInBrowsers(workspace: Workspace, path: string): boolean {
  if (path.endsWith('.py')) return false;
  const names = nearestManifest(workspace, path, 'npm')?.manifest.dependencies.map(({ name }) => name) ?? [];
  return names.some((name) => BUNDLERS.test(name)) && !names.some((name) => SERVERS.test(name));
}

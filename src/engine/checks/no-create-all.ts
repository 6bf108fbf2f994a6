/** The application does not create its tables when it starts. */
import { defineCheck } from '../check';
import { count, evidence, fail, findingAt, notApplicable, pass } from '../readiness/answers';
import { manifests } from '../manifests';
import { composeFiles, dockerfiles, startOf } from '../readiness/containers';
import { database } from '../readiness/databases';
import { createdAtStart, createdAnywhere } from '../readiness/create-all';
import { isForDevelopment } from '../readiness/scope';
import type { Span } from '../span';
import type { Workspace } from '../workspace';

export default defineCheck({
  id: 'no-create-all',
  title: 'Tables are not created at start',
  question: 'Does the application leave its tables to migrations when it starts?',
  category: 'database',
  severity: 'high',
  effort: 'medium',
  since: '0.1.0',
  asks: ['002'],
  reads: 'code',
  conclude(workspace) {
    const all = createdAnywhere(workspace);
    const open = workspace.derive(createdAtStart);
    const pushed = pushes(workspace);
    if (open.length + pushed.length > 0) {
      return fail(
        'E0',
        `${count(open.length + pushed.length, 'start')} of the application ${open.length + pushed.length === 1 ? 'changes' : 'change'} tables past the migrations.`,
        [
          ...open.map(({ path, signal }) =>
            findingAt(
              path,
              signal.span,
              `\`${signal.detail}\` makes tables at start, past the migrations: they are never changed later, and the history no longer fits the database. Run migrations in the deployment instead.`,
              `${signal.within ?? ''} ${signal.detail}`,
            ),
          ),
          ...pushed.map(({ path, span }) =>
            findingAt(
              path,
              span,
              '`prisma db push` changes tables with every release without a migration, and may drop data. Use `prisma migrate deploy`.',
              'db push',
            ),
          ),
        ],
      );
    }
    if (all.length === 0 && !workspace.derive(database)) return notApplicable('There is no database of its own.');
    return pass(
      'E4',
      all.length > 0
        ? 'Tables are created only where a setting asks for it, or nowhere that is served.'
        : 'Nothing creates tables at start.',
      all
        .slice(0, 4)
        .map(({ path, signal }) =>
          evidence(path, signal.span, signal.guard === null ? 'not served' : `only if ${signal.guard}`),
        ),
    );
  },
});

const PUSH = /\bprisma db push\b/;
/** Scripts of package.json that hosts run with every release, by their documentation. */
const RELEASE =
  /^(?:(?:pre|post)?(?:build|start|install)|(?:vercel|heroku-post|gcp|railway|render)-?build|start:prod(?:uction)?|deploy)$/;

/** Where a release runs `prisma db push`: what an image, a service or a platform starts, and scripts that hosts run. */
function pushes(workspace: Workspace): { path: string; span: Span }[] {
  const images = workspace.derive(dockerfiles).flatMap(({ path, last }) => {
    const start = startOf(last);
    return start && PUSH.test(start.words.join(' ')) ? [{ path, span: start.instruction.span }] : [];
  });
  const services = workspace
    .derive(composeFiles)
    .flatMap(({ path, facts }) =>
      facts.services.flatMap(({ command }) =>
        command && PUSH.test(command.text) ? [{ path, span: command.span }] : [],
      ),
    );
  const platforms = workspace
    .each('deployment')
    .flatMap(({ file, facts }) =>
      file.fileClass === 'vendored' || isForDevelopment(file.path)
        ? []
        : facts.starts.filter(({ text }) => PUSH.test(text)).map(({ span }) => ({ path: file.path, span })),
    );
  const scripts = manifests(workspace, 'npm').flatMap(({ path, manifest }) =>
    isForDevelopment(path)
      ? []
      : manifest.scripts
          .filter(({ name, command }) => RELEASE.test(name) && PUSH.test(command))
          .map(({ span }) => ({ path, span })),
  );
  return [...images, ...services, ...platforms, ...scripts];
}

/** Images start a server that is made for production. */
import { defineCheck } from '../check';
import { count, evidence, fail, findingAt, notApplicable, pass } from '../readiness/answers';
import { dockerfiles, startOf } from '../readiness/containers';
import { devServer } from '../readiness/dev-server';
import { shippedServices } from '../readiness/services';
import { folderOf } from '../manifests';

export default defineCheck({
  id: 'dockerfile-dev-server',
  title: 'Images start a production server',
  question: 'Do images and Compose services start a server that is made for production?',
  category: 'containers',
  severity: 'high',
  effort: 'low',
  since: '0.1.0',
  asks: ['002'],
  conclude(workspace) {
    const images = workspace.derive(dockerfiles).flatMap((docker) => {
      const start = startOf(docker.last);
      return start
        ? [
            {
              path: docker.path,
              span: start.instruction.span,
              text: start.words.join(' '),
              folder: folderOf(docker.path),
            },
          ]
        : [];
    });
    const services = shippedServices(workspace).flatMap(({ path, service, docker }) =>
      service.command
        ? [
            {
              path,
              span: service.command.span,
              text: service.command.text,
              folder: docker ? folderOf(docker.path) : null,
            },
          ]
        : [],
    );
    const all = [...images, ...services];
    if (all.length === 0) return notApplicable('No image or service starts a process.');
    const bad = all.flatMap((start) => {
      const reason = devServer(workspace, start.text, start.folder);
      return reason === null ? [] : [{ ...start, reason }];
    });
    if (bad.length > 0) {
      return fail(
        'E0',
        `${count(bad.length, 'start command')} ${bad.length === 1 ? 'runs' : 'run'} a development server.`,
        bad.map(({ path, span, reason }) =>
          findingAt(
            path,
            span,
            `${reason}, which is made for development: it is slow, restarts on changes and shows internals. Start the production server.`,
            reason,
          ),
        ),
      );
    }
    return pass(
      'E4',
      'Start commands run servers that are made for production.',
      all.slice(0, 6).map(({ path, span, text }) => evidence(path, span, text.slice(0, 60))),
    );
  },
});

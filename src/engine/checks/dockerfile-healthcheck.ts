/** Every image is watched by a probe that can work. */
import { defineCheck } from '../check';
import { count, evidence, fail, findingAt, notApplicable, pass } from '../readiness/answers';
import { dockerfiles } from '../readiness/containers';
import { probes } from '../readiness/probes';

export default defineCheck({
  id: 'dockerfile-healthcheck',
  title: 'Every image has a health check that works',
  question: 'Is every image watched by a health check that asks the right process with a tool it has?',
  category: 'containers',
  severity: 'medium',
  effort: 'low',
  since: '0.1.0',
  asks: ['001'],
  rules: { missing: 'Nothing asks the image how it is.', broken: 'The health check cannot work.' },
  conclude(workspace) {
    const all = workspace.derive(dockerfiles);
    if (all.length === 0) return notApplicable('No image that runs something is built here.');
    const watching = workspace.derive(probes);
    const broken = all.flatMap(({ path }) => {
      const own = watching.filter((probe) => probe.image === path);
      return own.filter(({ problem }) => problem !== null).slice(0, 1);
    });
    const bare = all.filter(({ path }) => !watching.some((probe) => probe.image === path));
    const working = watching
      .filter(({ problem, image }) => problem === null && image !== null)
      .map((probe) => evidence(probe.path, probe.span, probe.name));
    if (broken.length + bare.length === 0)
      return pass(
        'E3',
        `${all.length === 1 ? 'The image is' : `All ${all.length} images are`} watched by a health check.`,
        working,
      );
    const findings = [
      ...broken.map(({ path, span, problem }) =>
        findingAt(
          path,
          span,
          `This health check cannot work. ${problem ?? ''} Ask the process that runs, with a tool that the image has.`,
          'broken',
          { rule: 'broken' },
        ),
      ),
      ...bare.map(({ path, last }) =>
        findingAt(
          path,
          last.span,
          'Nothing asks this image whether its process still answers, so a hung container keeps running. Add `HEALTHCHECK`, or a probe where it is deployed.',
          'missing',
          { rule: 'missing' },
        ),
      ),
    ];
    const level = broken.length > 0 ? 'E3' : 'E0';
    return fail(
      level,
      broken.length > 0
        ? `The health check of ${count(broken.length, 'image')} cannot work.`
        : `${count(bare.length, 'image')} of ${all.length} ${bare.length === 1 ? 'has' : 'have'} no health check.`,
      findings,
      working,
    );
  },
});

/** Build tools stay out of the image that ships. */
import { defineCheck } from '../check';
import { count, evidence, fail, findingAt, notApplicable, pass } from '../readiness/answers';
import { dockerfiles, type PlacedDockerfile } from '../readiness/containers';

/** Commands that need build tools or leave caches: package managers and compilers. */
const BUILDS =
  /\b(?:npm (?:ci|install|i|run build)|pnpm (?:install|i|build)|yarn(?: install| build)?\b|pip3? install|poetry install|uv (?:sync|pip install)|go build|cargo build|mvn|gradlew?|dotnet publish|bundle install|composer install|make)\b/;
const COMPILERS = /\b(?:gcc|g\+\+|build-essential|build-base|clang|cmake|python3-dev|libpq-dev|rustc|cargo|golang)\b/;

export default defineCheck({
  id: 'dockerfile-multistage',
  title: 'Build tools stay out of the final image',
  question: 'Are images built in stages, so that build tools stay out of what ships?',
  category: 'containers',
  severity: 'low',
  effort: 'medium',
  since: '0.1.0',
  everyPlace: true,
  asks: ['004'],
  conclude(workspace) {
    const all = workspace.derive(dockerfiles);
    if (all.length === 0) return notApplicable('No image that runs something is built here.');
    const heavy = all.filter(shipsTools);
    if (heavy.length > 0) {
      const staged = all.length - heavy.length;
      return fail(
        staged > 0 ? 'E2' : 'E0',
        `${count(heavy.length, 'image')} of ${all.length} ${heavy.length === 1 ? 'ships' : 'ship'} with build tools.`,
        heavy.map(({ path, last }) =>
          findingAt(
            path,
            last.span,
            'This image ships with the tools that built it: it is larger than it needs to be, and a break-in finds a compiler or package manager. Build in a first stage and copy the result.',
            'single-stage',
          ),
        ),
        all
          .filter((docker) => !heavy.includes(docker))
          .map(({ path, last }) => evidence(path, last.span, 'copies what an earlier stage built')),
      );
    }
    return pass(
      'E4',
      'Images are built in stages.',
      all.map(({ path, last }) => evidence(path, last.span, 'holds no build tools')),
    );
  },
});

/** The last stage builds or installs a compiler. Copying from an earlier stage first makes an install of run-time packages fine. */
function shipsTools({ last }: PlacedDockerfile): boolean {
  const runs = last.instructions.filter(({ keyword }) => keyword === 'RUN').map(({ text }) => text);
  const copies = last.instructions.some(({ keyword, text }) => keyword === 'COPY' && text.includes('--from='));
  if (runs.some((text) => COMPILERS.test(text))) return true;
  return !copies && runs.some((text) => BUILDS.test(text));
}

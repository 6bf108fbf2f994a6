/** What must not get into an image is kept out of the build context. */
import { defineCheck } from '../check';
import { evidence, fail, findingAt, listed, notApplicable, pass } from '../readiness/answers';
import { dockerfiles, type PlacedDockerfile } from '../readiness/containers';
import { joinPath } from '../collect/shell';
import { folderOf } from '../manifests';
import { allComposeFiles } from '../readiness/containers';
import type { Workspace } from '../workspace';

export default defineCheck({
  id: 'dockerignore',
  title: 'Secrets and git stay out of the build context',
  question: 'Does a .dockerignore keep `.env` files and `.git` out of every image that copies its whole context?',
  category: 'containers',
  severity: 'low',
  effort: 'low',
  since: '0.1.0',
  everyPlace: true,
  asks: ['004'],
  conclude(workspace) {
    const all = workspace.derive(dockerfiles).flatMap((docker) => {
      const copy = wholeCopy(docker);
      return copy ? [{ docker, copy, ignore: ignoreFile(workspace, docker.path) }] : [];
    });
    if (workspace.derive(dockerfiles).length === 0) return notApplicable('No image that runs something is built here.');
    if (all.length === 0) return pass('E3', 'No image copies its whole context.');
    const open = all.flatMap(({ docker, copy, ignore }) => {
      const gaps = (ignore ? gapsOf(ignore.patterns) : ['.env', '.git']).filter(
        (gap) => gap !== '.git' || !isBelow(workspace, docker.path),
      );
      return gaps.length === 0 ? [] : [{ docker, copy, ignore, gaps }];
    });
    if (open.length > 0) {
      return fail(
        open.some(({ ignore }) => ignore) ? 'E2' : 'E0',
        open.some(({ ignore }) => ignore)
          ? `The .dockerignore lets ${listed(open.flatMap(({ gaps }) => gaps))} through.`
          : 'Images copy everything, and no .dockerignore holds anything back.',
        open.map(({ docker, copy, gaps }) =>
          findingAt(
            docker.path,
            copy.span,
            `This copies the whole context, ${listed(gaps)} included, so secrets and history end up in the image. List them in a .dockerignore.`,
            gaps.join(),
          ),
        ),
      );
    }
    return pass(
      'E3',
      'A .dockerignore holds back what does not belong into an image.',
      [...new Set(all.map(({ ignore }) => ignore?.path ?? ''))].map((path) =>
        evidence(path, 1, 'keeps .env and .git out'),
      ),
    );
  },
});

/** `COPY . …` from the context, in any stage. */
function wholeCopy({ facts }: PlacedDockerfile) {
  return facts.stages
    .flatMap(({ instructions }) => instructions)
    .find(
      ({ keyword, text }) =>
        (keyword === 'COPY' || keyword === 'ADD') &&
        !text.includes('--from=') &&
        /(?:^|\s)\.{1,2}\/?\s/.test(` ${text}`),
    );
}

/** Docker reads `<Dockerfile>.dockerignore` beside the file, else `.dockerignore` at the root of the context. */
function ignoreFile(workspace: Workspace, path: string): { path: string; patterns: string[] } | null {
  const context = contextFromCompose(workspace, path);
  const folders = context === null ? above(folderOf(path)) : [context];
  for (const candidate of [
    `${path}.dockerignore`,
    ...folders.map((folder) => (folder === '' ? '.dockerignore' : `${folder}/.dockerignore`)),
  ]) {
    const facts = workspace.part(candidate, 'dockerignore');
    if (facts) return { path: candidate, patterns: facts.patterns };
  }
  return null;
}

function contextFromCompose(workspace: Workspace, path: string): string | null {
  for (const { path: file, facts } of workspace.derive(allComposeFiles))
    for (const { build } of facts.services) {
      const context = build ? joinPath(folderOf(file), build.context) : null;
      if (build && context !== null && joinPath(context, build.dockerfile ?? 'Dockerfile') === path) return context;
    }
  return null;
}

/** The context is a folder below the root, where the history does not lie. */
function isBelow(workspace: Workspace, path: string): boolean {
  return (contextFromCompose(workspace, path) ?? '') !== '';
}

/** Without a Compose file any folder above may be the context. */
function above(folder: string): string[] {
  const out = [folder];
  while (folder !== '') out.push((folder = folderOf(folder)));
  return out;
}

function gapsOf(patterns: readonly string[]): string[] {
  const everything = patterns.some((pattern) => pattern === '*' || pattern === '**');
  const has = (test: RegExp): boolean => everything || patterns.some((pattern) => test.test(pattern));
  return [
    has(/^(?:\*\*\/|\/)?\.env(?:[.*]|$)|^(?:\*\*\/)?\.\*$|^\*\.env/) ? [] : ['.env'],
    has(/^(?:\*\*\/|\/)?\.git(?:\/|\*|$)|^(?:\*\*\/)?\.\*$/) ? [] : ['.git'],
  ].flat();
}

/** Images carry a version. */
import { defineCheck } from '../check';
import { count, evidence, fail, findingAt, notApplicable, pass } from '../readiness/answers';
import { composeFiles, dockerfiles } from '../readiness/containers';
import { isAside, isForDevelopment } from '../readiness/scope';
import type { Span } from '../span';
import type { Workspace } from '../workspace';

export default defineCheck({
  id: 'image-pinned',
  title: 'Images are pinned to a version',
  question: 'Does every image name a version instead of `latest`?',
  category: 'containers',
  severity: 'medium',
  effort: 'low',
  since: '0.1.0',
  asks: ['002'],
  conclude(workspace) {
    const all = images(workspace);
    if (all.length === 0) return notApplicable('No image is named.');
    const open = all.filter(({ image }) => !isPinned(image));
    if (open.length > 0) {
      return fail(
        'E0',
        `${count(open.length, 'image')} of ${all.length} ${open.length === 1 ? 'names' : 'name'} no version.`,
        open.map(({ path, span, image }) =>
          findingAt(
            path,
            span,
            `\`${image}\` is whatever was pushed last, so the next start may run something else, and nobody can go back. Name a version or a digest.`,
            image,
          ),
        ),
      );
    }
    return pass(
      'E3',
      'Every image names a version.',
      all.slice(0, 6).map(({ path, span, image }) => evidence(path, span, image)),
    );
  },
});

interface NamedImage {
  path: string;
  span: Span;
  image: string;
}

function images(workspace: Workspace): NamedImage[] {
  const out: NamedImage[] = [];
  for (const { path, facts } of workspace.derive(dockerfiles)) {
    const stages = new Set(facts.stages.map(({ name }) => name));
    for (const { from, unresolved, span } of facts.stages)
      if (!unresolved && from !== 'scratch' && !stages.has(from)) out.push({ path, span, image: from });
  }
  for (const { path, facts } of workspace.derive(composeFiles)) {
    // With `build` beside it, `image` names what is built here.
    for (const { image, build } of facts.services)
      if (image && !build && !isVariable(image.text)) out.push({ path, span: image.span, image: image.text });
  }
  for (const { file, facts } of workspace.each('deployment')) {
    if (file.fileClass === 'vendored' || isAside(file.path) || isForDevelopment(file.path)) continue;
    for (const { text, span } of facts.images)
      if (!isVariable(text) && !text.endsWith('(empty)')) out.push({ path: file.path, span, image: text });
  }
  return out;
}

/** `${TAG}` is decided where it is deployed; a default inside it is what counts. */
function isVariable(image: string): boolean {
  return /\$\{?\w+\}?/.test(image.replace(/\$\{\w+:?-[^}]*\}/g, 'x'));
}

function isPinned(image: string): boolean {
  const plain = image.replace(/\$\{\w+:?-([^}]*)\}/g, '$1');
  if (plain.includes('@sha256:')) return true;
  const tag = /:([\w.-]+)$/.exec(plain.replace(/^[\w.-]+:\d+\//, ''))?.[1];
  return tag !== undefined && !FLOATING.test(tag);
}

/** Tags that move from version to version, alone or with the system that the image is built on (`node:alpine`, `node:lts-slim`). */
const FLOATING =
  /^(?:(?:latest|stable|mainline|lts|current|main|master|edge|nightly|dev|rolling|canary)(?:-(?:alpine|slim|debian|perl))*|alpine|slim)$/;

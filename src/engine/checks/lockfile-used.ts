/** Dependencies are locked, and installs take what is locked. */
import { defineCheck } from '../check';
import type { FindingDraft } from '../finding';
import { count, evidence, fail, findingAt, missing, notApplicable, pass } from '../readiness/answers';
import { installs, lockedProjects, type Install, type LockedProject } from '../readiness/locks';
import type { Workspace } from '../workspace';

export default defineCheck({
  id: 'lockfile-used',
  title: 'Installs use the lock file',
  question: 'Are dependencies locked, and do images and CI install exactly what is locked?',
  category: 'ci',
  severity: 'medium',
  effort: 'low',
  since: '0.1.0',
  asks: ['000'],
  rules: {
    'no-lock': 'Dependencies are declared and not locked.',
    'not-enforced': 'An install takes what is newest instead of what is locked.',
    'cannot-install': 'An install asks for a lock file, or a protocol, that is not there.',
  },
  conclude(workspace) {
    const projects = workspace.derive(lockedProjects);
    if (projects.length === 0)
      return notApplicable('No application was found whose dependencies a lock file would fix.');
    const open = projects.filter(({ lock }) => lock === null);
    const all = workspace.derive(installs);
    const broken = all.filter(({ problem }) => problem !== null);
    // One exact install in CI proves that the lock fits; an image is built from its own install alone.
    const provenInCi = all.some(({ strict, inCi }) => strict && inCi);
    const loose = all.filter(({ problem, loose: own, inCi }) => problem === null && own && !(inCi && provenInCi));
    if (broken.length > 0)
      return fail(
        'E3',
        'A lock file is asked for, and the install cannot succeed with it.',
        broken.map(cannotInstall),
        proofs(workspace),
      );
    if (loose.length > 0)
      return fail(
        'E2',
        'Dependencies are locked, and an install does not use the lock.',
        loose.map(notEnforced),
        proofs(workspace),
      );
    if (open.length > 0)
      return fail(
        'E0',
        open.length < projects.length
          ? `The dependencies of ${open.length} of ${count(projects.length, 'project')} are not locked.`
          : 'Dependencies are not locked.',
        open.map(noLock),
        proofs(workspace),
      );
    return pass(all.some(({ strict }) => strict) ? 'E4' : 'E3', 'Dependencies are locked.', proofs(workspace));
  },
});

function proofs(workspace: Workspace) {
  return workspace
    .derive(lockedProjects)
    .flatMap(({ lock, path }) =>
      lock === null ? [] : [evidence(lock, 1, lock === path ? 'pins every version' : 'locks every version')],
    );
}

function noLock({ path, span }: LockedProject): FindingDraft {
  const message =
    'The versions of these dependencies are not locked, so two builds of the same commit can differ. Commit a lock file, or pin every version.';
  return span
    ? findingAt(path, span, message, 'no-lock', { rule: 'no-lock' })
    : { ...missing(path, message, 'no-lock'), rule: 'no-lock' };
}

function notEnforced(install: Install): FindingDraft {
  return findingAt(
    install.path,
    install.span,
    `\`${install.text}\` may take newer versions than the lock file holds, so the build is not the one that was tested. Use \`${install.better}\`.`,
    install.text,
    { rule: 'not-enforced' },
  );
}

function cannotInstall(install: Install): FindingDraft {
  return findingAt(
    install.path,
    install.span,
    `\`${install.text}\` cannot succeed: ${install.problem ?? ''}. Use the package manager that the project is made for, and commit its lock file.`,
    install.text,
    { rule: 'cannot-install' },
  );
}

/** What the links between modules ask for, found before any check runs. */
import type { Conclusion } from '../verdict';
import { languageOf } from '../collect/language';
import { isManifest } from '../manifest-names';
import type { Language } from '../facts';
import oversizedFile from '../checks/oversized-file';
import rateLimitEnforced from '../checks/rate-limit-enforced';
import { routeCors } from '../http/cors/route-cors';
import { routeForgery } from '../http/route-forgery';
import { conclusionOf } from '../readiness/unread';
import type { Workspace } from '../workspace';
import { linkProgram } from '../routes/link/link';
import { routeAuthorisation } from '../routes/authorisation/authorisation';
import { limitedRoutes } from '../http/route-table';
import { judgedRoutes } from '../routes/verdict';

/** What follows links besides the program itself. What asks for more than it has goes before what takes the program as it is. */
const FOLLOWING: readonly ((workspace: Workspace) => unknown)[] = [
  routeCors,
  judgedRoutes,
  limitedRoutes,
  rateLimits,
  sizes,
  routeAuthorisation,
  routeForgery,
];

/** Asks for the lines of code of long files. */
function sizes(workspace: Workspace): Conclusion {
  return conclusionOf(oversizedFile, workspace);
}

/** Looks for limiters that reach no route, which asks for their modules; only the check knows when to look. */
function rateLimits(workspace: Workspace): Conclusion {
  return conclusionOf(rateLimitEnforced, workspace);
}

/**
 * Paths whose deep facts are missing to follow every link. As long as the program lacks a part, nothing is told from it: what is asked for
 * and already in the reserve is no lack. A failure is left to the checks, which meet it again and report it as theirs.
 */
export function followLinks(workspace: Workspace): string[] {
  try {
    workspace.derive(linkProgram);
    if (!workspace.isLacking) for (const compute of FOLLOWING) workspace.derive(compute);
    return workspace.wanted;
  } catch {
    return [];
  }
}

/** True when the second moment of a workspace goes on with the links of the first. */
export function haveSameLinks(before: Workspace, after: Workspace): boolean {
  return before.derive(linkProgram) === after.derive(linkProgram);
}

/** Languages whose files hold nothing that links follow: neither modules, nor manifests, nor what decides how names are resolved. */
const NO_LINKS = new Set<Language>([
  'markdown',
  'yaml',
  'html',
  'css',
  'sql',
  'shell',
  'dockerfile',
  'dotenv',
  'ini',
  'other',
]);

/** Says where the packages of a Go module lie. */
const GO_MODULE = /(?:^|\/)go\.mod$/;

/** True for a file that may hold something that links follow. Over-accepts. */
export function decidesLinks(path: string): boolean {
  return !NO_LINKS.has(languageOf(path)) || isManifest(path) || GO_MODULE.test(path);
}

/** What the links between modules ask for, found before any check runs. */
import type { Conclusion } from '../check';
import rateLimitEnforced from '../checks/rate-limit-enforced';
import { corsRules } from '../http/cors';
import { routeLimits } from '../http/limits';
import type { Workspace } from '../workspace';
import { linkProgram } from './link';
import { judgedRoutes } from './verdict';

/** Everything that follows links, in stages: a later one asks for less when the earlier ones miss nothing. */
const STAGES: readonly ((workspace: Workspace) => unknown)[][] = [
  [linkProgram],
  [judgedRoutes],
  [routeLimits, corsRules, rateLimits],
];

/** Looks for limiters that reach no route, which asks for their modules; only the check knows when to look. */
function rateLimits(workspace: Workspace): Conclusion {
  return workspace.deriveAs(rateLimitEnforced, () => rateLimitEnforced.conclude(workspace));
}

/**
 * Paths whose deep facts are missing to follow every link: first those of the program's shape, then those of the guards, then those of
 * limits and CORS. A failure is left to the checks, which meet it again and report it as theirs.
 */
export function followLinks(workspace: Workspace): string[] {
  try {
    for (const stage of STAGES) {
      for (const compute of stage) workspace.derive(compute);
      if (workspace.wanted.length > 0) break;
    }
    return workspace.wanted;
  } catch {
    return [];
  }
}

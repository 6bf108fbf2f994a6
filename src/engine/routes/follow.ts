/** What the links between modules ask for, found before any check runs. */
import type { Workspace } from '../workspace';
import { linkProgram } from './link';
import { judgedRoutes } from './verdict';

/**
 * Paths whose deep facts are missing to follow every link: first those of the program's shape, then those of the guards. A failure is
 * left to the checks, which meet it again and report it as theirs.
 */
export function followLinks(workspace: Workspace): string[] {
  try {
    workspace.derive(linkProgram);
    if (workspace.wanted.length === 0) workspace.derive(judgedRoutes);
    return workspace.wanted;
  } catch {
    return [];
  }
}

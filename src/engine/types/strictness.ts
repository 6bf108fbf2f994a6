/** Effective TypeScript strictness of every tsconfig and jsconfig. */
import type { StrictnessEntry, StrictState } from '../report/report';
import type { Workspace } from '../workspace';
import { enforcedProjects } from './enforced';
import { checksJavaScript, projects, type Project } from './projects';

/** One entry per tsconfig/jsconfig, in path order. Call through `workspace.derive(strictness)`. */
export function strictness(workspace: Workspace): StrictnessEntry[] {
  const enforced = workspace.derive(enforcedProjects);
  return workspace.derive(projects).map((project) => ({
    path: project.path,
    role: project.role,
    state: project.role === 'project' ? stateOf(project) : null,
    strict: project.strictness.strict,
    flagsOn: project.strictness.on.length,
    flagsTotal: project.strictness.on.length + project.strictness.off.length + project.strictness.unknown.length,
    files: project.files.length,
    extends: project.resolved.facts.extends.map(({ value }) => value),
    enforced: project.role === 'project' && enforced.has(project.path),
  }));
}

/** State of a project that owns files. */
export function stateOf(project: Project): StrictState {
  const { on, off, unknown, beyond } = project.strictness;
  if (/(?:^|\/)jsconfig(?:[.-][^/]*)?\.json$/.test(project.path) && !checksJavaScript(project)) return 'unchecked';
  if (project.errors.length > 0) return 'broken';
  if (unknown.length > 0 && off.length === 0) return 'unknown';
  if (off.length === 0) return beyond ? 'strict+' : 'strict';
  if (on.length > 0) return 'partial';
  return unknown.length > 0 ? 'partial' : 'loose';
}

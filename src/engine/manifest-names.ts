/** Which files declare packages or dependencies, by their names. */

/** `requirements.txt`, `requirements-dev.txt`, `dev-requirements.in`, `requirements/base.txt`, `constraints.txt`. */
export const REQUIREMENTS =
  /(?:^|\/)(?:[\w.-]*requirements[\w.-]*|constraints)\.(?:txt|in)$|(?:^|\/)requirements\/[\w.-]+\.(?:txt|in)$/;

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** True for a file that declares packages or dependencies, by its name. */
export function isManifest(path: string): boolean {
  const names = ['package.json', 'pyproject.toml', 'setup.cfg', 'Pipfile', 'pnpm-workspace.yaml'];
  return names.includes(nameOf(path)) || REQUIREMENTS.test(path);
}

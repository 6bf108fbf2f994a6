/** Folders that no team writes by hand: skipped as a whole unless they are tracked, each with its reason. */

const BY_NAME: Readonly<Record<string, string>> = {
  node_modules: 'installed packages',
  bower_components: 'installed packages',
  jspm_packages: 'installed packages',
  'site-packages': 'installed packages',
  __pycache__: 'tool cache',
  '.mypy_cache': 'tool cache',
  '.pytest_cache': 'tool cache',
  '.ruff_cache': 'tool cache',
  '.tox': 'tool cache',
  '.nox': 'tool cache',
  '.eggs': 'tool cache',
  '.parcel-cache': 'tool cache',
  '.turbo': 'tool cache',
  '.gradle': 'tool cache',
  '.terraform': 'tool cache',
  '.yarn': 'tool cache',
};

/** Build output: where there is git, its ignore rules say so; without git the name must. */
const OUTPUT = new Set(['.next', '.nuxt', '.svelte-kit', '.output', 'coverage', 'htmlcov', 'dist', 'build', 'target']);
/** A folder named like output is output when one of these lies beside it. */
const MANIFESTS = new Set(['package.json', 'pyproject.toml', 'setup.py', 'Cargo.toml', 'pom.xml', 'build.gradle']);

/** Folders of version control itself: never listed, never mentioned. */
export const VERSION_CONTROL: ReadonlySet<string> = new Set(['.git', '.hg', '.svn', '.jj']);

/** Why an untracked folder is left out, by its name; undefined = it is not. */
export function pruneByName(name: string): string | undefined {
  return Object.hasOwn(BY_NAME, name) ? BY_NAME[name] : undefined;
}

/** The same for a folder without git, judged by the names beside it. */
export function pruneOutput(name: string, beside: readonly string[]): string | undefined {
  return OUTPUT.has(name) && beside.some((other) => MANIFESTS.has(other)) ? 'build output' : undefined;
}

/** The file that marks a Python virtual environment (PEP 405). */
export const VIRTUAL_ENVIRONMENT = 'pyvenv.cfg';

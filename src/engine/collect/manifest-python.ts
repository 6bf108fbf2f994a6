/** Python's manifests: requirements files, pyproject.toml (PEP 621, PEP 735, Poetry), setup.cfg and Pipfile. */
import type { Span } from '../span';
import type { Json } from './json-nodes';
import { emptyManifest, type Dependency, type DependencyGroup, type ManifestFacts } from './manifest';
import { iniSections, tomlSections, type SettingEntry, type SettingsSection } from './settings';
import { normalisePythonName } from './python-names';
import type { SourceFile } from './source-file';

/** PEP 508: a name, extras, a version specifier or `@ URL`, a marker. */
const REQUIREMENT = /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[[^\]]*\])?\s*(.*)$/;
const DEV_NAME =
  /(?:^|[-_./])(?:dev|develop|development|test|tests|testing|lint|linting|docs?|ci|typing|types|qa)(?:[-_./]|$)/i;

function dependency(text: string, group: DependencyGroup, span: Span): Dependency[] {
  const match = REQUIREMENT.exec(text.trim());
  if (!match?.[1]) return [];
  const version = (match[2] ?? '')
    .replace(/\s*;.*$/, '')
    .replace(/^@\s*/, '')
    .replace(/^\((.*)\)$/, '$1')
    .trim();
  return [{ name: normalisePythonName(match[1]), version, group, span }];
}

/** https://pip.pypa.io/en/stable/reference/requirements-file-format/ */
export function requirementsManifest(file: SourceFile): ManifestFacts {
  const facts = emptyManifest('requirements');
  const group = DEV_NAME.test(
    file.path
      .replace(/\.(?:txt|in)$/, '')
      .split('/')
      .slice(-2)
      .join('/'),
  )
    ? 'dev'
    : 'main';
  for (let line = 1; line <= file.lines.count; line++) {
    let text = file.lines.line(line);
    const span = file.lines.lineSpan(line);
    while (text.endsWith('\\') && line < file.lines.count) text = text.slice(0, -1) + file.lines.line(++line);
    text = text.replace(/(^|\s)#.*$/, '').trim();
    const include = /^(?:-r|--requirement|-c|--constraint)[\s=]*(\S+)/.exec(text);
    if (include?.[1]) facts.includes.push(include[1]);
    else if (text !== '' && !text.startsWith('-'))
      facts.dependencies.push(...dependency(text.replace(/\s--\w[\s\S]*$/, ''), group, span));
  }
  return facts;
}

/** pyproject.toml, setup.cfg and Pipfile. */
export function pythonManifest(file: SourceFile): ManifestFacts | undefined {
  if (file.name === 'setup.cfg') return setupCfg(iniSections(file));
  const sections = tomlSections(file);
  if (file.name === 'Pipfile') return pipfile(sections);
  return pyproject(sections);
}

function entriesOf(sections: SettingsSection[], name: string): SettingEntry[] {
  return sections.filter((section) => section.name === name).flatMap((section) => section.entries);
}

function text(value: Json | undefined): string | null {
  return typeof value === 'string' ? value : null;
}

function each(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function pyproject(sections: SettingsSection[]): ManifestFacts {
  const facts = emptyManifest('pyproject');
  const value = (section: string, key: string): Json | undefined =>
    entriesOf(sections, section).find((entry) => entry.key === key)?.value;
  facts.name = text(value('project', 'name')) ?? text(value('tool.poetry', 'name'));
  facts.version = text(value('project', 'version')) ?? text(value('tool.poetry', 'version'));
  facts.engine = text(value('project', 'requires-python')) ?? text(value('tool.poetry.dependencies', 'python'));
  facts.manager = text(value('build-system', 'build-backend'));
  for (const entry of entriesOf(sections, 'project'))
    if (entry.key === 'dependencies')
      for (const item of each(entry.value)) facts.dependencies.push(...dependency(item, 'main', entry.span));
  for (const entry of entriesOf(sections, 'project.optional-dependencies'))
    addAll(facts, entry, DEV_NAME.test(entry.key) ? 'dev' : 'optional');
  for (const entry of entriesOf(sections, 'dependency-groups')) addAll(facts, entry, 'dev');
  for (const section of sections) {
    const group = poetryGroup(section.name);
    if (group) facts.dependencies.push(...section.entries.flatMap((entry) => named(entry, group)));
    if (section.name === 'project.scripts' || section.name === 'tool.poetry.scripts')
      for (const entry of section.entries)
        facts.scripts.push({ name: entry.key, command: text(entry.value) ?? '', span: entry.span });
  }
  return facts;
}

function addAll(facts: ManifestFacts, entry: SettingEntry, group: DependencyGroup): void {
  for (const item of each(entry.value)) facts.dependencies.push(...dependency(item, group, entry.span));
}

/** https://python-poetry.org/docs/pyproject/#dependencies-and-dependency-groups */
function poetryGroup(section: string): DependencyGroup | undefined {
  if (section === 'tool.poetry.dependencies') return 'main';
  if (section === 'tool.poetry.dev-dependencies') return 'dev';
  const group = /^tool\.poetry\.group\.(.+)\.dependencies$/.exec(section)?.[1];
  return group === undefined ? undefined : group === 'main' ? 'main' : 'dev';
}

/** `name = "^1.0"` or `name = { version = "^1.0", optional = true }`. */
function named(entry: SettingEntry, group: DependencyGroup): Dependency[] {
  if (entry.key === 'python') return [];
  const { value } = entry;
  const table = typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
  const optional = table.optional === true && group === 'main';
  const version = text(value) ?? text(table.version) ?? text(table.git) ?? text(table.path) ?? '';
  return [{ name: normalisePythonName(entry.key), version, group: optional ? 'optional' : group, span: entry.span }];
}

/** https://setuptools.pypa.io/en/latest/userguide/declarative_config.html */
function setupCfg(sections: SettingsSection[]): ManifestFacts | undefined {
  const facts = emptyManifest('setup-cfg');
  for (const entry of entriesOf(sections, 'metadata')) {
    if (entry.key === 'name') facts.name = text(entry.value);
    if (entry.key === 'version') facts.version = text(entry.value);
  }
  const add = (entry: SettingEntry, group: DependencyGroup): void => {
    for (const line of String(entry.value).split('\n')) facts.dependencies.push(...dependency(line, group, entry.span));
  };
  for (const entry of entriesOf(sections, 'options')) {
    if (entry.key === 'install_requires') add(entry, 'main');
    if (entry.key === 'tests_require') add(entry, 'dev');
    if (entry.key === 'python_requires') facts.engine = text(entry.value);
  }
  for (const entry of entriesOf(sections, 'options.extras_require'))
    add(entry, DEV_NAME.test(entry.key) ? 'dev' : 'optional');
  return facts.name === null && facts.dependencies.length === 0 ? undefined : facts;
}

/** https://pipenv.pypa.io/en/latest/pipfile.html */
function pipfile(sections: SettingsSection[]): ManifestFacts {
  const facts = emptyManifest('pipfile');
  facts.dependencies.push(
    ...entriesOf(sections, 'packages').flatMap((entry) => named(entry, 'main')),
    ...entriesOf(sections, 'dev-packages').flatMap((entry) => named(entry, 'dev')),
  );
  return facts;
}

/** What build files declare: Maven's `pom.xml`, Gradle's `build.gradle`, MSBuild's project files. */
import { defineExtractor } from './extractor';

declare module '../facts' {
  interface FactParts {
    /** What build files of the JVM and of .NET declare. */
    build: BuildFacts;
  }
}

export interface BuildFacts {
  /** Name under which other projects of the workspace name it; null = that of its folder. */
  name: string | null;
  /** Names of packages and projects that it needs to run, without their groups: `spring-boot-starter-web`. Those for tests are left out. */
  dependencies: string[];
}

const FILE = /(?:^|\/)(?:pom\.xml|build\.gradle(?:\.kts)?|[^/]+\.csproj)$/;

export const build = defineExtractor({
  part: 'build',
  version: 1,
  accepts: (path) => FILE.test(path),
  extract({ path, text }): BuildFacts {
    if (path.endsWith('.xml')) return maven(text);
    return path.endsWith('.csproj') ? msbuild(path, text) : gradle(text);
  },
});

/** https://maven.apache.org/pom.html */
function maven(text: string): BuildFacts {
  const plain = text.replace(/<!--[\s\S]*?-->/g, '');
  const own = without(plain, ['parent', 'dependencyManagement', 'dependencies', 'build', 'profiles', 'reporting']);
  const needed = without(plain, ['dependencyManagement', 'build', 'reporting']);
  const dependencies: string[] = [];
  for (const [, block = ''] of needed.matchAll(/<dependency>([\s\S]*?)<\/dependency>/g)) {
    const name = element(without(block, ['exclusions']), 'artifactId');
    if (name !== undefined && element(block, 'scope') !== 'test') dependencies.push(name);
  }
  return { name: element(own, 'artifactId') ?? null, dependencies };
}

function without(text: string, names: readonly string[]): string {
  return names.reduce((rest, name) => rest.replace(new RegExp(`<${name}>[\\s\\S]*?</${name}>`, 'g'), ''), text);
}

function element(text: string, name: string): string | undefined {
  return new RegExp(`<${name}>\\s*([^<\\s]+)\\s*</${name}>`).exec(text)?.[1];
}

/** Configurations whose dependencies are on the class path (docs.gradle.org, "The Java Library Plugin"). */
const CONFIGURATION = /^\s*(?:implementation|api|compile|compileOnly|runtimeOnly|runtime)\b\s*\(?\s*(.+)$/gm;

/** https://docs.gradle.org/current/userguide/declaring_dependencies.html */
function gradle(text: string): BuildFacts {
  const dependencies: string[] = [];
  for (const [, declared = ''] of text.matchAll(CONFIGURATION)) {
    const project = /\bproject\(\s*(?:path\s*[:=]\s*)?['"]:?([^'"]+)['"]/.exec(declared)?.[1];
    const catalogue = /\blibs\.([\w.]+)/.exec(declared)?.[1];
    const module = /['"][\w.-]+:([\w.-]+)(?::[^'"]*)?['"]/.exec(declared)?.[1];
    const named = /\bname\s*:\s*['"]([\w.-]+)['"]/.exec(declared)?.[1];
    const name = project?.split(':').pop() ?? module ?? named ?? catalogue?.replaceAll('.', '-');
    if (name !== undefined) dependencies.push(name);
  }
  return { name: null, dependencies };
}

/** https://learn.microsoft.com/visualstudio/msbuild/common-msbuild-project-items */
function msbuild(path: string, text: string): BuildFacts {
  const dependencies: string[] = [];
  for (const [, kind, include = ''] of text.matchAll(
    /<(Package|Project|Framework)Reference\s+Include\s*=\s*"([^"]+)"/g,
  ))
    dependencies.push(kind === 'Project' ? nameOf(include) : include);
  return { name: nameOf(path), dependencies };
}

function nameOf(path: string): string {
  return (path.split(/[\\/]/).pop() ?? path).replace(/\.csproj$/, '');
}

/** Applications in languages that are not read: known by their manifest and by the file that starts them. */
import { folderOf, isWithin } from '../manifests';
import type { Workspace } from '../workspace';
import { isShipped } from './scope';

export interface ForeignApp {
  /** Its manifest. */
  path: string;
  language: string;
  framework: string;
}

/** Files that only programs have; libraries for the same server have none. */
const STARTS: Readonly<Record<string, RegExp>> = {
  Elixir: /(?:^|\/)lib\/(?:.+\/)?(?:endpoint|application)\.ex$/,
  Rust: /(?:^|\/)src\/(?:main\.rs$|bin\/)/,
  Go: /\.go$/,
  Kotlin: /(?:^|\/)src\/(?:main|jvmMain)\/.+\.kt$/,
};

/** Limits of a whole server, and not of one handler. */
const SERVER = /^(?:Write|Read|ReadHeader)Timeout$/;

/** Servers of the JVM, by the names in its build files. */
const JVM =
  /^(?:ktor-server(?:-\w+)*|spring-boot-starter-web(?:flux)?|micronaut-http-server.*|http4k-server-.*|javalin)$/;

/** The first application in a language that is not read. Call through `workspace.derive(foreignApp)`. */
export function foreignApp(workspace: Workspace): ForeignApp | null {
  const kotlin = workspace.each('build').flatMap(({ file, facts }) => {
    const framework = facts.dependencies.find((name) => JVM.test(name));
    return framework === undefined ? [] : [{ file, facts: { language: 'Kotlin', framework } }];
  });
  // A Go server whose router is not known is told by the time limits that it sets (pkg.go.dev/net/http, "Server").
  const go = workspace
    .each('serverLimits')
    .filter(({ file, facts }) => isShipped(file) && facts.some(({ of, detail }) => of === 'go' && SERVER.test(detail)))
    .map(({ file }) => ({ file, facts: { language: 'Go', framework: 'net/http' } }));
  const all = [...workspace.each('foreignServer'), ...kotlin, ...go];
  // The one nearest to the root: others are its parts.
  for (const { file, facts } of all.sort((a, b) => a.file.path.split('/').length - b.file.path.split('/').length)) {
    const folder = folderOf(file.path);
    const starts = STARTS[facts.language];
    // A manifest is no source file, so its class says nothing of who wrote it.
    if (file.fileClass === 'vendored' || !isShipped({ path: file.path, fileClass: 'hand-written' })) continue;
    if ([...workspace.files.keys()].some((path) => isWithin(path, folder) && starts?.test(path)))
      return { path: file.path, ...facts };
  }
  return null;
}

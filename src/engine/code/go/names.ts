/** Names that Go files declare at top level, and the paths of modules: told from the text alone, of every file. */
import { defineExtractor } from '../../collect/extractor';

declare module '../../facts' {
  interface FactParts {
    /** Names that a Go file declares, the module that a `go.mod` does. */
    goNames: GoNames;
  }
}

export interface GoNames {
  /** Path of the module that a `go.mod` declares; null in other files. */
  module: string | null;
  /** Functions, types, variables, constants; `Type.Method` for methods. */
  names: string[];
}

const DECLARATIONS =
  /^func +\( *(?:\w+ +)?\*? *(\w+)(?:\[[^\]]*\])? *\) *(\w+)|^func +(\w+)|^(?:type|var|const) +(\w+(?: *, *\w+)*)|^(?:type|var|const) *\(([^]*?)^\)/gm;

export const goNames = defineExtractor({
  part: 'goNames',
  version: 1,
  notOf: ['vendored'],
  accepts: (path) => path.endsWith('.go') || path === 'go.mod' || path.endsWith('/go.mod'),
  extract({ text, path }): GoNames | undefined {
    if (!path.endsWith('.go')) {
      const module = /^module\s+"?([^\s"]+)/m.exec(text)?.[1];
      return module === undefined ? undefined : { module, names: [] };
    }
    return { module: null, names: declared(text) };
  },
});

function declared(text: string): string[] {
  const names = new Set<string>();
  for (const [, owner, method, name, list, group] of text.matchAll(DECLARATIONS)) {
    if (owner !== undefined) names.add(`${owner}.${method}`);
    else if (name !== undefined) names.add(name);
    else if (list !== undefined) for (const one of list.split(',')) names.add(one.trim());
    else if (group !== undefined)
      for (const [, own = ''] of group.matchAll(/^[ \t]{1,4}(\w+(?: *, *\w+)*)/gm))
        for (const one of own.split(',')) names.add(one.trim());
  }
  return [...names];
}

/** Facts of git hooks, linters' files and update bots: what runs before a commit, and what is kept up to date. */
import { defineExtractor } from './extractor';
import { shellCommands } from './shell';
import type { SourceFile } from './source-file';
import { YamlReader } from './yaml-nodes';

declare module '../facts' {
  interface FactParts {
    /** What runs before a commit. */
    hooks: HookFacts;
    /** Dependabot, Renovate. */
    updateBot: UpdateBotFacts;
    dockerignore: DockerignoreFacts;
  }
}

export interface HookFacts {
  tool: 'pre-commit' | 'husky' | 'lefthook' | 'lint-staged';
  /** Hook ids and commands. */
  runs: string[];
}

export interface UpdateBotFacts {
  bot: 'dependabot' | 'renovate';
  /** Dependabot: `package-ecosystem` with its directories, unless it is for named packages alone; Renovate finds manifests by itself: empty. */
  entries: { ecosystem: string; directories: string[]; line: number }[];
}

/** Patterns of a .dockerignore, comments left out. */
export interface DockerignoreFacts {
  patterns: string[];
}

export const hooks = defineExtractor({
  part: 'hooks',
  version: 1,
  accepts: (path) =>
    /^\.pre-commit-config\.ya?ml$|^\.husky\/(?!_\/)[\w-]+$|^\.?lefthook\.ya?ml$|(?:^|\/)\.lintstagedrc(?:\.\w+)?$|(?:^|\/)lint-staged\.config\.\w+$/.test(
      path,
    ),
  extract(file): HookFacts | undefined {
    if (file.path.startsWith('.husky/')) return husky(file);
    if (file.name.includes('pre-commit')) {
      const ids = [...file.text.matchAll(/^\s*-?\s*id:\s*["']?([\w.-]+)/gm)].map((match) => match[1] ?? '');
      const repos = [...file.text.matchAll(/^\s*-\s*repo:\s*["']?(\S+?)["']?\s*$/gm)].map((match) => match[1] ?? '');
      return { tool: 'pre-commit', runs: [...ids, ...repos] };
    }
    if (file.name.includes('lefthook'))
      return { tool: 'lefthook', runs: [...file.text.matchAll(/\brun:\s*(.+)$/gm)].map((match) => match[1] ?? '') };
    return {
      tool: 'lint-staged',
      runs: [...file.text.matchAll(/["'`]([\w][\w .:/-]*)["'`]/g)].map((match) => match[1] ?? ''),
    };
  },
});

/** A hook without a command (only the shell's own lines) does nothing. */
function husky(file: SourceFile): HookFacts | undefined {
  const lines = file.text.split('\n').map((text, index) => ({ line: index + 1, text }));
  const runs = shellCommands(lines, { errexit: true, pipefail: false })
    .map((command) => command.text)
    .filter((text) => !/^(?:\.|source|echo|printf|exit|true)\b/.test(text) && !/husky\.sh/.test(text));
  return { tool: 'husky', runs };
}

export const updateBot = defineExtractor({
  part: 'updateBot',
  version: 2,
  accepts: (path) =>
    /^\.github\/(?:dependabot|renovate)\.(?:ya?ml|json5?)$|^\.?renovate(?:rc)?(?:\.json5?)?$|^\.renovaterc$|^\.gitlab\/renovate\.json5?$/.test(
      path,
    ),
  extract(file): UpdateBotFacts | undefined {
    if (!file.name.startsWith('dependabot')) return { bot: 'renovate', entries: [] };
    const document = file.yaml?.[0];
    if (!document) return undefined;
    const yaml = new YamlReader(document);
    // docs.github.com, "Dependabot options reference": an `allow` of names leaves out all others.
    const isWhole = (item: unknown): boolean => {
      const allowed = yaml.items(yaml.get(item, 'allow'));
      return (
        allowed.length === 0 || allowed.some((one) => /^$|\*/.test(yaml.text(yaml.get(one, 'dependency-name')) ?? ''))
      );
    };
    const updates = yaml.items(yaml.get(yaml.root, 'updates')).filter(isWhole);
    const entries = updates.map((item) => ({
      ecosystem: yaml.text(yaml.get(item, 'package-ecosystem')) ?? '',
      directories: [...yaml.texts(yaml.get(item, 'directory')), ...yaml.texts(yaml.get(item, 'directories'))],
      line: file.lines.position(yaml.start(item)).line,
    }));
    return { bot: 'dependabot', entries };
  },
});

export const dockerignore = defineExtractor({
  part: 'dockerignore',
  version: 1,
  accepts: (path) => /\.dockerignore$/.test(path),
  extract(file): DockerignoreFacts {
    const patterns = file.text
      .split(/\r?\n/)
      .map((line) => line.trim())
      .filter((line) => line !== '' && !line.startsWith('#'));
    return { patterns };
  },
});

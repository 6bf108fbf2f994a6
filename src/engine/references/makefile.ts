/** Facts of a Makefile: its targets, and the commands of its recipes (GNU make manual, "Writing Rules", "Recipe Execution"). */
import { defineExtractor } from '../collect/extractor';
import { shellCommands } from '../collect/shell';
import type { MakefileFacts } from './facts';

const RULE = /^([^\s#:=][^#:=]*?)\s*::?(?!=)/;
const NAME = /^[\w./-]+$/;

export const makefile = defineExtractor({
  part: 'makefile',
  version: 1,
  accepts: (path) => /(^|\/)(?:GNUm|[Mm])akefile$/.test(path),
  extract(file): MakefileFacts {
    const targets = new Set<string>();
    const commands: MakefileFacts['commands'] = [];
    let open = false;
    for (let line = 1; line <= file.lines.count; line++) {
      const text = file.lines.line(line);
      if (text.startsWith('\t')) {
        // Each line of a recipe runs in a shell of its own.
        let recipe = text.replace(/^\s*[@+-]*/, '');
        const first = line;
        while (recipe.endsWith('\\') && line < file.lines.count)
          recipe = `${recipe.slice(0, -1)} ${file.lines.line(++line).trim()}`;
        commands.push(...shellCommands([{ line: first, text: recipe }], { errexit: true, pipefail: false }));
        continue;
      }
      if (/^-?s?include\b|^\s*define\b|\$\(eval/.test(text)) open = true;
      const names = RULE.exec(text)?.[1]?.split(/\s+/) ?? [];
      for (const name of names) {
        if (name === '.PHONY') continue;
        if (NAME.test(name)) targets.add(name);
        else open = true;
      }
    }
    return { targets: [...targets], open, commands };
  },
});

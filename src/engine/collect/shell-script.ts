/** Commands of shell scripts, so that a pipeline that calls one can be followed into it. */
import { defineExtractor } from './extractor';
import { shellCommands, type ShellCommand } from './shell';

/** Longer scripts are programs; nobody hides a test run behind so much. */
const MAX_COMMANDS = 200;

export const shellScript = defineExtractor({
  part: 'shellScript',
  version: 3,
  languages: ['shell'],
  extract(file): ShellCommand[] | undefined {
    const lines = file.text.split(/\r?\n/).map((text, index) => ({ line: index + 1, text }));
    const errexit = /^#!.*\s-\w*e/.test(file.text);
    const commands = shellCommands(lines, { errexit, pipefail: false });
    return commands.length === 0 ? undefined : commands.slice(0, MAX_COMMANDS);
  },
});

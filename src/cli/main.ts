/** The command line (`dist/cli.js`): picks the command and turns whatever happens into an exit code. */
import { version } from '../../package.json';
import { type Options, parseCommandLine } from './args';
import { codeOf, EXIT, messageOf, UsageError } from './errors';
import { helpText } from './help';
import { flushed, print, watchOutput } from './output';
import { Stop } from './scan';
import { terminalWidth } from './terminal';

type Command = (options: Options, signal: AbortSignal) => Promise<number>;

/** Commands load their code when they are run: `--help` needs no parser. */
const RUN: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import('./commands/check')).check,
  routes: async () => (await import('./commands/routes')).routes,
  checklist: async () => (await import('./commands/checklist')).checklist,
  explain: async () => (await import('./commands/explain')).explain,
  fix: async () => (await import('./commands/fix')).fix,
  ignore: async () => (await import('./commands/ignore')).ignore,
  attest: async () => (await import('./commands/attest')).attest,
  history: async () => (await import('./commands/history')).history,
  init: async () => (await import('./commands/init')).init,
  lsp: async () => (await import('./commands/lsp')).lsp,
};

async function main(): Promise<number> {
  const parsed = parseCommandLine(process.argv.slice(2));
  if (parsed.kind === 'version') await print(`${version}\n`);
  else if (parsed.kind === 'help') await print(helpText(parsed.command, terminalWidth()));
  else {
    const load = RUN[parsed.command];
    if (!load) throw new Error(`The command "${parsed.command}" has no code.`);
    return (await load())(parsed.options, interruptible());
  }
  return EXIT.holds;
}

/** A signal that the first Ctrl-C (or a polite `kill`) gives; the second one ends the process at once. */
function interruptible(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort());
  return controller.signal;
}

function exitCodeOf(error: unknown): number {
  if (error instanceof Stop) return error.exitCode;
  if (error instanceof UsageError) {
    const command = error.command === undefined ? '' : ` ${error.command}`;
    process.stderr.write(`${error.message}\nSee preflight${command} --help.\n`);
    return EXIT.usage;
  }
  if (error instanceof Error && error.name === 'AbortError') {
    process.stderr.write('Stopped. Nothing was written.\n');
    return EXIT.interrupted;
  }
  if (codeOf(error) === 'EPIPE') return EXIT.holds;
  const details = error instanceof Error && error.stack ? error.stack : messageOf(error);
  process.stderr.write(`Preflight met an error of its own, please report it with these lines:\n${details}\n`);
  return EXIT.internal;
}

watchOutput();
main()
  .catch(exitCodeOf)
  .then(async (code) => {
    process.exitCode = code;
    await flushed();
    // Left to itself the process waits for what V8 still compiles in the background.
    process.exit();
  });

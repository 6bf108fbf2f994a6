/**
 * What a command names: a file that it runs or reads, a script of package.json, a target of a Makefile. Command lines as their own manuals
 * describe them (nodejs.org/api/cli.html, docs.python.org/3/using/cmdline.html, docs.npmjs.com/cli/commands/npm-run-script,
 * pip.pypa.io/en/stable/cli/pip_install, docs.docker.com/reference/cli, gnu.org/software/make/manual).
 */
import { wordsOf } from '../collect/shell';

export interface Named {
  kind: 'file' | 'script' | 'target';
  /** Path as written, name of the script or target. */
  name: string;
  /** Folder that an option chooses (`--prefix web`, `make -C web`). */
  within?: string;
  /** An option chooses packages of a workspace. */
  filtered?: true;
}

/** Every command of which `namedBy` may say something holds one of these. */
export const MAY_NAME =
  /\b(?:npm|pnpm|yarn|bun)\s[^\n]*(?:\brun\b|\btest\b|:)|\bmake\s|\.(?:sh|bash|py|[cm]?[jt]sx?|rb|pl|ps1|txt|sql|ya?ml)\b|\b(?:docker|pip3?|kubectl|psql|locust)\b[^\n]*\s--?(?:f|r|c|file)|\bcp\s[^\n]*(?:example|sample|template)/;

const WRAPPER =
  /^(?:sudo|time|npx|bunx|exec|env|cross-env|dotenv|xvfb-run|pnpm (?:exec|dlx)|yarn exec|poetry run|uv run|pipenv run|pdm run|hatch run|[A-Z_][A-Z0-9_]*=\S*|--)\s+/;

const RUN_BY: Readonly<Record<string, RegExp>> = {
  node: /\.[cm]?js$/,
  tsx: /\.[cm]?[jt]sx?$/,
  'ts-node': /\.[cm]?[jt]sx?$/,
  python: /\.py$/,
  python3: /\.py$/,
  bash: /\.(?:ba)?sh$/,
  sh: /\.sh$/,
  zsh: /\.z?sh$/,
};

/** Options whose next word is their value. */
const TAKES_VALUE =
  /^(?:-r|--require|--import|--loader|--experimental-loader|--env-file|--conditions|-C|--tsconfig|-P|--project|-W|-X|-o|-O)$/;
/** What is run stands in the command itself, or is a module. */
const INLINE = /^(?:-e|-p|-c|-m|-i|-s|--eval|--print|--test|--check)$/;

const OWN_PROGRAM = /^(?:\.\/)?[\w./-]+\.(?:sh|bash|py|[cm]?js|rb|pl|ps1)$/;

const COMPOSE = /^docker[- ]compose\b/;

/** Options that name a file, by the program that takes them. */
const FILE_OPTIONS: readonly [RegExp, RegExp][] = [
  [/^(?:python3? -m )?(?:uv )?pip3? install\b/, /^(?:-r|--requirement|-c|--constraint)$/],
  [COMPOSE, /^(?:-f|--file)$/],
  [/^docker (?:buildx |image )?build\b/, /^(?:-f|--file)$/],
  [/^kubectl (?:apply|create|delete|replace)\b/, /^(?:-f|--filename)$/],
  [/^psql\b/, /^(?:-f|--file)$/],
  [/^locust\b/, /^(?:-f|--locustfile)$/],
];

export function namedBy(command: string): Named[] {
  let text = command;
  for (let wrapper = WRAPPER.exec(text); wrapper; wrapper = WRAPPER.exec(text)) text = text.slice(wrapper[0].length);
  const words = wordsOf(text);
  const [program = '', ...rest] = words;
  const runs = RUN_BY[program];
  const optional = FILE_OPTIONS.find(([pattern]) => pattern.test(text));
  if (optional) return valuesOf(optional[0] === COMPOSE ? globalOptions(words) : words, optional[1]).map(file);
  if (runs) return programOf(rest, runs);
  if (/^(?:npm|pnpm|yarn|bun)$/.test(program)) return scriptOf(program, rest);
  if (program === 'make' || program === 'gmake') return targetsOf(rest);
  if (program === 'pytest')
    return rest.filter((word) => /^[\w./-]+\.py(?:::\S+)?$/.test(word)).map((word) => file(word.replace(/::.*/, '')));
  if (program === 'chmod')
    return rest
      .slice(1)
      .filter((word) => OWN_PROGRAM.test(word))
      .map(file);
  if ((program === 'k6' && rest[0] === 'run') || program === 'ansible-playbook')
    return rest.filter((word) => /^[\w./-]+\.(?:[jt]s|ya?ml)$/.test(word)).map(file);
  // A template is copied to what is then filled in.
  if (program === 'cp' && rest.length === 2 && /example|sample|template/i.test(rest[0] ?? ''))
    return [file(rest[0] ?? '')];
  return OWN_PROGRAM.test(program) && program.includes('/') ? [file(program)] : [];
}

function file(name: string): Named {
  return { kind: 'file', name };
}

/** The file that an interpreter runs: the first word that is neither an option nor its value. */
function programOf(words: readonly string[], pattern: RegExp): Named[] {
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (INLINE.test(word)) return [];
    if (TAKES_VALUE.test(word)) i++;
    else if (!word.startsWith('-') && word !== 'watch') return pattern.test(word) ? [file(word)] : [];
  }
  return [];
}

/** Words before the subcommand: `-f` of `docker compose logs` is another one. */
function globalOptions(words: readonly string[]): string[] {
  const start = words[0] === 'docker' ? 2 : 1;
  const end = words.findIndex(
    (word, index) => index >= start && !word.startsWith('-') && !words[index - 1]?.startsWith('-'),
  );
  return end < 0 ? [...words] : words.slice(0, end);
}

/** Values of an option: `-f a`, `--file=a`. */
function valuesOf(words: readonly string[], option: RegExp): string[] {
  return words.flatMap((word, index) => {
    if (option.test(word)) return words[index + 1] ?? [];
    const [name = '', value] = word.split('=', 2);
    return value !== undefined && option.test(name) ? value : [];
  });
}

const FILTERS =
  /^(?:-w|--workspace|--workspaces|-ws|--filter|-F|-r|--recursive|--include-workspace-root|-iwr|--scope|workspace|workspaces)$/;
const FOLDERS = /^(?:--prefix|-C|--dir|--cwd)$/;

/**
 * The script that a package manager runs. `npm run` and `pnpm run` know nothing but scripts; what yarn, bun and a bare `pnpm` are given may
 * also be a program of a dependency, which never holds a colon.
 */
function scriptOf(program: string, words: readonly string[]): Named[] {
  if (words.includes('--if-present')) return [];
  const plain: string[] = [];
  let within: string | undefined;
  let isFiltered = false;
  for (let i = 0; i < words.length && words[i] !== '--'; i++) {
    const [word = '', value] = (words[i] ?? '').split('=', 2);
    if (FOLDERS.test(word)) within = value ?? words[++i];
    else if (FILTERS.test(word)) {
      isFiltered = true;
      if (value === undefined && /^(?:-w|--workspace|--filter|-F|--scope|workspace)$/.test(word)) i++;
    } else if (!word.startsWith('-')) plain.push(word);
  }
  const isRun = plain[0] === 'run' || plain[0] === 'run-script';
  const name = (isRun ? plain[1] : plain[0]) ?? '';
  const isScript = name.includes(':')
    ? isRun || program !== 'npm'
    : (isRun && (program === 'npm' || program === 'pnpm')) || (name === 'test' && program === 'npm');
  if (!isScript || !/^[\w:.-]+$/.test(name)) return [];
  return [{ kind: 'script', name, ...(within === undefined ? {} : { within }), ...(isFiltered && { filtered: true }) }];
}

function targetsOf(words: readonly string[]): Named[] {
  const found: Named[] = [];
  let within: string | undefined;
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? '';
    if (/^(?:-C|--directory)$/.test(word)) within = words[++i];
    else if (/^(?:-f|--file|-j|-l|-I|-o|-W)$/.test(word)) return [];
    else if (/^[\w.-]+$/.test(word) && !word.startsWith('-')) found.push({ kind: 'target', name: word });
  }
  return within === undefined ? found : found.map((one) => ({ ...one, within }));
}

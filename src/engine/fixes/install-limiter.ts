/** Installs a limiter that was made and never added: `app.use(limiter)` before the routes, slowapi's middleware, `add_middleware(Class)`. */
import type { Finding } from '../finding';
import { defineFix, type EngineEdit, type FileEdit, type FixContext, type TextEdit } from '../fix';
import { dirname, relativeTo } from '../modules/paths';
import type { CodeFacts } from '../code/facts';
import type { Statement } from '../code/model';
import { endLineOf } from '../routes/edits/guard-edit';
import { nameOf } from '../routes/program/values';

import { someStatement } from '../code/visit';
import { LineTable } from '../span';

interface Data {
  app: { path: string; name: string | null; endLine: number };
  limiter: {
    name: string | null;
    symbol: string | null;
    className: string | null;
    made: string;
    endLine: number;
    hasDefaults: boolean;
    onState: boolean;
  };
}

type Result = EngineEdit | { refused: string };

export default defineFix({
  id: 'install-limiter',
  title: () => 'Install the limiter on the application',
  safe: false,
  unsafeBecause: 'Requests beyond the limit are refused from then on.',
  async build(finding: Finding, context: FixContext): Promise<Result> {
    const data = finding.data as unknown as Data;
    if (finding.path === null || data.app.name === null)
      return { refused: 'The application has no name to add the limiter to.' };
    const text = await context.readText(data.app.path);
    const facts = context.workspace.part(data.app.path, 'code');
    if (text === undefined || !facts) return { refused: `${data.app.path} cannot be read.` };
    const job: Job = { finding, limiterPath: finding.path, appName: data.app.name, data, text, facts, context };
    if (facts.language === 'javascript') return express(job);
    return data.limiter.symbol?.startsWith('slowapi') ? slowapi(job) : middlewareClass(job);
  },
});

interface Job {
  finding: Finding;
  limiterPath: string;
  appName: string;
  data: Data;
  /** Text and facts of the file that makes the application. */
  text: string;
  facts: CodeFacts;
  context: FixContext;
}

/** A look first also where only another file changes than the one the person sees. */
function edit({ limiterPath }: Job, files: FileEdit[], nextSteps: string[] = []): EngineEdit {
  const needsConfirmation = files.some(({ path }) => path !== limiterPath);
  return { title: 'Install the limiter on the application', files, needsConfirmation, nextSteps };
}

function change(path: string, label: string, edits: TextEdit[]): FileEdit {
  return { path, create: false, label, edits: edits.sort((a, b) => a.start - b.start) };
}

// Express ------------------------------------------------------------------------------------------------------------------------------

function express(job: Job): Result {
  const { data, appName, text, limiterPath, facts } = job;
  const name = data.limiter.name;
  if (name === null || !/^[\w$]+$/.test(name)) return { refused: 'The limiter is not kept in a variable.' };
  const sameFile = limiterPath === data.app.path;
  const after = sameFile ? Math.max(data.app.endLine, data.limiter.endLine) : data.app.endLine;
  const first = firstRegistration(facts, appName);
  if (first !== null && first <= after) {
    return {
      refused: `The limiter is made after the first route (line ${first}). Move it up, then add it before the routes.`,
    };
  }
  const edits = [insertAfterLine(text, after, `${indentOf(text, data.app.endLine)}${appName}.use(${name});`)];
  if (!sameFile && !isImported(facts, name)) {
    const line = importLine(job, name);
    if (line === null) return { refused: `${name} is not exported by ${limiterPath}.` };
    edits.unshift(insertAfterLine(text, lastImport(facts, text), line));
  }
  return edit(job, [change(data.app.path, `Use ${name} before the routes`, edits)]);
}

/** Line of the first route or router on an application: what is registered before a limiter does not run into it. */
function firstRegistration(facts: CodeFacts, appName: string): number | null {
  const lines: number[] = [];
  const look = (statement: Statement): boolean => {
    if (statement.s === 'route' && nameOf(statement.on) === appName) lines.push(statement.line);
    if (statement.s === 'use' && statement.paths !== null && nameOf(statement.on) === appName)
      lines.push(statement.at.line);
    return false;
  };
  someStatement(facts.body, look);
  for (const fact of Object.values(facts.functions)) someStatement(fact.body, look);
  return lines.length === 0 ? null : Math.min(...lines);
}

function isImported(facts: CodeFacts, name: string): boolean {
  return facts.body.some(
    (statement) =>
      (statement.s === 'import' && statement.names.some(({ as }) => as === name)) ||
      (statement.s === 'let' && statement.to.e === 'name' && statement.to.name === name),
  );
}

/** An import of the limiter in the style of the file, or null when its module does not export it. */
function importLine({ context, limiterPath, data, facts }: Job, name: string): string | null {
  const theirs = context.workspace.part(limiterPath, 'code');
  const isExported = theirs?.body.some(
    (statement) =>
      (statement.s === 'export' && statement.name === name) ||
      (statement.s === 'let' && nameOf(statement.to) === `module.exports.${name}`) ||
      (statement.s === 'let' &&
        nameOf(statement.to) === 'module.exports' &&
        statement.value.e === 'record' &&
        statement.value.entries.some(({ key }) => key.e === 'text' && key.value === name)),
  );
  if (!isExported) return null;
  const usesImports = facts.body.some((statement) => statement.s === 'import');
  const extension = facts.body.some((statement) => statement.s === 'import' && /^\.{1,2}\/.*\.js$/.test(statement.from))
    ? '.js'
    : '';
  const target = `${relativeTo(dirname(data.app.path), limiterPath.replace(/\.[cm]?[jt]sx?$/, ''))}${extension}`;
  return usesImports ? `import { ${name} } from '${target}';` : `const { ${name} } = require('${target}');`;
}

// FastAPI ------------------------------------------------------------------------------------------------------------------------------

async function slowapi(job: Job): Promise<Result> {
  const { data, appName, text, limiterPath, facts, context, finding } = job;
  const { name, hasDefaults, onState } = data.limiter;
  const sameFile = limiterPath === data.app.path;
  if (name === null) return { refused: 'The limiter is not kept in a variable.' };
  if (!onState && !sameFile && !isImported(facts, name)) {
    return { refused: `Import ${name} into ${data.app.path} and set ${appName}.state.limiter first.` };
  }
  const after = Math.max(data.app.endLine, sameFile ? data.limiter.endLine : 0);
  const indent = indentOf(text, data.app.endLine);
  const lines = [
    ...(onState ? [] : [`${indent}${appName}.state.limiter = ${name}`]),
    `${indent}${appName}.add_middleware(SlowAPIMiddleware)`,
  ];
  const edits = [insertAfterLine(text, after, lines.join('\n'))];
  if (!isImported(facts, 'SlowAPIMiddleware')) {
    const line = lastImport(facts, text, 'slowapi');
    edits.unshift(insertAfterLine(text, line, 'from slowapi.middleware import SlowAPIMiddleware'));
  }
  const files = [change(data.app.path, 'Add SlowAPIMiddleware', edits)];
  if (!hasDefaults) {
    const theirs = sameFile ? text : await context.readText(limiterPath);
    const end =
      theirs === undefined || finding.endLine === null || finding.endColumn === null
        ? -1
        : offsetOf(theirs, finding.endLine, finding.endColumn) - 1;
    if (theirs?.charAt(end) !== ')')
      return { refused: 'Give the limiter default_limits first; without them its middleware limits nothing.' };
    const before = theirs.slice(0, end).trimEnd();
    const comma = before.endsWith('(') || before.endsWith(',') ? '' : ', ';
    const addition = { start: end, end, newText: `${comma}default_limits=["100/minute"]` };
    const own = files[0];
    if (sameFile && own) own.edits = [...own.edits, addition].sort((a, b) => a.start - b.start);
    else files.push(change(limiterPath, 'Give the limiter a default', [addition]));
  }
  return edit(job, files, hasDefaults ? [] : ['100 requests a minute is a guess: set what your clients need.']);
}

/** `limit = Throttle(app, size=1)` → `app.add_middleware(Throttle, size=1)`. */
function middlewareClass(job: Job): Result {
  const { data, appName, limiterPath, finding, text } = job;
  const { className, made, name } = data.limiter;
  if (className === null || made !== `${className}()` || limiterPath !== data.app.path) {
    return {
      refused: `The limiter comes from a factory that prepares its arguments. Call ${appName}.add_middleware(${className ?? 'the class'}, …) with them.`,
    };
  }
  if (finding.line === null || finding.column === null || finding.endLine === null || finding.endColumn === null) {
    return { refused: 'The limiter could not be found again.' };
  }
  const start = offsetOf(text, finding.line, finding.column);
  const end = offsetOf(text, finding.endLine, finding.endColumn);
  const call = text.slice(start, end);
  const inside = /^[\w.]+\(\s*(\w+)\s*(?:,([\s\S]*))?\)$/.exec(call);
  if (inside?.[1] !== appName) return { refused: `It is not made for ${appName}.` };
  const rest = (inside[2] ?? '').trim().replace(/,$/, '');
  if (rest !== '' && !/^\w+\s*=/.test(rest))
    return { refused: 'Its arguments have no names; add_middleware takes them by name only.' };
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const target = text.slice(lineStart, start);
  if (name !== null && (text.match(new RegExp(`\\b${name.replace(/\W/g, '\\$&')}\\b`, 'g')) ?? []).length > 1) {
    return { refused: `${name} is used elsewhere.` };
  }
  const indent = /^\s*/.exec(target)?.[0] ?? '';
  const newText = `${indent}${appName}.add_middleware(${className}${rest === '' ? '' : `, ${rest}`})`;
  return edit(job, [change(data.app.path, `Add ${className}`, [{ start: lineStart, end, newText }])]);
}

// Text ---------------------------------------------------------------------------------------------------------------------------------

/** Line on which the last import ends: of a package's own, else of packages, where there are any, so that a new one joins them. */
function lastImport(facts: CodeFacts, text: string, joins?: string): number {
  const imports = facts.body.flatMap((statement) =>
    statement.s === 'import'
      ? [{ line: statement.line, from: statement.from }]
      : statement.s === 'let' && statement.value.e === 'import'
        ? [{ line: statement.line, from: statement.value.from }]
        : [],
  );
  const last =
    imports.findLast(({ from }) => from.split('.')[0] === joins) ??
    (facts.language === 'python' ? imports.findLast(({ from }) => !from.startsWith('.')) : undefined) ??
    imports.at(-1);
  return last === undefined ? 0 : endLineOf(last.line, new LineTable(text));
}

function indentOf(text: string, line: number): string {
  return /^[ \t]*/.exec(text.split(/\r\n|\n|\r/)[line - 1] ?? '')?.[0].replace(/[^ \t]/g, '') ?? '';
}

function offsetOf(text: string, line: number, column: number): number {
  let at = 0;
  for (let current = 1; current < line; current++) {
    const next = text.indexOf('\n', at);
    if (next < 0) return text.length;
    at = next + 1;
  }
  return at + column - 1;
}

/** A line of its own below another (0 = at the top), with the line ends of the file. */
function insertAfterLine(text: string, line: number, added: string): TextEdit {
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const start = line === 0 ? 0 : offsetOf(text, line + 1, 1);
  const needsBreak = start > 0 && text.charAt(start - 1) !== '\n';
  return { start, end: start, newText: `${needsBreak ? end : ''}${added.replaceAll('\n', end)}${end}` };
}

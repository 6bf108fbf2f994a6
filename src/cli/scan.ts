/** One scan of the root for a command: host, session, progress, and what is wrong in the configuration. */
import { version } from '../../package.json';
import type { ConfigProblem } from '../engine/config/read';
import { FramePainter } from '../engine/format/text/frame';
import { SecretMask } from '../engine/format/mask';
import { printable, wrap } from '../engine/format/text/width';
import { givenUpSentence } from '../engine/report/given-up';
import { createSession, type Session, type SessionOptions } from '../engine/session/session';
import { keepCompiled } from '../node/code-cache';
import { createNodeHost, userCacheFolder, type NodeHost } from '../node/host';
import type { Options } from './args';
import { EXIT } from './errors';
import { fileInside } from './paths';
import { errorStyle, Progress, terminalWidth } from './terminal';

/** A scan that collects so many files has gone through most of the program. */
const MANY = 100;

/** Ends a command whose message has been printed. */
export class Stop extends Error {
  constructor(readonly exitCode: number) {
    super('stopped');
  }
}

export interface ScanRequest {
  command: string;
  root: string;
  options: Options;
  signal: AbortSignal;
  baseline?: SessionOptions['baseline'];
  quiet?: boolean;
  /** What is done with the session collects nothing more: the threads end beside it. */
  onlyReads?: boolean;
}

/** Today as an ISO date; the engine reads no clock. */
export function todayOf(): string {
  return new Date().toISOString().slice(0, 10);
}

/**
 * Scans the root and hands the session to `work`; ends the host afterwards, whatever happens.
 * @throws Stop with 2 when the configuration is wrong: its problems have been printed
 */
export function withScan<T>(request: ScanRequest, work: (session: Session) => Promise<T>): Promise<T> {
  const { root, options } = request;
  const cache = options.has('no-cache') ? null : userCacheFolder();
  return scanHost(request, createNodeHost(root, { mayRunGit: true, cache }), (session) => {
    const hasWorked = session.counters.collected >= MANY;
    if (cache !== null) process.once('exit', () => keepCompiled(hasWorked));
    return work(session);
  });
}

/** The same over a host that the caller has made; it is ended afterwards. */
export async function scanHost<T>(
  request: ScanRequest,
  host: NodeHost,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const { command, root, options, signal } = request;
  const config = options.value('config');
  const progress = new Progress(request.quiet !== true);
  let ended: Promise<void> | undefined;
  try {
    const session = createSession(host, {
      version,
      today: todayOf(),
      baseline: request.baseline,
      ...(config === undefined ? {} : { config: fileInside(root, config, command) }),
    });
    await session.scan({
      signal,
      onProgress: (done, total) => progress.update(done, total),
      mayRecall: true,
      now: Date.now(),
    });
    progress.clear();
    await stopOnProblems(session, options);
    const missing = givenUpSentence(session.report());
    if (missing !== null && !request.quiet) process.stderr.write(`${printable(missing)}\n`);
    if (request.onlyReads) ended = host.dispose();
    return await work(session);
  } finally {
    progress.clear();
    await (ended ?? host.dispose());
  }
}

async function stopOnProblems(session: Session, options: Options): Promise<void> {
  const problems = session.configProblems();
  if (problems.length === 0) return;
  const sources = new Map<string, string>();
  for (const { path: file } of problems) sources.set(file, (await session.readText(file)) ?? '');
  process.stderr.write(`${problems.map((problem) => problemText(problem, sources, options)).join('\n\n')}\n`);
  throw new Stop(EXIT.usage);
}

/** Place, message and code frame of what is wrong in a configuration file. */
function problemText(
  { path: file, span, message }: ConfigProblem,
  sources: Map<string, string>,
  options: Options,
): string {
  const style = errorStyle(options);
  const width = terminalWidth();
  const place = span === null ? file : `${file}:${span.line}:${span.column}`;
  const frames = new FramePainter(sources, new SecretMask([]), style);
  const frame = span === null ? [] : frames.draw({ path: file, ...span }, width - 2);
  return [
    style.cyan(place),
    ...wrap(printable(message), width - 2).map((row) => `  ${row}`),
    ...frame.map((row) => `  ${row}`),
  ].join('\n');
}

/** Start commands of Python's servers, and how long each lets a request take (their manuals' pages on settings). */
import type { Workspace } from '../workspace';
import { servingCommands, type StartCommand } from '../readiness/processes';
import { signalsOf } from '../readiness/served';

export interface StartedServer {
  start: StartCommand;
  /** "gunicorn", for people. */
  server: string;
  /** How a request that takes too long is ended; null = it is not. */
  limit: string | null;
}

/** Seconds after which gunicorn kills a silent worker unless told otherwise (docs.gunicorn.org "timeout"). */
const GUNICORN_DEFAULT = 30;
/** A limit above an hour is as good as none (seconds). */
export const MOST = 3600;

/** Servers that start a Python application, in the order of the files; programs that are started as such only where no server is. */
export function pythonServers(workspace: Workspace): StartedServer[] {
  const found: StartedServer[] = [];
  const programs: StartedServer[] = [];
  for (const start of workspace.derive(servingCommands)) {
    if (/--reload\b|\brunserver\b/.test(start.text) && /\.sh$/.test(start.path)) continue;
    const server = /\b(gunicorn|uvicorn|hypercorn|granian|daphne|waitress-serve|uwsgi|fastapi run)\b(?!\.workers)/.exec(
      start.text,
    )?.[1];
    if (server !== undefined) {
      if (!/\bpip3?\b|\binstall\b/.test(start.text))
        found.push({ start, server, limit: limitOf(server, start.text, workspace) });
    } else if (
      /(?:^|[\s"'[,/])python[\d.]*\s+(?:-\w+\s+)*?(?:[\w./-]+\.py\b|-\w*m\s)/.test(start.text) &&
      !OTHER.test(start.text)
    )
      programs.push({ start, server: 'python', limit: null });
  }
  return found.length > 0 ? found : programs;
}

/** Commands that serve nothing. */
const OTHER = /\bmanage\.py\s+(?!runserver)|\bcelery\b|\balembic\b|\bpip\b|\bworker\b|\bmigrat|\bhttp\.server\b/;

function limitOf(server: string, text: string, workspace: Workspace): string | null {
  if (server === 'gunicorn') return gunicorn(text, workspace);
  if (server === 'daphne') {
    const seconds = secondsAfter(text, /--http-timeout/);
    return seconds ? `daphne answers 503 after ${seconds} s` : null;
  }
  if (server !== 'uwsgi') return null;
  const seconds = secondsAfter(text, /--harakiri/);
  const set = workspace.each('serverLimits').some(({ facts }) => facts.some(({ of }) => of === 'uwsgi'));
  return seconds || set ? 'uWSGI kills the worker (harakiri)' : null;
}

/** Only a sync worker is silent while it works; the others tell that they are alive in between (docs.gunicorn.org "timeout"). */
function gunicorn(text: string, workspace: Workspace): string | null {
  const file = /(?:\s-c|--config)[\s=]+(?:file:|python:)?["']?([\w./-]+)/.exec(text)?.[1];
  const settings = gunicornSettings(workspace, file);
  const kind = /(?:\s-k|--worker-class)[\s=]+["']?([\w.:-]+)/.exec(text)?.[1] ?? unquoted(settings.get('worker_class'));
  const threads = /--threads[\s=]+["']?([^\s"']+)/.exec(text)?.[1] ?? settings.get('threads');
  if ((kind ?? 'sync') !== 'sync' || (threads !== undefined && threads !== '1')) return null;
  const written = /(?:\s-t|--timeout)[\s=]+["']?([^\s"']+)/.exec(text)?.[1] ?? settings.get('timeout');
  if (written === undefined) return `gunicorn kills a worker that is busy for ${GUNICORN_DEFAULT} s, its default`;
  const seconds = /\d+/.exec(written)?.[0];
  if (seconds === undefined) return 'gunicorn kills a worker that is busy for too long';
  return Number(seconds) > 0 && Number(seconds) <= MOST
    ? `gunicorn kills a worker that is busy for ${seconds} s`
    : null;
}

/** Settings of the file that a command names, or of `gunicorn.conf.py`, which is read without being named. */
function gunicornSettings(workspace: Workspace, file: string | undefined): Map<string, string> {
  const name = (file ?? 'gunicorn.conf.py').replace(/^.*\//, '').replace(/(?<!\.py)$/, '.py');
  return new Map(
    signalsOf(workspace, 'gunicorn-setting')
      .filter(({ path }) => path.endsWith(`/${name}`) || path === name)
      .map(({ signal }) => {
        const [key = '', value = ''] = signal.detail.split(/=(.*)/s);
        return [key, value];
      }),
  );
}

function unquoted(text: string | undefined): string | undefined {
  return text?.replace(/^["'](.*)["']$/, '$1');
}

/** A positive number of seconds after a flag, at most an hour; null otherwise. */
function secondsAfter(text: string, flag: RegExp): number | null {
  const value = Number(new RegExp(String.raw`${flag.source}[\s=]+["']?(\d+)`).exec(text)?.[1] ?? 0);
  return value > 0 && value <= MOST ? value : null;
}

/** A quiet line above each handler: who gets in, and where that is decided. */
import type { CodeLens } from 'vscode-languageserver/node';

import { routeStanding } from '../engine/report/present';
import type { Report, RouteEntry } from '../engine/report/report';
import { CLIENT_COMMANDS, type PlaceParams } from './protocol';

export interface CodeLensInput {
  report: Report;
  /** URI of the folder. */
  folder: string;
  path: string;
  /** The client knows our commands, so a lens may lead to the place that decides. */
  clientCommands: boolean;
}

/** One lens per line and standing: a handler of several methods or paths says the same once. */
export function codeLenses({ report, folder, path, clientCommands }: CodeLensInput): CodeLens[] {
  const seen = new Set<string>();
  return report.routes
    .filter((route) => route.file === path && !route.builtIn)
    .flatMap((route) => {
      const line = (route.declLine ?? route.line) - 1;
      const title = routeStanding(route);
      if (seen.has(`${line} ${title}`)) return [];
      seen.add(`${line} ${title}`);
      const place: PlaceParams = { folder, ...placeOf(route) };
      return {
        range: { start: { line, character: 0 }, end: { line, character: 0 } },
        command: clientCommands
          ? { title, command: CLIENT_COMMANDS.openPlace, arguments: [place] }
          : { title, command: '' },
      };
    });
}

/** The last place of the chain decides; without a chain, the handler itself. */
function placeOf(route: RouteEntry): { path: string; line: number } {
  const last = route.by?.at(-1);
  return last ? { path: last.path, line: last.line } : { path: route.file, line: route.line };
}

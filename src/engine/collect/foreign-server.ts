/** Manifests of languages whose code is not read here: does what they describe serve requests? */
import { defineExtractor } from './extractor';

declare module '../facts' {
  interface FactParts {
    /** A web server that the manifest of another language depends on. */
    foreignServer: ForeignServer;
  }
}

export interface ForeignServer {
  /** For people: "Elixir". */
  language: string;
  /** The package that serves: `phoenix`. */
  framework: string;
}

/** Packages that open a port for requests, by what their manifest calls them. Clients and toolkits below them (hyper, plug) prove nothing. */
const SERVERS: readonly { file: RegExp; language: string; servers: RegExp }[] = [
  // hexdocs.pm/mix "Mix.Tasks.Deps"
  {
    file: /^mix\.exs$/,
    language: 'Elixir',
    servers: /^[^#\n]*\{\s*:(phoenix|plug_cowboy|bandit)\s*,(?![^}\n]*\bonly:)/m,
  },
  // doc.rust-lang.org/cargo "Specifying Dependencies"
  {
    file: /^Cargo\.toml$/,
    language: 'Rust',
    servers: /^(axum|actix-web|rocket|warp|poem|salvo|tide|gotham)(?:\.workspace)?\s*=/m,
  },
];

export const foreignServer = defineExtractor({
  part: 'foreignServer',
  version: 1,
  accepts: (path) => manifestOf(path) !== undefined,
  extract({ path, text }): ForeignServer | undefined {
    const known = manifestOf(path);
    const framework = known?.servers.exec(known.language === 'Rust' ? runtimeDependencies(text) : text)?.[1];
    return known && framework !== undefined ? { language: known.language, framework } : undefined;
  },
});

function manifestOf(path: string) {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return SERVERS.find(({ file }) => file.test(name));
}

/** What stands in `[dependencies]`; one with a table of its own (`[dependencies.axum]`) as `axum =`. */
function runtimeDependencies(text: string): string {
  let inside = false;
  const kept: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    const table = /^\s*\[+([^\]]+)\]/.exec(line)?.[1];
    if (table === undefined) {
      if (inside) kept.push(line.trimStart());
      continue;
    }
    const [, own] = /(?:^|\.)dependencies(?:\.([\w-]+))?$/.exec(table) ?? [];
    inside = /(?:^|\.)dependencies$/.test(table) && !table.startsWith('workspace');
    if (own !== undefined && !table.startsWith('workspace')) kept.push(`${own} =`);
  }
  return kept.join('\n');
}

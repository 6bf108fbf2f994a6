// Types of workbench.mjs for the TypeScript tests.

import type { Browser } from 'playwright-core';

/** How a server is started. */
export interface ServerOptions {
  /** A version of the package `code-server`. */
  version: string;
  /** Where the server keeps its state and its settings. */
  dataFolder: string;
  /** Where installed extensions lie. */
  extensionsFolder: string;
  /** Added to the settings that every window has. */
  settings?: Record<string, unknown>;
  /** A port or a range of ports (`9700-9799`); any free one if left out. */
  ports?: string;
  /** Leave workspace trust on: VS Code asks whether the folder is trusted. */
  askForTrust?: boolean;
  /** Honour development extensions and report the end of test runs; notifications are then not drawn. */
  testDriver?: boolean;
  /** What a page without a place shows. */
  defaultFolder?: string;
}

/** A running server. */
export interface Server {
  port: number;
  /** A page is served only to those who know it. */
  token: string;
  /** Everything that the server has printed so far. */
  output(): string;
  /** Fulfilled when the server has ended, for whatever reason. */
  ended: Promise<unknown>;
  /** Ends the server with all its hosts. */
  stop(): Promise<void>;
}

/** What a page shows: a folder, a `.code-workspace` file, or an empty window. */
export type Place = { kind: 'folder' | 'workspace'; path: string } | { kind: 'ew' };

/** An instruction to the workbench, such as `['gotoLineMode', 'true']`. */
export type PayloadEntry = [key: string, value: string];

export function startServer(options: ServerOptions): Promise<Server>;
export function workbenchAddress(server: Server, options?: { place?: Place; payload?: PayloadEntry[] }): string;
export function remoteUri(server: Server, file: string): string;
export function launchBrowser(): Promise<Browser>;
export function linkExtension(extensionsFolder: string): void;
export function installVsixIntoServer(version: string, vsix: string, extensionsFolder: string): Promise<void>;

/** The server that user-interface tests and pictures run on. */
export const newestServerOnNode20: string;

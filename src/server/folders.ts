/** The folders of a workspace, which may lie inside each other. */
import { Folder, type DisposableHost, type FolderEvents, type FolderOptions } from './folder';
import { nameOf, pathInFolder } from './uris';

export interface FoldersOptions {
  open(
    uri: string,
    name: string,
  ): { host: DisposableHost } & Pick<FolderOptions, 'version' | 'today' | 'openFilesOnly' | 'scans'>;
  events: FolderEvents;
}

export interface Located {
  folder: Folder;
  /** Relative to the folder. */
  path: string;
}

export class Folders {
  private readonly byUri = new Map<string, Folder>();

  constructor(private readonly options: FoldersOptions) {}

  [Symbol.iterator](): IterableIterator<Folder> {
    return this.byUri.values();
  }

  /** Adds a folder without scanning it; a folder that is already there stays as it is. */
  add(uri: string, givenName: string): Folder {
    const key = normalise(uri);
    const present = this.byUri.get(key);
    if (present) return present;
    const name = givenName || nameOf(key);
    const { host, ...options } = this.options.open(key, name);
    const folder = new Folder(host, { uri: key, name, ...options }, this.options.events);
    this.byUri.set(key, folder);
    return folder;
  }

  /** Takes a folder out; who calls this disposes of it. */
  remove(uri: string): Folder | undefined {
    const folder = this.get(uri);
    this.byUri.delete(normalise(uri));
    return folder;
  }

  get(uri: string): Folder | undefined {
    return this.byUri.get(normalise(uri));
  }

  /** The innermost folder of a document. */
  find(uri: string): Located | undefined {
    return this.containing(uri).sort((a, b) => b.folder.uri.length - a.folder.uri.length)[0];
  }

  /** The folder with this address, and those that lie in it. */
  atOrBelow(uri: string): Folder[] {
    const key = normalise(uri);
    return [...this.byUri].flatMap(([own, folder]) =>
      own === key || pathInFolder(key, own) !== undefined ? [folder] : [],
    );
  }

  /** Every folder that a document lies in. */
  containing(uri: string): Located[] {
    return [...this.byUri.values()].flatMap((folder) => {
      const path = pathInFolder(folder.uri, uri);
      return path === undefined ? [] : [{ folder, path }];
    });
  }

  async disposeAll(): Promise<void> {
    const folders = [...this.byUri.values()];
    this.byUri.clear();
    await Promise.all(folders.map((folder) => folder.dispose()));
  }
}

function normalise(uri: string): string {
  return uri.replace(/\/$/, '');
}

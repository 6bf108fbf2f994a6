/** Between the paths of the engine (relative to a folder, with `/`) and the URIs of a client. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Absolute path of a `file:` URI; undefined for any other scheme. */
export function filePathOf(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  return fileURLToPath(uri.replace(/^file:\/\/localhost\//, 'file:///'));
}

/** Path of a URI inside a folder, or undefined when it lies elsewhere. `vscode-languageclient` escapes more than others (`%3A`). */
export function pathInFolder(folderUri: string, uri: string): string | undefined {
  const folder = decode(folderUri.replace(/\/$/, ''));
  const whole = decode(uri);
  return whole.startsWith(`${folder}/`) ? whole.slice(folder.length + 1) : undefined;
}

/** URI of a path inside a folder, escaped as `vscode-uri` does, so that clients recognise their own documents. */
export function uriInFolder(folderUri: string, relative: string): string {
  const escaped = relative.split('/').map((part) => encodeURIComponent(part).replace(/[!'()*]/g, escapeUnit));
  return `${folderUri.replace(/\/$/, '')}/${escaped.join('/')}`;
}

/** Last part of a URI's path, for folders that the client gave no name. */
export function nameOf(uri: string): string {
  return path.posix.basename(decode(uri)) || uri;
}

function escapeUnit(unit: string): string {
  return `%${unit.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** A URI that cannot be decoded is compared as it stands. */
function decode(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch (error) {
    if (error instanceof URIError) return uri;
    throw error;
  }
}

/** Files that are known by their name alone to hold no text worth reading. Everything else is read and judged by its content. */

import { LOCK_FILES } from '../engine/size/path-classes';

/** Extensions of formats that are binary by definition. */
const BINARY = new Set(
  (
    'png jpg jpeg gif webp avif bmp ico icns tif tiff psd heic mp3 mp4 m4a m4v mov avi mkv webm wav ogg flac ' +
    'woff woff2 ttf otf eot pdf doc docx xls xlsx ppt pptx odt ods zip gz tgz bz2 xz 7z rar zst tar jar war whl egg ' +
    'exe dll so dylib a o obj lib bin class pyc pyo pyd wasm node sqlite sqlite3 db mdb parquet npy npz pkl pt pth onnx safetensors h5 vsix'
  ).split(' '),
);

/** Why a file is not read, judged by its name; undefined = read it. */
export function skipByName(path: string): string | undefined {
  const name = path.slice(path.lastIndexOf('/') + 1).toLowerCase();
  if (LOCK_FILES.has(name)) return 'lock file';
  const dot = name.lastIndexOf('.');
  if (dot < 0) return undefined;
  const extension = name.slice(dot + 1);
  if (BINARY.has(extension)) return 'binary';
  if (extension === 'map' && /\.(js|mjs|cjs|ts|css)\.map$/.test(name)) return 'source map';
  if (extension === 'snap') return 'test snapshot';
  if (/[.-]min\.(js|mjs|cjs|css)$/.test(name)) return 'minified';
  return undefined;
}

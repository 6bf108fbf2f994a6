import fs from 'node:fs';

/** True when files of a folder can be listed and read by this process. */
export function mayRead(folder: string): boolean {
  try {
    fs.opendirSync(folder).closeSync();
    // To list a folder is one permission, to reach what is in it another.
    fs.lstatSync(`${folder}/.`);
    return true;
  } catch {
    return false;
  }
}

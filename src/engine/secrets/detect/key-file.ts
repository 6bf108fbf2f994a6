/** Files that are a key: one random line under a name that says so. */
import type { Detection } from './detect';
import { entropy } from '../values/entropy';
import { isWordy } from '../values/entropy';

const KEY_NAME =
  /(?:^|\/)(?:[\w.-]*\.key|[\w.-]*(?:master|secret|signing|encryption|jwt|fernet|private)[\w.-]*key[\w.-]*|[\w.-]*\.secret|\.?secret[\w-]*|[\w.-]*\.token|\.vault[_-]pass(?:word)?|vault[_-]pass(?:word)?)$/i;
const KEY_FOLDER = /(?:^|\/)(?:\.secrets|secrets|keys)\/[^/]+$/;

/** The one value of a raw key file, or undefined when the file is something else. */
export function keyFile(path: string, text: string): Detection[] | undefined {
  if (text.length > 512 || !(KEY_NAME.test(path) || KEY_FOLDER.test(path))) return undefined;
  const match = /^\s*([A-Za-z0-9+/=_.-]{24,256})\s*$/.exec(text);
  const value = match?.[1];
  if (value === undefined || entropy(value) < 3.3 || isWordy(value) || !/[0-9]/.test(value)) return undefined;
  const start = text.indexOf(value);
  return [
    {
      rule: 'key-file',
      value: 'token',
      position: 'file',
      name: null,
      env: null,
      start,
      end: start + value.length,
      proven: true,
    },
  ];
}

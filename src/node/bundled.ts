/** True in `dist/`, false when the sources run as they are (tests, `tsx`). */
export const isBundled = !__filename.endsWith('.ts');

/** Where modules are loaded that only the running program names. */
export interface Load {
  path: string;
  line: number;
  /** The folder that they lie in; null = not known. */
  folder: string | null;
}

/** That it is open which files those are, as a sentence part. */
export function whyOpen({ path, line }: Load): string {
  return `${path}:${line} loads files that only the running program names`;
}

/** Names of Python distributions. Apart from the manifests that hold them: checks need the names, not the parsers. */

/** Name of a Python distribution as PEP 503 normalises it. */
export function normalisePythonName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

// The parts of package.json that are derived: personal settings and the schemas of our files.

/** Personal settings of the editor; what a team decides stands in `preflight.json`. */
const SETTINGS: Readonly<Record<string, Record<string, unknown>>> = {};

interface Manifest {
  contributes?: Record<string, unknown>;
  [key: string]: unknown;
}

/** `package.json` with its derived parts renewed. */
export function manifest(current: string): string {
  const parsed = JSON.parse(current) as Manifest;
  if (!parsed.contributes) return current;
  parsed.contributes.jsonValidation = [
    { fileMatch: ['preflight.json', 'preflight.jsonc'], url: './schemas/preflight.schema.json' },
  ];
  if (Object.keys(SETTINGS).length > 0) parsed.contributes.configuration = { title: 'Preflight', properties: SETTINGS };
  return `${JSON.stringify(parsed, null, 2)}\n`;
}

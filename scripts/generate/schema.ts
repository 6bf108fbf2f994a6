// The JSON schemas of `preflight.json` and of the attestations, from the description of what they hold.

import { ATTESTATIONS_FILE } from '../../src/engine/attestations/schema';
import { CONFIG_SETTINGS, type Setting } from '../../src/engine/config/schema';
import { MAX_GLOB_LENGTH } from '../../src/engine/config/config';

type Schema = Record<string, unknown>;

/** The schema of `preflight.json`. */
export function configSchema(): string {
  return fileSchema('Preflight configuration', CONFIG_SETTINGS);
}

/** The schema of `.preflight/attestations.json`. */
export function attestationsSchema(): string {
  return fileSchema('Preflight attestations', ATTESTATIONS_FILE);
}

/** JSON schema (draft 7, what VS Code reads), as text. */
function fileSchema(title: string, settings: Setting): string {
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title,
    ...schemaOf(settings),
    allowTrailingCommas: true,
  };
  return `${JSON.stringify(schema, null, 2)}\n`;
}

/** What completion writes for a setting: where editors complete the keys one by one, none that nobody has chosen. */
function snippetOf(setting: Setting): Schema {
  return setting.kind === 'map' && setting.keys?.known ? { defaultSnippets: [{ body: {} }] } : {};
}

function schemaOf(setting: Setting): Schema {
  const { description } = setting;
  const help = setting.default === undefined ? description : `${description} Default: ${setting.default}.`;
  const examples = 'example' in setting && setting.example !== undefined ? { examples: [setting.example] } : {};
  return { description: help, ...bodyOf(setting), ...examples, ...snippetOf(setting) };
}

function bodyOf(setting: Setting): Schema {
  switch (setting.kind) {
    case 'string':
      return {
        type: 'string',
        minLength: 1,
        ...(setting.format ? { format: setting.format, pattern: '^\\d{4}-\\d{2}-\\d{2}$' } : {}),
      };
    case 'glob':
      return { type: 'string', minLength: 1, maxLength: MAX_GLOB_LENGTH };
    case 'count':
      return { type: 'integer', minimum: setting.least ?? 1 };
    case 'choice':
      return {
        enum: setting.values.map((choice) => choice.value),
        enumDescriptions: setting.values.map((choice) => choice.description),
      };
    case 'list':
      return { type: 'array', items: schemaOf(setting.of) };
    case 'map':
      return { type: 'object', ...mapBody(setting) };
    case 'object':
      return {
        type: 'object',
        properties: Object.fromEntries(
          Object.entries(setting.members).map(([name, member]) => [name, schemaOf(member)]),
        ),
        additionalProperties: false,
        ...(setting.required ? { required: setting.required } : {}),
      };
  }
}

/** A map with known keys lists each of them, so that editors complete them with their titles. */
function mapBody(setting: Setting & { kind: 'map' }): Schema {
  const known = setting.keys?.known?.();
  if (!known) return { additionalProperties: schemaOf(setting.of) };
  const body = bodyOf(setting.of);
  return {
    properties: Object.fromEntries(known.map(({ id, title }) => [id, { description: title, ...body }])),
    additionalProperties: false,
  };
}

// The parts of SARIF 2.1.0 that we write, as a JSON schema of our own: names, types and required members as the OASIS standard has them
// (sections 3.13 to 3.39), and nothing else allowed, so that a misspelt member cannot slip through.

const text = {
  type: 'object',
  required: ['text'],
  properties: { text: { type: 'string' }, markdown: { type: 'string' } },
  additionalProperties: false,
};
const bag = { type: 'object' };
const count = { type: 'integer', minimum: 1 };

const artifactLocation = {
  type: 'object',
  required: ['uri'],
  properties: {
    // 3.4.3: a URI reference; with a base id it must be relative (3.4.4).
    uri: { type: 'string', pattern: "^(?!/)(?![A-Za-z][A-Za-z0-9+.-]*:)[A-Za-z0-9\\-._~%!$&'()*+,;=:@/]+$" },
    uriBaseId: { const: 'SRCROOT' },
  },
  additionalProperties: false,
};

const location = {
  type: 'object',
  required: ['physicalLocation'],
  properties: {
    id: { type: 'integer', minimum: 0 },
    message: text,
    physicalLocation: {
      type: 'object',
      required: ['artifactLocation'],
      properties: {
        artifactLocation,
        region: {
          type: 'object',
          required: ['startLine'],
          properties: { startLine: count, startColumn: count, endLine: count, endColumn: count },
          additionalProperties: false,
        },
      },
      additionalProperties: false,
    },
  },
  additionalProperties: false,
};

const level = { enum: ['none', 'note', 'warning', 'error'] };

const rule = {
  type: 'object',
  required: ['id', 'shortDescription', 'fullDescription', 'help', 'helpUri', 'defaultConfiguration'],
  properties: {
    id: { type: 'string' },
    name: { type: 'string', pattern: '^[A-Z][A-Za-z0-9]*$' },
    shortDescription: text,
    fullDescription: text,
    help: text,
    helpUri: { type: 'string', pattern: '^https://' },
    defaultConfiguration: { type: 'object', properties: { level }, additionalProperties: false },
    properties: {
      type: 'object',
      properties: {
        tags: { type: 'array', items: { type: 'string' }, uniqueItems: true },
        'security-severity': { type: 'string', pattern: '^\\d+\\.\\d$' },
      },
    },
  },
  additionalProperties: false,
};

const result = {
  type: 'object',
  required: ['ruleId', 'level', 'message', 'locations', 'partialFingerprints', 'suppressions'],
  properties: {
    ruleId: { type: 'string' },
    ruleIndex: { type: 'integer', minimum: 0 },
    kind: { const: 'fail' },
    level,
    message: text,
    locations: { type: 'array', items: location, minItems: 1, maxItems: 1 },
    relatedLocations: { type: 'array', items: location, uniqueItems: true },
    codeFlows: {
      type: 'array',
      items: {
        type: 'object',
        required: ['threadFlows'],
        properties: {
          threadFlows: {
            type: 'array',
            minItems: 1,
            items: {
              type: 'object',
              required: ['locations'],
              properties: {
                locations: {
                  type: 'array',
                  minItems: 1,
                  items: {
                    type: 'object',
                    required: ['location'],
                    properties: { location },
                    additionalProperties: false,
                  },
                },
              },
              additionalProperties: false,
            },
          },
        },
        additionalProperties: false,
      },
    },
    partialFingerprints: { type: 'object', additionalProperties: { type: 'string' } },
    baselineState: { enum: ['new', 'unchanged', 'updated', 'absent'] },
    suppressions: {
      type: 'array',
      items: {
        type: 'object',
        required: ['kind'],
        properties: {
          kind: { enum: ['inSource', 'external'] },
          justification: { type: 'string', minLength: 1 },
        },
        additionalProperties: false,
      },
    },
    properties: bag,
  },
  additionalProperties: false,
};

export const SARIF_SCHEMA = {
  type: 'object',
  required: ['version', 'runs'],
  properties: {
    $schema: { type: 'string', format: 'uri' },
    version: { const: '2.1.0' },
    runs: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        required: ['tool', 'results'],
        properties: {
          tool: {
            type: 'object',
            required: ['driver'],
            properties: {
              driver: {
                type: 'object',
                required: ['name', 'rules'],
                properties: {
                  name: { type: 'string' },
                  version: { type: 'string' },
                  semanticVersion: { type: 'string' },
                  informationUri: { type: 'string', pattern: '^https://' },
                  rules: { type: 'array', items: rule, uniqueItems: true },
                },
                additionalProperties: false,
              },
            },
            additionalProperties: false,
          },
          automationDetails: { type: 'object', properties: { id: { type: 'string' } }, additionalProperties: false },
          originalUriBaseIds: {
            type: 'object',
            // 3.14.14: an absolute URI that ends with a slash.
            additionalProperties: {
              type: 'object',
              required: ['uri'],
              properties: { uri: { type: 'string', pattern: '^file:///.*/$' } },
              additionalProperties: false,
            },
          },
          columnKind: { enum: ['utf16CodeUnits', 'unicodeCodePoints'] },
          invocations: {
            type: 'array',
            items: {
              type: 'object',
              required: ['executionSuccessful'],
              properties: { executionSuccessful: { type: 'boolean' } },
              additionalProperties: false,
            },
          },
          results: { type: 'array', items: result },
          properties: bag,
        },
        additionalProperties: false,
      },
    },
  },
  additionalProperties: false,
};

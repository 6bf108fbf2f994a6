/** A value in a configuration file: replaced where the program that reads the file is known to fill in variables. */
import { erbAround, replaceInErb } from './erb';
import { isInBlockScalar, jsonPath, yamlScalar } from './scalar';
import { lineAround, type PlaceInText, type Replaced } from './place';

interface Reader {
  /** The program, for people. */
  name: string;
  path: RegExp;
  /** What the text holds as well, where the path alone does not tell. */
  content?: RegExp;
  /** How the reader is told to take a variable. */
  write(variable: string): string;
  /** In YAML the reference cannot begin a plain scalar. */
  needsQuotes?: true;
  /** The reference holds double quotes, so that the scalar gives up its own. */
  dropsQuotes?: true;
}

const dollar = (name: string): string => `\${${name}}`;

/** Programs that fill in variables when they read their configuration, with the vendor's text that says so: page and section. */
const READERS: readonly Reader[] = [
  // Spring Boot, "Externalized Configuration", Property Placeholders; Quarkus and Micronaut read the same form.
  {
    name: 'Spring',
    path: /(?:^|\/)(?:application|bootstrap)(?:-[\w-]+)?\.(?:ya?ml|properties)$/i,
    write: dollar,
  },
  // Spring Cloud Config, "Environment Repository", File System Backend: files by the names of applications.
  {
    name: 'Spring',
    path: /(?:^|\/)src\/main\/resources\/.+\.ya?ml$/,
    content: /^(?:spring|server|security|eureka|management|logging):\s*$/m,
    write: dollar,
  },
  // Ruby on Rails Guides, "Configuring Rails Applications", Configuring a Database.
  {
    name: 'Rails',
    path: /(?:^|\/)config\/(?:database|secrets|storage|cable|cache|queue|mongoid|sidekiq|redis|elasticsearch|settings|application)\.ya?ml$/,
    write: (name) => `<%= ENV.fetch("${name}") %>`,
    dropsQuotes: true,
  },
  // Symfony, "Configuration Based on Environment Variables".
  {
    name: 'Symfony',
    path: /(?:^|\/)config\/(?:packages\/.+|services(?:_\w+)?)\.ya?ml$/,
    write: (name) => `%env(${name})%`,
    needsQuotes: true,
  },
  // Serverless Framework, "Variables".
  {
    name: 'Serverless Framework',
    path: /(?:^|\/)serverless(?:\.[\w-]+)?\.ya?ml$/i,
    write: (name) => `\${env:${name}}`,
  },
  // OpenTelemetry, "Collector configuration", Environment variables.
  {
    name: 'the OpenTelemetry Collector',
    path: /\.ya?ml$/i,
    content: /^receivers:[^]*^exporters:|^exporters:[^]*^receivers:/m,
    write: (name) => `\${env:${name}}`,
  },
  // npm Docs, ".npmrc", Files.
  { name: 'npm', path: /(?:^|\/)\.npmrc$/, write: dollar },
  // Yarn, "Settings (.yarnrc.yml)".
  { name: 'Yarn', path: /(?:^|\/)\.yarnrc\.yml$/, write: dollar },
  // Microsoft Learn, "NuGet.Config reference", Using environment variables.
  {
    name: 'NuGet',
    path: /(?:^|\/)nuget\.config$/i,
    write: (name) => `%${name}%`,
  },
  // Apache Maven, "Settings Reference".
  {
    name: 'Maven',
    path: /(?:^|\/)(?:settings|pom)\.xml$/,
    write: (name) => `\${env.${name}}`,
  },
  // Apache Log4j, "Lookups", Environment Lookup.
  {
    name: 'Log4j',
    path: /(?:^|\/)log4j2[\w.-]*\.(?:xml|ya?ml|properties)$/,
    write: (name) => `\${env:${name}}`,
  },
  // Logback manual, "Variable substitution".
  {
    name: 'Logback',
    path: /(?:^|\/)logback[\w.-]*\.xml$/,
    write: dollar,
  },
  // Grafana, "Configure Grafana", Variable expansion.
  {
    name: 'Grafana',
    path: /(?:^|\/)grafana[\w.-]*\.ini$/i,
    write: (name) => `$__env{${name}}`,
  },
  // Grafana, "Provision Grafana", Using environment variables.
  {
    name: 'Grafana',
    path: /(?:^|\/)provisioning\/.+\.ya?ml$/,
    content: /^apiVersion:\s*1\s*$/m,
    write: dollar,
  },
  // Elastic, "Use environment variables in the configuration".
  {
    name: 'the Elastic Stack',
    path: /(?:^|\/)(?:(?:file|metric|heart|audit|packet|winlog|func)beat|logstash|kibana|elasticsearch)\.ya?ml$/i,
    write: dollar,
  },
  // Vector, "Environment variables".
  {
    name: 'Vector',
    path: /(?:^|\/)vector\.(?:ya?ml|toml|json)$/,
    write: dollar,
  },
  // Fluent Bit, "Environment variables".
  {
    name: 'Fluent Bit',
    path: /(?:^|\/)fluent-?bit[\w.-]*\.ya?ml$/,
    write: dollar,
  },
  // Supabase, "CLI configuration".
  {
    name: 'the Supabase CLI',
    path: /(?:^|\/)supabase\/config\.toml$/,
    write: (name) => `env(${name})`,
  },
  // DigitalOcean, "project.yml".
  {
    name: 'DigitalOcean functions',
    path: /(?:^|\/)project\.yml$/,
    content: /^packages:[^]*\bfunctions:/m,
    write: dollar,
  },
];

/** Files whose reader fills nothing in, and what it offers instead. */
const ADVICE: readonly [RegExp, (place: PlaceInText) => string][] = [
  [/(?:^|\/)appsettings[\w.-]*\.json$/i, ({ text, start }) => dotnet(jsonPath(text, start))],
  [
    /(?:^|\/)(?:web|app)\.config$/i,
    ({ variable }) =>
      `.NET Framework fills nothing in: read ${variable} with a configuration builder, or from the environment where it is used`,
  ],
  [
    /(?:^|\/)wrangler\.(?:toml|jsonc?)$/,
    ({ variable }) => `a Worker has secrets of its own: take the line out and run "wrangler secret put ${variable}"`,
  ],
  [
    /(?:^|\/)(?:netlify\.toml|vercel\.json|now\.json)$/,
    ({ variable }) => `the host has environment variables of its own: take the line out and set ${variable} there`,
  ],
  [
    /\.service$/,
    ({ variable }) =>
      `everybody on the machine may read a unit: keep ${variable} in a file for root alone and name that with EnvironmentFile=`,
  ],
  [
    /(?:^|\/)fly\.toml$/,
    ({ variable }) => `Fly has secrets of its own: take the line out and run "fly secrets set ${variable}=..."`,
  ],
  [
    /(?:^|\/)app\.ya?ml$/,
    ({ variable }) => `App Engine fills nothing in: read ${variable} from Secret Manager when the application starts`,
  ],
  [
    /(?:^|\/)(?:prometheus|alertmanager)[\w.-]*\.ya?ml$/i,
    () => 'Prometheus fills nothing in: name a file that holds the value, with password_file or credentials_file',
  ],
  [
    /(?:^|\/)airflow\.cfg$/,
    ({ text, start }) =>
      `Airflow reads AIRFLOW__${(iniSection(text, start) ?? 'SECTION').toUpperCase()}__KEY from the environment in its place: empty it here and set that`,
  ],
  [
    /(?:^|\/)alembic\.ini$/,
    () =>
      'Alembic fills nothing in: leave sqlalchemy.url empty and set it in env.py with config.set_main_option and os.environ',
  ],
  [
    /(?:^|\/)pyproject\.toml$|(?:^|\/)package\.json$|(?:^|\/)setup\.cfg$/,
    () => 'this file is published with the package: take the value out by hand',
  ],
];

/** The reference that the file's reader understands, or a sentence on what it offers instead. */
export function replaceInConfiguration(place: PlaceInText): Replaced {
  const { path, text, start, end, variable, language } = place;
  if (erbAround(path, text, start)) {
    const edit = replaceInErb(path, text, start, end, { variable, secret: true });
    return edit ? { edits: [edit] } : { refused: `The value in ${path} stands in Ruby: take it out by hand.` };
  }
  if (isBlueprint(place)) return blueprint(place);
  // A file inside of a file has a reader of its own.
  const isNested = language === 'yaml' && isInBlockScalar(text, start);
  const reader = isNested ? undefined : READERS.find((one) => one.path.test(path) && (one.content?.test(text) ?? true));
  if (!reader) {
    const advice = ADVICE.find(([pattern]) => pattern.test(path))?.[1](place);
    const usual = `nothing says that its reader fills in variables: read ${variable} from the environment in the code that loads it, and take the value out by hand`;
    return { refused: `The value stays in ${path} for now, because ${advice ?? usual}.` };
  }
  const label = `Let ${reader.name} read ${variable} from the environment`;
  const reference = reader.write(variable);
  if (language !== 'yaml' || !(reader.dropsQuotes || reader.needsQuotes))
    return { edits: [{ start, end, newText: reference }], label };
  const scalar = yamlScalar(text, start, end);
  const bare = text.slice(scalar.start, scalar.end).replace(/^(["'])([^]*)\1$/, '$2');
  const whole = bare.replace(text.slice(start, end), () => reference);
  const newText = reader.needsQuotes ? `${scalar.quote || "'"}${whole}${scalar.quote || "'"}` : whole;
  return { edits: [{ start: scalar.start, end: scalar.end, newText }], label };
}

/** Environment variables come behind the files and win, with `__` between the keys (Microsoft Learn, "Configuration in ASP.NET Core"). */
function dotnet(keys: readonly string[]): string {
  const flat = keys.join('__');
  return `.NET fills nothing in, it reads ${flat} from the environment in its place: empty it here, set that where it runs, and use "dotnet user-secrets set ${keys.join(':')} ..." on your machine`;
}

function iniSection(text: string, at: number): string | undefined {
  return [...text.slice(0, at).matchAll(/^\[([\w.-]+)\]/gm)].at(-1)?.[1];
}

/** `value: v` of a Render blueprint. */
function isBlueprint({ path, text, start }: PlaceInText): boolean {
  const line = lineAround(text, start);
  return /(?:^|\/)render\.ya?ml$/.test(path) && /^\s*value\s*:/.test(text.slice(line.start, line.end));
}

/** `sync: false` asks for the value in the dashboard (Render, "Blueprint YAML reference", Prompting for secret values). */
function blueprint({ text, start, variable }: PlaceInText): Replaced {
  const line = lineAround(text, start);
  const key = line.start + text.slice(line.start, line.end).indexOf('value');
  return {
    edits: [{ start: key, end: line.end, newText: 'sync: false' }],
    label: `Ask for ${variable} in the dashboard`,
    nextSteps: [`Set ${variable} in Render's dashboard.`],
  };
}

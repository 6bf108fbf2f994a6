/** A value in the configuration of a CI service, which keeps secrets of its own. */
import type { PlaceInText, Replaced } from './place';
import { yamlScalar } from './scalar';

/** Services by the path of their configuration, and where they keep secrets, in a sentence about the variable. */
const OTHERS: readonly [RegExp, (name: string) => string][] = [
  [
    /(?:^|\/)\.gitlab-ci[\w.-]*\.ya?ml$|(?:^|\/)\.gitlab\/.*\.ya?ml$/i,
    (name) => `add ${name} under Settings > CI/CD > Variables, masked and protected; jobs see it as $${name}`,
  ],
  [
    /(?:^|\/)\.circleci\//i,
    (name) => `add ${name} to a context or to the project's environment variables; steps see it as $${name}`,
  ],
  [
    /(?:^|\/)azure-pipelines[\w.-]*\.ya?ml$|(?:^|\/)\.azure-pipelines\//i,
    (name) => `add ${name} as a secret variable or in a variable group, and map it with env: ${name}: $(${name})`,
  ],
  [
    /(?:^|\/)bitbucket-pipelines[\w.-]*\.ya?ml$/i,
    (name) => `add ${name} under Repository variables, secured; steps see it as $${name}`,
  ],
  [
    /(?:^|\/)\.travis\.ya?ml$/i,
    (name) => `add ${name} in the repository's settings, or encrypt it with travis encrypt`,
  ],
  [
    /(?:^|\/)\.(?:drone|woodpecker)(?:\.ya?ml$|\/)/i,
    (name) => `add it as a secret and read it with from_secret: ${name.toLowerCase()}`,
  ],
  [/(?:^|\/)\.buildkite\//i, (name) => `keep it in the agent's environment hook or in Buildkite secrets as ${name}`],
  [/(?:^|\/)jenkinsfile/i, (name) => `keep it in Jenkins' credentials and bind it to ${name} with withCredentials`],
];

/** True for files that a CI service reads. */
export function isPipeline(path: string): boolean {
  return isWorkflow(path) || OTHERS.some(([pattern]) => pattern.test(path));
}

/** Subfolders of `workflows/` hold none (GitHub documentation, "Reusing workflows", Limitations). */
function isWorkflow(path: string): boolean {
  return /(?:^|\/)\.github\/(?:workflows\/[^/]+|actions\/.*)\.ya?ml$/i.test(path);
}

/** `${{ secrets.X }}` in a GitHub workflow; for other services a sentence that says where the value belongs. */
export function replaceInPipeline(place: PlaceInText): Replaced {
  const { path, text, start, end, variable } = place;
  if (!isWorkflow(path)) {
    const say = OTHERS.find(([pattern]) => pattern.test(path))?.[1];
    return { refused: `${path} is read by a service with secrets of its own: ${say?.(variable) ?? ''}.` };
  }
  if (/(?:^|\/)\.github\/actions\//i.test(path))
    return {
      refused: `${path} is an action, which sees no secrets: declare an input for ${variable}, and let the workflow pass it.`,
    };
  const name = secretName(variable);
  const scalar = yamlScalar(text, start, end);
  const expression = `\${{ secrets.${name} }}`;
  const edit =
    scalar.isFlow && scalar.quote === ''
      ? {
          start: scalar.start,
          end: scalar.end,
          newText: `"${text.slice(scalar.start, start)}${expression}${text.slice(end, scalar.end)}"`,
        }
      : { start, end, newText: expression };
  return {
    edits: [edit],
    label: `Read the secret ${name} of the repository`,
    entry: { name, value: text.slice(start, end) },
    nextSteps: [`Store it for the workflow: "gh secret set ${name}".`],
  };
}

/** Names of secrets must not begin with `GITHUB_` (GitHub documentation, "Using secrets in GitHub Actions"). */
function secretName(variable: string): string {
  return variable.replace(/^GITHUB_/i, 'GH_');
}

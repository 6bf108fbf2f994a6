/** Signs that releases are put out by something other than the manifests that are read: pipelines, infrastructure as code. */
import type { Evidence } from '../verdict';
import type { Workspace } from '../workspace';
import { evidence } from './answers';
import { rollbacks } from './rollbacks';
import { isAside, isForDevelopment } from './scope';

/** Terraform, Bicep, Serverless, CDK, SAM, Pulumi, Ansible, Kamal, Capistrano, Deployer, Beanstalk, CapRover, Wrangler, Netlify, Nomad, Skaffold. */
const FILES =
  /(?:^|\/)(?:[\w.-]+\.(?:tf|bicep|nomad)|serverless\.(?:ya?ml|ts|js)|cdk\.json|samconfig\.toml|Pulumi\.ya?ml|playbook[\w-]*\.ya?ml|ansible\.cfg|config\/deploy\.(?:ya?ml|rb)|Capfile|deploy\.php|\.ebextensions\/[^/]+|\.elasticbeanstalk\/[^/]+|captain-definition|wrangler\.(?:toml|jsonc?)|netlify\.toml|skaffold\.ya?ml|azure\.ya?ml|apprunner\.ya?ml|amplify\.yml|appspec\.ya?ml|task-definition[\w-]*\.json|cloudbuild\.ya?ml|firebase\.json)$/;

/** Where something else deploys, at most three places. */
export function deployedElsewhere(workspace: Workspace): Evidence[] {
  const { deploys, platform, published, elsewhere } = workspace.derive(rollbacks);
  const steps = [...deploys, ...platform, ...published, ...elsewhere].map(({ path, line, what }) =>
    evidence(path, line, what),
  );
  if (steps.length > 0) return steps.slice(0, 3);
  return workspace.derive(infrastructureFiles).map((path) => evidence(path, 1, 'deploys'));
}

function infrastructureFiles(workspace: Workspace): string[] {
  const found: string[] = [];
  for (const path of workspace.files.keys())
    if (isManifest(workspace, path) && !isAside(path) && !isForDevelopment(path) && found.push(path) >= 3) break;
  return found;
}

/** By its name, or because functions are declared in it (a template of AWS SAM may be called anything). */
function isManifest(workspace: Workspace, path: string): boolean {
  return FILES.test(path) || (/\.ya?ml$/.test(path) && declaresFunctions(workspace, path));
}

/** YAML with settings of an application has code facts as well. */
function declaresFunctions(workspace: Workspace, path: string): boolean {
  const body = workspace.part(path, 'code')?.body ?? [];
  return body.some((statement) => statement.s === 'route' && statement.on.e === 'site');
}

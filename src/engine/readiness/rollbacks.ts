/**
 * How releases get out, and how one is taken back. Commands as their manuals name them: `helm rollback` and `--atomic` (helm.sh/docs/helm),
 * `kubectl rollout undo` (kubernetes.io/docs/reference/kubectl), `docker service rollback`, `heroku rollback`, `vercel rollback`,
 * `wrangler rollback`, `kamal rollback`, `argocd app rollback`, Swarm's `failure_action: rollback`.
 */
import type { CiStep } from '../collect/ci';
import type { ShellCommand } from '../collect/shell';
import type { Workspace } from '../workspace';
import { pipelines } from './ci-gates';
import { isAside } from './scope';

export interface DeployPlace {
  path: string;
  line: number;
  what: string;
}

/** A way back; `hollow` when nothing but a message stands behind its name. */
export interface WayBack extends DeployPlace {
  automatic: boolean;
}

export interface Rollbacks {
  /** Steps that put a release onto machines of the team's own. */
  deploys: DeployPlace[];
  /** Steps that hand a release to a platform that keeps the earlier ones. */
  platform: DeployPlace[];
  /** Steps that publish an image under a version, for others to run. */
  published: DeployPlace[];
  /** Jobs that a workflow of another repository releases. */
  elsewhere: DeployPlace[];
  ways: WayBack[];
  /** Jobs and steps that are called a rollback and run nothing. */
  hollow: DeployPlace[];
}

const BACK =
  /\bhelm3? rollback\b|\bkubectl\b.* rollout undo\b|\bargo rollouts undo\b|\bdocker service rollback\b|\bheroku (?:releases:)?rollback\b|\bvercel rollback\b|\bwrangler rollback\b|\bkamal rollback\b|\bcap \w+ deploy:rollback\b|\bargocd app rollback\b|\bnomad job revert\b|\beb deploy\b.*--version\b|\bupdate-traffic\b.*--to-revisions\b|\b(?:make|npm run|pnpm run|yarn) [\w:.-]*rollback[\w:.-]*|^(?:bash |sh )?(?:\.\/)?[\w./-]*rollback[\w-]*\.sh\b/;
const AUTOMATIC =
  /\bhelm3? upgrade\b.*--(?:atomic|rollback-on-failure)\b|--auto-rollback\b|\bdocker service update\b.*--update-failure-action[= ]rollback\b/;
const DEPLOY =
  /^(?:(?:bash |sh )?(?:\.\/)?[\w./-]*deploy[\w-]*\.sh\b|\.\/[\w./-]*deploy[\w-]*(?: |$)|make [\w-]*(?:deploy|release)[\w-]*|kubectl (?:apply|set image|rollout restart)|helm3? (?:upgrade|install)|docker[- ]compose .*\bup\b.*-d|docker stack deploy|docker service update|ansible-playbook|ssh |rsync .*:|scp .*:|kamal deploy|cap \w+ deploy|argocd app sync|nomad job run|terraform apply|pulumi up|aws (?:ecs update-service|deploy create-deployment|lambda update-function-code)|serverless deploy|sls deploy|cdk deploy|sam deploy|az (?:webapp|containerapp|aks)\b)/;
const DEPLOY_ACTION =
  /^(?:appleboy\/(?:ssh|scp)-action|azure\/(?:webapps-deploy|k8s-deploy|container-apps-deploy-action)|aws-actions\/amazon-ecs-deploy-task-definition|easingthemes\/ssh-deploy|deliverybot\/helm|aws-actions\/aws-codedeploy)/i;
const TO_PLATFORM =
  /^(?:npx )?(?:flyctl deploy|fly deploy|vercel\b.*(?:--prod|deploy)|netlify deploy|railway up|render deploy|heroku |wrangler (?:deploy|publish|pages)|gcloud (?:run|app) deploy|firebase deploy|supabase functions deploy|curl .*(?:deploy[_-]?hook|api\.vercel\.com|api\.render\.com))/;
const PLATFORM_ACTION =
  /^(?:superfly\/flyctl-actions|amondnet\/vercel-action|akhileshns\/heroku-deploy|cloudflare\/(?:wrangler|pages)-action|google-github-actions\/deploy-|nwtgck\/actions-netlify|digitalocean\/app_action|bervprojects\/railway)/i;
const PUBLISH = /^docker (?:buildx build\b.*--push|push)\b/;
/** What else starts services in a pipeline: the ones that tests need. */
const RELEASES = /deploy|release|rollout|prod(?:uction)?\b|staging|\bcd\b|deliver|publish/i;
const FOR_TESTS = /\b(?:e2e|tests?|testing|kind|minikube|k3d|lint|smoke)\b/i;
/** Inputs that choose what is released. */
const CHOICE =
  /^(?:rollback|version|release|tag|image|commit|sha|git|build)?[-_]?(?:to|version|tag|image|sha|ref|commit|revision)?$|rollback|revision/i;
const MESSAGE = /^(?:echo|printf|:|true|exit|sleep|date)\b/;

/** Call through `workspace.derive(rollbacks)`. */
export function rollbacks(workspace: Workspace): Rollbacks {
  const found: Rollbacks = { deploys: [], platform: [], published: [], elsewhere: [], ways: [], hollow: [] };
  for (const { path, facts } of workspace.derive(pipelines)) {
    const before = found.deploys.length + found.platform.length;
    for (const job of facts.jobs) {
      const isRelease = (step: CiStep): boolean =>
        RELEASES.test(`${path} ${job.id} ${step.name ?? ''}`) && !FOR_TESTS.test(job.id.replace(/[-_]/g, ' '));
      if (job.uses && !job.uses.startsWith('./') && RELEASES.test(`${path} ${job.uses} ${job.id}`))
        found.elsewhere.push({ path, line: job.line, what: job.uses });
      for (const step of job.steps)
        ofStep(
          found,
          path,
          step,
          isRelease(step),
          /failure\(\)/.test(`${job.condition ?? ''} ${step.condition ?? ''}`),
        );
      const commands = job.steps.flatMap((step) => step.commands);
      const isNamed =
        /roll-?_?back/i.test(job.id) && !job.steps.some(({ uses }) => uses && !uses.startsWith('actions/'));
      if (isNamed && commands.length > 0 && commands.every(({ text }) => MESSAGE.test(text)))
        found.hollow.push({ path, line: job.line, what: job.id });
    }
    // A deployment that is told which version to put out can put out the one before.
    const choice = facts.inputs?.find(({ name }) => CHOICE.test(name));
    if (choice && found.deploys.length + found.platform.length > before)
      found.ways.push({ path, line: choice.line, what: `the input \`${choice.name}\``, automatic: false });
  }
  ofScripts(workspace, found);
  ofManifests(workspace, found);
  return found;
}

function ofStep(found: Rollbacks, path: string, step: CiStep, isRelease: boolean, isOnFailure: boolean): void {
  const { uses } = step;
  if (uses && DEPLOY_ACTION.test(uses)) found.deploys.push({ path, line: step.line, what: uses });
  if (uses && PLATFORM_ACTION.test(uses)) found.platform.push({ path, line: step.line, what: uses });
  if (uses?.startsWith('docker/build-push-action') && step.inputs.push !== 'false')
    found.published.push({ path, line: step.line, what: uses });
  for (const { text, line } of step.commands) {
    const place = { path, line, what: `\`${text.slice(0, 60)}\`` };
    if (AUTOMATIC.test(text)) found.ways.push({ ...place, automatic: true });
    else if (BACK.test(text) && !MESSAGE.test(text)) found.ways.push({ ...place, automatic: isOnFailure });
    if (TO_PLATFORM.test(text)) found.platform.push(place);
    else if (DEPLOY.test(text) && isRelease) found.deploys.push(place);
    else if (PUBLISH.test(text)) found.published.push(place);
  }
}

/** Scripts and Makefiles of the repository: one command for a person. A migration that is taken back takes no release back. */
function ofScripts(workspace: Workspace, found: Rollbacks): void {
  const add = (path: string, commands: readonly ShellCommand[]): void => {
    const command = commands.find(({ text }) => (BACK.test(text) || AUTOMATIC.test(text)) && !MESSAGE.test(text));
    if (command)
      found.ways.push({
        path,
        line: command.line,
        what: `\`${command.text.slice(0, 60)}\``,
        automatic: AUTOMATIC.test(command.text),
      });
  };
  for (const { file, facts } of workspace.each('shellScript'))
    if (file.fileClass === 'hand-written' && !isAside(file.path)) add(file.path, facts);
  for (const { file, facts } of workspace.each('makefile'))
    if (file.fileClass === 'hand-written' && !isAside(file.path)) add(file.path, facts.commands);
}

/** Argo Rollouts and Flagger go back by themselves when a release does badly (their documentation, "Analysis"). */
function ofManifests(workspace: Workspace, found: Rollbacks): void {
  for (const { file, facts } of workspace.each('deployment')) {
    if (file.fileClass === 'vendored' || isAside(file.path)) continue;
    const kind = facts.kinds.find(({ text }) => text === 'Canary' || text === 'Rollout');
    if (kind) found.ways.push({ path: file.path, line: kind.span.line, what: kind.text, automatic: true });
  }
}

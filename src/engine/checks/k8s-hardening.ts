/** Workloads of Kubernetes run without root, without privileges they do not need, and within limits. */
import { defineCheck } from '../check';
import type { DeploymentFacts, DeploymentText } from '../collect/deployment';
import { isWithin } from '../manifests';
import { dirname } from '../modules/paths';
import { count, evidence, fail, findingAt, listed, notApplicable, pass, unknown } from '../readiness/answers';
import { isForDevelopment } from '../readiness/scope';
import type { Workspace } from '../workspace';

interface Workload {
  path: string;
  kind: DeploymentText;
  gaps: string[];
  templated: boolean;
}

const SERVING = /^(?:Deployment|StatefulSet|DaemonSet|ReplicaSet)$/;
/** What Kubernetes' own "restricted" level asks for, besides limits. A read-only root is not asked: many programs write. */
const ASKED = [
  ['nonroot', '`runAsNonRoot: true`'],
  ['drop', 'dropped capabilities'],
  ['limits', 'resource limits'],
] as const;

export default defineCheck({
  id: 'k8s-hardening',
  title: 'Kubernetes workloads are confined',
  question: 'Does every Kubernetes workload run as non-root, with dropped capabilities and resource limits?',
  category: 'containers',
  severity: 'medium',
  effort: 'low',
  since: '0.1.0',
  everyPlace: true,
  asks: ['004'],
  conclude(workspace) {
    const all = workspace
      .each('deployment')
      .filter(({ file }) => file.fileClass !== 'vendored' && !isForDevelopment(withoutTemplates(file.path)))
      .flatMap(({ file, facts }) => workloadsOf(workspace, file.path, facts));
    if (all.length === 0) return notApplicable('Nothing here is deployed to Kubernetes.');
    const lacking = all.filter(({ gaps }) => gaps.length > 0);
    const open = lacking.filter(({ templated }) => !templated);
    if (open.length > 0)
      return fail(
        open.some(({ gaps }) => gaps.length < ASKED.length) ? 'E1' : 'E0',
        `${count(open.length, 'workload')} of ${all.length} ${open.length === 1 ? 'lacks' : 'lack'} ${listed(open.flatMap(({ gaps }) => gaps))}.`,
        open.map(({ path, kind, gaps }) =>
          findingAt(
            path,
            kind.span,
            `This ${kind.text} has no ${listed(gaps)}: whoever breaks into one container gets further, or one takes the whole node. Add ${gaps.length === 1 ? 'it' : 'them'} to the container.`,
            `${kind.text} ${gaps.join()}`,
          ),
        ),
      );
    const proofs = all.slice(0, 5).map(({ path, kind }) => evidence(path, kind.span, kind.text));
    if (lacking.length > 0)
      return unknown(
        `${count(lacking.length, 'template')} of Helm may get ${listed(lacking.flatMap(({ gaps }) => gaps))} from values that are not here.`,
        proofs,
      );
    return pass('E4', `All ${count(all.length, 'workload')} are confined.`, proofs);
  },
});

/** Helm's folder for templates, which are no samples. */
function withoutTemplates(path: string): string {
  return path.replace(/(^|\/)templates\//g, '$1');
}

/** Workloads of a file with what they lack. A patch of Kustomize, without an image, is none. */
function workloadsOf(workspace: Workspace, path: string, facts: DeploymentFacts): Workload[] {
  const templated = facts.templated === true;
  return facts.kinds.flatMap((kind, index) => {
    const end = facts.kinds[index + 1]?.span.line ?? Infinity;
    const inside = ({ span }: { span: { line: number } }): boolean => span.line > kind.span.line && span.line < end;
    if (!SERVING.test(kind.text) || (!templated && !facts.images.some(inside))) return [];
    const has = new Set(facts.hardening.filter(inside).map((one) => one.kind));
    if (templated) for (const given of valuesFor(workspace, path)) has.add(given);
    return [{ path, kind, templated, gaps: ASKED.flatMap(([name, words]) => (has.has(name) ? [] : [words])) }];
  });
}

/** What the values of the template's chart set. */
function valuesFor(workspace: Workspace, path: string): DeploymentFacts['hardening'][number]['kind'][] {
  return workspace
    .each('deployment')
    .filter(({ file, facts }) => facts.format === 'helm-values' && isWithin(path, dirname(file.path)))
    .flatMap(({ facts }) => facts.hardening.map(({ kind }) => kind));
}

import { describeCheck } from '../../support/answer';

const POD = (inside: string, image = 'acme/api:1'): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: api\nspec:\n  template:\n    spec:\n      containers:\n        - name: api\n          image: ${image}\n${inside}`;
const LIMITS = '          resources:\n            limits:\n              memory: 1Gi\n';
const CONTEXT =
  '          securityContext:\n            runAsNonRoot: true\n            capabilities:\n              drop:\n                - ALL\n';
const SERVICE = '---\napiVersion: v1\nkind: Service\nmetadata:\n  name: api\n';
const TEMPLATED = POD(
  '          securityContext:\n            {{- toYaml .Values.securityContext | nindent 12 }}\n',
  '{{ .Values.image }}',
);

describeCheck('k8s-hardening', [
  {
    it: 'holds for a confined workload',
    files: { 'k8s/api.yaml': POD(CONTEXT + LIMITS) + SERVICE },
    answer: 'pass E4',
  },
  {
    it: 'fails for a bare one, at its kind',
    files: { 'k8s/api.yaml': POD('') },
    answer: 'fail E0 k8s/api.yaml:2',
  },
  {
    it: 'is not fooled by requests, by `runAsNonRoot: false` or by the neighbour in the same file',
    files: {
      'k8s/api.yaml': `${POD('          resources:\n            requests:\n              memory: 1Gi\n          securityContext:\n            runAsNonRoot: false\n')}---\n${POD(CONTEXT + LIMITS)}`,
    },
    answer: 'fail E0 k8s/api.yaml:2',
  },
  {
    it: 'reads what a chart gets from its values',
    files: {
      'chart/templates/api.yaml': TEMPLATED,
      'chart/values.yaml':
        'image: acme/api:1\nsecurityContext:\n  runAsNonRoot: true\n  capabilities:\n    drop:\n      - ALL\nresources:\n  limits:\n    memory: 1Gi\n',
    },
    answer: 'pass E4',
  },
  {
    it: 'cannot tell what values that are not here would give',
    files: { 'chart/templates/api.yaml': TEMPLATED, 'chart/values.yaml': 'image: acme/api:1\n' },
    answer: 'unknown',
  },
  {
    it: 'leaves patches, development and other objects alone',
    files: {
      'overlays/patch.yaml': 'apiVersion: apps/v1\nkind: Deployment\nspec:\n  replicas: 3\n',
      'k8s/dev.yaml': POD(''),
      'k8s/service.yaml': SERVICE.slice(4),
    },
    answer: 'not-applicable',
  },
]);

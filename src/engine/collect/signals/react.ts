/**
 * Where React starts, and what catches errors while it renders: a class with `getDerivedStateFromError` or `componentDidCatch`
 * (react.dev/reference/react/Component), `<ErrorBoundary>` of react-error-boundary or Sentry (docs.sentry.io/platforms/javascript/guides/react),
 * `errorElement`, `errorComponent` and an exported `ErrorBoundary` of a router (reactrouter.com, "Error Boundaries"; tanstack.com/router).
 */
import type { SignalRule } from './signals';

export const JAVASCRIPT_REACT: readonly SignalRule[] = [
  {
    kind: 'react-root',
    needles: ['createRoot', 'hydrateRoot', 'ReactDOM.render'],
    pattern: /\b(createRoot|hydrateRoot|ReactDOM\.render)\s*\(/g,
  },
  {
    kind: 'error-boundary',
    needles: ['ErrorBoundary', 'errorElement', 'errorComponent', 'ErrorComponent'],
    pattern:
      /<(?:\w+\.)?\w*ErrorBoundary\b|\b(?:\w+\.)?withErrorBoundary\s*\(|\berrorElement\s*[:=]|\b(?:errorComponent|defaultErrorComponent)\s*:|\bexport\s+(?:const|function)\s+ErrorBoundary\b|\bexport\s*\{[^}]*\bErrorBoundary\b/g,
    read: (match) => ({ detail: match[0].replace(/\s+/g, ' ').slice(0, 40), good: true }),
  },
  {
    kind: 'error-boundary',
    needles: ['componentDidCatch', 'getDerivedStateFromError'],
    pattern: /\b(?:static\s+getDerivedStateFromError|componentDidCatch)\s*\(/g,
    read: () => ({ detail: 'a class that catches errors', good: false }),
  },
];

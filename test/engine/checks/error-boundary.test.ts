import { describeCheck } from '../../support/answer';

const REACT = JSON.stringify({ dependencies: { react: '^19.0.0' } });
const NEXT = JSON.stringify({ dependencies: { next: '^15.0.0', react: '^19.0.0' } });
const main = (body: string, imports = ''): string =>
  `import { createRoot } from 'react-dom/client';\nimport { App } from './App';\n${imports}createRoot(document.body).render(${body});\n`;
const APP = 'export function App() {\n  return <main />;\n}\n';
const LAYOUT = 'export default function Layout({ children }) {\n  return <html><body>{children}</body></html>;\n}\n';
const BOUNDARY =
  "import { Component } from 'react';\nexport class ErrorBoundary extends Component {\n  static getDerivedStateFromError() {\n    return { failed: true };\n  }\n}\n";

describeCheck('error-boundary', [
  {
    it: 'holds for a boundary around the root',
    files: {
      'package.json': REACT,
      'src/main.tsx': main(
        '<ErrorBoundary fallback={null}><App /></ErrorBoundary>',
        "import { ErrorBoundary } from 'react-error-boundary';\n",
      ),
      'src/App.tsx': APP,
    },
    answer: 'pass E3',
  },
  {
    it: "holds for Sentry's, in a file that the root loads",
    files: {
      'package.json': REACT,
      'src/main.tsx': main('<App />'),
      'src/App.tsx':
        "import * as Sentry from '@sentry/react';\nexport const App = () => <Sentry.ErrorBoundary><main /></Sentry.ErrorBoundary>;\n",
    },
    answer: 'pass E3',
  },
  {
    it: "holds for a router's error element",
    files: {
      'package.json': REACT,
      'src/main.tsx': main('<App />'),
      'src/App.tsx':
        "export const router = createBrowserRouter([{ path: '/', errorElement: <Oops /> }]);\nexport const App = () => <RouterProvider router={router} />;\n",
    },
    answer: 'pass E3',
  },
  {
    it: "holds for Next's error file",
    files: {
      'package.json': NEXT,
      'app/layout.tsx': LAYOUT,
      'app/error.tsx': "'use client';\nexport default function Oops() {\n  return null;\n}\n",
    },
    answer: 'pass E3',
  },
  {
    it: 'holds for a boundary that a root route exports',
    files: {
      'package.json': JSON.stringify({ dependencies: { react: '^19.0.0', '@react-router/dev': '^7.0.0' } }),
      'app/root.tsx': 'export function ErrorBoundary() {\n  return null;\n}\n',
    },
    answer: 'pass E3',
  },
  {
    it: 'fails without, where React starts',
    files: { 'package.json': REACT, 'src/main.tsx': main('<App />'), 'src/App.tsx': APP },
    answer: 'fail E0 src/main.tsx:3 missing',
  },
  {
    it: 'fails for a package that is only declared',
    files: {
      'package.json': JSON.stringify({ dependencies: { react: '^19.0.0', 'react-error-boundary': '^5.0.0' } }),
      'src/main.tsx': main('<App />'),
      'src/App.tsx': APP,
    },
    answer: 'fail E1 src/main.tsx:3 missing',
  },
  {
    it: 'fails for a Next application without',
    files: { 'package.json': NEXT, 'src/app/layout.tsx': LAYOUT },
    answer: 'fail E0 src/app/layout.tsx:1 missing',
  },
  {
    it: 'fails for a boundary that nothing uses (trap that looks like a pass)',
    files: {
      'package.json': REACT,
      'src/main.tsx': main('<App />'),
      'src/App.tsx': APP,
      'src/ErrorBoundary.tsx': BOUNDARY,
    },
    answer: 'fail E2 src/ErrorBoundary.tsx:3 unused',
  },
  {
    it: 'fails for a boundary around a component that nothing loads (trap that looks like a pass)',
    files: {
      'package.json': REACT,
      'src/main.tsx': main('<App />'),
      'src/App.tsx': APP,
      'src/Old.tsx':
        "import { ErrorBoundary } from 'react-error-boundary';\nexport const Old = () => <ErrorBoundary fallback={null} />;\n",
    },
    answer: 'fail E2 src/Old.tsx:2 unused',
  },
  {
    it: 'is about nothing where React is not rendered, whatever an error page is called (trap that looks like a fail)',
    files: {
      'package.json': REACT,
      'src/Button.tsx': 'export const Button = () => <button />;\n',
      'src/pages/error.tsx': APP,
    },
    answer: 'not-applicable',
  },
]);

/** The JavaScript parser as a module of its own (`dist/parser.js`): loaded on the first file that needs a tree. */
export { createJavaScriptParser } from '../engine/parse/javascript';

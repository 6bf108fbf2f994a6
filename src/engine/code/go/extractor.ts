/** Code facts of Go files that may hold routes, start a program, or are led to by a link. */
import { defineExtractor } from '../../collect/extractor';
import { GO_FRAMEWORKS } from '../../routes/frameworks';
import { defineWords, holdsAny } from '../../text/words';
import { lowerFile } from './declarations';
import { GoLowering } from './lowering';

/** Packages of the frameworks, and where a program starts. */
const WORDS = defineWords([
  'gin-gonic/gin',
  'labstack/echo',
  'go-chi/chi',
  'gofiber/fiber',
  'gorilla/mux',
  '"net/http"',
  'func main()',
]);
/** What registers something, makes an application, serves it, or starts the program. */
const TELLING =
  /\.(?:GET|POST|PUT|PATCH|DELETE|Any|Handle|HandleFunc|Use|Group|Route|Mount|With|Get|Post|Put|Patch|Delete|All|Add|PathPrefix|Methods|StaticFS?|New|Default|NewRouter|NewServeMux|ListenAndServe\w*)\(|^func main\(\)/m;
/** A test has routes of its own when it makes an application. */
const MAKES = /\b(?:gin|echo|fiber)\.(?:New|Default|NewWithConfig)\(|\b(?:chi|mux)\.NewRouter\(|\bhttp\.NewServeMux\(/;

export const goCode = defineExtractor({
  part: 'code',
  version: 6,
  notOf: ['vendored', 'generated'],
  languages: ['go'],
  prefilter: (text, _, fileClass) => holdsAny(text, WORDS) && (fileClass === 'test' ? MAKES : TELLING).test(text),
  extract(file) {
    const root = file.tree?.rootNode;
    if (!root) return undefined;
    const broken = root.hasError ? (file.notes.find((note) => note.by === 'go')?.span ?? null) : null;
    return { ...lowerFile(new GoLowering(file, root, GO_FRAMEWORKS), root), broken };
  },
});

/** How code facts name an application that is laid out as files, or that finds by itself what is declared for it. */

/**
 * The application that a file belongs to by where it lies. A path alone cannot tell where the layout begins (`app/app/api/route.ts`), so
 * a file says everything once per folder that may be it (`root`, one of `among`, outermost first); the linker settles on one of them and
 * drops what is said for the others. `sure`: the file's text shows that it is the framework's.
 */
export interface SiteExpression {
  e: 'site';
  framework: string;
  root: string;
  among: string[];
  sure: boolean;
  /** The framework looks at such a file from a version on; earlier ones ignore it without a word. */
  since?: { package: string; major: number };
}

/**
 * The applications that find what a file declares by themselves (component scanning, the parts of an assembly): those of its project, else
 * those that look into its package.
 */
export interface ApplicationExpression {
  e: 'application';
  framework: string;
  /** Package or namespace of the file. */
  package: string;
}

/** Names of Flask and its extensions. */

/** Name of the framework in facts and in the report. */
export const NAME = 'flask';

/** Symbols of packages that declare routes of Flask applications. */
export const FLASK =
  /^(flask|quart|flask_restful|flask_restx|flask_restplus|flask_smorest|flask_openapi3|flask_jwt_extended)\b/;

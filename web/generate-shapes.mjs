// `generate-shapes.mjs <openapi.json> <api.d.ts>`: the shapes that the program declares, as TypeScript.
// The desk asks by address through src/api/request.ts, so that it needs the shapes and no operations.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString, COMMENT_HEADER } from "openapi-typescript";

const [document, output] = process.argv.slice(2);
const { components, ...rest } = JSON.parse(readFileSync(document, "utf8"));
const shapes = await openapiTS({ ...rest, paths: {}, components: { schemas: components.schemas } });
writeFileSync(output, COMMENT_HEADER + astToString(shapes));

// The words of the domain belong to the whole program and lie in ../words; vite.config.ts joins
// them, a module for each language.
// The names in ../campaigns/imports when the desk was built; see vite.config.ts.
declare const __IMPORT_MAPPINGS__: string[];

declare module "@words/*" {
  const words: Record<string, unknown>;
  export default words;
}

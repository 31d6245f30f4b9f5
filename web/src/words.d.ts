// The words of the domain belong to the whole program and lie in ../words; see words/domain.ts.
// The names in ../campaigns/imports when the desk was built; see vite.config.ts.
declare const __IMPORT_MAPPINGS__: string[];

declare module "@words/*.json" {
  const words: Record<string, unknown>;
  export default words;
}

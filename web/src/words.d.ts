// The words of the domain belong to the whole program and lie in ../words; see words/domain.ts.
declare module "@words/*.json" {
  const words: Record<string, unknown>;
  export default words;
}

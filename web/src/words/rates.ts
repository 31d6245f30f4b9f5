// How a share is written; how sure it is and in which order units stand, the program says.
export const percent = (share: number, digits = 0): string => `${(100 * share).toFixed(digits)}%`;

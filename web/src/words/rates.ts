// A rate with its noise: Wilson's interval at 95 %, by whose bound units are put in order. Of fewer
// than five nothing is said in order, of fewer than ten only that the sample is small.
export const ordered_min = 5;
export const sample_min = 10;

export interface Interval { low: number; high: number }

export function wilson(numerator: number, of: number): Interval {
  if (of === 0) return { low: 0, high: 1 };
  const z = 1.959964;
  const share = numerator / of;
  const middle = share + (z * z) / (2 * of);
  const spread = z * Math.sqrt((share * (1 - share)) / of + (z * z) / (4 * of * of));
  const whole = 1 + (z * z) / of;
  return { low: Math.max(0, (middle - spread) / whole), high: Math.min(1, (middle + spread) / whole) };
}

export const percent = (share: number, digits = 0): string => `${(100 * share).toFixed(digits)}%`;

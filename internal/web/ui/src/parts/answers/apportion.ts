/** Rounds parts to one decimal so that they add up to their rounded sum: the largest remainders are rounded up. */
export function apportion(values: number[]): number[] {
  const tenths = values.map((v) => v * 10)
  const floors = tenths.map((v) => Math.floor(v + 1e-9))
  let left = Math.round(values.reduce((a, b) => a + b, 0) * 10 - 1e-9) - floors.reduce((a, b) => a + b, 0)
  const order = tenths.map((v, i) => ({ i, rest: v - floors[i]! })).sort((a, b) => b.rest - a.rest || a.i - b.i)
  for (const { i } of order) {
    if (left-- <= 0) break
    floors[i]!++
  }
  return floors.map((v) => v / 10)
}

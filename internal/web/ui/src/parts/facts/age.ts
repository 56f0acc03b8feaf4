/** Months between the end of a date (2025, 2022-Q3, 2025-08, 2025-08-11) and today; 0 when it is not over yet. */
export function age(date: string, today: string): number {
  const [year, part] = [Number(date.slice(0, 4)), date.slice(5, 7)]
  const month = part.startsWith('Q') ? Number(part[1]) * 3 : Number(part || '12')
  return Math.max(0, (Number(today.slice(0, 4)) - year) * 12 + Number(today.slice(5, 7)) - month)
}

/** Months between the end of a date (2025, 2022-Q3, 2025-08, 2025-08-11) and today; 0 when it is not over yet. */
export function age(date: string, today: Date): number {
  const [year = 0, part = '12'] = [Number(date.slice(0, 4)), date.slice(5, 7)]
  const month = part.startsWith('Q') ? Number(part[1]) * 3 : Number(part || '12')
  return Math.max(0, (today.getFullYear() - year) * 12 + today.getMonth() + 1 - month)
}

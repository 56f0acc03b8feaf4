const day = 24 * 3600 * 1000

/** Days from a day (2026-11-24) until today; negative when it lies ahead. */
export function daysSince(date: string, today: Date): number {
  const now = Date.UTC(today.getFullYear(), today.getMonth(), today.getDate())
  return Math.round((now - Date.parse(date)) / day)
}

const day = 24 * 3600 * 1000

/** Days from a day (2026-11-24) until today; negative when it lies ahead. */
export function daysSince(date: string, today: Date): number {
  const now = Date.UTC(today.getFullYear(), today.getMonth(), today.getDate())
  return Math.round((now - Date.parse(date)) / day)
}

/** The last day of the month before a day; of the quarter before it. */
export const lastMonthEnd = (today: Date) => dayOf(new Date(today.getFullYear(), today.getMonth(), 0))
export const lastQuarterEnd = (today: Date) =>
  dayOf(new Date(today.getFullYear(), today.getMonth() - (today.getMonth() % 3), 0))

const pad = (n: number) => String(n).padStart(2, '0')

/** The day of a stamp of the server, where the reader is: 2026-11-24. */
export function dayOf(stamp: string | Date): string {
  const at = new Date(stamp)
  return `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`
}

/** Its minute: 08:05. */
export function timeOf(stamp: string | Date): string {
  const at = new Date(stamp)
  return `${pad(at.getHours())}:${pad(at.getMinutes())}`
}

/** Its day and minute: 2026-11-24 08:05. */
export function minuteOf(stamp: string | Date): string {
  return `${dayOf(stamp)} ${timeOf(stamp)}`
}

const day = 24 * 3600 * 1000

/**
 * Days are those of Beijing wherever the reader is, as the server counts them (graph.Zone): a day that is named in one
 * place is the same day in every other.
 */
const zone = 8 * 3600 * 1000

const written = (stamp: string | Date) => new Date(new Date(stamp).getTime() + zone).toISOString()

/** The day of a stamp: 2026-11-24. */
export const dayOf = (stamp: string | Date) => written(stamp).slice(0, 10)

/** Its minute: 08:05. */
export const timeOf = (stamp: string | Date) => written(stamp).slice(11, 16)

/** Its day and minute: 2026-11-24 08:05. */
export const minuteOf = (stamp: string | Date) => `${dayOf(stamp)} ${timeOf(stamp)}`

/** Days from a day until today, both like 2026-11-24; negative when it lies ahead. */
export const daysSince = (date: string, today: string) => Math.round((Date.parse(today) - Date.parse(date)) / day)

const lastDayBefore = (year: number, month: number) =>
  new Date(Date.UTC(year, month - 1, 0)).toISOString().slice(0, 10)

/** The last day of the month before that of a day; of the quarter before. */
export const lastMonthEnd = (today: string) => lastDayBefore(...yearAndMonth(today))
export function lastQuarterEnd(today: string): string {
  const [year, month] = yearAndMonth(today)
  return lastDayBefore(year, month - ((month - 1) % 3))
}

const yearAndMonth = (date: string): [number, number] => [Number(date.slice(0, 4)), Number(date.slice(5, 7))]

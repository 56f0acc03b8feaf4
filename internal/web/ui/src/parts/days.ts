import type { Lang } from '../i18n'

const day = 24 * 3600 * 1000

/**
 * Days are those of the server's zone wherever the reader is (graph.Zone): a day that is named in one place is the same
 * day in every other. Until the server has said it, Beijing's.
 */
let zone = { id: 'Asia/Shanghai', name: { zh: '北京时间', en: 'Beijing time' } }
let clock = clockIn(zone.id)
const heard = new Set<() => void>()

function clockIn(timeZone: string) {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' })
}

/** Takes over the zone that the server has said. */
export function inZone(said: typeof zone) {
  if (said.id === zone.id) return
  zone = said
  clock = clockIn(said.id)
  heard.forEach((call) => call())
}

/** The zone, for what must be reckoned anew when it is another one: onZone calls when it is. */
export const zoneNow = () => zone.id
export function onZone(call: () => void): () => void {
  heard.add(call)
  return () => void heard.delete(call)
}

/** A time with its zone; or the head of a column of times, which then stand without it. */
export const zoned = (lang: Lang, time: string) =>
  lang === 'en' ? `${time} (${zone.name.en})` : `${time}（${zone.name.zh}）`

/** The day and minute of a stamp: 2026-11-24 08:05. */
export const minuteOf = (stamp: string | Date) => clock.format(new Date(stamp))

/** Its day: 2026-11-24. */
export const dayOf = (stamp: string | Date) => minuteOf(stamp).slice(0, 10)

/** Its minute: 08:05. */
export const timeOf = (stamp: string | Date) => minuteOf(stamp).slice(11)

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

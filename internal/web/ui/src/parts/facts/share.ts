/** A share in whole per cents; of nothing there is none. */
export const share = (some: number, all: number) => (all > 0 ? `${Math.round((100 * some) / all)}%` : '–')

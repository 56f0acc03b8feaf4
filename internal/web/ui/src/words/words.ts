/**
 * Words of the page by key, each in Chinese and in English, with the same places {0}, {1} to fill. In English,
 * {0:row|rows} is the first where {0} is one, and else the second.
 */
export type Words = Record<string, [zh: string, en: string]>

/** A text with its places filled. */
export function filled(text: string, args: (string | number)[]): string {
  return text.replace(/\{(\d)(?::([^{}|]*)\|([^{}|]*))?\}/g, (place, i: string, one?: string, many?: string) => {
    const arg = String(args[Number(i)] ?? place)
    if (one === undefined) return arg
    return (arg === '1' ? one : many) ?? ''
  })
}

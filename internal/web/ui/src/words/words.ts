/** Words of the page by key, each in Chinese and in English, with the same places {0}, {1} to fill. */
export type Words = Record<string, [zh: string, en: string]>

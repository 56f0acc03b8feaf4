/** Under what path the server is reached: empty, or such as /chains. The page that it sends says so. */
export const root = document.querySelector<HTMLMetaElement>('meta[name=root]')?.content ?? ''

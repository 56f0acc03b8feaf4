import type { CityList } from '../../api/client'

/** The columns of a list that are to be filled in and can be. */
export const required = (list: CityList) =>
  list.columns.flatMap((c, at) => (c.required && !c.reading ? [{ ...c, at }] : []))

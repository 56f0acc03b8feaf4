import { useApi, type WeightsAnswer } from '../api/client'
import { useLang } from '../i18n'
import { rulesIn, termsIn, type Definition } from './definitions'
import { useCity, useTerms } from './terms'

/** The definitions in the language of the page, with the city's words and the weights of the revision looked at. */
export function useDefinitions() {
  const { lang } = useLang()
  const words = useTerms()
  const city = useCity()
  const weights = useApi('/weights', {})
  const definitions = (of: WeightsAnswer): Definition[] => {
    const setting = { city, circle: words('reach', 'circle'), weights: of.weights }
    return [...rulesIn(lang, setting), ...termsIn(lang, setting)]
  }
  return { weights, definitions }
}

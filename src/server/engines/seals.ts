/**
 * What seals connections, kept by city. A cookie may name any number as its city before anybody is signed in, so nothing is kept of a
 * city that there is not; and nothing of a question that failed, or one fault of the database would shut its city out for good.
 */

/** The words that bring a connection into a city, and whether there is such a city. */
export interface Seal {
  readonly enter: string
  readonly isCity: boolean
}

/** Gives the seal of a city; `read` is asked once for each city that there is. */
export function keepSeals<City>(read: (city: City) => Promise<Seal>): (city: City) => Promise<string> {
  const kept = new Map<City, Promise<Seal>>()
  const ask = (city: City) => {
    const asked = read(city)
    kept.set(city, asked)
    const forget = () => void kept.delete(city)
    asked.then(({ isCity }) => isCity || forget(), forget)
    return asked
  }
  return async (city) => (await (kept.get(city) ?? ask(city))).enter
}

/*
 * The page with the map where scripts run: the reader's own place, and moving without loading the page anew. The page does
 * everything else without it; a place that was asked for goes nowhere but to our own map.
 */
const shownFrom = async (address) => {
  try {
    const answer = await fetch(address)
    if (!answer.ok) throw new Error(String(answer.status))
    const next = new DOMParser().parseFromString(await answer.text(), 'text/html')
    document.querySelector('main').replaceWith(next.querySelector('main'))
    document.querySelector('.language').replaceWith(next.querySelector('.language'))
    history.replaceState(null, '', address)
    offerPlace()
  } catch {
    location.assign(address)
  }
}

function offerPlace() {
  const mine = document.querySelector('.mine')
  if (mine && 'geolocation' in navigator && isSecureContext) mine.hidden = false
}

function findPlace(mine) {
  const said = document.querySelector('#mine-said')
  said.hidden = true
  mine.disabled = true
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      const [lng, lat] = [coords.longitude.toFixed(6), coords.latitude.toFixed(6)]
      void shownFrom(`${mine.dataset.to}&lng=${lng}&lat=${lat}&pin=${lng},${lat}`)
    },
    () => {
      mine.disabled = false
      said.hidden = false
    },
    { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 },
  )
}

document.addEventListener('click', (event) => {
  const { target } = event
  if (!(target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey) return
  const link = target.closest('.moves a')
  if (link) {
    event.preventDefault()
    void shownFrom(link.href)
  }
  const mine = target.closest('.mine')
  if (mine) findPlace(mine)
})
offerPlace()

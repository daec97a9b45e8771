/**
 * Runs before the first paint: brings the message that the address names, else the unread divider, into view. The end
 * of the log, where neither is, needs no script. What React does once the page is alive is the same (use-opening-place).
 */
export const OPENING_PLACE = `(() => {
  const box = document.querySelector('.scroller')
  const asked = document.getElementById('m-' + new URLSearchParams(location.search).get('m'))
  const to = asked || (box && box.querySelector('[data-divider]'))
  if (!box || !to) return
  const from = to.getBoundingClientRect().top - box.getBoundingClientRect().top
  const room = box.clientHeight
  box.scrollTop += asked ? from - (room - to.offsetHeight) / 2 : from - room / 5
})()`

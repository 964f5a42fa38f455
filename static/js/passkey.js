// Shows the ways in that need a passkey where the browser knows them, and says so when one fails.
document.addEventListener('DOMContentLoaded', () => {
  if (!window.PublicKeyCredential) return
  for (const element of document.querySelectorAll('[data-passkey]')) element.hidden = false
})
document.addEventListener('allauth.error', event => {
  event.preventDefault()
  for (const element of document.querySelectorAll('[data-passkey-error]')) element.hidden = false
})

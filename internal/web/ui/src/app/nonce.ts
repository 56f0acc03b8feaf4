/** What styles carry that this page makes: the server's policy lets no others in. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property=csp-nonce]')?.nonce

// Not all of the libraries take a nonce (a drawer that holds the page still makes its style without), so each style
// element that a script makes gets it. What is written into the page as text, such as a drawing, gets none.
const create = document.createElement.bind(document)
document.createElement = (name: string, options?: ElementCreationOptions) => {
  const element = create(name, options)
  if (nonce && element instanceof HTMLStyleElement) element.nonce = nonce
  return element
}

// A text area that grows measures itself on one whose style it sets as text; set as properties it is let in.
HTMLTextAreaElement.prototype.setAttribute = function (name, value) {
  if (name === 'style') this.style.cssText = value
  else Element.prototype.setAttribute.call(this, name, value)
}

// <composer-context> in the composer: what the text is about besides itself. Its content comes from the server: a message
// that is edited (_editing.html) or quoted (_quoting.html). While one is edited the form posts there, and the draft is set aside.

customElements.define("composer-context", class extends HTMLElement {});

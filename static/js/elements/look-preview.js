// <look-preview> around the preferences: shows a choice at once; it is kept when the form is sent.

customElements.define(
  "look-preview",
  class extends HTMLElement {
    connectedCallback() {
      this.addEventListener("change", ({ target }) => (document.documentElement.dataset[target.name] = target.value));
    }
  },
);

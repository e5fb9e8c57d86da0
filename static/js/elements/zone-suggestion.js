// <zone-suggestion data-field="…"> in a form: offers the time zone of the device, when that field has it and shows another.

customElements.define(
  "zone-suggestion",
  class extends HTMLElement {
    connectedCallback() {
      const select = this.closest("form").elements[this.dataset.field];
      const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
      const option = [...select.options].find(({ value }) => value === zone);
      if (!option || option.selected) return;
      this.querySelector("[data-zone]").textContent = option.text;
      this.querySelector("button").addEventListener("click", () => {
        option.selected = true;
        this.hidden = true;
        select.focus();
      });
      this.hidden = false;
    }
  },
);
